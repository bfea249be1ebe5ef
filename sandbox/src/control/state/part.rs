//! `/state/seats` and `/state/counters`: who holds seats, and how much is consumed.

use std::time::SystemTime;

use serde::Deserialize;
use serde_json::{Value, json};

use super::whose::Whose;
use crate::control::body::parse;
use crate::life::behaviour::ZeroOverages;
use crate::life::license::License;
use crate::life::license::counters::NotCounted;
use crate::life::state::State;

/// Changes to the seats of a license or of a feature of it, done in this order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SeatsBody {
    license_key: Option<String>,
    username: Option<String>,
    license_id: Option<u64>,
    #[serde(default)]
    feature: String,
    total: Option<u64>,
    #[serde(default)]
    free_all: bool,
    #[serde(default)]
    free: Vec<String>,
    #[serde(default)]
    take: Vec<String>,
    /// For how long seats are taken; without it for as long as usual.
    seconds: Option<u64>,
    #[serde(default)]
    borrowed: bool,
}

/// Changes to the counter of a license or of a feature of it, done in this order.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CountersBody {
    license_key: Option<String>,
    username: Option<String>,
    license_id: Option<u64>,
    #[serde(default)]
    feature: String,
    max: Option<i64>,
    #[serde(default)]
    reset: bool,
    total: Option<i64>,
    /// As if another device had consumed it.
    add: Option<i64>,
}

/// Changes seats; gives them as they are then.
pub fn seats(state: &mut State, body: &[u8], now: SystemTime) -> Result<Value, String> {
    let mut body: SeatsBody = parse(body)?;
    let whose = Whose::new(body.license_key.take(), body.username.take(), body.license_id)?;
    let ids: Vec<_> = body.take.iter().map(|_| state.next_id()).collect();
    let license =
        one(whose.licenses(state, now)?, |license| license.seats(&body.feature).is_some())?;
    if let Some(total) = body.total {
        let total = json!({"floating_users": total}).as_object().cloned();
        license.set_part(&body.feature, total.unwrap_or_default());
    }
    if body.free_all {
        license.free_seats(&body.feature);
    }
    for device in &body.free {
        license.give_back(device, &body.feature, now);
    }
    take(license, &body, &ids, now)?;
    Ok(json!({"seats": license.show_seats(&body.feature, now)}))
}

fn take(
    license: &mut License,
    body: &SeatsBody,
    ids: &[u64],
    now: SystemTime,
) -> Result<(), String> {
    let Some(seats) = license.seats(&body.feature) else {
        return Ok(());
    };
    for (device, id) in body.take.iter().zip(ids) {
        let how = (body.seconds, body.borrowed);
        let taken = license.seat_somebody(device, *id, &seats, how, now);
        taken.map_err(|refusal| format!("{device}: {}", refusal.code))?;
    }
    Ok(())
}

/// Changes a counter; gives it as it is then.
pub fn counters(state: &mut State, body: &[u8], now: SystemTime) -> Result<Value, String> {
    let mut body: CountersBody = parse(body)?;
    let whose = Whose::new(body.license_key.take(), body.username.take(), body.license_id)?;
    let zero = state.behaviour.zero_overages;
    let meters = |license: &License| license.counter(&body.feature).is_some();
    let license = one(whose.licenses(state, now)?, meters)?;
    if let Some(max) = body.max {
        license.set_most(&body.feature, max);
    }
    if let Some(total) = body.total.or(body.reset.then_some(0)) {
        license.set_total(&body.feature, total);
    }
    add(license, &body, zero)?;
    Ok(json!({"counter": license.show_counter(&body.feature)}))
}

fn add(license: &mut License, body: &CountersBody, zero: ZeroOverages) -> Result<(), String> {
    let Some(amount) = body.add else {
        return Ok(());
    };
    let added = license.consume(&body.feature, amount, zero);
    added.map(drop).map_err(|reason| match reason {
        NotCounted::NotMetered => "nothing is counted here".to_owned(),
        NotCounted::NotEnough => "there is not so much left".to_owned(),
        NotCounted::Negative => "nothing can be given back".to_owned(),
    })
}

/// The one license that has what is to be changed.
fn one(
    licenses: Vec<&mut License>,
    has: impl Fn(&License) -> bool,
) -> Result<&mut License, String> {
    let mut fitting = licenses.into_iter().filter(|license| has(license));
    match (fitting.next(), fitting.next()) {
        (Some(license), None) => Ok(license),
        (None, _) => Err("there is nothing of this kind".to_owned()),
        (Some(_), Some(_)) => Err("there are several: expected license_id".to_owned()),
    }
}
