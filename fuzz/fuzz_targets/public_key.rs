#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| lsagent_fuzz::keys::public_key(data));
