//! The last good answers, on disk.
//!
//! A folder for each vendor key, below the folder of the configuration; in it a file for each
//! answer. The names of both come out of a keyed hash, and the content is sealed, so that a look at
//! the folder tells neither who uses what nor how many products there are of which vendor.

mod change;
mod device_id;
mod entry;
mod file;
mod lazy;
mod mark;
mod place;
mod seal;
mod settings;
mod slot;
mod tidy;
mod unusable;
mod verifier;

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use zeroize::Zeroize;

pub use self::change::change;
use self::device_id::DeviceId;
#[cfg(not(feature = "fuzzing"))]
use self::entry::Decoded;
#[cfg(feature = "fuzzing")]
pub use self::entry::Decoded;
pub(crate) use self::entry::ENTRY_OVERHEAD;
pub use self::entry::{Entry, of_device};
pub use self::file::carried::{self, NewFile};
use self::file::{Folder, Reader};
pub use self::file::{Lock, NoLock};
pub use self::lazy::LazyStore;
pub use self::mark::Mark;
use self::place::place;
pub use self::seal::{Edition, KeySource, Seal};
#[cfg(feature = "fuzzing")]
pub use self::seal::{Format, Opened};
pub use self::settings::CacheSettings;
pub use self::slot::Slot;
use self::tidy::Tidy;
pub use self::unusable::unusable;
pub use self::verifier::Verifier;
use crate::error::Error;
use crate::log::Log;
use crate::person::same_person;
use crate::platform;

/// The answers of one vendor key, for this user of this machine.
pub struct Store {
    folder: Folder,
    device: DeviceId,
    seal: Seal,
    /// How many entries this process has put here.
    written: AtomicU32,
}

impl Store {
    /// Derives the keys; touches the disk only where the machine has no id of its own.
    pub fn open(
        settings: &CacheSettings,
        source: &KeySource,
        largest: usize,
        log: Log,
    ) -> Result<Self, Error> {
        let root = place(settings)?;
        let device = DeviceId::find(settings, &root)?;
        let seal = Seal::new(source, device.as_str(), &platform::os_user());
        let folder = Folder::new(root.join(seal.folder_name()), largest, log);
        Ok(Self { folder, device, seal, written: AtomicU32::new(0) })
    }

    /// What the licensing service knows this device by, unless an activation says otherwise.
    pub fn hardware_id(&self) -> String {
        self.device.hardware_id()
    }

    /// `None` if nothing is stored, or nothing that this vendor, device and user can read.
    pub fn get(&self, slot: Slot) -> Result<Option<Entry>, Error> {
        let name = self.name_of(slot);
        let bytes = self.folder.read(&name)?;
        Ok(bytes.and_then(|bytes| self.open_entry(&name, bytes)))
    }

    /// An entry, and the newest time that the store has seen by then.
    pub fn get_with_mark(&self, slot: Slot) -> Result<(Option<Entry>, Option<Mark>), Error> {
        let (name, reader) = (self.name_of(slot), self.folder.reader()?);
        let bytes = reader.read(&name)?;
        let entry = bytes.and_then(|bytes| self.open_entry(&name, bytes));
        let mark = entry.as_ref().and_then(|_| self.mark_in(&reader));
        Ok((entry, mark))
    }

    /// An entry by which a password can be guessed counts as none, and is removed.
    fn open_entry(&self, name: &str, bytes: Vec<u8>) -> Option<Entry> {
        match Entry::decode(self.seal.open(name, bytes)?)? {
            Decoded::Entry(entry) => Some(entry),
            Decoded::Guessable => {
                // What cannot be removed now is seen again.
                let _ = self.folder.remove(name);
                None
            }
        }
    }

    /// Whether there is a file, readable or not.
    pub fn has(&self, slot: Slot) -> bool {
        self.folder.has(&self.name_of(slot))
    }

    /// What the file is called; nothing can be told from it. A file that is there already under its former
    /// name stays there: by that the platform may know a password.
    pub fn name_of(&self, slot: Slot) -> String {
        let name = self.seal.file_name(slot);
        let former = self.seal.former_name(slot).filter(|_| !self.folder.has(&name));
        former.filter(|former| self.folder.has(former)).unwrap_or(name)
    }

    /// The files whose entries are of this sort.
    pub fn names_of(&self, sort: impl Fn(&Entry) -> bool) -> Vec<String> {
        let names = self.folder.names().into_iter();
        names.filter(|name| self.look(name, &sort).is_some_and(|is| is)).collect()
    }

    pub fn put(&self, slot: Slot, entry: Entry) -> Result<(), Error> {
        let name = self.name_of(slot);
        let plain = entry.encode().ok_or_else(|| unusable("the answer names somebody too long"))?;
        let sealed = self.seal.seal(&name, plain)?;
        self.folder.write(&name, &sealed, true)?;
        self.tidy().after_a_write(self.written.fetch_add(1, Ordering::Relaxed));
        Ok(())
    }

    fn tidy(&self) -> Tidy<'_> {
        let is_answer = |name: &str| self.look(name, Entry::is_answer);
        Tidy { folder: &self.folder, mark: self.seal.mark_name(), is_answer: Box::new(is_answer) }
    }

    /// The newest time that the store has seen; `None` if it has seen none yet.
    pub fn mark(&self) -> Option<Mark> {
        self.mark_in(&self.folder.reader().ok()?)
    }

    fn mark_in(&self, reader: &Reader) -> Option<Mark> {
        let name = self.seal.mark_name();
        let bytes = reader.read(&name).ok()??;
        // Both formats have the same mark.
        Mark::decode(&self.seal.open(&name, bytes)?.plain)
    }

    /// `lasting`: also through a power cut.
    pub fn set_mark(&self, mark: Mark, lasting: bool) -> Result<(), Error> {
        let name = self.seal.mark_name();
        let sealed = self.seal.seal(&name, mark.encode())?;
        self.folder.write(&name, &sealed, lasting)
    }

    /// Removes what is about one person, or about everybody, but these files. The newest time seen stays, and what
    /// this device has.
    pub fn forget(&self, who: Option<&str>, but: &[String]) -> Result<(), Error> {
        let mark = self.seal.mark_name();
        let names = self.folder.names();
        let is_about = |entry: &Entry| who.is_none_or(|who| same_person(&entry.who, who));
        let goes = |entry: &Entry| !entry.is_of_device() && is_about(entry);
        for name in names.iter().filter(|name| **name != mark && !but.contains(name)) {
            if self.look(name, goes).unwrap_or(who.is_none()) {
                self.folder.remove(name)?;
            }
        }
        Ok(())
    }

    /// What is found of an entry, which may hold a password; `None` for what cannot be read.
    fn look<T>(&self, name: &str, find: impl Fn(&Entry) -> T) -> Option<T> {
        let bytes = self.folder.read(name).ok().flatten()?;
        let mut entry = self.open_entry(name, bytes)?;
        let found = find(&entry);
        if !entry.is_answer() {
            entry.body.zeroize();
        }
        Some(found)
    }

    /// Waits until no other process asks the same, for so long at most.
    pub fn lock(&self, slot: Slot, timeout: Duration) -> Option<Lock> {
        let name = self.seal.file_name(slot);
        // A bounded number of locks for all questions: two that share one wait for each other, no more.
        self.folder.lock(&self.seal.lock_name(name.get(..2).unwrap_or_default()), timeout).ok()
    }

    /// The right to change an entry about this device, if nobody else has it. It is none of the locks by which
    /// questions wait for each other: those are held while this one is wanted.
    pub fn lock_to_change(&self, slot: Slot) -> Result<Lock, NoLock> {
        let name = self.seal.file_name(slot);
        let bucket = format!("change {}", name.get(..2).unwrap_or_default());
        self.folder.lock(&self.seal.lock_name(&bucket), Duration::ZERO)
    }

    pub fn remove(&self, slot: Slot) -> Result<(), Error> {
        self.folder.remove(&self.name_of(slot))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::environment::Environment;
    use crate::secret::Secret;

    pub fn store(dir: &std::path::Path, shared_key: &str, device: &str) -> Store {
        let settings = CacheSettings {
            dir: Some(dir.to_owned()),
            environment: Environment::default(),
            offline_grace: 0,
            refresh_after: 0,
            device_id: Some(device.into()),
        };
        let source = KeySource { secret: Secret::new(shared_key), response_key: b"key".to_vec() };
        Store::open(&settings, &source, 1 << 20, Log::default()).unwrap()
    }

    pub fn entry() -> Entry {
        Entry {
            who: "a@b.c".into(),
            fetched_at: 7,
            signature: Some(vec![1, 2, 3]),
            verifier: Some(Verifier::of("a@b.c", &Secret::new("p"))),
            body: b"[{\"email\":\"someuser\"}]".to_vec(),
            edition: Edition::default(),
        }
    }

    pub const SLOT: Slot =
        Slot { kind: "user_licenses", product: "up", who: "someuser@example.com" };

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
        assert!(back.verifier.unwrap().matches("a@b.c", &Secret::new("p")));
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
    fn a_person_has_one_entry_whatever_the_spelling_of_the_name() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path(), "k", "d");
        let spelt = ["a@bücher.example", "A@XN--bcher-kva.example", "a\u{200B}@BÜCHER.example "];
        for one in spelt {
            let slot = |who| Slot { who, ..SLOT };
            store.put(slot(one), Entry { who: one.into(), ..entry() }).unwrap();
            for other in spelt {
                assert!(store.get(slot(other)).unwrap().is_some(), "{one} {other}");
                assert!(Verifier::of(one, &Secret::new("p")).matches(other, &Secret::new("p")));
            }
            assert_eq!(store.folder.names().len(), 1, "{one}");
            store.forget(Some(spelt[0]), &[]).unwrap();
            assert!(store.folder.names().is_empty(), "{one}");
        }
    }

    #[test]
    fn a_file_under_its_former_name_is_found_and_goes_on_under_it() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path(), "k", "d");
        let slot = Slot { who: "a@Bücher.example", ..SLOT };
        let former = store.seal.former_name(slot).unwrap();
        let plain = Entry { who: slot.who.into(), ..entry() }.encode().unwrap();
        let sealed = store.seal.seal(&former, plain).unwrap();
        store.folder.write(&former, &sealed, true).unwrap();
        assert!(store.has(slot) && store.get(slot).unwrap().is_some());
        store.put(slot, entry()).unwrap();
        assert_eq!((store.name_of(slot), store.folder.names()), (former.clone(), vec![former]));
        store.remove(slot).unwrap();
        assert!(!store.has(slot) && store.get(slot).unwrap().is_none());
        store.put(slot, entry()).unwrap();
        assert_eq!(store.folder.names(), [store.seal.file_name(slot)]);
        assert_eq!(store.seal.former_name(SLOT), None);
    }

    #[test]
    fn what_was_written_again_is_told_from_what_was_there() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path(), "k", "d");
        store.put(SLOT, entry()).unwrap();
        let first = store.get(SLOT).unwrap();
        assert!(store.get(SLOT).unwrap() == first);
        store.put(SLOT, entry()).unwrap();
        assert!(store.get(SLOT).unwrap() != first);
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

    /// Puts an entry there as version 0.1.0 did, with the hash of a password or without.
    pub fn put_first(store: &Store, slot: Slot, hash: Option<([u8; 16], [u8; 32])>) {
        let (name, entry) = (store.seal.file_name(slot), Entry { verifier: None, ..entry() });
        let sealed = store.seal.seal_first(&name, entry::encode_first(entry, hash));
        store.folder.write(&name, &sealed, true).unwrap();
    }

    #[test]
    fn an_entry_by_which_a_password_can_be_guessed_is_removed_when_it_is_seen() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path(), "k", "d");
        put_first(&store, SLOT, Some(([1; 16], [2; 32])));
        assert!(store.has(SLOT));
        assert!(store.get(SLOT).unwrap().is_none());
        assert!(!store.has(SLOT));
        put_first(&store, SLOT, None);
        assert!(store.get(SLOT).unwrap().is_some_and(|found| found.body == entry().body));
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
