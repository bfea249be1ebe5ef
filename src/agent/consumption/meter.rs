//! What the license on this device says about what it counts.

use crate::agent::activation::{check_call, floats};
use crate::agent::load::load;
use crate::agent::rooms::Rooms;
use crate::api::{CheckLicense, Identification};
use crate::error::{Error, Status};
use crate::model::{Counter, Flag, License, Licenses};
use crate::results::Answer;
use crate::rules::consumption::Heard;

/// The license as it was last heard of, however long ago: what was counted offline is not lost for that.
pub fn license(rooms: &Rooms, device: &Identification) -> Result<Answer<Licenses>, Error> {
    load(rooms, &CheckLicense { lasts: true, ..check_call(device) })
}

/// What a license says.
pub struct Meter<'a> {
    pub license: Option<&'a License>,
    /// When it was asked for.
    pub at: i64,
}

impl<'a> Meter<'a> {
    pub fn of(answer: Option<&'a Answer<Licenses>>) -> Self {
        let license = answer.and_then(|answer| answer.data.0.first());
        Self { license, at: answer.map_or(0, |answer| answer.fetched_at) }
    }

    /// `None`: nothing is known of such a counter.
    pub fn heard(&self, feature: Option<&str>) -> Option<Heard> {
        let counter = Counter::of(self.license?, feature)?;
        Some(Heard::of(&counter, self.at))
    }

    /// The same of a counter that may be used; the error says why it may not.
    pub fn counting(&self, feature: Option<&str>) -> Result<Heard, Error> {
        let counter = self.license.and_then(|license| Counter::of(license, feature));
        match (counter, feature) {
            (Some(counter), _) if counter.counts() => Ok(Heard::of(&counter, self.at)),
            (Some(_), Some(_)) => {
                Err(not_metered("feature: consumption of this feature is not counted"))
            }
            (None, Some(_)) => {
                Err(Error::invalid("feature", "the license has no feature of this code"))
            }
            (_, None) => Err(not_metered(
                "consumption of this license is not counted; where that of a feature is, name the feature",
            )),
        }
    }

    /// Whether others may count too: unless it is certain that one device alone can have the license.
    pub fn is_shared(&self) -> bool {
        !self.license.is_some_and(|license| {
            license.max_activations.get() == Some(1)
                && matches!(license.allow_unlimited_activations, Flag::Read(false) | Flag::Absent)
        })
    }

    /// Of all features that it has.
    pub fn codes(&self) -> Vec<String> {
        let features = self.license.iter().flat_map(|license| &license.product_features.0);
        features.filter_map(|feature| feature.code.as_str()).map(str::to_owned).collect()
    }
}

/// Whether to ask about a license would take a seat; what is not known counts as yes.
pub fn takes_a_seat(
    rooms: &Rooms,
    device: &Identification,
    license: Option<&Answer<Licenses>>,
) -> bool {
    let record = rooms.activations.look(&device.product).ok();
    let held = record.as_ref().and_then(|record| record.held.as_ref());
    let held = held.filter(|held| held.device == *device).map(|held| held.floats);
    let said = license.and_then(|answer| floats(&*answer.data));
    match (held, said) {
        (None, None) => true,
        (held, said) => held.unwrap_or_default() || said.unwrap_or_default(),
    }
}

fn not_metered(why: &'static str) -> Error {
    Error::new(Status::NotAllowed, why)
}
