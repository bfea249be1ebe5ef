//! Borrows a seat, so that it is held without the server until a moment, and gives it back before that.

use std::sync::Arc;

use super::ask;
use super::key::Key;
use super::record::DeviceSeat;
use super::renew::{lose, schedule};
use crate::agent::activation::with_secret;
use crate::agent::caller::before_settling;
use crate::agent::rooms::Rooms;
use crate::api::{FloatingBorrow, FloatingFeatureBorrow, Identification, Identity, Who};
use crate::error::{Error, Meaning, Status};
use crate::rules::lifecycle::Refusal;
use crate::rules::seat::{News, Stamp, timeout};
use crate::run::Wait;

/// Borrows the seat of a license, or of a feature, until a moment in Unix seconds, or for as long as the vendor allows;
/// returns until when. `who` is how a user signs in. Blocks for as long as the wait lasts.
pub fn borrow(
    rooms: &Arc<Rooms>,
    device: &Identification,
    feature: Option<&str>,
    until: Option<i64>,
    who: Option<Who>,
    wait: &Wait,
) -> Result<i64, Error> {
    let key = Key::new(device, feature);
    rooms.activations.held(device)?;
    let who = signed_in(rooms, device, who, wait)?;
    let _turn = rooms.seats.turn(&device.product, wait)?;
    let heard = rooms.stamp();
    let until = match ask_for(rooms, &key, who, until, &before_settling(wait)) {
        Ok(until) => until,
        Err(lost) if lost.status() != Status::Cancelled && lost.leaves_open() => {
            return settle(rooms, &key, lost, wait);
        }
        Err(failure) => {
            note_no(rooms, &key, &failure, wait);
            return Err(failure);
        }
    };
    if let Err(error) = keep(rooms, &key, until, rooms.stamped_again(heard)) {
        let _ = ask::give_back(rooms, &key, wait);
        return Err(error);
    }
    Ok(until)
}

/// A user has to sign in, as for the activation; the same one.
fn signed_in(
    rooms: &Rooms,
    device: &Identification,
    who: Option<Who>,
    wait: &Wait,
) -> Result<Who, Error> {
    let who = match (&device.who, who) {
        (Who::LicenseKey(_), None) => return Ok(device.who.clone()),
        (Who::Username(name) | Who::SignIn(Identity::Password { username: name, .. }), None) => {
            Who::SignIn(Identity::Remembered { username: Some(name.clone()) })
        }
        (Who::SignIn(_), None) => device.who.clone(),
        (_, Some(who)) => who,
    };
    let who = with_secret(rooms, &device.product, who, wait)?;
    let is_other = who.known_holder().is_some_and(|holder| !holder.is_same(&device.who));
    if is_other {
        return Err(Error::invalid("credentials", "are not those of the license's holder"));
    }
    Ok(who)
}

fn ask_for(
    rooms: &Rooms,
    key: &Key,
    who: Who,
    until: Option<i64>,
    wait: &Wait,
) -> Result<i64, Error> {
    let (device, server) = (Identification { who, ..key.device.clone() }, rooms.server());
    let answer = match key.feature.clone() {
        Some(feature) => {
            let call = FloatingFeatureBorrow { device, feature, until };
            server.call(&call, wait, &|| ())
        }
        None => server.call(&FloatingBorrow { device, until }, wait, &|| ()),
    };
    answer.map(|fetched| fetched.data)
}

/// A refusal of the license is recorded as one of a check. A no to the borrowing leaves the seat as it is.
fn note_no(rooms: &Rooms, key: &Key, failure: &Error, wait: &Wait) {
    if failure.meaning() == Meaning::DefiniteNo && failure.code().and_then(Refusal::of).is_some() {
        ask::refused(rooms, key, failure, wait);
        if let Some(hold) = rooms.seats.hold(key) {
            lose(rooms, &hold, News::Refused, failure);
        }
    }
}

/// What is borrowed must be remembered: without a record it could not be used, nor given back.
fn keep(rooms: &Arc<Rooms>, key: &Key, until: i64, heard: Stamp) -> Result<(), Error> {
    let known = rooms.seats.find(key)?;
    let timeout = known.map_or_else(|| timeout(None), |seat| seat.timeout);
    let seat = DeviceSeat {
        feature: key.feature.clone(),
        license_id: key.device.license_id,
        heard,
        timeout,
        borrowed_until: Some(until),
    };
    rooms.seats.record(key, Some(seat.clone()), rooms.time().now())?;
    hold_on(rooms, key, seat);
    Ok(())
}

/// What this process holds goes by what is known now.
fn hold_on(rooms: &Arc<Rooms>, key: &Key, seat: DeviceSeat) {
    if let Some(hold) = rooms.seats.hold(key) {
        hold.renewed(seat, &rooms.workers).deliver(&hold);
        let _ = schedule(rooms, &hold);
    }
}

/// The answer is lost. Of a license a check tells whether it is borrowed; it takes a seat at most that this device
/// wanted anyway.
fn settle(rooms: &Arc<Rooms>, key: &Key, lost: Error, wait: &Wait) -> Result<i64, Error> {
    // No answer tells that of a feature.
    if key.feature.is_some() {
        return Err(uncertain(&lost));
    }
    match ask::take(rooms, key, wait) {
        Ok(seat) => {
            let until = seat.borrowed_until;
            hold_on(rooms, key, seat);
            let is_held = rooms.seats.hold(key).is_some();
            if until.is_none() && !is_held {
                let _ = ask::give_back(rooms, key, wait);
                ask::keep(rooms, key, None);
            }
            until.ok_or(lost)
        }
        Err(no) if no.meaning() == Meaning::DefiniteNo => {
            if let Some(hold) = rooms.seats.hold(key) {
                lose(rooms, &hold, News::Refused, &no);
            }
            Err(lost)
        }
        Err(_) => Err(uncertain(&lost)),
    }
}

fn uncertain(lost: &Error) -> Error {
    Error::new(
        Status::Uncertain,
        "only the license server knows whether the seat is borrowed, and it cannot be asked now; give it back, or borrow it again",
    )
    .and(lost.message())
}

/// Gives a borrowed seat back. If somebody of this device holds it, it is taken anew, and held as before the borrowing;
/// where that fails it is lost. After an error it is borrowed still. Blocks for as long as the wait lasts.
pub fn give_back(
    rooms: &Arc<Rooms>,
    device: &Identification,
    feature: Option<&str>,
    wait: &Wait,
) -> Result<(), Error> {
    let key = Key::new(device, feature);
    rooms.activations.held(device)?;
    let _turn = rooms.seats.turn(&device.product, wait)?;
    let known = rooms.seats.find(&key)?;
    let is_borrowed = known.as_ref().is_some_and(|seat| seat.borrowed_until.is_some());
    let is_held = known.is_some_and(|seat| seat.is_held(&rooms.stamp()));
    // A seat that is held without being borrowed is for its handles to release.
    if is_held && !is_borrowed {
        return Ok(());
    }
    ask::give_back(rooms, &key, wait)?;
    rooms.seats.record(&key, None, rooms.time().now())?;
    take_anew(rooms, &key, wait);
    Ok(())
}

/// For those who hold it. Other processes find the record, at their next look at it.
fn take_anew(rooms: &Arc<Rooms>, key: &Key, wait: &Wait) {
    let hold = rooms.seats.hold(key);
    let others_hold =
        || rooms.seats.share(key).is_ok_and(|share| share.is_some_and(|(_, others)| others));
    if hold.is_none() && !others_hold() {
        return;
    }
    match (ask::take(rooms, key, wait), hold) {
        (Ok(seat), _) => hold_on(rooms, key, seat),
        (Err(failure), Some(hold)) => lose(rooms, &hold, News::Refused, &failure),
        (Err(_), None) => {}
    }
}
