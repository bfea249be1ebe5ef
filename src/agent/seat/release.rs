//! Gives back what nobody of this device holds any more.

use std::sync::Arc;

use super::ask;
use super::hold::{Ended, HandleId, Hold, Left};
use super::key::Key;
use crate::agent::rooms::Rooms;
use crate::error::{Error, Status};
use crate::run::Wait;
use crate::store::Lock;

/// Releases a handle; the last one of the last process gives the seat back. Whatever becomes of that, the handle is
/// released and nothing is renewed any more. Blocks for as long as the wait lasts.
pub fn release(
    rooms: &Arc<Rooms>,
    hold: &Arc<Hold>,
    id: HandleId,
    wait: &Wait,
) -> Result<(), Error> {
    match hold.leave(id) {
        Left::Nothing => Ok(()),
        Left::Seat => give_up(rooms, hold, wait),
    }
}

/// Ends what this process holds, unless somebody has joined it meanwhile, and gives the seat back if no other process
/// holds it.
pub fn give_up(rooms: &Rooms, hold: &Arc<Hold>, wait: &Wait) -> Result<(), Error> {
    let turn = rooms.seats.turn(&hold.key.device.product, wait);
    let Some(Ended { share }) = hold.end() else {
        return Ok(());
    };
    rooms.timetable.cancel(hold.job);
    let given = turn.and_then(|turn| give_up_in_turn(rooms, hold, share, turn.as_ref(), wait));
    // Last: an agent that is closed waits for what is in the list.
    rooms.seats.remove(hold);
    given
}

/// The same of what has ended, in one's turn; `turn` is `None` where the file system has no locks.
pub fn give_up_in_turn(
    rooms: &Rooms,
    hold: &Hold,
    share: Option<Lock>,
    turn: Option<&Lock>,
    wait: &Wait,
) -> Result<(), Error> {
    let seat = rooms.seats.find(&hold.key)?;
    let now = rooms.stamp();
    if !seat.is_some_and(|seat| seat.is_held(&now) && !seat.is_borrowed(&now)) {
        return Ok(());
    }
    match alone(rooms, share) {
        Some(_alone) if turn.is_some() => give_back(rooms, &hold.key, wait),
        Some(_) | None => Ok(()),
    }
}

/// Whether no other process has a share; where the file system has no locks nobody knows.
fn alone(rooms: &Rooms, share: Option<Lock>) -> Option<Lock> {
    let Some(share) = share else {
        rooms.log.info("seat: it is left to its timeout, as the file system has no locks");
        return None;
    };
    share.alone().ok()
}

/// The record goes first: from then on no process of this device believes to hold it.
fn give_back(rooms: &Rooms, key: &Key, wait: &Wait) -> Result<(), Error> {
    ask::keep(rooms, key, None);
    let given = ask::give_back(rooms, key, wait);
    if given.is_ok() {
        rooms.log.info("seat: released");
    }
    given.map_err(|failure| match failure.status() {
        Status::Cancelled => failure,
        _ => failure
            .and("the seat is not held here any more, and the server frees it at its timeout"),
    })
}

/// Gives back, in the background, a seat that the server may have given to nobody in particular: by an answer that was
/// lost, or by a check that had to be made.
pub fn release_soon(rooms: &Arc<Rooms>, key: &Key) {
    let (own, key) = (rooms.clone(), key.clone());
    let job = move || {
        let wait = Wait::new(own.timeout, &own.seats.cancel);
        if let Err(failure) = release_unheld(&own, &key, &wait) {
            own.log.info(format_args!("seat: it is left to its timeout: {}", failure.for_log()));
        }
    };
    let now = rooms.boot_time();
    let _ = rooms.timetable.set(rooms.timetable.new_id(), now, Box::new(job));
}

fn release_unheld(rooms: &Rooms, key: &Key, wait: &Wait) -> Result<(), Error> {
    let _turn = rooms.seats.turn(&key.device.product, wait)?;
    let now = rooms.stamp();
    let is_held = rooms.seats.find(key)?.is_some_and(|seat| seat.is_held(&now));
    match rooms.seats.share(key)? {
        Some((_, false)) if !is_held => ask::give_back(rooms, key, wait),
        Some(_) | None => Ok(()),
    }
}
