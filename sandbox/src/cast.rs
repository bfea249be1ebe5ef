//! The users who can sign in, and what each of them is answered.

mod entry;
pub mod keys;
mod limits;
mod members;
mod sparse;

use bytes::Bytes;
use serde_json::Value;

use crate::clock::Calendar;
pub use entry::{Entry, PRODUCT};

/// The password of every member of the cast but `initial`.
const PASSWORD: &str = "secret";

const PUBLISHED_USER: &str = "someuser@somedomain.com";
const PUBLISHED: &[u8] = include_bytes!("../data/published-user-licenses.json");
const DOMAIN: &str = "@example.com";

/// The answer for the member with this address (in any case), or `None` for a stranger.
pub fn licenses(email: &str, calendar: Calendar) -> Option<Bytes> {
    let email = email.to_lowercase();
    if email == PUBLISHED_USER {
        return Some(Bytes::from_static(PUBLISHED));
    }
    let name = email.strip_suffix(DOMAIN)?;
    let entries = members::entries(name, &email, calendar)?;
    Some(written(name, &Value::Array(entries)))
}

/// The licenses in that answer, one by one.
pub fn entries(email: &str, calendar: Calendar) -> Option<Vec<Value>> {
    serde_json::from_slice(&licenses(email, calendar)?).ok()
}

/// A license that a user has been given since.
pub fn given(id: u64, email: &str) -> Entry {
    Entry::new(id, email).set("times_activated", 0).set_user("total_activations", 0)
}

/// A license that belongs to a key which somebody has been given since.
pub fn given_key(id: u64, key: &str) -> Entry {
    Entry::keyed(id, key)
}

/// Is there such a member?
pub fn knows(email: &str) -> bool {
    let calendar = Calendar::at(std::time::UNIX_EPOCH);
    licenses(email, calendar).is_some()
}

/// The password a member was given, and whether it is still to be changed.
pub fn password(email: &str) -> (&'static str, bool) {
    let name = email.strip_suffix(DOMAIN).unwrap_or_default();
    limits::initial_password(name).map_or((PASSWORD, false), |initial| (initial, true))
}

/// JSON text. One member's has escapes where plain characters would do.
fn written(name: &str, value: &Value) -> Bytes {
    let text = value.to_string();
    match name {
        "unicode" => text.replace('Ž', "\\u017d").replace('🦀', "\\ud83e\\udd80").into(),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests;
