//! How a good answer is stored: as it was signed, so that it can be verified again, with a verifier of the sign-in
//! that earned it, and, if it grants use, with notes of the name under which it is found.

use super::key;
use super::verified::KnownSignIns;
use crate::api::{EntryKey, Signed, Stored};
use crate::error::Error;
use crate::model::blank_members;
use crate::store::{Edition, Entry, PutAside, Slot, Store, Verifier, unusable};

/// The member that is cut out of everything stored.
const INITIAL_PASSWORD: &str = "initial_password";

/// A verified answer, on its way to the store.
pub struct NewAnswer<'a> {
    /// Worked out once for all entries that are written.
    pub key: EntryKey<'a>,
    pub call: &'a dyn Stored,
    pub signed: &'a Signed,
    /// When it was obtained, in Unix seconds.
    pub now: i64,
}

impl NewAnswer<'_> {
    /// Whether it differs from the stored one, to the byte. Only answers that grant use are compared: other changes
    /// are not reported to anybody, so the file need not be read.
    pub fn is_new(&self, store: &Store, person: &str) -> bool {
        if !self.call.grants_use() {
            return true;
        }
        let before = store.get(key::slot(&self.key, person)).ok().flatten();
        before.is_none_or(|entry| entry.body != self.signed.text().as_bytes())
    }

    /// The sign-in is known to this process from here on, so that no wrong secret passes by its 12 bits. An answer
    /// that must not reach the disk is an error: the caller's log says why nothing is stored.
    pub fn save(
        &self,
        store: &Store,
        person: &str,
        sign_ins: &KnownSignIns,
        written: Option<PutAside>,
    ) -> Result<(), Error> {
        if let Some(secret) = self.call.secret() {
            sign_ins.add(person, Verifier::of(person, secret), secret);
        }
        let written = written.map_or_else(|| self.write_aside(store, person), Ok)?;
        store.put_in_place(written)?;
        // Only such a call has a user who may come back without naming themselves.
        if self.call.grants_use() && self.call.device().is_none() {
            self.save_names(store, person)?;
        }
        Ok(())
    }

    /// Seals the answer and writes it, but not in its place.
    pub fn write_aside(&self, store: &Store, person: &str) -> Result<PutAside, Error> {
        let Some((signature, body)) = self.storable() else {
            return Err(unusable("the answer holds a password, and must be kept as it was signed"));
        };
        let verifier = self.call.secret().map(|secret| Verifier::of(person, secret));
        let (who, edition) = (person.to_owned(), Edition::default());
        let entry = Entry { who, fetched_at: self.now, signature, verifier, body, edition };
        store.write_aside(key::slot(&self.key, person), entry)
    }

    /// Calls that do not name a person find them by these: of the last user of this device, and of the account if
    /// the call was made for one.
    fn save_names(&self, store: &Store, person: &str) -> Result<(), Error> {
        self.save_name(store, key::last_user_slot(&self.key), person)?;
        key::name_slot(&self.key).map_or(Ok(()), |slot| self.save_name(store, slot, person))
    }

    /// Writes nothing if the name is there already: most refreshes are of the same person, and a write is a sync
    /// of the disk.
    fn save_name(&self, store: &Store, slot: Slot, person: &str) -> Result<(), Error> {
        if store.get(slot)?.is_some_and(|entry| entry.who == person) {
            return Ok(());
        }
        let (who, body, edition) = (person.to_owned(), Vec::new(), Edition::default());
        let (signature, verifier) = (None, None);
        store.put(slot, Entry { who, fetched_at: self.now, signature, verifier, body, edition })
    }

    /// The signature and the body as they may be stored. No initial password reaches the disk: it is cut out,
    /// and where that would break the signature of an answer that grants use, there is nothing to store.
    fn storable(&self) -> Option<(Option<Vec<u8>>, Vec<u8>)> {
        match blank_members(self.signed.text(), INITIAL_PASSWORD) {
            None => Some((Some(self.signed.signature().to_vec()), self.signed.text().into())),
            Some(blanked) => (!self.call.grants_use()).then(|| (None, blanked.into_bytes())),
        }
    }
}
