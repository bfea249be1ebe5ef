//! The end of the license on this device, and of an agent.

use std::sync::Arc;
use std::time::Duration;

use super::ask;
use super::hold::Hold;
use super::key::Key;
use super::record::DeviceSeat;
use super::release::give_up;
use super::renew::lose;
use crate::agent::rooms::Rooms;
use crate::api::Identification;
use crate::clock::Deadline;
use crate::error::{Error, Meaning, Status};
use crate::rules::seat::News;
use crate::run::{Cancel, Wait};

/// For all seats of an agent that is closed: as long as the system gets for its threads.
const CLOSE_LIMIT: Duration = Duration::from_millis(500);

/// Gives all seats of a license back, the borrowed ones too, before it is deactivated. An error: nobody knows whether
/// one was given back, and those from it on are held still. Their holders are told that they are lost.
pub fn release_all(rooms: &Rooms, device: &Identification, wait: &Wait) -> Result<(), Error> {
    if rooms.seats.look(&device.product)?.is_empty() {
        return Ok(());
    }
    let _turn = rooms.seats.turn(&device.product, wait)?;
    let seats = rooms.seats.read(&device.product)?;
    let now = rooms.stamp();
    for seat in seats.iter().filter(|seat| is_of(seat, device)) {
        let key = Key::new(device, seat.feature.as_deref());
        if seat.is_held(&now) {
            release_whatever_it_says(rooms, &key, wait)?;
        }
        rooms.seats.record(&key, None, now.wall)?;
        lose_if_held(rooms, &key);
    }
    Ok(())
}

/// A license that the server refuses has no seats to give back.
fn release_whatever_it_says(rooms: &Rooms, key: &Key, wait: &Wait) -> Result<(), Error> {
    match ask::give_back(rooms, key, wait) {
        Err(no) if no.meaning() == Meaning::DefiniteNo => Ok(()),
        released => released,
    }
}

/// Forgets the seats of a license that was given up without a network; the server frees them at their end. Where that
/// fails the log says so: the license is gone all the same, and no seat of it counts.
pub fn forget_all(rooms: &Rooms, device: &Identification, wait: &Wait) {
    if let Err(error) = try_forget(rooms, device, wait) {
        rooms.log.warning(format_args!("seat: what is known of it stays in the store: {error}"));
    }
}

fn try_forget(rooms: &Rooms, device: &Identification, wait: &Wait) -> Result<(), Error> {
    if rooms.seats.look(&device.product)?.is_empty() {
        return Ok(());
    }
    let _turn = rooms.seats.turn(&device.product, wait)?;
    let mut seats = rooms.seats.read(&device.product)?;
    seats.retain(|seat| !is_of(seat, device));
    rooms.seats.write(&device.product, &seats, rooms.time().now())?;
    let holds = rooms.seats.holds_of(&device.product);
    holds.iter().filter(|hold| hold.key.device == *device).for_each(|hold| give_in(rooms, hold));
    Ok(())
}

fn is_of(seat: &DeviceSeat, device: &Identification) -> bool {
    seat.license_id == device.license_id
}

fn lose_if_held(rooms: &Rooms, key: &Key) {
    if let Some(hold) = rooms.seats.hold(key) {
        give_in(rooms, &hold);
    }
}

fn give_in(rooms: &Rooms, hold: &Arc<Hold>) {
    let why = Error::new(Status::NotActivated, "the license was given up on this device");
    lose(rooms, hold, News::Refused, &why);
}

/// Asks whether a license that floats is active still on this device, without taking a seat: by giving one back, which
/// is refused in one way where there is none, and in another where there is no license. To be called where this device
/// holds none.
pub fn ask_without_a_seat(
    rooms: &Rooms,
    device: &Identification,
    wait: &Wait,
) -> Result<(), Error> {
    ask::give_back(rooms, &Key::new(device, None), wait)
}

/// Gives back what this agent holds, unless it is to be left to its timeout. Blocks for half a second at most.
pub fn close(rooms: &Rooms, deadline: Deadline) {
    let deadline = deadline.at_most(CLOSE_LIMIT);
    let wait = Wait { deadline, cancel: Cancel::default() };
    for hold in rooms.seats.close() {
        hold.forget_handles();
        // Also of one that is being given up: its turn is waited for.
        if !rooms.seats.gives_back {
            drop(hold.end());
        } else if let Err(failure) = give_up(rooms, &hold, &wait) {
            let why = failure.for_log();
            rooms.log.warning(format_args!("seat: it is left to its timeout: {why}"));
        }
    }
}
