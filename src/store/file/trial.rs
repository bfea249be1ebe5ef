//! Whether a folder can be used: a file is written, read and removed.

use super::{Folder, read_whole, temporary_name, unusable_folder, write_new};
use crate::error::Error;

const CONTENT: &[u8] = b"lsagent";
const DIFFERS: &str = "a file does not hold what was written into it";

/// What a folder that can be used is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    /// What this user may still write there; `None`: the system does not say.
    pub free_bytes: Option<u64>,
    /// Nobody else can look into it.
    pub is_private: bool,
}

/// Makes the folder if there is none. An error says why it cannot be used.
pub fn try_out(folder: &Folder) -> Result<State, Error> {
    let open = folder.open_or_make()?;
    let name = temporary_name()?;
    let tried = write_new(&open, &name, CONTENT, true)
        .and_then(|()| read_whole(open.open_file(&name)?, folder.largest));
    // It may not have been made at all; that is named first.
    let removed = open.remove_file(&name);
    let read = tried.map_err(|error| folder.failed("a file cannot be written", &error))?;
    removed.map_err(|error| folder.failed("a file cannot be removed", &error))?;
    if read.is_none_or(|file| file.bytes != CONTENT) {
        return Err(unusable_folder(DIFFERS, DIFFERS));
    }
    let is_private = open.keeps_others_out().unwrap_or(false);
    Ok(State { free_bytes: open.free_bytes().ok(), is_private })
}
