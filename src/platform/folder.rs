//! A folder that programs of other users may reach into as well: it is opened first, looked at, and used
//! only then.

#[cfg(windows)]
mod rights;
#[cfg_attr(unix, path = "folder/unix.rs")]
#[cfg_attr(windows, path = "folder/windows.rs")]
mod sys;

pub use self::sys::{OpenFolder, Version, is_in_place, make_private, owner_of};

/// Who else a folder belongs to, in words for a message.
pub type Stranger = String;
