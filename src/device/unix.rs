//! Linux and the BSDs.

use std::fs;
use std::path::PathBuf;

use super::{Launched, absolute};

/// systemd's id, or D-Bus's where there is no systemd; both are random, made at installation.
pub fn machine_id() -> Option<String> {
    ["/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostid"]
        .iter()
        .find_map(|path| fs::read_to_string(path).ok())
}

#[allow(unsafe_code)]
pub fn os_user() -> String {
    // SAFETY: geteuid has no preconditions and cannot fail.
    let uid = unsafe { libc::geteuid() };
    format!("uid:{uid}")
}

pub fn data_folder() -> Option<PathBuf> {
    let set = absolute(std::env::var_os("XDG_DATA_HOME").map(PathBuf::from));
    set.or_else(|| Some(absolute(std::env::home_dir())?.join(".local").join("share")))
}

pub const HOW_TO_GET_A_BROWSER: &str =
    "install a browser and xdg-open (in the package xdg-utils), ";

/// The desktop's way to the user's browser; under WSL, Windows's.
const OPENERS: [&str; 2] = ["xdg-open", "wslview"];

pub fn open_in_browser(url: &str) -> Result<Launched, String> {
    Launched::first_of(&OPENERS, url)
}
