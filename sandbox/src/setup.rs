//! What is made once, before the first request: options, keys, certificates.

pub mod authority;
pub mod files;
pub mod help;
pub mod options;
pub mod state_dir;
