//! What is made once, before the first request: options, keys, certificates.

pub mod authority;
pub mod files;
pub mod options;
pub mod response_key;
pub mod state_dir;
