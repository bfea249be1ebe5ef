//! The account that this process runs as, as Unix knows it.

#![allow(unsafe_code)]

use std::ffi::{CStr, OsStr};
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::ptr;

pub use self::privilege::is_privileged;
use crate::environment::Environment;

#[cfg_attr(any(target_os = "linux", target_os = "android"), path = "account/linux.rs")]
#[cfg_attr(not(any(target_os = "linux", target_os = "android")), path = "account/other.rs")]
mod privilege;

/// Room for one entry of the list of accounts; the largest that are known have a few hundred bytes.
const ROOM: usize = 16 << 10;

pub fn user_id() -> u32 {
    // SAFETY: geteuid has no preconditions and cannot fail.
    unsafe { libc::geteuid() }
}

/// The user's home folder: the environment's, or the list of accounts' where the environment has none.
pub fn home(environment: &Environment) -> Option<PathBuf> {
    match environment.get("HOME") {
        Some(_) => environment.absolute_path("HOME"),
        None => listed_home().filter(|path| path.is_absolute()),
    }
}

/// What the list of accounts has; it may be asked of a server of the network.
fn listed_home() -> Option<PathBuf> {
    let mut room = vec![0; ROOM];
    let mut account = MaybeUninit::<libc::passwd>::uninit();
    let mut found = ptr::null_mut();
    // SAFETY: the room is as large as it is said to be, and all pointers outlive the call.
    let result = unsafe {
        let room_at = room.as_mut_ptr();
        libc::getpwuid_r(user_id(), account.as_mut_ptr(), room_at, room.len(), &mut found)
    };
    if result != 0 || found.is_null() {
        return None;
    }
    // SAFETY: an account was found, and its texts lie in the room and end with NUL.
    let home = unsafe { (*found).pw_dir.as_ref().map(|home| CStr::from_ptr(home)) };
    home.map(|home| OsStr::from_bytes(home.to_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_environment_names_the_home_folder_before_the_list_of_accounts() {
        assert_eq!(
            home(&Environment::with(&[("HOME", "/some/where")])),
            Some("/some/where".into())
        );
        assert_eq!(home(&Environment::with(&[("HOME", "here")])), None);
        assert_eq!(home(&Environment::default()), listed_home());
    }

    #[test]
    fn the_list_of_accounts_has_the_home_folder_of_root() {
        if user_id() == 0 {
            assert!(listed_home().is_some_and(|home| home.is_dir()));
        }
    }
}
