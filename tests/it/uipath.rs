//! Allocating licenses: a write, so what matters most is that it is sent once.

use std::collections::HashSet;
use std::ffi::c_char;
use std::mem::MaybeUninit;
use std::time::{Duration, Instant};

use lsagent::ffi::allocations::*;
use lsagent::ffi::status::ls_status::*;
use lsagent::ffi::uipath::ls_uipath_method::*;
use serde_json::{Value, json};

use crate::support::*;

/// For failures that a careless client would try again.
const SHORT_MS: u32 = 2_000;
const LONG_MS: u32 = 60_000;

fn suite(sandbox: &Sandbox) -> Suite {
    Settings::of(sandbox).timeout_ms(LONG_MS).suite(sandbox)
}

fn borrowed(string: *const c_char) -> String {
    text(string).expect("it was sent")
}

#[test]
fn an_allocation_reads_back_by_handles_and_as_json() {
    let sandbox = Sandbox::start();
    let suite = suite(&sandbox);
    let allocated =
        suite.allocate("song-one", &["u1", "u\"2"], &["RPADEVNU", "ATTUNU"], true).unwrap();
    let json: Value = serde_json::from_str(&allocated.json()).unwrap();
    let of = |user: &str| {
        json!({"userId": user, "organizationId": "song-one", "useExternalLicense": true,
               "userBundleCodes": ["RPADEVNU", "ATTUNU"]})
    };
    assert_eq!(json, json!([of("u1"), of("u\"2")]));
    assert_eq!(ls_allocations_count(allocated.get()), 2);
    for (index, user) in ["u1", "u\"2"].into_iter().enumerate() {
        // SAFETY: it lives as long as the allocations.
        let one = unsafe { ls_allocations_at(allocated.get(), index).as_ref() };
        assert_eq!(borrowed(ls_allocation_user_id(one)), user);
        assert_eq!(borrowed(ls_allocation_organization_id(one)), "song-one");
        let mut external = MaybeUninit::uninit();
        assert!(ls_allocation_use_external_license(one, Some(&mut external)));
        // SAFETY: the call has filled it.
        assert!(unsafe { external.assume_init() });
        assert_eq!(ls_allocation_user_bundle_codes_count(one), 2);
        let code = |index| text(ls_allocation_user_bundle_codes_at(one, index));
        let expected = [Some("RPADEVNU".into()), Some("ATTUNU".into()), None];
        assert_eq!([code(0), code(1), code(2)], expected);
    }
    assert!(ls_allocations_at(allocated.get(), 2).is_null());
}

#[test]
fn what_is_sent_is_what_is_documented() {
    let sandbox = Sandbox::start();
    let account = "song one/ü?&#%2F..";
    let allocated = suite(&sandbox).allocate_to(account).unwrap();
    let json: Value = serde_json::from_str(&allocated.json()).unwrap();
    assert_eq!(json[0]["organizationId"], account, "one segment of the path");
    assert_eq!(json[0]["useExternalLicense"], false);
    let requests = sandbox.requests();
    let [request] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!((&request["method"], &request["raw_query"]), (&json!("POST"), &json!("")));
    assert_eq!(
        request["path"],
        "/lease_/api/account/song%20one%2F%C3%BC%3F%26%23%252F../user-license"
    );
    let headers = &request["headers"];
    assert_eq!(headers["content-type"], "application/json");
    let token = sandbox.said("uipath_token");
    assert_eq!(headers["authorization"], format!("Bearer {token}"));
    let body: Value = serde_json::from_str(request["body"].as_str().unwrap()).unwrap();
    assert_eq!(
        body,
        json!({"userIds": ["user-1", "user-2"], "userBundleCodes": ["ATTUNU"], "useExternalLicense": false})
    );
}

#[test]
fn each_allocation_has_a_connection_of_its_own() {
    let sandbox = Sandbox::start();
    let suite = suite(&sandbox);
    for _ in 0..5 {
        suite.allocate_to("song").unwrap();
    }
    let requests = sandbox.requests();
    let connections: HashSet<_> =
        requests.iter().map(|request| request["connection"].as_u64().unwrap()).collect();
    assert_eq!((requests.len(), connections.len()), (5, 5));
}

#[test]
fn a_refusal_is_carried_through_with_status_and_body() {
    let sandbox = Sandbox::start();
    let suite = suite(&sandbox);
    let told = |result: Result<Allocated, Failure>, status, http_status, words: &str| {
        let failure = result.err().unwrap();
        assert_eq!((failure.status, failure.http_status), (status, http_status), "{failure:?}");
        assert!(failure.message.contains(words), "{failure:?}");
    };
    told(suite.allocate_to("full"), LS_ERR_REFUSED, 409, "no units left");
    let unknown = suite.allocate("song", &["u"], &["NOPE"], false);
    told(unknown, LS_ERR_REFUSED, 409, "no bundle NOPE");
    for (fault, status, http_status, words) in [
        (
            json!({"fault": "status", "status": 403, "body": {"errorCode": "E17", "message": "not yours"}}),
            LS_ERR_CREDENTIALS,
            403,
            "not yours",
        ),
        (
            json!({"fault": "status", "status": 400, "body": "<html>lost", "content_type": "text/html"}),
            LS_ERR_REFUSED,
            400,
            "<html>lost",
        ),
        (json!({"fault": "status", "status": 407}), LS_ERR_PROXY, 407, "proxy"),
        (
            json!({"fault": "status", "status": 429, "body": "slowly", "headers": {"Retry-After": "1"}}),
            LS_ERR_RATE_LIMITED,
            429,
            "slowly",
        ),
        (json!({"fault": "status", "status": 500, "body": "oops"}), LS_ERR_SERVER, 500, "oops"),
        (json!({"fault": "status", "status": 503}), LS_ERR_SERVER, 503, "503"),
        (
            json!({"fault": "status", "status": 511, "body": "<html>"}),
            LS_ERR_RESPONSE,
            511,
            "sign-in",
        ),
        (
            json!({"fault": "redirect", "location": "https://127.0.0.1:1/"}),
            LS_ERR_RESPONSE,
            302,
            "redirect",
        ),
        (json!({"fault": "html"}), LS_ERR_RESPONSE, 200, "may have been allocated"),
        (json!({"fault": "body", "body": "{}"}), LS_ERR_RESPONSE, 200, "may have been allocated"),
        (
            json!({"fault": "nested", "levels": 10_000}),
            LS_ERR_RESPONSE,
            200,
            "may have been allocated",
        ),
        (
            json!({"fault": "status", "status": 204}),
            LS_ERR_RESPONSE,
            204,
            "may have been allocated",
        ),
    ] {
        sandbox.forget_traffic();
        sandbox.fault(fault);
        told(suite.allocate_to("song"), status, http_status, words);
        assert_eq!(sandbox.traffic(), (1, 1), "sent once");
        sandbox.no_faults();
    }
}

#[test]
fn the_code_of_a_refusal_is_carried_through() {
    let sandbox = Sandbox::start();
    let suite = suite(&sandbox);
    for (body, code) in [(json!({"errorCode": "E17"}), "E17"), (json!({"code": 17}), "17")] {
        sandbox.fault(json!({"fault": "status", "status": 409, "body": body}));
        let failure = suite.allocate_to("song").err().unwrap();
        assert_eq!(failure.code.as_deref(), Some(code));
        sandbox.no_faults();
    }
}

#[test]
fn what_may_have_arrived_is_sent_once_and_the_caller_is_told() {
    let faults = [
        (json!({"fault": "reset", "when": "request"}), LS_ERR_NETWORK),
        (json!({"fault": "reset", "when": "headers"}), LS_ERR_NETWORK),
        (json!({"fault": "reset", "when": "body"}), LS_ERR_NETWORK),
        (json!({"fault": "close", "when": "request"}), LS_ERR_NETWORK),
        (json!({"fault": "close", "when": "headers"}), LS_ERR_RESPONSE),
        (json!({"fault": "close", "when": "body"}), LS_ERR_RESPONSE),
        (json!({"fault": "truncate", "bytes": 10}), LS_ERR_RESPONSE),
        (json!({"fault": "garbage"}), LS_ERR_RESPONSE),
        (json!({"fault": "silent"}), LS_ERR_TIMEOUT),
        (json!({"fault": "dribble", "bytes_per_second": 1}), LS_ERR_TIMEOUT),
        (json!({"fault": "dribble", "bytes_per_second": 1, "from": "body"}), LS_ERR_TIMEOUT),
        (json!({"fault": "delay", "ms": 60_000}), LS_ERR_TIMEOUT),
    ];
    let cases = faults.map(|case| (case.0.to_string(), case));
    each_case(&cases, |(fault, status)| {
        let sandbox = Sandbox::start();
        let suite = Settings::of(&sandbox).timeout_ms(SHORT_MS).suite(&sandbox);
        // So that there was a connection that could have been kept.
        suite.allocate_to("song").unwrap();
        sandbox.forget_traffic();
        sandbox.fault(fault.clone());
        let failure = suite.allocate_to("song").err().unwrap();
        assert_eq!(failure.status, *status, "{failure:?}");
        assert!(failure.message.contains("may have"), "{failure:?}");
        assert_eq!(sandbox.traffic(), (1, 1), "sent once, on a connection of its own");
    });
}

#[test]
fn what_cannot_have_arrived_is_told_apart() {
    let sandbox = Sandbox::start();
    let expired = Sandbox::with(&["--certificate", "expired"]);
    let nobody = format!("https://{NOBODY}");
    let proxied = format!("http://{NOBODY}");
    for (base_url, proxy, status) in [
        (nobody.as_str(), "", LS_ERR_NETWORK),
        (expired.base_url(), "", LS_ERR_TLS),
        (sandbox.base_url(), proxied.as_str(), LS_ERR_PROXY),
    ] {
        let suite = Settings::of(&sandbox)
            .proxy(proxy)
            .timeout_ms(SHORT_MS)
            .try_suite(base_url, "token")
            .unwrap();
        let failure = suite.allocate_to("song").err().unwrap();
        assert_eq!(failure.status, status, "{failure:?}");
        assert!(!failure.message.contains("may have"), "{failure:?}");
    }
    assert_eq!((sandbox.traffic().1, expired.traffic().1), (0, 0));
}

/// A suite of the other kind: PUT allocates, and POST lists what users hold.
fn by_put() -> Sandbox {
    Sandbox::with(&["--uipath-method", "put"])
}

/// The methods of the requests so far, which are forgotten.
fn methods(sandbox: &Sandbox) -> Vec<String> {
    let requests = sandbox.requests();
    sandbox.forget_traffic();
    requests.iter().map(|request| request["method"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_suite_that_only_lists_by_post_is_asked_by_put() {
    let sandbox = by_put();
    let suite = suite(&sandbox);
    let allocated = suite.allocate_to("song").unwrap();
    assert_eq!(ls_allocations_count(allocated.get()), 2);
    let [post, put] = &sandbox.requests()[..] else { panic!("two requests") };
    assert_eq!((&post["method"], &put["method"]), (&json!("POST"), &json!("PUT")));
    for name in ["path", "raw_query", "body"] {
        assert_eq!(post[name], put[name]);
    }
    assert_ne!(post["connection"], put["connection"]);
}

#[test]
fn a_post_that_has_done_nothing_is_followed_by_put() {
    let sandbox = by_put();
    let suite = suite(&sandbox);
    let user = |id: &str| {
        json!({"id": id, "email": "e", "name": "n", "surname": "s", "lastInUse": null,
               "userBundleLicenses": ["ATTUNU"], "useExternalLicense": false, "orphan": false})
    };
    let users = json!([user("user-1"), user("user-2")]);
    for fault in [
        json!({"fault": "status", "status": 404, "times": 1}),
        json!({"fault": "status", "status": 404, "body": {"message": "Not here."}, "times": 1}),
        json!({"fault": "status", "status": 405, "body": "<html>", "times": 1}),
        json!({"fault": "body", "body": "[]", "times": 1}),
        json!({"fault": "body", "body": users.to_string(), "times": 1}),
    ] {
        sandbox.fault(fault.clone());
        suite.allocate_to("song").unwrap_or_else(|failure| panic!("{fault}: {failure:?}"));
        assert_eq!(methods(&sandbox), ["POST", "PUT"], "{fault}");
    }
}

#[test]
fn an_account_without_a_license_is_refused_however_the_suite_allocates() {
    for sandbox in [Sandbox::start(), by_put()] {
        let failure = suite(&sandbox).allocate_to("no-license").err().unwrap();
        assert_eq!((failure.status, failure.http_status), (LS_ERR_REFUSED, 404), "{failure:?}");
        assert!(failure.message.contains("The account has no license."), "{failure:?}");
        assert_eq!(methods(&sandbox), ["POST", "PUT"]);
    }
}

#[test]
fn a_suite_that_takes_neither_method_is_said_to() {
    let sandbox = Sandbox::start();
    let suite = suite(&sandbox);
    sandbox.fault(json!({"fault": "status", "status": 405, "body": "first", "times": 1}));
    sandbox.fault(json!({"fault": "status", "status": 404, "body": "second", "times": 1}));
    let failure = suite.allocate_to("song").err().unwrap();
    assert_eq!((failure.status, failure.http_status), (LS_ERR_REFUSED, 404), "{failure:?}");
    for words in ["first", "second", "405", "404"] {
        assert!(failure.message.contains(words), "{failure:?}");
    }
}

#[test]
fn a_method_that_was_set_is_the_only_one() {
    let (post, put) = (Sandbox::start(), by_put());
    let told = |sandbox, method, status, http_status, words: &str| {
        let failure = suite(sandbox).by(method).allocate_to("song").err().unwrap();
        assert_eq!((failure.status, failure.http_status), (status, http_status), "{failure:?}");
        assert!(failure.message.contains(words), "{failure:?}");
    };
    told(&put, LS_UIPATH_METHOD_POST, LS_ERR_MISMATCH, 200, "allocates by PUT");
    assert_eq!(methods(&put), ["POST"]);
    told(&post, LS_UIPATH_METHOD_PUT, LS_ERR_REFUSED, 405, "another method");
    assert_eq!(methods(&post), ["PUT"]);
    suite(&put).by(LS_UIPATH_METHOD_PUT).allocate_to("song").unwrap();
    assert_eq!(methods(&put), ["PUT"]);
    suite(&post).by(LS_UIPATH_METHOD_POST).allocate_to("song").unwrap();
    assert_eq!(methods(&post), ["POST"]);
    suite(&put).by(LS_UIPATH_METHOD_POST).by(LS_UIPATH_METHOD_AUTO).allocate_to("song").unwrap();
    assert_eq!(methods(&put), ["POST", "PUT"]);
}

#[test]
fn a_number_that_is_no_method_is_refused_and_the_old_method_stays() {
    let sandbox = Sandbox::start();
    let suite = suite(&sandbox).by(LS_UIPATH_METHOD_PUT);
    for number in [-1, 3, i32::MIN, i32::MAX] {
        assert_eq!(suite.set_method(number), LS_ERR_INVALID_ARGUMENT);
    }
    assert!(suite.allocate_to("song").is_err());
    assert_eq!(methods(&sandbox), ["PUT"]);
}

#[test]
fn an_answer_that_does_not_repeat_the_question_is_a_mismatch() {
    let of = |user: &str, codes: &[&str]| json!({"userId": user, "userBundleCodes": codes});
    let all = ["ATTUNU", "TSTNU"];
    for (answer, missing) in [
        (json!([of("u1", &all)]), "u2 (ATTUNU, TSTNU)"),
        (json!([of("u1", &all), of("u2", &["TSTNU"])]), "u2 (ATTUNU)"),
        (json!([of("U1", &all), of("u2", &all)]), "u1 (ATTUNU, TSTNU)"),
        (json!([{}, null, 7, {"userId": null}]), "u1 (ATTUNU, TSTNU), u2 (ATTUNU, TSTNU)"),
    ] {
        let sandbox = Sandbox::start();
        sandbox.fault(json!({"fault": "body", "body": answer.to_string()}));
        let failure = suite(&sandbox).allocate("song", &["u1", "u2"], &all, false).err().unwrap();
        assert_eq!((failure.status, failure.http_status), (LS_ERR_MISMATCH, 200), "{failure:?}");
        assert!(failure.message.contains(&format!(": {missing};")), "{failure:?}");
        assert!(failure.message.contains("may have been allocated"), "{failure:?}");
        assert_eq!(sandbox.traffic(), (1, 1), "sent once");
    }
}

#[test]
fn more_than_was_asked_for_is_fine() {
    let sandbox = Sandbox::start();
    let guid = "0A1B2C3D-4E5F-6789-ABCD-EF0123456789";
    let answer = json!([{"userId": "another", "userBundleCodes": ["TSTNU"]},
        {"userId": guid.to_lowercase(), "userBundleCodes": ["attunu", "RPADEVNU"]}]);
    sandbox.fault(json!({"fault": "body", "body": answer.to_string()}));
    let allocated =
        suite(&sandbox).allocate("song", &[guid, guid], &["ATTUNU", "ATTUNU"], false).unwrap();
    assert_eq!(ls_allocations_count(allocated.get()), 2);
}

#[test]
fn a_put_whose_answer_is_lost_is_not_sent_again() {
    let sandbox = by_put();
    let suite = Settings::of(&sandbox).timeout_ms(SHORT_MS).suite(&sandbox);
    for (fault, status) in [
        (json!({"fault": "reset", "when": "request"}), LS_ERR_NETWORK),
        (json!({"fault": "silent"}), LS_ERR_TIMEOUT),
        (json!({"fault": "body", "body": "[]"}), LS_ERR_MISMATCH),
    ] {
        sandbox.fault(json!({"fault": "status", "status": 405, "times": 1}));
        sandbox.fault(fault);
        let failure = suite.allocate_to("song").err().unwrap();
        assert_eq!(failure.status, status, "{failure:?}");
        assert!(failure.message.contains("may have"), "{failure:?}");
        assert_eq!(methods(&sandbox), ["POST", "PUT"]);
        sandbox.no_faults();
    }
}

#[test]
fn one_timeout_is_for_both_requests() {
    const TIMEOUT_MS: u32 = 6_000;
    let sandbox = by_put();
    let suite = Settings::of(&sandbox).timeout_ms(TIMEOUT_MS).suite(&sandbox);
    sandbox.fault(json!({"fault": "delay", "ms": 4_000, "times": 1}));
    sandbox.fault(json!({"fault": "silent"}));
    let began = Instant::now();
    assert_eq!(suite.allocate_to("song").err().unwrap().status, LS_ERR_TIMEOUT);
    assert!(began.elapsed() < Duration::from_millis(9_000), "{:?}", began.elapsed());
    assert_eq!(methods(&sandbox), ["POST", "PUT"]);
}

#[test]
fn a_token_is_exchanged_and_a_bad_one_leaves_the_old() {
    let sandbox = Sandbox::start();
    let good = sandbox.said("uipath_token");
    let suite = Settings::of(&sandbox)
        .timeout_ms(LONG_MS)
        .try_suite(sandbox.base_url(), "an-old-token")
        .unwrap();
    let failure = suite.allocate_to("song").err().unwrap();
    assert_eq!((failure.status, failure.http_status), (LS_ERR_CREDENTIALS, 401));
    assert_eq!(suite.set_access_token(good), LS_OK);
    suite.allocate_to("song").unwrap();
    for bad in ["", "two words", "line\nbreak", "ünïcode", &"x".repeat(65_537)] {
        assert_eq!(suite.set_access_token(bad), LS_ERR_INVALID_ARGUMENT, "{bad:?}");
        suite.allocate_to("song").expect("the old token stays");
    }
    assert_eq!(suite.set_access_token("another"), LS_OK);
    assert_eq!(suite.allocate_to("song").err().unwrap().status, LS_ERR_CREDENTIALS);
}

#[test]
fn no_key_is_needed_and_bad_addresses_are_refused() {
    let suite = |base_url: &str, token: &str| Settings::empty().try_suite(base_url, token);
    assert!(suite("https://suite.example.com", "token").is_ok());
    for (base_url, token, parameter) in [
        ("http://suite.example.com", "token", "base_url"),
        ("https://user@suite.example.com", "token", "base_url"),
        ("suite.example.com", "token", "base_url"),
        ("https://suite.example.com", "to ken", "access_token"),
    ] {
        let failure = suite(base_url, token).err().unwrap();
        assert_eq!(failure.status, LS_ERR_INVALID_ARGUMENT, "{failure:?}");
        assert!(failure.message.contains(parameter), "{failure:?}");
    }
}

#[test]
fn nothing_is_stored() {
    let dir = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start();
    let suite = Settings::of(&sandbox).store(dir.path()).timeout_ms(LONG_MS).suite(&sandbox);
    suite.allocate_to("song").unwrap();
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
}

#[test]
fn an_answer_is_capped() {
    let sandbox = Sandbox::start();
    let suite =
        Settings::of(&sandbox).timeout_ms(LONG_MS).max_response_bytes(1_024).suite(&sandbox);
    suite.allocate_to("song").unwrap();
    sandbox.fault(json!({"fault": "huge", "bytes": 1_025}));
    let failure = suite.allocate_to("song").err().unwrap();
    assert_eq!(failure.status, LS_ERR_RESPONSE, "{failure:?}");
    assert!(failure.message.contains("may have"), "{failure:?}");
}

#[test]
fn an_account_that_is_a_step_in_the_path_is_refused() {
    let sandbox = Sandbox::start();
    let suite = suite(&sandbox);
    for account in [".", ".."] {
        let failure = suite.allocate(account, &["u"], &["ATTUNU"], false).err().unwrap();
        assert_eq!(failure.status, ls_status::LS_ERR_INVALID_ARGUMENT);
        assert!(failure.message.starts_with("account_id"), "{failure:?}");
    }
    suite.allocate("..a", &["u"], &["ATTUNU"], false).unwrap();
    assert_eq!(sandbox.requests().len(), 1);
}
