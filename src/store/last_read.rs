//! What files held when they were last read: a file that has not changed since is not read again.
//!
//! Memory is no second store. It counts only as long as the system says that folder and file are those that were
//! read, and that nobody has changed them: then a file that is read again holds the same.

use std::time::Duration;

use crate::clock;
use crate::platform::folder::Version;
use crate::sync::Mutex;

/// The most files whose content is in memory.
const MAX_KNOWN: usize = 16;
/// Of two changes within one tick of a file system's clock the second one does not show. The longest tick is that of
/// FAT, 2 s; so what was changed just before it was read is read again.
const TICK: Duration = Duration::from_secs(4);

/// Which version of a file, in which version of its folder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Versions {
    pub folder: Version,
    pub file: Version,
}

impl Versions {
    /// Whether each later change shows.
    fn is_settled(&self, tick: Duration) -> bool {
        [self.folder, self.file].iter().all(|version| {
            let age = version.last_change().and_then(clock::since);
            age.is_some_and(|age| age > tick)
        })
    }
}

/// The content of files, by their names.
pub struct LastRead<T> {
    known: Mutex<Vec<Known<T>>>,
    tick: Duration,
}

struct Known<T> {
    name: String,
    versions: Versions,
    content: T,
}

impl<T> Default for LastRead<T> {
    fn default() -> Self {
        Self { known: Mutex::default(), tick: TICK }
    }
}

impl<T: Clone> LastRead<T> {
    /// As if the file systems of tests had no tick: nothing is changed within one there.
    #[cfg(all(test, unix))]
    pub fn without_tick() -> Self {
        Self { tick: Duration::ZERO, ..Self::default() }
    }

    /// What a file held, to be used only if folder and file are still in these versions.
    pub fn get(&self, name: &str) -> Option<(Versions, T)> {
        let known = self.known.lock();
        let known = known.iter().find(|known| known.name == name)?;
        Some((known.versions, known.content.clone()))
    }

    /// Content that was read from a file in these versions, of which the system may not know any.
    pub fn add(&self, name: &str, versions: Option<Versions>, content: &T) {
        let Some(versions) = versions.filter(|versions| versions.is_settled(self.tick)) else {
            return;
        };
        let mut known = self.known.lock();
        known.retain(|known| known.name != name);
        known.insert(0, Known { name: name.to_owned(), versions, content: content.clone() });
        known.truncate(MAX_KNOWN);
    }

    pub fn remove(&self, name: &str) {
        self.known.lock().retain(|known| known.name != name);
    }

    pub fn clear(&self) {
        self.known.lock().clear();
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
    use std::path::Path;

    use super::*;

    fn versions(folder: &Path) -> Option<Versions> {
        Some(Versions { folder: Version::at(folder)?, file: Version::within(folder, "f")? })
    }

    /// What the file is known to hold, if it is still the same.
    fn same(last_read: &LastRead<i32>, folder: &Path) -> Option<i32> {
        let (was, content) = last_read.get("f")?;
        (versions(folder)? == was).then_some(content)
    }

    /// A file that is known in the version that it has, in a folder of its own.
    fn known(folder: &Path) -> LastRead<i32> {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("f"), "1").unwrap();
        let last_read = LastRead::without_tick();
        last_read.add("f", versions(folder), &1);
        assert_eq!(same(&last_read, folder), Some(1));
        last_read
    }

    /// What a file was known to hold after this was done to it: nothing.
    fn after(change: impl FnOnce(&Path)) -> Option<i32> {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("folder");
        let last_read = known(&folder);
        change(&folder);
        same(&last_read, &folder)
    }

    #[test]
    fn nothing_is_known_of_a_file_that_was_replaced_removed_or_changed() {
        let replace = |folder: &Path| {
            fs::write(folder.join("new"), "1").unwrap();
            fs::rename(folder.join("new"), folder.join("f")).unwrap();
        };
        assert_eq!(after(replace), None);
        assert_eq!(after(|folder| fs::remove_file(folder.join("f")).unwrap()), None);
        assert_eq!(after(|folder| fs::write(folder.join("f"), "22").unwrap()), None);
        let link = |folder: &Path| {
            fs::rename(folder.join("f"), folder.join("g")).unwrap();
            std::os::unix::fs::symlink("g", folder.join("f")).unwrap();
        };
        assert_eq!(after(link), None);
    }

    #[test]
    fn nothing_is_known_of_a_file_in_a_folder_that_was_replaced_or_changed() {
        let copy = |folder: &Path| {
            let before = folder.with_file_name("before");
            fs::rename(folder, &before).unwrap();
            fs::create_dir(folder).unwrap();
            fs::hard_link(before.join("f"), folder.join("f")).unwrap();
        };
        assert_eq!(after(copy), None);
        let others = |folder: &Path| fs::write(folder.join("g"), "1").unwrap();
        assert_eq!(after(others), None);
        let link = |folder: &Path| {
            let moved = folder.with_file_name("moved");
            fs::rename(folder, &moved).unwrap();
            std::os::unix::fs::symlink(&moved, folder).unwrap();
        };
        assert_eq!(after(link), None);
        assert_eq!(after(|folder| fs::remove_dir_all(folder).unwrap()), None);
    }

    #[test]
    fn nothing_is_known_of_what_others_may_look_into_by_now_or_own() {
        let rights =
            |path: &Path| fs::set_permissions(path, Permissions::from_mode(0o755)).unwrap();
        assert_eq!(after(rights), None);
        assert_eq!(after(|folder| rights(&folder.join("f"))), None);
        // Nobody can give a folder away but root; and giving it to its owner changes it too.
        let owner =
            |path: &Path| chown(path, Some(fs::metadata(path).unwrap().uid()), None).unwrap();
        assert_eq!(after(owner), None);
        assert_eq!(after(|folder| owner(&folder.join("f"))), None);
    }

    #[test]
    fn what_was_changed_just_before_it_was_read_is_read_again() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("f"), "1").unwrap();
        let last_read = LastRead::default();
        last_read.add("f", versions(dir.path()), &1);
        assert!(last_read.get("f").is_none());
    }

    #[test]
    fn it_stays_small_and_can_be_emptied() {
        let dir = tempfile::tempdir().unwrap();
        let last_read = known(&dir.path().join("folder"));
        let versions = || versions(&dir.path().join("folder"));
        for number in 0..20 {
            last_read.add(&number.to_string(), versions(), &number);
        }
        assert_eq!(last_read.known.lock().len(), MAX_KNOWN);
        let content = |name| last_read.get(name).map(|(_, content)| content);
        assert_eq!(["f", "3", "19"].map(content), [None, None, Some(19)]);
        last_read.add("19", versions(), &0);
        assert_eq!((content("19"), last_read.known.lock().len()), (Some(0), MAX_KNOWN));
        last_read.clear();
        assert_eq!(content("19"), None);
    }
}
