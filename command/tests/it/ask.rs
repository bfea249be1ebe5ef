//! `check`, `licenses`, `users`, and the exit statuses.

use crate::support::*;

#[test]
fn yes_no_and_nobody_knows_have_a_status_each() {
    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    let yes = device.run_as("valid", &["check"]);
    assert_eq!((yes.status, yes.err.as_str()), (Some(0), ""), "{yes:?}");
    assert!(yes.out.starts_with("yes: User Product is licensed."), "{yes:?}");
    let no = device.run_as("expired", &["check", "up", "--json"]);
    assert_eq!(
        (no.status, &no.json()["decision"]),
        (Some(1), &"LS_DECISION_DENIED_EXPIRED".into())
    );
    let refused = device.run_as("nobody", &["check"]);
    assert_eq!(refused.status, Some(3), "{refused:?}");
    assert!(refused.err.starts_with("lsagent: LS_ERR_CREDENTIALS: "), "{refused:?}");
    let feature =
        device.run_as("features", &["check", "--feature", "export", "--policy", "network-only"]);
    assert_eq!(feature.status, Some(0), "{feature:?}");
}

#[test]
fn what_is_called_wrongly_says_how() {
    let nothing = Ended::of(&mut plain(&["check", "up", "--user", "a@b.example"]));
    assert_eq!(nothing.status, Some(2));
    assert!(nothing.err.contains("LSAGENT_PASSWORD"), "{nothing:?}");
    let keyless = Ended::of(plain(&["doctor"]).env("HOME", "/nonexistent"));
    assert_eq!(keyless.status, Some(2));
    assert!(keyless.err.contains("LS_ERR_CONFIG"), "{keyless:?}");
    assert_eq!(Ended::of(&mut plain(&["check", "--password", "x"])).status, Some(2));
    assert_eq!(Ended::of(&mut plain(&["--config", "/nonexistent", "doctor"])).status, Some(2));
}

#[test]
fn licenses_and_users_are_listed() {
    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    let licenses = device.run_as("features", &["licenses"]);
    assert!(
        licenses.out.starts_with("1 license\n") && licenses.out.contains("feature export"),
        "{licenses:?}"
    );
    assert!(device.run_as("features", &["licenses", "--json"]).json().is_array());
    let users = device.run(&["users", "--customer", "test@example.com"]);
    assert_eq!(users.status, Some(0), "{users:?}");
    assert!(users.out.contains('@'), "{users:?}");
    let empty = device.run(&["users", "--customer", "empty@example.com"]);
    assert_eq!(empty.out, "0 users\n");
}

#[test]
fn the_environment_has_the_last_word() {
    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    let mut command = device.command(&["users", "--customer", "test@example.com"]);
    let refused = Ended::of(command.env("LSAGENT_API_KEY", "another"));
    assert!(refused.err.contains("LS_ERR_API_KEY"), "{refused:?}");
}

#[test]
fn what_is_stored_is_listed_without_a_network_and_forgotten() {
    let mut sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    device.run_as("valid", &["check"]);
    sandbox.forget_traffic();
    let listed = device.run(&["store", "list", "--json"]);
    assert_eq!((listed.status, &listed.json()["answers"]), (Some(0), &1.into()), "{listed:?}");
    let shown = device.run(&["store", "list"]);
    assert!(shown.out.contains("answer") && shown.out.contains("usable offline for"), "{shown:?}");
    assert!(!shown.out.contains("valid@"), "{shown:?}");
    assert_eq!(sandbox.traffic().1, 0, "nobody was asked");
    sandbox.kill();
    assert_eq!(device.run_as("valid", &["check"]).status, Some(0), "from the store");
    assert_eq!(device.run(&["store", "forget"]).status, Some(2));
    assert_eq!(device.run(&["store", "forget", "--user", "other@example.com"]).status, Some(0));
    assert_eq!(device.run(&["store", "list", "--json"]).json()["answers"], 1);
    assert_eq!(device.run(&["store", "forget", "--all"]).status, Some(0));
    assert_eq!(device.run(&["store", "list", "--json"]).json()["answers"], 0);
}
