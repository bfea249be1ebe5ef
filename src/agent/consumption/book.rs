//! The books of what this device has consumed: for each license a journal, to which every process adds, and a state,
//! which one of them writes when it sends.
//!
//! What is added up of the journal into the state is known by the records' numbers, in the same entry of the store.
//! So each step is whole whenever a process is killed: before the state is written its records count from the
//! journal, and after it from the state. Both are read and written under the lock of the journal.

use std::time::Duration;

use sha2::{Digest, Sha256};

pub use super::state::{Feature, State};
use crate::agent::caller::lock_within;
use crate::api::Identification;
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::log::Log;
use crate::model::{Int, Licenses};
use crate::results::Answer;
use crate::rules::consumption::{Account, Delivery, Heard, Terms};
use crate::run::{JobId, Wait};
use crate::store::{
    CounterId, Entry, Journal, LastRead, Lock, LockedJournal, Slot, Store, of_device,
};
use crate::sync::{Arc, Mutex};

const KIND: &str = "consumption";
const HELD: &str = "another thread or process is sending the consumption of this license, and the time was up before it had ended";
/// How long one waits for others at most: for the disk, and for a process that is stopped.
const OTHERS_LIMIT: Duration = Duration::from_secs(10);
/// A journal of so many records begins anew once they are added up: to read these takes less than a millisecond.
const MANY: u64 = 1024;

/// Those of an agent, and how they are sent.
pub struct Books {
    books: Mutex<Vec<Arc<Book>>>,
    /// How long after the first unsent amount it is sent in the background; `None`: never.
    pub sync_after: Option<Duration>,
    pub delivery: Delivery,
    log: Log,
}

impl Books {
    pub fn new(sync_after: Option<Duration>, delivery: Delivery, log: Log) -> Self {
        Self { books: Mutex::default(), sync_after, delivery, log }
    }

    /// That of a license. Opens nothing.
    pub fn of(&self, device: &Identification) -> Arc<Book> {
        let who = of_device(format_args!("{KIND} {}", device.license_id.unwrap_or_default()));
        let mut books = self.books.lock();
        let is_this = |book: &&Arc<Book>| book.product == device.product && book.who == who;
        if let Some(book) = books.iter().find(is_this) {
            return book.clone();
        }
        let book = Arc::new(Book {
            product: device.product.clone(),
            who,
            journal: Mutex::default(),
            states: LastRead::default(),
            schedule: Mutex::default(),
            heard: Mutex::default(),
            log: self.log.clone(),
        });
        books.push(book.clone());
        book
    }
}

/// Of one license. Thread-safe.
pub struct Book {
    product: String,
    who: String,
    journal: Mutex<Option<Journal>>,
    /// What was read and has not changed since.
    states: LastRead<Arc<State>>,
    pub schedule: Mutex<Schedule>,
    /// What was read last of the license: to read it costs more than all else but the disk.
    heard: Mutex<Option<KnownHeard>>,
    log: Log,
}

/// Of one version of the license, and of one counter of it.
struct KnownHeard {
    license: Arc<Licenses>,
    at: i64,
    feature: Feature,
    heard: Heard,
}

/// When this process sends next.
#[derive(Default)]
pub struct Schedule {
    pub job: Option<JobId>,
    /// Whether it is set.
    pub is_set: bool,
    /// So many sends failed since the last one that did not.
    pub failures: u32,
}

/// What a book whose state is lost begins anew with.
pub struct Fresh<'a> {
    /// The features that there may be: a record names its feature by a hash.
    pub codes: &'a dyn Fn() -> Vec<String>,
    /// Unix seconds: what is heard later counts.
    pub now: i64,
}

/// What is known of a license's counters now.
pub struct View {
    pub state: State,
    /// So many records cannot be read.
    pub unreadable: u64,
    /// The state is lost: which amounts were sent already nobody knows.
    pub is_lost: bool,
}

impl View {
    /// What is to be said of damage; `None`: there is none.
    pub fn damage(&self) -> Option<Error> {
        let unreadable = self.unreadable;
        let error = |what: String| Some(Error::harmless(Status::Cache, what));
        match (self.is_lost, unreadable) {
            (false, 0) => None,
            (false, _) => error(format!(
                "{unreadable} amounts in the journal of consumption cannot be read, and are not sent"
            )),
            (true, _) => error(format!(
                "what was sent of the consumption on this device is not known any more: what is there is uncertain, and {unreadable} amounts cannot be read"
            )),
        }
    }
}

impl Book {
    fn slot(&self) -> Slot<'_> {
        Slot { kind: KIND, product: &self.product, who: &self.who }
    }

    /// Whether anything was ever counted here, since the license was activated.
    pub fn exists(&self, store: &Store) -> bool {
        store.has(self.slot()) || Journal::of(store, self.slot()).exists(store)
    }

    /// What a license says of a counter, read at most once of each version of it.
    pub fn heard(
        &self,
        answer: &Answer<Licenses>,
        feature: Option<&str>,
        read: impl FnOnce() -> Result<Heard, Error>,
    ) -> Result<Heard, Error> {
        let mut known = self.heard.lock();
        let is_this = |known: &&KnownHeard| {
            Arc::ptr_eq(&known.license, &answer.data)
                && known.at == answer.fetched_at
                && known.feature.as_deref() == feature
        };
        if let Some(known) = known.as_ref().filter(is_this) {
            return Ok(known.heard);
        }
        let (heard, license) = (read()?, answer.data.clone());
        let (at, feature) = (answer.fetched_at, feature.map(str::to_owned));
        *known = Some(KnownHeard { license, at, feature, heard });
        Ok(heard)
    }

    /// The right to send what is in it, among all threads and processes of this device. Where the file system has no
    /// locks there is none, and no failure. Blocks for as long as the wait lasts.
    pub fn turn(&self, store: &Store, wait: &Wait) -> Result<Option<Lock>, Error> {
        lock_within(wait, HELD, || store.lock_to_send(self.slot()))
    }

    /// Works on it while no other thread and no other process does. Waits for others longer than a call may take by
    /// its timeout, which is meant for networks: each of them writes to the disk once. `make`: also if there is none yet.
    pub fn open<T>(
        &self,
        store: &Store,
        make: bool,
        work: impl FnOnce(Page) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut journal = self.journal.lock();
        let journal = journal.get_or_insert_with(|| Journal::of(store, self.slot()));
        let locked = journal.lock(store, make, Deadline::after(OTHERS_LIMIT))?;
        work(Page { store, book: self, locked })
    }

    /// Changes the state, with all that the journal holds in it: it is on the disk when this returns.
    pub fn change<T>(
        &self,
        store: &Store,
        fresh: &Fresh,
        change: impl FnOnce(&mut State) -> T,
    ) -> Result<T, Error> {
        self.open(store, true, |mut page| {
            let mut view = page.view(fresh)?;
            let result = change(&mut view.state);
            page.write(&view)?;
            Ok(result)
        })
    }

    /// What is known now. Damage is put right and reported, in the log and here: once.
    pub fn look(&self, store: &Store, fresh: &Fresh) -> Result<(State, Option<Error>), Error> {
        self.open(store, true, |mut page| {
            let view = page.view(fresh)?;
            let damage = view.damage();
            if damage.is_some() {
                page.write(&view)?;
            }
            Ok((view.state, damage))
        })
    }

    /// Forgets all of it, with what is unsent.
    pub fn remove(&self, store: &Store) -> Result<(), Error> {
        self.states.clear();
        // The journal first: without a state nobody would know what of it was sent.
        self.open(store, false, |page| page.locked.remove())?;
        store.remove(self.slot())
    }
}

/// A book that nobody else has open meanwhile.
pub struct Page<'a> {
    store: &'a Store,
    book: &'a Book,
    locked: LockedJournal<'a>,
}

/// What the store has of a state.
enum Stored {
    Nothing,
    Unreadable,
    Read(Arc<State>),
}

impl Page<'_> {
    pub fn view(&mut self, fresh: &Fresh) -> Result<View, Error> {
        match self.stored()? {
            Stored::Read(state) => self.go_on(&state),
            Stored::Nothing => {
                let tally = self.locked.tally(0)?;
                let is_new = tally.is_empty();
                if is_new { Ok(new()) } else { self.begin_anew(fresh) }
            }
            Stored::Unreadable => self.begin_anew(fresh),
        }
    }

    fn stored(&self) -> Result<Stored, Error> {
        let slot = self.book.slot();
        let make = |entry: Entry| State::decode(&entry.body).map(Arc::new);
        match self.store.get_made(slot, &self.book.states, make)? {
            Some(state) => Ok(Stored::Read(state)),
            None if self.store.has(slot) => Ok(Stored::Unreadable),
            None => Ok(Stored::Nothing),
        }
    }

    /// The state, and what has been added to the journal since it was written.
    fn go_on(&mut self, state: &State) -> Result<View, Error> {
        let tally = self.locked.tally(state.from)?;
        let mut view =
            View { state: state.clone(), unreadable: tally.unreadable(), is_lost: false };
        view.state.from = tally.number();
        for (counter, amount) in tally.amounts() {
            let mut accounts = view.state.accounts.iter_mut();
            let account = accounts.find(|(feature, _)| counter_id(feature.as_deref()) == *counter);
            let sum = account.and_then(|(_, account)| {
                account.unsent = account.unsent.checked_add(*amount)?;
                Some(())
            });
            view.unreadable = view.unreadable.saturating_add(u64::from(sum.is_none()));
        }
        Ok(view)
    }

    /// Without a state nobody knows what was sent of what is in the journal; nor which totals were heard, so that
    /// older ones do not count either.
    fn begin_anew(&mut self, fresh: &Fresh) -> Result<View, Error> {
        let tally = self.locked.tally(0)?;
        let mut state = State { from: tally.number(), accounts: Vec::new() };
        let features = (fresh.codes)().into_iter().map(Some).chain([None]);
        for feature in features {
            let uncertain = tally.of(&counter_id(feature.as_deref()));
            let heard = Some(Heard { at: fresh.now, ..NOTHING_HEARD });
            *state.entry(feature.as_deref()) = Account { uncertain, heard, ..Account::default() };
        }
        let is_known = |counter: &CounterId| {
            let mut features = state.accounts.iter();
            features.any(|(feature, _)| counter_id(feature.as_deref()) == *counter)
        };
        let unknown = tally.amounts().iter().filter(|(counter, _)| !is_known(counter)).count();
        let unknown = u64::try_from(unknown).unwrap_or(u64::MAX);
        let unreadable = tally.unreadable().saturating_add(unknown);
        Ok(View { state, unreadable, is_lost: true })
    }

    /// Counts an amount of a counter that has an account. It lasts once this has returned.
    pub fn append(&mut self, feature: Option<&str>, amount: i64) -> Result<(), Error> {
        self.locked.append(counter_id(feature), amount)
    }

    /// Writes what was viewed, and perhaps changed. It lasts once this has returned.
    pub fn write(self, view: &View) -> Result<(), Error> {
        let Book { who, states, log, .. } = self.book;
        states.clear();
        self.store.put(self.book.slot(), Entry::of_device(who, 0, view.state.encode()))?;
        let damage = view.damage();
        if let Some(damage) = &damage {
            log.warning(format_args!("{KIND} {}: {damage}", self.book.product));
        }
        if damage.is_some() || self.locked.records() >= MANY {
            // Where that fails, the numbers say what was added up.
            if let Err(error) = self.locked.remove() {
                log.debug(format_args!("{KIND}: {error}"));
            }
        }
        Ok(())
    }
}

/// Says nothing, until the next total.
const NOTHING_HEARD: Heard = Heard {
    total: Int::Unreadable,
    terms: Terms { limit: Some(0), may_give_back: false, may_fall: true, may_reset: true },
    at: 0,
};

fn new() -> View {
    View { state: State::default(), unreadable: 0, is_lost: false }
}

/// A part of a hash: codes may have any length.
fn counter_id(feature: Option<&str>) -> CounterId {
    let Some(code) = feature else {
        return CounterId::default();
    };
    let mut id = CounterId::default();
    id.iter_mut().zip(Sha256::digest(code.as_bytes())).for_each(|(to, byte)| *to = byte);
    id
}
