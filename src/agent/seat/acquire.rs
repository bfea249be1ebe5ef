//! Acquires a seat.

use std::sync::Arc;

use super::ask;
use super::handle::Seat;
use super::hold::{Ended, HandleId, Hold, SeatObserver};
use super::key::Key;
use super::record::DeviceSeat;
use super::release::{give_up_in_turn, release_soon};
use super::renew::{must_be_by_a_good_clock, note_if_over, schedule};
use crate::agent::rooms::Rooms;
use crate::api::Identification;
use crate::error::{Error, Status};
use crate::run::{Wait, cancelled};
use crate::store::Lock;

/// One more handle of the seat of a license or a feature. The server is asked unless this process holds it already, or
/// another one of this device does, or it is borrowed. Blocks for as long as the wait lasts.
pub fn acquire(
    rooms: &Arc<Rooms>,
    device: &Identification,
    feature: Option<&str>,
    observer: Option<&SeatObserver>,
    wait: &Wait,
) -> Result<Seat, Error> {
    let key = Key::new(device, feature);
    rooms.activations.held(device)?;
    if let Some(seat) = join(rooms, &key, observer) {
        return Ok(seat);
    }
    let turn = rooms.seats.turn(&device.product, wait)?;
    // Another thread may have been faster.
    if let Some(seat) = join(rooms, &key, observer) {
        return Ok(seat);
    }
    let acquired = begin(rooms, &key, observer, turn.as_ref(), wait);
    if let Err(failure) = &acquired
        && failure.leaves_open()
    {
        // The server may have given it: nobody here would renew it, or give it back.
        release_soon(rooms, &key);
    }
    acquired
}

/// A handle of what this process holds.
fn join(rooms: &Arc<Rooms>, key: &Key, observer: Option<&SeatObserver>) -> Option<Seat> {
    let hold = rooms.seats.hold(key)?;
    note_if_over(rooms, &hold);
    let id = hold.join(observer, &rooms.stamp())?;
    Some(Seat::new(rooms, &hold, id))
}

fn begin(
    rooms: &Arc<Rooms>,
    key: &Key,
    observer: Option<&SeatObserver>,
    turn: Option<&Lock>,
    wait: &Wait,
) -> Result<Seat, Error> {
    let share = rooms.seats.share(key)?;
    let is_shared = share.as_ref().is_some_and(|(_, has_others)| *has_others);
    let seat = match found(rooms, key, is_shared)? {
        Some(seat) => seat,
        None => ask::take(rooms, key, wait)?,
    };
    let hold = Hold::new(key.clone(), rooms.timetable.new_id(), seat, share.map(|(lock, _)| lock));
    let (hold, now) = (Arc::new(hold), rooms.stamp());
    let Some(id) = hold.join(observer, &now) else {
        return Err(Error::new(Status::Timeout, "the answer took longer than the seat lasts"));
    };
    let started = start(rooms, &hold, id);
    if started.is_err() {
        // Nobody would renew it; what others hold or is borrowed stays.
        hold.forget_handles();
        let ended = hold.end().map(|Ended { share }| share);
        let _ = ended.map(|share| give_up_in_turn(rooms, &hold, share, turn, wait));
    }
    started
}

/// What the store has of a seat that is not asked for again.
fn found(rooms: &Rooms, key: &Key, is_shared: bool) -> Result<Option<DeviceSeat>, Error> {
    let now = rooms.stamp();
    let Some(seat) = rooms.seats.find(key)?.filter(|seat| seat.is_held(&now)) else {
        return Ok(None);
    };
    if seat.is_borrowed(&now) {
        must_be_by_a_good_clock(rooms, &now)?;
        return Ok(Some(seat));
    }
    // What nobody holds was left by a process that was killed: it is renewed.
    Ok(Some(seat).filter(|_| is_shared))
}

fn start(rooms: &Arc<Rooms>, hold: &Arc<Hold>, id: HandleId) -> Result<Seat, Error> {
    rooms.seats.add(hold)?;
    if let Err(error) = schedule(rooms, hold) {
        rooms.seats.remove(hold);
        return Err(if rooms.closing.is_cancelled() { cancelled() } else { error });
    }
    Ok(Seat::new(rooms, hold, id))
}
