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

/// The members with what their licenses are. Each has an address at example.com, but for the one that is an address.
pub const MEMBERS: [(&str, &str); 26] = [
    ("valid", "perpetual, without an end"),
    ("trial", "a trial, 15 days left"),
    ("expired", "ended 30 days ago"),
    ("grace", "ended 2 days ago, 240 hours of grace"),
    ("disabled", "license_enabled is false"),
    ("inactive", "license_active is false"),
    ("not-started", "begins in 10 days"),
    ("features", "export, render (consumption), cloud (floating), old (expired)"),
    ("floating", "floating in the cloud, 3 of 10 in use"),
    ("consumption", "120 of 500 used"),
    ("several", "expired, disabled, trial and valid with a feature, in this order"),
    ("none", "no license"),
    ("flat", "a trial, in the flat form of the published schema"),
    ("sparse", "missing fields, nulls, unknown values, every form of date"),
    ("unicode", "names beyond ASCII, escapes, emoji"),
    ("someuser@somedomain.com", "the published example, to the byte"),
    ("limit", "never activated; one device"),
    ("two-devices", "two devices"),
    ("user-limit", "five devices, the user one"),
    ("transfers", "one device, may be moved once"),
    ("no-transfers", "one device, must not be moved"),
    ("unlimited", "any number of devices"),
    ("initial", "the password is initial-secret, and to be changed"),
    ("two", "two good licenses for two devices each; the second is the newer"),
    (
        "seats",
        "floating in the cloud, two seats of 10 minutes, five devices; borrowing needs the password",
    ),
    ("metered", "7 of 100 used; features as METR"),
];

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

/// The address of a member.
pub fn address(name: &str) -> String {
    if name.contains('@') { name.to_owned() } else { format!("{name}{DOMAIN}") }
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
