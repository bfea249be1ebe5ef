//! What answer files bring: an activation, and newer facts about a license that is here.

use std::path::Path;

use super::note::{self, About};
use super::path;
use crate::agent::activation::adopt::adopt_file;
use crate::agent::activation::keep::stored_call;
use crate::agent::activation::open::refused;
use crate::agent::activation::record::Held;
use crate::agent::load::load;
use crate::agent::rooms::Rooms;
use crate::api::{
    ActivateLicense, Call, Identification, OfflineAnswer, Who, made_at, read_offline_answer,
};
use crate::error::{Error, Status};
use crate::network::Fetched;
use crate::rules::lifecycle::State;
use crate::rules::offline_grace;
use crate::run::Wait;
use crate::store::Mark;

/// How far the clock of this device may be behind the date of an answer: by a zone that was set wrong.
const BEHIND: i64 = 86_400;

/// Activates the license of an answer to the last request, and needs no network.
pub fn activate_by_file(
    rooms: &Rooms,
    product: &str,
    path: &Path,
    wait: &Wait,
) -> Result<Held, Error> {
    let store = rooms.activations.store()?;
    let _lock = rooms.activations.lock(product, wait)?;
    let answer = read(rooms, path)?;
    let request = note::read(store, product, About::Request)?;
    let pending = request.as_ref().and_then(|note| note.record.pending.as_ref());
    let hardware_id = match pending {
        Some(pending) => pending.hardware_id.clone(),
        None => store.hardware_id(),
    };
    answer.must_be_for(&hardware_id, product, rooms.product_ids())?;
    answer.must_answer(request.as_ref().map(|note| note.word.expose()))?;
    let (who, license_id) = match pending {
        Some(pending) => (pending.holder.clone(), pending.license_id),
        None => (None, None),
    };
    let who = who.unwrap_or_else(|| Who::Username(String::new()));
    let device = Identification { product: product.to_owned(), hardware_id, who, license_id };
    let held = keep(rooms, answer, device)?;
    // Last: until everything is stored and can be used, the file may be read again.
    note::remove(store, product, About::Request)?;
    Ok(held)
}

/// Stores an answer, and what is held by it.
fn keep(rooms: &Rooms, answer: OfflineAnswer, device: Identification) -> Result<Held, Error> {
    let at = time_for(rooms, &answer)?;
    let call = ActivateLicense { device };
    let data = call.read(answer.signed.trust(), rooms.product_ids())?;
    let fetched = Fetched { data, signed: Some(answer.signed), at };
    let product = &call.device.product;
    let record = rooms.activations.read(product)?;
    let held = adopt_file(rooms, record, &call.device, &fetched)?;
    // A store that cannot be written is no more than a line in the log elsewhere.
    load(rooms, &stored_call(&held))?;
    Ok(held)
}

/// Replaces what is known of a license that is here already. A refusal of the server stays: a file from before
/// it would lift it otherwise.
pub fn refresh_by_file(
    rooms: &Rooms,
    device: &Identification,
    path: &Path,
    wait: &Wait,
) -> Result<(), Error> {
    let _lock = rooms.activations.lock(&device.product, wait)?;
    let held = rooms.activations.held(device)?;
    if let State::Refused(refusal) = held.state {
        return Err(refused(refusal));
    }
    let answer = read(rooms, path)?;
    answer.must_be_for(&device.hardware_id, &device.product, rooms.product_ids())?;
    let (call, newest) = (stored_call(&held), time_for(rooms, &answer)?);
    must_not_be_older(rooms, &held, &answer)?;
    let data = call.read(answer.signed.trust(), rooms.product_ids())?;
    let mark = Mark { newest, offset: rooms.time().offset };
    rooms.answers.save(&call, &answer.signed, &data, mark, None);
    Ok(())
}

fn read(rooms: &Rooms, path: &Path) -> Result<OfflineAnswer, Error> {
    read_offline_answer(&path::read(path)?, rooms.response_key())
}

/// When an answer is taken in, in Unix seconds. Unlike one of the server it says nothing of what time it is, so a
/// clock that was turned back stays what it is; by a clock that is wrong the license would outlive its end.
fn time_for(rooms: &Rooms, answer: &OfflineAnswer) -> Result<i64, Error> {
    let now = rooms.time().now();
    let newest = rooms.answers.mark().map_or(now, |mark| mark.newest.max(now));
    offline_grace::usable(now, Some(newest), now, 0)?;
    if answer.date().is_some_and(|date| date.saturating_sub(now) > BEHIND) {
        return Err(Error::new(
            Status::Clock,
            "the file was made more than a day after the time that this device's clock shows; set the clock",
        ));
    }
    Ok(newest)
}

/// An older file would bring back what has changed since.
fn must_not_be_older(rooms: &Rooms, held: &Held, answer: &OfflineAnswer) -> Result<(), Error> {
    let Some(date) = answer.date() else {
        return Ok(());
    };
    let Ok(stored) = load(rooms, &stored_call(held)) else {
        return Ok(());
    };
    let stored_date = stored.data.0.first().and_then(made_at);
    // One that came online has no date: then this device's clock is what there is.
    let oldest = stored_date.unwrap_or_else(|| stored.fetched_at.saturating_sub(BEHIND));
    if date < oldest {
        return Err(Error::new(
            Status::Mismatch,
            "the file is older than what is known of the license already",
        ));
    }
    Ok(())
}
