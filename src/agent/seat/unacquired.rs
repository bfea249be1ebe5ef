//! Seats that the server has given to nobody in particular: to activate a license that floats, or to ask about one, may
//! take a seat on the wire.

use std::sync::Arc;

use super::ask;
use super::key::Key;
use super::release::release_soon;
use crate::agent::rooms::Rooms;
use crate::api::Identification;
use crate::model::{Flag, License, Members};

/// What was heard of a license as it was activated. A seat that nobody has acquired is given back in the background; a
/// borrowing that this device did not know of any more is recorded.
pub fn settle_unacquired(rooms: &Arc<Rooms>, device: &Identification, license: &License) {
    let key = Key::new(device, None);
    let seat = ask::of_license(&key, license, rooms.stamp());
    if seat.is_borrowed(&rooms.stamp()) {
        ask::keep(rooms, &key, Some(seat));
    } else if may_be_in_use(license) {
        release_soon(rooms, &key);
    }
}

/// The same of a feature that turned out to float as it was asked about.
pub fn give_back_unacquired(rooms: &Arc<Rooms>, device: &Identification, feature: &str) {
    release_soon(rooms, &Key::new(device, Some(feature)));
}

/// Whether this device may have a seat now. An activation says so; a check takes one, and is known by what it alone
/// says.
fn may_be_in_use(license: &License) -> bool {
    let in_use = || {
        let whole: Members = serde_json::from_str(license.json()).ok()?;
        let license: Members = serde_json::from_str(whole.get("license")?.get()).ok()?;
        Some(license.get("floating_in_use")?.get() == "true")
    };
    in_use().unwrap_or_else(|| license.license_active != Flag::Absent)
}
