//! How the service behaves where nothing is published about that.

use serde::{Deserialize, Serialize};

/// The switches; a member that is left out has its default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// The effect of activating an active device.
    pub again: Again,
    /// The refusal for a device that was deactivated.
    pub deactivated: Deactivated,
    /// The answer to a check of an expired license.
    pub expired: Expired,
    /// The answer to a check of an expired feature.
    pub expired_feature: ExpiredFeature,
    /// Does an activation take the first seat of a license that floats?
    pub activation_takes_seat: bool,
    /// The answer to a device that borrows what it has borrowed already.
    pub borrow_again: BorrowAgain,
    /// The answer to a device that gives back a seat which it does not hold.
    pub release_without_seat: ReleaseWithoutSeat,
    /// The dates of a borrowing end in `Z`.
    pub dates_zoned: bool,
    /// The meaning of overages that are allowed, and of which there are 0.
    pub zero_overages: ZeroOverages,
    /// The answer to consumption of an expired license.
    pub expired_consumption: ExpiredConsumption,
    /// Answers that are text are in quotes.
    pub text_quoted: bool,
    /// Answers that are text are signed.
    pub text_signed: bool,
    /// Nobody may change a password.
    pub passwords_fixed: bool,
    /// Each request for a trial gets a new one.
    pub many_trials: bool,
}

/// The effect of activating an active device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    /// It succeeds, and uses up nothing.
    #[default]
    Free,
    /// It counts as one more activation.
    Counts,
}

/// The refusal for a device that was deactivated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deactivated {
    /// `device_not_found`
    #[default]
    DeviceNotFound,
    /// `license_not_active`
    LicenseNotActive,
}

/// The answer to a check of an expired license.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Expired {
    /// `license_expired` or `trial_expired`
    #[default]
    Refused,
    /// A license with `is_expired`.
    Answered,
}

/// The answer to a check of an expired feature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpiredFeature {
    /// The feature with its date, which has passed.
    #[default]
    Answered,
    /// `invalid_license_feature_code`
    Refused,
}

/// The answer to a device that borrows what it has borrowed already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BorrowAgain {
    /// The new end takes the place of the old one.
    #[default]
    Extends,
    /// The old end.
    Keeps,
    /// `license_borrow_not_allowed`
    Refused,
}

/// The answer to a device that gives back a seat which it does not hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseWithoutSeat {
    /// `floating_not_available`, or `floating_feature_device_not_in_use`
    #[default]
    Refused,
    /// The empty answer, as if it had held one.
    Answered,
}

/// The meaning of overages that are allowed, and of which there are 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ZeroOverages {
    /// None.
    #[default]
    None,
    /// Any number.
    Unlimited,
}

/// The answer to consumption of an expired license.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpiredConsumption {
    /// It is counted.
    #[default]
    Counted,
    /// `license_expired` or `trial_expired`
    Refused,
}
