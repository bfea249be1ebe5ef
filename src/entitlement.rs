//! Pure: given licenses, a product, perhaps a feature, and the time: may this user run it, and why?

use crate::model::{Date, Feature, Flag, Int, License, Licenses};

/// The answer to the question. Of several licenses the most generous decides: the order here is
/// that of generosity, a no the later the further a license came on the way to a yes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    DeniedNoLicense,
    DeniedDisabled,
    DeniedInactive,
    DeniedNotStarted,
    DeniedExpired,
    DeniedNoFeature,
    DeniedFeatureExpired,
    AllowedGrace,
    Allowed,
}

impl Decision {
    pub fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed | Self::AllowedGrace)
    }
}

/// A decision, with the license that led to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub decision: Decision,
    /// Its place among the licenses.
    pub license: Option<usize>,
    /// When the right to use ends, or ended: the first second without it. `None`: never.
    pub expires_at: Option<i64>,
}

/// `now` is in Unix seconds.
pub fn decide(licenses: &Licenses, product: &str, feature: Option<&str>, now: i64) -> Verdict {
    let none = Verdict { decision: Decision::DeniedNoLicense, license: None, expires_at: None };
    let verdicts = licenses.0.iter().enumerate().filter(|(_, license)| is_for(license, product));
    let verdicts = verdicts.map(|(place, license)| {
        let (decision, expires_at) = judge(license, feature, now);
        Verdict { decision, license: Some(place), expires_at }
    });
    // Of equals the first stays, as max_by_key would take the last.
    verdicts.fold(none, |best, next| if generosity(next) > generosity(best) { next } else { best })
}

/// Ties go to the one that lasts longest; without an end is longest.
fn generosity(verdict: Verdict) -> (Decision, bool, i64) {
    (verdict.decision, verdict.expires_at.is_none(), verdict.expires_at.unwrap_or(0))
}

fn is_for(license: &License, product: &str) -> bool {
    let details = license.fields.product_details.as_ref();
    details.and_then(|details| details.short_code.as_str()) == Some(product)
}

/// Left out it counts as a yes; said, but in a way that cannot be read, as a no.
fn is_switched_off(flag: Flag) -> bool {
    matches!(flag, Flag::Read(false) | Flag::Unreadable)
}

fn judge(license: &License, feature: Option<&str>, now: i64) -> (Decision, Option<i64>) {
    let fields = &license.fields;
    let (standing, end) = period(license, now);
    if is_switched_off(fields.license_enabled) {
        return (Decision::DeniedDisabled, end);
    }
    if is_switched_off(fields.license_active) {
        return (Decision::DeniedInactive, end);
    }
    if !has_started(fields.start_date, now) {
        return (Decision::DeniedNotStarted, end);
    }
    match feature {
        Some(code) if standing.is_allowed() => with_feature(license, code, standing, end, now),
        _ => (standing, end),
    }
}

fn has_started(start: Date, now: i64) -> bool {
    match start {
        Date::Absent => true,
        Date::Unreadable => false,
        Date::Day(start) | Date::Moment(start) => start <= now,
    }
}

/// Whether a license is within its time, and when that ends, its grace period included where it
/// has begun. The server's word that it has expired is final; it counts the grace period in.
fn period(license: &License, now: i64) -> (Decision, Option<i64>) {
    let fields = &license.fields;
    let end = match fields.validity_period {
        Date::Absent => None,
        Date::Unreadable => return (Decision::DeniedExpired, None),
        date @ (Date::Day(_) | Date::Moment(_)) => date.end(),
    };
    if matches!(fields.is_expired, Flag::Read(true) | Flag::Unreadable) {
        return (Decision::DeniedExpired, end);
    }
    let Some(end) = end else {
        return (Decision::Allowed, None);
    };
    if now < end {
        return (Decision::Allowed, Some(end));
    }
    let last = end.saturating_add(grace_hours(license).saturating_mul(3600));
    let decision = if now < last { Decision::AllowedGrace } else { Decision::DeniedExpired };
    (decision, Some(last))
}

/// None, unless both that there is a grace and how long it is can be read.
fn grace_hours(license: &License) -> i64 {
    match (license.fields.allow_grace_period, license.fields.grace_period) {
        (Flag::Read(true), Int::Read(hours)) => hours.max(0),
        (Flag::Read(_) | Flag::Absent | Flag::Unreadable, _) => 0,
    }
}

/// Of several features of one code the most generous counts.
fn with_feature(
    license: &License,
    code: &str,
    standing: Decision,
    end: Option<i64>,
    now: i64,
) -> (Decision, Option<i64>) {
    let features = license.fields.product_features.0.iter();
    let named = features.filter(|feature| feature.code.as_str() == Some(code));
    let judged = named.map(|feature| match feature_end(feature) {
        FeatureEnd::Unreadable => (Decision::DeniedFeatureExpired, None),
        FeatureEnd::At(last) if last <= now => (Decision::DeniedFeatureExpired, Some(last)),
        FeatureEnd::At(last) => (standing, earlier(end, Some(last))),
        FeatureEnd::Never => (standing, end),
    });
    let best = judged.max_by_key(|(decision, last)| (*decision, last.is_none(), *last));
    best.unwrap_or((Decision::DeniedNoFeature, end))
}

enum FeatureEnd {
    Never,
    At(i64),
    /// It ends at a time that cannot be read, so it counts as passed.
    Unreadable,
}

/// Read like a license's validity_period.
fn feature_end(feature: &Feature) -> FeatureEnd {
    match feature.expiry_date {
        Date::Absent => FeatureEnd::Never,
        Date::Unreadable => FeatureEnd::Unreadable,
        Date::Day(_) | Date::Moment(_) => {
            feature.expiry_date.end().map_or(FeatureEnd::Never, FeatureEnd::At)
        }
    }
}

fn earlier(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

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
        Decision::DeniedFeatureExpired => format!("The feature {feature} of {name} has expired."),
    }
}

#[cfg(test)]
mod tests;
