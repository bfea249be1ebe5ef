//! What the numbers of the operating system's errors mean, where std has no name for it.

#[cfg_attr(unix, path = "errors/unix.rs")]
#[cfg_attr(windows, path = "errors/windows.rs")]
mod sys;

pub use self::sys::{
    is_in_use, is_link, is_out_of_files, is_out_of_files_everywhere, is_out_of_memory,
};
