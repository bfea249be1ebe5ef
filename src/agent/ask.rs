//! How a call gets its answer: the four policies.
//!
//! | policy | the store first | the server | the store after a failure |
//! |---|---|---|---|
//! | `CacheOnly` | yes | no | – |
//! | `CacheFirst` | yes | if nothing usable is stored | yes |
//! | `NetworkFirst` | no | yes | yes |
//! | `NetworkOnly` | no | yes | no |
//!
//! A call of a remembered user has no secret. Before the server is asked, and only then, the saved password is
//! looked up: the platform may take its time for it, which an answer from the store must not wait for.

use std::any::Any;
use std::sync::Arc;

use super::caller::Caller;
use super::load::{load_any, load_to_refresh};
use super::recall::with_password;
use super::refresh::refresh_if_due;
use super::request::From;
use super::requests::{self, Where};
use super::rooms::Rooms;
use crate::api::{Call, Stored};
use crate::clock::Stopwatch;
use crate::error::{Error, Status};
use crate::results::{Answer, AnyAnswer, Source};
use crate::rules::policy::{self, AfterFailure, Policy};

/// Answers a call as the policy says, within the caller's time, and logs how.
pub fn ask<C>(
    rooms: &Arc<Rooms>,
    call: &C,
    policy: Policy,
    caller: &Caller,
) -> Result<Answer<C::Answer>, Error>
where
    C: Stored + Call<Answer: Any + Send + Sync>,
{
    ask_any(rooms, call, policy, caller)?.of_type()
}

/// The same without its type, as everything below: one copy for all calls.
fn ask_any(
    rooms: &Arc<Rooms>,
    call: &dyn Stored,
    policy: Policy,
    caller: &Caller,
) -> Result<AnyAnswer, Error> {
    let watch = Stopwatch::start();
    let result = match policy {
        Policy::CacheOnly => load_any(rooms, call),
        Policy::CacheFirst => cache_first(rooms, call, caller),
        Policy::NetworkFirst => network_first(rooms, call, caller),
        Policy::NetworkOnly => network_only(rooms, call, caller),
    };
    log_result(rooms, call, &result, &watch);
    result
}

fn cache_first(rooms: &Arc<Rooms>, call: &dyn Stored, caller: &Caller) -> Result<AnyAnswer, Error> {
    let Ok((answer, kept)) = load_to_refresh(rooms, call) else {
        return network_first(rooms, call, caller);
    };
    refresh_if_due(rooms, call, &kept);
    Ok(answer)
}

/// Without an answer from the server there is none. A caller that can be cancelled does not make the request
/// itself: it waits for another thread, so that cancelling takes effect at once.
fn network_only(
    rooms: &Arc<Rooms>,
    call: &dyn Stored,
    caller: &Caller,
) -> Result<AnyAnswer, Error> {
    let recalled = with_password(rooms, call, &caller.wait);
    let call = recalled.as_deref().unwrap_or(call);
    // Still without a secret: nothing is saved, or it could not be looked up in time.
    call.require_secret().map_err(|error| why_no_password(rooms, error))?;
    let place = if caller.is_task { Where::InBackground } else { Where::Here };
    let answer = requests::ask(rooms, call, From::ServerOrOtherProcess, place, caller)?;
    match answer.source {
        Source::Network => Ok(answer),
        // Another process has just asked, and its answer counts everywhere but here. All callers that got it
        // share one request for the server's own.
        Source::Cache => requests::ask(rooms, call, From::Server, place, caller),
    }
}

/// The stored answer stands in where nobody knows what the server would say. A call that cannot be made, since
/// no secret is known, gets it right away.
fn network_first(
    rooms: &Arc<Rooms>,
    call: &dyn Stored,
    caller: &Caller,
) -> Result<AnyAnswer, Error> {
    let recalled = with_password(rooms, call, &caller.wait);
    let call = recalled.as_deref().unwrap_or(call);
    if call.require_secret().is_err() {
        return load_any(rooms, call);
    }
    // With an answer in the store a caller need not wait for the server to the end: when its time is up it
    // gets that answer, and the request goes on. Without one there is nothing else to do on this thread.
    let in_background = caller.is_task || rooms.answers.may_have(call);
    let place = if in_background { Where::InBackground } else { Where::Here };
    requests::ask(rooms, call, From::ServerOrOtherProcess, place, caller)
        .or_else(|failure| fall_back(rooms, call, failure))
}

/// The stored answer in place of one from the network, with the failure as its reason. After a definite no of
/// the server it is dropped already; and where the store has failed too, the message names both failures.
fn fall_back(rooms: &Rooms, call: &dyn Stored, failure: Error) -> Result<AnyAnswer, Error> {
    match policy::after(&failure) {
        AfterFailure::DropStored => return Err(failure),
        AfterFailure::MayUseStored => {}
    }
    match load_any(rooms, call) {
        Ok(answer) => Ok(Answer { fallback: Some(failure), ..answer }),
        Err(error) if policy::adds_nothing(&error) => Err(failure),
        Err(error) => Err(failure.and(error.message())),
    }
}

/// Where passwords are saved, a call without one needs another sign-in, and not another argument.
fn why_no_password(rooms: &Rooms, error: Error) -> Error {
    if !rooms.passwords.is_on() {
        return error;
    }
    Error::new(
        Status::NotCached,
        "no sign-in of this user is remembered, or it cannot be obtained now: the user signs in once more",
    )
}

/// One line for each call: how it was answered, from where, and how long that took. The answer itself names a
/// person, so nothing of it is logged.
fn log_result(
    rooms: &Rooms,
    call: &dyn Stored,
    result: &Result<AnyAnswer, Error>,
    watch: &Stopwatch,
) {
    let (kind, product, ms) = (call.name(), call.key().product, watch.elapsed_ms());
    match result {
        Ok(Answer { source, fallback: None, .. }) => {
            rooms.log.info(format_args!("{kind} {product}: answered from {source:?} in {ms} ms"));
        }
        Ok(Answer { source, fallback: Some(why), .. }) => rooms.log.warning(format_args!(
            "{kind} {product}: answered from {source:?} in {ms} ms, since {}",
            why.for_log()
        )),
        Err(error) => {
            let why = error.for_log();
            rooms.log.warning(format_args!("{kind} {product}: failed after {ms} ms, {why}"));
        }
    }
}
