//! Which entry of the store is the answer to a call. This is the only place that knows whom a call means
//! without naming them.

use std::borrow::Cow;

use crate::api::{EntryKey, Subject};
use crate::error::Error;
use crate::store::{Slot, Store};

/// The kind of the entries that only hold a name: of the last user of an account.
const LAST_OF_ACCOUNT: &str = "last_of_account";
/// The same, of the last user of this device.
const LAST: &str = "last";

/// The entry about a person, for this call and product.
pub fn slot<'a>(key: &EntryKey<'a>, who: &'a str) -> Slot<'a> {
    Slot { kind: key.kind, product: key.product, who }
}

/// The person whom the call names, in the caller's spelling; or what stands for this device.
pub fn named_person<'a>(key: &EntryKey<'a>) -> Option<&'a str> {
    match key.subject {
        Subject::Person(person) | Subject::Device(person) => Some(person),
        Subject::SomebodyOf(_) | Subject::LastUser => None,
    }
}

/// Whom the call is about. Reads the store if the call does not say; `None` if neither does.
pub fn person<'a>(key: &EntryKey<'a>, store: &Store) -> Result<Option<Cow<'a, str>>, Error> {
    match name_slot(key) {
        Some(slot) => Ok(store.get(slot)?.map(|entry| entry.who.into())),
        None => Ok(named_person(key).map(Cow::from)),
    }
}

/// The entry that holds the name of the person whom the call does not name.
pub fn name_slot<'a>(key: &EntryKey<'a>) -> Option<Slot<'a>> {
    match key.subject {
        Subject::Person(_) | Subject::Device(_) => None,
        Subject::SomebodyOf(account) => {
            Some(Slot { kind: LAST_OF_ACCOUNT, product: key.product, who: account })
        }
        Subject::LastUser => Some(last_user_slot(key)),
    }
}

/// The entry that holds the name of the last user of this device, for a remembered user without a name.
pub fn last_user_slot<'a>(key: &EntryKey<'a>) -> Slot<'a> {
    Slot { kind: LAST, product: key.product, who: "" }
}

/// What processes that ask the same lock. It must not depend on what the store knows of names: that changes while
/// they wait. `None`: the call has no secret, so the server is not asked.
pub fn lock_slot<'a>(key: &EntryKey<'a>) -> Option<Slot<'a>> {
    match key.subject {
        Subject::Person(who) | Subject::SomebodyOf(who) | Subject::Device(who) => {
            Some(slot(key, who))
        }
        Subject::LastUser => None,
    }
}
