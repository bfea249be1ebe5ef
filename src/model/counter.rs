//! A counter of consumption, as each answer has it that names one: a license, a feature of one, and what was added.
//!
//! Answers call the limit `max_consumption` or `max_consumptions`; both count everywhere.

use std::sync::Arc;

use super::field::{Place, Placed, Record, Text};
use super::json::{Members, NotThis, parse_object};
use super::license::License;
use super::list::{List, within};
use super::reading::{Flag, Int};

/// Of a license or of a feature. What an answer leaves out is absent.
#[derive(Clone, Debug, Default)]
pub struct Counter {
    /// Of a feature that is part of a license.
    pub code: Text,
    /// `license_type` or `feature_type`.
    pub kind: Text,
    pub id: Int,
    /// Of the license, where a feature was counted.
    pub license_id: Int,
    pub limit: Int,
    pub total: Int,
    pub is_unlimited: Flag,
    pub allows_negative: Flag,
    /// The API documents a number for features, and a flag elsewhere; true reads as 1.
    pub allows_overages: Int,
    pub max_overages: Int,
    pub resets: Flag,
}

impl Record for Counter {
    fn member(&mut self, name: &str) -> Option<Place<'_>> {
        match name {
            "code" => Some(self.code.place()),
            "license_type" | "feature_type" => Some(self.kind.place()),
            "id" => Some(self.id.place()),
            "license_id" => Some(self.license_id.place()),
            "max_consumption" | "max_consumptions" => Some(self.limit.place()),
            "total_consumptions" => Some(self.total.place()),
            "allow_unlimited_consumptions" => Some(self.is_unlimited.place()),
            "allow_negative_consumptions" => Some(self.allows_negative.place()),
            "allow_overages" => Some(self.allows_overages.place()),
            "max_overages" => Some(self.max_overages.place()),
            "reset_consumption" => Some(self.resets.place()),
            _ => None,
        }
    }
}

impl Counter {
    /// An answer that is one counter, and nothing else.
    pub fn parse(answer: &Arc<String>) -> Result<Self, NotThis> {
        parse_object(answer).map(|(counter, _)| counter)
    }

    /// That of a license, or of the feature of this code: of several the first counts.
    pub fn of(license: &License, feature: Option<&str>) -> Option<Self> {
        let members: Members = serde_json::from_str(license.json()).ok()?;
        let license = members.get("license")?.get();
        match feature {
            None => super::read::<Option<Self>>(license).ok()?,
            Some(code) => {
                let license: Members = serde_json::from_str(license).ok()?;
                let features = license.get("product_features")?.get();
                let features: List<Self> = within(features.len(), || super::read(features)).ok()?;
                features.0.into_iter().find(|feature| feature.code.as_str() == Some(code))
            }
        }
    }

    /// Whether it is one: licenses and features of other kinds have none.
    pub fn counts(&self) -> bool {
        match self.kind.as_str() {
            Some(kind) => kind == "consumption",
            None => self.limit != Int::Absent,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Licenses;

    const OF_THE_LICENSE: &str = include_str!("../../tests/data/add_consumption.200.json");
    const OF_A_FEATURE: &str = include_str!("../../tests/data/add_feature_consumption.200.json");

    fn license(json: &str) -> Licenses {
        Licenses::parse_one(&Arc::new(json.to_owned())).unwrap_or_else(|NotThis| panic!("{json}"))
    }

    #[test]
    fn what_was_added_is_read_of_a_license_and_of_a_feature() {
        let counter = Counter::parse(&Arc::new(OF_THE_LICENSE.into())).unwrap_or_default();
        assert_eq!((counter.limit.get(), counter.total.get()), (Some(100), Some(8)));
        assert_eq!(
            (counter.resets.get(), counter.allows_negative.get()),
            (Some(true), Some(false))
        );
        let counter = Counter::parse(&Arc::new(OF_A_FEATURE.into())).unwrap_or_default();
        assert_eq!((counter.limit.get(), counter.max_overages.get()), (Some(10), Some(3)));
        assert_eq!(counter.license_id.get(), Some(1_700_000_000_000_101));
    }

    #[test]
    fn both_names_of_the_limit_count_everywhere() {
        for name in ["max_consumption", "max_consumptions"] {
            let of_license = format!(
                r#"{{"license_type":"consumption","{name}":7,"product_features":[{{"code":"f","{name}":8}}]}}"#
            );
            let licenses = license(&of_license);
            let limit = |feature| Counter::of(&licenses.0[0], feature).unwrap().limit.get();
            assert_eq!((limit(None), limit(Some("f"))), (Some(7), Some(8)), "{name}");
            assert!(Counter::of(&licenses.0[0], Some("g")).is_none());
        }
    }

    #[test]
    fn only_what_is_of_that_kind_counts() {
        for (json, counts) in [
            (r#"{"license_type":"consumption"}"#, true),
            (r#"{"license_type":"perpetual","max_consumptions":5}"#, false),
            (r#"{"feature_type":"activation"}"#, false),
            (r#"{"max_consumptions":0}"#, true),
            (r#"{"license_type":[]}"#, false),
            ("{}", false),
        ] {
            let counter = Counter::of(&license(json).0[0], None).unwrap();
            assert_eq!(counter.counts(), counts, "{json}");
        }
    }
}
