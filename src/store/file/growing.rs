//! A file that grows, and stays open: several processes add to it, one at a time.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::thread;
use std::time::Duration;

use super::lock::try_lock;
use super::{Folder, NoLock, READ_TIMEOUT, is_absence, retry_within};
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::platform::folder::is_in_place;

/// Between two looks at the lock, at first and at most. It is held for the time of one write to the disk, and often free
/// for a moment only: a process that counts without a pause must not keep it from those who look.
const FIRST_PAUSE: Duration = Duration::from_micros(20);
const MAX_PAUSE: Duration = Duration::from_micros(160);

/// A file of the store that is open for reading and writing.
pub struct Growing {
    name: String,
    file: File,
}

impl Growing {
    /// `None`: there is none.
    pub fn open(folder: &Folder, name: &str) -> Result<Option<Self>, Error> {
        let Some(open) = folder.open()? else {
            return Ok(None);
        };
        match retry_within(READ_TIMEOUT, || open.open_growing(name, false)) {
            Ok(file) => Ok(Some(Self { name: name.to_owned(), file })),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(folder.failed("a journal cannot be opened", &error)),
        }
    }

    /// Makes it if there is none, so that it is there after a power cut too.
    pub fn open_or_make(folder: &Folder, name: &str) -> Result<Self, Error> {
        if let Some(open) = Self::open(folder, name)? {
            return Ok(open);
        }
        let failed = |error: io::Error| folder.failed("a journal cannot be made", &error);
        let open = folder.open_or_make()?;
        let file = open.open_growing(name, true).map_err(failed)?;
        open.sync().map_err(failed)?;
        Ok(Self { name: name.to_owned(), file })
    }

    /// Waits until nobody else holds its lock, until the deadline at most. The system takes the lock back from a process
    /// that dies. Where the file system has no locks there is none, and no failure.
    pub fn lock(&self, deadline: Deadline) -> Result<(), Error> {
        let mut pause = FIRST_PAUSE;
        loop {
            match try_lock(&self.file) {
                Ok(()) | Err(NoLock::Impossible) => return Ok(()),
                Err(NoLock::Held) if deadline.is_over() => return Err(held()),
                Err(NoLock::Held) => thread::sleep(pause),
            }
            pause = MAX_PAUSE.min(pause.saturating_mul(2));
        }
    }

    pub fn unlock(&self) {
        // What cannot be unlocked was never locked.
        let _ = self.file.unlock();
    }

    /// Whether it still has its name: another process may have put a new one in its place, or removed it.
    pub fn is_in_place(&self, folder: &Folder) -> bool {
        is_in_place(&self.file, &folder.path, &self.name)
    }

    /// In bytes.
    pub fn length(&self, folder: &Folder) -> Result<u64, Error> {
        let data = self.file.metadata();
        data.map(|data| data.len()).map_err(|error| self.cannot_be_read(folder, &error))
    }

    /// All that is behind this place.
    pub fn read_from(&self, folder: &Folder, at: u64, length: u64) -> Result<Vec<u8>, Error> {
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
        let mut file = &self.file;
        let read =
            file.seek(SeekFrom::Start(at)).and_then(|_| file.take(length).read_to_end(&mut bytes));
        read.map_err(|error| self.cannot_be_read(folder, &error))?;
        Ok(bytes)
    }

    /// Writes at this place, so that it lasts through a power cut; what was behind it goes. After a failure the file
    /// is as long as it was, unless that fails too.
    pub fn write_at(&self, folder: &Folder, at: u64, bytes: &[u8]) -> Result<(), Error> {
        let mut file = &self.file;
        let written = file
            .seek(SeekFrom::Start(at))
            .and_then(|_| file.write_all(bytes))
            .and_then(|()| self.file.sync_data());
        written.map_err(|error| {
            // Best effort: half of a record is seen as such by everybody.
            let _ = self.file.set_len(at);
            folder.failed("a journal cannot be written", &error)
        })
    }

    fn cannot_be_read(&self, folder: &Folder, error: &io::Error) -> Error {
        folder.failed("a journal cannot be read", error)
    }
}

fn held() -> Error {
    Error::new(
        Status::Timeout,
        "another process has been writing the journal of consumption for as long as this call may take",
    )
}
