//! The control port: faults, what was asked, the clock.

use crate::api;
use crate::fault::perform;
use crate::fault::spec::Armed;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::sandbox::{Sandbox, lock};
use crate::setup::options;
use serde::Deserialize;
use serde_json::json;
use std::sync::atomic::Ordering;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    offset_seconds: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct UsersBody {
    count: usize,
}

/// Does what is asked.
pub fn answer(sandbox: &Sandbox, request: &Request) -> Answer {
    let done = match (request.method.as_str(), request.path.as_str()) {
        ("POST", "/faults") => add_fault(sandbox, &request.body),
        ("DELETE", "/faults") => {
            lock(&sandbox.faults).clear();
            Ok(json!({"faults": 0}))
        }
        ("GET", "/requests") => Ok(lock(&sandbox.record).show()),
        ("DELETE", "/requests") => {
            lock(&sandbox.record).reset();
            Ok(lock(&sandbox.record).show())
        }
        ("PUT", "/clock") => set_clock(sandbox, &request.body),
        ("PUT", "/users") => set_users(sandbox, &request.body),
        ("PUT", "/idp") => set_behaviour(sandbox, &request.body),
        (_, "/faults" | "/requests" | "/clock" | "/users" | "/idp") => {
            return message(405, "This path does not know this method.");
        }
        _ => return message(404, "There are /faults, /requests, /clock, /users and /idp here."),
    };
    match done {
        Ok(value) => Answer::json(200, &value),
        Err(reason) => message(400, &reason),
    }
}

fn add_fault(sandbox: &Sandbox, body: &[u8]) -> Result<serde_json::Value, String> {
    let armed = Armed::parse(body)?;
    perform::prepare(sandbox, &armed.fault);
    let waiting = lock(&sandbox.faults).push(armed);
    Ok(json!({"faults": waiting}))
}

fn set_clock(sandbox: &Sandbox, body: &[u8]) -> Result<serde_json::Value, String> {
    let ClockBody { offset_seconds } = parse(body)?;
    sandbox.clock.set_offset(options::check_clock_offset(offset_seconds)?);
    Ok(json!({"offset_seconds": offset_seconds}))
}

fn set_users(sandbox: &Sandbox, body: &[u8]) -> Result<serde_json::Value, String> {
    let UsersBody { count } = parse(body)?;
    sandbox.users.store(options::check_users(count)?, Ordering::Relaxed);
    api::prepare(sandbox);
    Ok(json!({"count": count}))
}

fn set_behaviour(sandbox: &Sandbox, body: &[u8]) -> Result<serde_json::Value, String> {
    *lock(&sandbox.idp) = parse(body)?;
    parse(body)
}

fn parse<'a, T: Deserialize<'a>>(body: &'a [u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| error.to_string())
}

fn message(status: u16, message: &str) -> Answer {
    Answer::json(status, &json!({ "message": message }))
}
