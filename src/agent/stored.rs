//! Answers from the store.

use std::borrow::Cow;
use std::sync::Arc;

use super::core::{Asked, Core};
use crate::api::{Question, Signed, Subject, Trusted};
use crate::error::{Error, Status};
use crate::model::Licenses;
use crate::results::{Answer, Source};
use crate::rules::{offline_grace, refresh};
use crate::store::{Entry, Mark, Slot, Store};

/// The kinds of entries that only tell a name: whoever signed in last through an account, and
/// whoever signed in last.
const LAST_OF_ACCOUNT: &str = "last_of_account";
const LAST: &str = "last";

impl Core {
    /// The stored answer, if this sign-in may have it and it is not too old.
    pub fn stored<Q: Asked>(&self, question: &Q) -> Result<Answer<Q::Answer>, Error> {
        let entry = self.usable_entry(question)?;
        let fetched_at = entry.fetched_at;
        let memo = &Q::desk(self).memo;
        let data = match memo.data(&entry) {
            Some(data) => data,
            None => {
                let data = Arc::new(self.read(question, self.trusted(question, &entry)?)?);
                memo.learn(entry, &data);
                data
            }
        };
        Ok(Answer { data, source: Source::Cache, fetched_at, fallback: None, time: self.time() })
    }

    fn usable_entry(&self, question: &dyn Question) -> Result<Entry, Error> {
        let Some((store, settings)) = self.store()? else {
            return Err(Error::new(
                Status::NotCached,
                "nothing is stored: the store is switched off",
            ));
        };
        let person = person_asked_about(store, question)?.ok_or_else(nothing_stored)?;
        let (entry, mark) = store.get_with_mark(slot(question, &person))?;
        let entry = entry.ok_or_else(nothing_stored)?;
        if !self.earned_by(&entry, question) {
            return Err(Error::new(
                Status::NotCached,
                "what is stored was earned with another sign-in, so it is not given out for this one",
            ));
        }
        self.must_be_usable(store, mark, entry.fetched_at, settings.offline_grace)?;
        Ok(entry)
    }

    /// Whether it is worth while to ask with an eye on the clock. Opens no file of an answer.
    pub fn may_be_stored(&self, question: &dyn Question) -> bool {
        let Ok(Some((store, _))) = self.store() else {
            return false;
        };
        let person = person_asked_about(store, question).ok().flatten();
        person.is_some_and(|person| store.has(slot(question, &person)))
    }

    /// Whether an answer is old enough to be refreshed behind the caller. Devices that started
    /// together do not all ask together: the age varies by a tenth.
    pub fn is_due(&self, fetched_at: i64) -> bool {
        let refresh_after = self.settings.cache.as_ref().map_or(0, |cache| cache.refresh_after);
        refresh::is_due(fetched_at, self.time().now(), refresh_after, crate::random::per_mille())
    }

    /// Also moves the newest time on, so that a clock cannot be turned back again and again. Time is what
    /// licenses are judged by: the later of this device's clock and the server's.
    fn must_be_usable(
        &self,
        store: &Store,
        mark: Option<Mark>,
        fetched_at: i64,
        grace: i64,
    ) -> Result<(), Error> {
        self.learn_offset(mark);
        let (now, newest) = (self.time().now(), mark.map(|mark| mark.newest));
        offline_grace::usable(fetched_at, newest, now, grace)?;
        if offline_grace::moves_mark(newest, now)
            && let Err(error) = store.set_mark(Mark { newest: now, offset: self.offset() }, false)
        {
            self.settings.log.warning(error);
        }
        Ok(())
    }

    /// Reads an answer, and makes sure that it is one to the question; off the wire and out of the store.
    pub fn read<Q: Asked>(&self, question: &Q, answer: Trusted) -> Result<Q::Answer, Error> {
        let data = question.read(answer, &self.settings.product_ids)?;
        question.note(self, &data);
        Ok(data)
    }

    /// Tells the vendor, once for each product, what its id is, if the response key signs for others too
    /// and nothing else tells their answers from this vendor's.
    pub fn note_product_id(&self, product: &str, licenses: &Licenses) {
        let settings = &self.settings;
        if !settings.response_key_is_shared || settings.product_ids.of(product).is_some() {
            return;
        }
        let details =
            licenses.0.iter().filter_map(|license| license.fields.product_details.as_ref());
        let Some(id) = details.filter_map(|details| details.product_id.get()).next() else {
            return;
        };
        let mut noted = self.noted.lock();
        if !noted.iter().any(|known| known == product) {
            noted.push(product.to_owned());
            settings.log.warning(format_args!(
                "{product}: its product_id is {id}, but none is set; set it, so that no other customer of the licensing service can answer for a product of the same short code"
            ));
        }
    }

    pub fn earned_by(&self, entry: &Entry, question: &dyn Question) -> bool {
        match (&entry.verifier, question.proof()) {
            (Some(verifier), Some(proof)) => self.proofs.matches(&entry.who, *verifier, proof),
            (None, None) => true,
            // Somebody who holds no secret asks as the one who signed in on this device.
            (Some(_), None) => question.must_hold_a_secret().is_err(),
            (None, Some(_)) => false,
        }
    }

    /// The same proof of origin as for what comes off the wire.
    fn trusted(&self, question: &dyn Question, entry: &Entry) -> Result<Trusted, Error> {
        let body = entry.body.clone();
        match &entry.signature {
            Some(signature) => {
                let key = &self.settings.response_key;
                let signed = Signed::verify(body, signature.clone(), key);
                signed.map(|signed| signed.trust()).map_err(|_| nothing_stored())
            }
            None if question.decides() => Err(nothing_stored()),
            None => String::from_utf8(body).map(Trusted::by_the_seal).map_err(|_| nothing_stored()),
        }
    }
}

pub fn slot<'a>(question: &'a dyn Question, who: &'a str) -> Slot<'a> {
    Slot { kind: question.kind(), product: question.product(), who }
}

/// Where the name is kept of whoever a question means without naming them.
pub fn name_slot(question: &dyn Question) -> Option<Slot<'_>> {
    let product = question.product();
    match question.subject() {
        Subject::Person(_) => None,
        Subject::SomebodyOf(account) => Some(Slot { kind: LAST_OF_ACCOUNT, product, who: account }),
        Subject::WhoeverWasLast => Some(last_slot(question)),
    }
}

pub fn last_slot(question: &dyn Question) -> Slot<'_> {
    Slot { kind: LAST, product: question.product(), who: "" }
}

pub fn person_asked_about<'a>(
    store: &Store,
    question: &'a dyn Question,
) -> Result<Option<Cow<'a, str>>, Error> {
    match (question.subject(), name_slot(question)) {
        (Subject::Person(person), _) => Ok(Some(person.into())),
        (_, Some(slot)) => Ok(store.get(slot)?.map(|entry| entry.who.into())),
        (_, None) => Ok(None),
    }
}

pub fn nothing_stored() -> Error {
    Error::new(Status::NotCached, "nothing is stored for this product and user on this device")
}
