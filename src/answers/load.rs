//! What a stored answer must pass before it counts. A file in the user's folder is foreign: it may be an old copy,
//! another user's, or altered.

use std::sync::Arc;

use super::key;
use super::verified::KnownSignIns;
use crate::api::{EntryKey, ResponseKey, Signed, Stored, Trusted};
use crate::error::{Error, Status};
use crate::model::AnyModel;
use crate::store::{Entry, Mark, Store};

/// What the store holds for a call, unjudged: nobody may use it yet.
pub struct Found {
    pub entry: Arc<Entry>,
    /// The newest time that the store has recorded, read together with the entry.
    pub mark: Option<Mark>,
}

/// An answer that may be used.
pub struct Loaded {
    pub data: Arc<AnyModel>,
    /// In Unix seconds, by the later of this device's clock and the server's.
    pub fetched_at: i64,
}

/// Reads the entry and the mark, each once. The mark is of no use without an entry, and not read then.
pub fn find(store: &Store, key: &EntryKey) -> Result<Found, Error> {
    let person = key::person(key, store)?.ok_or_else(nothing_stored)?;
    let (entry, mark) = store.get_with_mark(key::slot(key, &person))?;
    Ok(Found { entry: entry.ok_or_else(nothing_stored)?, mark })
}

/// Whether there is a file, readable or not: its content is not looked at.
pub fn may_have(store: &Store, key: &EntryKey) -> bool {
    let person = key::person(key, store).ok().flatten();
    person.is_some_and(|person| store.has(key::slot(key, &person)))
}

/// By what an answer is judged.
pub struct Judge<'a> {
    /// Whose secrets this process knows to be right.
    pub sign_ins: &'a KnownSignIns,
    pub response_key: &'a ResponseKey,
}

impl Judge<'_> {
    /// An answer belongs to the secret that earned it: a stolen store must not answer every password.
    pub fn must_have_earned(&self, entry: &Entry, call: &dyn Stored) -> Result<(), Error> {
        if self.sign_ins.earned(entry, call) {
            return Ok(());
        }
        Err(Error::new(
            Status::NotCached,
            "the stored answer was earned with another sign-in, so it is not given out for this one",
        ))
    }

    /// The same proof of origin as for an answer off the wire. Only where no right to use rests on the
    /// answer is the seal of the store enough.
    pub fn trusted(&self, entry: &Entry, grants_use: bool) -> Result<Trusted, Error> {
        let body = entry.body.clone();
        match &entry.signature {
            Some(signature) => {
                let signed = Signed::verify(body, signature.clone(), self.response_key);
                signed.map(|signed| signed.trust()).map_err(|_| nothing_stored())
            }
            None if grants_use => Err(nothing_stored()),
            None => String::from_utf8(body).map(Trusted::by_the_seal).map_err(|_| nothing_stored()),
        }
    }
}

/// The same status as for an empty store: for an application it makes no difference.
pub fn switched_off() -> Error {
    Error::new(Status::NotCached, "nothing is stored: the store is switched off")
}

/// Also for an entry that cannot be verified: it is as good as none, and says nothing about the caller.
fn nothing_stored() -> Error {
    Error::new(Status::NotCached, "nothing is stored for this product and user on this device")
}
