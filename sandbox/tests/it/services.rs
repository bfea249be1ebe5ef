//! The services, as the real ones would answer.

use std::time::{Duration, SystemTime};

use serde_json::json;

use crate::client::{End, Outcome, authorization, connect, get, request};
use crate::process::{Sandbox, sign_in_path};

const LICENSES: &str = "/api/v4/user_licenses";

#[test]
fn every_member_signs_in_over_tls_and_gets_a_signed_answer() {
    let sandbox = Sandbox::start();
    let members = "valid trial expired grace disabled inactive not-started features floating \
         consumption several none flat sparse unicode VALID";
    for name in members.split_whitespace() {
        let outcome = sandbox.sign_in(name);
        assert_eq!(outcome.status(), 200, "{name}");
        assert!(outcome.verifies(&sandbox), "{name}");
        assert!(outcome.json().is_array(), "{name}");
        assert_eq!(outcome.header("Content-Type"), Some("application/json"));
        assert!(outcome.header("Date").is_some());
    }
}

#[test]
fn the_published_examples_come_to_the_byte() {
    let sandbox = Sandbox::start();
    let path = "?product=up&username=someuser%40somedomain.com&password=secret";
    let outcome = sandbox.ask(&get(&sandbox, &format!("{LICENSES}{path}")));
    assert_eq!(outcome.body(), include_bytes!("../../data/published-user-licenses.json"));
    let outcome = sandbox.ask(&customer(&sandbox, "test%40example.com"));
    let published = include_bytes!("../../data/published-customer-license-users.json");
    assert_eq!(outcome.body(), published);
    assert!(outcome.verifies(&sandbox));
}

#[test]
fn a_request_that_is_not_signed_as_documented_is_refused() {
    let sandbox = Sandbox::start();
    let now = SystemTime::now();
    let date = |offset: i64| {
        let distance = Duration::from_secs(offset.unsigned_abs());
        let moved = if offset < 0 { now - distance } else { now + distance };
        httpdate::fmt_http_date(moved)
    };
    let try_with = |date: &str, api_key: &str, shared_key: &str| {
        let authorization = authorization(api_key, shared_key, date);
        let headers = [format!("Date: {date}"), format!("Authorization: {authorization}")];
        let headers = headers.each_ref().map(String::as_str);
        sandbox.ask(&request("GET", &sign_in_path("valid"), &headers, "")).code()
    };
    let (key, shared) = (sandbox.say("api_key"), sandbox.say("shared_key"));
    let refused = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(try_with(&date(0), key, "wrong"), refused(401, "signature_mismatch"));
    assert_eq!(try_with(&date(0), "wrong", shared), refused(400, "invalid_api_key"));
    assert_eq!(try_with(&date(0), "revoked-api-key", shared), refused(400, "revoked_api_key"));
    assert_eq!(try_with(&date(-960), key, shared), refused(400, "date_header_diff"));
    assert_eq!(try_with(&date(960), key, shared), refused(400, "date_header_diff"));
    assert_eq!(try_with(&date(-840), key, shared), refused(200, ""));
    assert_eq!(try_with(&date(840), key, shared), refused(200, ""));
}

#[test]
fn missing_and_malformed_authorization_are_told_apart() {
    let sandbox = Sandbox::start();
    let date = format!("Date: {}", httpdate::fmt_http_date(SystemTime::now()));
    let code = |headers: &[&str]| {
        let outcome = sandbox.ask(&request("GET", &sign_in_path("valid"), headers, ""));
        assert_eq!(outcome.header("LicenseSignature"), None);
        outcome.code().1
    };
    assert_eq!(code(&[&date]), "missing_headers");
    assert_eq!(code(&[&date, "Authorization: Basic x"]), "authorization_invalid_headers");
    assert_eq!(code(&[&date, "Authorization: Bearer x"]), "oauth_token_malformed");
    assert_eq!(code(&["Authorization: Bearer x"]), "date_header_diff");
}

#[test]
fn sign_ins_that_are_wrong_are_refused() {
    let sandbox = Sandbox::start();
    for (query, status, code) in [
        ("username=valid%40example.com&password=secret", 400, "missing_parameters"),
        ("product=up", 400, "missing_parameters"),
        ("product=up&username=a&password=b&code=c", 400, "missing_parameters"),
        ("product=nope&username=a&password=b", 400, "unknown_product"),
        ("product=disabled-product&username=a&password=b", 400, "disabled_product"),
        ("product=key-product&username=a&password=b", 400, "invalid_product_auth_method"),
        ("product=up&username=valid%40example.com&password=b", 401, "authentication_failed"),
        ("product=up&username=nobody&password=secret", 401, "authentication_failed"),
        ("product=up&id_token=t&customer_account_code=acme", 401, "authentication_failed"),
        ("product=up&id_token=t&customer_account_code=x", 400, "customer_account_not_found"),
    ] {
        let outcome = sandbox.ask(&get(&sandbox, &format!("{LICENSES}?{query}")));
        assert_eq!(outcome.code(), (status, code.to_owned()), "{query}");
        assert_eq!(outcome.json()["status"], status);
    }
}

#[test]
fn a_token_signs_in_again_and_a_code_once() {
    let sandbox = Sandbox::start();
    let ask = |query: &str| {
        let path = format!("{LICENSES}?product=up&customer_account_code=acme&{query}");
        sandbox.ask(&get(&sandbox, &path)).status()
    };
    let statuses = |query| [ask(query), ask(query)];
    assert_eq!(statuses("id_token=token%3Avalid%40example.com"), [200, 200]);
    assert_eq!(statuses("code=code%3Avalid%40example.com%3A1&redirect_uri=x"), [200, 401]);
    assert_eq!(statuses("code=code%3Avalid%40example.com%3A2"), [200, 401]);
}

#[test]
fn customers_have_none_some_or_many_users() {
    let sandbox = Sandbox::with(&["--users", "3"]);
    let users = |name: &str| {
        let outcome = sandbox.ask(&customer(&sandbox, name));
        assert!(outcome.verifies(&sandbox));
        outcome.json()["users"].as_array().unwrap().len()
    };
    assert_eq!(users("empty%40example.com"), 0);
    assert_eq!(users("huge%40example.com"), 3);
    assert_eq!(sandbox.control("PUT", "/users", r#"{"count":5}"#).0, 200);
    assert_eq!(users("huge%40example.com"), 5);
    let unknown = sandbox.ask(&customer(&sandbox, "x"));
    assert_eq!(unknown.code(), (400, "customer_not_found".to_owned()));
    let missing = sandbox.ask(&customer(&sandbox, ""));
    assert_eq!(missing.code(), (400, "missing_parameters".to_owned()));
}

#[test]
fn products_are_described_without_a_license() {
    let sandbox = Sandbox::start();
    let ask =
        |query: &str| sandbox.ask(&get(&sandbox, &format!("/api/v4/product_details?{query}")));
    for (product, id, method) in [("up", 10_006, "user"), ("key-product", 10_007, "license-key")] {
        let outcome = ask(&format!("product={product}"));
        assert!(outcome.verifies(&sandbox), "{product}");
        let json = outcome.json();
        assert_eq!((&json["short_code"], &json["product_id"]), (&json!(product), &json!(id)));
        assert_eq!(json["authorization_method"], method);
        for (member, sent) in [("latest_version", id == 10_006), ("custom_fields", true)] {
            assert!(json.get(member).is_none(), "{product}: {member}");
            let with = ask(&format!("product={product}&include_{member}=true")).json();
            assert_eq!(with.get(member).is_some_and(|value| !value.is_null()), sent, "{member}");
            assert_eq!(with.as_object().unwrap().len(), json.as_object().unwrap().len() + 1);
            assert_eq!(ask(&format!("product={product}&include_{member}=false")).json(), json);
        }
    }
    for (query, code) in [
        ("", "missing_parameters"),
        ("product=nope", "unknown_product"),
        ("product=disabled-product", "disabled_product"),
    ] {
        assert_eq!(ask(query).code(), (400, code.to_owned()), "{query}");
    }
}

#[test]
fn licenses_are_allocated_to_who_brings_the_token() {
    let sandbox = Sandbox::start();
    let ask = |account: &str, token: &str, bundle: &str| {
        let path = format!("/lease_/api/account/{account}/user-license");
        let token = format!("Authorization: Bearer {token}");
        let body =
            json!({"userIds": ["u"], "userBundleCodes": [bundle], "useExternalLicense": false});
        let headers = [token.as_str(), "Content-Type: application/json"];
        sandbox.ask(&request("POST", &path, &headers, &body.to_string()))
    };
    let token = sandbox.say("uipath_token");
    let allocated = ask("song%2Fone", token, "TSTNU");
    assert_eq!(allocated.status(), 200);
    assert_eq!(allocated.header("LicenseSignature"), None);
    let expected = json!([{"userId": "u", "organizationId": "song/one",
        "useExternalLicense": false, "userBundleCodes": ["TSTNU"]}]);
    assert_eq!(allocated.json(), expected);
    assert_eq!(ask("a", "wrong", "TSTNU").status(), 401);
    assert_eq!(ask("a", token, "NOPE").status(), 409);
    assert_eq!(ask("full", token, "TSTNU").status(), 409);
    assert_eq!(ask("no-license", token, "TSTNU").status(), 404);
}

#[test]
fn a_suite_allocates_by_the_method_it_is_told_to() {
    let ask = |sandbox: &Sandbox, method: &str| {
        let token = format!("Authorization: Bearer {}", sandbox.say("uipath_token"));
        let body =
            json!({"userIds": ["u"], "userBundleCodes": ["TSTNU"], "useExternalLicense": false});
        let headers = [token.as_str(), "Content-Type: application/json"];
        let path = "/lease_/api/account/a/user-license";
        sandbox.ask(&request(method, path, &headers, &body.to_string()))
    };
    assert_eq!(ask(&Sandbox::start(), "PUT").status(), 405);
    let sandbox = Sandbox::with(&["--uipath-method", "put"]);
    let listed = || ask(&sandbox, "POST").json()[0]["userBundleLicenses"].clone();
    assert_eq!(listed(), json!([]), "a POST allocates nothing");
    assert_eq!(ask(&sandbox, "PUT").json()[0]["userBundleCodes"], json!(["TSTNU"]));
    assert_eq!(listed(), json!(["TSTNU"]));
    assert_eq!(ask(&sandbox, "GET").status(), 405);
}

#[test]
fn other_paths_and_methods_are_refused_in_json() {
    let sandbox = Sandbox::start();
    let outcome = sandbox.ask(&get(&sandbox, "/api/v4/nope"));
    assert_eq!(outcome.code(), (404, "not_found".to_owned()));
    let outcome = sandbox.ask(&request("DELETE", LICENSES, &[], ""));
    assert_eq!(outcome.status(), 405);
    assert!(outcome.json()["message"].is_string());
    let outcome = Outcome::of(&Sandbox::plain(), b"\x16\x03 no http\r\n\r\n");
    assert_eq!((outcome.status(), outcome.end), (400, End::Complete));
}

#[test]
fn a_connection_is_kept_for_the_next_request_until_the_client_says_close() {
    for sandbox in [Sandbox::start(), Sandbox::plain()] {
        let mut stream = connect(&sandbox).unwrap();
        let text = get(&sandbox, &sign_in_path("valid"));
        for _ in 0..3 {
            let outcome = Outcome::read(&mut *stream, text.as_bytes());
            assert_eq!((outcome.status(), outcome.end), (200, End::Complete));
        }
        let last = text.replace("Host: test", "Connection: close");
        let outcome = Outcome::read(&mut *stream, last.as_bytes());
        assert_eq!(outcome.header("Connection"), Some("close"));
        assert_eq!(Outcome::read(&mut *stream, b"").end, End::Closed);
        assert_eq!(sandbox.control("GET", "/requests", "").1["connections"], 1);
    }
}

#[test]
fn a_chunked_body_and_one_that_waits_to_be_asked_for_are_read() {
    let sandbox = Sandbox::plain();
    let head = "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n";
    let mut stream = connect(&sandbox).unwrap();
    let mut asked = [0; 25];
    stream.write_all(head.as_bytes()).unwrap();
    stream.read_exact(&mut asked).unwrap();
    assert!(asked.starts_with(b"HTTP/1.1 100 "));
    let outcome = Outcome::read(&mut *stream, b"3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n");
    assert_eq!(outcome.status(), 404);
    let (_, record) = sandbox.control("GET", "/requests", "");
    assert_eq!(record["requests"][0]["body"], "abcd");
}

fn customer(sandbox: &Sandbox, customer: &str) -> String {
    get(sandbox, &format!("/api/v4/customer_license_users?product=up&customer={customer}"))
}
