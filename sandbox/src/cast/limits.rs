//! The users whose licenses are limited in where they may be activated.

use serde_json::{Value, json};

use super::entry::{Entry, feature};
use super::keys;
use crate::clock::Calendar;

/// The entries of one member's answer; `None` for an unknown name.
pub fn entries(name: &str, email: &str, calendar: Calendar) -> Option<Vec<Value>> {
    let new = |id| never_activated(1_719_215_304_220_000 + id, email);
    let one = |entry: Entry| Some(vec![entry.nested()]);
    match name {
        "limit" => one(new(1)),
        "two-devices" => one(new(2).set("max_activations", 2)),
        "user-limit" => one(new(3).set("max_activations", 5).set_user("max_activations", 1)),
        "transfers" => one(new(4).set("max_transfers", 1)),
        "no-transfers" => one(new(5).set("max_transfers", -1)),
        "unlimited" => one(new(6).set("allow_unlimited_activations", true)),
        "initial" => one(new(7).set_user("is_initial_password", true)),
        "seats" => one(keys::floating(new(20))),
        "metered" => one(metered(new(21))),
        "two" => Some(two(&new, calendar)),
        _ => None,
    }
}

/// A meter of its own, and one for each kind of feature.
fn metered(entry: Entry) -> Entry {
    let entry = keys::consumption(entry).set("max_activations", 5);
    entry.set("product_features", keys::metered())
}

/// The password of a member who has not chosen one yet.
pub fn initial_password(name: &str) -> Option<&'static str> {
    (name == "initial").then_some("initial-secret")
}

fn never_activated(id: u64, email: &str) -> Entry {
    Entry::new(id, email)
        .set("times_activated", 0)
        .set_user("max_activations", 10)
        .set_user("total_activations", 0)
}

/// Two good licenses of one product; the second is the newer one.
fn two(new: &impl Fn(u64) -> Entry, calendar: Calendar) -> Vec<Value> {
    let export = feature(json!({"id": 2001, "code": "export", "name": "Export"}));
    let perpetual = new(10).set("max_activations", 2);
    let newer = new(11)
        .set("max_activations", 2)
        .set("license_type", "time-limited")
        .set("validity_period", calendar.day(365))
        .set("product_features", json!([export]));
    [perpetual, newer].map(Entry::nested).into()
}
