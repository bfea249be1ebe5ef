//! Files for devices without a network.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use ring::hmac;
use serde_json::{Value, json};

use crate::client::{Outcome, post, request, signed};
use crate::device::{Device, put};
use crate::process::Sandbox;

const DATE: &str = "Wed, 25 Nov 2026 12:00:00 GMT";
const ID: &str = "0b2f2a54-6e0d-4a5e-9d55-3d7b2f1c0a11";

/// The HMAC of a file's lines.
fn signature(secret: &str, date: &str, lines: &str) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let text = format!("licenseSpring\ndate: {date}\n{lines}");
    BASE64_STANDARD.encode(hmac::sign(&key, text.as_bytes()))
}

/// A request file for a device.
fn file(device: &Device<'_>, kind: &str, client: (&str, &str, &str)) -> Value {
    let (name, client, secret) = client;
    let holder = device.who.get("license_key").or(device.who.get("username")).unwrap();
    let (holder, hardware_id) = (holder.as_str().unwrap(), device.who["hardware_id"].as_str());
    let lines = format!("{holder}\n{}\n{client}", hardware_id.unwrap());
    let mut file = device.who.clone();
    let more = json!({
        name: client, "request": kind, "request_id": ID, "date": DATE,
        "signature": signature(secret, DATE, &lines),
    });
    file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    file
}

fn keyed(device: &Device<'_>, kind: &str) -> Value {
    file(device, kind, ("api_key", "sandbox-api-key", "sandbox-shared-key"))
}

fn send(sandbox: &Sandbox, call: &str, file: &Value) -> Outcome {
    let text = BASE64_STANDARD.encode(file.to_string()) + "\n";
    sandbox.ask(&post(sandbox, &format!("/api/v4/{call}"), &text))
}

/// The answer to the request file of a device.
pub fn activated(device: &Device<'_>) -> Outcome {
    send(device.sandbox, "activate_offline", &keyed(device, "activation"))
}

/// The text in an answer's file.
fn decoded(outcome: &Outcome) -> String {
    assert_eq!(outcome.status(), 200, "{}", String::from_utf8_lossy(outcome.body()));
    String::from_utf8(BASE64_STANDARD.decode(outcome.body()).unwrap()).unwrap()
}

/// The text with the two signatures cut out of it, and the second of them.
fn cut(text: &str) -> (String, String) {
    let mut rest = text.to_owned();
    let mut second = String::new();
    for name in ["license_signature", "license_signature_v2"] {
        let begin = format!(",\"{name}\":\"");
        if let Some(at) = rest.find(&begin) {
            let value = at + begin.len();
            let end = value + rest[value..].find('"').unwrap();
            second = rest[value..end].to_owned();
            rest.replace_range(at..=end, "");
        }
    }
    (rest, second)
}

#[test]
fn a_file_is_answered_with_a_license_that_is_signed_without_its_signatures() {
    let sandbox = Sandbox::start();
    for (index, device) in [
        Device::of_key(&sandbox, "UNIC", "device-a"),
        Device::of_user(&sandbox, "limit", "device-a").with(json!({"password": "secret"})),
    ]
    .iter()
    .enumerate()
    {
        let text = decoded(&send(&sandbox, "activate_offline", &keyed(device, "activation")));
        let (license, second) = cut(&text);
        assert!(signed(&sandbox, Some(&second), license.as_bytes()));
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json["request_id"], ID);
        assert_eq!(json["hardware_id"], "device-a");
        let holder = ["unic-aaaa-bbbb-cccc", "limit@example.com"][index];
        let first = format!("device-a#{holder}#");
        assert!(signed(&sandbox, json["license_signature"].as_str(), first.as_bytes()));
        let holder = ["UNIC-AAAA-BBBB-CCCC", "limit@example.com"][index];
        let lines = format!("{holder}\ndevice-a\nsandbox-api-key");
        let date = json["date"].as_str().unwrap();
        assert_eq!(json["offline_signature"], signature("sandbox-shared-key", date, &lines));
        assert_eq!(device.stands(), "", "it is activated");
        let done = send(&sandbox, "deactivate_offline", &keyed(device, "deactivation"));
        assert_eq!((done.status(), done.body()), (200, &b"license_deactivated"[..]));
        assert_eq!(device.stands(), "device_not_found");
    }
    let (_, state) = sandbox.control("GET", "/state", "");
    assert_eq!(state["offline_requests"][ID], "deactivation");
}

#[test]
fn an_oauth_client_signs_with_its_secret() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "PERP", "device-a");
    let client = ("client_id", "sandbox-client-id", "sandbox-client-secret");
    let good = file(&device, "activation", client);
    assert_eq!(send(&sandbox, "activate_offline", &good).status(), 200);
    let other = file(&device, "activation", ("client_id", "other", "sandbox-client-secret"));
    assert_eq!(send(&sandbox, "activate_offline", &other).said(), "invalid_api_key");
}

#[test]
fn files_that_are_wrong_are_refused() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "LIM1", "device-a");
    let good = keyed(&device, "activation");
    for (field, value, code) in [
        ("request", json!("deactivation"), "validation_error"),
        ("request_id", Value::Null, "missing_parameters"),
        ("date", json!("another"), "signature_mismatch"),
        ("hardware_id", json!("another"), "signature_mismatch"),
        ("signature", json!("x"), "signature_mismatch"),
        ("api_key", json!("another"), "invalid_api_key"),
        ("product", json!("nope"), "unknown_product"),
    ] {
        let mut file = good.clone();
        file[field] = value;
        assert_eq!(send(&sandbox, "activate_offline", &file).said(), code, "{field}");
    }
    let path = "/api/v4/activate_offline";
    let broken = sandbox.ask(&post(&sandbox, path, "not base64!"));
    assert_eq!(broken.said(), "authorization_missing_params");
    let unsigned = sandbox.ask(&request("POST", path, &[], "e30="));
    assert_eq!(unsigned.said(), "date_header_diff");
    let forbidden = Device::of_key(&sandbox, "NOFF", "device-a");
    let forbidden = send(&sandbox, "activate_offline", &keyed(&forbidden, "activation"));
    assert_eq!(forbidden.said(), "offline_activation_not_allowed");
    assert_eq!(send(&sandbox, "activate_offline", &good).status(), 200);
    let second = keyed(&Device::of_key(&sandbox, "LIM1", "device-b"), "activation");
    assert_eq!(send(&sandbox, "activate_offline", &second).said(), "license_activated_max_times");
}

/// A user has to show the password in the file to activate.
#[test]
fn a_users_file_has_the_password() {
    let sandbox = Sandbox::start();
    let device = Device::of_user(&sandbox, "limit", "device-a");
    let with = |password: Value| {
        let device = device.with(json!({"password": password}));
        send(&sandbox, "activate_offline", &keyed(&device, "activation")).said()
    };
    assert_eq!(with(json!("wrong")), "authentication_failed");
    assert_eq!(with(Value::Null), "missing_parameters");
    assert_eq!(with(json!("secret")), "");
}

#[test]
fn a_person_brings_a_file_to_the_portal_and_gets_one_to_refresh_with() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "TIME", "device-a");
    let portal = |path: &str, body: &str| {
        sandbox.control_with("POST", path, &["X-Lsagent-Sandbox: 1"], body)
    };
    let bring =
        |kind: &str| portal("/portal", &BASE64_STANDARD.encode(keyed(&device, kind).to_string()));
    let activated = decoded(&bring("activation"));
    let later =
        json!({"license_key": device.who["license_key"], "set": {"validity_period": "2031-03-16"}});
    put(&sandbox, "/state/licenses", later);
    let refreshed = decoded(&portal("/portal/refresh", &device.who.to_string()));
    let (license, second) = cut(&refreshed);
    assert!(signed(&sandbox, Some(&second), license.as_bytes()));
    assert!(refreshed.contains("2031-03-16") && !activated.contains("2031-03-16"));
    assert!(!refreshed.contains("\"license_signature\":"));
    assert_eq!(bring("deactivation").body(), b"license_deactivated");
    assert_eq!(bring("deactivation").said(), "device_not_found");
}
