//! Licenses on devices: activated, checked, deactivated, refused.

use serde_json::{Value, json};

use crate::client::{Outcome, get, post};
use crate::process::Sandbox;

const TAIL: &str = "-AAAA-BBBB-CCCC";

/// A license of the cast on a device, asked about over the wire.
struct Device<'a> {
    sandbox: &'a Sandbox,
    /// What identifies license and holder.
    who: Value,
}

impl<'a> Device<'a> {
    fn of_key(sandbox: &'a Sandbox, kind: &str, hardware_id: &str) -> Self {
        let who = json!({
            "product": "key-product", "license_key": format!("{kind}{TAIL}"),
            "hardware_id": hardware_id,
        });
        Self { sandbox, who }
    }

    fn of_user(sandbox: &'a Sandbox, name: &str, hardware_id: &str) -> Self {
        let who = json!({
            "product": "up", "username": format!("{name}@example.com"), "hardware_id": hardware_id,
        });
        Self { sandbox, who }
    }

    /// The same with more said, or less where it is null.
    fn with(&self, more: Value) -> Self {
        let mut who = self.who.clone();
        let fields = who.as_object_mut().unwrap();
        fields.extend(more.as_object().unwrap().clone());
        fields.retain(|_, value| !value.is_null());
        Self { sandbox: self.sandbox, who }
    }

    fn post(&self, call: &str) -> Outcome {
        self.sandbox.ask(&post(self.sandbox, &format!("/api/v4/{call}"), &self.who.to_string()))
    }

    fn get(&self, call: &str) -> Outcome {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in self.who.as_object().unwrap() {
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            query.append_pair(name, &text);
        }
        self.sandbox.ask(&get(self.sandbox, &format!("/api/v4/{call}?{}", query.finish())))
    }

    /// A user needs the password for this.
    fn activate(&self) -> Outcome {
        match self.who.get("username") {
            None => self.post("activate_license"),
            Some(_) => self.with(json!({"password": "secret"})).post("activate_license"),
        }
    }

    fn check(&self) -> Outcome {
        self.get("check_license")
    }

    fn deactivate(&self) -> Outcome {
        self.post("deactivate_license")
    }
}

fn good() -> (u16, String) {
    (200, String::new())
}

fn refused(code: &str) -> (u16, String) {
    (400, code.to_owned())
}

fn put(sandbox: &Sandbox, path: &str, body: Value) -> Value {
    let (status, answer) = sandbox.control("PUT", path, &body.to_string());
    assert_eq!(status, 200, "{path} {body}: {answer}");
    answer
}

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
