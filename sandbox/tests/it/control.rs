//! The control port.

use serde_json::json;

use crate::client::{Outcome, get, request, request_to};
use crate::process::{Sandbox, sign_in_path};

#[test]
fn requests_are_shown_and_forgotten() {
    let sandbox = Sandbox::start();
    sandbox.sign_in("valid");
    let (_, record) = sandbox.control("GET", "/requests", "");
    assert_eq!(record["connections"], 1);
    let request = &record["requests"][0];
    assert_eq!(request["method"], "GET");
    assert_eq!(request["path"], "/api/v4/user_licenses");
    let query = json!({"product": "up", "username": "valid@example.com", "password": "secret"});
    assert_eq!(request["query"], query);
    assert!(request["raw_query"].as_str().unwrap().contains("valid%40example.com"));
    assert!(request["headers"]["authorization"].as_str().unwrap().starts_with("algorithm="));
    assert_eq!(request["connection"], 1);
    let empty = json!({"connections": 0, "requests": []});
    assert_eq!(sandbox.control("DELETE", "/requests", ""), (200, empty.clone()));
    assert_eq!(sandbox.control("GET", "/requests", ""), (200, empty));
}

/// The status for a request to the control port, said to be to this host.
fn at_host(sandbox: &Sandbox, host: &str, method: &str, headers: &[&str]) -> u16 {
    let text = request_to(host, method, "/faults", headers, r#"{"fault":"html"}"#);
    Outcome::over_plain(sandbox.say("control_url"), text.as_bytes()).status()
}

fn port(sandbox: &Sandbox) -> &str {
    sandbox.say("control_url").rsplit(':').next().unwrap()
}

#[test]
fn a_page_of_another_site_changes_nothing_and_reads_nothing() {
    let sandbox = Sandbox::start();
    let json = "Content-Type: application/json";
    let own = format!("127.0.0.1:{}", port(&sandbox));
    for origin in ["null", "http://evil.example", "https://evil.example", sandbox.say("base_url")] {
        let origin = format!("Origin: {origin}");
        for method in ["GET", "POST", "PUT", "DELETE", "OPTIONS"] {
            assert_eq!(at_host(&sandbox, &own, method, &[json, &origin]), 403, "{method} {origin}");
        }
        let reading = sandbox.control_with("GET", "/state", &[&origin], "");
        assert_eq!(reading.status(), 403);
        assert!(!reading.head().to_lowercase().contains("access-control"), "{}", reading.head());
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
        let kind = format!("Content-Type: {kind}");
        assert_eq!(at_host(&sandbox, &own, "POST", &[&kind]), 415, "{kind}");
    }
    assert_eq!(at_host(&sandbox, &own, "POST", &[]), 415);
    assert_eq!(sandbox.sign_in("valid").body()[0], b'[', "there is no fault");
    let same = format!("Origin: http://{own}");
    assert_eq!(at_host(&sandbox, &own, "POST", &[json, &same]), 200);
}

#[test]
fn a_foreign_name_that_leads_here_is_refused() {
    let sandbox = Sandbox::start();
    let json = "Content-Type: application/json";
    for host in ["evil.example", "evil.example:80", "127.0.0.1", "localhost:1", "", "0.0.0.0"] {
        assert_eq!(at_host(&sandbox, host, "POST", &[json]), 403, "{host}");
        let with_port = format!("evil.example:{}", port(&sandbox));
        assert_eq!(at_host(&sandbox, &with_port, "GET", &[json]), 403);
    }
    for name in ["127.0.0.1", "localhost", "[::1]"] {
        let host = format!("{name}:{}", port(&sandbox));
        assert_eq!(at_host(&sandbox, &host, "POST", &[json]), 200, "{host}");
    }
}

#[test]
fn the_clock_can_be_changed() {
    let sandbox = Sandbox::start();
    let set = |seconds: i64| {
        let body = format!(r#"{{"offset_seconds":{seconds}}}"#);
        assert_eq!(sandbox.control("PUT", "/clock", &body).0, 200);
        sandbox.sign_in("trial").status()
    };
    assert_eq!([set(86_400), set(0), set(-86_400)], [400, 200, 400]);
}

#[test]
fn faults_happen_as_often_and_where_they_were_asked_for() {
    let sandbox = Sandbox::start();
    let customer = "/api/v4/customer_license_users?product=up&customer=empty%40example.com";
    sandbox.fault(r#"{"fault":"status","status":503,"times":2,"path":"user_licenses"}"#);
    assert_eq!(sandbox.ask(&get(&sandbox, customer)).status(), 200);
    let mut statuses = Vec::new();
    for _ in 0..3 {
        statuses.push(sandbox.sign_in("valid").status());
    }
    assert_eq!(statuses, [503, 503, 200]);
    sandbox.fault(r#"{"fault":"status","status":500}"#);
    assert_eq!(sandbox.sign_in("valid").status(), 500);
    sandbox.control("DELETE", "/faults", "");
    assert_eq!(sandbox.sign_in("valid").status(), 200);
}

#[test]
fn a_code_survives_an_error_before_it_was_looked_at() {
    let sandbox = Sandbox::start();
    let code = "customer_account_code=acme&code=code%3Avalid%40example.com%3A1";
    let path = format!("/api/v4/user_licenses?product=up&{code}");
    let ask = || sandbox.ask(&get(&sandbox, &path)).status();
    sandbox.fault(r#"{"fault":"status","status":503,"times":1}"#);
    sandbox.fault(r#"{"fault":"reset","when":"headers","times":1}"#);
    // Unavailable; lost on the way, but used; used.
    assert_eq!([ask(), ask(), ask()], [503, 200, 401]);
}

#[test]
fn mistakes_are_explained() {
    let sandbox = Sandbox::start();
    for (method, path, body, expected) in [
        ("POST", "/faults", r#"{"fault":"nope"}"#, 400),
        ("POST", "/faults", r#"{"fault":"html","extra":1}"#, 400),
        ("POST", "/faults", "not json", 400),
        ("PUT", "/clock", r#"{"offset_seconds":99999999999}"#, 400),
        ("PUT", "/oauth", r#"{"lifetime_seconds":-1}"#, 400),
        ("PUT", "/tokens", r#"{"are":"lost"}"#, 400),
        ("PUT", "/users", r#"{"count":-1}"#, 400),
        ("GET", "/faults", "", 405),
        ("GET", "/nope", "", 404),
    ] {
        let (status, answer) = sandbox.control(method, path, body);
        assert_eq!(status, expected, "{method} {path} {body}");
        assert!(answer["message"].is_string());
    }
}

#[test]
fn a_client_that_goes_away_takes_nothing_with_it() {
    let sandbox = Sandbox::start();
    sandbox.fault(r#"{"fault":"huge","bytes":20000000,"times":1}"#);
    let text = get(&sandbox, &sign_in_path("valid"));
    for bytes in [&text.as_bytes()[..20], text.as_bytes(), b""] {
        let mut stream = crate::client::connect(&sandbox).unwrap();
        stream.write_all(bytes).unwrap();
    }
    let garbage = request("GET", "/", &["X: \u{1}"], "");
    assert_eq!(sandbox.ask(&garbage).status(), 400);
    assert_eq!(sandbox.sign_in("valid").status(), 200);
}
