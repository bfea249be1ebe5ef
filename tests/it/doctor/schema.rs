//! What docs/doctor-report.schema.json says holds for real reports, by a validator of others.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use serde_json::{Value, json};

use super::client;
use crate::support::*;

const LONG_MS: u32 = 60_000;

/// Reads reports from its input.
const VALIDATE: &str = "import json, sys, jsonschema
schema = json.load(open('docs/doctor-report.schema.json'))
jsonschema.Draft202012Validator.check_schema(schema)
valid = jsonschema.Draft202012Validator(schema)
for report in json.load(sys.stdin):
    valid.validate(report)
";

/// The interpreter that has the validator: one of the tools that packages are checked with.
fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| {
        let venv = target().join("packaging/venv");
        let mut made = Command::new("scripts/venv.sh");
        made.current_dir(env!("CARGO_MANIFEST_DIR")).arg(&venv).arg("packaging/requirements.txt");
        assert!(made.status().unwrap().success(), "the validator is installed");
        venv.join("bin/python")
    })
}

/// What the validator says; nothing about reports that are as they should be.
fn complaint(reports: &[Value]) -> Option<String> {
    let mut python = Command::new(python())
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["-c", VALIDATE])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(json!(reports).to_string().as_bytes()).unwrap();
    let ended = python.wait_with_output().unwrap();
    (!ended.status.success()).then(|| String::from_utf8_lossy(&ended.stderr).into_owned())
}

/// Good ones and bad ones, with all details that there are.
fn reports() -> Vec<Value> {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let with_store = client(&sandbox, dir.path());
    with_store.licenses_of("valid", NETWORK_ONLY).unwrap();
    let mut reports = vec![
        Examined::of(&with_store, Some("valid"), LONG_MS).report,
        Examined::with(&with_store, None, None, LONG_MS).report,
        Examined::with(
            &with_store,
            Some("up"),
            Some(&password("valid@example.com", "wrong")),
            LONG_MS,
        )
        .report,
    ];
    let refusing = RawServer::answering("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    let proxy = format!("socks5://u:p@127.0.0.1:{}", refusing.port());
    for proxy in [proxy, format!("http://127.0.0.1:{}", refusing.port())] {
        let client = Settings::of(&sandbox).proxy(&proxy).client();
        reports.push(Examined::of(&client, Some("valid"), LONG_MS).report);
    }
    let nobody = Settings::empty().api_key("k", "s").base_url("https://nowhere.invalid").client();
    reports.push(Examined::of(&nobody, None, 5_000).report);
    for fault in [
        json!({"fault": "html"}),
        json!({"fault": "api_error", "status": 401, "code": "invalid_api_key"}),
    ] {
        sandbox.fault(fault);
        reports.push(Examined::of(&with_store, Some("valid"), LONG_MS).report);
        sandbox.no_faults();
    }
    reports
}

#[test]
fn real_reports_are_as_the_schema_says() {
    let reports = reports();
    assert_eq!(complaint(&reports), None, "{reports:#?}");
}

#[test]
fn a_report_that_is_not_as_the_schema_says_is_found() {
    let sandbox = Sandbox::start();
    let report = Examined::of(&Settings::of(&sandbox).client(), None, LONG_MS).report;
    let changes: [fn(&mut Value); 4] = [
        |report| report["steps"][0]["status"] = "fine".into(),
        |report| report["steps"][0]["details"]["more"] = true.into(),
        |report| drop(report["steps"].as_array_mut().unwrap().pop()),
        |report| report["user"] = "a@b.example".into(),
    ];
    for change in changes {
        let mut changed = report.clone();
        change(&mut changed);
        assert!(complaint(std::slice::from_ref(&changed)).is_some(), "{changed}");
    }
}

/// Each step of the library has its details described.
#[test]
fn the_schema_names_every_step() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/doctor-report.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let sandbox = Sandbox::start();
    let examined = Examined::of(&Settings::of(&sandbox).client(), None, LONG_MS);
    let ids = examined.steps.iter().map(|step| Value::from(step.step.clone()));
    let described = schema["properties"]["steps"]["prefixItems"].as_array().unwrap().iter();
    let described = described.map(|step| step["properties"]["id"]["const"].clone());
    assert_eq!(described.collect::<Vec<_>>(), ids.collect::<Vec<_>>());
}
