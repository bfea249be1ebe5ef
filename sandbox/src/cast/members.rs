//! The members, one by one.

use serde_json::{Value, json};

use super::entry::{Entry, feature};
use super::{limits, sparse};
use crate::clock::Calendar;

/// The entries of one member's answer; `None` for an unknown name.
pub fn entries(name: &str, email: &str, calendar: Calendar) -> Option<Vec<Value>> {
    let one = |entry: Entry| Some(vec![entry.nested()]);
    match name {
        "valid" => one(valid(email)),
        "trial" => one(trial(email, calendar)),
        "expired" => one(expired(email, calendar)),
        "grace" => one(grace(email, calendar)),
        "disabled" => one(disabled(email)),
        "inactive" => one(Entry::new(1_719_215_304_208_150, email).set("license_active", false)),
        "not-started" => one(not_started(email, calendar)),
        "features" => one(features(email, calendar)),
        "floating" => one(floating(email)),
        "consumption" => one(consumption(email, calendar)),
        "several" => Some(several(email, calendar)),
        "none" => Some(Vec::new()),
        "flat" => Some(vec![trial(email, calendar).flat()]),
        "sparse" => Some(sparse::entries(email, calendar)),
        "unicode" => one(unicode(email)),
        _ => limits::entries(name, email, calendar),
    }
}

/// An id that a double cannot hold.
fn valid(email: &str) -> Entry {
    Entry::new(9_007_199_254_740_993, email).set_user("id", 9_223_372_036_854_775_807_u64)
}

fn trial(email: &str, calendar: Calendar) -> Entry {
    Entry::new(1_719_215_304_208_110, email)
        .set("is_trial", true)
        .set("trial_days", 30)
        .set("validity_period", calendar.day(15))
}

fn expired(email: &str, calendar: Calendar) -> Entry {
    Entry::new(1_719_215_304_208_120, email)
        .set("license_type", "time-limited")
        .set("validity_period", calendar.day(-30))
        .set("is_expired", true)
}

fn grace(email: &str, calendar: Calendar) -> Entry {
    Entry::new(1_719_215_304_208_130, email)
        .set("license_type", "subscription")
        .set("validity_period", calendar.day(-2))
        .set("allow_grace_period", true)
        .set("grace_period", 240)
}

fn disabled(email: &str) -> Entry {
    Entry::new(1_719_215_304_208_140, email).set("license_enabled", false)
}

fn not_started(email: &str, calendar: Calendar) -> Entry {
    Entry::new(1_719_215_304_208_160, email)
        .set("license_type", "time-limited")
        .set("start_date", calendar.day(10))
        .set("validity_period", calendar.day(375))
}

fn features(email: &str, calendar: Calendar) -> Entry {
    let render = json!({
        "id": 2002, "code": "render", "name": "Rendering", "feature_type": "consumption",
        "max_consumption": 1000, "total_consumptions": 250, "allow_overages": 1,
        "max_overages": 100, "reset_consumption": true, "consumption_period": "annualy",
    });
    let cloud = json!({
        "id": 2003, "code": "cloud", "name": "Cloud", "is_floating_cloud": true,
        "floating_users": 5, "floating_timeout": 60,
    });
    let old = json!({
        "id": 2004, "code": "old", "name": "Old import", "expiry_date": calendar.day(-10),
    });
    let all = [export(), feature(render), feature(cloud), feature(old)];
    Entry::new(1_719_215_304_208_170, email).set("product_features", Value::from_iter(all))
}

fn export() -> Value {
    feature(json!({"id": 2001, "code": "export", "name": "Export"}))
}

fn floating(email: &str) -> Entry {
    Entry::new(1_719_215_304_208_180, email)
        .set("is_floating_cloud", true)
        .set("floating_users", 10)
        .set("floating_in_use_devices", 3)
        .set("floating_timeout", 120)
}

fn consumption(email: &str, calendar: Calendar) -> Entry {
    Entry::new(1_719_215_304_208_190, email)
        .set("license_type", "consumption")
        .set("max_consumptions", 500)
        .set("total_consumptions", 120)
        .set("allow_overages", true)
        .set("max_overages", 50)
        .set("reset_consumption", true)
        .set("consumption_period", "monthly")
        .set("validity_period", calendar.day(200))
}

fn several(email: &str, calendar: Calendar) -> Vec<Value> {
    let best = valid(email).set("product_features", Value::from_iter([export()]));
    [expired(email, calendar), disabled(email), trial(email, calendar), best]
        .map(Entry::nested)
        .into()
}

/// The Z with its caron and the crab go out as `\u` escapes, the rest as UTF-8.
fn unicode(email: &str) -> Entry {
    let tricky = "quote \" backslash \\ slash / tab \t newline \n NUL \u{0} line \u{2028}";
    Entry::new(1_719_215_304_208_200, email)
        .set_user("first_name", "Žofie 🦀")
        .set_user("last_name", "Ångström-Müller 李")
        .set_customer("company_name", "Łódź & Sønner 株式会社 🏭")
        .set_customer("city", "e\u{301} is not é")
        .set("metadata", json!({"ключ": tricky, "مفتاح": "قيمة"}))
}
