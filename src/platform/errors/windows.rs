//! Windows.

use std::io;

use windows_sys::Win32::Foundation::{
    ERROR_ACCESS_DENIED, ERROR_LOCK_VIOLATION, ERROR_SHARING_VIOLATION,
};

/// `ERROR_TOO_MANY_OPEN_FILES`, `WSAEMFILE`.
pub fn is_out_of_files(number: i32) -> bool {
    [4, 10024].contains(&number)
}

/// There is no limit of the machine.
pub fn is_out_of_files_everywhere(_: i32) -> bool {
    false
}

/// `ERROR_NOT_ENOUGH_MEMORY`, `ERROR_OUTOFMEMORY`, `ERROR_NO_SYSTEM_RESOURCES`,
/// `ERROR_COMMITMENT_LIMIT`, `WSAENOBUFS`.
pub fn is_out_of_memory(number: i32) -> bool {
    [8, 14, 1450, 1455, 10055].contains(&number)
}

/// A link is opened as itself, and so is no error.
pub fn is_link(_: &io::Error) -> bool {
    false
}

/// A file cannot be replaced, removed or opened at any time: a scanner may have it open and share it
/// with nobody, and where a file system has no POSIX semantics (FAT, most network drives, Windows
/// before version 10), a reader of our own is in the way of who replaces it. All of them are done in a
/// moment.
pub fn is_in_use(error: &io::Error) -> bool {
    // The first one is also said of a file that is gone once its last reader is.
    [ERROR_ACCESS_DENIED, ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION]
        .iter()
        .any(|code| error.raw_os_error() == Some(code.cast_signed()))
}
