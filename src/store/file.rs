//! The only place that touches the disk: whole files, written so that a reader sees the old one or
//! the new one and never a part.

mod aside;
pub mod carried;
mod growing;
mod lock;
mod retry;
mod trial;

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, SystemTime};

pub use self::aside::{Aside, random_name};
use self::aside::{is_temporary, temporary_name};
pub use self::growing::Growing;
pub use self::lock::{Lock, NoLock};
pub use self::retry::retry_within;
pub use self::trial::{State, try_out};
use crate::clock::{self, Deadline};
use crate::error::{Error, Status};
use crate::log::Log;
use crate::os_problem::os_problem;
use crate::platform::errors::is_link;
use crate::platform::folder::{self, OpenFolder, Version};

/// What sealing and the header add to an answer, generously.
const OVERHEAD: u64 = 64 * 1024;
/// What the names of journals end with: no entry's does, so that those are told from these.
pub(crate) const ENDING: &str = ".journal";
/// Between two looks at a lock.
const LOCK_PAUSE: Duration = Duration::from_millis(10);
/// How long a look at a file puts up with somebody who is in the way.
pub const READ_TIMEOUT: Duration = Duration::from_millis(64);
/// How long a change puts up with that; nobody waits for it but the thread that has the answer.
const WRITE_TIMEOUT: Duration = Duration::from_secs(1);
/// A temporary file this old was left by a process that died.
const STALE: Duration = Duration::from_secs(3600);

/// A folder that only this user can look into.
///
/// It is opened anew for each use, never through a link in its place, and used only if it is this user's
/// own. Nobody's rights are changed but its own: the folder above may be the application's, and others
/// may be meant to use it.
pub struct Folder {
    path: PathBuf,
    largest: u64,
    swept: AtomicBool,
    log: Log,
    /// The log has got the line that others can look into it.
    is_open_reported: AtomicBool,
}

/// A file of the store, and when it was written.
pub struct Listed {
    pub name: String,
    pub modified: SystemTime,
}

impl Folder {
    /// `largest` is the size of the largest answer in bytes. Touches nothing yet.
    pub fn new(path: PathBuf, largest: usize, log: Log) -> Self {
        let largest = u64::try_from(largest).unwrap_or(u64::MAX).saturating_add(OVERHEAD);
        Self {
            path,
            largest,
            swept: AtomicBool::default(),
            log,
            is_open_reported: AtomicBool::default(),
        }
    }

    #[cfg(test)]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens the folder for reading several files of it: that costs as much as reading one.
    pub fn reader(&self) -> Result<Reader<'_>, Error> {
        Ok(Reader { folder: self, open: self.open()? })
    }

    /// `None` if there is no such file, or something that cannot be one of ours.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self.reader()?.read(name)?.map(|file| file.bytes))
    }

    /// Of the folder as it is, unopened; `None` unless it is this user's own.
    pub fn version(&self) -> Option<Version> {
        Version::at(&self.path).filter(Version::is_own)
    }

    /// Of a file of it as it is, unopened.
    pub fn version_of(&self, name: &str) -> Option<Version> {
        Version::within(&self.path, name)
    }

    /// The last bytes of a file.
    pub fn read_end(&self, name: &str, length: u64) -> Result<Option<Vec<u8>>, Error> {
        self.reader()?.read_part(name, |file| read_end(file, length))
    }

    pub fn has(&self, name: &str) -> bool {
        self.open().is_ok_and(|folder| folder.is_some_and(|folder| folder.has(name)))
    }

    /// Every entry of the store; none if there is no folder.
    pub fn names(&self) -> Vec<String> {
        self.list().into_iter().map(|file| file.name).collect()
    }

    /// The names come from whatever has this path by now; what is done with them is done in the folder.
    pub fn list(&self) -> Vec<Listed> {
        let files = fs::read_dir(&self.path).into_iter().flatten().flatten();
        let listed = files.filter_map(|file| {
            // Locks are empty.
            let data = file.metadata().ok().filter(|data| data.len() > 0)?;
            let name = file.file_name().to_string_lossy().into_owned();
            Some(Listed { name, modified: data.modified().unwrap_or(SystemTime::UNIX_EPOCH) })
        });
        let is_entry = |name: &str| !is_temporary(name) && !name.ends_with(ENDING);
        listed.filter(|file| is_entry(&file.name)).collect()
    }

    /// Waits until nobody else holds the lock of that name (an empty file), for so long at most. The
    /// system takes a lock back from a process that dies.
    pub fn lock(&self, name: &str, timeout: Duration) -> Result<Lock, NoLock> {
        let folder = self.open_or_make().map_err(|_| NoLock::Impossible)?;
        let file = folder.open_lock(name).map_err(|_| NoLock::Impossible)?;
        let deadline = Deadline::after(timeout);
        while let Err(why) = lock::try_lock(&file) {
            if deadline.remaining().is_zero() || why == NoLock::Impossible {
                return Err(why);
            }
            thread::sleep(LOCK_PAUSE.min(deadline.remaining()));
        }
        Ok(Lock::on(file))
    }

    /// A share of the lock of that name, and whether others have one too. Does not wait.
    pub fn share(&self, name: &str) -> Result<(Lock, bool), NoLock> {
        let folder = self.open_or_make().map_err(|_| NoLock::Impossible)?;
        lock::share(folder.open_lock(name).map_err(|_| NoLock::Impossible)?)
    }

    /// `lasting`: also through a power cut.
    pub fn write(&self, name: &str, bytes: &[u8], lasting: bool) -> Result<(), Error> {
        self.put_in_place(self.write_aside(bytes, lasting)?, name)
    }

    /// Writes a file that nobody takes for one of the store until it is put in its place.
    pub fn write_aside(&self, bytes: &[u8], lasting: bool) -> Result<Aside, Error> {
        let folder = self.open_or_make()?;
        if !self.swept.swap(true, Ordering::Relaxed) {
            self.sweep(&folder);
        }
        let aside = Aside { folder, name: temporary_name()?, lasting };
        let written = write_new(&aside.folder, &aside.name, bytes, lasting);
        written.map_err(|error| self.failed("a file cannot be written", &error)).map(|()| aside)
    }

    /// In the place of what has this name.
    pub fn put_in_place(&self, mut aside: Aside, name: &str) -> Result<(), Error> {
        let placed = replace(&aside.folder, &aside.name, name).and_then(|()| {
            aside.name.clear();
            if aside.lasting { aside.folder.sync() } else { Ok(()) }
        });
        placed.map_err(|error| self.failed("a file cannot be written", &error))
    }

    /// The name is free once this has returned, even where others have the file open.
    pub fn remove(&self, name: &str) -> Result<(), Error> {
        let Some(folder) = self.open()? else {
            return Ok(());
        };
        let other = temporary_name()?;
        let removed = retry_within(WRITE_TIMEOUT, || folder.free_name(name, &other))
            .and_then(|name| retry_within(WRITE_TIMEOUT, || folder.remove_file(name)));
        match removed {
            Err(error) if !is_absence(&error) => {
                Err(self.failed("a file cannot be removed", &error))
            }
            _ => Ok(()),
        }
    }

    /// The same, so that it is not there again after a power cut.
    pub fn remove_for_good(&self, name: &str) -> Result<(), Error> {
        self.remove(name)?;
        let synced = self.open()?.map_or(Ok(()), |folder| folder.sync());
        synced.map_err(|error| self.failed("a file cannot be removed", &error))
    }

    /// Removes what dead processes left behind; what cannot be removed stays.
    fn sweep(&self, folder: &OpenFolder) {
        let files = fs::read_dir(&self.path).into_iter().flatten().flatten();
        for file in files {
            let name = file.file_name().to_string_lossy().into_owned();
            let written = file.metadata().and_then(|data| data.modified()).ok();
            let age = written.and_then(clock::since);
            if is_temporary(&name) && age.is_some_and(|age| age > STALE) {
                let _ = folder.remove_file(&name);
            }
        }
    }

    /// `None` if there is no folder; something else in its place is none.
    fn open(&self) -> Result<Option<OpenFolder>, Error> {
        match OpenFolder::open(&self.path) {
            Ok(folder) => self.own(folder).map(Some),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(self.failed("the folder cannot be opened", &error)),
        }
    }

    fn open_or_make(&self) -> Result<OpenFolder, Error> {
        let folder = match OpenFolder::open(&self.path) {
            Err(error) if error.kind() == ErrorKind::NotFound => folder::make_private(&self.path)
                .and_then(|()| OpenFolder::open(&self.path))
                .map_err(|error| self.failed("the folder cannot be made", &error)),
            Err(error) => Err(self.failed("the folder cannot be opened", &error)),
            Ok(folder) => Ok(folder),
        };
        let folder = self.own(folder?)?;
        let is_closed = folder.keep_others_out();
        if !is_closed.map_err(|error| self.failed("its rights cannot be changed", &error))? {
            self.report_that_it_is_open();
        }
        Ok(folder)
    }

    /// The owner of a folder can put anything into it.
    fn own(&self, folder: OpenFolder) -> Result<OpenFolder, Error> {
        match folder.stranger() {
            Ok(None) => Ok(folder),
            Ok(Some(stranger)) => {
                let why = format!("the folder {} {}", self.path.display(), remedy(&stranger));
                Err(unusable_folder(&why, "the folder belongs to another user"))
            }
            Err(error) => Err(self.failed("its owner cannot be found out", &error)),
        }
    }

    /// Its content is sealed; only that there is some, and how much, can be seen.
    fn report_that_it_is_open(&self) {
        if !self.is_open_reported.swap(true, Ordering::Relaxed) {
            self.log.warning(
                "others can look into the folder of the store: its file system takes no rights away",
            );
        }
    }

    fn failed(&self, what: &str, error: &io::Error) -> Error {
        failed_in(&self.path, what, error)
    }
}

/// A folder that has been opened and judged; `None` if there is none.
pub struct Reader<'a> {
    folder: &'a Folder,
    open: Option<OpenFolder>,
}

/// What a file held, and which version of it that was.
pub struct ReadFile {
    pub bytes: Vec<u8>,
    pub version: Option<Version>,
}

impl Reader<'_> {
    /// As [`Folder::read`].
    pub fn read(&self, name: &str) -> Result<Option<ReadFile>, Error> {
        self.read_part(name, |file| read_whole(file, self.folder.largest))
    }

    /// Of the folder, when it was opened.
    pub fn version(&self) -> Option<Version> {
        self.open.as_ref()?.version()
    }

    fn read_part<T>(
        &self,
        name: &str,
        read: impl FnOnce(File) -> io::Result<Option<T>>,
    ) -> Result<Option<T>, Error> {
        let Some(open) = &self.open else {
            return Ok(None);
        };
        match retry_within(READ_TIMEOUT, || open.open_file(name)).and_then(read) {
            Ok(bytes) => Ok(bytes),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(self.folder.failed("a file cannot be read", &error)),
        }
    }
}

/// A failure in a folder: the message says where it is, and whose, if that explains it.
pub fn failed_in(folder: &Path, what: &str, error: &io::Error) -> Error {
    let problem = os_problem(error);
    let stranger = match error.kind() {
        ErrorKind::PermissionDenied => first_stranger(folder),
        _ => None,
    };
    let whose = stranger.map(|whose| format!("; {whose}")).unwrap_or_default();
    let why = format!("{what}, in the folder {}: {problem}{whose}", folder.display());
    unusable_folder(&why, &format!("{what}: {problem}"))
}

fn unusable_folder(why: &str, words: &str) -> Error {
    let begin = "the store of answers cannot be used";
    Error::new(Status::Cache, format!("{begin}: {why}")).log_as(format!("{begin}: {words}"))
}

/// Whose the folder is, or the nearest one above it that can be seen, if it is not this user's.
fn first_stranger(path: &Path) -> Option<String> {
    let owners = path.ancestors().map(|path| (path, folder::owner_of(path)));
    let (path, owner) = owners.into_iter().find(|(_, owner)| owner.is_ok())?;
    let stranger = owner.ok()??;
    Some(format!("{} {}", path.display(), remedy(&stranger)))
}

fn remedy(stranger: &str) -> String {
    format!(
        "belongs to {stranger}: give it to this user, remove it, or set another folder as cache_dir"
    )
}

/// Something else in the place of a file or a folder counts as absence.
fn is_absence(error: &io::Error) -> bool {
    let kinds = [ErrorKind::NotFound, ErrorKind::NotADirectory, ErrorKind::IsADirectory];
    is_link(error) || kinds.contains(&error.kind())
}

/// `None` for what cannot be one of ours.
pub fn read_whole(file: File, largest: u64) -> io::Result<Option<ReadFile>> {
    // Before it is read: what is changed meanwhile has another version.
    let data = file.metadata()?;
    if !data.is_file() || data.len() > largest {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or(0));
    file.take(largest).read_to_end(&mut bytes)?;
    Ok(Some(ReadFile { bytes, version: Version::of(&data) }))
}

fn read_end(mut file: File, length: u64) -> io::Result<Option<Vec<u8>>> {
    let data = file.metadata()?;
    let start = data.len().checked_sub(length).filter(|_| data.is_file());
    let Some(start) = start else {
        return Ok(None);
    };
    file.seek(SeekFrom::Start(start))?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

pub fn write_new(folder: &OpenFolder, name: &str, bytes: &[u8], lasting: bool) -> io::Result<()> {
    let mut file = folder.make_file(name)?;
    file.write_all(bytes)?;
    if lasting { file.sync_all() } else { Ok(()) }
}

/// Puts a file in the place of another; what else stands there and is in the way is removed.
fn replace(folder: &OpenFolder, from: &str, to: &str) -> io::Result<()> {
    retry_within(WRITE_TIMEOUT, || match folder.rename(from, to) {
        Err(_) if folder.has_folder(to) => {
            folder.remove_folder(to)?;
            folder.rename(from, to)
        }
        result => result,
    })
}

/// A folder that is the application's choice: it may be a link.
pub fn open_folder(path: &Path) -> io::Result<OpenFolder> {
    OpenFolder::open(&fs::canonicalize(path)?)
}

/// Makes a folder where it is missing; its rights stay as they are.
pub fn make_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

#[cfg(test)]
mod tests;
