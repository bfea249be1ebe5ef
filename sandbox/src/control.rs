//! The control port: faults, what was asked, the clock.

mod body;
pub mod console;
pub mod gate;
mod state;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::api::oauth::LIFETIME;
use crate::fault::spec::Armed;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::lock::lock;
use crate::sandbox::Sandbox;
use crate::setup::options;
use body::parse;
use console::Found;
use gate::{Barred, Gate};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    offset_seconds: Option<i64>,
    advance_seconds: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OauthBody {
    #[serde(default = "usual")]
    expires_in: Value,
    lifetime_seconds: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TokensBody {
    are: Fate,
}

#[derive(Clone, Copy, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
enum Fate {
    Expired,
    Malformed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UsersBody {
    count: usize,
}

/// The control port, with or without the page.
pub struct Controls {
    /// Keeps other sites out.
    pub gate: Gate,
    /// The URL of the services, for the page; without it there is no page.
    pub console: Option<String>,
}

/// Does what is asked, if a client of this machine asks.
pub fn answer(sandbox: &Sandbox, controls: &Controls, request: &Request) -> Found {
    match controls.gate.check(request) {
        Err(Barred { status, message: why }) => Found::Answer(own(message(status, why))),
        Ok(()) => match found(sandbox, controls, request) {
            Found::Events(read) => Found::Events(read),
            Found::Answer(answer) => Found::Answer(own(answer)),
        },
    }
}

/// Whatever it is: no page of another site is to make a script or an image of it.
fn own(answer: Answer) -> Answer {
    let answer = answer.with_header("X-Content-Type-Options", "nosniff");
    let answer = answer.with_header("Cross-Origin-Resource-Policy", "same-origin");
    answer.with_header("Cache-Control", "no-store")
}

fn found(sandbox: &Sandbox, controls: &Controls, request: &Request) -> Found {
    let page = controls.console.as_deref();
    let page = page.and_then(|base_url| console::answer(sandbox, base_url, request));
    page.unwrap_or_else(|| {
        let answer = done(sandbox, request);
        // Those who follow look again. A look is no change, or they would never end.
        if request.method != "GET" {
            lock(&sandbox.record).touch();
        }
        Found::Answer(answer)
    })
}

fn done(sandbox: &Sandbox, request: &Request) -> Answer {
    match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/portal") => return sandbox.services.portal(request),
        ("POST", "/portal/refresh") => return sandbox.services.refresh_file(request),
        _ => {}
    }
    if request.path.starts_with("/state") {
        let done = state::answer(sandbox, request);
        let paths = state::PATHS;
        return done.map_or_else(|| message(404, &format!("There are {paths} here.")), said);
    }
    let done = match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/faults") => add_fault(sandbox, &request.body),
        ("DELETE", "/faults") => {
            sandbox.faults.clear();
            Ok(json!({"faults": 0}))
        }
        ("GET", "/requests") => Ok(lock(&sandbox.record).show()),
        ("DELETE", "/requests") => {
            lock(&sandbox.record).reset();
            Ok(lock(&sandbox.record).show())
        }
        ("PUT", "/clock") => set_clock(sandbox, &request.body),
        ("PUT", "/oauth") => set_oauth(sandbox, &request.body),
        ("PUT", "/tokens") => set_tokens(sandbox, &request.body),
        ("PUT", "/users") => set_users(sandbox, &request.body),
        ("PUT", "/idp") => set_behaviour(sandbox, &request.body),
        (_, "/faults" | "/requests" | "/clock" | "/oauth" | "/tokens" | "/users" | "/idp") => {
            return message(405, "This path does not know this method.");
        }
        _ => {
            let paths =
                "/faults, /requests, /clock, /oauth, /tokens, /users, /idp, /state and /portal";
            return message(404, &format!("There are {paths} here."));
        }
    };
    said(done)
}

fn said(done: Result<Value, String>) -> Answer {
    match done {
        Ok(value) => Answer::json(200, &value),
        Err(reason) => message(400, &reason),
    }
}

fn add_fault(sandbox: &Sandbox, body: &[u8]) -> Result<Value, String> {
    let armed = Armed::parse(body)?;
    let waiting = sandbox.faults.add(armed, &sandbox.services.response_key);
    Ok(json!({"faults": waiting}))
}

fn set_clock(sandbox: &Sandbox, body: &[u8]) -> Result<Value, String> {
    let ClockBody { offset_seconds, advance_seconds } = parse(body)?;
    let clock = &sandbox.services.clock;
    let offset = match (offset_seconds, advance_seconds) {
        (Some(offset), None) => offset,
        (None, Some(seconds)) => clock.offset().saturating_add(seconds),
        _ => return Err("expected either offset_seconds or advance_seconds".to_owned()),
    };
    clock.set_offset(options::check_clock_offset(offset)?);
    Ok(json!({"offset_seconds": offset}))
}

fn set_oauth(sandbox: &Sandbox, body: &[u8]) -> Result<Value, String> {
    let OauthBody { expires_in, lifetime_seconds } = parse(body)?;
    let told = expires_in.as_u64().and_then(|told| u32::try_from(told).ok());
    let lifetime = lifetime_seconds.or(told).unwrap_or(LIFETIME);
    sandbox.services.oauth.set(&expires_in, Duration::from_secs(lifetime.into()));
    Ok(json!({"expires_in": expires_in, "lifetime_seconds": lifetime}))
}

fn set_tokens(sandbox: &Sandbox, body: &[u8]) -> Result<Value, String> {
    let TokensBody { are } = parse(body)?;
    match are {
        Fate::Expired => sandbox.services.oauth.expire(),
        Fate::Malformed => sandbox.services.oauth.forget(),
    }
    Ok(json!({ "are": are }))
}

fn usual() -> Value {
    LIFETIME.into()
}

fn set_users(sandbox: &Sandbox, body: &[u8]) -> Result<Value, String> {
    let UsersBody { count } = parse(body)?;
    sandbox.services.users.set_count(options::check_users(count)?);
    sandbox.services.prepare();
    Ok(json!({"count": count}))
}

fn set_behaviour(sandbox: &Sandbox, body: &[u8]) -> Result<Value, String> {
    sandbox.services.idp.set(parse(body)?);
    parse(body)
}

fn message(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({ "message": message }))
}
