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
use crate::random;

/// What sealing and the header add to an answer, generously.
const OVERHEAD: u64 = 64 * 1024;
const TEMPORARY: &str = ".new-";
/// Between two looks at a lock.
const LOCK_PAUSE: Duration = Duration::from_millis(10);
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
            Err(error) => Err(unusable(format_args!("a file cannot be read ({error})"))),
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
        let failed =
            |error: io::Error| unusable(format_args!("a file cannot be written ({error})"));
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
        match fs::remove_file(self.path.join(name)) {
            Err(error) if !is_absence(&error) => {
                Err(unusable(format_args!("a file cannot be removed ({error})")))
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
    let failed =
        |error: io::Error| unusable(format_args!("the device's id cannot be kept ({error})"));
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
    let file = open(path)?;
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

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).open(path)
}

#[cfg(unix)]
fn open_lock(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).mode(0o600);
    options.custom_flags(libc::O_NOFOLLOW | libc::O_NONBLOCK).open(path)
}

#[cfg(not(unix))]
fn open_lock(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(false).open(path)
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
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::IsADirectory => {
            fs::remove_dir(to)?;
            fs::rename(from, to)
        }
        result => result,
    }
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

#[cfg(not(unix))]
fn make_private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Makes the rename last through a power cut.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

fn random_name() -> Result<String, Error> {
    Ok(random::hex(&random::bytes::<16>()?))
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn only_the_user_can_read_it() {
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

    #[test]
    fn what_was_planted_is_not_read_and_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let outside = dir.path().join("outside");
        fs::write(&outside, "precious").unwrap();
        let folder = Folder::new(dir.path().join("f"), 100);
        folder.write("link", b"1", true).unwrap();
        fs::remove_file(dir.path().join("f/link")).unwrap();
        symlink(&outside, dir.path().join("f/link")).unwrap();
        fs::create_dir(dir.path().join("f/folder")).unwrap();
        for name in ["link", "folder", "absent"] {
            assert_eq!(folder.read(name).unwrap(), None, "{name}");
            folder.write(name, b"new", true).unwrap();
            assert_eq!(folder.read(name).unwrap().unwrap(), b"new", "{name}");
        }
        assert_eq!(fs::read(&outside).unwrap(), b"precious");
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
