//! The licenses that belong to a key, one for each kind.

use serde_json::{Value, json};

use super::entry::{Entry, feature};
use crate::clock::Calendar;

/// The end of every key.
const TAIL: &str = "-AAAA-BBBB-CCCC";

/// The license of a key (in any case); `None` for an unknown one.
pub fn license(key: &str, calendar: Calendar) -> Option<Value> {
    let key = key.to_uppercase();
    let kind = key.strip_suffix(TAIL)?;
    Some(changed(kind, Entry::keyed(id(kind)?, &key), calendar)?.keyed_only())
}

/// The keys there are with what their licenses are, in the order of their ids.
pub const KINDS: [(&str, &str); 28] = [
    ("PERP", "perpetual, ten devices"),
    ("TIME", "30 days left"),
    ("EXPD", "ended 30 days ago"),
    ("GRAC", "ended 2 days ago, 240 hours of grace"),
    ("STRT", "begins in 10 days"),
    ("DISA", "license_enabled is false"),
    ("INAC", "license_active is false"),
    ("LIM1", "one device"),
    ("TRA2", "may be moved twice"),
    ("NTRA", "one device, must not be moved"),
    ("UNLI", "any number of devices"),
    ("FEAT", "export, renders (consumption), solver (floating, one seat), old (expired)"),
    (
        "FLOA",
        "floating in the cloud, two seats of 10 minutes, five devices; may be borrowed for 24 hours",
    ),
    ("CONS", "7 of 100 used, nothing can be given back"),
    ("NOFF", "not to be activated by files"),
    ("MAIN", "maintained until 2026-06-30"),
    ("UNIC", "names and texts beyond ASCII"),
    ("TRAL", "a trial, 14 days left"),
    ("TREX", "a trial that ended 3 days ago"),
    ("DATE", "30 days left, its end a moment and not a day"),
    ("FAST", "as FLOA, with seats of 2 minutes"),
    ("NBOR", "as FLOA, but must not be borrowed"),
    (
        "FFEA",
        "floating features: solver (two seats of 10 minutes), mesher (one seat of 2 minutes); five devices; may be borrowed for 24 hours",
    ),
    ("UNLC", "7 used, unlimited"),
    ("OVER", "90 of 100 used, and 10 overages"),
    ("NEGA", "7 of 100 used, amounts can be given back"),
    (
        "METR",
        "features: pages (20 of 50 used), scans (unlimited), prints (9 of 10, and 3 overages), credits (5 of 10, can be given back); ten devices",
    ),
    ("XFLO", "as FLOA, 30 days left"),
];

/// The key of a kind.
pub fn key(kind: &str) -> String {
    format!("{kind}{TAIL}")
}

fn id(kind: &str) -> Option<u64> {
    let index = KINDS.iter().position(|(known, _)| *known == kind)?;
    Some(1_719_215_304_210_000 + index as u64)
}

fn changed(kind: &str, entry: Entry, calendar: Calendar) -> Option<Entry> {
    let limited = |days| timed(calendar.day(days));
    Some(match kind {
        "PERP" => entry.set("max_activations", 10),
        "TIME" => limited(30)(entry),
        "EXPD" => limited(-30)(entry),
        "GRAC" => grace(limited(-2)(entry)),
        "STRT" => limited(375)(entry).set("start_date", calendar.day(10)),
        "DISA" => entry.set("license_enabled", false),
        "INAC" => entry.set("license_active", false),
        "LIM1" => entry.set("max_activations", 1),
        "TRA2" => entry.set("max_transfers", 2),
        "NTRA" => entry.set("max_activations", 1).set("max_transfers", -1),
        "UNLI" => entry.set("allow_unlimited_activations", true).set("max_activations", 0),
        "FEAT" => entry.set("product_features", features(calendar)),
        "FLOA" => floating(entry),
        "CONS" => consumption(entry),
        "FAST" => floating(entry).set("floating_timeout", 2),
        "NBOR" => floating(entry).set("can_borrow", false).set("max_borrow_time", 0),
        "FFEA" => floating_features(entry),
        "XFLO" => timed(calendar.day(30))(floating(entry)),
        "UNLC" => consumption(entry).set("allow_unlimited_consumptions", true),
        "OVER" => overages(entry),
        "NEGA" => consumption(entry).set("allow_negative_consumptions", true),
        "METR" => entry.set("max_activations", 10).set("product_features", metered()),
        "NOFF" => entry.set("allow_offline_activation", false),
        "MAIN" => maintained(entry),
        "UNIC" => unicode(entry),
        "TRAL" => limited(14)(entry).set("is_trial", true).set("trial_days", 14),
        "TREX" => limited(-3)(entry).set("is_trial", true).set("trial_days", 14),
        "DATE" => {
            limited(30)(entry).set("validity_period", format!("{}T12:00:00.000Z", calendar.day(30)))
        }
        _ => return None,
    })
}

fn timed(end: String) -> impl FnOnce(Entry) -> Entry {
    move |entry| entry.set("license_type", "time-limited").set("validity_period", end)
}

fn grace(entry: Entry) -> Entry {
    entry.set("allow_grace_period", true).set("grace_period", 240)
}

fn features(calendar: Calendar) -> Value {
    json!([
        feature(json!({"id": 3001, "code": "export", "name": "Export"})),
        feature(json!({
            "id": 3002, "code": "renders", "name": "Renders", "feature_type": "consumption",
            "expiry_date": calendar.day(90), "max_consumption": 10, "total_consumptions": 5,
            "allow_overages": 1, "max_overages": 3, "reset_consumption": true,
            "consumption_period": "monthly",
        })),
        feature(json!({
            "id": 3003, "code": "solver", "name": "Solver", "is_floating": true,
            "is_floating_cloud": true, "floating_users": 1, "floating_timeout": 10,
        })),
        feature(json!({
            "id": 3004, "code": "old", "name": "Old import", "expiry_date": calendar.day(-10),
        })),
    ])
}

/// Floats in the cloud: two seats of ten minutes, to be borrowed for a day.
pub fn floating(entry: Entry) -> Entry {
    entry
        .set("is_floating", true)
        .set("is_floating_cloud", true)
        .set("floating_users", 2)
        .set("floating_timeout", 10)
        .set("can_borrow", true)
        .set("max_borrow_time", 24)
        .set("max_activations", 5)
}

/// The license does not float, but two of its features do.
fn floating_features(entry: Entry) -> Entry {
    let floats = |id, code, seats, minutes| {
        feature(json!({
            "id": id, "code": code, "name": code, "is_floating": true, "is_floating_cloud": true,
            "floating_users": seats, "floating_timeout": minutes,
        }))
    };
    let export = feature(json!({"id": 3011, "code": "export", "name": "Export"}));
    let features = json!([export, floats(3012, "solver", 2, 10), floats(3013, "mesher", 1, 2)]);
    let entry = entry.set("max_activations", 5).set("product_features", features);
    entry.set("can_borrow", true).set("max_borrow_time", 24)
}

/// Meters: limited, unlimited, with overages, and with amounts that may be given back.
pub fn metered() -> Value {
    let meter = |id, code: &str, more: Value| {
        let mut meter = json!({
            "id": id, "code": code, "name": code, "feature_type": "consumption",
            "reset_consumption": true, "consumption_period": "monthly",
        });
        if let (Some(meter), Value::Object(more)) = (meter.as_object_mut(), more) {
            meter.extend(more);
        }
        feature(meter)
    };
    json!([
        meter(3021, "pages", json!({"max_consumption": 50, "total_consumptions": 20})),
        meter(3022, "scans", json!({"allow_unlimited_consumptions": true})),
        meter(
            3023,
            "prints",
            json!({
                "max_consumption": 10, "total_consumptions": 9, "allow_overages": 1, "max_overages": 3,
            })
        ),
        meter(
            3024,
            "credits",
            json!({
                "max_consumption": 10, "total_consumptions": 5, "allow_negative_consumptions": true,
            })
        ),
    ])
}

fn overages(entry: Entry) -> Entry {
    let entry = consumption(entry).set("total_consumptions", 90);
    entry.set("allow_overages", true).set("max_overages", 10)
}

/// 7 of 100 used each month.
pub fn consumption(entry: Entry) -> Entry {
    entry
        .set("license_type", "consumption")
        .set("max_consumptions", 100)
        .set("total_consumptions", 7)
        .set("reset_consumption", true)
        .set("consumption_period", "monthly")
}

/// Releases after this day are none of its business.
fn maintained(entry: Entry) -> Entry {
    entry.set("enable_maintenance_period", true).set("maintenance_period", "2026-06-30")
}

fn unicode(entry: Entry) -> Entry {
    entry
        .set_customer("company_name", "Łódź & Sønner 株式会社 🏭")
        .set("metadata", json!({"ключ": "quote \" backslash \\ line \u{2028}", "n": 1.50}))
        .set("custom_fields", json!([{"name": "é", "data_type": null, "value": "</script>"}]))
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    #[test]
    fn every_kind_of_key_has_a_license_of_its_own() {
        let calendar = Calendar::at(UNIX_EPOCH);
        for (index, (kind, _)) in KINDS.iter().enumerate() {
            let license = license(&key(kind), calendar).unwrap();
            assert_eq!(license["license"]["id"], 1_719_215_304_210_000 + index as u64);
            assert_eq!(license["license"]["product_details"]["short_code"], "key-product");
        }
        assert!(license("perp-aaaa-bbbb-cccc", calendar).is_some(), "in any case");
        assert!(
            license("PERP", calendar).is_none()
                && license("NONE-AAAA-BBBB-CCCC", calendar).is_none()
        );
    }

    #[test]
    fn help_and_readme_introduce_every_key() {
        let readme = include_str!("../../README.md");
        let help = crate::setup::help::text();
        for (kind, _) in KINDS {
            assert!(readme.contains(&format!("\n| `{kind}` |")), "{kind}");
            assert!(help.contains(&format!("\n  {kind} ")), "{kind}");
        }
    }
}
