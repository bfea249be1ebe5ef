//! A journal: amounts that are durable as soon as they are counted, and are added up by who sends them.
//!
//! ```text
//! | record | record | record | … each of 64 bytes: nonce (12) · sealed: number, amount, counter (36) · tag (16)
//! ```
//!
//! Records are sealed and numbered one by one. One that cannot be read is reported and costs the others nothing; one
//! that is put there a second time has a number that has gone by. The end of the file is where whole records end: what
//! a process that was killed, or a full disk, has left of one is overwritten by the next. What has been added up
//! elsewhere is known by its numbers (`Tally::from`), so that a journal can be removed at any moment after that.
//!
//! Processes take turns by a lock on the file itself. Where the file system has none, one process at a time may count.
//! A file is kept open between two calls, and only what others have added since is read.

mod slot;
mod tally;

pub(crate) use self::slot::SLOT;
pub use self::slot::{CounterId, Record};
pub use self::tally::Tally;
use super::Store;
use super::file::{ENDING, Growing};
use super::seal::{Seal, record_file};
use super::slot::Slot;
use crate::clock::Deadline;
use crate::error::Error;
use crate::platform::Process;

const SLOT_BYTES: u64 = SLOT as u64;

/// One journal, as this process knows it.
pub struct Journal {
    name: String,
    /// With which its records are sealed.
    sealed_with: Vec<u8>,
    open: Option<Open>,
}

struct Open {
    file: Growing,
    /// Whole records that were read.
    slots: u64,
    tally: Tally,
    /// The number from which on the tally counts.
    from: u64,
}

impl Journal {
    /// Touches nothing on disk.
    pub fn of(store: &Store, slot: Slot) -> Self {
        let name = store.seal.file_name(slot) + ENDING;
        Self { sealed_with: record_file(&name), name, open: None }
    }

    /// Whether there is one.
    pub fn exists(&self, store: &Store) -> bool {
        store.folder.has(&self.name)
    }

    /// Holds all others off, for as long as the result lives. Waits until the deadline at most. Makes the file if there is none
    /// and it is wanted.
    pub fn lock<'a>(
        &'a mut self,
        store: &'a Store,
        make: bool,
        deadline: Deadline,
    ) -> Result<Locked<'a>, Error> {
        loop {
            if self.open.is_none() {
                self.open = self.find(store, make)?;
            }
            let Some(open) = &self.open else {
                break;
            };
            open.file.lock(deadline)?;
            if open.file.is_in_place(&store.folder) {
                break;
            }
            // Another process has put a new one in its place.
            open.file.unlock();
            self.open = None;
        }
        Ok(Locked { store, journal: self, taken_by: Process::this() })
    }

    fn find(&self, store: &Store, make: bool) -> Result<Option<Open>, Error> {
        let file = match make {
            true => Some(Growing::open_or_make(&store.folder, &self.name)?),
            false => Growing::open(&store.folder, &self.name)?,
        };
        Ok(file.map(|file| Open { file, slots: 0, tally: Tally::default(), from: 0 }))
    }
}

/// A journal that nobody else reads or writes meanwhile.
pub struct Locked<'a> {
    store: &'a Store,
    journal: &'a mut Journal,
    taken_by: Process,
}

impl Locked<'_> {
    /// The records from this number on. Reads what was added since the last time, by whomever.
    pub fn tally(&mut self, from: u64) -> Result<Tally, Error> {
        let (store, file) = (self.store, &self.journal.sealed_with);
        let Some(open) = &mut self.journal.open else {
            return Ok(Tally::from(from));
        };
        open.begin(from);
        open.read_on(store, file)?;
        Ok(open.tally.clone())
    }

    /// Adds a record behind the others. It lasts through a power cut once this has returned; after an error it is not
    /// there. To be called after [`Locked::tally`].
    pub fn append(&mut self, counter: CounterId, amount: i64) -> Result<(), Error> {
        let (store, file) = (self.store, &self.journal.sealed_with);
        let Some(open) = &mut self.journal.open else {
            return Err(super::unusable("the journal of consumption is gone"));
        };
        let record = Record { number: open.tally.number(), counter, amount };
        let sealed = record.seal(&store.seal, file)?;
        let at = open.slots.saturating_mul(SLOT_BYTES);
        open.file.write_at(&store.folder, at, &sealed)?;
        open.slots = open.slots.saturating_add(1);
        open.tally.add(&record);
        Ok(())
    }

    /// How many records the file has.
    pub fn records(&self) -> u64 {
        self.journal.open.as_ref().map_or(0, |open| open.slots)
    }

    /// Removes it, with all that is in it: the next record begins another one. Nothing is put in its place, as not every
    /// file system replaces a file that is open, and this process and others keep it open.
    pub fn remove(self) -> Result<(), Error> {
        self.store.folder.remove_for_good(&self.journal.name)?;
        // Elsewhere than on Unix its content may be there until all who have it open have closed it.
        if let Some(open) = self.journal.open.take() {
            open.file.unlock();
        }
        Ok(())
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        // In a forked child the lock is the parent's.
        if let Some(open) = &self.journal.open
            && self.taken_by.is_this()
        {
            open.file.unlock();
        }
    }
}

impl Open {
    /// Goes on from a number. All records are taken: a later number is behind all that were read, or what
    /// was read is read again.
    fn begin(&mut self, from: u64) {
        if from == self.from {
            return;
        }
        if from < self.tally.number() {
            self.slots = 0;
        }
        self.tally = Tally::from(from);
        self.from = from;
    }

    fn read_on(&mut self, store: &Store, file: &[u8]) -> Result<(), Error> {
        let known = self.slots.saturating_mul(SLOT_BYTES);
        let new = self.file.length(&store.folder)?.saturating_sub(known) / SLOT_BYTES;
        if new == 0 {
            return Ok(());
        }
        let length = new.saturating_mul(SLOT_BYTES);
        let bytes = self.file.read_from(&store.folder, known, length)?;
        let slots = read(&store.seal, file, bytes, &mut self.tally);
        self.slots = self.slots.saturating_add(slots);
        Ok(())
    }
}

/// Adds up the records of a part of a file, and says how many that were.
fn read(seal: &Seal, file: &[u8], mut bytes: Vec<u8>, tally: &mut Tally) -> u64 {
    let (slots, _half) = without_blank_end(&mut bytes).as_chunks_mut::<SLOT>();
    for slot in slots.iter_mut() {
        match Record::open(seal, file, slot) {
            Some(record) => tally.add(&record),
            None => tally.add_unreadable(),
        }
    }
    u64::try_from(slots.len()).unwrap_or_default()
}

/// What a file adds up to that may hold anything.
#[cfg(feature = "fuzzing")]
pub fn read_journal(seal: &Seal, file: Vec<u8>, from: u64) -> Tally {
    let mut tally = Tally::from(from);
    read(seal, &record_file(ENDING), file, &mut tally);
    tally
}

/// A file with these amounts of a license.
#[cfg(feature = "fuzzing")]
pub fn write_journal(seal: &Seal, amounts: &[i64]) -> Result<Vec<u8>, Error> {
    let numbered = (0..).zip(amounts);
    let record = |(number, amount): (u64, &i64)| {
        let record = Record { number, counter: CounterId::default(), amount: *amount };
        record.seal(seal, &record_file(ENDING))
    };
    numbered.map(record).collect::<Result<Vec<_>, _>>().map(|records| records.concat())
}

/// After a power cut the end of a file may be there without its content: nobody has been told that this was counted.
fn without_blank_end(bytes: &mut [u8]) -> &mut [u8] {
    let written =
        bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last.saturating_add(1));
    let whole = written.div_ceil(SLOT).saturating_mul(SLOT);
    let end = whole.min(bytes.len());
    bytes.get_mut(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests;
