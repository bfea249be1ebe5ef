//! Another attempt at what another process is in the way of for a moment.

use std::io;
use std::thread;
use std::time::Duration;

use crate::clock::Deadline;

/// The longest time between two attempts.
const MAX_PAUSE: Duration = Duration::from_millis(10);

/// Tries again what fails because somebody else has the file, for so long at most.
pub fn retry_within<T>(timeout: Duration, attempt: impl Fn() -> io::Result<T>) -> io::Result<T> {
    let deadline = Deadline::after(timeout);
    let mut pause = Duration::from_millis(1);
    loop {
        match attempt() {
            Err(error) if is_in_use(&error) && !deadline.remaining().is_zero() => {
                thread::sleep(pause.min(deadline.remaining()));
                // Never long, for with many readers the right moment is a short one.
                pause = MAX_PAUSE.min(pause.saturating_mul(2));
            }
            result => return result,
        }
    }
}

/// On Windows a file cannot be replaced, removed or opened at any time: a scanner may have it open
/// and share it with nobody, and where a file system has no POSIX semantics (FAT, most network
/// drives, Windows before version 10), a reader of our own is in the way of who replaces it. All of
/// them are done in a moment.
#[cfg(windows)]
fn is_in_use(error: &io::Error) -> bool {
    use windows_sys::Win32::Foundation::{
        ERROR_ACCESS_DENIED, ERROR_LOCK_VIOLATION, ERROR_SHARING_VIOLATION,
    };
    // The first one is also said of a file that is gone once its last reader is.
    [ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION]
        .iter()
        .any(|code| error.raw_os_error() == Some(code.cast_signed()))
}

#[cfg(not(windows))]
fn is_in_use(_: &io::Error) -> bool {
    false
}
