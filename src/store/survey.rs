//! What the store is like, for those who look for what is wrong with it. Nothing in it names anybody: what files are
//! called is a keyed hash.

use super::entry::Entry;
use super::file::{NoLock, State};
use super::mark::Mark;
use crate::error::Error;

/// The store at one moment.
pub struct Survey {
    /// The name of the vendor key's folder, without those above it.
    pub folder: String,
    /// Whether a file can be written, read and removed; an error that says why not.
    pub state: Result<State, Error>,
    /// Whether a lock can be had.
    pub lock: Result<(), NoLock>,
    pub entries: Vec<Surveyed>,
    /// Files that hold nothing which this vendor, device and user can read.
    pub unreadable: usize,
    pub mark: Option<Mark>,
}

/// An entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surveyed {
    pub file: String,
    pub kind: EntryKind,
    /// In Unix seconds, by the later of this device's clock and the server's.
    pub fetched_at: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    Answer,
    /// What this device has.
    Device,
    /// A name, or a note on a remembered sign-in.
    Note,
}

impl EntryKind {
    pub fn of(entry: &Entry) -> Self {
        if entry.is_of_device() {
            Self::Device
        } else if entry.is_answer() {
            Self::Answer
        } else {
            Self::Note
        }
    }
}
