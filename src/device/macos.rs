//! macOS.

use std::path::PathBuf;

use super::{Launched, absolute};

/// The hardware UUID, which survives a new installation of the system.
#[allow(unsafe_code)]
pub fn machine_id() -> Option<String> {
    let mut uuid = [0u8; 16];
    let wait = libc::timespec { tv_sec: 1, tv_nsec: 0 };
    // SAFETY: gethostuuid writes 16 bytes to the first argument and only reads the second.
    let result = unsafe { libc::gethostuuid(uuid.as_mut_ptr(), &wait) };
    let hex = |bytes: &[u8; 16]| bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    (result == 0).then(|| hex(&uuid))
}

#[allow(unsafe_code)]
pub fn os_user() -> String {
    // SAFETY: geteuid has no preconditions and cannot fail.
    let uid = unsafe { libc::geteuid() };
    format!("uid:{uid}")
}

pub fn data_folder() -> Option<PathBuf> {
    Some(absolute(std::env::home_dir())?.join("Library").join("Application Support"))
}

pub const HOW_TO_GET_A_BROWSER: &str = "";

pub fn open_in_browser(url: &str) -> Result<Launched, String> {
    Launched::first_of(&["/usr/bin/open"], url)
}
