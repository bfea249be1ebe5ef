//! The last good answers, on disk.
//!
//! A folder for each vendor key, below the folder of the configuration; in it a file for each
//! answer. The names of both come out of a keyed hash, and the content is sealed, so that a look at
//! the folder tells neither who uses what nor how many products there are of which vendor.

mod change;
mod device_id;
mod entry;
mod file;
mod file_names;
mod journal;
mod last_read;
mod lazy;
mod mark;
mod place;
mod seal;
mod settings;
mod slot;
mod survey;
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
pub(crate) use self::entry::{ENTRY_OVERHEAD, MAX_IN_MEMORY};
pub use self::entry::{Entry, of_device};
pub use self::file::carried::{self, NewFile};
use self::file::{Aside, Folder, ReadFile, Reader, try_out};
pub use self::file::{Lock, NoLock};
use self::file_names::FileNames;
pub use self::journal::{CounterId, Journal, Locked as LockedJournal};
#[cfg(feature = "fuzzing")]
pub use self::journal::{read_journal, write_journal};
pub use self::last_read::LastRead;
use self::last_read::Versions;
pub use self::lazy::LazyStore;
pub use self::mark::Mark;
use self::place::place;
pub use self::seal::{Edition, KeySource, Seal};
#[cfg(feature = "fuzzing")]
pub use self::seal::{Format, Opened};
pub use self::settings::CacheSettings;
pub use self::slot::Slot;
pub use self::survey::{EntryKind, Survey, Surveyed};
use self::tidy::Tidy;
pub use self::unusable::unusable;
pub use self::verifier::Verifier;
use crate::error::Error;
use crate::log::Log;
use crate::person::same_person;
use crate::platform;
use crate::platform::folder::Version;
use crate::sync::Arc;

/// The answers of one vendor key, for this user of this machine.
pub struct Store {
    folder: Folder,
    device: DeviceId,
    seal: Seal,
    names: FileNames,
    /// The name of the file with the newest time.
    mark_name: String,
    /// What files held that have not changed since; passwords are not among it.
    entries: LastRead<Arc<Entry>>,
    marks: LastRead<Mark>,
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
        let (names, mark_name) = (FileNames::default(), seal.mark_name());
        let (entries, marks) = (LastRead::default(), LastRead::default());
        let written = AtomicU32::new(0);
        Ok(Self { folder, device, seal, names, mark_name, entries, marks, written })
    }

    /// What the licensing service knows this device by, unless an activation says otherwise.
    pub fn hardware_id(&self) -> String {
        self.device.hardware_id()
    }

    /// `None` if nothing is stored, or nothing that this vendor, device and user can read. The file is read each
    /// time.
    pub fn get(&self, slot: Slot) -> Result<Option<Entry>, Error> {
        let name = self.name_of(slot);
        let bytes = self.folder.read(&name)?;
        Ok(bytes.and_then(|bytes| self.open_entry(&name, bytes)))
    }

    /// The same of an answer or a name; the file is read only if it has changed.
    pub fn get_shared(&self, slot: Slot) -> Result<Option<Arc<Entry>>, Error> {
        let name = self.name_of(slot);
        match self.unchanged(&name, &self.entries) {
            Some(entry) => Ok(Some(entry)),
            None => self.read_entry(&self.folder.reader()?, &name),
        }
    }

    /// What `make` makes of an entry, for those who keep that in place of the entry, which may hold a secret. The
    /// file is read only if it has changed since `known` got to know it.
    pub fn get_made<T: Clone>(
        &self,
        slot: Slot,
        known: &LastRead<T>,
        make: impl FnOnce(Entry) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let name = self.name_of(slot);
        if let Some(made) = self.unchanged(&name, known) {
            return Ok(Some(made));
        }
        known.remove(&name);
        self.read_made(&self.folder.reader()?, &name, known, make, |_| true)
    }

    /// An answer, and the newest time that the store has seen by then.
    pub fn get_with_mark(&self, slot: Slot) -> Result<(Option<Arc<Entry>>, Option<Mark>), Error> {
        let name = self.name_of(slot);
        if let Some((entry, mark)) = self.unchanged_with_mark(&name) {
            return Ok((Some(entry), Some(mark)));
        }
        let reader = self.folder.reader()?;
        let entry = self.read_entry(&reader, &name)?;
        let mark = entry.as_ref().and_then(|_| self.mark_in(&reader));
        Ok((entry, mark))
    }

    /// What a file held, if it has not changed since it was read.
    fn unchanged<T: Clone>(&self, name: &str, known: &LastRead<T>) -> Option<T> {
        let (was, content) = known.get(name)?;
        self.is_still(&[(name, was)]).then_some(content)
    }

    /// An entry and the mark, if neither of their files has changed since it was read.
    fn unchanged_with_mark(&self, name: &str) -> Option<(Arc<Entry>, Mark)> {
        let (entry_was, entry) = self.entries.get(name)?;
        let (mark_was, mark) = self.marks.get(&self.mark_name)?;
        let files = [(name, entry_was), (&*self.mark_name, mark_was)];
        self.is_still(&files).then_some((entry, mark))
    }

    /// Whether the folder and these files of it are in the versions in which they were read.
    fn is_still(&self, files: &[(&str, Versions)]) -> bool {
        let folder = self.folder.version();
        files.iter().all(|(name, was)| {
            folder == Some(was.folder) && self.folder.version_of(name) == Some(was.file)
        })
    }

    fn read_entry(&self, reader: &Reader, name: &str) -> Result<Option<Arc<Entry>>, Error> {
        let may_stay = |entry: &Arc<Entry>| entry.may_stay_in_memory();
        self.read_made(reader, name, &self.entries, |entry| Some(Arc::new(entry)), may_stay)
    }

    /// What is made of a file, which is known from now on if it may be.
    fn read_made<T: Clone>(
        &self,
        reader: &Reader,
        name: &str,
        known: &LastRead<T>,
        make: impl FnOnce(Entry) -> Option<T>,
        may_stay: impl FnOnce(&T) -> bool,
    ) -> Result<Option<T>, Error> {
        let Some(ReadFile { bytes, version }) = reader.read(name)? else {
            return Ok(None);
        };
        let made = self.open_entry(name, bytes).and_then(make);
        if let Some(made) = &made
            && may_stay(made)
        {
            known.add(name, versions(reader, version), made);
        }
        Ok(made)
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
        let names = self.names.of(slot, &self.seal);
        let is_former = |former: &&String| !self.folder.has(&names.name) && self.folder.has(former);
        names.former.as_ref().filter(is_former).unwrap_or(&names.name).clone()
    }

    /// The files whose entries are of this sort.
    pub fn names_of(&self, sort: impl Fn(&Entry) -> bool) -> Vec<String> {
        let names = self.folder.names().into_iter();
        names.filter(|name| self.look(name, &sort).is_some_and(|is| is)).collect()
    }

    pub fn put(&self, slot: Slot, entry: Entry) -> Result<(), Error> {
        self.put_in_place(self.write_aside(slot, entry)?)
    }

    /// Seals an entry and writes it, so that it only has to be put in its place. Until then nobody finds it, and if it
    /// is not put there it is removed.
    pub fn write_aside(&self, slot: Slot, entry: Entry) -> Result<PutAside, Error> {
        let name = self.name_of(slot);
        let plain = entry.encode().ok_or_else(|| unusable("the answer names somebody too long"))?;
        let sealed = self.seal.seal(&name, plain)?;
        let file = self.folder.write_aside(&sealed, true)?;
        Ok(PutAside { name, file })
    }

    /// In the place of the entry that was there before.
    pub fn put_in_place(&self, PutAside { name, file }: PutAside) -> Result<(), Error> {
        self.folder.put_in_place(file, &name)?;
        self.tidy().after_a_write(self.written.fetch_add(1, Ordering::Relaxed));
        Ok(())
    }

    fn tidy(&self) -> Tidy<'_> {
        let is_answer = |name: &str| self.look(name, Entry::is_answer);
        Tidy { folder: &self.folder, mark: self.mark_name.clone(), is_answer: Box::new(is_answer) }
    }

    /// The newest time that the store has seen; `None` if it has seen none yet.
    pub fn mark(&self) -> Option<Mark> {
        self.mark_in(&self.folder.reader().ok()?)
    }

    fn mark_in(&self, reader: &Reader) -> Option<Mark> {
        let ReadFile { bytes, version } = reader.read(&self.mark_name).ok()??;
        // Both formats have the same mark.
        let mark = Mark::decode(&self.seal.open(&self.mark_name, bytes)?.plain)?;
        self.marks.add(&self.mark_name, versions(reader, version), &mark);
        Some(mark)
    }

    /// `lasting`: also through a power cut.
    pub fn set_mark(&self, mark: Mark, lasting: bool) -> Result<(), Error> {
        let sealed = self.seal.seal(&self.mark_name, mark.encode())?;
        self.folder.write(&self.mark_name, &sealed, lasting)
    }

    /// Removes what is about one person, or about everybody, but these files. The newest time seen stays, and what
    /// this device has.
    pub fn forget(&self, who: Option<&str>, but: &[String]) -> Result<(), Error> {
        self.entries.clear();
        self.names.clear();
        let names = self.folder.names();
        let is_about = |entry: &Entry| who.is_none_or(|who| same_person(&entry.who, who));
        let goes = |entry: &Entry| !entry.is_of_device() && is_about(entry);
        for name in names.iter().filter(|name| **name != self.mark_name && !but.contains(name)) {
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

    /// What the store is like. Makes its folder if there is none, and reads every file of it.
    pub fn survey(&self) -> Survey {
        let state = try_out(&self.folder);
        let lock = self.folder.lock(&self.seal.lock_name("doctor"), Duration::ZERO).map(drop);
        let (mut entries, mut unreadable) = (Vec::new(), 0_usize);
        for file in self.folder.names().into_iter().filter(|name| *name != self.mark_name) {
            let found = self.look(&file, |entry| (EntryKind::of(entry), entry.fetched_at));
            match found {
                Some((kind, fetched_at)) => entries.push(Surveyed { file, kind, fetched_at }),
                None => unreadable = unreadable.saturating_add(1),
            }
        }
        let (folder, mark) = (self.seal.folder_name(), self.mark());
        Survey { folder, state, lock, entries, unreadable, mark }
    }

    /// Waits until no other process asks the same, for so long at most.
    pub fn lock(&self, slot: Slot, timeout: Duration) -> Option<Lock> {
        let name = &self.names.of(slot, &self.seal).name;
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

    /// The right to change what an entry of its own says, which is held while a server is asked; a lock of its own, as
    /// the one above may be held meanwhile.
    pub fn lock_to_ask(&self, slot: Slot) -> Result<Lock, NoLock> {
        let name = self.seal.lock_name(&format!("ask {}", self.seal.file_name(slot)));
        self.folder.lock(&name, Duration::ZERO)
    }

    /// A share of what an entry stands for, and whether others have one too: all processes of this device that hold
    /// it. Those who want one take turns.
    pub fn share(&self, slot: Slot) -> Result<(Lock, bool), NoLock> {
        self.folder.share(&self.seal.lock_name(&format!("share {}", self.seal.file_name(slot))))
    }

    /// The right to send what a journal holds, if nobody else has it.
    pub fn lock_to_send(&self, slot: Slot) -> Result<Lock, NoLock> {
        let name = format!("send {}", self.seal.file_name(slot));
        self.folder.lock(&self.seal.lock_name(&name), Duration::ZERO)
    }

    pub fn remove(&self, slot: Slot) -> Result<(), Error> {
        self.entries.clear();
        self.folder.remove(&self.name_of(slot))
    }

    #[cfg(test)]
    fn folder_path(&self) -> std::path::PathBuf {
        self.folder.path().to_owned()
    }
}

/// An entry that is written and not in its place.
pub struct PutAside {
    /// Of its file. It is sealed for that place and opens in no other.
    name: String,
    file: Aside,
}

/// Of a file that was read, if the system has such a thing.
fn versions(reader: &Reader, file: Option<Version>) -> Option<Versions> {
    Some(Versions { folder: reader.version()?, file: file? })
}

#[cfg(test)]
mod tests;
