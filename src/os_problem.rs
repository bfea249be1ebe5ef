//! What the operating system says no with, in words of our own.
//!
//! The system's text depends on the locale, and a library's may hold anything, so neither is passed on.

use std::io::{self, ErrorKind};

use crate::platform::errors::{is_out_of_files, is_out_of_files_everywhere, is_out_of_memory};

/// What went wrong, for a message or a line of the log: fixed words, and the system's number if it gave
/// one. A limit of the process, the user or the machine is named as what it is.
pub fn os_problem(error: &io::Error) -> String {
    let Some(number) = error.raw_os_error() else {
        return error.kind().to_string();
    };
    let words = limit(error.kind(), number).map_or_else(|| other(error.kind()), str::to_owned);
    format!("{words} (os error {number})")
}

/// Whether the process, its user or the machine has run into a limit, so that nobody else is to blame.
pub fn is_limit(error: &io::Error) -> bool {
    error.raw_os_error().is_some_and(|number| limit(error.kind(), number).is_some())
}

/// Why a thread could not be started. The system has one number for that and for a call that would
/// block, so it cannot be told by [`os_problem`].
pub fn thread_problem(error: &io::Error) -> String {
    let number = error.raw_os_error();
    if error.kind() == ErrorKind::WouldBlock || number.is_some_and(is_out_of_memory) {
        let number = number.map(|number| format!(" (os error {number})")).unwrap_or_default();
        return format!(
            "this process, its user or its container has as many threads, or as much memory, as it may have{number}"
        );
    }
    os_problem(error)
}

/// The names of limits that something ran into.
fn limit(kind: ErrorKind, number: i32) -> Option<&'static str> {
    if is_out_of_files(number) {
        return Some("too many open files in this process");
    }
    if is_out_of_files_everywhere(number) {
        return Some("too many open files on this machine");
    }
    match kind {
        ErrorKind::StorageFull => Some("no space left on the disk"),
        ErrorKind::QuotaExceeded => Some("the user's share of the disk is used up"),
        ErrorKind::FileTooLarge => Some("the file is larger than this process may write"),
        ErrorKind::OutOfMemory => Some("this process is out of memory"),
        _ if is_out_of_memory(number) => Some("this process is out of memory"),
        _ => None,
    }
}

/// The kind in words; the system's number tells what has none.
fn other(kind: ErrorKind) -> String {
    match kind.to_string() {
        words if words == "uncategorized error" => "the operating system refused it".to_owned(),
        words => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn a_limit_is_named_as_what_it_is() {
        let named = |number| os_problem(&io::Error::from_raw_os_error(number));
        for (number, words) in [
            (libc::EMFILE, "too many open files in this process"),
            (libc::ENFILE, "too many open files on this machine"),
            (libc::ENOSPC, "no space left on the disk"),
            (libc::EDQUOT, "the user's share of the disk is used up"),
            (libc::EFBIG, "the file is larger than this process may write"),
            (libc::ENOMEM, "this process is out of memory"),
            (libc::ENOBUFS, "this process is out of memory"),
            (libc::EACCES, "permission denied"),
            (libc::EROFS, "read-only filesystem or storage medium"),
            (libc::EIO, "the operating system refused it"),
        ] {
            assert_eq!(named(number), format!("{words} (os error {number})"));
        }
        let busy = io::Error::from_raw_os_error(libc::EAGAIN);
        assert!(thread_problem(&busy).contains("as many threads"), "{}", thread_problem(&busy));
        assert!(!os_problem(&busy).contains("threads"));
    }

    #[test]
    fn the_text_of_a_library_is_not_passed_on() {
        let error = io::Error::other("see https://example.com/?password=hunter2");
        assert_eq!(os_problem(&error), "other error");
        assert_eq!(thread_problem(&error), "other error");
    }
}
