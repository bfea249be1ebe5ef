//! All that the page shows of the present: clock, faults to come, and what each license is.

use std::collections::BTreeSet;
use std::time::SystemTime;

use serde_json::{Value, json};

use crate::cast::{self, keys};
use crate::life::dates;
use crate::life::holder::Holder;
use crate::life::license::License;
use crate::life::state::State;
use crate::sandbox::Sandbox;

/// The fields of a license that the page shows.
const FIELDS: [&str; 9] = [
    "license_type",
    "license_enabled",
    "license_active",
    "is_trial",
    "start_date",
    "validity_period",
    "max_activations",
    "times_activated",
    "allow_unlimited_activations",
];

/// As JSON. Looking changes nothing: the dates of a license that nobody has touched stay open.
pub fn shown(sandbox: &Sandbox, base_url: &str) -> Value {
    let clock = &sandbox.services.clock;
    let now = clock.now();
    sandbox.services.life.with(|state| {
        json!({
            "base_url": base_url,
            "clock": {"now": dates::written(now.into()), "offset_seconds": clock.offset()},
            "faults": sandbox.faults.show(),
            "blacklist": state.blacklist,
            "groups": [
                {"title": "License keys", "holders": keys(state, now)},
                {"title": "Users", "holders": members(state, now)},
                {"title": "Trials", "holders": given(state, now)},
            ],
        })
    })
}

fn keys(state: &State, now: SystemTime) -> Vec<Value> {
    let key = |(kind, sentence): &(&str, &str)| {
        let key = keys::key(kind);
        holder(state, &Holder::key(&key), &key, sentence, now)
    };
    keys::KINDS.iter().map(key).collect()
}

fn members(state: &State, now: SystemTime) -> Vec<Value> {
    let member = |(name, sentence): &(&str, &str)| {
        let email = cast::address(name);
        holder(state, &Holder::user(&email), &email, sentence, now)
    };
    cast::MEMBERS.iter().map(member).collect()
}

/// Those whom nobody has introduced: they were given a trial.
fn given(state: &State, now: SystemTime) -> Vec<Value> {
    let others: BTreeSet<_> = state.trials.holders().filter(|of| !is_of_cast(of)).collect();
    others.into_iter().map(|of| holder(state, of, of.name(), "a trial", now)).collect()
}

fn is_of_cast(holder: &Holder) -> bool {
    match holder {
        Holder::Key(_) => false,
        Holder::User(email) => cast::knows(email),
    }
}

fn holder(state: &State, holder: &Holder, name: &str, sentence: &str, now: SystemTime) -> Value {
    let licenses = state.look(holder, now);
    let licenses: Vec<_> = licenses.iter().map(|license| self::license(license, now)).collect();
    json!({"holder": holder.show(), "name": name, "sentence": sentence, "licenses": licenses})
}

fn license(license: &License, now: SystemTime) -> Value {
    let mut shown = license.show(now);
    let entry = license.entry();
    let fields = entry.get("license").unwrap_or(&entry);
    let fields: Value =
        FIELDS.iter().map(|name| ((*name).to_owned(), fields[*name].clone())).collect();
    shown["entry"] = fields;
    shown["expired"] = json!(license.has_expired(now));
    shown["not_started"] = json!(license.has_not_started(now));
    shown["changed"] = json!(license.has_changed());
    shown
}
