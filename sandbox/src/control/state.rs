//! `/state`: reads and changes the state of licenses, devices and accounts.

mod part;
mod whose;

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::body::parse;
use crate::http::request::Request;
use crate::life::behaviour::Behaviour;
use crate::life::state::State;
use crate::sandbox::Sandbox;
use whose::Whose;

/// The paths there are, for a message.
pub const PATHS: &str = "/state, /state/accounts, /state/behaviour, /state/counters, /state/devices, /state/licenses, \
     /state/releases and /state/seats";

/// Which licenses are changed, and how.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LicensesBody {
    license_key: Option<String>,
    username: Option<String>,
    license_id: Option<u64>,
    #[serde(default)]
    set: Map<String, Value>,
    #[serde(default)]
    set_user: Map<String, Value>,
    #[serde(default)]
    set_features: BTreeMap<String, Map<String, Value>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DevicesBody {
    hardware_id: String,
    are: Fate,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Fate {
    Forgotten,
    Deactivated,
    Blacklisted,
    Allowed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AccountsBody {
    username: String,
    password: String,
    #[serde(default)]
    initial: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReleasesBody {
    releases: Vec<Value>,
}

/// Does what is asked; `None` where there is no such path or method.
pub fn answer(sandbox: &Sandbox, request: &Request) -> Option<Result<Value, String>> {
    let body = &request.body[..];
    let now = sandbox.services.clock.now();
    let change =
        |work: &dyn Fn(&mut State) -> Result<Value, String>| Some(sandbox.services.life.with(work));
    match (request.method.as_str(), request.path.as_str()) {
        ("GET", "/state") => change(&|state| Ok(state.show(now))),
        ("DELETE", "/state") => change(&|state| {
            *state = State::default();
            Ok(state.show(now))
        }),
        ("PUT", "/state/accounts") => change(&|state| accounts(state, body)),
        ("PUT", "/state/behaviour") => change(&|state| behaviour(state, body)),
        ("PUT", "/state/counters") => change(&|state| part::counters(state, body, now)),
        ("PUT", "/state/devices") => change(&|state| devices(state, body)),
        ("PUT", "/state/licenses") => change(&|state| licenses(state, body, now)),
        ("PUT", "/state/releases") => change(&|state| releases(state, body)),
        ("PUT", "/state/seats") => change(&|state| part::seats(state, body, now)),
        _ => None,
    }
}

fn behaviour(state: &mut State, body: &[u8]) -> Result<Value, String> {
    state.behaviour = parse::<Behaviour>(body)?;
    Ok(json!(state.behaviour))
}

fn accounts(state: &mut State, body: &[u8]) -> Result<Value, String> {
    let AccountsBody { username, password, initial } = parse(body)?;
    state.accounts.set(&username, &password, initial);
    Ok(json!({"username": username, "initial": initial}))
}

fn releases(state: &mut State, body: &[u8]) -> Result<Value, String> {
    let ReleasesBody { releases } = parse(body)?;
    state.releases.set(releases);
    Ok(json!({"releases": state.releases.all()}))
}

fn devices(state: &mut State, body: &[u8]) -> Result<Value, String> {
    let DevicesBody { hardware_id, are } = parse(body)?;
    match are {
        Fate::Forgotten => state.each_license(|license| license.forget(&hardware_id)),
        Fate::Deactivated => state.each_license(|license| license.deactivate(&hardware_id)),
        Fate::Blacklisted => drop(state.blacklist.insert(hardware_id.clone())),
        Fate::Allowed => drop(state.blacklist.remove(&hardware_id)),
    }
    Ok(json!({"hardware_id": hardware_id, "are": are}))
}

fn licenses(state: &mut State, body: &[u8], now: SystemTime) -> Result<Value, String> {
    let LicensesBody { license_key, username, license_id, set, set_user, set_features } =
        parse(body)?;
    let whose = Whose::new(license_key, username, license_id)?;
    let mut shown = Vec::new();
    for license in whose.licenses(state, now)? {
        license.set(set.clone());
        license.set_user(set_user.clone());
        for (feature, changes) in &set_features {
            if license.part(feature).is_none() || !license.set_part(feature, changes.clone()) {
                return Err(format!("{feature}: there is no such feature"));
            }
        }
        shown.push(license.show(now));
    }
    Ok(json!({"licenses": shown}))
}
