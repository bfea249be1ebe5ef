//! Renews what this process holds, notes what is lost, and gives back what nobody wants: the job of each hold, on the
//! thread of the timetable.

use std::sync::Arc;

use super::ask;
use super::hold::Hold;
use super::record::DeviceSeat;
use super::release::give_up;
use crate::agent::rooms::Rooms;
use crate::error::{Error, Meaning, Status};
use crate::rules::offline_grace;
use crate::rules::seat::{News, Stamp};
use crate::run::Wait;

/// Has something done about a hold when it is due.
pub fn schedule(rooms: &Arc<Rooms>, hold: &Arc<Hold>) -> Result<(), Error> {
    let (own, held) = (rooms.clone(), hold.clone());
    let due = hold.due(&rooms.stamp());
    rooms.timetable.set(hold.job, due, Box::new(move || attend(&own, &held)))
}

/// The same at once.
pub fn schedule_now(rooms: &Arc<Rooms>, hold: &Arc<Hold>) -> Result<(), Error> {
    let (own, held) = (rooms.clone(), hold.clone());
    let now = rooms.boot_time();
    rooms.timetable.set(hold.job, now, Box::new(move || attend(&own, &held)))
}

fn attend(rooms: &Arc<Rooms>, hold: &Arc<Hold>) {
    if !hold.is_wanted() {
        give_up_in_background(rooms, hold);
        return;
    }
    // After a borrowing the seat may be there still: the server is asked once.
    let was_borrowed = hold.seat().borrowed_until.is_some();
    if !was_borrowed && note_if_over(rooms, hold) {
        return;
    }
    hold.note_try(&rooms.stamp());
    let wait = Wait::new(rooms.timeout, &rooms.seats.cancel);
    match renewed(rooms, hold, &wait) {
        Ok(Some(seat)) => hold.renewed(seat, &rooms.workers).deliver(hold),
        // Released meanwhile, or about to be.
        Ok(None) => {}
        Err(failure) => failed(rooms, hold, &failure),
    }
    again(rooms, hold);
}

fn again(rooms: &Arc<Rooms>, hold: &Arc<Hold>) {
    // What is held no more has left the list.
    if !rooms.seats.hold(&hold.key).is_some_and(|held| Arc::ptr_eq(&held, hold)) {
        return;
    }
    if let Err(error) = schedule(rooms, hold)
        && error.status() != Status::Cancelled
    {
        rooms.log.warning(format_args!("seat: it will not be renewed: {error}"));
    }
}

/// The seat as another process has renewed it, or as this one has just now.
fn renewed(rooms: &Rooms, hold: &Hold, wait: &Wait) -> Result<Option<DeviceSeat>, Error> {
    let _turn = rooms.seats.turn(&hold.key.device.product, wait)?;
    if !hold.is_wanted() {
        return Ok(None);
    }
    rooms.activations.held(&hold.key.device).map_err(|_| given_up())?;
    let (before, now) = (hold.seat(), rooms.stamp());
    let known = rooms.seats.find(&hold.key)?.ok_or_else(given_up)?;
    let is_news = known != before && known.is_held(&now);
    if is_news || known.is_borrowed(&now) {
        return Ok(Some(known));
    }
    rooms.seats.must_be_open()?;
    ask::take(rooms, &hold.key, wait).map(Some)
}

/// Another process has given the license up, or was refused the seat.
fn given_up() -> Error {
    Error::new(Status::NoSeat, "this device does not hold the seat any more")
        .with_meaning(Meaning::DefiniteNo)
}

fn failed(rooms: &Arc<Rooms>, hold: &Arc<Hold>, failure: &Error) {
    let why = failure.for_log();
    match failure.meaning() {
        // The agent is being closed.
        _ if failure.status() == Status::Cancelled => {}
        Meaning::DefiniteNo => lose(rooms, hold, News::Refused, failure),
        Meaning::NobodyKnows
        | Meaning::VendorMistake
        | Meaning::TokenEnded
        | Meaning::OtherMethod => {
            rooms.log.warning(format_args!("seat: it could not be renewed: {why}"));
            if !note_if_over(rooms, hold) {
                hold.note(News::Failed, Some(failure), &rooms.workers).deliver(hold);
            }
        }
    }
}

/// Notes the loss of a seat whose time is over; returns whether it is.
pub fn note_if_over(rooms: &Rooms, hold: &Arc<Hold>) -> bool {
    // What is being given up is no loss.
    let is_over = hold.is_wanted() && !hold.is_held(&rooms.stamp());
    if is_over {
        let why = Error::new(
            Status::NoSeat,
            "the seat was not renewed by its end, so that the server may have given it away",
        );
        lose(rooms, hold, News::Over, &why);
    }
    is_over
}

pub fn lose(rooms: &Rooms, hold: &Arc<Hold>, news: News, why: &Error) {
    rooms.seats.remove(hold);
    rooms.timetable.cancel(hold.job);
    rooms.log.warning(format_args!("seat: it is lost: {}", why.for_log()));
    hold.note(news, Some(why), &rooms.workers).deliver(hold);
}

fn give_up_in_background(rooms: &Arc<Rooms>, hold: &Arc<Hold>) {
    // Not cut short as a renewal is: an agent that is closed waits for it.
    let wait = Wait::new(rooms.timeout, &rooms.closing);
    if let Err(failure) = give_up(rooms, hold, &wait) {
        rooms.log.warning(format_args!("seat: it is left to its timeout: {}", failure.for_log()));
    }
}

/// What is borrowed is held by the clock of this device alone.
pub fn must_be_by_a_good_clock(rooms: &Rooms, now: &Stamp) -> Result<(), Error> {
    let newest = rooms.answers.mark().map_or(now.wall, |mark| mark.newest);
    offline_grace::usable(now.wall, Some(newest), now.wall, 0)
}
