//! Unix.

use std::io;

pub fn is_out_of_files(number: i32) -> bool {
    number == libc::EMFILE
}

pub fn is_out_of_files_everywhere(number: i32) -> bool {
    number == libc::ENFILE
}

/// Of memory in general, or for the buffers of sockets.
pub fn is_out_of_memory(number: i32) -> bool {
    [libc::ENOMEM, libc::ENOBUFS].contains(&number)
}

/// Whether a link is in the place of a file that was to be opened and not to be followed to.
pub fn is_link(error: &io::Error) -> bool {
    error.raw_os_error() == Some(libc::ELOOP)
}

/// Nobody keeps others from a file.
pub fn is_in_use(_: &io::Error) -> bool {
    false
}
