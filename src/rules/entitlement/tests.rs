use std::sync::Arc;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::Decision::*;
use super::*;
use crate::rules::sentence::sentence;

/// 2030-01-15 12:00:00 UTC.
const NOW: i64 = 1_894_708_800;
const HOUR: i64 = 3600;

/// A valid license for `up`, changed as given.
fn license(changes: Value) -> Value {
    let mut license = json!({
        "id": 1, "license_enabled": true, "license_active": true, "is_expired": false,
        "product_details": {"short_code": "up", "product_name": "User Product"},
    });
    for (name, value) in changes.as_object().unwrap() {
        license[name] = value.clone();
    }
    json!({"license": license})
}

fn licenses(list: &[Value]) -> Licenses {
    Licenses::parse(&Arc::new(Value::from(list).to_string())).unwrap()
}

fn verdict(list: &[Value], feature: Option<&str>, now: i64) -> Verdict {
    decide(&licenses(list), "up", feature, now)
}

#[track_caller]
fn check(changes: Value, feature: Option<&str>, expected: Decision, expires_at: Option<i64>) {
    let said = format!("{changes} {feature:?}");
    let verdict = verdict(&[license(changes)], feature, NOW);
    assert_eq!((verdict.decision, verdict.expires_at), (expected, expires_at), "{said}");
}

#[test]
fn each_state_of_a_license_has_its_decision() {
    const DAY_END: i64 = NOW + 12 * HOUR;
    check(json!({}), None, Allowed, None);
    check(json!({"validity_period": null, "start_date": null}), None, Allowed, None);
    check(json!({"license_enabled": false}), None, DeniedDisabled, None);
    check(json!({"license_active": false}), None, DeniedInactive, None);
    check(json!({"license_active": false, "license_enabled": false}), None, DeniedDisabled, None);
    check(
        json!({"license_active": null, "license_enabled": null, "is_expired": null}),
        None,
        Allowed,
        None,
    );
    check(json!({"start_date": "2030-01-16"}), None, DeniedNotStarted, None);
    check(json!({"start_date": "2030-01-15"}), None, Allowed, None);
    check(json!({"start_date": "2030-01-15T12:00:00Z"}), None, Allowed, None);
    check(json!({"start_date": "2030-01-15T12:00:01Z"}), None, DeniedNotStarted, None);
    // A date without a time lasts through that day, UTC, in whatever zone the device is.
    check(json!({"validity_period": "2030-01-15"}), None, Allowed, Some(DAY_END));
    check(json!({"validity_period": "2030-01-14"}), None, DeniedExpired, Some(NOW - 12 * HOUR));
    check(json!({"validity_period": "2030-01-15T14:00:00+02:00"}), None, DeniedExpired, Some(NOW));
    check(json!({"validity_period": "2030-01-15 12:00:01"}), None, Allowed, Some(NOW + 1));
    check(json!({"validity_period": "2030-01-15T12:00:00Z"}), None, DeniedExpired, Some(NOW));
    // The server's word is final in one direction only.
    check(
        json!({"is_expired": true, "validity_period": "2031-01-01"}),
        None,
        DeniedExpired,
        Some(NOW + 350 * 24 * HOUR + 36 * HOUR),
    );
    check(
        json!({"is_expired": false, "validity_period": "2029-01-01T00:00:00Z"}),
        None,
        DeniedExpired,
        Some(1_861_920_000),
    );
    check(json!({"is_expired": true}), None, DeniedExpired, None);
    check(json!({"validity_period": "soon"}), None, DeniedExpired, None);
    check(json!({"validity_period": "soon", "is_expired": null}), None, DeniedExpired, None);
}

#[test]
fn the_grace_period_is_counted_from_the_end() {
    let ended = "2030-01-15T11:00:00Z";
    let grace = |allow: Value, hours: Value| json!({"validity_period": ended, "allow_grace_period": allow, "grace_period": hours});
    check(grace(json!(true), json!(2)), None, AllowedGrace, Some(NOW + HOUR));
    check(grace(json!(true), json!(1)), None, DeniedExpired, Some(NOW));
    check(grace(json!(true), json!(0)), None, DeniedExpired, Some(NOW - HOUR));
    check(grace(json!(true), json!(null)), None, DeniedExpired, Some(NOW - HOUR));
    check(grace(json!(false), json!(2)), None, DeniedExpired, Some(NOW - HOUR));
    check(grace(json!(true), json!(-5)), None, DeniedExpired, Some(NOW - HOUR));
    check(grace(json!(true), json!(i64::MAX)), None, AllowedGrace, Some(i64::MAX));
    let mut final_word = grace(json!(true), json!(2));
    final_word["is_expired"] = json!(true);
    check(final_word, None, DeniedExpired, Some(NOW - HOUR));
    // Grace does not show before it begins.
    let far = json!({"validity_period": "2030-01-15T13:00:00Z", "allow_grace_period": true, "grace_period": 2});
    check(far, None, Allowed, Some(NOW + HOUR));
}

#[test]
fn a_feature_must_be_there_and_within_its_time() {
    let with =
        |expiry: Value| json!({"product_features": [{"code": "export", "expiry_date": expiry}]});
    check(with(json!(null)), Some("export"), Allowed, None);
    check(with(json!("2030-01-15")), Some("export"), Allowed, Some(NOW + 12 * HOUR));
    check(with(json!("2030-01-14")), Some("export"), DeniedFeatureExpired, Some(NOW - 12 * HOUR));
    check(with(json!("soon")), Some("export"), DeniedFeatureExpired, None);
    check(with(json!(null)), Some("Export"), DeniedNoFeature, None);
    check(json!({}), Some("export"), DeniedNoFeature, None);
    let mut expired = with(json!(null));
    expired["is_expired"] = json!(true);
    check(expired, Some("export"), DeniedExpired, None);
    let two = json!({"product_features": [{"code": "a", "expiry_date": "2020-01-01"}, {"code": "a", "expiry_date": null}]});
    check(two, Some("a"), Allowed, None);
    let mut grace = with(json!(null));
    grace["validity_period"] = json!("2030-01-15T11:00:00Z");
    grace["allow_grace_period"] = json!(true);
    grace["grace_period"] = json!(2);
    check(grace, Some("export"), AllowedGrace, Some(NOW + HOUR));
    let sooner = json!({"validity_period": "2030-01-15", "product_features": [{"code": "a", "expiry_date": "2030-02-01"}]});
    check(sooner, Some("a"), Allowed, Some(NOW + 12 * HOUR));
}

/// Values of every kind of JSON that are neither a yes, a no, a number, a date nor left out.
const UNREADABLE: &[&str] = &[
    "2",
    "-1",
    "0.0",
    "1.0",
    "0.5",
    "-0.5",
    "1e308",
    "1e999",
    "-1e999",
    "99999999999999999999",
    "-9223372036854775809",
    "\"\\ud83d\"",
    "\"yes\"",
    "\"no\"",
    "\"TRUE\"",
    "\"FALSE\"",
    "\"soon\"",
    "[]",
    "[true]",
    "[\"2031-01-01\"]",
    "{}",
    "{\"a\":1}",
    "[[[]]]",
];

/// Every kind of JSON value.
fn every_kind() -> Vec<String> {
    let long = format!("\"{}\"", "x".repeat(100_000));
    let others = ["null", "true", "false", "0", "1", "\"true\"", "\"0\"", "\"\"", &*long];
    UNREADABLE.iter().chain(&others).map(|&value| value.to_owned()).collect()
}

/// A license for `up` with the feature `f`, and one field of either as it stands.
fn with_value(field: &str, value: &str) -> Licenses {
    let mut license = license(json!({
        "validity_period": "2030-01-15T11:00:00Z", "start_date": "2030-01-01",
        "allow_grace_period": true, "grace_period": 2,
        "product_features": [{"code": "f", "expiry_date": "2030-01-16"}],
    }));
    match field.strip_prefix("feature.") {
        Some(name) => license["license"]["product_features"][0][name] = json!("HERE"),
        None => license["license"][field] = json!("HERE"),
    }
    let text = format!("[{license}]").replace("\"HERE\"", value);
    Licenses::parse(&Arc::new(text)).unwrap_or_else(|_| panic!("{field} {value}"))
}

/// Each field that a decision rests on, the value of it that means no, and what is decided then.
const DECIDING: &[(&str, &str, Decision)] = &[
    ("license_enabled", "false", DeniedDisabled),
    ("license_active", "false", DeniedInactive),
    ("start_date", "\"2030-01-16\"", DeniedNotStarted),
    ("is_expired", "true", DeniedExpired),
    ("validity_period", "\"2029-01-01\"", DeniedExpired),
    ("allow_grace_period", "false", DeniedExpired),
    ("grace_period", "0", DeniedExpired),
    ("product_features", "[]", DeniedNoFeature),
    ("product_details", "null", DeniedNoLicense),
    ("feature.code", "\"g\"", DeniedNoFeature),
    ("feature.expiry_date", "\"2030-01-01\"", DeniedFeatureExpired),
];

#[test]
fn what_cannot_be_read_is_a_no_in_every_field_that_decides() {
    let decision =
        |field: &str, value: &str| decide(&with_value(field, value), "up", Some("f"), NOW).decision;
    for (field, no, denied) in DECIDING {
        assert_eq!(decision(field, no), *denied, "{field} {no}");
        for value in UNREADABLE {
            // One hour of grace would not do, and half of one neither.
            let readable = matches!((*field, *value), ("grace_period", "2"));
            if !readable {
                assert_eq!(decision(field, value), *denied, "{field} {value}");
            }
        }
    }
}

#[test]
fn no_value_of_any_kind_is_more_generous_than_the_right_one() {
    let verdict = |licenses: &Licenses| decide(licenses, "up", Some("f"), NOW);
    for (field, ..) in DECIDING {
        for value in every_kind() {
            let given = with_value(field, &value);
            let best = verdict(&with_value("id", "1"));
            let absent = verdict(&with_value(field, "null"));
            let found = verdict(&given).decision;
            assert!(found <= best.decision.max(absent.decision), "{field} {value}");
        }
    }
}

#[test]
fn of_several_licenses_the_most_generous_decides() {
    let until = |id: i64, end: Value| license(json!({"id": id, "validity_period": end}));
    let list = [
        license(json!({"id": 1, "license_enabled": false})),
        until(2, json!("2029-01-01")),
        until(3, json!("2031-01-01")),
        until(4, json!("2032-01-01")),
        until(5, json!("2030-06-01")),
    ];
    assert_eq!(verdict(&list, None, NOW).license, Some(3));
    let list = [until(1, json!("2032-01-01")), until(2, json!(null)), until(3, json!(null))];
    let best = verdict(&list, None, NOW);
    assert_eq!((best.license, best.expires_at), (Some(1), None));
    let denied = [
        list[0].clone(),
        license(json!({"product_features": [{"code": "a", "expiry_date": "2020-01-01"}]})),
    ];
    assert_eq!(verdict(&denied, Some("a"), NOW).decision, DeniedFeatureExpired);
}

#[test]
fn only_licenses_for_the_product_count() {
    let other = license(json!({"product_details": {"short_code": "other"}}));
    let nameless = license(json!({"product_details": null}));
    for list in [vec![], vec![other], vec![nameless]] {
        let verdict = verdict(&list, None, NOW);
        assert_eq!((verdict.decision, verdict.license), (DeniedNoLicense, None));
    }
}

#[test]
fn a_decision_is_one_sentence() {
    let said = |changes: Value, feature: Option<&str>| {
        let list = licenses(&[license(changes)]);
        sentence(&decide(&list, "up", feature, NOW), &list, "up", feature)
    };
    assert_eq!(said(json!({}), None), "User Product is licensed.");
    assert_eq!(
        said(json!({"validity_period": "2030-01-15"}), None),
        "User Product is licensed; last day: 2030-01-15."
    );
    assert_eq!(
        said(json!({"validity_period": "2030-01-14"}), None),
        "The license for User Product has expired (last day: 2030-01-14)."
    );
    assert_eq!(
        said(json!({"is_expired": true}), None),
        "The license for User Product has expired."
    );
    assert_eq!(
        said(json!({}), Some("export")),
        "The license for User Product does not include the feature export."
    );
    let none = licenses(&[]);
    assert_eq!(
        sentence(&decide(&none, "up", None, NOW), &none, "up", None),
        "There is no license for up."
    );
}

fn any_date() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        Just(json!("soon")),
        (-400i64..400).prop_map(|days| json!(Date::day_before(NOW + (days + 1) * 86_400))),
        (0i64..24, -400i64..400).prop_map(|(hour, days)| {
            json!(format!("{}T{hour:02}:00:00Z", Date::day_before(NOW + days * 86_400)))
        }),
    ]
}

fn any_flag() -> impl Strategy<Value = Value> {
    prop_oneof![Just(Value::Null), any::<bool>().prop_map(Value::from)]
}

fn any_license() -> impl Strategy<Value = Value> {
    let flags = (any_flag(), any_flag(), any_flag(), any_flag());
    let dates = (any_date(), any_date(), any_date());
    (flags, dates, 0i64..1000, any::<bool>()).prop_map(|(flags, dates, grace, featured)| {
        let features =
            if featured { json!([{"code": "f", "expiry_date": dates.2}]) } else { json!([]) };
        license(json!({
            "license_enabled": flags.0, "license_active": flags.1, "is_expired": flags.2,
            "allow_grace_period": flags.3, "grace_period": grace,
            "validity_period": dates.0, "start_date": dates.1, "product_features": features,
        }))
    })
}

proptest! {
    #[test]
    fn adding_a_license_never_turns_a_yes_into_a_no(
        list in prop::collection::vec(any_license(), 0..5),
        more in any_license(),
        featured in any::<bool>(),
    ) {
        let feature = featured.then_some("f");
        let before = verdict(&list, feature, NOW);
        let all: Vec<_> = list.into_iter().chain([more]).collect();
        let after = verdict(&all, feature, NOW);
        prop_assert!(after.decision >= before.decision);
        prop_assert!(!before.decision.is_allowed() || after.decision.is_allowed());
    }

    #[test]
    fn time_moving_on_never_turns_expired_into_valid(
        one in any_license(),
        featured in any::<bool>(),
        steps in prop::collection::vec(0i64..40_000_000, 1..6),
    ) {
        let feature = featured.then_some("f");
        let (mut now, mut expired) = (NOW - 40_000_000, false);
        for step in steps {
            now += step;
            let decision = verdict(std::slice::from_ref(&one), feature, now).decision;
            prop_assert!(!expired || !decision.is_allowed(), "{one} {now}");
            expired |= matches!(decision, DeniedExpired | DeniedFeatureExpired);
        }
    }

    #[test]
    fn a_yes_ends_exactly_when_it_says(one in any_license(), featured in any::<bool>()) {
        let feature = featured.then_some("f");
        let list = [one];
        let now = verdict(&list, feature, NOW);
        if let (true, Some(end)) = (now.decision == AllowedGrace, now.expires_at) {
            prop_assert!(verdict(&list, feature, end - 1).decision.is_allowed());
            prop_assert!(!verdict(&list, feature, end).decision.is_allowed());
        }
    }
}
