//! Each code that a call of a license's life is refused with.

use serde_json::{Value, json};

use crate::client::Outcome;
use crate::device::{Device, put};
use crate::process::Sandbox;

/// Refused with this status and code, in the documented shape.
fn assert_refused(outcome: &Outcome, status: u16, code: &str) {
    assert_eq!(outcome.code(), (status, code.to_owned()));
    let body = outcome.json();
    let fields: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(fields, ["code", "message", "status"]);
    assert_eq!(body["status"], status);
    assert!(body["message"].is_string());
    assert_eq!(outcome.header("LicenseSignature"), None);
}

#[test]
fn an_activation_is_refused_for_what_the_license_is() {
    let sandbox = Sandbox::start();
    for (kind, code) in [
        ("NONE", "license_not_found"),
        ("DISA", "license_not_enabled"),
        ("INAC", "license_not_active"),
        ("EXPD", "license_expired"),
        ("TREX", "trial_expired"),
        ("STRT", "license_not_started"),
    ] {
        assert_refused(&Device::of_key(&sandbox, kind, "device-a").activate(), 400, code);
    }
    for kind in ["GRAC", "DATE", "UNLI", "CONS", "UNIC", "MAIN"] {
        assert_eq!(Device::of_key(&sandbox, kind, "device-a").activate().said(), "", "{kind}");
    }
}

#[test]
fn an_activation_is_refused_for_how_it_is_asked_for() {
    let sandbox = Sandbox::start();
    let key = Device::of_key(&sandbox, "PERP", "device-a");
    let user = Device::of_user(&sandbox, "limit", "device-a");
    for (device, more, code) in [
        (&key, json!({"product": null}), "missing_parameters"),
        (&key, json!({"product": "nope"}), "unknown_product"),
        (&key, json!({"product": "disabled-product"}), "disabled_product"),
        (&key, json!({"hardware_id": null}), "missing_hardware_id"),
        (&key, json!({"license_key": null}), "license_key_required"),
        (&key, json!({"product": "up"}), "invalid_product_auth_method"),
        (&user, json!({"product": "key-product"}), "invalid_product_auth_method"),
        (&user, json!({"license_id": 1}), "license_not_found"),
    ] {
        assert_refused(&device.with(more).activate(), 400, code);
    }
    let path = "/api/v4/activate_license";
    let post = |body: &str| sandbox.ask(&crate::client::post(&sandbox, path, body));
    assert_refused(&post("[]"), 400, "invalid_json");
    let unsigned = sandbox.ask(&crate::client::request("POST", path, &[], "{}"));
    assert_refused(&unsigned, 400, "date_header_diff");
    assert_refused(&sandbox.ask(&crate::client::get(&sandbox, path)), 405, "method_not_allowed");
}

#[test]
fn each_limit_has_its_code() {
    let sandbox = Sandbox::start();
    for (name, code) in [
        ("limit", "license_activated_max_times"),
        ("user-limit", "licenseUserActivatedMaxTimes"),
        ("unlimited", ""),
    ] {
        let devices = ["a", "b"].map(|device| Device::of_user(&sandbox, name, device));
        assert_eq!(devices.map(|device| device.activate().said()), ["", code]);
    }
    for (name, moves) in [("no-transfers", 0), ("transfers", 1)] {
        let codes: Vec<_> = (0..moves + 2)
            .map(|number| {
                let device = Device::of_user(&sandbox, name, &format!("device-{number}"));
                let code = device.activate().said();
                if code.is_empty() {
                    assert_eq!(device.deactivate().status(), 200);
                }
                code
            })
            .collect();
        let (last, good) = codes.split_last().unwrap();
        assert_eq!(last, "license_transferred_max_times");
        assert!(good.iter().all(String::is_empty), "{codes:?}");
    }
}

/// The calls about an active device, and their parameters beside the identification.
fn calls() -> [(&'static str, &'static str, Value); 7] {
    [
        ("GET", "check_license", json!({})),
        ("GET", "check_license_feature", json!({"feature": "export"})),
        ("GET", "versions", json!({})),
        ("GET", "installation_file", json!({"version": "1.0"})),
        ("GET", "get_device_variables", json!({})),
        ("POST", "track_device_variables", json!({"variables": {"a": 1}})),
        ("POST", "deactivate_license", json!({})),
    ]
}

fn ask(device: &Device<'_>, (method, call, more): &(&str, &str, Value)) -> Outcome {
    let device = device.with(more.clone());
    if *method == "GET" { device.get(call) } else { device.post(call) }
}

#[test]
fn every_call_about_a_device_is_refused_for_the_same_reasons() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "FEAT", "device-a");
    let set = |field: &str, value: bool| {
        let set = json!({"license_key": "FEAT-AAAA-BBBB-CCCC", "set": {field: value}});
        put(&sandbox, "/state/licenses", set);
    };
    let are = |are: &str| {
        put(&sandbox, "/state/devices", json!({"hardware_id": "device-a", "are": are}));
    };
    let all = |code: &str| {
        for call in calls() {
            let releases = ["versions", "installation_file"].contains(&call.1);
            let inactive = code == "license_not_active";
            let code = if inactive && releases { "active_license_required" } else { code };
            assert_refused(&ask(&device, &call), 400, code);
        }
    };
    all("device_not_found");
    assert_eq!(device.activate().said(), "");
    set("license_active", false);
    all("license_not_active");
    set("license_enabled", false);
    all("license_not_enabled");
    are("blacklisted");
    all("blacklisted");
    assert_refused(&device.activate(), 400, "blacklisted");
    are("allowed");
    set("license_enabled", true);
    set("license_active", true);
    for call in calls() {
        assert_eq!(ask(&device, &call).status(), 200, "{}", call.1);
    }
    all("device_not_found");
    put(&sandbox, "/state/behaviour", json!({"deactivated": "license_not_active"}));
    all("license_not_active");
}

#[test]
fn what_each_call_needs_is_missed() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "FEAT", "device-a");
    assert_eq!(device.activate().said(), "");
    for call in ["check_license_feature", "installation_file"] {
        assert_refused(&device.get(call), 400, "missing_parameters");
    }
    assert_refused(&device.post("track_device_variables"), 400, "missing_parameters");
    let feature = device.with(json!({"feature": "nope"})).get("check_license_feature");
    assert_refused(&feature, 400, "invalid_license_feature_code");
    let version = device.with(json!({"version": "0.1"})).get("installation_file");
    assert_refused(&version, 400, "version_not_found");
    let stranger = Device::of_user(&sandbox, "stranger", "device-a");
    assert_refused(&stranger.check(), 400, "license_not_found");
}

#[test]
fn trials_and_passwords_are_refused_for_their_own_reasons() {
    let sandbox = Sandbox::start();
    let trial = |product: &str, more: Value| {
        let device = Device::of_key(&sandbox, "", "device-a");
        device.with(json!({"product": product, "license_key": null})).with(more).get("trial_key")
    };
    assert_refused(&trial("key-product", json!({})), 400, "trial_not_allowed");
    assert_refused(&trial("no-trial", json!({"email": "a@b.c"})), 400, "trial_not_allowed");
    assert_refused(&trial("up", json!({})), 400, "email_missing");
    assert_refused(&trial("up", json!({"hardware_id": null})), 400, "missing_hardware_id");
    assert_refused(&trial("nope", json!({})), 400, "unknown_product");
    let user = Device::of_user(&sandbox, "initial", "device-a");
    let change = |more: Value| user.with(more).post("change_password");
    let right = json!({"password": "initial-secret", "new_password": "n"});
    assert_refused(&change(json!({"password": "initial-secret"})), 400, "missing_parameters");
    let wrong = json!({"password": "wrong", "new_password": "n"});
    assert_refused(&change(wrong), 401, "authentication_failed");
    put(&sandbox, "/state/behaviour", json!({"passwords_fixed": true}));
    assert_refused(&change(right), 400, "change_password_not_allowed");
}
