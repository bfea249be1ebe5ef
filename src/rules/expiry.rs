//! When a license ends, its grace period included, and when a feature of it does.

use crate::model::{Date, Feature, Flag, Int, License};

/// Where a license stands in its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Valid,
    /// Past its end, within its own grace period.
    InGrace,
    Expired,
}

/// Where a license stands at `now`, and when its time ends: the first second without it, a grace period
/// that has begun included. In Unix seconds. If the server says that it has expired, that is final: the
/// server has counted the grace period in.
pub fn standing(license: &License, now: i64) -> (Standing, Option<i64>) {
    let fields = &license.fields;
    let end = match fields.validity_period {
        Date::Absent => None,
        Date::Unreadable => return (Standing::Expired, None),
        date @ (Date::Day(_) | Date::Moment(_)) => date.end(),
    };
    if matches!(fields.is_expired, Flag::Read(true) | Flag::Unreadable) {
        return (Standing::Expired, end);
    }
    let Some(end) = end else {
        return (Standing::Valid, None);
    };
    if now < end {
        return (Standing::Valid, Some(end));
    }
    let last = end.saturating_add(grace_hours(license).saturating_mul(3600));
    let standing = if now < last { Standing::InGrace } else { Standing::Expired };
    (standing, Some(last))
}

/// 0 unless both can be read: that there is a grace period, and how long it is.
fn grace_hours(license: &License) -> i64 {
    match (license.fields.allow_grace_period, license.fields.grace_period.reading()) {
        (Flag::Read(true), Int::Read(hours)) => hours.max(0),
        (Flag::Read(_) | Flag::Absent | Flag::Unreadable, _) => 0,
    }
}

/// When a feature ends.
pub enum FeatureEnd {
    Never,
    /// The first second without it, in Unix seconds.
    At(i64),
    /// At a time that cannot be read: it counts as ended.
    Unreadable,
}

/// Read like a license's validity_period.
pub fn feature_end(feature: &Feature) -> FeatureEnd {
    match feature.expiry_date {
        Date::Absent => FeatureEnd::Never,
        Date::Unreadable => FeatureEnd::Unreadable,
        Date::Day(_) | Date::Moment(_) => {
            feature.expiry_date.end().map_or(FeatureEnd::Never, FeatureEnd::At)
        }
    }
}
