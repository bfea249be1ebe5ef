//! The page on the control port: its files, what it shows, and the events that it follows.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Outcome, get, request_to};
use crate::device::{Device, good, put};
use crate::process::Sandbox;

const FILES: [&str; 9] = [
    "/console",
    "/console/console.css",
    "/console/icon.svg",
    "/console/main.js",
    "/console/page.js",
    "/console/clock.js",
    "/console/faults.js",
    "/console/licenses.js",
    "/console/requests.js",
];
const PARTS: [&str; 3] = ["/console/faults", "/console/overview", "/console/events"];

fn start() -> Sandbox {
    Sandbox::with(&["--console"])
}

fn read(sandbox: &Sandbox, path: &str) -> Outcome {
    sandbox.control_with("GET", path, &[], "")
}

/// The events as they arrive.
struct Events(TcpStream);

impl Events {
    fn follow(sandbox: &Sandbox, headers: &[&str]) -> Self {
        let authority = sandbox.say("control_url").strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(authority).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let request = request_to(authority, "GET", "/console/events", headers, "");
        stream.write_all(request.as_bytes()).unwrap();
        Self(stream)
    }

    /// All that comes until this does.
    fn until(&mut self, needle: &str) -> String {
        let mut text = String::new();
        let mut byte = [0];
        while !text.ends_with(needle) {
            self.0.read_exact(&mut byte).unwrap_or_else(|error| panic!("{error}: {text}"));
            text.push(char::from(byte[0]));
            // It says so when nothing has happened for long.
            assert!(!text.ends_with("\n:\n\n") && text != ":\n\n", "nothing came: {text}");
        }
        text
    }

    /// The data of the next event of this kind.
    fn next(&mut self, kind: &str) -> Value {
        self.until(&format!("event: {kind}\n"));
        self.until("data: ");
        let line = self.until("\n");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }
}

#[test]
fn without_the_option_nothing_of_the_page_is_served() {
    let sandbox = Sandbox::start();
    assert!(sandbox.ready.get("console_url").is_none());
    for path in FILES.iter().chain(&PARTS) {
        assert_eq!(read(&sandbox, path).status(), 404, "{path}");
    }
    let sandbox = start();
    assert_eq!(sandbox.say("console_url"), format!("{}/console", sandbox.say("control_url")));
    for path in FILES {
        assert_eq!(read(&sandbox, path).status(), 200, "{path}");
    }
    assert_eq!(read(&sandbox, "/console/nothing").status(), 404);
    let written = sandbox.control_with("POST", "/console", &["X-Lsagent-Sandbox: 1"], "");
    assert_eq!(written.status(), 404, "it is read alone");
}

#[test]
fn pages_of_other_sites_get_nothing_of_it() {
    let sandbox = start();
    for path in FILES.iter().chain(&PARTS) {
        let foreign = sandbox.control_with("GET", path, &["Origin: http://evil.example"], "");
        assert_eq!(foreign.status(), 403, "{path}");
        let rebound = request_to("evil.example", "GET", path, &[], "");
        let rebound = Outcome::over_plain(sandbox.say("control_url"), rebound.as_bytes());
        assert_eq!(rebound.status(), 403, "{path}");
    }
}

#[test]
fn the_page_has_no_script_of_its_own_and_is_in_no_other_page() {
    let sandbox = start();
    for path in FILES {
        let file = read(&sandbox, path);
        let policy = file.header("Content-Security-Policy").unwrap();
        for part in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(file.header("X-Content-Type-Options"), Some("nosniff"), "{path}");
        assert_eq!(file.header("Cross-Origin-Resource-Policy"), Some("same-origin"), "{path}");
        let text = std::str::from_utf8(file.body()).unwrap();
        for way in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            assert!(!text.contains(way), "{path}: {way}");
        }
    }
    let page = String::from_utf8(read(&sandbox, "/console").body().to_vec()).unwrap();
    for inline in ["<script>", "<style", " style=", " onclick", "javascript:", "http:", "https:"] {
        assert!(!page.contains(inline), "{inline}");
    }
    for named in page.split('"').filter(|text| text.starts_with("/console")) {
        assert!(FILES.contains(&named), "{named}");
    }
}

#[test]
fn requests_arrive_as_events_with_what_became_of_them() {
    let sandbox = start();
    let mut events = Events::follow(&sandbox, &[]);
    let head = events.until("\r\n\r\n");
    assert!(head.contains("Content-Type: text/event-stream"), "{head}");
    events.next("state");
    sandbox.ask(&get(&sandbox, "/api/v4/check_license?product=key-product"));
    let arrived = events.next("request");
    assert_eq!(
        (&arrived["number"], &arrived["path"]),
        (&json!(1), &json!("/api/v4/check_license"))
    );
    let answered = if arrived["answer"].is_null() { events.next("request") } else { arrived };
    let refused = json!({"status": 400, "code": "missing_hardware_id", "fault": null});
    assert_eq!((&answered["number"], &answered["answer"]), (&json!(1), &refused));
    sandbox.control("DELETE", "/requests", "");
    events.next("forgotten");
}

#[test]
fn a_fault_is_named_where_it_has_struck() {
    let sandbox = start();
    sandbox.fault(r#"{"fault":"status","status":503,"times":1}"#);
    sandbox.sign_in("valid");
    sandbox.sign_in("valid");
    let (_, record) = sandbox.control("GET", "/requests", "");
    let answers = [&record["requests"][0]["answer"], &record["requests"][1]["answer"]];
    let struck = json!({"status": 503, "code": null, "fault": "status"});
    assert_eq!(answers, [&struck, &json!({"status": 200, "code": null, "fault": null})]);
}

#[test]
fn a_change_from_elsewhere_is_an_event_too() {
    let sandbox = start();
    let mut events = Events::follow(&sandbox, &[]);
    events.next("state");
    sandbox.fault(r#"{"fault":"html"}"#);
    events.next("state");
    let overview = read(&sandbox, "/console/overview").json();
    let waiting = json!([{"fault": "html", "times": null, "path": null}]);
    assert_eq!(overview["faults"], waiting);
}

#[test]
fn events_go_on_where_they_were_lost() {
    let sandbox = start();
    sandbox.sign_in("valid");
    let mut first = Events::follow(&sandbox, &[]);
    first.next("request");
    first.until("id: ");
    let id = first.until("\n");
    drop(first);
    sandbox.sign_in("trial");
    let last = format!("Last-Event-ID: {}", id.trim());
    assert_eq!(Events::follow(&sandbox, &[&last]).next("request")["number"], 2);
    assert_eq!(Events::follow(&sandbox, &[]).next("request")["number"], 1, "a new reader");
}

#[test]
fn the_faults_of_the_page_are_those_that_can_be_added() {
    let sandbox = start();
    let table = read(&sandbox, "/console/faults").json();
    let (_, refused) = sandbox.control("POST", "/faults", r#"{"fault":"nope"}"#);
    let listed = refused["message"].as_str().unwrap();
    let mut known: Vec<_> = listed.split('`').skip(3).step_by(2).collect();
    let rows = table["faults"].as_array().unwrap();
    let mut shown: Vec<_> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    known.sort_unstable();
    shown.sort_unstable();
    assert_eq!(shown, known);
    for call in table["calls"].as_array().unwrap() {
        sandbox.fault(&json!({"fault": "html", "times": 1, "path": call}).to_string());
    }
}

fn license(sandbox: &Sandbox, name: &str) -> Value {
    let overview = read(sandbox, "/console/overview").json();
    let groups = overview["groups"].as_array().unwrap();
    let mut holders = groups.iter().flat_map(|group| group["holders"].as_array().unwrap());
    holders.find(|holder| holder["name"] == name).unwrap()["licenses"][0].clone()
}

#[test]
fn the_cast_is_shown_with_what_became_of_it() {
    let sandbox = start();
    let floating = "FLOA-AAAA-BBBB-CCCC";
    let before = license(&sandbox, floating);
    assert_eq!((&before["changed"], &before["seats"][0]["in_use"]), (&json!(false), &json!(0)));
    let device = Device::of_key(&sandbox, "FLOA", "device-a");
    assert_eq!([device.activate().code(), device.check().code()], [good(), good()]);
    put(
        &sandbox,
        "/state/licenses",
        json!({"license_key": floating, "set": {"license_enabled": false}}),
    );
    let after = license(&sandbox, floating);
    assert_eq!(after["seats"][0]["holders"][0]["hardware_id"], "device-a");
    assert_eq!(after["entry"]["license_enabled"], false);
    assert_eq!(license(&sandbox, "metered@example.com")["counters"][0]["total"], 7);
    let trial = device.with(json!({"product": "key-trial", "license_key": null})).get("trial_key");
    let key = trial.json()["license_key"].as_str().unwrap().to_owned();
    assert_eq!(license(&sandbox, &key)["entry"]["is_trial"], true);
}

#[test]
fn looking_does_not_date_a_license() {
    let sandbox = start();
    let end = |license: &Value| license["entry"]["validity_period"].as_str().unwrap().to_owned();
    let before = end(&license(&sandbox, "TIME-AAAA-BBBB-CCCC"));
    sandbox.advance(40 * 86_400);
    assert!(end(&license(&sandbox, "TIME-AAAA-BBBB-CCCC")) > before);
    assert_eq!(Device::of_key(&sandbox, "TIME", "device-a").activate().code(), good());
}
