//! A signed answer that says that this device has a license: it becomes the one that is held.

use super::keep::check_call;
use super::record::{Held, Pending, Record};
use crate::agent::rooms::Rooms;
use crate::api::Identification;
use crate::error::{Error, Status};
use crate::model::Licenses;
use crate::network::Fetched;
use crate::rules::lifecycle::{State, license_floats};
use crate::store::Mark;

/// Stores an answer to an activation or a check by `asked`, and holds its license from now on. To be called with
/// the lock of the product.
pub fn adopt(
    rooms: &Rooms,
    record: Record,
    asked: &Identification,
    fetched: &Fetched<Licenses>,
) -> Result<Held, Error> {
    let held = held_by(asked, &fetched.data, record.held.as_ref())?;
    store(rooms, record.held, held, None, fetched)
}

/// The same of an answer in a file, which lasts without the server. An activation online that is on its way stays
/// what it is: the file says nothing about that.
pub fn adopt_file(
    rooms: &Rooms,
    record: Record,
    asked: &Identification,
    fetched: &Fetched<Licenses>,
) -> Result<Held, Error> {
    let held = held_by(asked, &fetched.data, record.held.as_ref())?;
    let held = Held { is_offline: true, ..held };
    store(rooms, record.held, held, record.pending, fetched)
}

/// The answer is stored first: a record without it would say that there is a license of which nothing is known. The
/// record is written once, so that a process that is killed leaves none of another kind.
fn store(
    rooms: &Rooms,
    former: Option<Held>,
    held: Held,
    pending: Option<Pending>,
    fetched: &Fetched<Licenses>,
) -> Result<Held, Error> {
    let product = &held.device.product;
    let mark = Mark { newest: fetched.at, offset: rooms.time().offset };
    let call = check_call(&held.device);
    if let Some(signed) = &fetched.signed {
        rooms.answers.save(&call, signed, &fetched.data, mark, None);
    }
    rooms.hint.note(product, &fetched.data);
    let record = Record { held: Some(held.clone()), pending };
    rooms.activations.write(product, &record, fetched.at)?;
    let is_another = |former: &Held| former.device.license_id != held.device.license_id;
    if let Some(former) = former.filter(is_another) {
        rooms.answers.remove(&check_call(&former.device));
    }
    Ok(held)
}

/// Of a license that is held already the former spelling of its holder and the device's number stay, where the
/// answer says nothing else: other processes know it by these.
fn held_by(
    asked: &Identification,
    licenses: &Licenses,
    former: Option<&Held>,
) -> Result<Held, Error> {
    let license = licenses.0.first().ok_or_else(nameless)?;
    let who = asked.who.holder_of(license).ok_or_else(nameless)?;
    let license_id = license.id.get().or(asked.license_id);
    let device = Identification { who, license_id, ..asked.clone() };
    let former = former.filter(|former| is_same(&former.device, &device));
    let device_id = license.device_id.get().or(former.and_then(|former| former.device_id));
    let is_offline = former.is_some_and(|former| former.is_offline);
    let device = former.map_or(device, |former| former.device.clone());
    let floats = license_floats(license);
    Ok(Held { device, device_id, floats, is_offline, state: State::Active })
}

/// Whether both are one license of one holder on one device.
fn is_same(one: &Identification, other: &Identification) -> bool {
    one.license_id == other.license_id
        && one.hardware_id == other.hardware_id
        && one.who.is_same(&other.who)
}

fn nameless() -> Error {
    Error::new(Status::Mismatch, "the license of the answer does not say whose it is")
}
