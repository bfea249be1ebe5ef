//! The last good answers, on disk.
//!
//! A folder for each vendor key, below the folder of the configuration; in it a file for each
//! answer. The names of both come out of a keyed hash, and the content is sealed, so that a look at
//! the folder tells neither who uses what nor how many products there are of which vendor.

mod entry;
mod file;
mod mark;
mod seal;
mod verifier;

use std::path::PathBuf;
use std::time::Duration;

pub use self::entry::Entry;
use self::file::Folder;
pub use self::file::Lock;
pub use self::mark::Mark;
pub use self::seal::{KeySource, Seal};
pub use self::verifier::Verifier;
use crate::device;
use crate::error::{Error, Status};

/// Which answer: of which call, about which product, about whom.
#[derive(Clone, Copy, Debug)]
pub struct Slot<'a> {
    pub kind: &'a str,
    pub product: &'a str,
    /// Told apart without regard to case.
    pub who: &'a str,
}

/// Where the store is and how old an answer may be.
#[derive(Clone, Debug)]
pub struct CacheSettings {
    /// `None`: the user's local data folder.
    pub dir: Option<PathBuf>,
    /// Seconds.
    pub offline_grace: i64,
    /// How old an answer may be, in seconds, before it is refreshed behind the caller.
    pub refresh_after: i64,
    /// `None`: the machine's own id.
    pub device_id: Option<String>,
}

/// The answers of one vendor key, for this user of this machine.
pub struct Store {
    folder: Folder,
    seal: Seal,
}

impl Store {
    /// Derives the keys; touches the disk only where the machine has no id of its own.
    pub fn open(
        settings: &CacheSettings,
        source: &KeySource,
        largest: usize,
    ) -> Result<Self, Error> {
        let root = match &settings.dir {
            Some(dir) => dir.clone(),
            None => device::data_folder().map(|folder| folder.join("lsagent")).ok_or_else(|| {
                unusable("the user's local data folder is not known; cache_dir says where the store may be")
            })?,
        };
        let device = match settings.device_id.clone().or_else(device::machine_id) {
            Some(id) => id,
            None => file::id_of_folder(&root)?,
        };
        let seal = Seal::new(source, &device, &device::os_user());
        let folder = Folder::new(root.join(seal.folder_name()), largest);
        Ok(Self { folder, seal })
    }

    /// `None` if nothing is stored, or nothing that this vendor, device and user can read.
    pub fn get(&self, slot: Slot) -> Result<Option<Entry>, Error> {
        let name = self.seal.file_name(slot);
        let Some(bytes) = self.folder.read(&name)? else {
            return Ok(None);
        };
        Ok(self.seal.open(&name, bytes).and_then(Entry::decode))
    }

    /// Whether there is a file, readable or not.
    pub fn has(&self, slot: Slot) -> bool {
        self.folder.has(&self.seal.file_name(slot))
    }

    /// What the file is called; nothing can be told from it.
    pub fn name_of(&self, slot: Slot) -> String {
        self.seal.file_name(slot)
    }

    /// The files whose entries are of this sort.
    pub fn names_of(&self, sort: impl Fn(&Entry) -> bool) -> Vec<String> {
        let names = self.folder.names().into_iter();
        names.filter(|name| self.entry(name).is_some_and(|entry| sort(&entry))).collect()
    }

    pub fn put(&self, slot: Slot, entry: Entry) -> Result<(), Error> {
        let name = self.seal.file_name(slot);
        let plain = entry.encode().ok_or_else(|| unusable("the answer names somebody too long"))?;
        let sealed = self.seal.seal(&name, plain)?;
        self.folder.write(&name, &sealed, true)
    }

    /// The newest time that the store has seen; `None` if it has seen none yet.
    pub fn mark(&self) -> Option<Mark> {
        let name = self.seal.mark_name();
        let bytes = self.folder.read(&name).ok()??;
        Mark::decode(&self.seal.open(&name, bytes)?)
    }

    /// `lasting`: also through a power cut.
    pub fn set_mark(&self, mark: Mark, lasting: bool) -> Result<(), Error> {
        let name = self.seal.mark_name();
        let sealed = self.seal.seal(&name, mark.encode())?;
        self.folder.write(&name, &sealed, lasting)
    }

    /// Removes what is about one person, or about everybody, but these files. The newest time seen stays.
    pub fn forget(&self, who: Option<&str>, but: &[String]) -> Result<(), Error> {
        let mark = self.seal.mark_name();
        let names = self.folder.names();
        for name in names.iter().filter(|name| **name != mark && !but.contains(name)) {
            if who.is_none_or(|who| self.is_about(name, who)) {
                self.folder.remove(name)?;
            }
        }
        Ok(())
    }

    fn is_about(&self, name: &str, who: &str) -> bool {
        let entry = self.entry(name);
        entry.is_some_and(|entry| seal::folded(&entry.who) == seal::folded(who))
    }

    /// `None` for what cannot be read.
    fn entry(&self, name: &str) -> Option<Entry> {
        let bytes = self.folder.read(name).ok().flatten()?;
        self.seal.open(name, bytes).and_then(Entry::decode)
    }

    /// Waits until no other process asks the same, for so long at most.
    pub fn lock(&self, slot: Slot, patience: Duration) -> Option<Lock> {
        let name = self.seal.file_name(slot);
        // A bounded number of locks for all questions: two that share one wait for each other, no more.
        self.folder.lock(&self.seal.lock_name(&name[..2]), patience)
    }

    pub fn remove(&self, slot: Slot) -> Result<(), Error> {
        self.folder.remove(&self.seal.file_name(slot))
    }
}

pub fn unusable(why: impl std::fmt::Display) -> Error {
    Error::new(Status::Cache, format!("the store of answers cannot be used: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    fn store(dir: &std::path::Path, shared_key: &str, device: &str) -> Store {
        let settings = CacheSettings {
            dir: Some(dir.to_owned()),
            offline_grace: 0,
            refresh_after: 0,
            device_id: Some(device.into()),
        };
        let source = KeySource { secret: Secret::new(shared_key), response_key: b"key".to_vec() };
        Store::open(&settings, &source, 1 << 20).unwrap()
    }

    fn entry() -> Entry {
        Entry {
            who: "a@b.c".into(),
            fetched_at: 7,
            signature: Some(vec![1, 2, 3]),
            verifier: Some(Verifier::of(&Secret::new("p")).unwrap()),
            body: b"[{\"email\":\"someuser\"}]".to_vec(),
        }
    }

    const SLOT: Slot = Slot { kind: "user_licenses", product: "up", who: "someuser@example.com" };

    #[test]
    fn what_was_put_comes_back_whatever_the_case_of_the_name() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path(), "k", "d");
        assert!(store.get(SLOT).unwrap().is_none());
        store.put(SLOT, entry()).unwrap();
        let slot = Slot { who: "SomeUser@Example.com", ..SLOT };
        let back = store.get(slot).unwrap().unwrap();
        assert_eq!((back.fetched_at, back.signature.as_deref()), (7, Some(&[1, 2, 3][..])));
        assert_eq!(back.body, entry().body);
        assert!(back.verifier.unwrap().matches(&Secret::new("p")));
        for other in
            [Slot { product: "up2", ..SLOT }, Slot { kind: "x", ..SLOT }, Slot { who: "a", ..SLOT }]
        {
            assert!(store.get(other).unwrap().is_none());
        }
        store.remove(SLOT).unwrap();
        store.remove(SLOT).unwrap();
        assert!(store.get(SLOT).unwrap().is_none());
    }

    #[test]
    fn forgetting_a_person_leaves_the_others_and_the_time() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path(), "k", "d");
        let of = |who: &str| Entry { who: who.into(), ..entry() };
        let other = Slot { who: "other@example.com", ..SLOT };
        store.put(SLOT, of("SomeUser@example.com")).unwrap();
        store.put(other, of("other@example.com")).unwrap();
        store.set_mark(Mark { newest: 9, offset: -3 }, true).unwrap();
        store.forget(Some("someuser@Example.com"), &[]).unwrap();
        assert!(store.get(SLOT).unwrap().is_none() && store.get(other).unwrap().is_some());
        store.forget(None, &[]).unwrap();
        assert!(store.get(other).unwrap().is_none());
        assert_eq!(store.mark(), Some(Mark { newest: 9, offset: -3 }));
    }

    #[test]
    fn another_vendor_or_device_finds_nothing() {
        let dir = tempfile::tempdir().unwrap();
        store(dir.path(), "k", "d").put(SLOT, entry()).unwrap();
        assert!(store(dir.path(), "k", "d").get(SLOT).unwrap().is_some());
        assert!(store(dir.path(), "other", "d").get(SLOT).unwrap().is_none());
        assert!(store(dir.path(), "k", "other").get(SLOT).unwrap().is_none());
    }

    #[test]
    fn a_file_under_another_name_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path(), "k", "d");
        store.put(SLOT, entry()).unwrap();
        let other = Slot { who: "other", ..SLOT };
        let folder = dir.path().join(store.seal.folder_name());
        std::fs::rename(
            folder.join(store.seal.file_name(SLOT)),
            folder.join(store.seal.file_name(other)),
        )
        .unwrap();
        assert!(store.get(other).unwrap().is_none());
    }

    #[test]
    fn nothing_on_disk_tells_who_uses_what() {
        let dir = tempfile::tempdir().unwrap();
        store(dir.path(), "k", "d").put(SLOT, entry()).unwrap();
        let mut seen = 0;
        for folder in std::fs::read_dir(dir.path()).unwrap() {
            for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
                let file = file.unwrap().path();
                let bytes = std::fs::read(&file).unwrap();
                for word in ["someuser", "example", "user_licenses", "up@"] {
                    assert!(!file.to_string_lossy().contains(word));
                    assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()));
                }
                seen += 1;
            }
        }
        assert_eq!(seen, 1);
    }
}
