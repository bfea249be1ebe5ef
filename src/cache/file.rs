//! The only place that touches the disk: whole files, written so that a reader sees the old one or
//! the new one and never a part.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use super::unusable;
use crate::clock::Deadline;
use crate::error::Error;
use crate::os_problem::os_problem;
use crate::random;

/// What sealing and the header add to an answer, generously.
const OVERHEAD: u64 = 64 * 1024;
const TEMPORARY: &str = ".new-";
/// Between two looks at a lock, and between two at a file that somebody has open.
const LOCK_PAUSE: Duration = Duration::from_millis(10);
/// How long a look at a file puts up with somebody who is in the way.
const READ_PATIENCE: Duration = Duration::from_millis(64);
/// How long a change puts up with that; nobody waits for it but the thread that has the answer.
const WRITE_PATIENCE: Duration = Duration::from_secs(1);
/// A temporary file this old was left by a process that died.
const STALE: Duration = Duration::from_secs(3600);

/// Held by this process until it is dropped.
pub struct Lock {
    _file: File,
}

/// A folder that only this user can look into.
pub struct Folder {
    path: PathBuf,
    largest: u64,
    swept: AtomicBool,
}

impl Folder {
    /// `largest` is the size of the largest answer in bytes. Touches nothing yet.
    pub fn new(path: PathBuf, largest: usize) -> Self {
        let largest = u64::try_from(largest).unwrap_or(u64::MAX).saturating_add(OVERHEAD);
        Self { path, largest, swept: AtomicBool::new(false) }
    }

    /// `None` if there is no such file, or something that cannot be one of ours.
    pub fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Error> {
        match read(&self.path.join(name), self.largest) {
            Ok(bytes) => Ok(bytes),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => {
                Err(unusable(format_args!("a file cannot be read: {}", os_problem(&error))))
            }
        }
    }

    pub fn has(&self, name: &str) -> bool {
        fs::symlink_metadata(self.path.join(name)).is_ok()
    }

    /// Every file of the store; none if there is no folder.
    pub fn names(&self) -> Vec<String> {
        let files = fs::read_dir(&self.path).into_iter().flatten().flatten();
        // Locks are empty.
        let files = files.filter(|file| file.metadata().is_ok_and(|data| data.len() > 0));
        let names = files.map(|file| file.file_name().to_string_lossy().into_owned());
        names.filter(|name| !name.starts_with(TEMPORARY)).collect()
    }

    /// Waits until nobody else holds the lock of that name (an empty file), for so long at most. The
    /// system takes a lock back from a process that dies. `None`: it could not be had.
    pub fn lock(&self, name: &str, patience: Duration) -> Option<Lock> {
        make_private_folder(&self.path).ok()?;
        let file = open_lock(&self.path.join(name)).ok()?;
        let deadline = Deadline::after(patience);
        while file.try_lock().is_err() {
            if deadline.remaining().is_zero() {
                return None;
            }
            thread::sleep(LOCK_PAUSE.min(deadline.remaining()));
        }
        Some(Lock { _file: file })
    }

    /// `lasting`: also through a power cut.
    pub fn write(&self, name: &str, bytes: &[u8], lasting: bool) -> Result<(), Error> {
        let failed = |error: io::Error| {
            unusable(format_args!("a file cannot be written: {}", os_problem(&error)))
        };
        make_private_folder(&self.path).map_err(failed)?;
        if !self.swept.swap(true, Ordering::Relaxed) {
            self.sweep();
        }
        let temporary = self.path.join(format!("{TEMPORARY}{}", random_name()?));
        let written = write_new(&temporary, bytes, lasting)
            .and_then(|()| replace(&temporary, &self.path.join(name)))
            .and_then(|()| if lasting { sync_folder(&self.path) } else { Ok(()) });
        written.map_err(|error| {
            // Best effort: it may be gone, or never have been.
            let _ = fs::remove_file(&temporary);
            failed(error)
        })
    }

    pub fn remove(&self, name: &str) -> Result<(), Error> {
        match patiently(WRITE_PATIENCE, || fs::remove_file(self.path.join(name))) {
            Err(error) if !is_absence(&error) => {
                Err(unusable(format_args!("a file cannot be removed: {}", os_problem(&error))))
            }
            _ => Ok(()),
        }
    }

    /// Removes what dead processes left behind; what cannot be removed stays.
    fn sweep(&self) {
        let files = fs::read_dir(&self.path).into_iter().flatten().flatten();
        for file in files.filter(|file| file.file_name().to_string_lossy().starts_with(TEMPORARY)) {
            let age = file
                .metadata()
                .and_then(|data| data.modified())
                .ok()
                .and_then(|at| at.elapsed().ok());
            if age.is_some_and(|age| age > STALE) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

/// An id for machines that have none, kept in the store's own folder.
pub fn id_of_folder(root: &Path) -> Result<String, Error> {
    let path = root.join("device");
    let failed = |error: io::Error| {
        unusable(format_args!("the device's id cannot be kept: {}", os_problem(&error)))
    };
    if let Some(id) = read(&path, OVERHEAD).unwrap_or_default() {
        return Ok(String::from_utf8_lossy(&id).into_owned());
    }
    make_private_folder(root).map_err(failed)?;
    match write_new(&path, random_name()?.as_bytes(), true) {
        // Another process was faster: its id is the one.
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(failed(error)),
        _ => {}
    }
    let id = read(&path, OVERHEAD).map_err(failed)?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&id).into_owned())
}

/// A directory, a link or a device in the place of a file counts as absence.
fn is_absence(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::ELOOP) {
        return true;
    }
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory)
}

fn read(path: &Path, largest: u64) -> io::Result<Option<Vec<u8>>> {
    let file = patiently(READ_PATIENCE, || open(path))?;
    let data = file.metadata()?;
    if !data.is_file() || data.len() > largest {
        return Ok(None);
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or(0));
    file.take(largest).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    // Not through a planted link, and not waiting for the other end of a planted pipe.
    let flags = libc::O_NOFOLLOW | libc::O_NONBLOCK;
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

#[cfg(windows)]
fn open(path: &Path) -> io::Result<File> {
    // Not through a planted link. The flag that opens a link itself would do the same to what the
    // system makes look like one, a deduplicated file say, whose content then is not there.
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(ErrorKind::NotFound.into());
    }
    OpenOptions::new().read(true).open(path)
}

#[cfg(unix)]
fn open_lock(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path)
}

#[cfg(windows)]
fn open_lock(path: &Path) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt;
    use windows_sys::Win32::Storage::FileSystem::FILE_FLAG_OPEN_REPARSE_POINT;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    options.custom_flags(FILE_FLAG_OPEN_REPARSE_POINT).open(path)
}

fn write_new(path: &Path, bytes: &[u8], lasting: bool) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    if lasting { file.sync_all() } else { Ok(()) }
}

/// Puts a file in the place of another; what else stands there and is in the way is removed.
fn replace(from: &Path, to: &Path) -> io::Result<()> {
    patiently(WRITE_PATIENCE, || match fs::rename(from, to) {
        Err(_) if fs::symlink_metadata(to).is_ok_and(|data| data.is_dir()) => {
            fs::remove_dir(to)?;
            fs::rename(from, to)
        }
        result => result,
    })
}

/// Tries again what fails because somebody else has the file, for so long at most.
fn patiently<T>(patience: Duration, attempt: impl Fn() -> io::Result<T>) -> io::Result<T> {
    let deadline = Deadline::after(patience);
    let mut pause = Duration::from_millis(1);
    loop {
        match attempt() {
            Err(error) if is_in_use(&error) && !deadline.remaining().is_zero() => {
                thread::sleep(pause.min(deadline.remaining()));
                // Never long, for with many readers the right moment is a short one.
                pause = LOCK_PAUSE.min(pause * 2);
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

#[cfg(unix)]
fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    let mut permissions = fs::metadata(path)?.permissions();
    if permissions.mode() & 0o077 != 0 {
        permissions.set_mode(0o700);
        fs::set_permissions(path, permissions)?;
    }
    Ok(())
}

#[cfg(windows)]
use crate::device::make_private_folder;

/// Makes the rename last through a power cut.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// NTFS keeps a journal of its folders: after a power cut there is the old name or the new one. Of
/// which of them no call could make sure.
#[cfg(windows)]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn random_name() -> Result<String, Error> {
    Ok(random::hex(&random::bytes::<16>()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    // What stands for it on Windows is looked at in tests/windows.rs.
    #[cfg(unix)]
    #[test]
    fn only_the_user_can_read_it() {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path().join("a/b"), 100);
        folder.write("f", b"x", true).unwrap();
        assert_eq!(mode(&dir.path().join("a/b")), 0o700);
        assert_eq!(mode(&dir.path().join("a/b/f")), 0o600);
        fs::set_permissions(dir.path().join("a/b"), PermissionsExt::from_mode(0o777)).unwrap();
        folder.write("f", b"y", true).unwrap();
        assert_eq!(mode(&dir.path().join("a/b")), 0o700);
    }

    #[test]
    fn a_write_leaves_one_file_and_sweeps_what_the_dead_left() {
        let dir = tempfile::tempdir().unwrap();
        let dead = dir.path().join(".new-dead");
        fs::write(&dead, "x").unwrap();
        let old = std::time::SystemTime::now() - STALE * 2;
        File::options().write(true).open(&dead).unwrap().set_modified(old).unwrap();
        fs::write(dir.path().join(".new-alive"), "x").unwrap();
        let folder = Folder::new(dir.path().to_owned(), 100);
        folder.write("f", b"1", true).unwrap();
        folder.write("f", b"2", true).unwrap();
        let mut names: Vec<_> =
            fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
        names.sort();
        assert_eq!(names, [".new-alive", "f"]);
        assert_eq!(folder.read("f").unwrap().unwrap(), b"2");
    }

    #[cfg(windows)]
    #[test]
    fn a_file_that_somebody_shares_with_nobody_is_waited_for() {
        use std::os::windows::fs::OpenOptionsExt;
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path().to_owned(), 100);
        folder.write("f", b"old", true).unwrap();
        let scanner = || File::options().read(true).share_mode(0).open(dir.path().join("f"));
        let held = scanner().unwrap();
        assert!(folder.read("f").is_err() && folder.write("f", b"new", true).is_err());
        thread::scope(|scope| {
            let writer = scope.spawn(|| folder.write("f", b"new", true));
            while !folder.has_temporary() {
                thread::yield_now();
            }
            drop(held);
            writer.join().unwrap().unwrap();
        });
        assert_eq!(folder.read("f").unwrap().unwrap(), b"new");
        assert!(!folder.has_temporary(), "a failed write leaves nothing behind");
    }

    #[cfg(windows)]
    impl Folder {
        fn has_temporary(&self) -> bool {
            let mut files = fs::read_dir(&self.path).unwrap().flatten();
            files.any(|file| file.file_name().to_string_lossy().starts_with(TEMPORARY))
        }
    }

    // Windows lets nobody but developers and administrators make a link.
    #[cfg(unix)]
    #[test]
    fn a_planted_link_is_not_followed_and_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let outside = dir.path().join("outside");
        fs::write(&outside, "precious").unwrap();
        let folder = Folder::new(dir.path().join("f"), 100);
        folder.write("link", b"1", true).unwrap();
        fs::remove_file(dir.path().join("f/link")).unwrap();
        std::os::unix::fs::symlink(&outside, dir.path().join("f/link")).unwrap();
        assert_eq!(folder.read("link").unwrap(), None);
        folder.write("link", b"new", true).unwrap();
        assert_eq!(folder.read("link").unwrap().unwrap(), b"new");
        assert_eq!(fs::read(&outside).unwrap(), b"precious");
    }

    #[test]
    fn a_planted_folder_is_not_read_and_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path().to_owned(), 100);
        fs::create_dir(dir.path().join("folder")).unwrap();
        for name in ["folder", "absent"] {
            assert_eq!(folder.read(name).unwrap(), None, "{name}");
            folder.write(name, b"new", true).unwrap();
            assert_eq!(folder.read(name).unwrap().unwrap(), b"new", "{name}");
        }
    }

    #[test]
    fn a_lock_is_held_by_one_and_free_when_dropped() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path().to_owned(), 100);
        let held = folder.lock("3", Duration::ZERO).unwrap();
        assert!(folder.lock("3", Duration::from_millis(1)).is_none());
        assert!(folder.lock("4", Duration::ZERO).is_some());
        drop(held);
        assert!(folder.lock("3", Duration::ZERO).is_some());
        assert!(folder.names().is_empty());
    }

    #[test]
    fn a_file_that_is_too_large_counts_as_none() {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::new(dir.path().to_owned(), 0);
        fs::write(dir.path().join("f"), vec![0; 64 * 1024 + 1]).unwrap();
        assert_eq!(folder.read("f").unwrap(), None);
    }

    #[test]
    fn a_folder_keeps_its_id() {
        let dir = tempfile::tempdir().unwrap();
        let id = id_of_folder(&dir.path().join("new")).unwrap();
        assert_eq!(id.len(), 32);
        assert_eq!(id_of_folder(&dir.path().join("new")).unwrap(), id);
    }
}
