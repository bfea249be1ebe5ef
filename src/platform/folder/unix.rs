//! A folder by a handle, in which all names are looked up: putting another folder in its place meanwhile changes
//! nothing.

#![allow(unsafe_code)]

use std::ffi::{CStr, CString};
use std::fs::{self, DirBuilder, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind};
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, FromRawFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::time::{Duration, SystemTime};

use libc::c_int;
#[cfg(not(target_os = "linux"))]
use libc::{fstatat, stat as Stat};
#[cfg(target_os = "linux")]
use libc::{fstatat64 as fstatat, stat64 as Stat};

use super::Stranger;
use crate::platform::account::user_id;
use crate::platform::errors::is_link;

/// The rights that others than the user must not have on the folder or its files: any.
const OTHERS: u32 = 0o077;

pub struct OpenFolder {
    handle: File,
    /// As it was when it was opened.
    data: Metadata,
}

impl OpenFolder {
    /// Not through a link in its place; what is no folder is `NotADirectory`.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = libc::O_DIRECTORY | libc::O_NOFOLLOW;
        let handle = match OpenOptions::new().read(true).custom_flags(flags).open(path) {
            // Systems differ in what they say of a link.
            Err(error) if is_link(&error) => return Err(ErrorKind::NotADirectory.into()),
            folder => folder?,
        };
        let data = handle.metadata()?;
        Ok(Self { handle, data })
    }

    /// Whose it is, if it is not this user's.
    pub fn stranger(&self) -> io::Result<Option<Stranger>> {
        let owner = self.data.uid();
        Ok((owner != user_id()).then(|| in_words(owner)))
    }

    /// Of the folder itself, when it was opened.
    pub fn version(&self) -> Option<Version> {
        Version::of(&self.data)
    }

    /// Takes the rights of others away; false where the file system has none to take. It is this
    /// user's own.
    pub fn keep_others_out(&self) -> io::Result<bool> {
        if self.keeps_others_out()? {
            return Ok(true);
        }
        match self.handle.set_permissions(Permissions::from_mode(0o700)) {
            Err(error) if has_no_rights(&error) => Ok(false),
            Err(error) => Err(error),
            // Some file systems say yes and do nothing.
            Ok(()) => self.keeps_others_out(),
        }
    }

    /// What this user may still write on its file system, in bytes.
    #[allow(clippy::useless_conversion, reason = "systems differ in how wide these numbers are")]
    pub fn free_bytes(&self) -> io::Result<u64> {
        let mut data = MaybeUninit::<libc::statvfs>::uninit();
        // SAFETY: the folder is open, and there is room for the answer.
        done(|| unsafe { libc::fstatvfs(self.at(), data.as_mut_ptr()) })?;
        // SAFETY: the call has filled it.
        let data = unsafe { data.assume_init() };
        Ok(u64::from(data.f_bavail).saturating_mul(u64::from(data.f_frsize)))
    }

    /// Whether nobody else may look into it, where the file system has rights.
    pub fn keeps_others_out(&self) -> io::Result<bool> {
        Ok(self.handle.metadata()?.mode() & OTHERS == 0)
    }

    /// Not through a link, and not waiting for the other end of a pipe; so in all of these.
    pub fn open_file(&self, name: &str) -> io::Result<File> {
        self.open_at(name, libc::O_RDONLY)
    }

    pub fn make_file(&self, name: &str) -> io::Result<File> {
        self.open_at(name, libc::O_WRONLY | libc::O_CREAT | libc::O_EXCL)
    }

    /// Makes it if there is none.
    pub fn open_lock(&self, name: &str) -> io::Result<File> {
        self.open_at(name, libc::O_WRONLY | libc::O_CREAT)
    }

    /// To be read and written; made if there is none and that is wanted.
    pub fn open_growing(&self, name: &str, make: bool) -> io::Result<File> {
        self.open_at(name, libc::O_RDWR | if make { libc::O_CREAT } else { 0 })
    }

    fn open_at(&self, name: &str, flags: c_int) -> io::Result<File> {
        let name = CString::new(name)?;
        let flags = flags | libc::O_NOFOLLOW | libc::O_NONBLOCK | libc::O_CLOEXEC;
        // SAFETY: the name ends with NUL, and the folder is open.
        let file = done(|| unsafe { libc::openat(self.at(), name.as_ptr(), flags, 0o600) })?;
        // SAFETY: it was opened just now, for us.
        Ok(unsafe { File::from_raw_fd(file) })
    }

    /// Whether there is anything of that name.
    pub fn has(&self, name: &str) -> bool {
        self.kind(name).is_ok()
    }

    pub fn has_folder(&self, name: &str) -> bool {
        self.kind(name).is_ok_and(|kind| kind == libc::S_IFDIR)
    }

    fn kind(&self, name: &str) -> io::Result<libc::mode_t> {
        Ok(stat(self.at(), &CString::new(name)?)?.st_mode & libc::S_IFMT)
    }

    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let (from, to) = (CString::new(from)?, CString::new(to)?);
        // SAFETY: both names end with NUL.
        let rename = || unsafe { libc::renameat(self.at(), from.as_ptr(), self.at(), to.as_ptr()) };
        done(rename).map(drop)
    }

    pub fn remove_file(&self, name: &str) -> io::Result<()> {
        self.unlink(name, 0)
    }

    /// The name under which a file is to be removed: its own, which is free as soon as it is.
    pub fn free_name<'a>(&self, name: &'a str, _other: &'a str) -> io::Result<&'a str> {
        Ok(name)
    }

    pub fn remove_folder(&self, name: &str) -> io::Result<()> {
        self.unlink(name, libc::AT_REMOVEDIR)
    }

    fn unlink(&self, name: &str, flags: c_int) -> io::Result<()> {
        let name = CString::new(name)?;
        // SAFETY: the name ends with NUL.
        done(|| unsafe { libc::unlinkat(self.at(), name.as_ptr(), flags) }).map(drop)
    }

    /// Makes what was done in it last through a power cut, where the file system can.
    pub fn sync(&self) -> io::Result<()> {
        match self.handle.sync_all() {
            // Network drives and shared folders of virtual machines have no such call for folders.
            Err(error) if has_no_such_call(&error) => Ok(()),
            result => result,
        }
    }

    fn at(&self) -> c_int {
        self.handle.as_raw_fd()
    }
}

/// What tells a file or a folder from another one in its place, and from itself before a change of its content, its
/// owner or its rights. The system keeps all of it, and lets nobody set the time of the last change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    device: i64,
    inode: i64,
    owner: u32,
    length: i64,
    /// Seconds and nanoseconds; so `changed`, which is also of a change of the rights.
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Version {
    /// Of what was opened.
    pub fn of(data: &Metadata) -> Option<Self> {
        let version = Self {
            device: data.dev().cast_signed(),
            inode: data.ino().cast_signed(),
            owner: data.uid(),
            length: data.len().cast_signed(),
            modified: (data.mtime(), data.mtime_nsec()),
            changed: (data.ctime(), data.ctime_nsec()),
        };
        version.if_dated()
    }

    /// Of a folder as it is, unopened; not through a link in its place.
    pub fn at(path: &Path) -> Option<Self> {
        Self::of_unopened(path.as_os_str().as_bytes().to_vec())
    }

    /// Of a file in a folder; so too.
    pub fn within(folder: &Path, name: &str) -> Option<Self> {
        Self::of_unopened([folder.as_os_str().as_bytes(), b"/", name.as_bytes()].concat())
    }

    #[allow(
        clippy::unnecessary_cast,
        clippy::cast_possible_wrap,
        reason = "systems differ in how wide the numbers are; only whether they are the same counts"
    )]
    fn of_unopened(path: Vec<u8>) -> Option<Self> {
        let data = stat(libc::AT_FDCWD, &CString::new(path).ok()?).ok()?;
        let version = Self {
            device: data.st_dev as i64,
            inode: data.st_ino as i64,
            owner: data.st_uid,
            length: data.st_size as i64,
            modified: (data.st_mtime as i64, data.st_mtime_nsec as i64),
            changed: (data.st_ctime as i64, data.st_ctime_nsec as i64),
        };
        version.if_dated()
    }

    /// Where a file system keeps no times, nothing tells of a change.
    fn if_dated(self) -> Option<Self> {
        (self.changed.0 > 0).then_some(self)
    }

    /// Whether it belongs to the user whom this process runs as by now.
    pub fn is_own(&self) -> bool {
        self.owner == user_id()
    }

    /// The later of the times at which it was written and at which anything of it was changed. `None`: before 1970.
    pub fn last_change(&self) -> Option<SystemTime> {
        let (seconds, nanoseconds) = self.modified.max(self.changed);
        let since = Duration::new(seconds.try_into().ok()?, nanoseconds.try_into().ok()?);
        SystemTime::UNIX_EPOCH.checked_add(since)
    }
}

/// Whether an open file still has this name in a folder, and not another one in its place.
pub fn is_in_place(file: &File, folder: &Path, name: &str) -> bool {
    let path = [folder.as_os_str().as_bytes(), b"/", name.as_bytes()].concat();
    let named = CString::new(path).ok().and_then(|path| stat(libc::AT_FDCWD, &path).ok());
    let open = file.metadata().ok();
    open.zip(named).is_some_and(|(open, named)| is_same_file(&open, &named))
}

#[allow(
    clippy::unnecessary_cast,
    clippy::cast_sign_loss,
    reason = "systems differ in how wide the numbers are; only whether they are the same counts"
)]
fn is_same_file(open: &Metadata, named: &Stat) -> bool {
    (open.dev(), open.ino()) == (named.st_dev as u64, named.st_ino as u64)
}

/// Makes a folder for this user alone; one that is there already stays as it is. The folders above it
/// get the rights that the process gives to any.
pub fn make_private(path: &Path) -> io::Result<()> {
    if let Some(above) = path.parent() {
        fs::create_dir_all(above)?;
    }
    match DirBuilder::new().mode(0o700).create(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        result => result,
    }
}

/// Whose a folder is, if it is not this user's.
pub fn owner_of(path: &Path) -> io::Result<Option<Stranger>> {
    let owner = fs::metadata(path)?.uid();
    Ok((owner != user_id()).then(|| in_words(owner)))
}

/// Of a name in an open folder, or of a path; not through a link in its place.
fn stat(at: c_int, name: &CStr) -> io::Result<Stat> {
    // SAFETY: it is plain numbers.
    let mut data: Stat = unsafe { std::mem::zeroed() };
    let flags = libc::AT_SYMLINK_NOFOLLOW;
    // SAFETY: the name ends with NUL, and `data` is written.
    done(|| unsafe { fstatat(at, name.as_ptr(), &mut data, flags) })?;
    Ok(data)
}

fn in_words(owner: u32) -> Stranger {
    format!("another user (uid {owner})")
}

fn has_no_rights(error: &io::Error) -> bool {
    let numbers = [libc::EPERM, libc::ENOTSUP, libc::EOPNOTSUPP, libc::EROFS, libc::ENOSYS];
    error.raw_os_error().is_some_and(|number| numbers.contains(&number))
}

fn has_no_such_call(error: &io::Error) -> bool {
    let numbers = [libc::EINVAL, libc::ENOTSUP, libc::EOPNOTSUPP, libc::ENOSYS];
    error.raw_os_error().is_some_and(|number| numbers.contains(&number))
}

/// What a call of the system came to, which a signal may cut short.
#[allow(clippy::expect_used, reason = "what is repeated without end has a next one")]
fn done(call: impl FnMut() -> c_int) -> io::Result<c_int> {
    let results = std::iter::repeat_with(call).map(|result| match result {
        0.. => Ok(result),
        _ => Err(io::Error::last_os_error()),
    });
    let mut results = results
        .filter(|result| !matches!(result, Err(error) if error.kind() == ErrorKind::Interrupted));
    results.next().expect("it is repeated until it comes to something")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn a_link_or_a_file_is_no_folder() {
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        fs::write(&file, "").unwrap();
        symlink(dir.path(), &link).unwrap();
        for path in [&file, &link] {
            let error = OpenFolder::open(path).err().unwrap();
            assert_eq!(error.kind(), ErrorKind::NotADirectory);
        }
        assert_eq!(
            OpenFolder::open(&dir.path().join("x")).err().unwrap().kind(),
            ErrorKind::NotFound
        );
    }

    #[test]
    fn what_is_done_in_a_folder_stays_in_it_when_another_takes_its_place() {
        let dir = tempfile::tempdir().unwrap();
        let (path, moved) = (dir.path().join("a"), dir.path().join("moved"));
        fs::create_dir(&path).unwrap();
        let folder = OpenFolder::open(&path).unwrap();
        fs::rename(&path, &moved).unwrap();
        let victim = dir.path().join("victim");
        fs::create_dir(&victim).unwrap();
        fs::write(victim.join("f"), "precious").unwrap();
        symlink(&victim, &path).unwrap();
        folder.make_file("new").unwrap();
        folder.rename("new", "f").unwrap();
        assert!(folder.has("f") && !folder.has_folder("f"));
        folder.remove_file("f").unwrap();
        assert!(folder.keep_others_out().unwrap());
        assert_eq!(fs::read(victim.join("f")).unwrap(), b"precious");
        assert_ne!(fs::metadata(&victim).unwrap().mode() & OTHERS, 0);
    }

    #[test]
    fn only_the_folder_itself_is_made_for_this_user_alone() {
        let dir = tempfile::tempdir().unwrap();
        make_private(&dir.path().join("a/b/c")).unwrap();
        let mode = |path: &str| fs::metadata(dir.path().join(path)).unwrap().mode() & 0o777;
        let ordinary = dir.path().join("ordinary");
        fs::create_dir(&ordinary).unwrap();
        assert_eq!(
            (mode("a"), mode("a/b"), mode("a/b/c")),
            (mode("ordinary"), mode("ordinary"), 0o700)
        );
    }

    #[test]
    fn what_a_file_system_lacks_is_told_from_what_fails() {
        let of = io::Error::from_raw_os_error;
        for number in [libc::EINVAL, libc::ENOTSUP, libc::ENOSYS] {
            assert!(has_no_such_call(&of(number)));
        }
        for number in [libc::EPERM, libc::ENOTSUP, libc::EROFS] {
            assert!(has_no_rights(&of(number)));
        }
        for number in [libc::EIO, libc::ENOSPC, libc::EACCES] {
            assert!(!has_no_such_call(&of(number)) && !has_no_rights(&of(number)));
        }
    }
}
