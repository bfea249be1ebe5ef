//! Every fault of the sandbox, and others: which step it is.

use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client;
use crate::support::*;

/// For faults that nothing ends but the time.
const SHORT_MS: u32 = 2_500;
const LONG_MS: u32 = 60_000;

struct Case {
    /// Of the sandbox.
    arguments: &'static [&'static str],
    fault: Option<Value>,
    /// The step that fails; `None`: none does.
    step: Option<&'static str>,
    timeout_ms: u32,
}

fn case(fault: Value, step: Option<&'static str>) -> (String, Case) {
    let name = fault.to_string();
    (name, Case { arguments: &[], fault: Some(fault), step, timeout_ms: LONG_MS })
}

/// One that lasts until the time is up.
fn lasting(fault: Value, step: &'static str) -> (String, Case) {
    let (name, case) = case(fault, Some(step));
    (name, Case { timeout_ms: SHORT_MS, ..case })
}

fn started(arguments: &'static [&'static str], step: Option<&'static str>) -> (String, Case) {
    (arguments.join(" "), Case { arguments, fault: None, step, timeout_ms: LONG_MS })
}

fn cases() -> Vec<(String, Case)> {
    let http = Some("http");
    vec![
        case(json!({"fault": "delay", "ms": 200}), None),
        lasting(json!({"fault": "dribble", "bytes_per_second": 5}), "http"),
        lasting(json!({"fault": "silent"}), "http"),
        case(json!({"fault": "reset", "when": "accept"}), Some("tls")),
        case(json!({"fault": "reset", "when": "request"}), http),
        case(json!({"fault": "reset", "when": "headers"}), http),
        case(json!({"fault": "reset", "when": "body"}), http),
        case(json!({"fault": "close", "when": "accept"}), Some("tls")),
        case(json!({"fault": "close", "when": "request"}), http),
        case(json!({"fault": "close", "when": "headers"}), http),
        case(json!({"fault": "close", "when": "body"}), http),
        lasting(json!({"fault": "tls_stall"}), "tls"),
        case(json!({"fault": "garbage"}), http),
        case(json!({"fault": "truncate", "bytes": 10}), http),
        case(json!({"fault": "truncate_json", "bytes": 20}), http),
        lasting(json!({"fault": "content_length", "delta": 5}), "http"),
        case(json!({"fault": "chunked"}), None),
        case(json!({"fault": "connection_close"}), None),
        case(json!({"fault": "extra_headers", "count": 500}), http),
        case(json!({"fault": "status", "status": 503}), http),
        case(json!({"fault": "status", "status": 429}), http),
        case(json!({"fault": "status", "status": 407}), Some("proxy")),
        case(json!({"fault": "status", "status": 511}), http),
        case(
            json!({"fault": "api_error", "status": 401, "code": "invalid_api_key"}),
            Some("application"),
        ),
        case(
            json!({"fault": "api_error", "status": 400, "code": "unknown_product"}),
            Some("application"),
        ),
        case(
            json!({"fault": "api_error", "status": 400, "code": "disabled_product"}),
            Some("application"),
        ),
        case(json!({"fault": "echo_query"}), Some("application")),
        case(json!({"fault": "redirect", "location": "https://elsewhere.example/"}), http),
        case(json!({"fault": "html"}), http),
        case(json!({"fault": "body", "body": "{}", "sign": false}), Some("signature")),
        case(json!({"fault": "body", "body": "<html>", "sign": false}), http),
        case(json!({"fault": "signature", "how": "missing"}), Some("signature")),
        case(json!({"fault": "signature", "how": "malformed"}), Some("signature")),
        case(json!({"fault": "signature", "how": "other-key"}), Some("signature")),
        case(json!({"fault": "signature", "how": "empty"}), Some("signature")),
        case(json!({"fault": "flip", "at": 5}), Some("signature")),
        case(json!({"fault": "nested", "levels": 1_000}), http),
        case(json!({"fault": "invalid_utf8"}), http),
        case(json!({"fault": "huge", "bytes": 2_000_000}), http),
        case(json!({"fault": "gzip"}), None),
        case(json!({"fault": "gzip_bomb", "bytes": 2_000_000}), http),
        case(json!({"fault": "other_product", "short_code": "other"}), Some("signature")),
        case(json!({"fault": "altered", "set": {"/short_code": "other"}}), Some("signature")),
        case(json!({"fault": "lost"}), http),
        case(
            json!({"fault": "somebody_else", "email": "trial@example.com", "path": "user_licenses"}),
            Some("user"),
        ),
        case(json!({"fault": "status", "status": 503, "path": "user_licenses"}), Some("user")),
        lasting(json!({"fault": "silent", "path": "user_licenses"}), "user"),
        started(&["--certificate", "expired"], Some("tls")),
        started(&["--certificate", "not-yet-valid"], Some("tls")),
        started(&["--certificate", "wrong-host"], Some("tls")),
        started(&["--certificate", "self-signed"], Some("tls")),
        started(&["--api-key", "another-key"], Some("application")),
        started(&["--shared-key", "another-key"], Some("application")),
        started(&["--clock-offset", "-7200"], None),
        started(&["--clock-offset", "7200"], None),
        started(&["--plain"], None),
    ]
}

/// With the keys that a sandbox has by default, whatever this one has.
fn settings(sandbox: &Sandbox, dir: &std::path::Path) -> Settings {
    Settings::of(sandbox)
        .api_key("sandbox-api-key", "sandbox-shared-key")
        .max_response_bytes(1 << 20)
        .store(dir)
        .timeout_ms(LONG_MS)
}

#[test]
fn the_step_that_fails_is_the_one_that_is_named() {
    each_case(&cases(), |case| {
        let (sandbox, dir) = (Sandbox::with(case.arguments), tempfile::tempdir().unwrap());
        if let Some(fault) = &case.fault {
            sandbox.fault(fault.clone());
        }
        let client = settings(&sandbox, dir.path()).client();
        let begun = Instant::now();
        let examined = Examined::of(&client, Some("valid"), case.timeout_ms);
        // Beyond the time there is only what the system takes to wake the caller.
        let limit = Duration::from_millis(case.timeout_ms.into()) + Duration::from_secs(2);
        assert!(begun.elapsed() < limit, "{:?}", begun.elapsed());
        assert_eq!(examined.failed(), case.step, "{}", examined.text);
        let steps = examined.report["steps"].as_array().unwrap();
        let failed = steps.iter().filter(|step| step["status"] == "failed").count();
        assert_eq!(failed, usize::from(case.step.is_some()), "one alone: {}", examined.text);
        for step in steps.iter().filter(|step| step["status"] == "failed") {
            assert!(step["advice"].is_string(), "{step}");
        }
        assert_eq!(examined.status("store"), "ok", "{}", examined.text);
        assert_eq!(examined.status("versions"), "ok");
    });
}

/// All of the sandbox's faults are in the table.
#[test]
fn every_fault_of_the_sandbox_is_tried() {
    let help = Command::new(sandbox_binary()).arg("--help").output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let (_, faults) = help.split_once("\nThe faults (").expect("the help has a list of faults");
    let lines = faults.lines().filter_map(|line| line.strip_prefix("  "));
    let names =
        lines.filter(|line| !line.starts_with(' ')).filter_map(|line| line.split(' ').next());
    let names: Vec<_> = names.collect();
    assert!(names.len() > 20, "{names:?}");
    let tried: Vec<_> = cases().into_iter().filter_map(|(_, case)| case.fault).collect();
    let missing = names.iter().filter(|name| !tried.iter().any(|fault| fault["fault"] == ***name));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn a_clock_that_is_off_is_a_warning_with_the_seconds() {
    for offset in ["-7200", "7200"] {
        let (sandbox, dir) =
            (Sandbox::with(&["--clock-offset", offset]), tempfile::tempdir().unwrap());
        let examined = Examined::of(&client(&sandbox, dir.path()), None, LONG_MS);
        let clock = examined.step("clock");
        assert_eq!(clock["status"], "warning", "{}", examined.text);
        let seconds = clock["details"]["server_is_ahead_by_seconds"].as_i64().unwrap();
        assert!((seconds - offset.parse::<i64>().unwrap()).abs() < 60, "{clock}");
        assert_eq!(examined.status("application"), "ok");
    }
}

#[test]
fn a_wrong_password_is_the_users_matter() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = client(&sandbox, dir.path());
    let examined =
        Examined::with(&client, Some("up"), Some(&password("valid@example.com", "wrong")), LONG_MS);
    assert_eq!(examined.failed(), Some("user"), "{}", examined.text);
    assert_eq!(examined.step("user")["details"]["code"], "authentication_failed");
}

#[test]
fn a_license_that_has_expired_is_an_answer() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let examined = Examined::of(&client(&sandbox, dir.path()), Some("expired"), LONG_MS);
    assert_eq!(examined.failed(), None);
    assert_eq!(examined.step("user")["details"]["decision"], "denied_expired");
}

#[test]
fn an_authority_that_nobody_here_trusts_may_be_somebody_who_reads_along() {
    let sandbox = Sandbox::start();
    let other = tls::Identity::own(rcgen::CertificateParams::new(["x".to_owned()]).unwrap());
    let dir = tempfile::tempdir().unwrap();
    let ca_file = dir.path().join("ca.pem");
    std::fs::write(&ca_file, &other.pem).unwrap();
    let settings = Settings::of(&sandbox).ca_file(ca_file.to_str().unwrap());
    let examined = Examined::of(&settings.timeout_ms(LONG_MS).client(), None, LONG_MS);
    assert_eq!(examined.failed(), Some("tls"), "{}", examined.text);
    let details = &examined.step("tls")["details"];
    assert_eq!(details["intercepted"], "possible");
    assert!(details["issuer"].as_str().unwrap().contains("sandbox"), "{details}");
    let pinned = Settings::of(&sandbox).pinned(&other.pin()).timeout_ms(LONG_MS).client();
    let examined = Examined::of(&pinned, None, LONG_MS);
    assert_eq!(examined.step("tls")["details"]["intercepted"], "likely", "{}", examined.text);
}

#[test]
fn a_ca_file_that_cannot_be_read_is_a_setting() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).ca_file("/nowhere/private-name.pem").client();
    let examined = Examined::of(&client, None, LONG_MS);
    assert_eq!(examined.failed(), Some("settings"), "{}", examined.text);
    assert_eq!([examined.status("connection"), examined.status("tls")], ["ok", "skipped"]);
    assert!(!examined.text.contains("private-name"));
}

#[test]
fn a_name_that_nobody_knows_and_a_port_that_nobody_has_are_named() {
    let dir = tempfile::tempdir().unwrap();
    for (url, step) in [("https://nowhere.invalid", "names"), ("https://127.0.0.1:1", "connection")]
    {
        let client =
            Settings::empty().api_key("k", "s").base_url(url).proxy("").store(dir.path()).client();
        let begun = Instant::now();
        let examined = Examined::of(&client, Some("valid"), 10_000);
        assert!(begun.elapsed() < Duration::from_secs(10));
        assert_eq!(examined.failed(), Some(step), "{}", examined.text);
        assert_eq!([examined.status("tls"), examined.status("user")], ["skipped"; 2]);
        assert_eq!(examined.status("store"), "ok");
    }
}

#[test]
fn a_proxy_that_refuses_or_says_nothing_is_the_proxys_failure() {
    let sandbox = Sandbox::start();
    let refusing = RawServer::answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    let silent = RawServer::silent();
    for (proxy, timeout_ms) in [(&refusing, LONG_MS), (&silent, SHORT_MS)] {
        let url = format!("http://user:password@127.0.0.1:{}", proxy.port());
        let client = Settings::of(&sandbox).proxy(&url).timeout_ms(LONG_MS).client();
        let examined = Examined::of(&client, Some("valid"), timeout_ms);
        assert_eq!(examined.failed(), Some("proxy"), "{}", examined.text);
        let details = &examined.step("proxy")["details"];
        assert_eq!(details["host"], format!("127.0.0.1:{}", proxy.port()));
        assert_eq!(details["has_user"], true);
        assert!(!examined.text.contains("password@"), "{}", examined.text);
    }
    let client = Settings::of(&sandbox).proxy("http://127.0.0.1:1").timeout_ms(LONG_MS).client();
    let examined = Examined::of(&client, Some("valid"), LONG_MS);
    assert_eq!(examined.failed(), Some("connection"), "{}", examined.text);
}
