//! Takes a license into use on this device.
//!
//! ```text
//! lock ── who is it? ── an activation on its way is settled ── held already? ── asked about, and returned
//!                                                                  │ no
//!            a mark is written ── activate_license ── answer ── held
//!                                       └── lost ── check_license ── held, or not, or nobody knows
//! ```
//!
//! The mark is on the disk before the request is sent: a call that finds it asks the server before anything else, so
//! that no second activation is used up.

use std::sync::Arc;

use super::adopt::adopt;
use super::choose::Applicant;
use super::keep::{check_call, stored_call};
use super::record::{Held, Pending, Record};
use super::report::logged;
use super::uncertain::uncertain;
use crate::agent::caller::{before_settling, for_settling};
use crate::agent::consumption::send_of_former;
use crate::agent::load::load;
use crate::agent::rooms::Rooms;
use crate::agent::seat::settle_unacquired;
use crate::api::{ActivateLicense, CheckLicense, Identification, Identity, Who};
use crate::error::{Error, Meaning, Status};
use crate::model::Licenses;
use crate::network::Fetched;
use crate::rules::lifecycle::{self, Heard, State};
use crate::run::Wait;

/// What the application wants.
pub struct ActivateRequest {
    pub product: String,
    pub who: Who,
    /// `None`: the only one.
    pub license_id: Option<i64>,
}

impl ActivateRequest {
    /// `license_id` is 0 for the only one.
    pub fn new(product: String, who: Who, license_id: i64) -> Result<Self, Error> {
        let license_id = match (license_id, &who) {
            (i64::MIN..0, _) => return Err(Error::invalid("license_id", "is negative")),
            (0, Who::SignIn(Identity::Code { .. })) => {
                return Err(Error::invalid(
                    "license_id",
                    "a code is good for one request, so the license has to be named with it",
                ));
            }
            (0, _) => None,
            (id, _) => Some(id),
        };
        Ok(Self { product, who, license_id })
    }
}

/// Blocks for as long as the wait lasts.
pub fn activate(rooms: &Arc<Rooms>, request: ActivateRequest, wait: &Wait) -> Result<Held, Error> {
    let ActivateRequest { product, who, license_id } = request;
    logged(rooms, "activate", &product, || {
        let _lock = rooms.activations.lock(&product, wait)?;
        let record = rooms.activations.read(&product)?;
        // Whose license is meant has to be known where there is a choice, or one that may be theirs already.
        let lists = license_id.is_none() || !record.is_empty();
        let applicant = Applicant::sign_in(rooms, &product, who, lists, wait)?;
        let attempt = Attempt { rooms, product: &product, wanted: license_id, applicant, wait };
        attempt.run(record).inspect(|held| settle_seat(rooms, held))
    })
}

/// What the server has said of it may have come with a seat, which nobody has asked for yet.
fn settle_seat(rooms: &Arc<Rooms>, held: &Held) {
    if !held.floats {
        return;
    }
    let answer = load(rooms, &stored_call(held)).ok();
    let license = answer.as_ref().and_then(|answer| answer.data.0.first());
    license.iter().for_each(|license| settle_unacquired(rooms, &held.device, license));
}

/// One activation, under the lock of its product.
struct Attempt<'a> {
    rooms: &'a Rooms,
    product: &'a str,
    wanted: Option<i64>,
    applicant: Applicant,
    wait: &'a Wait,
}

impl Attempt<'_> {
    fn run(&self, mut record: Record) -> Result<Held, Error> {
        let mut was_asked = false;
        if let Some(pending) = record.pending.clone() {
            (record, was_asked) = self.settle(record, &pending)?;
        }
        let own = record.held.as_ref().filter(|held| self.is_own(held)).cloned();
        let own_id = own.as_ref().and_then(|held| held.device.license_id);
        let now = self.rooms.time().now();
        let id = self.applicant.choose(self.product, self.wanted, own_id, now)?;
        let Some(held) = own.filter(|held| id.is_none() || held.device.license_id == id) else {
            return self.activate(record, id);
        };
        if was_asked {
            return Ok(held);
        }
        match self.ask_again(&mut record, held)? {
            Some(held) => Ok(held),
            None => self.activate(record, id),
        }
    }

    /// Whether a license is the applicant's own; of a single sign-on by a code the license has to tell.
    fn is_own(&self, held: &Held) -> bool {
        match &self.applicant.holder {
            Some(holder) => holder.is_same(&held.device.who),
            None => self.wanted.is_some() && held.device.license_id == self.wanted,
        }
    }

    /// How the server is asked about a license: by its holder's name, or by a code, which shows the name.
    fn asked_as(&self, holder: Option<&Who>) -> Who {
        holder.or(self.applicant.holder.as_ref()).unwrap_or(&self.applicant.who).clone()
    }

    /// What an activation on its way is about.
    fn device_of(&self, pending: &Pending) -> Identification {
        Identification {
            product: self.product.to_owned(),
            hardware_id: pending.hardware_id.clone(),
            who: self.asked_as(pending.holder.as_ref()),
            license_id: pending.license_id,
        }
    }

    fn check(&self, device: &Identification) -> Result<Fetched<Licenses>, Error> {
        let call: CheckLicense = check_call(device);
        self.rooms.server().call(&call, self.wait, &|| ())
    }

    /// Finds out what became of an activation that was on its way. Also says whether it is what this device has
    /// now: then it need not be asked about again.
    fn settle(&self, record: Record, pending: &Pending) -> Result<(Record, bool), Error> {
        let device = self.device_of(pending);
        match self.check(&device) {
            Ok(fetched) => {
                let held = Some(adopt(self.rooms, record, &device, &fetched)?);
                Ok((Record { held, pending: None }, true))
            }
            Err(no) if no.meaning() == Meaning::DefiniteNo => {
                let record = Record { pending: None, ..record };
                self.rooms.activations.write(self.product, &record, self.rooms.time().now())?;
                self.must_not_be_used_up(&device, no)?;
                Ok((record, false))
            }
            Err(failure) if pending.was_unknown => Err(failure),
            Err(failure) => Err(uncertain(&failure)),
        }
    }

    /// A code with which the server was asked cannot activate any more.
    fn must_not_be_used_up(&self, asked: &Identification, no: Error) -> Result<(), Error> {
        if !asked.who.is_used_up() {
            return Ok(());
        }
        Err(no.and("the code was used up to find that out, so the user has to sign in once more"))
    }

    /// Asks about a license that this device has. `None`: it has it no more.
    fn ask_again(&self, record: &mut Record, held: Held) -> Result<Option<Held>, Error> {
        let device = Identification { who: self.asked_as(None), ..held.device.clone() };
        let failure = match self.check(&device) {
            Ok(fetched) => return adopt(self.rooms, record.clone(), &device, &fetched).map(Some),
            Err(failure) => failure,
        };
        if failure.meaning() != Meaning::DefiniteNo {
            let is_open = held.state == State::Deactivating;
            return Err(if is_open { uncertain(&failure) } else { failure });
        }
        let state = lifecycle::hear(held.state, Heard::No(failure.code().unwrap_or_default()));
        let is_gone = match state {
            State::NotActivated => true,
            State::Refused(refusal) => refusal.says_not_held(),
            State::Active | State::Activating | State::Deactivating => false,
        };
        record.held = Some(Held { state, ..held }).filter(|_| state != State::NotActivated);
        self.rooms.activations.write(self.product, record, self.rooms.time().now())?;
        self.must_not_be_used_up(&device, failure.clone())?;
        if is_gone { Ok(None) } else { Err(failure) }
    }

    /// Sends the activation, once its mark is on the disk.
    fn activate(&self, record: Record, license_id: Option<i64>) -> Result<Held, Error> {
        if let Some(former) = &record.held {
            send_of_former(self.rooms, &former.device, &for_settling(self.wait));
        }
        let activations = &self.rooms.activations;
        let hardware_id = match record.hardware_id() {
            Some(known) => known.to_owned(),
            None => activations.store()?.hardware_id(),
        };
        let pending = Pending {
            hardware_id: hardware_id.clone(),
            holder: self.applicant.holder.clone(),
            license_id,
            was_unknown: false,
        };
        let marked = Record { pending: Some(pending.clone()), ..record.clone() };
        activations.write(self.product, &marked, self.rooms.time().now())?;
        let (product, who) = (self.product.to_owned(), self.applicant.who.clone());
        let device = Identification { product, hardware_id, who, license_id };
        let call = ActivateLicense { device };
        let wait = before_settling(self.wait);
        match self.rooms.server().call(&call, &wait, &|| ()) {
            Ok(fetched) => adopt(self.rooms, record, &call.device, &fetched),
            Err(failure) if failure.status() == Status::Cancelled => Err(failure),
            Err(failure) if failure.leaves_open() => self.settle_lost(marked, &pending, failure),
            Err(failure) => {
                activations.write(self.product, &record, self.rooms.time().now())?;
                Err(failure)
            }
        }
    }

    /// The answer to the activation is lost: the server is asked whether it knows the device.
    fn settle_lost(&self, marked: Record, pending: &Pending, lost: Error) -> Result<Held, Error> {
        let device = self.device_of(pending);
        // Whose license it is a code alone could tell, and that is used up.
        if device.who.is_used_up() {
            return Err(uncertain(&lost));
        }
        match self.check(&device) {
            Ok(fetched) => adopt(self.rooms, marked, &device, &fetched),
            Err(no) if no.meaning() == Meaning::DefiniteNo => {
                // Slow requests arrive late: the next activation asks again before it sends one.
                let pending = Some(Pending { was_unknown: true, ..pending.clone() });
                let record = Record { pending, ..marked };
                self.rooms.activations.write(self.product, &record, self.rooms.time().now())?;
                Err(lost)
            }
            Err(_) if is_no_answer_to_this(&lost) => Err(lost),
            Err(_) => Err(uncertain(&lost)),
        }
    }
}

/// A genuine answer to another question, or one that is not genuine: more than that nobody knows is known.
fn is_no_answer_to_this(failure: &Error) -> bool {
    matches!(failure.status(), Status::Mismatch | Status::Signature)
}
