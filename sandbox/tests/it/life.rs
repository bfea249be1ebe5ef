//! Licenses on devices: activated, checked, deactivated.

use serde_json::json;

use crate::device::{Device, good, put, refused};
use crate::process::Sandbox;

#[test]
fn a_key_is_activated_checked_and_deactivated() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "LIM1", "Device-A");
    assert_eq!(device.check().code(), refused("device_not_found"));
    let activated = device.activate();
    assert!(activated.verifies(&sandbox));
    let license = activated.json();
    assert_eq!(license["license_key"], "LIM1-AAAA-BBBB-CCCC");
    assert_eq!(license["hardware_id"], "Device-A");
    assert_eq!(license["times_activated"], 1);
    let checked = device.check();
    assert!(checked.verifies(&sandbox));
    assert_eq!(checked.json()["device_id"], license["device_id"]);
    assert_eq!(checked.json()["license_active"], true);
    let other = Device::of_key(&sandbox, "LIM1", "device-b");
    assert_eq!(other.activate().code(), refused("license_activated_max_times"));
    let deactivated = device.deactivate();
    assert_eq!((deactivated.status(), deactivated.body()), (200, &b"license_deactivated"[..]));
    assert_eq!(deactivated.header("LicenseSignature"), None);
    assert_eq!(device.check().code(), refused("device_not_found"));
    assert_eq!(device.deactivate().code(), refused("device_not_found"));
    assert_eq!(other.activate().json()["transfer_count"], 1);
}

#[test]
fn a_user_is_asked_for_the_password_to_activate_and_for_the_name_after_that() {
    let sandbox = Sandbox::start();
    let device = Device::of_user(&sandbox, "limit", "device-a");
    let wrong = device.with(json!({"password": "wrong"})).post("activate_license");
    assert_eq!(wrong.code(), (401, "authentication_failed".to_owned()));
    assert_eq!(device.post("activate_license").code(), refused("missing_parameters"));
    let activated = device.activate();
    assert!(activated.verifies(&sandbox));
    let license = activated.json();
    assert_eq!(license["user"]["email"], "limit@example.com");
    assert_eq!(license["user"]["total_activations"], 1);
    assert_eq!(device.check().code(), good());
    assert_eq!(sandbox.sign_in("limit").json()[0]["license"]["times_activated"], 1);
    assert_eq!(device.deactivate().status(), 200);
}

#[test]
fn without_a_number_the_newest_license_is_activated_and_with_one_that_one() {
    let sandbox = Sandbox::start();
    let device = Device::of_user(&sandbox, "two", "device-a");
    assert_eq!(device.activate().json()["id"], 1_719_215_304_220_011_u64);
    let older = device.with(json!({"license_id": 1_719_215_304_220_010_u64}));
    assert_eq!(older.stands(), "device_not_found");
    assert_eq!(older.activate().json()["id"], 1_719_215_304_220_010_u64);
    assert_eq!(older.check().json()["id"], 1_719_215_304_220_010_u64);
    let several = Device::of_user(&sandbox, "several", "device-a").activate();
    assert_eq!(several.json()["id"], 9_007_199_254_740_993_u64);
}

#[test]
fn single_sign_on_activates_like_a_password() {
    let sandbox = Sandbox::start();
    let device = Device::of_user(&sandbox, "two-devices", "device-a");
    let with =
        |sso| device.with(json!({"username": null, "customer_account_code": "acme"})).with(sso);
    let token = with(json!({"id_token": "token:two-devices@example.com"}));
    assert_eq!(token.activate().json()["user"]["email"], "two-devices@example.com");
    assert_eq!(token.stands(), "");
    let code = with(json!({"code": "code:two-devices@example.com:1", "hardware_id": "device-b"}));
    assert_eq!(code.activate().code(), good());
    assert_eq!(code.activate().code().1, "authentication_failed", "a code is used up");
    let elsewhere = token.with(json!({"customer_account_code": "other"}));
    assert_eq!(elsewhere.activate().code(), refused("customer_account_not_found"));
}

#[test]
fn activating_an_active_device_again_counts_if_the_switch_says_so() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "TRA2", "device-a");
    let times = || device.activate().json()["times_activated"].clone();
    assert_eq!([times(), times(), times()], [1, 1, 1]);
    put(&sandbox, "/state/behaviour", json!({"again": "counts"}));
    assert_eq!(times(), 2);
    assert_eq!(device.activate().code(), refused("license_activated_max_times"));
}

#[test]
fn texts_are_quoted_and_signed_if_the_switches_say_so() {
    let sandbox = Sandbox::start();
    put(&sandbox, "/state/behaviour", json!({"text_quoted": true, "text_signed": true}));
    let device = Device::of_key(&sandbox, "LIM1", "device-a");
    assert_eq!(device.activate().code(), good());
    let answer = device.deactivate();
    assert_eq!(answer.body(), br#""license_deactivated""#);
    assert!(answer.verifies(&sandbox));
}

#[test]
fn a_license_ends_when_the_clock_is_moved_beyond_its_last_day() {
    let sandbox = Sandbox::start();
    let time = Device::of_key(&sandbox, "TIME", "device-a");
    let trial = Device::of_key(&sandbox, "TRAL", "device-a");
    assert_eq!([time.activate().said(), trial.activate().said()], ["", ""]);
    sandbox.advance(15 * 86_400);
    assert_eq!([time.stands(), trial.stands()], ["", "trial_expired"]);
    sandbox.advance(16 * 86_400);
    let checked = time.check();
    assert_eq!(checked.said(), "license_expired");
    let date = httpdate::parse_http_date(checked.header("Date").unwrap()).unwrap();
    assert!(date > sandbox.now() - std::time::Duration::from_secs(60), "the header follows");
    put(&sandbox, "/state/behaviour", json!({"expired": "answered"}));
    assert_eq!(time.check().json()["is_expired"], true);
    assert_eq!(time.deactivate().status(), 200, "what has expired can be given back");
}

#[test]
fn a_check_takes_the_seat_of_what_floats_until_it_times_out() {
    let sandbox = Sandbox::start();
    let devices = ["a", "b", "c"].map(|name| Device::of_key(&sandbox, "FLOA", name));
    for device in &devices {
        assert_eq!(device.activate().json()["floating_in_use"], false);
    }
    let stand = || devices.each_ref().map(Device::stands);
    assert_eq!(stand(), ["", "", "floating_not_available"]);
    assert_eq!(devices[0].check().json()["floating_in_use_devices"], 2);
    sandbox.advance(300);
    assert_eq!(devices[0].stands(), "");
    sandbox.advance(301);
    assert_eq!(devices[2].stands(), "", "b has lost its seat");
    assert_eq!(devices[1].stands(), "floating_not_available");
    let solver = |name| Device::of_key(&sandbox, "FEAT", name).with(json!({"feature": "solver"}));
    let solver = ["a", "b"].map(solver);
    assert_eq!(solver.each_ref().map(|device| device.activate().said()), ["", ""]);
    let taken = solver.each_ref().map(|device| device.get("check_license_feature").said());
    assert_eq!(taken, ["", "floating_not_available"]);
}

#[test]
fn expired_features_are_left_out_unless_they_are_asked_for() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "FEAT", "device-a");
    let codes = |license: serde_json::Value| -> Vec<String> {
        let features = license["product_features"].as_array().unwrap().clone();
        features.iter().map(|feature| feature["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(codes(device.activate().json()), ["export", "renders", "solver"]);
    let all = device.with(json!({"include_expired_features": "true"})).check().json();
    assert_eq!(codes(all), ["export", "renders", "solver", "old"]);
    let old = device.with(json!({"feature": "old"}));
    assert_eq!(old.get("check_license_feature").said(), "");
    put(&sandbox, "/state/behaviour", json!({"expired_feature": "refused"}));
    assert_eq!(old.get("check_license_feature").said(), "invalid_license_feature_code");
}

#[test]
fn trials_are_given_once_to_a_device_and_end() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "", "device-a");
    let trial = device.with(json!({"product": "key-trial", "license_key": null}));
    let key = trial.get("trial_key").json()["license_key"].clone();
    assert_eq!(trial.get("trial_key").json()["license"], key, "the same again");
    let license = trial.with(json!({"license_key": key}));
    assert_eq!(license.stands(), "device_not_found", "nothing was activated");
    assert_eq!(license.activate().json()["trial_days"], 14);
    sandbox.advance(16 * 86_400);
    assert_eq!(license.stands(), "trial_expired");
    put(&sandbox, "/state/behaviour", json!({"many_trials": true}));
    assert_ne!(trial.get("trial_key").json()["license_key"], key);
}

#[test]
fn a_new_user_gets_a_trial_with_a_password_to_change() {
    let sandbox = Sandbox::start();
    let device = Device::of_user(&sandbox, "fresh", "device-a");
    let asked = device.with(json!({"username": null, "email": "fresh@example.com"}));
    let given = asked.get("trial_key").json();
    assert_eq!(given["license_user"], "fresh@example.com");
    let password = given["initial_password"].clone();
    let again = asked.get("trial_key").json();
    assert!(again.get("initial_password").is_none());
    let with_password = device.with(json!({"password": password}));
    let activated = with_password.post("activate_license").json();
    assert_eq!(activated["user"]["is_initial_password"], true);
    let change = json!({"password": password, "new_password": "my own"});
    let changed = device.with(change.clone()).post("change_password");
    assert_eq!((changed.status(), changed.body()), (200, &b"password_changed"[..]));
    assert_eq!(with_password.post("activate_license").said(), "authentication_failed");
    assert_eq!(device.with(change).post("change_password").said(), "authentication_failed");
    let own = device.with(json!({"password": "my own"})).post("activate_license").json();
    assert_eq!(own["user"]["is_initial_password"], false);
}

#[test]
fn variables_are_written_down_and_come_back_as_texts() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "PERP", "device-a");
    let first = device.with(json!({"variables": {"locale": "de"}}));
    assert_eq!(first.activate().json()["variables"][0]["value"], "de");
    let more = device.with(json!({"variables": {"screens": 2, "locale": "fr"}}));
    let tracked = more.post("track_device_variables");
    assert!(tracked.verifies(&sandbox));
    assert_eq!(tracked.json().as_array().unwrap().len(), 2);
    let got = device.get("get_device_variables");
    assert!(got.verifies(&sandbox));
    let values = [&got.json()[0]["value"], &got.json()[1]["value"]].map(Clone::clone);
    assert_eq!(values, ["fr", "2"]);
}

#[test]
fn releases_are_those_that_the_license_is_maintained_for() {
    let sandbox = Sandbox::start();
    let versions = |kind: &str| {
        let device = Device::of_key(&sandbox, kind, "device-a");
        assert_eq!(device.activate().code(), good());
        device.with(json!({"env": "win"})).get("versions").json()
    };
    assert_eq!(versions("PERP").as_array().unwrap().len(), 2);
    assert_eq!(versions("MAIN").as_array().unwrap().len(), 1);
    let device = Device::of_key(&sandbox, "PERP", "device-a");
    assert_eq!(device.check().json()["version"], "2.0");
    let file = |version: &str, more| {
        device.with(json!({"version": version})).with(more).get("installation_file")
    };
    assert_eq!(file("2.0", json!({})).json()["id"], 5003);
    assert_eq!(file("2.1", json!({})).said(), "version_not_found");
    assert_eq!(file("2.1", json!({"channel": "beta"})).json()["id"], 5004);
    put(
        &sandbox,
        "/state/releases",
        json!({"releases": [{"version": "9", "release_date": "2026-01-01"}]}),
    );
    assert_eq!(versions("PERP"), json!([]), "none of them is for Windows");
    assert_eq!(device.get("versions").json()[0]["version"], "9");
}

#[test]
fn the_state_is_shown_changed_and_forgotten() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "LIM1", "device-a");
    assert_eq!(device.activate().code(), good());
    let (_, state) = sandbox.control("GET", "/state", "");
    let license = &state["holders"][0]["licenses"][0];
    assert_eq!(license["devices"][0]["hardware_id"], "device-a");
    assert_eq!(license["devices"][0]["active"], true);
    let more = json!({"license_key": "LIM1-AAAA-BBBB-CCCC", "set": {"max_activations": 2}});
    put(&sandbox, "/state/licenses", more);
    let second = Device::of_key(&sandbox, "LIM1", "device-b");
    assert_eq!(second.activate().json()["times_activated"], 2);
    let device_are =
        |are: &str| put(&sandbox, "/state/devices", json!({"hardware_id": "device-a", "are": are}));
    device_are("deactivated");
    assert_eq!([device.stands(), second.stands()], ["device_not_found", ""]);
    device_are("forgotten");
    assert_eq!(sandbox.control("DELETE", "/state", "").0, 200);
    assert_eq!(second.stands(), "device_not_found");
    for (path, body) in [
        ("/state/licenses", json!({"license_key": "none", "set": {}})),
        ("/state/licenses", json!({"set": {}})),
        ("/state/devices", json!({"hardware_id": "a", "are": "lost"})),
        ("/state/behaviour", json!({"mood": "bad"})),
        ("/clock", json!({})),
    ] {
        assert_eq!(sandbox.control("PUT", path, &body.to_string()).0, 400, "{path} {body}");
    }
    assert_eq!(sandbox.control("PUT", "/state/nothing", "{}").0, 404);
}

#[test]
fn reading_licenses_tells_what_became_of_them() {
    let sandbox = Sandbox::start();
    let before = sandbox.sign_in("valid");
    let device = Device::of_user(&sandbox, "valid", "device-a");
    let untouched = sandbox.sign_in("trial");
    assert_eq!(Device::of_user(&sandbox, "trial", "device-a").stands(), "device_not_found");
    let elsewhere =
        "/api/v4/user_licenses?product=no-trial&username=valid%40example.com&password=secret";
    assert_eq!(sandbox.ask(&crate::client::get(&sandbox, elsewhere)).json(), json!([]));
    assert_eq!(device.activate().code(), good());
    assert_eq!(sandbox.sign_in("valid").body(), before.body(), "one activation, as it always said");
    let disabled = json!({"username": "valid@example.com", "set": {"license_enabled": false}});
    put(&sandbox, "/state/licenses", disabled);
    assert_eq!(sandbox.sign_in("valid").json()[0]["license"]["license_enabled"], false);
    assert_eq!(sandbox.sign_in("trial").body(), untouched.body());
}

#[test]
fn devices_that_come_at_once_are_counted_one_by_one() {
    let sandbox = Sandbox::start();
    let sandbox = &sandbox;
    let codes: Vec<_> = std::thread::scope(|scope| {
        let activate = |number: u32| {
            scope.spawn(move || {
                Device::of_key(sandbox, "TRA2", &format!("device-{number}")).activate().said()
            })
        };
        let threads: Vec<_> = (0..8).map(activate).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let good = codes.iter().filter(|code| code.is_empty()).count();
    let full = codes.iter().filter(|code| *code == "license_activated_max_times").count();
    assert_eq!((good, full), (2, 6), "{codes:?}");
}
