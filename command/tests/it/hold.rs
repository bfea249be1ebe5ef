//! `activate`, `deactivate`, and what follows.

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
