//! Storing good answers, and dropping what is no longer true.

use super::core::{Asked, Core};
use super::stored::{last_slot, name_slot, person_asked_about, slot};
use crate::api::{Question, Signed, Subject};
use crate::cache::{Entry, Mark, Slot, Store, Verifier, unusable};
use crate::error::Error;
use crate::model::blank_members;

/// Cut out of what is stored.
const INITIAL_PASSWORD: &str = "initial_password";

impl Core {
    /// Stores a good answer; tells whether it differs from the one before. That it cannot be stored
    /// is logged, and is nobody's failure.
    pub fn keep<Q: Asked>(
        &self,
        question: &Q,
        signed: &Signed,
        data: &Q::Answer,
        now: i64,
    ) -> bool {
        let Ok(Some((store, _))) =
            self.store().inspect_err(|error| self.settings.log.warning(error))
        else {
            return true;
        };
        let changed = is_new::<Q>(store, question, signed, data);
        if let Err(error) = self.try_keep(store, question, signed, data, now) {
            self.settings
                .log
                .warning(format_args!("{}: the answer is not stored: {error}", Q::KIND));
        }
        changed
    }

    fn try_keep<Q: Asked>(
        &self,
        store: &Store,
        question: &Q,
        signed: &Signed,
        data: &Q::Answer,
        now: i64,
    ) -> Result<(), Error> {
        // An answer of the network is the truth about the time as well.
        store.set_mark(Mark { newest: now, offset: self.offset() }, true)?;
        let Some(person) = person_of(question, data) else {
            // An answer without a license does not tell whom it is about.
            self.drop_stored(question);
            return Ok(());
        };
        let Some((signature, body)) = storable::<Q>(signed) else {
            return Err(unusable("the answer holds a password, and must be kept as it was signed"));
        };
        let verifier = question.proof().map(Verifier::of).transpose()?;
        let entry = Entry { who: person.to_owned(), fetched_at: now, signature, verifier, body };
        store.put(slot(question, person), &entry)?;
        if Q::DECIDES {
            remember(store, last_slot(question), person, now)?;
            name_slot(question).map_or(Ok(()), |slot| remember(store, slot, person, now))?;
        }
        Ok(())
    }

    /// Removes what this very sign-in had earned; a typing error costs nothing.
    pub fn drop_stored<Q: Asked>(&self, question: &Q) {
        if let Ok(Some((store, _))) = self.store()
            && let Err(error) = self.drop_from(store, question)
        {
            self.settings.log.warning(format_args!("{}: {error}", Q::KIND));
        }
    }

    fn drop_from<Q: Asked>(&self, store: &Store, question: &Q) -> Result<(), Error> {
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

fn person_of<'a, Q: Question>(question: &'a Q, data: &'a Q::Answer) -> Option<&'a str> {
    match question.subject() {
        Subject::Person(person) => Some(person),
        Subject::SomebodyOf(_) | Subject::WhoeverWasLast => Q::person_in(data),
    }
}

/// Only licenses are compared: nobody is told of other changes.
fn is_new<Q: Question>(store: &Store, question: &Q, signed: &Signed, data: &Q::Answer) -> bool {
    let before = person_of(question, data).filter(|_| Q::DECIDES);
    let before = before.and_then(|person| store.get(slot(question, person)).ok().flatten());
    before.is_none_or(|entry| entry.body != signed.text().as_bytes())
}

/// Keeps a name, unless it is kept already.
fn remember(store: &Store, slot: Slot, person: &str, now: i64) -> Result<(), Error> {
    if store.get(slot)?.is_some_and(|entry| entry.who == person) {
        return Ok(());
    }
    let who = person.to_owned();
    store.put(
        slot,
        &Entry { who, fetched_at: now, signature: None, verifier: None, body: Vec::new() },
    )
}

/// The signature and the body as they may be stored. No initial password reaches the disk: it is
/// cut out, and where that would cost an answer on which a right to use rests its signature, there
/// is nothing to store.
fn storable<Q: Question>(signed: &Signed) -> Option<(Option<Vec<u8>>, Vec<u8>)> {
    match blank_members(signed.text(), INITIAL_PASSWORD) {
        None => Some((Some(signed.signature().to_vec()), signed.text().into())),
        Some(blanked) => (!Q::DECIDES).then(|| (None, blanked.into_bytes())),
    }
}
