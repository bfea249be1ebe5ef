#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| lsagent_fuzz::values::values(data));
