//! Decisions.

use super::names::named;
use crate::rules::entitlement::Decision;

/// Whether a user may run a product, and why. A newer library may have more.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_decision {
    /// Yes.
    LS_DECISION_ALLOWED = 0,
    /// Yes: expired, but within the license's own grace period.
    LS_DECISION_ALLOWED_GRACE = 1,
    /// No: the user has no license for the product.
    LS_DECISION_DENIED_NO_LICENSE = 10,
    /// No: the vendor has disabled the license.
    LS_DECISION_DENIED_DISABLED = 11,
    /// No: the license is not active.
    LS_DECISION_DENIED_INACTIVE = 12,
    /// No: the license begins later.
    LS_DECISION_DENIED_NOT_STARTED = 13,
    /// No: the license has expired.
    LS_DECISION_DENIED_EXPIRED = 14,
    /// No: the license does not include the feature.
    LS_DECISION_DENIED_NO_FEATURE = 15,
    /// No: the feature has expired.
    LS_DECISION_DENIED_FEATURE_EXPIRED = 16,
    /// No: the license or the feature floats, and this device holds no seat of it.
    LS_DECISION_DENIED_NO_SEAT = 17,
    /// No: the server does not know this device any more; activate again.
    LS_DECISION_DENIED_NOT_ACTIVATED = 18,
}

impl From<Decision> for ls_decision {
    fn from(decision: Decision) -> Self {
        match decision {
            Decision::Allowed => Self::LS_DECISION_ALLOWED,
            Decision::AllowedGrace => Self::LS_DECISION_ALLOWED_GRACE,
            Decision::DeniedNoLicense => Self::LS_DECISION_DENIED_NO_LICENSE,
            Decision::DeniedDisabled => Self::LS_DECISION_DENIED_DISABLED,
            Decision::DeniedInactive => Self::LS_DECISION_DENIED_INACTIVE,
            Decision::DeniedNotStarted => Self::LS_DECISION_DENIED_NOT_STARTED,
            Decision::DeniedExpired => Self::LS_DECISION_DENIED_EXPIRED,
            Decision::DeniedNoFeature => Self::LS_DECISION_DENIED_NO_FEATURE,
            Decision::DeniedFeatureExpired => Self::LS_DECISION_DENIED_FEATURE_EXPIRED,
            Decision::DeniedNoSeat => Self::LS_DECISION_DENIED_NO_SEAT,
            Decision::DeniedNotActivated => Self::LS_DECISION_DENIED_NOT_ACTIVATED,
        }
    }
}

named!(ls_decision {
    LS_DECISION_ALLOWED,
    LS_DECISION_ALLOWED_GRACE,
    LS_DECISION_DENIED_NO_LICENSE,
    LS_DECISION_DENIED_DISABLED,
    LS_DECISION_DENIED_INACTIVE,
    LS_DECISION_DENIED_NOT_STARTED,
    LS_DECISION_DENIED_EXPIRED,
    LS_DECISION_DENIED_NO_FEATURE,
    LS_DECISION_DENIED_FEATURE_EXPIRED,
    LS_DECISION_DENIED_NO_SEAT,
    LS_DECISION_DENIED_NOT_ACTIVATED,
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_has_the_name_of_its_constant() {
        for decision in ls_decision::ALL {
            assert_eq!(decision.name().to_str().unwrap(), format!("{decision:?}"));
        }
    }
}
