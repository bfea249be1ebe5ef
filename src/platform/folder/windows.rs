//! By its path, which must not be a link or a junction when the folder is opened and when its rights are
//! changed: those are changed through a handle that does not follow any.

#![allow(unsafe_code)]

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::mem::MaybeUninit;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::fs::OpenOptionsExt;
use std::os::windows::io::AsRawHandle;
use std::path::{Path, PathBuf};
use std::ptr;
use std::time::SystemTime;

use windows_sys::Win32::Storage::FileSystem::{
    BY_HANDLE_FILE_INFORMATION, FILE_FLAG_OPEN_REPARSE_POINT, GetDiskFreeSpaceExW,
    GetFileInformationByHandle,
};

use super::{Stranger, rights};

/// Whether an open file still has this name in a folder, and not another one in its place.
pub fn is_in_place(file: &File, folder: &Path, name: &str) -> bool {
    let named = OpenOptions::new().read(true).open(folder.join(name));
    named.is_ok_and(|named| identity(file) == identity(&named))
}

/// What tells a file from any other; `None` where the file system has no such thing.
fn identity(file: &File) -> Option<(u32, u32, u32)> {
    let mut data = MaybeUninit::<BY_HANDLE_FILE_INFORMATION>::uninit();
    // SAFETY: the file is open, and `data` is as large as what is written.
    let done = unsafe { GetFileInformationByHandle(file.as_raw_handle(), data.as_mut_ptr()) };
    if done == 0 {
        return None;
    }
    // SAFETY: it was written, since the call has succeeded.
    let data = unsafe { data.assume_init() };
    Some((data.dwVolumeSerialNumber, data.nFileIndexHigh, data.nFileIndexLow))
}

pub struct OpenFolder {
    path: PathBuf,
}

impl OpenFolder {
    /// Not through a link or a junction in its place; what is no folder is `NotADirectory`. (What the
    /// system makes look like a link for its own ends, a folder of a cloud drive say, is a folder.)
    pub fn open(path: &Path) -> io::Result<Self> {
        if fs::symlink_metadata(path)?.is_dir() {
            return Ok(Self { path: path.to_owned() });
        }
        Err(ErrorKind::NotADirectory.into())
    }

    /// Whose it is, if it is not this user's.
    pub fn stranger(&self) -> io::Result<Option<Stranger>> {
        rights::stranger(&self.path)
    }

    pub fn version(&self) -> Option<Version> {
        None
    }

    /// What this user may still write on its drive, in bytes.
    pub fn free_bytes(&self) -> io::Result<u64> {
        free_bytes(&self.path)
    }

    /// Whether nobody else may look into it: that is found out by taking the rights of others away.
    pub fn keeps_others_out(&self) -> io::Result<bool> {
        self.keep_others_out()
    }

    /// Takes the rights of others away; false where the file system has none to take. It is this
    /// user's own.
    pub fn keep_others_out(&self) -> io::Result<bool> {
        rights::keep_others_out(&self.path)
    }

    /// Not through a planted link. The flag that opens a link itself would do the same to what the system
    /// makes look like one, a deduplicated file say, whose content then is not there.
    pub fn open_file(&self, name: &str) -> io::Result<File> {
        let path = self.path.join(name);
        if !fs::symlink_metadata(&path)?.is_file() {
            return Err(ErrorKind::NotFound.into());
        }
        OpenOptions::new().read(true).open(path)
    }

    pub fn make_file(&self, name: &str) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(self.path.join(name))
    }

    /// Makes it if there is none.
    pub fn open_lock(&self, name: &str) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        options.custom_flags(FILE_FLAG_OPEN_REPARSE_POINT).open(self.path.join(name))
    }

    /// To be read and written; made if there is none and that is wanted.
    pub fn open_growing(&self, name: &str, make: bool) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(make).truncate(false);
        options.custom_flags(FILE_FLAG_OPEN_REPARSE_POINT).open(self.path.join(name))
    }

    /// Whether there is anything of that name.
    pub fn has(&self, name: &str) -> bool {
        fs::symlink_metadata(self.path.join(name)).is_ok()
    }

    pub fn has_folder(&self, name: &str) -> bool {
        fs::symlink_metadata(self.path.join(name)).is_ok_and(|data| data.is_dir())
    }

    pub fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.path.join(from), self.path.join(to))
    }

    pub fn remove_file(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    /// Gives a file that is to be removed another name, and returns the one that it has then. Where a file system has no
    /// POSIX semantics, a removed file keeps its name until all who have it open have closed it, and nobody can make
    /// another one meanwhile.
    pub fn free_name<'a>(&self, name: &'a str, other: &'a str) -> io::Result<&'a str> {
        if !fs::symlink_metadata(self.path.join(name))?.is_file() {
            return Err(ErrorKind::NotFound.into());
        }
        self.rename(name, other).map(|()| other)
    }

    pub fn remove_folder(&self, name: &str) -> io::Result<()> {
        fs::remove_dir(self.path.join(name))
    }

    /// NTFS keeps a journal of its folders: after a power cut there is the old name or the new one. Of
    /// which of them no call could make sure.
    pub fn sync(&self) -> io::Result<()> {
        Ok(())
    }
}

fn free_bytes(path: &Path) -> io::Result<u64> {
    let path: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
    let mut free = 0;
    // SAFETY: the path ends with NUL, and nothing else is asked for.
    let result =
        unsafe { GetDiskFreeSpaceExW(path.as_ptr(), &mut free, ptr::null_mut(), ptr::null_mut()) };
    if result == 0 { Err(io::Error::last_os_error()) } else { Ok(free) }
}

/// There is none: looking at what tells one file from another means to open it here, which costs as much as to
/// read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {}

impl Version {
    pub fn of(_: &Metadata) -> Option<Self> {
        None
    }

    pub fn at(_: &Path) -> Option<Self> {
        None
    }

    pub fn within(_: &Path, _: &str) -> Option<Self> {
        None
    }

    pub fn is_own(&self) -> bool {
        match *self {}
    }

    pub fn last_change(&self) -> Option<SystemTime> {
        match *self {}
    }
}

/// Makes a folder; [`OpenFolder::keep_others_out`] makes it this user's alone. One that is there already
/// stays as it is.
pub fn make_private(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

/// Whose a folder is, if it is not this user's.
pub fn owner_of(path: &Path) -> io::Result<Option<Stranger>> {
    rights::stranger(path)
}
