//! OAuth client credentials in the place of an API key, over the C ABI and real TLS.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use lsagent::ffi::status::ls_status::*;
use serde_json::{Value, json};

use crate::support::*;

/// For what nothing but a hang could keep.
const LONG_MS: u32 = 60_000;

fn client(sandbox: &Sandbox) -> Client {
    Settings::of_client(sandbox).timeout_ms(LONG_MS).client()
}

/// The last part of each request's path, in order.
fn calls(sandbox: &Sandbox) -> Vec<String> {
    let last = |request: Value| {
        let path = request["path"].as_str().unwrap();
        path.rsplit('/').next().unwrap().to_owned()
    };
    sandbox.requests().into_iter().map(last).collect()
}

fn count(sandbox: &Sandbox, call: &str) -> usize {
    calls(sandbox).iter().filter(|each| *each == call).count()
}

fn token_url(sandbox: &Sandbox) -> Option<&str> {
    Some(sandbox.said("token_url"))
}

/// The sandbox's client, whose tokens are had elsewhere.
fn with_tokens_from(sandbox: &Sandbox, url: &str) -> Settings {
    let (id, secret) = (sandbox.said("client_id"), sandbox.said("client_secret"));
    Settings::keyless(sandbox).oauth_client(id, secret, Some(url))
}

fn all_tokens_are(sandbox: &Sandbox, fate: &str) {
    sandbox.control("PUT", "/tokens", &json!({ "are": fate }).to_string());
}

#[test]
fn a_token_is_asked_for_and_then_asked_with() {
    let sandbox = Sandbox::start();
    let client = client(&sandbox);
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    let requests = sandbox.requests();
    let [url, token, licenses] = requests.as_slice() else {
        panic!("three requests were expected: {requests:#?}");
    };
    assert_eq!((&url["method"], &url["path"]), (&json!("GET"), &json!("/api/v4/oauth_url")));
    assert_eq!(url["query"], json!({"login_type": "client_credentials"}));
    assert_eq!(url["headers"].get("authorization"), None);
    assert_eq!((&token["method"], &token["raw_query"]), (&json!("POST"), &json!("")));
    assert_eq!(token["headers"]["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(token["headers"].get("authorization"), None);
    assert_eq!(
        token["body"],
        "grant_type=client_credentials&client_id=sandbox-client-id&client_secret=sandbox-client-secret"
    );
    let headers = &licenses["headers"];
    let authorization = headers["authorization"].as_str().unwrap();
    assert!(authorization.starts_with("Bearer "), "{authorization}");
    assert!(headers["date"].as_str().unwrap().ends_with(" GMT"), "{headers}");
    assert_eq!(sandbox.traffic().0, 1, "all of it goes over one connection");
}

#[test]
fn a_token_url_that_is_given_is_not_asked_for() {
    for sandbox in [Sandbox::start(), Sandbox::with(&["--plain"])] {
        let client = with_tokens_from(&sandbox, sandbox.said("token_url")).client();
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
        assert_eq!(calls(&sandbox), ["token", "user_licenses"]);
    }
}

#[test]
fn tokens_may_be_had_from_another_server() {
    let (sandbox, elsewhere) = (Sandbox::start(), Sandbox::start());
    // The other server's tokens are unknown here, which says that they were asked with.
    let client = with_tokens_from(&sandbox, elsewhere.said("token_url")).client();
    let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.code.as_deref(), Some("oauth_token_malformed"));
    assert_eq!(calls(&elsewhere), ["token", "token"]);
    assert_eq!(calls(&sandbox), ["user_licenses", "user_licenses"]);
}

#[test]
fn id_and_secret_arrive_as_they_were_given() {
    let (id, secret) = ("an id&=+%é~*", "p&ä\"%25+/?= ~\u{1F511}");
    let sandbox = Sandbox::with(&["--client-id", id, "--client-secret", secret]);
    client(&sandbox).licenses_of("valid", NETWORK_ONLY).unwrap();
}

#[test]
fn one_token_serves_many_calls_and_threads() {
    let sandbox = Sandbox::start();
    // Slow enough for all threads to want it at once.
    sandbox.fault(json!({"fault": "delay", "ms": 300, "path": "token"}));
    let client = client(&sandbox);
    thread::scope(|scope| {
        for member in ["valid", "trial", "several", "sparse", "flat", "none", "features", "grace"] {
            let client = &client;
            scope.spawn(move || {
                for _ in 0..3 {
                    client.licenses_of(member, NETWORK_ONLY).unwrap();
                    client.users_of("test@example.com", NETWORK_ONLY).unwrap();
                }
            });
        }
    });
    assert_eq!((count(&sandbox, "oauth_url"), count(&sandbox, "token")), (1, 1));
    assert_eq!(count(&sandbox, "user_licenses"), 24);
}

#[test]
fn a_token_is_renewed_before_its_end() {
    let sandbox = Sandbox::start();
    // The server takes tokens for good for longer than it says, so a refusal would not hide a renewal.
    sandbox.control("PUT", "/oauth", r#"{"expires_in": 1, "lifetime_seconds": 480}"#);
    let client = client(&sandbox);
    until("a second token is fetched", || {
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
        count(&sandbox, "token") == 2
    });
    assert_eq!(count(&sandbox, "oauth_url"), 1);
}

#[test]
fn a_token_with_any_life_is_good_for_the_call_that_fetched_it() {
    let sandbox = Sandbox::start();
    for expires_in in
        [json!(null), json!(0), json!(-480), json!("480"), json!("soon"), json!(1e300)]
    {
        let body = json!({"expires_in": expires_in, "lifetime_seconds": 480});
        sandbox.control("PUT", "/oauth", &body.to_string());
        sandbox.forget_traffic();
        let client = client(&sandbox);
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
        let has_ended = expires_in.as_i64().is_some_and(|seconds| seconds <= 0);
        assert_eq!(count(&sandbox, "token"), if has_ended { 2 } else { 1 }, "{expires_in}");
        assert_eq!(count(&sandbox, "user_licenses"), 2, "{expires_in}");
    }
}

#[test]
fn a_token_that_the_server_refuses_is_replaced_once() {
    let sandbox = Sandbox::start();
    let client = client(&sandbox);
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    for fate in ["expired", "malformed"] {
        all_tokens_are(&sandbox, fate);
        sandbox.forget_traffic();
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
        assert_eq!(calls(&sandbox), ["user_licenses", "token", "user_licenses"], "{fate}");
    }
}

#[test]
fn a_server_that_refuses_every_token_is_asked_twice() {
    for code in ["oauth_token_expired", "oauth_token_malformed"] {
        let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
        let client = Settings::of_client(&sandbox).store(dir.path()).timeout_ms(LONG_MS).client();
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
        sandbox.forget_traffic();
        sandbox.fault(
            json!({"fault": "api_error", "status": 401, "code": code, "path": "user_licenses"}),
        );
        let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
        assert_eq!((failure.status, failure.code.as_deref()), (LS_ERR_API_KEY, Some(code)));
        assert!(failure.message.contains("access token"), "{failure:?}");
        assert_eq!(calls(&sandbox), ["user_licenses", "token", "user_licenses"]);
        let fallen = client.licenses_of("valid", NETWORK_FIRST).unwrap();
        assert_eq!(fallen.fallback().unwrap().status, LS_ERR_API_KEY);
    }
}

fn body(body: &Value) -> Value {
    json!({"fault": "body", "body": body.to_string(), "sign": false})
}

fn status_with(status: u16, body: &Value) -> Value {
    json!({"fault": "status", "status": status, "body": body})
}

/// What a token endpoint can do wrong, what that is called, and with which code.
fn failures() -> Vec<(Value, ls_status, Option<&'static str>)> {
    let error = |status, code: &str| status_with(status, &json!({"error": code}));
    vec![
        (json!({"fault": "html"}), LS_ERR_RESPONSE, None),
        (json!({"fault": "garbage"}), LS_ERR_RESPONSE, None),
        (json!({"fault": "truncate", "bytes": 20}), LS_ERR_RESPONSE, None),
        (json!({"fault": "truncate_json", "bytes": 20}), LS_ERR_RESPONSE, None),
        (json!({"fault": "redirect", "location": "https://example.com/"}), LS_ERR_RESPONSE, None),
        (json!({"fault": "status", "status": 204}), LS_ERR_RESPONSE, None),
        (json!({"fault": "status", "status": 401}), LS_ERR_RESPONSE, None),
        (json!({"fault": "status", "status": 404, "body": "<html>"}), LS_ERR_RESPONSE, None),
        (body(&json!({"access_token": "t", "token_type": "mac"})), LS_ERR_RESPONSE, None),
        (body(&json!({"expires_in": 480})), LS_ERR_RESPONSE, None),
        (body(&json!([])), LS_ERR_RESPONSE, None),
        (json!({"fault": "status", "status": 407}), LS_ERR_PROXY, None),
        (json!({"fault": "status", "status": 429}), LS_ERR_RATE_LIMITED, None),
        (json!({"fault": "status", "status": 503, "body": "<html>"}), LS_ERR_SERVER, None),
        (error(400, "temporarily_unavailable"), LS_ERR_SERVER, Some("temporarily_unavailable")),
        (json!({"fault": "reset", "when": "request"}), LS_ERR_NETWORK, None),
        (json!({"fault": "close", "when": "request"}), LS_ERR_NETWORK, None),
        (error(401, "invalid_client"), LS_ERR_API_KEY, Some("invalid_client")),
        (error(400, "invalid_scope"), LS_ERR_API_KEY, Some("invalid_scope")),
        (error(400, "unauthorized_client"), LS_ERR_API_KEY, Some("unauthorized_client")),
        (
            json!({"fault": "api_error", "status": 401, "code": "authentication_failed"}),
            LS_ERR_API_KEY,
            Some("authentication_failed"),
        ),
    ]
}

/// The failure is told, the stored answer stays and stands in, and nothing is held against anybody
/// afterwards.
fn fails_and_recovers(path: &str, fault: &Value, status: ls_status, code: Option<&str>) {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    stores_an_answer(&sandbox, dir.path());
    let mut fault = fault.clone();
    fault["path"] = path.into();
    let retried = matches!(status, LS_ERR_NETWORK | LS_ERR_SERVER | LS_ERR_RATE_LIMITED);
    let client = Settings::of_client(&sandbox).store(dir.path()).timeout_ms(LONG_MS).client();
    sandbox.forget_traffic();
    sandbox.fault(fault);
    let failure = client.licenses_of("valid", NETWORK_ONLY).err().expect("there is no token");
    assert_eq!((failure.status, failure.code.as_deref()), (status, code), "{failure:?}");
    assert_eq!(failure.retryable, retried);
    client.licenses_of("valid", CACHE_ONLY).expect("the stored answer is still there");
    let fallen = client.licenses_of("valid", NETWORK_FIRST).expect("the stored answer stands in");
    assert_eq!(fallen.source(), ls_source::LS_SOURCE_CACHE);
    assert_eq!(fallen.fallback().unwrap().status, status);
    // The question for the URL leaves a connection, the loss of which is no failure yet.
    let kept = if path == "token" && status == LS_ERR_NETWORK { 2 } else { 0 };
    assert_eq!(count(&sandbox, path), if retried { 6 } else { 2 } + kept);
    assert_eq!(count(&sandbox, "user_licenses"), 0, "nobody is asked without a token");
    sandbox.no_faults();
    client.licenses_of("valid", NETWORK_ONLY).expect("the agent is none the worse for it");
}

fn stores_an_answer(sandbox: &Sandbox, dir: &Path) {
    let settings = Settings::of_client(sandbox).store(dir).timeout_ms(LONG_MS);
    settings.client().licenses_of("valid", NETWORK_ONLY).unwrap();
}

#[test]
fn what_keeps_a_token_from_being_had_is_told_and_the_store_stands_in() {
    let cases: Vec<_> = failures()
        .into_iter()
        .flat_map(|case| ["oauth_url", "token"].map(|path| (path, case.clone())))
        .map(|(path, case)| (format!("{path} {}", case.0), (path, case)))
        .collect();
    each_case(&cases, |(path, (fault, status, code))| {
        fails_and_recovers(path, fault, *status, *code);
    });
}

#[test]
fn an_answer_with_a_token_may_be_small_only() {
    let sandbox = Sandbox::start();
    let mut large = body(&json!({"access_token": "t", "padding": "x".repeat(65 << 10)}));
    large["path"] = "token".into();
    sandbox.fault(large);
    let failure = client(&sandbox).licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_RESPONSE);
    assert!(failure.message.contains("65536"), "{failure:?}");
}

#[test]
fn a_client_that_is_not_known_is_the_vendors_mistake() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let with_id = |id: &str| {
        let secret = sandbox.said("client_secret");
        let settings = Settings::keyless(&sandbox).oauth_client(id, secret, token_url(&sandbox));
        settings.store(dir.path()).timeout_ms(LONG_MS).client()
    };
    with_id(sandbox.said("client_id")).licenses_of("valid", NETWORK_ONLY).unwrap();
    let client = with_id("somebody-else");
    let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_API_KEY);
    assert_eq!((failure.code.as_deref(), failure.http_status), (Some("invalid_client"), 401));
    let fallen = client.licenses_of("valid", NETWORK_FIRST).unwrap();
    assert_eq!(fallen.fallback().unwrap().code.as_deref(), Some("invalid_client"));
    let log = client.log().join("\n");
    assert!(log.contains("invalid_client"), "the log says why: {log}");
}

#[test]
fn a_token_endpoint_that_is_down_or_not_to_be_trusted_gets_nothing() {
    let sandbox = Sandbox::start();
    let expired = Sandbox::with(&["--certificate", "expired"]);
    for (url, status) in [
        (format!("https://{NOBODY}/token"), LS_ERR_NETWORK),
        (expired.said("token_url").to_owned(), LS_ERR_TLS),
    ] {
        let client = with_tokens_from(&sandbox, &url).timeout_ms(LONG_MS).client();
        let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
        assert_eq!(failure.status, status, "{failure:?}");
    }
    assert_eq!((sandbox.traffic().1, expired.traffic().1), (0, 0));
}

#[test]
fn the_secret_goes_to_no_redirect_and_to_no_plain_host() {
    let (sandbox, elsewhere) = (Sandbox::start(), Sandbox::start());
    for status in [301, 302, 303, 307, 308] {
        let location = elsewhere.said("token_url");
        sandbox.fault(json!({
            "fault": "redirect", "status": status, "location": location, "path": "token", "times": 1,
        }));
        let failure = client(&sandbox).licenses_of("valid", NETWORK_ONLY).err().unwrap();
        assert_eq!((failure.status, failure.http_status), (LS_ERR_RESPONSE, status));
        assert!(failure.message.contains("redirect"), "{failure:?}");
    }
    assert_eq!(elsewhere.traffic(), (0, 0));
    for url in
        ["http://example.com/token", "http://0.0.0.0:1/token", "ftp://127.0.0.1/", "/token", ""]
    {
        sandbox.forget_traffic();
        let mut named = body(&json!({"url": url, "login_type": "client_credentials"}));
        (named["path"], named["times"]) = ("oauth_url".into(), 1.into());
        sandbox.fault(named);
        let failure = client(&sandbox).licenses_of("valid", NETWORK_ONLY).err().unwrap();
        assert_eq!(failure.status, LS_ERR_RESPONSE, "{url}: {failure:?}");
        assert_eq!(calls(&sandbox), ["oauth_url"], "{url}");
    }
}

const TIMEOUT: Duration = Duration::from_millis(700);
/// What a busy machine may take longer. It tells a call that ends from one that does not.
const LENIENCE: Duration = Duration::from_secs(1);

#[test]
fn a_slow_token_endpoint_cannot_hold_the_caller() {
    let faults = [
        json!({"fault": "silent"}),
        json!({"fault": "dribble", "bytes_per_second": 1}),
        json!({"fault": "dribble", "bytes_per_second": 1, "from": "body"}),
        json!({"fault": "delay", "ms": 60_000}),
    ];
    let cases: Vec<_> = ["oauth_url", "token"]
        .into_iter()
        .flat_map(|path| faults.clone().map(|fault| (path, fault)))
        .map(|(path, fault)| (format!("{path} {fault}"), (path, fault)))
        .collect();
    each_case(&cases, |(path, fault)| {
        let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
        stores_an_answer(&sandbox, dir.path());
        let mut fault = fault.clone();
        fault["path"] = (*path).into();
        sandbox.fault(fault);
        let ms = u32::try_from(TIMEOUT.as_millis()).unwrap();
        let client = Settings::of_client(&sandbox).store(dir.path()).timeout_ms(ms).client();
        let in_time = |what: &dyn Fn()| {
            let begun = Instant::now();
            what();
            assert!(begun.elapsed() <= TIMEOUT + LENIENCE, "back after {:?}", begun.elapsed());
        };
        in_time(&|| {
            let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
            assert_eq!(failure.status, LS_ERR_TIMEOUT, "{failure:?}");
        });
        in_time(&|| {
            let licenses = client.licenses_of("valid", NETWORK_FIRST).unwrap();
            assert_eq!(licenses.source(), ls_source::LS_SOURCE_CACHE);
            assert_eq!(licenses.fallback().unwrap().status, LS_ERR_TIMEOUT);
        });
        in_time(&|| {
            let failure = client.users_of("test@example.com", NETWORK_FIRST).err().unwrap();
            assert_eq!(failure.status, LS_ERR_TIMEOUT, "{failure:?}");
        });
    });
}

#[test]
fn a_call_that_waits_for_a_token_can_be_cancelled() {
    let sandbox = Sandbox::start();
    sandbox.fault(json!({"fault": "silent", "path": "token"}));
    let client = client(&sandbox);
    let started = client.start_licenses(&member("valid"), NETWORK_ONLY);
    until("the token is asked for", || count(&sandbox, "token") == 1);
    assert_eq!(started.cancel(), LS_OK);
    assert_eq!(started.wait(), LS_OK);
    assert_eq!(started.reported.one().unwrap_err().status, LS_ERR_CANCELLED);
    // The request goes on behind; freeing the agent ends that as well.
    assert!(client.free() <= LENIENCE);
}

#[test]
fn a_wrong_clock_is_corrected_and_matters_to_no_token() {
    let sandbox = Sandbox::with(&["--clock-offset", "7200"]);
    let client = client(&sandbox);
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    let expected = ["oauth_url", "token", "user_licenses", "user_licenses", "user_licenses"];
    assert_eq!(calls(&sandbox), expected);
}

#[test]
fn the_store_is_sealed_with_the_client_secret() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    stores_an_answer(&sandbox, dir.path());
    let stored = |settings: Settings| {
        let client = settings.store(dir.path()).client();
        let status = |failure: Failure| failure.status;
        client.licenses_of("valid", CACHE_ONLY).map(|answer| answer.count()).map_err(status)
    };
    let id = sandbox.said("client_id");
    assert_eq!(stored(Settings::of_client(&sandbox)), Ok(1));
    let other_secret = Settings::keyless(&sandbox).oauth_client(id, "another", None);
    assert_eq!(stored(other_secret), Err(LS_ERR_NOT_CACHED));
    // An application that goes over from one to the other begins anew.
    assert_eq!(stored(Settings::of(&sandbox)), Err(LS_ERR_NOT_CACHED));
    let client = Settings::of(&sandbox).store(dir.path()).timeout_ms(LONG_MS).client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    assert_eq!(stored(Settings::of(&sandbox)), Ok(1));
    assert_eq!(stored(Settings::of_client(&sandbox)), Ok(1));
}

#[test]
fn an_application_is_one_thing_or_the_other() {
    let sandbox = Sandbox::start();
    let neither = Settings::keyless(&sandbox);
    let both = Settings::of_client(&sandbox).api_key("k", "s");
    for settings in [neither, both] {
        let failure = settings.try_client().err().unwrap();
        assert_eq!(failure.status, LS_ERR_CONFIG);
        for setting in ["api_key and shared_key", "client_id and client_secret"] {
            assert!(failure.message.contains(setting), "{failure:?}");
        }
    }
}

#[test]
fn the_allocation_call_has_a_token_of_its_own() {
    let sandbox = Sandbox::start();
    for settings in [Settings::keyless(&sandbox), Settings::of_client(&sandbox)] {
        sandbox.forget_traffic();
        settings.timeout_ms(LONG_MS).suite(&sandbox).allocate_to("song").unwrap();
        assert_eq!(calls(&sandbox), ["user-license"]);
    }
}
