//! The answers have the shape of the examples: each member is there, of the same kind.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::device::{Device, put};
use crate::process::Sandbox;

/// The members of `example` that `answer` lacks, as JSON pointers. Null may stand for anything; of an array the members
/// are compared with the first of the example that has the same `feature_type`, or the first.
fn lacks(example: &Value, answer: &Value, path: &str, missing: &mut Vec<String>) {
    match (example, answer) {
        (Value::Object(example), Value::Object(answer)) => {
            for (name, member) in example {
                match answer.get(name) {
                    // Its members are each vendor's own.
                    Some(found) if name == "metadata" => assert!(found.is_object(), "{path}"),
                    Some(found) => lacks(member, found, &format!("{path}/{name}"), missing),
                    None => missing.push(format!("{path}/{name}")),
                }
            }
        }
        (Value::Array(examples), Value::Array(answers)) => {
            for answer in answers {
                let alike = |example: &&Value| {
                    ["feature_type", "is_floating_cloud"]
                        .iter()
                        .all(|name| example[*name] == answer[*name])
                };
                if let Some(example) = examples.iter().find(alike) {
                    lacks(example, answer, &format!("{path}/-"), missing);
                }
            }
        }
        (Value::Null, _) | (_, Value::Null) => {}
        _ if std::mem::discriminant(example) != std::mem::discriminant(answer) => {
            missing.push(format!("{path}: {answer}"));
        }
        _ => {}
    }
}

fn assert_shape(name: &str, answer: &Value) {
    let file = format!("{}/tests/it/examples/{name}.200.json", env!("CARGO_MANIFEST_DIR"));
    let example = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    let mut missing = Vec::new();
    lacks(&example, answer, "", &mut missing);
    assert_eq!(missing, [""; 0], "{name}: {answer:#}");
}

#[test]
fn what_an_answer_lacks_is_found() {
    let example = json!({"a": 1, "b": [{"c": "x"}], "d": {"e": null, "f": true}});
    let answer = json!({"a": "1", "b": [{}], "d": {"e": 1}});
    let mut missing = Vec::new();
    lacks(&example, &answer, "", &mut missing);
    assert_eq!(missing, ["/a: \"1\"", "/b/-/c", "/d/f"]);
}

#[test]
fn activations_and_checks_have_the_shape_of_the_examples() {
    let sandbox = Sandbox::start();
    let key = Device::of_key(&sandbox, "FEAT", "device-a");
    assert_shape("activate_license.key", &key.activate().json());
    let counted = Device::of_key(&sandbox, "CONS", "device-a");
    assert_eq!(counted.activate().said(), "");
    assert_shape("check_license.key", &counted.check().json());
    let floating = json!({
        "username": "limit@example.com",
        "set": {"is_floating": true, "is_floating_cloud": true, "floating_users": 2},
    });
    put(&sandbox, "/state/licenses", floating);
    let user = Device::of_user(&sandbox, "limit", "device-a");
    let activated = user.with(json!({"variables": {"locale": "de"}})).activate().json();
    assert_shape("activate_license.user", &activated);
    assert_shape("check_license.user", &user.check().json());
}

#[test]
fn features_have_the_shape_of_the_examples() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "FEAT", "device-a");
    assert_eq!(device.activate().said(), "");
    for (code, kind) in [("solver", "activation"), ("renders", "consumption")] {
        let feature = device.with(json!({"feature": code})).get("check_license_feature");
        assert!(feature.verifies(&sandbox));
        assert_shape(&format!("check_license_feature.{kind}"), &feature.json());
    }
}

#[test]
fn borrowing_and_consumption_have_the_shape_of_the_examples() {
    let sandbox = Sandbox::start();
    let [floating, metered, features] = ["FLOA", "OVER", "METR"].map(|kind| {
        let device = Device::of_key(&sandbox, kind, "device-a");
        assert_eq!(device.activate().said(), "");
        device
    });
    let borrowed = floating.with_value("borrowed_until", Value::Null).post("floating/borrow");
    let counted = metered.post("add_consumption");
    let feature = features.with(json!({"feature": "prints"})).post("add_feature_consumption");
    for (name, answer) in [
        ("floating_borrow", borrowed),
        ("add_consumption", counted),
        ("add_feature_consumption", feature),
    ] {
        assert!(answer.verifies(&sandbox));
        assert_shape(name, &answer.json());
    }
}

#[test]
fn trials_have_the_shape_of_the_examples() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "", "device-a");
    for (product, kind) in [("key-trial", "key"), ("up", "user")] {
        let asked = json!({"product": product, "license_key": null, "email": "new@example.com"});
        let asked = device.with(asked);
        for age in ["new", "existing"] {
            let trial = asked.get("trial_key");
            assert!(trial.verifies(&sandbox));
            assert_shape(&format!("trial_key.{kind}_{age}"), &trial.json());
        }
    }
}

#[test]
fn releases_and_variables_have_the_shape_of_the_examples() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "PERP", "device-a");
    assert_eq!(device.activate().said(), "");
    assert_shape("versions", &device.get("versions").json());
    let file = device.with(json!({"version": "2.0"})).get("installation_file");
    assert!(file.verifies(&sandbox));
    assert_shape("installation_file", &file.json());
    let variables = json!({"variables": {"locale": "de", "screens": 2}});
    let tracked = device.with(variables).post("track_device_variables").json();
    assert_shape("track_device_variables", &tracked);
    assert_shape("get_device_variables", &device.get("get_device_variables").json());
}

#[test]
fn a_file_has_the_shape_of_the_example() {
    let sandbox = Sandbox::start();
    let device = Device::of_key(&sandbox, "FEAT", "device-a");
    let file = crate::offline::activated(&device);
    let file: Value =
        serde_json::from_slice(&BASE64_STANDARD.decode(file.body()).unwrap()).unwrap();
    assert_shape("activate_offline.decoded", &file);
}
