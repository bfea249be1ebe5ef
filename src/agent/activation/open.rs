//! What the store alone says of a license on this device.

use super::keep::stored_call;
use super::offline::left;
use super::record::Held;
use super::uncertain::{not_activated, not_settled};
use crate::agent::load::load;
use crate::agent::rooms::Rooms;
use crate::api::Identification;
use crate::error::{Error, Meaning, Status};
use crate::model::Licenses;
use crate::results::Answer;
use crate::rules::lifecycle::{Refusal, State};

/// The license of a product that this device has, or one that it has given up by a file of which nobody knows
/// whether it was written. Reads one file where there is a license, and opens no socket.
pub fn open(rooms: &Rooms, product: &str) -> Result<Held, Error> {
    let record = rooms.activations.look(product)?;
    let state = record.state();
    match (&record.held, state) {
        (Some(held), _) => Ok(held.clone()),
        (None, State::Activating) => Err(not_settled()),
        (None, _) => left(rooms, product)?.ok_or_else(not_activated),
    }
}

/// The license as the server last described it, if nothing has been said against it since.
pub fn licenses(rooms: &Rooms, device: &Identification) -> Result<Answer<Licenses>, Error> {
    let held = rooms.activations.held(device)?;
    match held.state {
        State::Active => load(rooms, &stored_call(&held)),
        State::Refused(refusal) => Err(refused(refusal)),
        State::Deactivating | State::Activating => Err(not_settled()),
        State::NotActivated => Err(not_activated()),
    }
}

/// A refusal out of the store.
pub fn refused(refusal: Refusal) -> Error {
    let status = match refusal {
        Refusal::UnknownDevice => Status::NotActivated,
        Refusal::Inactive
        | Refusal::Disabled
        | Refusal::Blacklisted
        | Refusal::Expired
        | Refusal::TrialExpired => Status::Refused,
    };
    Error::new(
        status,
        "the license server has refused this license, and has not been heard of it since",
    )
    .with_meaning(Meaning::DefiniteNo)
    .with_code(Some(refusal.code().to_owned()))
}
