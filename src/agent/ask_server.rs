//! One request to the server, and what its outcome does to the store and to the saved password.
//!
//! An answer gets here only after it was verified and found to be one to this call; so what is stored is never
//! overwritten by anything else. What a failure means is decided in `api::codes` and `rules::policy`, and not
//! here.

mod ahead;

use std::sync::Arc;

use self::ahead::Ahead;
use super::activation::{News, floats};
use super::load::load_any;
use super::recall::note_sign_in_result;
use super::request::{From, Key, Outcome, Request};
use super::rooms::Rooms;
use super::seat::may_ask;
use crate::api::{ProductIds, Stored};
use crate::error::{Error, Status};
use crate::model::AnyModel;
use crate::network::Fetched;
use crate::results::Answer;
use crate::rules::lifecycle::Heard;
use crate::rules::policy::{self, AfterFailure};
use crate::run::Wait;
use crate::store::Mark;

/// Asks the server, or takes what another process has just got from it. Blocks for as long as the wait lasts.
pub fn ask_server(
    rooms: &Rooms,
    call: &dyn Stored,
    key: &Key,
    request: &Request,
    wait: &Wait,
) -> Outcome {
    match from_other_process(rooms, call, key, request, wait) {
        Ok(Some(outcome)) => return outcome,
        Ok(None) => {}
        Err(error) => return Outcome::failed(error),
    }
    let seat = match may_ask(rooms, call, wait) {
        Ok(seat) => seat,
        Err(error) => return Outcome::failed(error),
    };
    let mut ahead = Ahead::default();
    let read = |answer, at, ids: &ProductIds| {
        ahead = Ahead::begin(rooms, call, &answer, at);
        call.read_proven(answer, ids)
    };
    match rooms.server().call_with(&call.outgoing(), wait, &|| request.note_asked(), read) {
        Ok(fetched) => {
            seat.iter().for_each(|seat| seat.answered(rooms, &*fetched.data));
            save(rooms, call, fetched, ahead, wait)
        }
        Err(failure) => {
            seat.iter().for_each(|seat| seat.failed(rooms, &failure));
            note_failure(rooms, call, &failure, wait);
            Outcome::failed(failure)
        }
    }
}

/// The answer that another process has got while this one waited for its turn: ten windows of one application
/// that start at once ask the server once. Otherwise the request holds the right to ask from then on, for as
/// long as somebody waits for it.
fn from_other_process(
    rooms: &Rooms,
    call: &dyn Stored,
    key: &Key,
    request: &Request,
    wait: &Wait,
) -> Result<Option<Outcome>, Error> {
    if key.from() == From::Server {
        return Ok(None);
    }
    let turn = rooms.answers.turn(call, wait, rooms.timeout)?;
    if let Some(lock) = turn.lock {
        request.hold(Box::new(lock));
    }
    let Some(changed) = turn.others_asked else {
        return Ok(None);
    };
    // What the other process has stored may be of no use here: earned with another secret, for one.
    let stored = load_any(rooms, call).ok();
    Ok(stored.map(|answer| Outcome { result: Ok(answer), changed }))
}

/// A good answer: it is stored, and the password that earned it is saved. One about a license of this device
/// lifts what the server has said against it.
fn save(
    rooms: &Rooms,
    call: &dyn Stored,
    fetched: Fetched<Arc<AnyModel>>,
    ahead: Ahead,
    wait: &Wait,
) -> Outcome {
    let Fetched { data, signed, at } = fetched;
    let time = rooms.time();
    let mark = Mark { newest: at, offset: time.offset };
    let changed =
        signed.is_none_or(|signed| rooms.answers.save(call, &signed, &*data, mark, ahead.finish()));
    if let Some(device) = call.device() {
        let news = News { heard: Heard::Answer, floats: floats(&*data), now: at };
        rooms.activations.hear(device, &news, wait);
    }
    note_sign_in_result(rooms, call, true);
    rooms.planned.take(call);
    rooms.hint.note(call.key().product, &*data);
    Outcome { result: Ok(Answer::fresh(data, at, time)), changed }
}

/// A definite no drops the stored answer, if this very sign-in had earned it; about a license of this device it is
/// recorded beside that. A refused password is no longer saved, or each refresh would be refused with it.
fn note_failure(rooms: &Rooms, call: &dyn Stored, failure: &Error, wait: &Wait) {
    match (policy::after(failure), call.device()) {
        (AfterFailure::DropStored, None) => rooms.answers.remove(call),
        (AfterFailure::DropStored, Some(device)) => {
            let heard = Heard::No(failure.code().unwrap_or_default());
            let news = News { heard, floats: None, now: rooms.time().now() };
            rooms.activations.hear(device, &news, wait);
        }
        (AfterFailure::MayUseStored, _) => {}
    }
    if failure.status() == Status::Credentials {
        note_sign_in_result(rooms, call, false);
    }
}
