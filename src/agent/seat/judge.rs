//! What checks go by: whether this device holds a seat, and whether the server may be asked without taking one.

use std::sync::Arc;

use super::ask;
use super::hold::Hold;
use super::key::Key;
use super::record::DeviceSeat;
use super::renew::lose;
use crate::agent::rooms::Rooms;
use crate::api::{Identification, Stored};
use crate::error::{Error, Meaning, Status};
use crate::model::{AnyModel, Feature, Licenses};
use crate::rules::lifecycle::{Refusal, license_floats};
use crate::rules::seat::{News, Stamp};
use crate::run::Wait;
use crate::store::Lock;

/// What this device has of what floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seating {
    None,
    /// A seat, held by other processes, or by one that was killed until its timeout.
    Elsewhere,
    /// A seat that this process holds, so that asking renews it.
    Here,
    /// One that is held without the server until a moment.
    Borrowed,
}

impl Seating {
    pub fn is_some(self) -> bool {
        self != Self::None
    }
}

/// By the record of the store and both clocks; a record that cannot be read is none. Where a renewal could not be
/// recorded, what this process knows counts. Reads a file if it has changed.
pub fn seating(rooms: &Rooms, device: &Identification, feature: Option<&str>) -> Seating {
    let (key, now) = (Key::new(device, feature), rooms.stamp());
    let seats = rooms.seats.look(&device.product).unwrap_or_default();
    let is_here = || rooms.seats.hold(&key).is_some_and(|hold| hold.is_held(&now));
    match seats.iter().find(|seat| seat.is_of(&key)) {
        Some(seat) if seat.is_borrowed(&now) => Seating::Borrowed,
        Some(_) if is_here() => Seating::Here,
        Some(seat) if seat.is_held(&now) => Seating::Elsewhere,
        Some(_) | None => Seating::None,
    }
}

/// The right to ask the server about what floats: it renews the seat, and takes none, since nobody can give it back
/// meanwhile.
pub struct Asking {
    hold: Arc<Hold>,
    heard: Stamp,
    _turn: Option<Lock>,
}

/// For a call about a license. `None`: it does not float. An error of the status `NoSeat`: this process does not hold
/// its seat. Blocks for as long as the wait lasts.
pub fn may_ask(rooms: &Rooms, call: &dyn Stored, wait: &Wait) -> Result<Option<Asking>, Error> {
    match call.device() {
        Some(device) if rooms.activations.held(device).is_ok_and(|held| held.floats) => {
            may_ask_about(rooms, device, None, wait).map(Some)
        }
        Some(_) | None => Ok(None),
    }
}

/// The same for a seat itself.
pub fn may_ask_about(
    rooms: &Rooms,
    device: &Identification,
    feature: Option<&str>,
    wait: &Wait,
) -> Result<Asking, Error> {
    let turn = rooms.seats.turn(&device.product, wait)?;
    let hold = rooms.seats.hold(&Key::new(device, feature));
    let is_here = seating(rooms, device, feature) == Seating::Here;
    match hold.filter(|hold| is_here && hold.is_wanted()) {
        Some(hold) => Ok(Asking { hold, heard: rooms.stamp(), _turn: turn }),
        None => Err(Error::new(Status::NoSeat, "the seat was released meanwhile")),
    }
}

impl Asking {
    /// The server has answered about the license.
    pub fn answered(&self, rooms: &Rooms, answer: &AnyModel) {
        let licenses = answer.downcast_ref::<Licenses>();
        let license = licenses.and_then(|licenses| licenses.0.first());
        if let Some(license) = license.filter(|license| license_floats(license)) {
            self.renewed(rooms, ask::of_license(&self.hold.key, license, self.heard(rooms)));
        }
    }

    /// The same about the feature.
    pub fn answered_about(&self, rooms: &Rooms, feature: &Feature) {
        self.renewed(rooms, ask::of_feature(&self.hold.key, feature, self.heard(rooms)));
    }

    /// When it was asked, by what the answer has told of the server's clock.
    fn heard(&self, rooms: &Rooms) -> Stamp {
        rooms.stamped_again(self.heard.clone())
    }

    /// The renewal that is due next finds that it was done already.
    fn renewed(&self, rooms: &Rooms, seat: DeviceSeat) {
        ask::note(rooms, &self.hold.key, seat.clone());
        self.hold.renewed(seat, &rooms.workers).deliver(&self.hold);
    }

    /// A no that costs the seat, or the license; what nobody knows is for the renewal to deal with.
    pub fn failed(&self, rooms: &Rooms, failure: &Error) {
        let speaks_of_license = failure.code().and_then(Refusal::of).is_some();
        let is_no = failure.meaning() == Meaning::DefiniteNo;
        if is_no && (speaks_of_license || failure.status() == Status::NoSeat) {
            ask::keep(rooms, &self.hold.key, None);
            lose(rooms, &self.hold, News::Refused, failure);
        }
    }
}
