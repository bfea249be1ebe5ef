//! The counters of a license or a feature that is metered.

use serde_json::{Value, json};

use super::{License, is_set};
use crate::life::behaviour::ZeroOverages;

/// The name of the field that bounds a feature's consumption; a license's has one letter more.
const FEATURE_MOST: &str = "max_consumption";
const LICENSE_MOST: &str = "max_consumptions";

/// The reason why an amount is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotCounted {
    /// There is no such counter.
    NotMetered,
    /// It is more than there is.
    NotEnough,
    /// It is negative, and nothing may be given back.
    Negative,
}

impl License {
    /// The fields of a counter; `None` where the license ("") or the feature is not metered.
    pub fn counter(&self, feature: &str) -> Option<&Value> {
        let kind = if feature.is_empty() { "license_type" } else { "feature_type" };
        self.part(feature).filter(|fields| fields[kind] == "consumption")
    }

    /// Counts an amount, whole or not at all; gives the new total.
    pub fn consume(
        &mut self,
        feature: &str,
        amount: i64,
        zero: ZeroOverages,
    ) -> Result<i64, NotCounted> {
        let fields = self.counter(feature).ok_or(NotCounted::NotMetered)?;
        if amount < 0 && !is_set(&fields["allow_negative_consumptions"]) {
            return Err(NotCounted::Negative);
        }
        let total = total(fields).checked_add(amount).ok_or(NotCounted::NotEnough)?;
        if amount > 0 && limit(fields, most(feature), zero).is_some_and(|limit| total > limit) {
            return Err(NotCounted::NotEnough);
        }
        self.set_total(feature, total);
        Ok(total)
    }

    /// Counts an amount that has been consumed already, be it more than there is.
    pub fn count(&mut self, feature: &str, amount: i64) -> bool {
        let total = self.counter(feature).and_then(|fields| total(fields).checked_add(amount));
        total.is_some_and(|total| self.set_total(feature, total))
    }

    /// From now on so much has been consumed; false where nothing is metered.
    pub fn set_total(&mut self, feature: &str, total: i64) -> bool {
        let fields = json!({"total_consumptions": total}).as_object().cloned();
        self.counter(feature).is_some() && self.set_part(feature, fields.unwrap_or_default())
    }

    /// From now on so much may be consumed; false where nothing is metered.
    pub fn set_most(&mut self, feature: &str, most_now: i64) -> bool {
        let fields = json!({most(feature): most_now}).as_object().cloned();
        self.counter(feature).is_some() && self.set_part(feature, fields.unwrap_or_default())
    }

    /// The counter as the control port shows it; `None` where nothing is metered.
    pub fn show_counter(&self, feature: &str) -> Option<Value> {
        let fields = self.counter(feature)?;
        Some(json!({
            "feature": feature,
            "total": total(fields),
            "max": fields[most(feature)],
            "unlimited": is_set(&fields["allow_unlimited_consumptions"]),
            "allow_overages": is_set(&fields["allow_overages"]),
            "max_overages": fields["max_overages"],
            "negative": is_set(&fields["allow_negative_consumptions"]),
            "period": fields["consumption_period"],
        }))
    }
}

fn most(feature: &str) -> &'static str {
    if feature.is_empty() { LICENSE_MOST } else { FEATURE_MOST }
}

fn total(fields: &Value) -> i64 {
    fields["total_consumptions"].as_i64().unwrap_or_default()
}

/// How much may be consumed in all; `None` where it is unlimited.
fn limit(fields: &Value, most: &str, zero: ZeroOverages) -> Option<i64> {
    let most = fields[most].as_i64().unwrap_or_default();
    let overages = fields["max_overages"].as_i64().unwrap_or_default();
    if is_set(&fields["allow_unlimited_consumptions"]) {
        return None;
    }
    match (is_set(&fields["allow_overages"]), overages, zero) {
        (false, ..) => Some(most),
        (true, 0, ZeroOverages::Unlimited) => None,
        (true, ..) => Some(most.saturating_add(overages)),
    }
}

#[cfg(test)]
mod tests;
