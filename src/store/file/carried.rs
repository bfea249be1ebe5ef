//! Files that a person carries: at a path that the application has chosen, outside of the store.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{READ_TIMEOUT, WRITE_TIMEOUT, open_folder, read_whole, retry_within, write_new};
use crate::platform::folder::OpenFolder;

/// A file that has been written beside its place and is not there yet. Dropped without that, it is removed.
pub struct NewFile {
    folder: OpenFolder,
    temporary: String,
    name: String,
    is_placed: bool,
}

impl NewFile {
    /// Writes it through to the disk. Nobody but this user can read it, where the file system has modes. The folder
    /// has to be there.
    pub fn write(path: &Path, bytes: &[u8]) -> io::Result<Self> {
        let (folder, name) = (open_folder(&folder_of(path))?, name_of(path)?);
        // One that a process has left behind, which died on its way, may hold a password.
        let temporary = format!(".{name}.new");
        let _ = folder.remove_file(&temporary);
        let file = Self { folder, temporary, name, is_placed: false };
        write_new(&file.folder, &file.temporary, bytes, true)?;
        Ok(file)
    }

    /// Puts it in its place, in that of an older file if there is one, so that it lasts through a power cut.
    pub fn place(mut self) -> io::Result<()> {
        retry_within(WRITE_TIMEOUT, || self.folder.rename(&self.temporary, &self.name))?;
        self.is_placed = true;
        self.folder.sync()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if !self.is_placed {
            // Best effort: it may not have been made at all.
            let _ = self.folder.remove_file(&self.temporary);
        }
    }
}

/// What is in a file of `largest` bytes at most; `None` for a larger one, and for what is no file.
pub fn read(path: &Path, largest: u64) -> io::Result<Option<Vec<u8>>> {
    // A person may have put a link there.
    let path = fs::canonicalize(path)?;
    let (folder, name) = (open_folder(&folder_of(&path))?, name_of(&path)?);
    let file = read_whole(retry_within(READ_TIMEOUT, || folder.open_file(&name))?, largest)?;
    Ok(file.map(|file| file.bytes))
}

fn folder_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        Some(_) | None => PathBuf::from("."),
    }
}

fn name_of(path: &Path) -> io::Result<String> {
    let name = path.file_name().and_then(OsStr::to_str);
    name.map(str::to_owned).ok_or_else(|| ErrorKind::IsADirectory.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        let mut names: Vec<_> = entries.map(|name| name.into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_there_as_a_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("request.req");
        drop(NewFile::write(&path, b"never").unwrap());
        assert!(names(dir.path()).is_empty());
        NewFile::write(&path, b"first").unwrap().place().unwrap();
        let second = NewFile::write(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first");
        second.place().unwrap();
        assert_eq!(
            (fs::read(&path).unwrap(), names(dir.path())),
            (b"second".to_vec(), vec!["request.req".into()])
        );
    }

    #[test]
    fn what_a_process_has_left_behind_is_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::mem::forget(NewFile::write(&path, b"left").unwrap());
        assert_eq!(names(dir.path()), [".a.new"]);
        NewFile::write(&path, b"new").unwrap().place().unwrap();
        assert_eq!(
            (fs::read(&path).unwrap(), names(dir.path())),
            (b"new".to_vec(), vec!["a".into()])
        );
    }

    #[test]
    fn where_there_is_no_place_nothing_is_left() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("folder")).unwrap();
        assert!(NewFile::write(&dir.path().join("folder"), b"x").unwrap().place().is_err());
        assert!(NewFile::write(&dir.path().join("missing/file"), b"x").is_err());
        for path in ["", "/", ".."] {
            assert!(NewFile::write(Path::new(path), b"x").is_err(), "{path}");
        }
        assert_eq!(names(dir.path()), ["folder"]);
    }

    #[test]
    fn a_file_is_read_up_to_a_size_and_nothing_else_is() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.lic");
        fs::write(&path, b"12345").unwrap();
        assert_eq!(read(&path, 5).unwrap().as_deref(), Some(&b"12345"[..]));
        assert_eq!(read(&path, 4).unwrap(), None);
        assert!(read(dir.path(), 100).is_ok_and(|content| content.is_none()) || cfg!(windows));
        assert_eq!(read(&dir.path().join("b"), 9).unwrap_err().kind(), ErrorKind::NotFound);
    }

    #[cfg(unix)]
    #[test]
    fn it_is_this_users_alone_and_a_link_is_followed_for_reading_only() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let dir = tempfile::tempdir().unwrap();
        let (file, link) = (dir.path().join("file"), dir.path().join("link"));
        fs::write(&file, b"content").unwrap();
        symlink(&file, &link).unwrap();
        assert_eq!(read(&link, 99).unwrap().as_deref(), Some(&b"content"[..]));
        NewFile::write(&link, b"new").unwrap().place().unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"content");
        let data = fs::symlink_metadata(&link).unwrap();
        assert!(data.is_file() && data.permissions().mode() & 0o777 == 0o600);
    }
}
