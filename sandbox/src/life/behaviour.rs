//! How the service behaves where nothing is published about that.

use serde::{Deserialize, Serialize};

/// The switches; what is left out is as it is here by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// What activating a device does that is active already.
    pub again: Again,
    /// What a device is told that was deactivated.
    pub deactivated: Deactivated,
    /// What a check of a license says that has expired.
    pub expired: Expired,
    /// What a check of a feature says that has expired.
    pub expired_feature: ExpiredFeature,
    /// Does an activation take the first seat of a license that floats?
    pub activation_takes_seat: bool,
    /// Answers that are text are in quotes.
    pub text_quoted: bool,
    /// Answers that are text are signed.
    pub text_signed: bool,
    /// Nobody may change a password.
    pub passwords_fixed: bool,
    /// Each request for a trial gets a new one.
    pub many_trials: bool,
}

/// What activating a device does that is active already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// It succeeds, and uses up nothing.
    #[default]
    Free,
    /// It counts as one more activation.
    Counts,
}

/// What a device is told that was deactivated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deactivated {
    /// `device_not_found`
    #[default]
    DeviceNotFound,
    /// `license_not_active`
    LicenseNotActive,
}

/// What a check says of a license that has expired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expired {
    /// `license_expired` or `trial_expired`
    #[default]
    Refused,
    /// A license with `is_expired`.
    Answered,
}

/// What a check says of a feature that has expired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpiredFeature {
    /// The feature with its date, which has passed.
    #[default]
    Answered,
    /// `invalid_license_feature_code`
    Refused,
}
