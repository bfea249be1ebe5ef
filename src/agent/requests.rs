//! Requests to the server, single-flight: of callers that ask the same at once one has the request made, and
//! all get its outcome. A caller whose time is up leaves; the request goes on in the background, and its
//! answer is stored.

use std::sync::Arc;
use std::time::Duration;

use super::ask_server::ask_server;
use super::caller::Caller;
use super::report::report;
use super::request::{From, Key, Outcome, Request};
use super::rooms::Rooms;
use crate::api::Stored;
use crate::error::{Error, Status};
use crate::results::AnyAnswer;
use crate::run::{Ended, Joined, Left, Wait, cancelled, caught};
use crate::sync::Mutex;

/// The time that a request in the background gets at least: callers have left it by then, and a slow network
/// may still bring an answer for the next start of the application.
const BACKGROUND_LIMIT: Duration = Duration::from_secs(30);

/// On which thread a request is made, unless the same is under way already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    /// The caller's: it has nothing better to do.
    Here,
    /// One of the agent: the caller can be cancelled, or has something else once its time is up.
    InBackground,
}

/// What follows a refresh, on its thread.
pub type AfterRefresh = Box<dyn FnOnce(&Arc<Rooms>, &Outcome) + Send>;

/// Asks, together with all callers that ask the same. One of them has the request made, in the place that it
/// chooses; to the others that makes no difference, since each waits for its own time only.
pub fn ask(
    rooms: &Arc<Rooms>,
    call: &dyn Stored,
    from: From,
    place: Where,
    caller: &Caller,
) -> Result<AnyAnswer, Error> {
    let key = Key::new(call, from);
    let (joined, request) = rooms.requests.join_or_start(&key, &rooms.closing);
    match (request, place) {
        (Some(request), Where::Here) => {
            // The caller's deadline, but the cancellation of the request: others may wait for it.
            let wait = Wait { deadline: caller.wait.deadline, cancel: request.cancel().clone() };
            // A panic is caught at the boundary to C; those who have joined get an error then.
            let outcome = ask_server(rooms, call, &key, &request, &wait);
            publish(rooms, call, request, outcome.clone());
            outcome.result
        }
        (Some(request), Where::InBackground) => {
            start(rooms, call, key, request, None)?;
            outcome_of(rooms, joined, caller)
        }
        (None, Where::Here | Where::InBackground) => outcome_of(rooms, joined, caller),
    }
}

/// Asks in the background. Nobody waits for the answer: the application gets a report if there is something to
/// report. If the same is being asked already, that request is reported too, and no second one is made.
pub fn refresh(rooms: &Arc<Rooms>, call: &dyn Stored, then: AfterRefresh) -> Result<(), Error> {
    let key = Key::new(call, From::ServerOrOtherProcess);
    match rooms.requests.report_or_start(&key, &rooms.closing) {
        Some(request) => start(rooms, call, key, request, Some(then)),
        None => Ok(()),
    }
}

/// Has a thread of the agent make a request. The request lies in a place of its own until the thread takes it
/// out: if the thread cannot be started, it is still there to be published as failed.
fn start(
    rooms: &Arc<Rooms>,
    call: &dyn Stored,
    key: Key,
    request: Request,
    then: Option<AfterRefresh>,
) -> Result<(), Error> {
    // Not the caller's deadline: the request goes on after it.
    let wait = Wait::new(rooms.timeout.max(BACKGROUND_LIMIT), request.cancel());
    let request = Arc::new(Mutex::new(Some(request)));
    let (own, own_call, begun) = (rooms.clone(), call.share(), request.clone());
    let work = move || {
        let begun = begun.lock().take();
        if let Some(request) = begun {
            let asked = caught(|| Ok(ask_server(&own, &*own_call, &key, &request, &wait)));
            let outcome = asked.unwrap_or_else(Outcome::failed);
            publish(&own, &*own_call, request, outcome.clone());
            then.into_iter().for_each(|then| then(&own, &outcome));
        }
    };
    // All who have joined get the reason why it could not begin.
    rooms.workers.spawn("lsagent-fetch", Box::new(work)).inspect_err(|error| {
        let not_begun = request.lock().take();
        if let Some(request) = not_begun {
            publish(rooms, call, request, Outcome::failed(error.clone()));
        }
    })
}

/// Gives an outcome to all who wait for it. It is also reported if a caller has left because its time was up, or
/// if it is that of a refresh.
fn publish(rooms: &Arc<Rooms>, call: &dyn Stored, request: Request, outcome: Outcome) {
    if request.publish(outcome.clone()) {
        report(rooms, call, outcome);
    }
}

/// Waits for the outcome for as long as the caller does.
fn outcome_of(
    rooms: &Rooms,
    joined: Joined<Key, Outcome>,
    caller: &Caller,
) -> Result<AnyAnswer, Error> {
    match joined.wait(&caller.wait) {
        Ok(outcome) => outcome.result,
        Err(Left { why: Ended::Cancelled, .. }) => Err(cancelled()),
        Err(Left { why: Ended::Late, asked }) => Err(too_late(rooms, asked)),
    }
}

/// A server that has not been asked yet is not to blame.
fn too_late(rooms: &Rooms, asked: bool) -> Error {
    let (server, ms) = (rooms.host.authority(), rooms.timeout.as_millis());
    let what = if asked {
        format!("{server} has not answered within {ms} ms")
    } else {
        format!(
            "{server} could not be asked within {ms} ms: an access token was still to come, or another process was asking the same"
        )
    };
    Error::harmless(Status::Timeout, format_args!("{what}; the request goes on in the background"))
}
