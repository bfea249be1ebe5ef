//! OAuth client credentials.

use std::time::SystemTime;

use serde_json::{Value, json};

use crate::client::{Outcome, get, request};
use crate::process::{Sandbox, sign_in_path};

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

fn token(sandbox: &Sandbox, form: &str) -> Outcome {
    sandbox.ask(&request("POST", "/oauth/token", &[FORM], form))
}

fn good_form() -> String {
    form("client_credentials", "sandbox-client-id", "sandbox-client-secret")
}

fn form(grant_type: &str, id: &str, secret: &str) -> String {
    format!("grant_type={grant_type}&client_id={id}&client_secret={secret}")
}

/// A new access token.
fn granted(sandbox: &Sandbox) -> String {
    let grant = token(sandbox, &good_form()).json();
    grant["access_token"].as_str().unwrap().to_owned()
}

/// What the licensing service says to a token.
fn asked_with(sandbox: &Sandbox, token: &str) -> (u16, String) {
    let date = format!("Date: {}", httpdate::fmt_http_date(SystemTime::now()));
    let bearer = format!("Authorization: Bearer {token}");
    sandbox.ask(&request("GET", &sign_in_path("valid"), &[&date, &bearer], "")).code()
}

fn good() -> (u16, String) {
    (200, String::new())
}

fn refused(code: &str) -> (u16, String) {
    (401, code.to_owned())
}

#[test]
fn who_knows_the_secret_gets_a_token_to_ask_with() {
    let sandbox = Sandbox::start();
    let outcome =
        sandbox.ask(&request("GET", "/api/v4/oauth_url?login_type=client_credentials", &[], ""));
    let expected = json!({"url": sandbox.say("token_url"), "login_type": "client_credentials"});
    assert_eq!((outcome.status(), outcome.json()), (200, expected));
    let outcome = token(&sandbox, &good_form());
    assert_eq!(outcome.header("Cache-Control"), Some("no-store"));
    let grant = outcome.json();
    assert_eq!((outcome.status(), &grant["expires_in"]), (200, &json!(480)));
    assert_eq!(grant["token_type"], "Bearer");
    assert_eq!(asked_with(&sandbox, grant["access_token"].as_str().unwrap()), good());
    assert_ne!(granted(&sandbox), granted(&sandbox));
    let (_, record) = sandbox.control("GET", "/requests", "");
    assert_eq!(record["requests"][1]["body"], good_form());
}

#[test]
fn who_does_not_is_refused_in_the_words_of_oauth() {
    let sandbox = Sandbox::with(&["--client-id", "a b", "--client-secret", "p&s"]);
    let said = |form: &str| {
        let outcome = token(&sandbox, form);
        (outcome.status(), outcome.json()["error"].as_str().unwrap_or_default().to_owned())
    };
    let refused = |status: u16, error: &str| (status, error.to_owned());
    assert_eq!(said(&form("client_credentials", "a+b", "p%26s")), good());
    assert_eq!(said(&good_form()), refused(401, "invalid_client"));
    assert_eq!(said(&form("client_credentials", "a+b", "x")), refused(401, "invalid_client"));
    assert_eq!(said(&form("password", "a+b", "p%26s")), refused(400, "unsupported_grant_type"));
    assert_eq!(said(""), refused(400, "unsupported_grant_type"));
    let outcome = sandbox.ask(&request("POST", "/oauth/token", &[], &good_form()));
    assert_eq!(outcome.json()["error"], "invalid_request");
}

#[test]
fn the_question_for_the_url_must_be_complete() {
    let sandbox = Sandbox::start();
    let code =
        |query: &str| sandbox.ask(&get(&sandbox, &format!("/api/v4/oauth_url{query}"))).code().1;
    assert_eq!(code(""), "missing_parameters");
    assert_eq!(code("?login_type=password"), "validation_error");
}

#[test]
fn tokens_end_when_they_should() {
    let sandbox = Sandbox::start();
    let set = |path: &str, body: Value| {
        assert_eq!(sandbox.control("PUT", path, &body.to_string()).0, 200, "{body}");
    };
    let token = granted(&sandbox);
    assert_eq!(asked_with(&sandbox, &token), good());
    set("/tokens", json!({"are": "expired"}));
    assert_eq!(asked_with(&sandbox, &token), refused("oauth_token_expired"));
    set("/tokens", json!({"are": "malformed"}));
    assert_eq!(asked_with(&sandbox, &token), refused("oauth_token_malformed"));
    set("/oauth", json!({"lifetime_seconds": 0}));
    assert_eq!(asked_with(&sandbox, &granted(&sandbox)), refused("oauth_token_expired"));
}

#[test]
fn what_a_token_is_told_need_not_be_true() {
    let sandbox = Sandbox::start();
    for (body, told) in [
        (json!({"expires_in": 7}), Some(json!(7))),
        (json!({"expires_in": -480}), Some(json!(-480))),
        (json!({"expires_in": "soon"}), Some(json!("soon"))),
        (json!({"expires_in": null}), None),
        (json!({}), Some(json!(480))),
    ] {
        assert_eq!(sandbox.control("PUT", "/oauth", &body.to_string()).0, 200);
        let grant = token(&sandbox, &good_form()).json();
        assert_eq!(grant.get("expires_in"), told.as_ref(), "{body}");
        assert_eq!(asked_with(&sandbox, grant["access_token"].as_str().unwrap()), good(), "{body}");
    }
}

#[test]
fn faults_strike_both_calls_by_name() {
    let sandbox = Sandbox::start();
    sandbox.fault(r#"{"fault":"html","path":"token","times":1}"#);
    sandbox.fault(r#"{"fault":"status","status":503,"path":"oauth_url","times":1}"#);
    assert!(token(&sandbox, &good_form()).body().starts_with(b"<"));
    assert_eq!(token(&sandbox, &good_form()).status(), 200);
    let url =
        || sandbox.ask(&get(&sandbox, "/api/v4/oauth_url?login_type=client_credentials")).status();
    assert_eq!([url(), url()], [503, 200]);
}
