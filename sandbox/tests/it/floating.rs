//! Seats that are held, borrowed and given back.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::device::{Device, good, put, refused};
use crate::process::Sandbox;

const MINUTE: i64 = 60;
const HOUR: u64 = 3600;

fn active<'a>(sandbox: &'a Sandbox, kind: &str, name: &str) -> Device<'a> {
    let device = Device::of_key(sandbox, kind, name);
    assert_eq!(device.activate().code(), good());
    device
}

/// A date so many seconds from the sandbox's now, in a form that is taken.
fn from_now(sandbox: &Sandbox, seconds: u64) -> String {
    let end = sandbox.now() + Duration::from_secs(seconds);
    let (day, clock) = written(end);
    format!("{day} {clock}")
}

fn written(moment: SystemTime) -> (String, String) {
    let date = time::OffsetDateTime::from(moment);
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let (hour, minute, second) = (date.hour(), date.minute(), date.second());
    (format!("{year:04}-{month:02}-{day:02}"), format!("{hour:02}:{minute:02}:{second:02}"))
}

fn borrow(device: &Device<'_>, until: Value) -> crate::client::Outcome {
    device.with_value("borrowed_until", until).post("floating/borrow")
}

#[test]
fn a_seat_is_given_back_and_free_for_another_device_at_once() {
    let sandbox = Sandbox::start();
    let [a, b, c] = ["a", "b", "c"].map(|name| active(&sandbox, "FLOA", name));
    assert_eq!([&a, &b, &c].map(Device::stands), ["", "", "floating_not_available"]);
    let released = a.post("floating/release");
    assert_eq!((released.status(), released.body()), (200, &b""[..]));
    assert_eq!(released.header("LicenseSignature"), None);
    assert_eq!(c.stands(), "");
    assert_eq!(a.post("floating/release").code(), refused("floating_not_available"));
    put(&sandbox, "/state/behaviour", json!({"release_without_seat": "answered"}));
    assert_eq!(a.post("floating/release").said(), "");
    let stranger = Device::of_key(&sandbox, "FLOA", "stranger");
    assert_eq!(stranger.post("floating/release").said(), "device_not_found");
    let fixed = active(&sandbox, "PERP", "a");
    put(&sandbox, "/state/behaviour", json!({}));
    assert_eq!(fixed.post("floating/release").said(), "floating_not_available");
}

#[test]
fn a_feature_has_seats_of_its_own() {
    let sandbox = Sandbox::start();
    let [a, b] = ["a", "b"].map(|name| active(&sandbox, "FFEA", name));
    let feature = |device: &Device<'_>, code: &str, call: &str| {
        device.with(json!({"feature": code})).post(call).said()
    };
    let check = |device: &Device<'_>| {
        device.with(json!({"feature": "mesher"})).get("check_license_feature").said()
    };
    assert_eq!([check(&a), check(&b)], ["", "floating_not_available"]);
    let release = "floating/feature_release";
    assert_eq!(feature(&b, "mesher", release), "floating_feature_device_not_in_use");
    assert_eq!(feature(&a, "mesher", release), "");
    assert_eq!(check(&b), "");
    assert_eq!(feature(&a, "export", release), "feature_not_floating");
    assert_eq!(feature(&a, "none", release), "invalid_license_feature_code");
    assert_eq!(a.post(release).said(), "missing_parameters");
    sandbox.advance(2 * MINUTE);
    assert_eq!(check(&a), "", "a seat of two minutes");
}

#[test]
fn a_borrowed_seat_is_kept_without_a_word_until_its_end() {
    let sandbox = Sandbox::start();
    let [a, b, c] = ["a", "b", "c"].map(|name| active(&sandbox, "FLOA", name));
    let borrowed = borrow(&a, json!(from_now(&sandbox, 3 * HOUR)));
    assert_eq!((borrowed.code(), borrowed.verifies(&sandbox)), (good(), true));
    assert_eq!(borrowed.json()["max_borrow_time"], 24);
    let checked = a.check().json();
    assert_eq!(checked["is_borrowed"], true);
    assert_eq!(checked["borrowed_until"], borrowed.json()["borrowed_until"]);
    sandbox.advance(2 * 60 * MINUTE);
    assert_eq!([&b, &c].map(Device::stands), ["", "floating_not_available"]);
    assert_eq!(b.check().json()["is_borrowed"], false);
    sandbox.advance(60 * MINUTE + 1);
    assert_eq!([&b, &c].map(Device::stands), ["", ""], "the end has come");
    assert_eq!(a.stands(), "floating_not_available");
}

#[test]
fn a_borrowed_seat_is_given_back_early_or_with_the_activation() {
    let sandbox = Sandbox::start();
    let [a, b, c] = ["a", "b", "c"].map(|name| active(&sandbox, "FLOA", name));
    assert_eq!([&a, &b].map(|device| borrow(device, Value::Null).said()), ["", ""]);
    assert_eq!(borrow(&c, Value::Null).said(), "floating_not_available");
    assert_eq!(a.post("floating/release").said(), "");
    assert_eq!(borrow(&c, Value::Null).said(), "");
    assert_eq!(b.deactivate().status(), 200);
    assert_eq!(a.stands(), "");
}

#[test]
fn the_end_of_a_borrowing_is_looked_at_closely() {
    let sandbox = Sandbox::start();
    let device = active(&sandbox, "FLOA", "a");
    assert_eq!(device.post("floating/borrow").said(), "missing_parameters");
    let (day, clock) = written(sandbox.now() + Duration::from_secs(HOUR));
    for good in
        [format!("{day} {clock}"), format!("{day}T{clock}.000Z"), format!("{day} {clock}.5")]
    {
        assert_eq!(borrow(&device, json!(good)).said(), "", "{good}");
    }
    for bad in [
        json!(from_now(&sandbox, 25 * HOUR)),
        json!("2020-01-01"),
        json!("tomorrow"),
        json!(format!("{day}T{clock}")),
        json!(7),
    ] {
        assert_eq!(borrow(&device, bad.clone()).said(), "borrow_until_not_valid", "{bad}");
    }
    let fixed = active(&sandbox, "NBOR", "a");
    assert_eq!(borrow(&fixed, Value::Null).said(), "license_borrow_not_allowed");
    let still = active(&sandbox, "PERP", "a");
    assert_eq!(borrow(&still, Value::Null).said(), "license_borrow_not_allowed");
    let ending = active(&sandbox, "XFLO", "a");
    sandbox.advance(40 * 24 * 60 * MINUTE);
    assert_eq!(borrow(&ending, Value::Null).said(), "license_expired");
}

#[test]
fn borrowing_again_and_the_form_of_its_end_are_switches() {
    let sandbox = Sandbox::start();
    let device = active(&sandbox, "FLOA", "a");
    let until = |hours: u64| borrow(&device, json!(from_now(&sandbox, hours * HOUR)));
    let first = until(1).json()["borrowed_until"].clone();
    assert!(!first.as_str().unwrap().ends_with('Z'));
    put(&sandbox, "/state/behaviour", json!({"borrow_again": "keeps"}));
    assert_eq!(until(2).json()["borrowed_until"], first);
    put(&sandbox, "/state/behaviour", json!({"borrow_again": "refused"}));
    assert_eq!(until(2).said(), "license_borrow_not_allowed");
    put(&sandbox, "/state/behaviour", json!({"dates_zoned": true}));
    let later = until(2).json()["borrowed_until"].clone();
    assert!(later.as_str().unwrap().ends_with('Z') && later.as_str() > first.as_str());
    assert_eq!(device.check().json()["borrowed_until"], later);
}

#[test]
fn a_user_borrows_with_the_password_and_gives_back_by_name() {
    let sandbox = Sandbox::start();
    let device = Device::of_user(&sandbox, "seats", "a");
    assert_eq!(device.activate().code(), good());
    let until = |who: &Device<'_>| borrow(who, Value::Null).said();
    assert_eq!(until(&device), "missing_parameters");
    assert_eq!(until(&device.with(json!({"password": "wrong"}))), "authentication_failed");
    assert_eq!(until(&device.with(json!({"password": "secret"}))), "");
    assert_eq!(device.post("floating/release").said(), "");
}

#[test]
fn features_are_borrowed_by_the_rules_of_their_license() {
    let sandbox = Sandbox::start();
    let device = active(&sandbox, "FFEA", "a");
    let borrow = |device: &Device<'_>, code: &str| {
        let device = device.with(json!({"feature": code}));
        device.with_value("borrowed_until", Value::Null).post("floating/feature_borrow").said()
    };
    assert_eq!(borrow(&device, "mesher"), "");
    assert_eq!(borrow(&active(&sandbox, "FFEA", "b"), "mesher"), "floating_not_available");
    assert_eq!(borrow(&device, "export"), "feature_not_floating");
    assert_eq!(borrow(&device, "none"), "invalid_license_feature_code");
    assert_eq!(borrow(&active(&sandbox, "FEAT", "a"), "solver"), "license_borrow_not_allowed");
}

#[test]
fn the_control_port_shows_and_changes_who_holds_seats() {
    let sandbox = Sandbox::start();
    let [a, b] = ["a", "b"].map(|name| active(&sandbox, "FLOA", name));
    let change = |more: Value| {
        let mut body = json!({"license_key": "FLOA-AAAA-BBBB-CCCC"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        put(&sandbox, "/state/seats", body)["seats"].clone()
    };
    let taken = change(json!({"take": ["stranger", "other"], "seconds": 30}));
    assert_eq!((&taken["in_use"], &taken["total"]), (&json!(2), &json!(2)));
    assert_eq!(taken["holders"][0]["hardware_id"], "stranger");
    assert_eq!(a.stands(), "floating_not_available");
    assert_eq!(change(json!({"free": ["other"]}))["in_use"], 1);
    assert_eq!([&a, &b].map(Device::stands), ["", "floating_not_available"]);
    sandbox.advance(30);
    assert_eq!(b.stands(), "", "the stranger's time is up");
    let (_, state) = sandbox.control("GET", "/state", "");
    assert_eq!(state["holders"][0]["licenses"][0]["seats"], json!([change(json!({}))]));
    assert_eq!(change(json!({"free_all": true, "total": 1}))["in_use"], 0);
    assert_eq!([&b, &a].map(Device::stands), ["", "floating_not_available"]);
    let full = json!({"license_key": "FLOA-AAAA-BBBB-CCCC", "take": ["c"]}).to_string();
    assert_eq!(sandbox.control("PUT", "/state/seats", &full).0, 400);
    let fixed = json!({"license_key": "PERP-AAAA-BBBB-CCCC", "free_all": true}).to_string();
    assert_eq!(sandbox.control("PUT", "/state/seats", &fixed).0, 400);
    let feature = json!({
        "license_key": "FFEA-AAAA-BBBB-CCCC", "feature": "solver", "take": ["x"], "borrowed": true,
    });
    let solver = put(&sandbox, "/state/seats", feature);
    assert_eq!(solver["seats"]["holders"][0]["borrowed"], true);
}
