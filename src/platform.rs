//! The operating system: this machine, this user, and all that only the system can do.

#[cfg(unix)]
mod account;
mod alarm;
pub mod errors;
pub mod folder;
mod launch;
pub mod listen;
/// Compiled elsewhere for its tests.
#[cfg(any(test, target_os = "macos"))]
mod macos_values;
pub mod memory;
mod process;
#[cfg(windows)]
mod registry;
mod release;
pub mod secrets;
mod threads;
#[cfg(windows)]
mod token;
pub mod trust;
#[cfg(windows)]
mod win32;
use std::path::PathBuf;

pub use self::alarm::{Alarm, boot_id, boot_time};
pub use self::launch::Launched;
pub use self::process::Process;
pub use self::release::system_release;
pub use self::threads::start_thread;
use crate::environment::Environment;
use crate::error::{Error, Status};

#[cfg_attr(windows, path = "platform/windows.rs")]
#[cfg_attr(target_os = "macos", path = "platform/macos.rs")]
#[cfg_attr(not(any(windows, target_os = "macos")), path = "platform/unix.rs")]
mod sys;

/// The machine's own id, as the operating system keeps it; `None` where it keeps none
/// (some containers).
pub fn machine_id() -> Option<String> {
    sys::machine_id().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())
}

/// The account of the operating system that this process runs as.
pub fn os_user() -> String {
    sys::os_user()
}

/// Where this user's programs keep what belongs to this machine: `$XDG_DATA_HOME` or
/// `~/.local/share` on Linux, `~/Library/Application Support` on macOS, `%LOCALAPPDATA%` on Windows.
pub fn data_folder(environment: &Environment) -> Option<PathBuf> {
    sys::data_folder(environment)
}

/// Whether this process has more rights than the user who started it: of another user or group, or
/// of a file with capabilities.
pub fn is_privileged() -> bool {
    sys::is_privileged()
}

pub use sys::stay_loaded;

/// Has the system's browser open an address, which goes nowhere near a shell.
pub fn open_in_browser(url: &str) -> Result<Launched, Error> {
    // The program would be found by the user's PATH, and run with rights that are not theirs.
    if is_privileged() {
        return Err(no_browser("this process has more rights than the user who started it"));
    }
    sys::open_in_browser(url).map_err(|why| no_browser(&why))
}

/// An error if the program that shows a page has failed.
pub fn must_be_shown(launched: &mut Launched) -> Result<(), Error> {
    launched.failure().map_or(Ok(()), |why| Err(no_browser(&why)))
}

fn no_browser(why: &str) -> Error {
    Error::new(
        Status::Config,
        format!(
            "no browser can be opened ({why}); {}or show the sign-in page with a browser_callback",
            sys::HOW_TO_GET_A_BROWSER
        ),
    )
    .log_as("no browser can be opened")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_machine_and_the_user_are_the_same_each_time() {
        assert_eq!(super::machine_id(), super::machine_id());
        assert!(!super::os_user().is_empty());
        assert_eq!(super::os_user(), super::os_user());
    }
}
