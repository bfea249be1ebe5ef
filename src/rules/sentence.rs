//! The decision in words, to be shown to a person.

use super::entitlement::{Decision, Verdict};
use crate::model::{Date, Licenses};

/// A sentence to show a person.
pub fn sentence(
    verdict: &Verdict,
    licenses: &Licenses,
    product: &str,
    feature: Option<&str>,
) -> String {
    let license = verdict.license.and_then(|place| licenses.0.get(place));
    let details = license.and_then(|license| license.fields.product_details.as_ref());
    let name = details.and_then(|details| details.product_name.as_str());
    let name = name.filter(|name| !name.is_empty()).unwrap_or(product);
    let what = feature.map_or_else(
        || format!("The license for {name}"),
        |code| format!("The feature {code} of {name}"),
    );
    let feature = feature.unwrap_or_default();
    let last_day = verdict.expires_at.map(Date::day_before).unwrap_or_default();
    let since =
        if last_day.is_empty() { String::new() } else { format!(" (last day: {last_day})") };
    match verdict.decision {
        Decision::Allowed if verdict.expires_at.is_none() => format!("{name} is licensed."),
        Decision::Allowed => format!("{name} is licensed; last day: {last_day}."),
        Decision::AllowedGrace => {
            format!(
                "The license for {name} has expired; it can still be used for a while (last day: {last_day})."
            )
        }
        Decision::DeniedNoLicense => format!("There is no license for {name}."),
        Decision::DeniedDisabled => {
            format!("The license for {name} has been disabled by the vendor.")
        }
        Decision::DeniedInactive => format!("The license for {name} is not active."),
        Decision::DeniedNotStarted => format!("The license for {name} has not started yet."),
        Decision::DeniedExpired => format!("The license for {name} has expired{since}."),
        Decision::DeniedNoFeature => {
            format!("The license for {name} does not include the feature {feature}.")
        }
        Decision::DeniedNoSeat => {
            format!("{what} is shared by several devices, and this one holds no seat of it.")
        }
        Decision::DeniedNotActivated => {
            format!("The license for {name} is not activated on this device any more.")
        }
        Decision::DeniedFeatureExpired => format!("The feature {feature} of {name} has expired."),
    }
}
