//! What the server is asked about a seat, and what its answer means for the record. All of it is done in one's turn.

use super::key::Key;
use super::record::DeviceSeat;
use crate::agent::activation::{News, stored_call};
use crate::agent::rooms::Rooms;
use crate::api::{CheckLicenseFeature, FloatingFeatureRelease, FloatingRelease};
use crate::error::{Error, Meaning, Status};
use crate::model::{Feature, License, Licenses};
use crate::network::Fetched;
use crate::rules::lifecycle::{Heard, Refusal, feature_floats, license_floats};
use crate::rules::seat::{Stamp, timeout};
use crate::run::Wait;
use crate::store::Mark;

/// Takes the seat, or renews it: on the wire both are the check. The record says what came of it.
pub fn take(rooms: &Rooms, key: &Key, wait: &Wait) -> Result<DeviceSeat, Error> {
    // Before it is asked: the server counts from a later moment.
    let heard = rooms.stamp();
    let asked = match &key.feature {
        Some(feature) => take_feature(rooms, key, feature, heard, wait),
        None => take_license(rooms, key, heard, wait),
    };
    match asked {
        Ok(seat) => {
            let seat = DeviceSeat { heard: rooms.stamped_again(seat.heard), ..seat };
            note(rooms, key, seat.clone());
            Ok(seat)
        }
        Err(failure) => {
            if failure.meaning() == Meaning::DefiniteNo {
                refused(rooms, key, &failure, wait);
            }
            Err(failure)
        }
    }
}

fn take_license(rooms: &Rooms, key: &Key, heard: Stamp, wait: &Wait) -> Result<DeviceSeat, Error> {
    let call = stored_call(&rooms.activations.held(&key.device)?);
    let Fetched { data, signed, at } = rooms.server().call(&call, wait, &|| ())?;
    if let Some(signed) = &signed {
        let mark = Mark { newest: at, offset: rooms.time().offset };
        rooms.answers.save(&call, signed, &data, mark, None);
    }
    let license = first(&data)?;
    let floats = license_floats(license);
    let news = News { heard: Heard::Answer, floats: Some(floats), now: at };
    rooms.activations.hear(&key.device, &news, wait);
    rooms.hint.note(&key.device.product, &data);
    if floats { Ok(of_license(key, license, heard)) } else { Err(does_not_float("license")) }
}

fn take_feature(
    rooms: &Rooms,
    key: &Key,
    feature: &str,
    heard: Stamp,
    wait: &Wait,
) -> Result<DeviceSeat, Error> {
    rooms.activations.held(&key.device)?;
    let call = CheckLicenseFeature { device: key.device.clone(), feature: feature.to_owned() };
    let answer = rooms.server().call(&call, wait, &|| ())?.data;
    if feature_floats(&answer) {
        Ok(of_feature(key, &answer, heard))
    } else {
        Err(does_not_float("feature"))
    }
}

fn first(licenses: &Licenses) -> Result<&License, Error> {
    let none = || Error::new(Status::Internal, "an answer without a license");
    licenses.0.first().ok_or_else(none)
}

/// The seat that an answer about a license says that this device has.
pub fn of_license(key: &Key, license: &License, heard: Stamp) -> DeviceSeat {
    let product = license.product_details.as_ref();
    let minutes = license.floating_timeout.get();
    let minutes = minutes.or_else(|| product.and_then(|product| product.floating_timeout.get()));
    let borrowed_until = license.borrowed_until.seconds();
    DeviceSeat {
        feature: None,
        license_id: key.device.license_id,
        heard,
        timeout: timeout(minutes),
        borrowed_until: borrowed_until.filter(|_| license.is_borrowed.get() == Some(true)),
    }
}

/// Of a feature; whether it is borrowed, no answer says.
pub fn of_feature(key: &Key, feature: &Feature, heard: Stamp) -> DeviceSeat {
    DeviceSeat {
        feature: key.feature.clone(),
        license_id: key.device.license_id,
        heard,
        timeout: timeout(feature.floating_timeout.get()),
        borrowed_until: None,
    }
}

fn does_not_float(what: &str) -> Error {
    Error::harmless(
        Status::NotAllowed,
        format_args!("this {what} does not float: it needs no seat"),
    )
    .with_meaning(Meaning::DefiniteNo)
}

/// Records a seat that the server has just granted. Where that fails, other processes ask for themselves.
pub fn note(rooms: &Rooms, key: &Key, seat: DeviceSeat) {
    rooms.seats.warn_if_short(seat.timeout);
    keep(rooms, key, Some(seat));
}

/// Records that there is none; and against the license what speaks of it, as a check does.
pub fn refused(rooms: &Rooms, key: &Key, no: &Error, wait: &Wait) {
    keep(rooms, key, None);
    let code = no.code().unwrap_or_default();
    if Refusal::of(code).is_some() {
        let news = News { heard: Heard::No(code), floats: None, now: rooms.time().now() };
        rooms.activations.hear(&key.device, &news, wait);
    }
}

pub fn keep(rooms: &Rooms, key: &Key, seat: Option<DeviceSeat>) {
    if let Err(error) = rooms.seats.record(key, seat, rooms.time().now()) {
        rooms.log.warning(format_args!("seat: what is known of it is not stored: {error}"));
    }
}

/// Gives a seat back, also a borrowed one. That the server knows of none is a success: so it may be asked again after a
/// lost answer.
pub fn give_back(rooms: &Rooms, key: &Key, wait: &Wait) -> Result<(), Error> {
    let released = release(rooms, key, wait);
    match released {
        Err(no) if no.status() == Status::NoSeat => Ok(()),
        released => released,
    }
}

/// The same, with the server's word for having held none.
pub fn release(rooms: &Rooms, key: &Key, wait: &Wait) -> Result<(), Error> {
    let (device, server) = (key.device.clone(), rooms.server());
    match key.feature.clone() {
        Some(feature) => {
            server.call(&FloatingFeatureRelease { device, feature }, wait, &|| ()).map(drop)
        }
        None => server.call(&FloatingRelease { device }, wait, &|| ()).map(drop),
    }
}
