//! Every way in which an answer can fail to come: what it is called, and what becomes of the stored
//! answer. Over real sockets, against the sandbox.

use std::time::{SystemTime, UNIX_EPOCH};

use lsagent::ffi::status::ls_status::*;
use serde_json::{Value, json};

use crate::support::*;

/// For failures that may pass by themselves, so that trying again ends soon.
const SHORT_MS: u32 = 2_000;
/// For all others: nothing here is to end because the machine is slow.
const LONG_MS: u32 = 60_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Licenses,
    Users,
}

/// An answer to either call.
struct Got {
    source: ls_source,
    fallback: Option<Failure>,
    json: String,
}

fn ask(client: &Client, call: Call, policy: i32) -> Result<Got, Failure> {
    match call {
        Call::Licenses => client.licenses_of("valid", policy).map(|licenses| Got {
            source: licenses.source(),
            fallback: licenses.fallback(),
            json: licenses.json(),
        }),
        Call::Users => client.users_of("test@example.com", policy).map(|users| Got {
            source: users.source(),
            fallback: users.fallback(),
            json: users.json(),
        }),
    }
}

fn is_retried(status: ls_status) -> bool {
    matches!(status, LS_ERR_NETWORK | LS_ERR_TIMEOUT | LS_ERR_RATE_LIMITED | LS_ERR_SERVER)
}

fn timeout_for(status: ls_status) -> u32 {
    if is_retried(status) { SHORT_MS } else { LONG_MS }
}

/// A failure that says nothing about the user: it is told, and the stored answer stays and stands in.
fn leaves_the_stored_answer(client: &Client, call: Call, stored: &Got, status: ls_status) {
    let failure = ask(client, call, NETWORK_ONLY).err().unwrap_or_else(|| {
        panic!("{status:?} was expected, and an answer came");
    });
    assert_eq!(failure.status, status, "{failure:?}");
    assert_eq!(failure.retryable, is_retried(status), "{failure:?}");
    let kept = ask(client, call, CACHE_ONLY).expect("the stored answer is still there");
    assert_eq!((kept.source, kept.json), (ls_source::LS_SOURCE_CACHE, stored.json.clone()));
    assert!(kept.fallback.is_none());
    let fallen = ask(client, call, NETWORK_FIRST).expect("the stored answer stands in");
    assert_eq!((fallen.source, fallen.json), (ls_source::LS_SOURCE_CACHE, stored.json.clone()));
    let told = fallen.fallback.expect("it is told why");
    assert_eq!(told.status, status, "{told:?}");
}

/// Stores a good answer, and gives it as the store does.
fn store_a_good_answer(sandbox: &Sandbox, dir: &std::path::Path, call: Call) -> Got {
    let client = Settings::of(sandbox).store(dir).timeout_ms(LONG_MS).client();
    ask(&client, call, NETWORK_ONLY).unwrap();
    ask(&client, call, CACHE_ONLY).unwrap()
}

/// One fault of the sandbox, for one call.
fn strikes(fault: &Value, call: Call, status: ls_status, cap: Option<u64>) {
    let sandbox = Sandbox::start();
    let dir = tempfile::tempdir().unwrap();
    let stored = store_a_good_answer(&sandbox, dir.path(), call);
    let mut settings = Settings::of(&sandbox).store(dir.path()).timeout_ms(timeout_for(status));
    if let Some(cap) = cap {
        settings = settings.max_response_bytes(cap);
    }
    let client = settings.client();
    sandbox.forget_traffic();
    sandbox.fault(fault.clone());
    leaves_the_stored_answer(&client, call, &stored, status);
    if !is_retried(status) {
        assert_eq!(sandbox.traffic().1, 2, "one request for each call");
    }
    sandbox.no_faults();
    ask(&client, call, NETWORK_ONLY).expect("the agent is none the worse for it");
}

/// Faults that are called the same.
fn all_are(status: ls_status, calls: &[Call], faults: &[Value]) {
    let cases: Vec<_> = calls
        .iter()
        .flat_map(|call| {
            faults.iter().map(move |fault| (format!("{call:?} {fault}"), (*call, fault)))
        })
        .collect();
    each_case(&cases, |(call, fault)| strikes(fault, *call, status, None));
}

const BOTH: &[Call] = &[Call::Licenses, Call::Users];
const LICENSES: &[Call] = &[Call::Licenses];

#[test]
fn a_connection_that_is_lost_is_a_network_error() {
    let lost = ["accept", "request", "headers", "body"]
        .map(|when| json!({"fault": "reset", "when": when}));
    all_are(LS_ERR_NETWORK, LICENSES, &lost);
    let ended = ["accept", "request"].map(|when| json!({"fault": "close", "when": when}));
    all_are(LS_ERR_NETWORK, LICENSES, &ended);
}

#[test]
fn an_answer_that_is_not_the_apis_json_is_a_bad_response() {
    let html = "<html><body>Sign in to the network</body></html>";
    all_are(
        LS_ERR_RESPONSE,
        BOTH,
        &[
            json!({"fault": "html"}),
            json!({"fault": "status", "status": 404, "body": html, "content_type": "text/html"}),
            json!({"fault": "status", "status": 403, "body": html, "content_type": "text/html"}),
            json!({"fault": "status", "status": 400, "body": {"error": "of somebody else's"}}),
            json!({"fault": "status", "status": 204}),
            json!({"fault": "status", "status": 200}),
            json!({"fault": "status", "status": 202, "body": "[]"}),
            json!({"fault": "garbage"}),
            json!({"fault": "nested", "levels": 10_000}),
            json!({"fault": "invalid_utf8"}),
            json!({"fault": "body", "body": ""}),
            json!({"fault": "body", "body": "null"}),
            json!({"fault": "body", "body": "\"text\""}),
            json!({"fault": "body", "body": "[{\"license\":"}),
            json!({"fault": "extra_headers", "count": 5_000}),
        ],
    );
    all_are(LS_ERR_RESPONSE, LICENSES, &[json!({"fault": "body", "body": "{}"})]);
    all_are(LS_ERR_RESPONSE, &[Call::Users], &[json!({"fault": "body", "body": "[]"})]);
}

#[test]
fn an_answer_that_is_not_whole_is_a_bad_response() {
    all_are(
        LS_ERR_RESPONSE,
        BOTH,
        &[
            json!({"fault": "truncate", "bytes": 0}),
            json!({"fault": "truncate", "bytes": 100}),
            json!({"fault": "truncate_json", "bytes": 100}),
            json!({"fault": "truncate_json", "bytes": 0}),
            json!({"fault": "content_length", "delta": -10}),
            json!({"fault": "content_length", "delta": -300}),
            json!({"fault": "close", "when": "headers"}),
            json!({"fault": "close", "when": "body"}),
        ],
    );
}

#[test]
fn a_length_that_promises_more_than_ever_comes_ends_with_the_time() {
    // The connection stays open: nobody can tell this from a slow server.
    all_are(LS_ERR_TIMEOUT, LICENSES, &[json!({"fault": "content_length", "delta": 1})]);
}

#[test]
fn a_damaged_compression_is_a_bad_response() {
    all_are(
        LS_ERR_RESPONSE,
        BOTH,
        &[
            json!({"fault": "status", "status": 200, "body": "no gzip", "headers": {"Content-Encoding": "gzip"}}),
        ],
    );
}

#[test]
fn a_signature_that_does_not_fit_is_a_bad_signature() {
    let how = ["missing", "malformed", "empty", "other-key"];
    all_are(LS_ERR_SIGNATURE, BOTH, &how.map(|how| json!({"fault": "signature", "how": how})));
    all_are(LS_ERR_SIGNATURE, BOTH, &[json!({"fault": "body", "body": "[]", "sign": false})]);
}

#[test]
fn a_byte_of_a_text_that_was_altered_is_a_bad_signature() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(LONG_MS).client();
    let mut faults = Vec::new();
    for (call, text) in [(Call::Licenses, "perpetual"), (Call::Users, "test1@example.com")] {
        let json = ask(&client, call, NETWORK_ONLY).unwrap().json;
        let at = json.find(text).expect("the answer has this text");
        faults.push((call, at, json));
    }
    for (call, at, json) in faults {
        // The JSON stays valid, and only the signature can tell.
        let mut altered = json.into_bytes();
        altered[at] ^= 1;
        assert!(serde_json::from_slice::<Value>(&altered).is_ok());
        all_are(LS_ERR_SIGNATURE, &[call], &[json!({"fault": "flip", "at": at})]);
    }
}

#[test]
fn a_genuine_answer_to_another_question_is_a_mismatch() {
    all_are(
        LS_ERR_MISMATCH,
        LICENSES,
        &[
            json!({"fault": "somebody_else", "email": "trial@example.com"}),
            json!({"fault": "somebody_else", "email": "several@example.com"}),
            json!({"fault": "other_product", "short_code": "other"}),
            json!({"fault": "other_product", "short_code": "UP"}),
        ],
    );
    let others = r#"{"customer":{"email":"else@example.com"},"users":[]}"#;
    all_are(
        LS_ERR_MISMATCH,
        &[Call::Users],
        &[
            json!({"fault": "body", "body": others}),
            json!({"fault": "body", "body": r#"{"users":[]}"#}),
        ],
    );
}

#[test]
fn a_proxy_that_answers_in_the_servers_place_is_a_proxy_error() {
    all_are(
        LS_ERR_PROXY,
        BOTH,
        &[
            json!({"fault": "status", "status": 407}),
            json!({"fault": "status", "status": 407, "body": "<html>", "content_type": "text/html",
                   "headers": {"Proxy-Authenticate": "Basic realm=\"proxy\""}}),
        ],
    );
}

#[test]
fn too_many_calls_are_told_in_whichever_form() {
    let wait = |value: &str| json!({"Retry-After": value});
    all_are(
        LS_ERR_RATE_LIMITED,
        LICENSES,
        &[
            json!({"fault": "status", "status": 429}),
            json!({"fault": "status", "status": 429, "headers": wait("120")}),
            json!({"fault": "status", "status": 429, "headers": wait("0")}),
            json!({"fault": "status", "status": 429, "headers": wait("Fri, 31 Dec 2999 23:59:59 GMT")}),
            json!({"fault": "status", "status": 429, "headers": wait("soon")}),
            json!({"fault": "status", "status": 429, "body": "<html>", "content_type": "text/html"}),
            json!({"fault": "api_error", "status": 429, "code": "too_many_requests"}),
            // The code of a definite no does not make it one.
            json!({"fault": "api_error", "status": 429, "code": "unknown_product"}),
        ],
    );
}

#[test]
fn a_fault_of_the_server_is_a_server_error() {
    all_are(
        LS_ERR_SERVER,
        LICENSES,
        &[
            json!({"fault": "api_error", "status": 500, "code": "internal_error"}),
            json!({"fault": "api_error", "status": 500, "code": "unknown_product"}),
            json!({"fault": "status", "status": 502, "body": "<html>", "content_type": "text/html"}),
            json!({"fault": "status", "status": 503}),
            json!({"fault": "status", "status": 504, "headers": {"Retry-After": "120"}}),
        ],
    );
}

#[test]
fn a_mistake_of_the_vendors_is_not_the_users() {
    let key = [
        "signature_mismatch",
        "invalid_api_key",
        "revoked_api_key",
        "read_only_api_key",
        "api_key_product_not_allowed",
        "missing_headers",
        "authorization_invalid_headers",
        "authorization_missing_params",
        "hmac_required",
    ];
    let error =
        |code: &str| json!({"fault": "api_error", "status": 400, "code": code, "message": "m"});
    all_are(LS_ERR_API_KEY, LICENSES, &key.map(error));
    all_are(
        LS_ERR_API_KEY,
        BOTH,
        &[json!({"fault": "api_error", "status": 401, "code": "signature_mismatch"})],
    );
    let request = ["missing_parameters", "validation_error", "invalid_json"];
    all_are(LS_ERR_REFUSED, LICENSES, &request.map(error));
}

#[test]
fn a_server_that_finds_the_date_wrong_says_the_clock_is() {
    // For ever: an agent that corrects its clock by the answer is told the same again.
    let sandbox = Sandbox::start();
    let dir = tempfile::tempdir().unwrap();
    let stored = store_a_good_answer(&sandbox, dir.path(), Call::Licenses);
    let client = Settings::of(&sandbox).store(dir.path()).timeout_ms(LONG_MS).client();
    sandbox.fault(json!({"fault": "api_error", "status": 400, "code": "date_header_diff"}));
    leaves_the_stored_answer(&client, Call::Licenses, &stored, LS_ERR_CLOCK);
}

#[test]
fn keys_that_the_server_does_not_know_are_told_from_a_wrong_password() {
    let sandbox = Sandbox::start();
    let status = |api_key: &str, shared_key: &str| {
        let client = Settings::of(&sandbox).api_key(api_key, shared_key).client();
        let failure = ask(&client, Call::Licenses, NETWORK_ONLY).err().unwrap();
        (failure.status, failure.code.unwrap(), failure.http_status)
    };
    let (api_key, shared_key) = (sandbox.said("api_key"), sandbox.said("shared_key"));
    let told = |status, code: &str, http| (status, code.to_owned(), http);
    assert_eq!(status(api_key, "another"), told(LS_ERR_API_KEY, "signature_mismatch", 401));
    assert_eq!(status("revoked-api-key", shared_key), told(LS_ERR_API_KEY, "revoked_api_key", 400));
    assert_eq!(status("another", shared_key), told(LS_ERR_API_KEY, "invalid_api_key", 400));
    let client = Settings::of(&sandbox).client();
    let wrong = password("valid@example.com", "wrong");
    let failure = client.user_licenses("up", &wrong, NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_CREDENTIALS);
    assert_eq!((failure.http_status, failure.retryable), (401, false));
}

#[test]
fn an_answer_larger_than_allowed_is_a_bad_response() {
    const CAP: u64 = 1 << 20;
    let cases = [
        json!({"fault": "huge", "bytes": CAP + 1}),
        json!({"fault": "gzip_bomb", "bytes": CAP + 1}),
        json!({"fault": "gzip_bomb", "bytes": 1_u64 << 32}),
    ]
    .map(|fault| (fault.to_string(), fault));
    each_case(&cases, |fault| {
        strikes(fault, Call::Licenses, LS_ERR_RESPONSE, Some(CAP));
    });
}

#[test]
fn an_answer_of_the_largest_size_is_accepted() {
    const CAP: u64 = 1 << 20;
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(LONG_MS).max_response_bytes(CAP).client();
    sandbox.fault(json!({"fault": "huge", "bytes": CAP}));
    ask(&client, Call::Licenses, NETWORK_ONLY).unwrap();
}

#[test]
fn the_forms_in_which_a_good_answer_may_travel_are_accepted() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(LONG_MS).client();
    for call in [Call::Licenses, Call::Users] {
        let plain = ask(&client, call, NETWORK_ONLY).unwrap().json;
        for fault in [
            json!({"fault": "gzip"}),
            json!({"fault": "chunked"}),
            json!({"fault": "connection_close"}),
            json!({"fault": "extra_headers", "count": 20}),
            json!({"fault": "delay", "ms": 50}),
        ] {
            sandbox.fault(fault.clone());
            let got = ask(&client, call, NETWORK_ONLY).unwrap_or_else(|e| panic!("{fault}: {e:?}"));
            assert_eq!(
                (got.json, got.source),
                (plain.clone(), ls_source::LS_SOURCE_NETWORK),
                "{fault}"
            );
            sandbox.no_faults();
        }
    }
}

#[test]
fn a_cut_or_altered_compressed_body_is_a_bad_response() {
    // "[]", compressed, with the check sum that belongs to it.
    const GZIP: [u8; 22] =
        [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x8b, 0x8e, 5, 0, 0x29, 0xbb, 0x4c, 0x0d, 2, 0, 0, 0];
    let status = |body: &[u8]| {
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ";
        let head = format!("{head}{}\r\n\r\n", body.len());
        let server = RawServer::answering([head.as_bytes(), body].concat());
        let client = Settings::empty()
            .api_key("k", "s")
            .base_url(&format!("http://127.0.0.1:{}", server.port()))
            .set(|config| lsagent::ffi::config::ls_config_set_cache_enabled(config, false))
            .timeout_ms(LONG_MS)
            .client();
        ask(&client, Call::Licenses, NETWORK_ONLY).err().unwrap().status
    };
    // Whole, it is read, and only the signature is missing.
    assert_eq!(status(&GZIP), LS_ERR_SIGNATURE);
    assert_eq!(status(&GZIP[..12]), LS_ERR_RESPONSE);
    assert_eq!(status(&GZIP[..20]), LS_ERR_RESPONSE);
    let mut altered = GZIP;
    altered[15] ^= 1;
    assert_eq!(status(&altered), LS_ERR_RESPONSE);
}

#[test]
fn a_redirect_is_not_followed_and_its_target_hears_nothing() {
    let elsewhere = Sandbox::start();
    let plain = Sandbox::with(&["--plain"]);
    let targets = [elsewhere.base_url(), plain.base_url()];
    let faults: Vec<_> = [301, 302, 303, 307, 308]
        .iter()
        .flat_map(|status| {
            targets.map(|target| {
                let location = format!("{target}/api/v4/user_licenses");
                json!({"fault": "redirect", "status": status, "location": location})
            })
        })
        .collect();
    all_are(LS_ERR_RESPONSE, LICENSES, &faults);
    all_are(
        LS_ERR_RESPONSE,
        &[Call::Users],
        &[json!({"fault": "redirect", "location": "/api/v4/user_licenses"})],
    );
    assert_eq!((elsewhere.traffic(), plain.traffic()), ((0, 0), (0, 0)));
}

#[test]
fn a_server_that_cannot_prove_who_it_is_is_a_tls_error() {
    let good = Sandbox::start();
    let other = tempfile::tempdir().unwrap();
    let other = other.path().to_str().unwrap().to_owned();
    let cases = ["expired", "not-yet-valid", "wrong-host", "self-signed"]
        .map(|kind| vec!["--certificate", kind])
        .into_iter()
        .chain([vec!["--state-dir", &other]])
        .map(|arguments| (arguments.join(" "), arguments))
        .collect::<Vec<_>>();
    each_case(&cases, |arguments| {
        let bad = Sandbox::with(arguments);
        let dir = tempfile::tempdir().unwrap();
        let stored = store_a_good_answer(&good, dir.path(), Call::Licenses);
        let client = Settings::of(&good)
            .base_url(bad.base_url())
            .store(dir.path())
            .timeout_ms(LONG_MS)
            .client();
        leaves_the_stored_answer(&client, Call::Licenses, &stored, LS_ERR_TLS);
        assert_eq!(bad.traffic().1, 0, "no request reached it");
        assert_eq!(bad.traffic().0, 2, "one connection for each call");
    });
}

#[test]
fn the_systems_trust_store_does_not_know_the_sandbox() {
    let sandbox = Sandbox::start();
    let client = Settings::empty()
        .api_key("k", "s")
        .base_url(sandbox.base_url())
        .proxy("")
        .set(|config| lsagent::ffi::config::ls_config_set_cache_enabled(config, false))
        .timeout_ms(LONG_MS)
        .client();
    let failure = ask(&client, Call::Licenses, NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_TLS, "{failure:?}");
    assert_eq!(sandbox.traffic().1, 0);
}

#[test]
fn what_does_not_speak_tls_is_a_tls_error() {
    let good = Sandbox::start();
    let plain = Sandbox::with(&["--plain"]);
    let dir = tempfile::tempdir().unwrap();
    let stored = store_a_good_answer(&good, dir.path(), Call::Licenses);
    let client = Settings::of(&good)
        .base_url(&format!("https://127.0.0.1:{}", plain.port()))
        .store(dir.path())
        .timeout_ms(LONG_MS)
        .client();
    leaves_the_stored_answer(&client, Call::Licenses, &stored, LS_ERR_TLS);
    assert_eq!(plain.traffic().1, 0);
}

#[test]
fn a_server_that_cannot_be_found_is_a_network_error() {
    let good = Sandbox::start();
    let nobody = format!("https://{NOBODY}");
    let cases = [nobody.as_str(), "https://something.invalid"].map(|url| (url.to_owned(), url));
    each_case(&cases, |url| {
        let dir = tempfile::tempdir().unwrap();
        let stored = store_a_good_answer(&good, dir.path(), Call::Licenses);
        let client =
            Settings::of(&good).base_url(url).store(dir.path()).timeout_ms(SHORT_MS).client();
        leaves_the_stored_answer(&client, Call::Licenses, &stored, LS_ERR_NETWORK);
    });
}

/// A no that is about the user or the product: it is told, whatever is stored, and that is dropped.
fn drops_the_stored_answer(fault: &Value, policy: i32, status: ls_status) {
    let sandbox = Sandbox::start();
    let dir = tempfile::tempdir().unwrap();
    let client = Settings::of(&sandbox).store(dir.path()).timeout_ms(LONG_MS).client();
    client.licenses_of("trial", NETWORK_ONLY).unwrap();
    ask(&client, Call::Licenses, NETWORK_ONLY).unwrap();
    sandbox.forget_traffic();
    sandbox.fault(fault.clone());
    let failure = ask(&client, Call::Licenses, policy).err().unwrap();
    assert_eq!(failure.status, status, "{failure:?}");
    assert_eq!(failure.code.as_deref(), fault["code"].as_str());
    assert_eq!(u64::from(failure.http_status), fault["status"]);
    assert!(!failure.retryable);
    assert_eq!(sandbox.traffic().1, 1);
    let gone = ask(&client, Call::Licenses, CACHE_ONLY).err().unwrap();
    assert_eq!(gone.status, LS_ERR_NOT_CACHED);
    client.licenses_of("trial", CACHE_ONLY).expect("another user's answer stays");
}

#[test]
fn a_definite_no_is_told_and_drops_the_stored_answer() {
    let error = |status: u16, code: &str| json!({"fault": "api_error", "status": status, "code": code, "message": "no"});
    let mut cases = Vec::new();
    for policy in [NETWORK_FIRST, NETWORK_ONLY] {
        for (fault, status) in [
            (error(401, "authentication_failed"), LS_ERR_CREDENTIALS),
            (error(403, "user_is_locked"), LS_ERR_CREDENTIALS),
            (error(400, "unknown_product"), LS_ERR_REFUSED),
            (error(400, "disabled_product"), LS_ERR_REFUSED),
            (error(400, "archived_product"), LS_ERR_REFUSED),
            (error(400, "invalid_product_auth_method"), LS_ERR_REFUSED),
            (error(400, "license_not_found"), LS_ERR_REFUSED),
            (error(400, "license_not_enabled"), LS_ERR_REFUSED),
            (error(400, "blacklisted"), LS_ERR_REFUSED),
            (error(404, "not_found"), LS_ERR_REFUSED),
            (error(400, "a_code_of_the_future"), LS_ERR_REFUSED),
        ] {
            cases.push((format!("policy {policy}: {fault}"), (fault, policy, status)));
        }
    }
    each_case(&cases, |(fault, policy, status)| {
        drops_the_stored_answer(fault, *policy, *status);
    });
}

#[test]
fn products_are_refused_as_what_they_are() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(LONG_MS).client();
    let valid = password("valid@example.com", "secret");
    for (product, code) in [
        ("disabled-product", "disabled_product"),
        ("key-product", "invalid_product_auth_method"),
        ("nonesuch", "unknown_product"),
    ] {
        let failure = client.user_licenses(product, &valid, NETWORK_FIRST).err().unwrap();
        assert_eq!(
            (failure.status, failure.code.as_deref(), failure.http_status),
            (LS_ERR_REFUSED, Some(code), 400)
        );
    }
    let failure = client.users_of("nobody@example.com", NETWORK_FIRST).err().unwrap();
    assert_eq!(failure.code.as_deref(), Some("customer_not_found"));
}

#[test]
fn a_policy_that_is_none_is_an_invalid_argument() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).client();
    for policy in [-1, 4, 99, i32::MIN, i32::MAX] {
        for call in [Call::Licenses, Call::Users] {
            let failure = ask(&client, call, policy).err().unwrap();
            assert_eq!(failure.status, LS_ERR_INVALID_ARGUMENT);
            assert!(failure.message.contains("policy"), "{failure:?}");
        }
    }
    assert_eq!(sandbox.traffic(), (0, 0));
}

#[test]
fn where_nothing_is_stored_that_is_told() {
    let sandbox = Sandbox::start();
    let dir = tempfile::tempdir().unwrap();
    let stored = |settings: Settings, call, policy| {
        ask(&settings.timeout_ms(LONG_MS).client(), call, policy).err().unwrap().status
    };
    for call in [Call::Licenses, Call::Users] {
        let with = Settings::of(&sandbox).store(dir.path());
        assert_eq!(stored(with, call, CACHE_ONLY), LS_ERR_NOT_CACHED);
        let without = Settings::of(&sandbox);
        assert_eq!(stored(without, call, CACHE_ONLY), LS_ERR_NOT_CACHED);
    }
    assert_eq!(sandbox.traffic(), (0, 0), "the store opens no socket");
    sandbox.fault(json!({"fault": "html"}));
    let with = Settings::of(&sandbox).store(dir.path());
    assert_eq!(stored(with, Call::Licenses, NETWORK_FIRST), LS_ERR_RESPONSE);
}

/// Waits until the clock shows a later second than this one.
fn wait_until_after(second: i64) {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    while i64::try_from(now()).unwrap() <= second {
        std::thread::yield_now();
    }
}

#[test]
fn an_answer_past_its_grace_is_expired_and_does_not_stand_in() {
    let sandbox = Sandbox::start();
    let dir = tempfile::tempdir().unwrap();
    let client =
        Settings::of(&sandbox).store(dir.path()).offline_grace(0).timeout_ms(LONG_MS).client();
    let stored = client.licenses_of("valid", NETWORK_ONLY).unwrap();
    wait_until_after(stored.fetched_at());
    let expired = ask(&client, Call::Licenses, CACHE_ONLY).err().unwrap();
    assert_eq!(expired.status, LS_ERR_CACHE_EXPIRED);
    sandbox.fault(json!({"fault": "html"}));
    let failure = ask(&client, Call::Licenses, NETWORK_FIRST).err().unwrap();
    assert_eq!(failure.status, LS_ERR_RESPONSE, "{failure:?}");
    // It was not removed: whoever allows more time can read it.
    let patient = Settings::of(&sandbox).store(dir.path()).client();
    ask(&patient, Call::Licenses, CACHE_ONLY).unwrap();
}

#[test]
fn a_ca_file_that_cannot_be_used_is_a_configuration_error() {
    let sandbox = Sandbox::start();
    let dir = tempfile::tempdir().unwrap();
    let missing = dir.path().join("missing.pem");
    let empty = dir.path().join("empty.pem");
    std::fs::write(&empty, "").unwrap();
    let no_certificate = dir.path().join("key.pem");
    std::fs::write(&no_certificate, sandbox.public_key()).unwrap();
    for file in [&missing, &empty, &no_certificate] {
        let store = tempfile::tempdir().unwrap();
        let stored = store_a_good_answer(&sandbox, store.path(), Call::Licenses);
        let client =
            Settings::of(&sandbox).store(store.path()).ca_file(file.to_str().unwrap()).client();
        sandbox.forget_traffic();
        leaves_the_stored_answer(&client, Call::Licenses, &stored, LS_ERR_CONFIG);
        let failure = ask(&client, Call::Licenses, NETWORK_ONLY).err().unwrap();
        assert!(failure.message.contains("ca_file"), "{failure:?}");
        assert_eq!(sandbox.traffic(), (0, 0));
    }
}

#[test]
fn an_agent_without_a_key_is_told_what_to_set() {
    let failure = Settings::empty().try_client().err().unwrap();
    assert_eq!(failure.status, LS_ERR_CONFIG);
    assert!(failure.message.contains("api_key and shared_key"), "{failure:?}");
}

#[test]
fn a_setter_that_failed_stands_in_the_way_until_it_succeeds() {
    use lsagent::ffi::config::ls_config_set_timeout_ms;
    let mut settings = Settings::empty().api_key("k", "s");
    let config = settings.config.as_deref_mut();
    assert_eq!(ls_config_set_timeout_ms(config, 0), LS_ERR_INVALID_ARGUMENT);
    let failure = settings.try_client().err().unwrap();
    assert_eq!(failure.status, LS_ERR_INVALID_ARGUMENT);
    assert!(failure.message.contains("timeout_ms"), "{failure:?}");
    let mut settings = Settings::empty().api_key("k", "s");
    let config = settings.config.as_deref_mut();
    assert_eq!(ls_config_set_timeout_ms(config, 0), LS_ERR_INVALID_ARGUMENT);
    settings.timeout_ms(5_000).client();
}
