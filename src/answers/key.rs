//! Which entry of the store is the answer to a call. This is the only place that knows whom a call means
//! without naming them.

use std::borrow::Cow;

use crate::api::{Question, Subject};
use crate::error::Error;
use crate::store::{Slot, Store};

/// The kind of the entries that only hold a name: of the last user of an account.
const LAST_OF_ACCOUNT: &str = "last_of_account";
/// The same, of the last user of this device.
const LAST: &str = "last";

/// The key of an entry, as far as the call alone determines it.
#[derive(Clone, Copy)]
pub struct EntryKey<'a> {
    pub kind: &'static str,
    pub product: &'a str,
    pub subject: Subject<'a>,
}

impl<'a> EntryKey<'a> {
    pub fn of(call: &'a impl Question) -> Self {
        Self { kind: call.kind(), product: call.product(), subject: call.subject() }
    }

    /// The entry about a person.
    pub fn slot<'b>(&'b self, who: &'b str) -> Slot<'b> {
        Slot { kind: self.kind, product: self.product, who }
    }

    /// The person whom the call names.
    pub fn named_person(&self) -> Option<&'a str> {
        match self.subject {
            Subject::Person(person) => Some(person),
            Subject::SomebodyOf(_) | Subject::WhoeverWasLast => None,
        }
    }

    /// Whom the call is about. Reads the store if the call does not say; `None` if neither does.
    pub fn person(&self, store: &Store) -> Result<Option<Cow<'a, str>>, Error> {
        match self.name_slot() {
            Some(slot) => Ok(store.get(slot)?.map(|entry| entry.who.into())),
            None => Ok(self.named_person().map(Cow::from)),
        }
    }

    /// The entry that holds the name of the person whom the call does not name.
    pub fn name_slot(&self) -> Option<Slot<'a>> {
        match self.subject {
            Subject::Person(_) => None,
            Subject::SomebodyOf(account) => {
                Some(Slot { kind: LAST_OF_ACCOUNT, product: self.product, who: account })
            }
            Subject::WhoeverWasLast => Some(self.last_user_slot()),
        }
    }

    /// The entry that holds the name of the last user of this device.
    pub fn last_user_slot(&self) -> Slot<'a> {
        Slot { kind: LAST, product: self.product, who: "" }
    }

    /// What processes that ask the same lock; `None`: the call cannot be asked of the server.
    pub fn lock_slot(&self) -> Option<Slot<'a>> {
        let who = match self.subject {
            Subject::Person(person) => person,
            Subject::SomebodyOf(account) => account,
            Subject::WhoeverWasLast => return None,
        };
        Some(Slot { kind: self.kind, product: self.product, who })
    }
}
