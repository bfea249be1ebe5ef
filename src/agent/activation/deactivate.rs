//! Gives up the license on this device.
//!
//! A mark is written before the request is sent: a call that finds it knows that the server may have done it already.
//!
//! A license that was given up by a file of which nobody knows whether it was written is gone here, and may be active
//! on the server still: the server is told, and then no file is needed. If the file was carried away too, the one
//! that comes second finds nothing to give up.

use super::keep::check_call;
use super::offline::{forget_left, left};
use super::record::{Held, Record};
use super::report::logged;
use super::uncertain::{not_activated, uncertain};
use crate::agent::consumption::send_before_the_end;
use crate::agent::rooms::Rooms;
use crate::agent::seat::{ask_without_a_seat, release_all};
use crate::api::{DeactivateLicense, Identification};
use crate::error::{Error, Meaning, Status};
use crate::rules::lifecycle::{self, Heard, State};
use crate::run::Wait;

/// Blocks for as long as the wait lasts.
pub fn deactivate(rooms: &Rooms, device: &Identification, wait: &Wait) -> Result<(), Error> {
    logged(rooms, "deactivate", &device.product, || {
        let _lock = rooms.activations.lock(&device.product, wait)?;
        let record = rooms.activations.read(&device.product)?;
        match record.held.clone().filter(|held| held.device == *device) {
            Some(held) => Ending { rooms, record, held, wait }.run(),
            None => deactivate_left(rooms, device, wait),
        }
    })
}

/// Nothing but a note of it is left here, which goes once the server has said that it holds no activation: until then
/// the file can still be written. A lost answer is settled by the next call.
fn deactivate_left(rooms: &Rooms, device: &Identification, wait: &Wait) -> Result<(), Error> {
    let left = left(rooms, &device.product)?.filter(|held| held.device == *device);
    let call = DeactivateLicense { device: left.ok_or_else(not_activated)?.device };
    send_before_the_end(rooms, device, wait)?;
    match rooms.server().call(&call, wait, &|| ()) {
        Ok(_) => forget_left(rooms, device),
        Err(no) if says_not_held(&no) => forget_left(rooms, device),
        Err(lost) if lost.status() != Status::Cancelled && lost.leaves_open() => {
            Err(uncertain(&lost))
        }
        Err(failure) => Err(failure),
    }
}

/// Whether the server does not know the device: then it is deactivated already.
fn says_not_held(failure: &Error) -> bool {
    let heard = Heard::No(failure.code().unwrap_or_default());
    failure.meaning() == Meaning::DefiniteNo
        && lifecycle::hear(State::Deactivating, heard) == State::NotActivated
}

/// A deactivation, under the lock of its product.
struct Ending<'a> {
    rooms: &'a Rooms,
    /// As it was before.
    record: Record,
    held: Held,
    wait: &'a Wait,
}

impl Ending<'_> {
    fn run(&self) -> Result<(), Error> {
        send_before_the_end(self.rooms, &self.held.device, self.wait)?;
        // First: what is done by then is undone by nothing, and the server may be out of reach.
        release_all(self.rooms, &self.held.device, self.wait)?;
        self.keep(State::Deactivating)?;
        // From now on nothing is counted, but something may have been meanwhile.
        if let Err(error) = send_before_the_end(self.rooms, &self.held.device, self.wait) {
            self.keep(self.held.state)?;
            return Err(error);
        }
        let call = DeactivateLicense { device: self.held.device.clone() };
        match self.rooms.server().call(&call, self.wait, &|| ()) {
            Ok(_) => self.forget(),
            Err(failure) => self.after(failure),
        }
    }

    fn after(&self, failure: Error) -> Result<(), Error> {
        if failure.status() == Status::Cancelled {
            return Err(failure);
        }
        if failure.meaning() == Meaning::DefiniteNo {
            return self.after_no(failure);
        }
        if failure.leaves_open() {
            return self.settle(failure);
        }
        self.keep(self.held.state)?;
        Err(failure)
    }

    /// A refusal that leaves the license here is as good as one of a check.
    fn after_no(&self, no: Error) -> Result<(), Error> {
        if says_not_held(&no) {
            return self.forget();
        }
        let before = match self.held.state {
            State::Deactivating => State::Active,
            state => state,
        };
        self.keep(lifecycle::hear(before, Heard::No(no.code().unwrap_or_default())))?;
        Err(no)
    }

    /// The answer is lost: the server is asked whether it knows the device still.
    fn settle(&self, lost: Error) -> Result<(), Error> {
        match self.ask() {
            Ok(()) => {
                self.keep(State::Active)?;
                Err(lost)
            }
            Err(no) if no.meaning() == Meaning::DefiniteNo => self.after_no(no),
            Err(_) => Err(uncertain(&lost)),
        }
    }

    /// To ask about what floats would take a seat, of a device that wants none.
    fn ask(&self) -> Result<(), Error> {
        let (device, wait) = (&self.held.device, self.wait);
        if self.held.floats {
            return ask_without_a_seat(self.rooms, device, wait);
        }
        self.rooms.server().call(&check_call(device), wait, &|| ()).map(drop)
    }

    fn keep(&self, state: State) -> Result<(), Error> {
        let held = Some(Held { state, ..self.held.clone() });
        let record = Record { held, ..self.record.clone() };
        self.write(&record)
    }

    /// The record goes first: an answer without one is of no use to anybody. So does what a file that was once to
    /// give up the same license has left.
    fn forget(&self) -> Result<(), Error> {
        self.write(&Record { held: None, ..self.record.clone() })?;
        forget_left(self.rooms, &self.held.device)
    }

    fn write(&self, record: &Record) -> Result<(), Error> {
        let now = self.rooms.time().now();
        self.rooms.activations.write(&self.held.device.product, record, now)
    }
}
