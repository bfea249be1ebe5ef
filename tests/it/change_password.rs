//! A password that is changed: at the server, and in what is stored of its user.

use std::path::Path;

use lsagent::ffi::status::ls_status::*;
use serde_json::json;

use crate::support::*;

const USER: &str = "valid@example.com";

fn client(sandbox: &Sandbox, store: &Path) -> Client {
    Settings::of(sandbox).timeout_ms(60_000).store(store).client()
}

/// Whether a password gets the licenses.
fn works(client: &Client, word: &str, policy: i32) -> ls_status {
    let licenses = client.user_licenses("up", &password(USER, word), policy);
    licenses.map_or_else(|failure| failure.status, |_| LS_OK)
}

#[test]
fn the_new_password_works_at_the_server_and_offline_and_the_old_one_does_not() {
    for quoted in [false, true] {
        let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
        sandbox.control("PUT", "/state/behaviour", &json!({"text_quoted": quoted}).to_string());
        let client = client(&sandbox, store.path());
        assert_eq!(works(&client, "secret", NETWORK_ONLY), LS_OK);
        client.change_password(USER, "secret", "n\"ew p&ä").unwrap();
        assert_eq!(works(&client, "n\"ew p&ä", CACHE_ONLY), LS_OK);
        assert_eq!(works(&client, "secret", CACHE_ONLY), LS_ERR_NOT_CACHED);
        assert_eq!(works(&client, "secret", NETWORK_ONLY), LS_ERR_CREDENTIALS);
        assert_eq!(works(&client, "n\"ew p&ä", NETWORK_ONLY), LS_OK);
        let sent = sandbox.requests();
        assert_eq!((&sent[1]["method"], &sent[1]["raw_query"]), (&json!("POST"), &json!("")));
    }
}

#[test]
fn a_refusal_is_told_with_its_code() {
    let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, store.path());
    let failure = client.change_password(USER, "wrong", "new").unwrap_err();
    assert_eq!((failure.status, failure.http_status), (LS_ERR_CREDENTIALS, 401));
    sandbox.control("PUT", "/state/behaviour", r#"{"passwords_fixed": true}"#);
    let failure = client.change_password(USER, "secret", "new").unwrap_err();
    assert_eq!(failure.status, LS_ERR_NOT_ALLOWED);
    assert_eq!(failure.code.as_deref(), Some("change_password_not_allowed"));
    for (user, from, to, name) in
        [("", "a", "b", "username"), ("a", "", "b", "password"), ("a", "b", "", "new_password")]
    {
        let failure = client.change_password(user, from, to).unwrap_err();
        assert_eq!(failure.status, LS_ERR_INVALID_ARGUMENT);
        assert!(failure.message.starts_with(&format!("{name}:")), "{}", failure.message);
    }
}

#[test]
fn a_lost_answer_is_uncertain_sent_once_and_settled_by_signing_in() {
    let (sandbox, store) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, store.path());
    assert_eq!(works(&client, "secret", NETWORK_ONLY), LS_OK);
    sandbox.forget_traffic();
    sandbox.fault(json!({"fault": "lost", "path": "change_password"}));
    let failure = client.change_password(USER, "secret", "new").unwrap_err();
    assert_eq!(failure.status, LS_ERR_UNCERTAIN);
    assert!(failure.message.contains("sign in with the new one"), "{}", failure.message);
    assert_eq!(sandbox.requests().len(), 1);
    assert_eq!(works(&client, "secret", CACHE_ONLY), LS_OK, "nothing has changed here");
    assert_eq!(works(&client, "new", NETWORK_ONLY), LS_OK, "it was changed");
    assert_eq!(works(&client, "secret", CACHE_ONLY), LS_ERR_NOT_CACHED);
}
