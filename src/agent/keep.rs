//! Storing good answers, and dropping what is no longer true.

use super::core::Core;
use super::stored::{last_slot, name_slot, person_asked_about, slot};
use crate::api::{Signed, Stored};
use crate::error::Error;
use crate::model::blank_members;
use crate::store::{Edition, Entry, Mark, Slot, Store, Verifier, unusable};

/// Cut out of what is stored.
const INITIAL_PASSWORD: &str = "initial_password";

impl Core {
    /// Stores a good answer about a person; tells whether it differs from the one before. That it
    /// cannot be stored is logged, and is nobody's failure.
    pub fn keep(
        &self,
        question: &impl Stored,
        signed: Option<&Signed>,
        person: Option<&str>,
        now: i64,
    ) -> bool {
        let log = &self.settings.log;
        let Ok(Some((store, _))) = self.store().inspect_err(|error| log.warning(error)) else {
            return true;
        };
        let changed = person.is_none_or(|person| is_new(store, question, signed, person));
        if let Err(error) = self.try_keep(store, question, signed, person, now) {
            log.warning(format_args!("{}: the answer is not stored: {error}", question.key().kind));
        }
        changed
    }

    fn try_keep(
        &self,
        store: &Store,
        question: &impl Stored,
        signed: Option<&Signed>,
        person: Option<&str>,
        now: i64,
    ) -> Result<(), Error> {
        // An answer of the network is the truth about the time as well. The mark is written first:
        // without one no answer of the store can be used. Where it cannot be stored, an answer counts by
        // the mark that was there before.
        if let Err(error) = store.set_mark(Mark { newest: now, offset: self.offset() }, true) {
            self.settings.log.warning(format_args!(
                "{}: the time of the answer is not stored: {error}",
                question.key().kind
            ));
        }
        let Some(person) = person else {
            // An answer without a license does not tell whom it is about.
            self.drop_stored(question);
            return Ok(());
        };
        let signed = signed.ok_or_else(|| unusable("the answer is not signed"))?;
        let Some((signature, body)) = storable(question, signed) else {
            return Err(unusable("the answer holds a password, and must be kept as it was signed"));
        };
        let verifier = question.secret().map(|secret| {
            let verifier = Verifier::of(person, secret);
            self.proofs.learn(person, verifier, secret);
            verifier
        });
        let (who, edition) = (person.to_owned(), Edition::default());
        let entry = Entry { who, fetched_at: now, signature, verifier, body, edition };
        store.put(slot(question, person), entry)?;
        if question.grants_use() {
            remember(store, last_slot(question), person, now)?;
            name_slot(question).map_or(Ok(()), |slot| remember(store, slot, person, now))?;
        }
        Ok(())
    }

    /// Removes what this very sign-in had earned; a typing error costs nothing.
    pub fn drop_stored(&self, question: &impl Stored) {
        if let Ok(Some((store, _))) = self.store()
            && let Err(error) = self.drop_from(store, question)
        {
            self.settings.log.warning(format_args!("{}: {error}", question.key().kind));
        }
    }

    fn drop_from(&self, store: &Store, question: &impl Stored) -> Result<(), Error> {
        let Some(person) = person_asked_about(store, question)? else {
            return Ok(());
        };
        let slot = slot(question, &person);
        match store.get(slot)? {
            Some(entry) if self.earned_by(&entry, question) => store.remove(slot),
            _ => Ok(()),
        }
    }
}

/// Only licenses are compared: nobody is told of other changes.
fn is_new(store: &Store, question: &impl Stored, signed: Option<&Signed>, person: &str) -> bool {
    if !question.grants_use() {
        return true;
    }
    let before = store.get(slot(question, person)).ok().flatten();
    let new = signed.map(|signed| signed.text().as_bytes());
    before.is_none_or(|entry| Some(&*entry.body) != new)
}

/// Keeps a name, unless it is kept already.
fn remember(store: &Store, slot: Slot, person: &str, now: i64) -> Result<(), Error> {
    if store.get(slot)?.is_some_and(|entry| entry.who == person) {
        return Ok(());
    }
    let (who, body, edition) = (person.to_owned(), Vec::new(), Edition::default());
    store.put(slot, Entry { who, fetched_at: now, signature: None, verifier: None, body, edition })
}

/// The signature and the body as they may be stored. No initial password reaches the disk: it is
/// cut out, and where that would cost an answer on which a right to use rests its signature, there
/// is nothing to store.
fn storable(question: &impl Stored, signed: &Signed) -> Option<(Option<Vec<u8>>, Vec<u8>)> {
    match blank_members(signed.text(), INITIAL_PASSWORD) {
        None => Some((Some(signed.signature().to_vec()), signed.text().into())),
        Some(blanked) => (!question.grants_use()).then(|| (None, blanked.into_bytes())),
    }
}
