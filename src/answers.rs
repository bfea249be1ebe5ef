//! The last good answers of the server: in the store on disk and, verified and parsed, in memory.
//!
//! An answer out of the store is trusted no more than one off the wire: its signature is verified again, and
//! it is given only to the sign-in that earned it. Looking for an answer, judging it and recording the time
//! are three steps, and only the last one writes.
//!
//! | file | holds |
//! |---|---|
//! | `key` | which entry of the store is the answer to a call |
//! | `load` | what a stored answer must pass before it counts |
//! | `save` | how a good answer is stored |
//! | `turn` | how processes that ask the same take turns |
//! | `verified` | what this process has verified already |

mod key;
mod load;
mod save;
mod turn;
mod verified;

use std::sync::Arc;
use std::time::Duration;

use self::load::Judge;
pub use self::load::{Found, Loaded};
use self::save::NewAnswer;
pub use self::turn::Turn;
use self::verified::{KnownSignIns, VerifiedAnswers};
use crate::api::{ProductIds, ResponseKey, Signed, Stored};
use crate::error::Error;
use crate::log::Log;
use crate::model::AnyModel;
use crate::person::same_person;
use crate::random;
use crate::rules::{offline_grace, refresh};
use crate::run::Wait;
use crate::secret::Secret;
use crate::store::{
    self, CacheSettings, Entry, LazyStore, MAX_IN_MEMORY, Mark, PutAside, Store, Survey, Verifier,
};

/// The stored answers of an agent. Thread-safe: files are replaced as a whole, and no lock is held while one is
/// read or written.
pub struct Answers {
    /// The passwords lie in the same store.
    store: Arc<LazyStore>,
    limits: Limits,
    /// What answers out of the store are verified with, as those off the wire.
    response_key: ResponseKey,
    product_ids: ProductIds,
    verified: VerifiedAnswers,
    sign_ins: KnownSignIns,
    log: Log,
}

/// How old an answer may be, in seconds. The rules that go by these are in `rules`.
#[derive(Clone, Copy, Default)]
pub struct Limits {
    /// To be used at all.
    pub offline_grace: i64,
    /// To be used without a refresh.
    pub refresh_after: i64,
}

/// See [`Answers::write_ahead`].
pub type WriteAhead = Box<dyn FnOnce() -> Option<PutAside> + Send>;

impl Limits {
    pub fn of(settings: &CacheSettings) -> Self {
        let CacheSettings { offline_grace, refresh_after, .. } = settings;
        Self { offline_grace: *offline_grace, refresh_after: *refresh_after }
    }
}

impl Answers {
    /// Opens no file.
    pub fn new(
        store: Arc<LazyStore>,
        limits: Limits,
        response_key: ResponseKey,
        product_ids: ProductIds,
        log: Log,
    ) -> Self {
        let (verified, sign_ins) = Default::default();
        Self { store, limits, response_key, product_ids, verified, sign_ins, log }
    }

    /// Reads what is stored for a call, and the newest time that the store has recorded. Judges nothing: the time
    /// to judge by depends on the mark, which says by how much the server's clock is ahead.
    pub fn find(&self, call: &dyn Stored) -> Result<Found, Error> {
        let store = self.store.get()?.ok_or_else(load::switched_off)?;
        load::find(store, &call.key())
    }

    /// The answer that was found, if this sign-in may have it and it is not too old at `now`, in Unix seconds.
    /// Writes nothing to disk. An entry that was verified before is not verified again: the check of an RSA
    /// signature is the most expensive part of a call from the store.
    pub fn judge(&self, call: &dyn Stored, found: Found, now: i64) -> Result<Loaded, Error> {
        let judge = Judge { sign_ins: &self.sign_ins, response_key: &self.response_key };
        judge.must_have_earned(&found.entry, call)?;
        let newest = found.mark.map(|mark| mark.newest);
        let fetched_at = found.entry.fetched_at;
        let grace = if call.lasts() { i64::MAX } else { self.limits.offline_grace };
        offline_grace::usable(fetched_at, newest, now, grace)?;
        if let Some(data) = self.verified.get(&found.entry) {
            return Ok(Loaded { data, fetched_at });
        }
        let trusted = judge.trusted(&found.entry, call.grants_use())?;
        let data = call.read_trusted(trusted, &self.product_ids)?;
        self.verified.add(found.entry, &data);
        Ok(Loaded { data, fetched_at })
    }

    /// Records that it is `now`, so that a clock cannot be turned back again and again; `offset` is what is
    /// known of the server's clock. Both in seconds. To be called after an answer was used. Where it cannot be
    /// written, the answer counts all the same: it was judged by the time that is there.
    pub fn note_time(&self, mark: Option<Mark>, now: i64, offset: i64) {
        if offline_grace::moves_mark(mark.map(|mark| mark.newest), now)
            && let Ok(Some(store)) = self.store.get()
            && let Err(error) = store.set_mark(Mark { newest: now, offset }, false)
        {
            self.log.warning(error);
        }
    }

    /// What the store is like; `None`: it is switched off. Blocks while every file of it is read.
    pub fn survey(&self) -> Result<Option<Survey>, Error> {
        Ok(self.store.get()?.map(Store::survey))
    }

    /// How old an answer may be.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// What the store has recorded of the time; `None` also where there is no store.
    pub fn mark(&self) -> Option<Mark> {
        self.store.get().ok().flatten()?.mark()
    }

    /// Whether an answer may be stored, so that a caller need not wait for the server to the end. Opens no file of an
    /// answer, as it comes before each request; that the file is readable is not certain.
    pub fn may_have(&self, call: &dyn Stored) -> bool {
        self.store.get().ok().flatten().is_some_and(|store| load::may_have(store, &call.key()))
    }

    /// The name of the person whom a call is about, where the call or the store knows it.
    pub fn person_of(&self, call: &dyn Stored) -> Option<String> {
        let store = self.store.get().ok().flatten()?;
        Some(key::person(&call.key(), store).ok()??.into_owned())
    }

    /// Whether an answer is old enough for a refresh in the background at `now`, in Unix seconds.
    pub fn is_due(&self, fetched_at: i64, now: i64) -> bool {
        refresh::is_due(fetched_at, now, self.limits.refresh_after, random::per_mille)
    }

    /// What writes a large answer, obtained at `now` in Unix seconds, while it is being read: to be run on another
    /// thread, where it blocks for a file to be written and synced. What it gives is for [`Answers::save`]; dropped, it
    /// leaves nothing behind. `None`: that is not worth a thread, or only the answer tells its place.
    pub fn write_ahead(&self, call: &dyn Stored, signed: &Signed, now: i64) -> Option<WriteAhead> {
        let is_large = signed.text().len() > MAX_IN_MEMORY && !call.grants_use();
        key::named_person(&call.key()).filter(|_| is_large)?;
        self.store()?;
        let (store, call, signed) = (self.store.clone(), call.share(), signed.clone());
        Some(Box::new(move || {
            let (store, key) = (store.get().ok()??, call.key());
            let person = key::named_person(&key)?;
            NewAnswer { key, call: &*call, signed: &signed, now }.write_aside(store, person).ok()
        }))
    }

    /// Stores a good answer, obtained at the newest time of `mark`. Returns whether it differs from the one before.
    /// If it cannot be stored, the log says so; the caller has its answer all the same. Blocks for two or three
    /// files to be written, of which each is synced to the disk. `written` is what [`Answers::write_ahead`] gave.
    pub fn save(
        &self,
        call: &dyn Stored,
        signed: &Signed,
        data: &AnyModel,
        mark: Mark,
        written: Option<PutAside>,
    ) -> bool {
        let Some(store) = self.store() else {
            return true;
        };
        let key = call.key();
        let person = key::named_person(&key).or_else(|| call.person_in(data));
        let answer = NewAnswer { key, call, signed, now: mark.newest };
        // Compared before it is replaced.
        let changed = person.is_none_or(|person| answer.is_new(store, person));
        // The time is recorded first: without it no answer of the store can be used. Where that fails,
        // answers count by the time that was there before.
        if let Err(error) = store.set_mark(mark, true) {
            let kind = call.name();
            self.log.warning(format_args!("{kind}: the time of the answer is not stored: {error}"));
        }
        let saved = match person {
            Some(person) => answer.save(store, person, &self.sign_ins, written),
            // An answer without a license does not say whom it is about.
            None => self.try_remove(store, call),
        };
        if let Err(error) = saved {
            self.log.warning(format_args!("{}: the answer is not stored: {error}", call.name()));
        }
        changed
    }

    /// Removes the answer that this very sign-in had earned. After another one, mistyped perhaps, it stays: a refusal
    /// of a wrong password says nothing about the answer to the right one.
    pub fn remove(&self, call: &dyn Stored) {
        if let Ok(Some(store)) = self.store.get()
            && let Err(error) = self.try_remove(store, call)
        {
            self.log.warning(format_args!("{}: {error}", call.name()));
        }
    }

    /// Nothing to remove is no failure.
    fn try_remove(&self, store: &Store, call: &dyn Stored) -> Result<(), Error> {
        let key = call.key();
        let Some(person) = key::person(&key, store)? else {
            return Ok(());
        };
        // Read again, since another process may have stored another sign-in's answer meanwhile.
        match store.get(key::slot(&key, &person))? {
            Some(entry) if self.sign_ins.earned(&entry, call) => {
                store.remove(key::slot(&key, &person))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// A person has another password: what the old one had earned is the new one's. Blocks for a file to be read and
    /// written for each such answer; what cannot be written is logged, and has to be earned again.
    pub fn change_password(&self, who: &str, old: &Secret, new: &Secret) {
        let Some(store) = self.store() else {
            return;
        };
        let (before, after) = (Verifier::of(who, old), Verifier::of(who, new));
        self.sign_ins.add(who, after, new);
        let change = |entry: Entry| {
            let is_earned = same_person(&entry.who, who) && entry.verifier == Some(before);
            is_earned.then_some(Entry { verifier: Some(after), ..entry })
        };
        if let Err(error) = store::change(store, change) {
            self.log
                .warning(format_args!("answers to the former password are still stored: {error}"));
        }
    }

    /// Waits until no other process asks the same, for a part of `timeout` at most. Without a store that can be
    /// used there are no turns: there is nothing to find in it afterwards. Fails only if the wait is cancelled.
    pub fn turn(&self, call: &dyn Stored, wait: &Wait, timeout: Duration) -> Result<Turn, Error> {
        match self.store.get() {
            Ok(Some(store)) => Turn::take(store, &call.key(), wait, timeout),
            Ok(None) | Err(_) => Ok(Turn::default()),
        }
    }

    /// Removes what is stored of one person, or of everybody, except these files; from memory in any case, for
    /// everybody, since verified answers are found by their entries and not by names.
    pub fn forget(&self, who: Option<&str>, but: &[String]) -> Result<(), Error> {
        self.verified.clear();
        match self.store.get()? {
            Some(store) => store.forget(who, but),
            None => Ok(()),
        }
    }

    /// A store that cannot be used is logged, and counts as none.
    fn store(&self) -> Option<&Store> {
        self.store.get().inspect_err(|error| self.log.warning(error)).ok().flatten()
    }
}
