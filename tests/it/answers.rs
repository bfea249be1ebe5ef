//! Good answers: every sign-in, both shapes, from the network and from the store.

use serde_json::{Value, json};

use crate::support::*;

#[test]
fn the_published_example_comes_through_whole() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).client();
    let someone = password("someuser@somedomain.com", "secret");
    let licenses = client.user_licenses("up", &someone, NETWORK_ONLY).unwrap();
    let published: Value =
        serde_json::from_str(include_str!("../data/user_licenses.200.json")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&licenses.json()).unwrap(), published);
    assert_eq!((licenses.count(), licenses.source()), (2, ls_source::LS_SOURCE_NETWORK));
    assert!(licenses.fallback().is_none());
}

#[test]
fn all_three_sign_ins_lead_to_the_user() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).client();
    let by = |credentials| client.user_licenses("up", &credentials, NETWORK_ONLY).unwrap().count();
    assert_eq!(by(password("Several@Example.com", "secret")), 4);
    assert_eq!(by(id_token("token:several@example.com", "acme")), 4);
    assert_eq!(by(code("code:several@example.com:1", "acme", None)), 4);
    assert_eq!(by(code("code:several@example.com:2", "acme", Some("http://127.0.0.1:1/back"))), 4);
    let sent = sandbox.requests().pop().unwrap();
    assert_eq!(sent["query"]["redirect_uri"], "http://127.0.0.1:1/back");
}

#[test]
fn a_second_call_uses_the_connection_of_the_first() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    assert_eq!(sandbox.traffic(), (1, 1));
    client.licenses_of("trial", NETWORK_ONLY).unwrap();
    client.users_of("test@example.com", NETWORK_ONLY).unwrap();
    assert_eq!(sandbox.traffic(), (1, 3));
}

#[test]
fn the_store_answers_when_the_server_is_gone_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let mut sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).store(dir.path()).client();
    let first = client.licenses_of("features", NETWORK_FIRST).unwrap();
    let offline = client.licenses_of("features", CACHE_ONLY).unwrap();
    assert_eq!(
        (offline.source(), offline.fetched_at()),
        (ls_source::LS_SOURCE_CACHE, first.fetched_at())
    );
    assert!(offline.fallback().is_none());
    sandbox.kill();
    let fallen = client.licenses_of("features", NETWORK_FIRST).unwrap();
    assert_eq!((fallen.source(), fallen.json()), (ls_source::LS_SOURCE_CACHE, first.json()));
    assert_eq!(fallen.fallback().unwrap().status, ls_status::LS_ERR_NETWORK);
    let only = client.licenses_of("features", NETWORK_ONLY).err().unwrap();
    assert_eq!(only.status, ls_status::LS_ERR_NETWORK);
}

#[test]
fn initial_passwords_are_in_fresh_answers_only() {
    let dir = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).store(dir.path()).client();
    let fresh = client.users_of("test@example.com", NETWORK_FIRST).unwrap();
    assert!(fresh.json().contains("t218_uv@"));
    let stored = client.users_of("Test@example.com", CACHE_ONLY).unwrap();
    assert_eq!((stored.count(), stored.source()), (2, ls_source::LS_SOURCE_CACHE));
    let mut expected: Value = serde_json::from_str(&fresh.json()).unwrap();
    expected["users"][0]["initial_password"] = json!(null);
    assert_eq!(serde_json::from_str::<Value>(&stored.json()).unwrap(), expected);
}

#[test]
fn a_stored_answer_is_for_the_sign_in_that_earned_it() {
    let dir = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).store(dir.path()).client();
    client.licenses_of("valid", NETWORK_FIRST).unwrap();
    let wrong = password("valid@example.com", "wrong");
    let refused = client.user_licenses("up", &wrong, CACHE_ONLY).err().unwrap();
    assert_eq!(refused.status, ls_status::LS_ERR_NOT_CACHED);
    let refused = client.user_licenses("up", &wrong, NETWORK_FIRST).err().unwrap();
    assert_eq!(refused.status, ls_status::LS_ERR_CREDENTIALS);
    client.licenses_of("valid", CACHE_ONLY).expect("a typing error costs nothing");
    let token = id_token("token:trial@example.com", "acme");
    client.user_licenses("up", &token, NETWORK_FIRST).unwrap();
    assert_eq!(client.user_licenses("up", &token, CACHE_ONLY).unwrap().count(), 1);
    let other = id_token("token:other", "acme");
    let refused = client.user_licenses("up", &other, CACHE_ONLY).err().unwrap();
    assert_eq!(refused.status, ls_status::LS_ERR_NOT_CACHED);
}
