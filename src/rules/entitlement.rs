//! Given licenses, a product, perhaps a feature, and the time: may this user run it, and why?

use super::expiry::{FeatureEnd, Standing, feature_end, standing};
use crate::model::{Date, Feature, Flag, License, Licenses};

/// The answer. Ordered from least to most permissive, since of several licenses the most permissive decides;
/// among denials, the later the failed check, the higher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    DeniedNoLicense,
    /// The server does not know this device any more.
    DeniedNotActivated,
    DeniedDisabled,
    DeniedInactive,
    DeniedNotStarted,
    DeniedExpired,
    DeniedNoFeature,
    DeniedFeatureExpired,
    /// It floats, and this device holds no seat.
    DeniedNoSeat,
    AllowedGrace,
    Allowed,
}

impl Decision {
    pub fn is_allowed(self) -> bool {
        matches!(self, Self::Allowed | Self::AllowedGrace)
    }
}

impl From<Standing> for Decision {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Valid => Self::Allowed,
            Standing::InGrace => Self::AllowedGrace,
            Standing::Expired => Self::DeniedExpired,
        }
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

/// What is to be used of a product.
#[derive(Clone, Copy)]
enum Part<'a> {
    Product,
    /// The feature of this code.
    Named(&'a str),
    /// A feature as the server has just described it, whatever the license says of it.
    Described(&'a Feature),
}

/// `now` is in Unix seconds.
pub fn decide(licenses: &Licenses, product: &str, feature: Option<&str>, now: i64) -> Verdict {
    decide_on(licenses, product, feature.map_or(Part::Product, Part::Named), now)
}

/// The same, of a feature that the server has just described.
pub fn decide_on_feature(
    licenses: &Licenses,
    product: &str,
    feature: &Feature,
    now: i64,
) -> Verdict {
    decide_on(licenses, product, Part::Described(feature), now)
}

/// Whether one license alone allows the use of the product.
pub fn allows(license: &License, product: &str, now: i64) -> bool {
    is_for(license, product) && judge(license, Part::Product, now).0.is_allowed()
}

fn decide_on(licenses: &Licenses, product: &str, part: Part, now: i64) -> Verdict {
    let none = Verdict { decision: Decision::DeniedNoLicense, license: None, expires_at: None };
    let verdicts = licenses.0.iter().enumerate().filter(|(_, license)| is_for(license, product));
    let verdicts = verdicts.map(|(place, license)| {
        let (decision, expires_at) = judge(license, part, now);
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

/// A flag that was not sent counts as a yes, one that cannot be read as a no.
fn is_switched_off(flag: Flag) -> bool {
    matches!(flag, Flag::Read(false) | Flag::Unreadable)
}

fn judge(license: &License, part: Part, now: i64) -> (Decision, Option<i64>) {
    let fields = &license.fields;
    let (standing, end) = standing(license, now);
    let standing = Decision::from(standing);
    if is_switched_off(fields.license_enabled) {
        return (Decision::DeniedDisabled, end);
    }
    if is_switched_off(fields.license_active) {
        return (Decision::DeniedInactive, end);
    }
    if !has_started(fields.start_date, now) {
        return (Decision::DeniedNotStarted, end);
    }
    match part {
        Part::Product => (standing, end),
        Part::Named(_) | Part::Described(_) if !standing.is_allowed() => (standing, end),
        Part::Named(code) => {
            let features = license.fields.product_features.0.iter();
            let named = features.filter(|feature| feature.code.as_str() == Some(code));
            with_features(named, standing, end, now)
        }
        Part::Described(feature) => with_features([feature].into_iter(), standing, end, now),
    }
}

fn has_started(start: Date, now: i64) -> bool {
    match start {
        Date::Absent => true,
        Date::Unreadable => false,
        Date::Day(start) | Date::Moment(start) => start <= now,
    }
}

/// Of several features of one code the most generous counts.
fn with_features<'a>(
    features: impl Iterator<Item = &'a Feature>,
    standing: Decision,
    end: Option<i64>,
    now: i64,
) -> (Decision, Option<i64>) {
    let judged = features.map(|feature| match feature_end(feature) {
        FeatureEnd::Unreadable => (Decision::DeniedFeatureExpired, None),
        FeatureEnd::At(last) if last <= now => (Decision::DeniedFeatureExpired, Some(last)),
        FeatureEnd::At(last) => (standing, earlier(end, Some(last))),
        FeatureEnd::Never => (standing, end),
    });
    let best = judged.max_by_key(|(decision, last)| (*decision, last.is_none(), *last));
    best.unwrap_or((Decision::DeniedNoFeature, end))
}

fn earlier(one: Option<i64>, other: Option<i64>) -> Option<i64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests;
