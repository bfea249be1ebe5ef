//! Faults in what is said.

use std::io::Read;

use flate2::read::GzDecoder;

use crate::client::{Outcome, signed};
use crate::process::Sandbox;

#[test]
fn any_error_can_be_answered() {
    let sandbox = Sandbox::start();
    let outcome = sandbox.sign_in_with(
        r#"{"fault":"status","status":429,"body":"<p>","content_type":"text/html","headers":{"Retry-After":"7"}}"#,
    );
    assert_eq!((outcome.status(), outcome.body()), (429, &b"<p>"[..]));
    assert_eq!(outcome.header("Retry-After"), Some("7"));
    assert_eq!(outcome.header("Content-Type"), Some("text/html"));
    let outcome = sandbox.sign_in_with(r#"{"fault":"status","status":407}"#);
    assert_eq!((outcome.status(), outcome.body()), (407, &b""[..]));
    assert_eq!(outcome.header("Content-Type"), None);
    let outcome = sandbox.sign_in_with(r#"{"fault":"status","status":503,"body":{"a":1}}"#);
    assert_eq!(outcome.body(), br#"{"a":1}"#);
    let fault = r#"{"fault":"api_error","status":400,"code":"blacklisted","message":"m"}"#;
    let outcome = sandbox.sign_in_with(fault);
    assert_eq!(outcome.code(), (400, "blacklisted".to_owned()));
    let outcome = sandbox.sign_in_with(r#"{"fault":"echo_query"}"#);
    assert_eq!(outcome.code(), (400, "validation_error".to_owned()));
    assert!(outcome.json()["message"].as_str().unwrap().contains("secret"));
}

#[test]
fn the_client_can_be_led_astray() {
    let sandbox = Sandbox::start();
    let outcome =
        sandbox.sign_in_with(r#"{"fault":"redirect","location":"https://elsewhere.example/?a=b"}"#);
    assert_eq!(outcome.status(), 302);
    assert_eq!(outcome.header("Location"), Some("https://elsewhere.example/?a=b"));
    let outcome = sandbox.sign_in_with(r#"{"fault":"html"}"#);
    assert_eq!(outcome.status(), 200);
    assert!(outcome.header("Content-Type").unwrap().starts_with("text/html"));
    assert_eq!(outcome.header("LicenseSignature"), None);
}

#[test]
fn signatures_are_missing_malformed_or_of_another_key() {
    let sandbox = Sandbox::start();
    let with = |how: &str| {
        let outcome = sandbox.sign_in_with(&format!(r#"{{"fault":"signature","how":"{how}"}}"#));
        assert_eq!(outcome.status(), 200);
        assert!(outcome.json().is_array());
        assert!(!outcome.verifies(&sandbox), "{how}");
        outcome.header("LicenseSignature").map(str::to_owned)
    };
    assert_eq!(with("missing"), None);
    assert_eq!(with("empty").as_deref(), Some(""));
    assert!(with("malformed").unwrap().contains('%'));
    assert_eq!(with("other-key").unwrap().len(), 344);
}

#[test]
fn what_was_altered_after_signing_does_not_verify() {
    let sandbox = Sandbox::start();
    let right = sandbox.sign_in("valid");
    let outcome = sandbox.sign_in_with(r#"{"fault":"flip","at":100}"#);
    let differs = |(a, b): (&u8, &u8)| a != b;
    let count = right.body().iter().zip(outcome.body()).filter(|pair| differs(*pair)).count();
    assert_eq!(count, 1);
    assert!(!outcome.verifies(&sandbox));
    let outcome = sandbox.sign_in_with(r#"{"fault":"truncate_json","bytes":50}"#);
    assert_eq!(outcome.body(), &right.body()[..50]);
    assert_eq!(outcome.header("Content-Length"), Some("50"));
    assert!(signed(&sandbox, outcome.header("LicenseSignature"), right.body()));
}

#[test]
fn genuine_answers_to_other_questions_verify() {
    let sandbox = Sandbox::start();
    let outcome = sandbox.sign_in_with(r#"{"fault":"somebody_else","email":"trial@example.com"}"#);
    assert_eq!(outcome.json()[0]["user"]["email"], "trial@example.com");
    assert!(outcome.verifies(&sandbox));
    let outcome = sandbox.sign_in_with(r#"{"fault":"other_product","short_code":"xx"}"#);
    assert_eq!(outcome.json()[0]["license"]["product_details"]["short_code"], "xx");
    assert_eq!(outcome.json()[0]["user"]["email"], "valid@example.com");
    assert!(outcome.verifies(&sandbox));
}

#[test]
fn signed_bodies_can_be_anything() {
    let sandbox = Sandbox::start();
    let outcome = sandbox.sign_in_with(r#"{"fault":"body","body":"nonsense"}"#);
    assert_eq!(outcome.body(), b"nonsense");
    assert!(outcome.verifies(&sandbox));
    let outcome = sandbox.sign_in_with(r#"{"fault":"body","body_base64":"AP8=","sign":false}"#);
    assert_eq!(outcome.body(), b"\x00\xff");
    assert_eq!(outcome.header("LicenseSignature"), None);
    let outcome = sandbox.sign_in_with(r#"{"fault":"nested","levels":100000}"#);
    assert_eq!(outcome.body().len(), 200_000);
    assert!(outcome.verifies(&sandbox));
    let outcome = sandbox.sign_in_with(r#"{"fault":"invalid_utf8"}"#);
    assert!(std::str::from_utf8(outcome.body()).is_err());
    assert!(String::from_utf8_lossy(outcome.body()).contains("valid@example.com"));
    assert!(outcome.verifies(&sandbox));
    let outcome = sandbox.sign_in_with(r#"{"fault":"huge","bytes":1000000}"#);
    assert_eq!(outcome.body().len(), 1_000_000);
    assert_eq!(outcome.json()[0]["user"]["email"], "valid@example.com");
    assert!(outcome.verifies(&sandbox));
}

#[test]
fn compressed_answers_are_small_on_the_wire() {
    let sandbox = Sandbox::start();
    let right = sandbox.sign_in("valid");
    let outcome = sandbox.sign_in_with(r#"{"fault":"gzip"}"#);
    assert_eq!(outcome.header("Content-Encoding"), Some("gzip"));
    assert_eq!(inflated(&outcome), right.body());
    assert!(signed(&sandbox, outcome.header("LicenseSignature"), right.body()));
    let outcome = sandbox.sign_in_with(r#"{"fault":"gzip_bomb","bytes":10000000}"#);
    assert!(outcome.body().len() < 20_000);
    assert_eq!(inflated(&outcome).len(), 10_000_000);
}

#[test]
fn headers_can_be_many() {
    let sandbox = Sandbox::start();
    let outcome = sandbox.sign_in_with(r#"{"fault":"extra_headers","count":300,"bytes":50}"#);
    assert_eq!(outcome.head().matches("X-Sandbox-").count(), 300);
    assert_eq!(outcome.header("X-Sandbox-299").unwrap().len(), 50);
    assert!(outcome.verifies(&sandbox));
}

fn inflated(outcome: &Outcome) -> Vec<u8> {
    let mut bytes = Vec::new();
    GzDecoder::new(outcome.body()).read_to_end(&mut bytes).unwrap();
    bytes
}
