//! Consumption that is counted.

use serde_json::{Value, json};

use crate::client::End;
use crate::device::{Device, good, put, refused};
use crate::process::Sandbox;

fn active<'a>(sandbox: &'a Sandbox, kind: &str) -> Device<'a> {
    let device = Device::of_key(sandbox, kind, "device-a");
    assert_eq!(device.activate().code(), good());
    device
}

fn add(device: &Device<'_>, amount: i64) -> Value {
    let outcome = device.with(json!({"consumptions": amount})).post("add_consumption");
    match outcome.said().as_str() {
        "" => outcome.json()["total_consumptions"].clone(),
        code => json!(code),
    }
}

fn add_to(device: &Device<'_>, feature: &str, amount: i64) -> Value {
    let asked = device.with(json!({"feature": feature, "consumptions": amount}));
    let outcome = asked.post("add_feature_consumption");
    match outcome.said().as_str() {
        "" => outcome.json()["total_consumptions"].clone(),
        code => json!(code),
    }
}

#[test]
fn an_amount_is_counted_whole_or_refused_whole() {
    let sandbox = Sandbox::start();
    let device = active(&sandbox, "CONS");
    assert!(device.post("add_consumption").verifies(&sandbox));
    assert_eq!(device.check().json()["total_consumptions"], 8, "1, where nothing is said");
    let more = "license_not_enough_consumptions";
    assert_eq!(
        [add(&device, 93), add(&device, 92), add(&device, 1)],
        [json!(more), 100.into(), more.into()]
    );
    assert_eq!(device.check().json()["total_consumptions"], 100);
    assert_eq!(add(&device, -1), "negative_consumptions_not_allowed");
    assert_eq!(add(&active(&sandbox, "PERP"), 1), "license_not_consumption");
    let stranger = Device::of_key(&sandbox, "CONS", "stranger");
    assert_eq!(stranger.post("add_consumption").code(), refused("device_not_found"));
    for wrong in
        [json!({"consumptions": 1.5}), json!({"consumptions": "many"}), json!({"event": "x"})]
    {
        assert_eq!(
            device.with(wrong.clone()).post("add_consumption").said(),
            "validation_error",
            "{wrong}"
        );
    }
    let event = device.with(json!({"event": "consumption_add", "consumptions": 0}));
    assert_eq!(event.post("add_consumption").said(), "");
}

#[test]
fn overages_negative_and_unlimited_amounts_are_counted_as_the_license_says() {
    let sandbox = Sandbox::start();
    let [over, negative, unlimited] = ["OVER", "NEGA", "UNLC"].map(|kind| active(&sandbox, kind));
    let more = json!("license_not_enough_consumptions");
    assert_eq!([add(&over, 21), add(&over, 20), add(&over, 1)], [more.clone(), 110.into(), more]);
    assert_eq!([add(&negative, -7), add(&negative, -1)], [0, -1]);
    assert_eq!(add(&unlimited, 1_000_000_000_000), json!(1_000_000_000_007_u64));
}

#[test]
fn features_have_counters_of_their_own() {
    let sandbox = Sandbox::start();
    let device = active(&sandbox, "METR");
    let more = "feature_not_enough_consumptions";
    assert_eq!(
        [add_to(&device, "pages", 30), add_to(&device, "pages", 1)],
        [json!(50), more.into()]
    );
    assert_eq!(add_to(&device, "scans", 5000), 5000);
    assert_eq!(
        [add_to(&device, "prints", 4), add_to(&device, "prints", 1)],
        [json!(13), more.into()]
    );
    assert_eq!(add_to(&device, "credits", -6), -1);
    assert_eq!(add_to(&device, "pages", -1), "negative_consumptions_not_allowed");
    assert_eq!(add_to(&device, "none", 1), "unsupported_product_feature");
    assert_eq!(add_to(&active(&sandbox, "FEAT"), "export", 1), "unsupported_product_feature");
    assert_eq!(device.post("add_feature_consumption").said(), "missing_parameters");
    let pages = device.with(json!({"feature": "pages"})).get("check_license_feature").json();
    assert_eq!((&pages["total_consumptions"], &pages["max_consumption"]), (&json!(50), &json!(50)));
}

#[test]
fn a_call_changes_the_overages_only_if_its_amount_is_counted() {
    let sandbox = Sandbox::start();
    let device = active(&sandbox, "CONS");
    let add = |amount: i64, most: i64| {
        let more = json!({"consumptions": amount, "allow_overages": true, "max_overages": most});
        device.with(more).post("add_consumption")
    };
    assert_eq!(add(104, 10).said(), "license_not_enough_consumptions");
    assert_eq!(device.check().json()["allow_overages"], false);
    assert_eq!(add(103, 10).json()["max_overages"], 10);
    assert_eq!(device.check().json()["total_consumptions"], 110);
    assert_eq!(add(1, 0).said(), "license_not_enough_consumptions");
    put(&sandbox, "/state/behaviour", json!({"zero_overages": "unlimited"}));
    assert_eq!(add(1, 0).json()["total_consumptions"], 111);
}

#[test]
fn an_expired_license_counts_unless_the_switch_says_otherwise() {
    let sandbox = Sandbox::start();
    let device = active(&sandbox, "CONS");
    let ended =
        json!({"license_key": "CONS-AAAA-BBBB-CCCC", "set": {"validity_period": "2026-01-01"}});
    put(&sandbox, "/state/licenses", ended);
    assert_eq!(add(&device, 1), 8);
    put(&sandbox, "/state/behaviour", json!({"expired_consumption": "refused"}));
    assert_eq!(add(&device, 1), "license_expired");
}

#[test]
fn the_control_port_shows_and_changes_counters() {
    let sandbox = Sandbox::start();
    let device = active(&sandbox, "CONS");
    let change = |more: Value| {
        let mut body = json!({"license_key": "CONS-AAAA-BBBB-CCCC"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        put(&sandbox, "/state/counters", body)["counter"].clone()
    };
    assert_eq!(change(json!({"add": 3}))["total"], 10);
    assert_eq!(change(json!({"max": 20}))["max"], 20);
    assert_eq!(add(&device, 11), "license_not_enough_consumptions");
    assert_eq!(change(json!({"reset": true}))["total"], 0);
    assert_eq!(add(&device, 20), 20);
    let (_, state) = sandbox.control("GET", "/state", "");
    assert_eq!(state["holders"][0]["licenses"][0]["counters"], json!([change(json!({}))]));
    let feature = json!({
        "license_key": "METR-AAAA-BBBB-CCCC", "feature": "pages", "max": 5, "reset": true, "total": 2,
    });
    let pages = put(&sandbox, "/state/counters", feature)["counter"].clone();
    assert_eq!(
        (&pages["total"], &pages["max"], &pages["period"]),
        (&json!(2), &json!(5), &json!("monthly"))
    );
    for wrong in [
        json!({"license_key": "PERP-AAAA-BBBB-CCCC", "total": 1}),
        json!({"license_key": "CONS-AAAA-BBBB-CCCC", "add": 1}),
        json!({"total": 1}),
    ] {
        assert_eq!(sandbox.control("PUT", "/state/counters", &wrong.to_string()).0, 400, "{wrong}");
    }
    let features = json!({
        "license_key": "METR-AAAA-BBBB-CCCC", "set_features": {"scans": {"total_consumptions": 7}},
    });
    put(&sandbox, "/state/licenses", features);
    let unknown = json!({"license_key": "METR-AAAA-BBBB-CCCC", "set_features": {"none": {}}});
    assert_eq!(sandbox.control("PUT", "/state/licenses", &unknown.to_string()).0, 400);
}

#[test]
fn amounts_that_come_with_a_deactivation_are_counted_whatever_the_limit() {
    let sandbox = Sandbox::start();
    let device = Device::of_user(&sandbox, "metered", "device-a");
    assert_eq!(device.activate().code(), good());
    let features = json!([{"code": "pages", "consumptions": 31}]);
    let last = device.with(json!({"consumptions": 200, "product_features": features}));
    assert_eq!(last.deactivate().status(), 200);
    let license = sandbox.sign_in("metered").json()[0]["license"].clone();
    assert_eq!(license["total_consumptions"], 207);
    assert_eq!(license["product_features"][0]["total_consumptions"], 51);
}

#[test]
fn faults_strike_the_new_calls_too() {
    let sandbox = Sandbox::plain();
    let device = active(&sandbox, "CONS");
    sandbox.fault(r#"{"fault":"lost","path":"add_consumption","times":1}"#);
    let lost = device.with(json!({"consumptions": 2})).post("add_consumption");
    assert_eq!(lost.end, End::Closed);
    assert_eq!(device.check().json()["total_consumptions"], 9, "counted, but nobody was told");
    sandbox.fault(r#"{"fault":"status","status":503,"path":"add_consumption","times":1}"#);
    assert_eq!(device.post("add_consumption").status(), 503);
    assert_eq!(device.check().json()["total_consumptions"], 9);
    let altered = json!({
        "fault": "altered", "path": "add_consumption", "set": {"/id": 5}, "times": 1,
    });
    sandbox.fault(&altered.to_string());
    let answer = device.post("add_consumption");
    assert!(answer.verifies(&sandbox) && answer.json()["id"] == 5);
    let floating = active(&sandbox, "FLOA");
    for path in ["borrow", "floating/borrow"] {
        let refusal = json!({
            "fault": "api_error", "status": 400, "code": "blacklisted", "path": path, "times": 1,
        });
        sandbox.fault(&refusal.to_string());
        assert_eq!(floating.post("floating/borrow").said(), "blacklisted", "{path}");
    }
    assert_eq!(floating.stands(), "");
    sandbox.fault(r#"{"fault":"lost","path":"release","times":1}"#);
    assert_eq!(floating.post("floating/release").end, End::Closed);
    assert_eq!(floating.post("floating/release").said(), "floating_not_available");
}
