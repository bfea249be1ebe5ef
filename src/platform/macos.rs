//! macOS.

use std::path::PathBuf;

use super::account;
pub use super::account::is_privileged;
use super::launch::{Launched, first_of};
use super::macos_values::{in_hexadecimal, support_folder};
use crate::environment::Environment;

/// The hardware UUID, which survives a new installation of the system.
#[allow(unsafe_code)]
pub fn machine_id() -> Option<String> {
    let mut uuid = [0u8; 16];
    let wait = libc::timespec { tv_sec: 1, tv_nsec: 0 };
    // SAFETY: gethostuuid writes 16 bytes to the first argument and only reads the second.
    let result = unsafe { libc::gethostuuid(uuid.as_mut_ptr(), &wait) };
    (result == 0).then(|| in_hexadecimal(&uuid))
}

pub fn os_user() -> String {
    format!("uid:{}", account::user_id())
}

pub fn data_folder(environment: &Environment) -> Option<PathBuf> {
    account::home(environment).map(|home| support_folder(&home))
}

/// The linker has seen to it (build.rs).
pub fn stay_loaded() {}

pub const HOW_TO_GET_A_BROWSER: &str = "";

pub fn open_in_browser(url: &str) -> Result<Launched, String> {
    first_of(&["/usr/bin/open"], url)
}
