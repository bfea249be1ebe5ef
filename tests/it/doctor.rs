//! The doctor against everything that can go wrong: the step that fails is the one that is named, none hangs, and the
//! report names nobody.

mod faults;
#[cfg(feature = "system-tests")]
mod schema;

use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant};

use lsagent::ffi::agent::ls_agent_close;
use lsagent::ffi::status::ls_status::*;
use serde_json::{Value, json};

use crate::support::*;

const LONG_MS: u32 = 60_000;

/// A client with a store.
fn client(sandbox: &Sandbox, dir: &Path) -> Client {
    Settings::of(sandbox).store(dir).timeout_ms(LONG_MS).client()
}

fn statuses(examined: &Examined) -> Vec<(&str, &str)> {
    let steps = examined.report["steps"].as_array().unwrap().iter();
    steps.map(|step| (step["id"].as_str().unwrap(), step["status"].as_str().unwrap())).collect()
}

#[test]
fn where_everything_works_each_step_says_so() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, dir.path());
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    let examined = Examined::of(&client, Some("valid"), LONG_MS);
    let expected = [
        ("settings", "ok"),
        ("environment", "ok"),
        ("names", "ok"),
        ("connection", "ok"),
        ("proxy", "skipped"),
        ("tls", "ok"),
        ("http", "ok"),
        ("clock", "ok"),
        ("application", "ok"),
        ("user", "ok"),
        ("signature", "ok"),
        ("store", "ok"),
        ("secrets", "skipped"),
        ("versions", "ok"),
    ];
    assert_eq!(statuses(&examined), expected, "{}", examined.text);
    assert_eq!((&examined.report["outcome"], examined.failed()), (&json!("ok"), None));
    let details = |step: &str| examined.step(step)["details"].clone();
    assert_eq!(details("names")["addresses"], json!(["127.0.0.1"]));
    assert_eq!(details("connection")["attempts"][0]["family"], "ipv4");
    let tls = details("tls");
    assert_eq!((&tls["version"], &tls["intercepted"]), (&json!("TLS 1.3"), &json!("no_sign")));
    assert!(tls["issuer"].as_str().unwrap().contains("sandbox"), "{tls}");
    assert!(tls["days_left"].as_i64().unwrap() > 14, "{tls}");
    assert_eq!(details("user"), json!({"licenses": 1, "allowed": true, "decision": "allowed"}));
    let store = details("store");
    assert_eq!(
        (&store["answers"], &store["unreadable"], &store["lock"]),
        (&json!(1), &json!(0), &json!("free"))
    );
    let entries = store["entries"].as_array().unwrap();
    let answer = entries.iter().find(|entry| entry["kind"] == "answer").unwrap();
    assert!(answer["grace_left_seconds"].as_i64().unwrap() > 172_000, "{store}");
    assert_eq!(details("versions")["lsagent"], env!("CARGO_PKG_VERSION"));
    assert!(details("versions")["built_with"].to_string().contains("rustls 0."));
}

#[test]
fn each_step_is_reported_once_in_order_and_not_on_the_thread_that_waits() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(LONG_MS).client();
    let examined = Examined::of(&client, None, LONG_MS);
    let reported: Vec<_> = examined.steps.iter().map(|step| step.json.clone()).collect();
    assert_eq!(&json!(reported), &examined.report["steps"]);
    for step in &examined.steps {
        assert_ne!(step.thread, thread::current().id());
        assert_eq!(
            (step.json["id"].as_str().unwrap(), step.json["sentence"].as_str().unwrap()),
            (&step.step[..], &step.sentence[..])
        );
        let name = ["ok", "warning", "failed", "skipped"][usize::try_from(step.status).unwrap()];
        assert_eq!(step.json["status"], name);
    }
}

#[test]
fn without_a_product_the_key_is_looked_at_and_no_signature() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(LONG_MS).client();
    let examined =
        Examined::with(&client, None, Some(&password("valid@example.com", "secret")), LONG_MS);
    let status = |step| examined.status(step);
    assert_eq!([status("http"), status("application")], ["ok"; 2], "{}", examined.text);
    assert_eq!([status("user"), status("signature")], ["skipped"; 2]);
    assert_eq!(examined.failed(), None);
}

#[test]
fn an_oauth_client_gets_its_token_on_the_way() {
    let sandbox = Sandbox::start();
    let client = Settings::of_client(&sandbox).timeout_ms(LONG_MS).client();
    let examined = Examined::of(&client, Some("valid"), LONG_MS);
    assert_eq!(examined.failed(), None, "{}", examined.text);
    assert_eq!(examined.step("application")["details"]["by"], "oauth_client");
    assert_eq!(examined.status("tls"), "ok");
}

#[test]
fn an_access_token_that_has_ended_is_replaced() {
    let sandbox = Sandbox::start();
    let client = Settings::of_client(&sandbox).timeout_ms(LONG_MS).client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    sandbox.control("PUT", "/tokens", r#"{"are": "expired"}"#);
    let examined = Examined::of(&client, Some("valid"), LONG_MS);
    assert_eq!(examined.failed(), None, "{}", examined.text);
}

#[test]
fn nothing_of_the_answers_is_stored_and_a_code_is_not_used_up() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, dir.path());
    Examined::of(&client, Some("valid"), LONG_MS);
    assert_eq!(client.licenses_of("valid", CACHE_ONLY).err().unwrap().status, LS_ERR_NOT_CACHED);
    let credentials = code("code:valid@example.com:1", "acme", None);
    let examined = Examined::with(&client, Some("up"), Some(&credentials), LONG_MS);
    assert_eq!(examined.status("user"), "skipped", "{}", examined.text);
    client.user_licenses("up", &credentials, NETWORK_ONLY).unwrap();
}

/// What the system holds holds nobody: the report says which step it was.
#[test]
fn a_callback_that_takes_its_time_uses_the_time_of_the_steps_up_and_is_waited_for() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(LONG_MS).client();
    let over = Mutex::new(false);
    let linger = |step: ReportedStep| {
        if step.step == "environment" {
            thread::sleep(Duration::from_millis(700));
            *over.lock().unwrap() = true;
        }
    };
    let text = doctor_with(&client, Some("up"), None, 300, &linger).unwrap();
    assert!(*over.lock().unwrap(), "the callback has returned before the call");
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["first_failed"], "names", "{text}");
    assert_eq!(report["steps"][3]["status"], "skipped");
    assert_eq!(report["steps"].as_array().unwrap().len(), 14);
}

#[test]
fn an_agent_that_is_closed_meanwhile_ends_it() {
    let sandbox = Sandbox::start();
    sandbox.fault(json!({"fault": "silent"}));
    let client = Settings::of(&sandbox).timeout_ms(LONG_MS).client();
    let close = |step: ReportedStep| {
        if step.step == "connection" {
            assert_eq!(ls_agent_close(client.agent.as_deref(), 10_000), LS_OK);
        }
    };
    let begun = Instant::now();
    let failure = doctor_with(&client, Some("up"), None, LONG_MS, &close).err().unwrap();
    assert_eq!(failure.status, LS_ERR_CANCELLED, "{failure:?}");
    assert!(begun.elapsed() < Duration::from_secs(30));
}

/// What stands in the place of the store's folder, or has its rights, is said by the store's step alone.
#[test]
fn a_store_that_cannot_be_used_is_the_stores_failure() {
    let sandbox = Sandbox::start();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let examined = Examined::of(&client(&sandbox, &file.join("below")), Some("valid"), LONG_MS);
    assert_eq!(examined.failed(), Some("store"), "{}", examined.text);
    assert!(!examined.text.contains(dir.path().to_str().unwrap()), "{}", examined.text);
}

#[test]
fn files_that_nobody_can_read_are_counted() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, dir.path());
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    let folder = std::fs::read_dir(dir.path()).unwrap().next().unwrap().unwrap().path();
    std::fs::write(folder.join("private-notes-of-somebody"), "x").unwrap();
    let examined = Examined::of(&client, None, LONG_MS);
    assert_eq!(examined.status("store"), "warning", "{}", examined.text);
    assert_eq!(examined.step("store")["details"]["unreadable"], 1);
    assert!(!examined.text.contains("somebody"), "{}", examined.text);
}
