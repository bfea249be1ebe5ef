//! One request to the server, and what its outcome does to the store and to the saved password.

use super::load::load;
use super::recall::note_sign_in_result;
use super::request::{From, Key, Outcome, Request};
use super::rooms::Rooms;
use crate::api::{Readable, Signed};
use crate::error::{Error, Status};
use crate::results::Answer;
use crate::rules::policy::{self, AfterFailure};
use crate::run::Wait;
use crate::store::Mark;

/// Asks the server, or takes what another process has just got from it.
pub fn ask_server<C: Readable>(
    rooms: &Rooms,
    call: &C,
    key: &Key,
    request: &Request,
    wait: &Wait,
) -> Outcome {
    match from_other_process(rooms, call, key, request, wait) {
        Ok(Some(outcome)) => return outcome,
        Ok(None) => {}
        Err(error) => return Outcome::failed(error),
    }
    match fetch(rooms, call, wait, &|| request.note_asked()) {
        Ok((signed, data, at)) => save(rooms, call, &signed, data, at),
        Err(failure) => {
            note_failure(rooms, call, &failure);
            Outcome::failed(failure)
        }
    }
}

fn fetch<C: Readable>(
    rooms: &Rooms,
    call: &C,
    wait: &Wait,
    note_asked: &dyn Fn(),
) -> Result<(Signed, C::Answer, i64), Error> {
    let (signed, at) = rooms.server().fetch(call, wait, note_asked)?;
    let data = call
        .read(signed.trust(), &rooms.server().settings.product_ids)
        .map_err(|error| error.with_http_status(200))?;
    Ok((signed, data, at))
}

/// The answer that another process has got while this one waited for its turn. Otherwise the request holds
/// the right to ask from then on.
fn from_other_process<C: Readable>(
    rooms: &Rooms,
    call: &C,
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
    let stored = load(rooms, call).ok();
    Ok(stored.map(|answer| Outcome { result: Ok(answer.of_any_type()), changed }))
}

/// A good answer: it is stored, and the password that earned it is saved.
fn save<C: Readable>(
    rooms: &Rooms,
    call: &C,
    signed: &Signed,
    data: C::Answer,
    at: i64,
) -> Outcome {
    let time = rooms.time();
    let mark = Mark { newest: at, offset: time.offset };
    let changed = rooms.answers.save(call, signed, &data, mark);
    note_sign_in_result(rooms, call, true);
    rooms.hint.note(call.product(), &data);
    Outcome { result: Ok(Answer::fresh(data, at, time).of_any_type()), changed }
}

fn note_failure(rooms: &Rooms, call: &impl Readable, failure: &Error) {
    match policy::after(failure) {
        AfterFailure::DropStored => rooms.answers.remove(call),
        AfterFailure::MayUseStored => {}
    }
    if failure.status() == Status::Credentials {
        note_sign_in_result(rooms, call, false);
    }
}
