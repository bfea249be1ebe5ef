//! Calls that are carried out, and whose answers are lost or wrong.

use serde_json::json;

use crate::client::{End, Outcome};
use crate::device::Device;
use crate::process::Sandbox;

fn times_activated(sandbox: &Sandbox) -> u64 {
    let (_, state) = sandbox.control("GET", "/state", "");
    let license = &state["holders"][0]["licenses"][0];
    license["devices"].as_array().map_or(0, |devices| {
        devices.iter().map(|device| device["activations"].as_u64().unwrap()).sum()
    })
}

fn activate_with(sandbox: &Sandbox, fault: &str) -> Outcome {
    sandbox.fault(fault);
    Device::of_key(sandbox, "PERP", "device-a").activate()
}

#[test]
fn a_call_is_carried_out_once_before_its_answer_is_lost() {
    let silent =
        r#"{"fault":"lost","then":{"fault":"silent"},"path":"activate_license","times":1}"#;
    for (then, status, end) in [
        ("", 0, End::Closed),
        (r#","then":{"fault":"reset","when":"request"}"#, 0, End::Reset),
        (r#","then":{"fault":"status","status":503}"#, 503, End::Complete),
        (r#","then":{"fault":"truncate","bytes":10}"#, 200, End::Closed),
        (r#","then":{"fault":"close","when":"headers"}"#, 200, End::Closed),
        (r#","then":{"fault":"signature","how":"other-key"}"#, 200, End::Complete),
        (r#","then":{"fault":"html"}"#, 200, End::Complete),
    ] {
        let sandbox = Sandbox::plain();
        let fault = format!(r#"{{"fault":"lost","path":"activate_license","times":1{then}}}"#);
        let outcome = activate_with(&sandbox, &fault);
        assert_eq!((outcome.status(), outcome.end), (status, end), "{then}");
        assert!(!outcome.verifies(&sandbox));
        assert_eq!(times_activated(&sandbox), 1, "{then}");
    }
    let sandbox = Sandbox::plain();
    sandbox.fault(silent);
    let device = Device::of_key(&sandbox, "PERP", "device-a");
    assert_eq!(device.activate_in_vain().end, End::Silent);
    assert_eq!(times_activated(&sandbox), 1);
    assert_eq!(device.stands(), "");
}

#[test]
fn without_that_a_fault_in_place_of_the_answer_comes_before_the_effect() {
    let sandbox = Sandbox::plain();
    let fault = r#"{"fault":"status","status":503,"path":"activate_license","times":1}"#;
    assert_eq!(activate_with(&sandbox, fault).status(), 503);
    assert_eq!(times_activated(&sandbox), 0);
}

#[test]
fn a_deactivation_is_lost_too() {
    let sandbox = Sandbox::plain();
    let device = Device::of_key(&sandbox, "PERP", "device-a");
    assert_eq!(device.activate().said(), "");
    sandbox.fault(r#"{"fault":"lost","path":"deactivate_license","times":1}"#);
    assert_eq!(device.deactivate().end, End::Closed);
    assert_eq!(device.deactivate().said(), "device_not_found");
}

#[test]
fn genuine_answers_to_other_questions_verify() {
    let sandbox = Sandbox::start();
    let device = Device::of_user(&sandbox, "two-devices", "device-a");
    assert_eq!(device.activate().said(), "");
    let with = |fault: &str| {
        sandbox.control("DELETE", "/faults", "");
        sandbox.fault(fault);
        let outcome = device.check();
        assert!(outcome.verifies(&sandbox), "{fault}");
        outcome.json()
    };
    let other = with(r#"{"fault":"somebody_else","email":"trial@example.com"}"#);
    assert_eq!(other["user"]["email"], "trial@example.com");
    let other = with(r#"{"fault":"other_product","short_code":"xx"}"#);
    assert_eq!(other["product_details"]["short_code"], "xx");
    let fault = json!({"fault": "altered", "set": {"/hardware_id": "x", "/user/id": 7}});
    let other = with(&fault.to_string());
    assert_eq!((&other["hardware_id"], &other["user"]["id"]), (&json!("x"), &json!(7)));
}
