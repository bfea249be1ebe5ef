//! Consumption of a license on this device, as the C ABI has it.

use std::mem::MaybeUninit;

use lsagent::ffi::config::*;
use lsagent::ffi::consumption::*;
use serde_json::{Value, json};

use super::{Failure, Held, Sandbox, Settings};
use super::{c, done, or_null, outcome};

/// What was consumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub total: i64,
    pub limit: Option<i64>,
    pub unsent: i64,
    pub uncertain: i64,
}

impl Held {
    pub fn consume(&self, feature: Option<&str>, amount: i64) -> Result<(), Failure> {
        let feature = feature.map(c);
        // SAFETY: NULL, or it ends with NUL and outlives the call; so below.
        done(|error| unsafe {
            ls_activation_consume(self.get(), or_null(feature.as_ref()), amount, error)
        })
    }

    pub fn sync(&self) -> Result<(), Failure> {
        done(|error| ls_activation_sync(self.get(), error))
    }

    pub fn balance(&self, feature: Option<&str>) -> Result<Counted, Failure> {
        let feature = feature.map(c);
        let balance = outcome(|out, error| unsafe {
            ls_activation_balance(self.get(), or_null(feature.as_ref()), out, error)
        })?;
        let mut limit = MaybeUninit::uninit();
        let is_limited = ls_balance_limit(Some(&balance), Some(&mut limit));
        // SAFETY: it is filled in either case.
        let limit = is_limited.then_some(unsafe { limit.assume_init() });
        let counted = Counted {
            total: ls_balance_total(Some(&balance)),
            limit,
            unsent: ls_balance_unsent(Some(&balance)),
            uncertain: ls_balance_uncertain(Some(&balance)),
        };
        ls_balance_free(Some(balance));
        Ok(counted)
    }
}

impl Settings {
    /// 0: by a call alone.
    pub fn consumption_sync(self, seconds: i64) -> Self {
        self.set(|config| ls_config_set_consumption_sync_seconds(config, seconds))
    }

    pub fn at_least_once(self) -> Self {
        self.set(|config| ls_config_set_consumption_delivery(config, 1))
    }
}

impl Sandbox {
    /// Changes a counter of a key, and says what its total is then.
    pub fn counter(&self, kind: &str, feature: Option<&str>, change: Value) -> i64 {
        let mut change = change;
        change["license_key"] = json!(format!("{kind}-AAAA-BBBB-CCCC"));
        if let Some(feature) = feature {
            change["feature"] = json!(feature);
        }
        let answer = self.control("PUT", "/state/counters", &change.to_string());
        answer["counter"]["total"].as_i64().unwrap_or_else(|| panic!("{answer}"))
    }

    pub fn total_of(&self, kind: &str) -> i64 {
        self.counter(kind, None, json!({}))
    }

    /// The license is of one device alone, and its totals only grow: then a total tells all.
    pub fn let_totals_tell(&self, kind: &str) {
        let set = json!({
            "max_activations": 1, "allow_unlimited_activations": false,
            "allow_negative_consumptions": false, "reset_consumption": false,
        });
        let key = format!("{kind}-AAAA-BBBB-CCCC");
        let change = json!({"license_key": key, "set": set});
        self.control("PUT", "/state/licenses", &change.to_string());
    }

    /// Lets time pass on the server, and by its answers on the device.
    pub fn let_pass(&self, seconds: i64) {
        self.control("PUT", "/clock", &json!({"advance_seconds": seconds}).to_string());
    }
}
