//! Linux and the BSDs.

use std::fs;
use std::path::PathBuf;

use super::account;
pub use super::account::is_privileged;
use super::launch::{Launched, first_of};
use crate::environment::Environment;

/// systemd's id, or D-Bus's where there is no systemd; both are random, made at installation.
pub fn machine_id() -> Option<String> {
    let files = ["/etc/machine-id", "/var/lib/dbus/machine-id", "/etc/hostid"];
    first_id(files.iter().filter_map(|path| fs::read_to_string(path).ok()))
}

/// The first text that is an id. An image that is to become many machines has an empty file, or, until
/// the first start, the word "uninitialized" (systemd's machine-id(5)).
fn first_id(mut texts: impl Iterator<Item = String>) -> Option<String> {
    texts.find(|text| !matches!(text.trim(), "" | "uninitialized"))
}

pub fn os_user() -> String {
    format!("uid:{}", account::user_id())
}

pub fn data_folder(environment: &Environment) -> Option<PathBuf> {
    let set = environment.absolute_path("XDG_DATA_HOME");
    set.or_else(|| Some(account::home(environment)?.join(".local").join("share")))
}

/// The linker has seen to it (build.rs).
pub fn stay_loaded() {}

pub const HOW_TO_GET_A_BROWSER: &str =
    "install a browser and xdg-open (in the package xdg-utils), ";

/// The desktop's way to the user's browser; under WSL, Windows's.
const OPENERS: [&str; 2] = ["xdg-open", "wslview"];

pub fn open_in_browser(url: &str) -> Result<Launched, String> {
    first_of(&OPENERS, url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_for_an_id_that_is_still_to_come_is_passed_over() {
        let first = |texts: &[&str]| first_id(texts.iter().map(|text| (*text).to_owned()));
        assert_eq!(first(&["", "dbus\n"]).as_deref(), Some("dbus\n"));
        assert_eq!(first(&[" \n", "uninitialized\n", "dbus"]).as_deref(), Some("dbus"));
        assert_eq!(first(&["systemd", "dbus"]).as_deref(), Some("systemd"));
        assert_eq!(first(&["uninitialized\n"]), None);
    }
}
