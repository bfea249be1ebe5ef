//! Which seat.

use crate::api::Identification;
use crate::random::hex;
use crate::store::of_device;

/// The seat of a license on this device, or of a feature of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    pub device: Identification,
    /// The feature's code; `None`: the license's own.
    pub feature: Option<String>,
}

impl Key {
    pub fn new(device: &Identification, feature: Option<&str>) -> Self {
        Self { device: device.clone(), feature: feature.map(str::to_owned) }
    }

    /// What the store calls it: codes are told apart to the letter, unlike names of people.
    pub fn name(&self) -> String {
        let feature = self.feature.as_deref().map(|feature| hex(feature.as_bytes()));
        let license = self.device.license_id.unwrap_or_default();
        of_device(format_args!("seat {license} {}", feature.unwrap_or_default()))
    }
}
