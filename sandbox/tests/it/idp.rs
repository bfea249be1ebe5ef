//! The identity provider: where its page is, and the ways back from it.

use crate::client::{Outcome, get, request};
use crate::process::Sandbox;

const BACK: &str = "http%3A%2F%2F127.0.0.1%3A9%2Fback";

fn sso_url(sandbox: &Sandbox, query: &str) -> Outcome {
    sandbox.ask(&get(sandbox, &format!("/api/v4/sso_url?{query}")))
}

/// Where the form leads, for this response type.
fn way_back(sandbox: &Sandbox, response_type: &str, form: &str) -> String {
    let query = format!(
        "client_id=sandbox-client&response_type={response_type}&state=s&redirect_uri={BACK}"
    );
    let outcome = sandbox.ask(&request("POST", &format!("/idp/authorize?{query}"), &[], form));
    assert_eq!(outcome.status(), 303);
    outcome.header("location").unwrap().to_owned()
}

#[test]
fn the_page_is_named_to_whoever_asks_as_documented() {
    let sandbox = Sandbox::start();
    let good = "product=up&customer_account_code=acme&response_type=token";
    let outcome = sso_url(&sandbox, good);
    assert!(outcome.verifies(&sandbox));
    let url = outcome.json()["url"].as_str().unwrap().to_owned();
    assert!(url.contains("/idp/authorize?client_id=sandbox-client&response_type=token"), "{url}");
    for (query, code) in [
        ("product=up&customer_account_code=acme", "missing_parameters"),
        ("product=up&response_type=code", "missing_parameters"),
        ("product=up&customer_account_code=x&response_type=code", "customer_account_not_found"),
        ("product=nope&customer_account_code=acme&response_type=code", "unknown_product"),
    ] {
        assert_eq!(sso_url(&sandbox, query).code().1, code, "{query}");
    }
    let unsigned = sandbox.ask(&request("GET", &format!("/api/v4/sso_url?{good}"), &[], ""));
    assert_eq!(unsigned.status(), 400);
}

#[test]
fn the_form_leads_back_with_what_was_asked_for() {
    let sandbox = Sandbox::start();
    let form = "email=valid%40example.com&answer=sign-in";
    let code = way_back(&sandbox, "code", form);
    assert!(
        code.starts_with("http://127.0.0.1:9/back?code=code%3Avalid%40example.com%3A"),
        "{code}"
    );
    assert!(code.ends_with("&state=s") && code != way_back(&sandbox, "code", form), "{code}");
    let token = way_back(&sandbox, "token", form);
    assert!(token.contains("/back#access_token=token%3Avalid%40example.com&"), "{token}");
    let cancelled = way_back(&sandbox, "code", "answer=cancel");
    assert_eq!(cancelled, "http://127.0.0.1:9/back?error=access_denied&state=s");
    for query in [
        format!("client_id=other&response_type=code&redirect_uri={BACK}"),
        format!("client_id=sandbox-client&response_type=x&redirect_uri={BACK}"),
        "client_id=sandbox-client&response_type=code&redirect_uri=https%3A%2F%2Fx.example%2F"
            .into(),
    ] {
        let page = sandbox.ask(&request("GET", &format!("/idp/authorize?{query}"), &[], ""));
        assert_eq!(page.status(), 400, "{query}");
    }
}

#[test]
fn it_misbehaves_as_it_is_told_and_behaves_again() {
    let sandbox = Sandbox::start();
    let back = |behaviour: &str| {
        assert_eq!(sandbox.control("PUT", "/idp", behaviour).0, 200, "{behaviour}");
        way_back(&sandbox, "code", "email=valid%40example.com&answer=sign-in")
    };
    assert!(!back(r#"{"state":"missing"}"#).contains("state="));
    assert!(back(r#"{"state":"wrong"}"#).contains("state=not-the-state"));
    assert!(back(r#"{"error":"server_error"}"#).contains("?error=server_error&state=s"));
    assert!(back(r#"{"email":"a@b.c"}"#).contains("code%3Aa%40b.c%3A"));
    assert!(back(r#"{"path":"/elsewhere"}"#).starts_with("http://127.0.0.1:9/elsewhere?code="));
    assert!(back("{}").starts_with("http://127.0.0.1:9/back?code=code%3Avalid"));
    assert_eq!(sandbox.control("PUT", "/idp", r#"{"mood":"bad"}"#).0, 400);
    assert_eq!(sandbox.control("PUT", "/idp", r#"{"never":true}"#).0, 200);
    let query = format!("client_id=sandbox-client&response_type=code&redirect_uri={BACK}");
    let page =
        sandbox.ask(&request("POST", &format!("/idp/authorize?{query}"), &[], "answer=sign-in"));
    assert_eq!(page.status(), 200);
}
