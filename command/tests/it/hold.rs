//! `activate`, `deactivate`, and what follows.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::json;

use crate::support::*;

#[test]
fn a_license_key_is_activated_used_and_given_up() {
    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    let mut activate = device.command(&["activate", "key-product"]);
    let activated = Ended::of(activate.env("LSAGENT_LICENSE_KEY", "PERP-AAAA-BBBB-CCCC"));
    assert_eq!(activated.status, Some(0), "{activated:?}");
    assert!(activated.out.contains("1719215304210000"), "{activated:?}");
    assert_eq!(device.run(&["check", "key-product"]).status, Some(0));
    let licenses = device.run(&["licenses", "key-product"]);
    assert!(licenses.out.contains("1719215304210000"), "{licenses:?}");
    let given_up = device.run(&["deactivate", "key-product"]);
    assert_eq!(given_up.status, Some(0), "{given_up:?}");
    let gone = device.run(&["check", "key-product"]);
    assert_eq!(gone.status, Some(3), "{gone:?}");
    assert!(gone.err.contains("LS_ERR_NOT_ACTIVATED"), "{gone:?}");
}

#[test]
fn a_user_activates_by_their_sign_in() {
    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    let activated = device.run_as("two-devices", &["activate", "--license-id", "1719215304220002"]);
    assert_eq!(activated.status, Some(0), "{activated:?}");
    assert_eq!(device.run(&["check", "--json"]).json()["allowed"], true);
}

fn activated(device: &Device, key: &str) {
    let mut activate = device.command(&["activate", "key-product"]);
    let activated = Ended::of(activate.env("LSAGENT_LICENSE_KEY", key));
    assert_eq!(activated.status, Some(0), "{activated:?}");
}

#[test]
fn a_seat_is_held_until_the_input_ends_and_no_other_device_has_it_meanwhile() {
    let sandbox = Sandbox::start();
    let [one, other] = ["one", "other"].map(|name| Device::named(&sandbox, name));
    [&one, &other].iter().for_each(|device| activated(device, "FEAT-AAAA-BBBB-CCCC"));
    let arguments = ["seat", "key-product", "--feature", "solver"];
    let mut holder = one.command(&arguments);
    let mut holder = holder.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(holder.stdout.take().unwrap()).lines();
    assert_eq!(lines.next().unwrap().unwrap(), "The seat is held until the input ends.");
    let refused = other.run(&arguments);
    assert_eq!(refused.status, Some(1), "{refused:?}");
    assert!(refused.out.starts_with("no: "), "{refused:?}");
    drop(holder.stdin.take());
    assert_eq!(lines.next().unwrap().unwrap(), "The seat is released.");
    assert!(holder.wait().unwrap().success());
    let free = other.run(&[&arguments[..], &["--json"]].concat());
    assert_eq!(free.status, Some(0), "{free:?}");
    let said: Vec<serde_json::Value> =
        free.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(said[0]["held"] == json!(true) && said[0]["expires_at"].is_i64(), "{free:?}");
    assert_eq!(said[1], json!({"held": false, "expires_at": null}));
    let fixed = other.run(&["seat", "key-product", "--feature", "export"]);
    assert!(fixed.err.contains("LS_ERR_NOT_ALLOWED"), "{fixed:?}");
}

#[test]
fn a_balance_says_what_was_consumed_and_of_how_much() {
    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    activated(&device, "CONS-AAAA-BBBB-CCCC");
    let shown = device.run(&["balance", "key-product", "--sync"]);
    assert_eq!(shown.out, "total 7, limit 100; on this device unsent 0, uncertain 0\n");
    let json = device.run(&["balance", "key-product", "--json"]).json();
    assert_eq!(json, json!({"total": 7, "limit": 100, "unsent": 0, "uncertain": 0}));
    let unknown = device.run(&["balance", "key-product", "--feature", "none"]);
    assert_eq!(unknown.status, Some(2), "{unknown:?}");
}
