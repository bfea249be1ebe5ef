#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| lsagent_fuzz::urls::sso_url(data));
