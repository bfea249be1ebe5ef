//! Gives up the license on this device.
//!
//! A mark is written before the request is sent: whoever finds it knows that the server may have done it already.

use super::keep::check_call;
use super::record::{Held, Record};
use super::report::logged;
use super::uncertain::{not_activated, uncertain};
use crate::agent::rooms::Rooms;
use crate::api::{DeactivateLicense, Identification};
use crate::error::{Error, Meaning, Status};
use crate::rules::lifecycle::{self, Heard, State};
use crate::run::Wait;

/// Blocks for as long as the wait lasts.
pub fn deactivate(rooms: &Rooms, device: &Identification, wait: &Wait) -> Result<(), Error> {
    logged(rooms, "deactivate", &device.product, || {
        let _lock = rooms.activations.lock(&device.product, wait)?;
        let record = rooms.activations.read(&device.product)?;
        let held = record.held.clone().filter(|held| held.device == *device);
        let held = held.ok_or_else(not_activated)?;
        Ending { rooms, record, held, wait }.run()
    })
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
        self.keep(State::Deactivating)?;
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

    /// A device that the server does not know is deactivated already. Another refusal is as good as one of a check.
    fn after_no(&self, no: Error) -> Result<(), Error> {
        let heard = Heard::No(no.code().unwrap_or_default());
        match lifecycle::hear(State::Deactivating, heard) {
            State::NotActivated => self.forget(),
            State::Activating | State::Active | State::Refused(_) | State::Deactivating => {
                let before = match self.held.state {
                    State::Deactivating => State::Active,
                    state => state,
                };
                self.keep(lifecycle::hear(before, heard))?;
                Err(no)
            }
        }
    }

    /// The answer is lost: the server is asked whether it knows the device still.
    fn settle(&self, lost: Error) -> Result<(), Error> {
        // To ask about what floats would take a seat, of a device that wants none.
        if self.held.floats {
            return Err(uncertain(&lost));
        }
        match self.rooms.server().call(&check_call(&self.held.device), self.wait, &|| ()) {
            Ok(_) => {
                self.keep(State::Active)?;
                Err(lost)
            }
            Err(no) if no.meaning() == Meaning::DefiniteNo => self.after_no(no),
            Err(_) => Err(uncertain(&lost)),
        }
    }

    fn keep(&self, state: State) -> Result<(), Error> {
        let held = Some(Held { state, ..self.held.clone() });
        let record = Record { held, ..self.record.clone() };
        self.write(&record)
    }

    /// The record goes first: an answer without one is of no use to anybody.
    fn forget(&self) -> Result<(), Error> {
        self.write(&Record { held: None, ..self.record.clone() })?;
        self.rooms.answers.remove(&check_call(&self.held.device));
        Ok(())
    }

    fn write(&self, record: &Record) -> Result<(), Error> {
        let now = self.rooms.time().now();
        self.rooms.activations.write(&self.held.device.product, record, now)
    }
}
