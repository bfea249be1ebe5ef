//! A log is sent to whoever asks for it: no line of one names a person, a place on their disk, or an
//! address with what stands in it. Many failures are driven, every line is kept, and all are looked at.

use std::fs;
use std::path::Path;

use lsagent::ffi::config::ls_config_set_remember;
use serde_json::{Value, json};

use crate::support::sso::Sso;
use crate::support::*;

const TIMEOUT_MS: u32 = 1_500;
/// A folder such as a person's name may stand in the path of.
const PERSON: &str = "Paula Person";
const EMAIL: &str = "paula.person@example.com";
const PASSWORD: &str = "MARKER-password";
const ID_TOKEN: &str = "MARKER-token";

/// What is wrong with a line; `None` if it is fit for a log.
fn unfit(line: &str) -> Option<&'static str> {
    let begins_a_path = |word: &str| {
        let word = word.trim_start_matches(['(', '"', '\'', '[']);
        let is_drive = word.get(1..3).is_some_and(|rest| rest == ":\\" || rest == ":/");
        (word.starts_with('/') && word.len() > 1) || is_drive
    };
    let lower = line.to_lowercase();
    if line.contains("://") {
        Some("a URL")
    } else if line.contains('@') || lower.contains("paula") {
        Some("a person")
    } else if line.contains("MARKER") {
        Some("a secret")
    } else if line.split_whitespace().any(begins_a_path) {
        Some("a path")
    } else {
        None
    }
}

#[test]
fn what_is_not_fit_for_a_log_is_found() {
    for (line, wrong) in [
        ("failed: it leads back to https://intranet.example/cb?tenant=42", "a URL"),
        ("the store of answers cannot be used in /home/somebody/.local", "a path"),
        ("cannot be read (\"C:\\Users\\somebody\")", "a path"),
        ("answered for somebody@example.com", "a person"),
        ("answered with MARKER-token", "a secret"),
    ] {
        assert_eq!(unfit(line), Some(wrong), "{line}");
    }
    assert_eq!(unfit("user_licenses up: 127.0.0.1:443 answered 200/ok with 7 bytes"), None);
}

fn all_are_fit(what: &str, client: &Client) {
    let log = client.log();
    assert!(!log.is_empty(), "{what}: nothing was logged");
    for line in &log {
        assert_eq!(unfit(line), None, "{what}: {line}");
    }
}

/// Nor does a message name an address.
fn names_no_address(what: &str, failure: &Failure) {
    assert!(!failure.message.contains("://"), "{what}: {}", failure.message);
    assert!(!failure.message.contains("MARKER"), "{what}: {}", failure.message);
}

/// A store in a folder with a person's name.
fn settings(sandbox: &Sandbox, dir: &Path) -> Settings {
    let store = dir.join(PERSON);
    Settings::of(sandbox).store(&store).timeout_ms(TIMEOUT_MS)
}

fn sign_ins() -> [Credentials; 3] {
    [password(EMAIL, PASSWORD), id_token(ID_TOKEN, "acme"), remembered(Some(EMAIL))]
}

/// Asks in every way there is.
fn ask_all(what: &str, client: &Client) {
    for credentials in sign_ins() {
        for policy in [NETWORK_FIRST, CACHE_FIRST, NETWORK_ONLY, CACHE_ONLY] {
            if let Err(failure) = client.user_licenses("up", &credentials, policy) {
                names_no_address(what, &failure);
            }
        }
    }
    let users = client.users_of(EMAIL, NETWORK_FIRST);
    if let Err(failure) = users {
        names_no_address(what, &failure);
    }
}

/// What the server may do, also in what it says of a user.
fn faults() -> Vec<Value> {
    let says = |status: u16, code: &str| {
        let message = format!("{EMAIL} see https://example.com/?user={EMAIL} /home/{PERSON}");
        json!({"fault": "api_error", "status": status, "code": code, "message": message})
    };
    vec![
        says(400, "unknown_product"),
        says(400, EMAIL),
        says(401, "authentication_failed"),
        says(403, "/home/somebody"),
        says(429, "too_many_requests"),
        says(500, "internal_error"),
        json!({"fault": "reset", "when": "accept"}),
        json!({"fault": "reset", "when": "body"}),
        json!({"fault": "close", "when": "request"}),
        json!({"fault": "garbage"}),
        json!({"fault": "truncate", "bytes": 20}),
        json!({"fault": "html"}),
        json!({"fault": "signature", "how": "missing"}),
        json!({"fault": "redirect", "location": "https://127.0.0.1:1/?user=paula"}),
        json!({"fault": "status", "status": 407}),
        json!({"fault": "api_error", "status": 400, "code": "date_header_diff"}),
        json!({"fault": "body", "body": r#"[{"license":{"product_details":{"short_code":"x"}}}]"#}),
    ]
}

#[test]
fn whatever_the_server_does_the_log_names_nobody() {
    let cases: Vec<_> = faults().into_iter().map(|fault| (fault.to_string(), fault)).collect();
    each_case(&cases, |fault| {
        let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
        let settings = settings(&sandbox, dir.path());
        let client = settings.set(|config| ls_config_set_remember(config, true)).client();
        sandbox.fault(fault.clone());
        ask_all(&fault.to_string(), &client);
        all_are_fit(&fault.to_string(), &client);
    });
}

/// Puts something in the way of a store.
type Prepare<'a> = &'a dyn Fn(&Path);

/// A store that cannot be read, or not be written, in a place that names a person.
#[test]
fn whatever_becomes_of_the_store_the_log_names_no_place() {
    let in_the_way = |dir: &Path| fs::write(dir.join(PERSON), "in the way").unwrap();
    let of_a_file = |dir: &Path| {
        fs::create_dir_all(dir.join(PERSON)).unwrap();
        fs::write(dir.join(PERSON).join("device"), "").unwrap();
    };
    let full = |dir: &Path| {
        let (sandbox, store) = (Sandbox::start(), dir.join(PERSON));
        Settings::of(&sandbox).store(&store).client().licenses_of("valid", NETWORK_ONLY).unwrap();
        for folder in fs::read_dir(&store).unwrap().flatten() {
            for file in fs::read_dir(folder.path()).unwrap().flatten() {
                fs::remove_file(file.path()).unwrap();
                fs::create_dir_all(file.path().join("precious")).unwrap();
            }
        }
    };
    let cases: [(&str, Prepare); 3] =
        [("a file in the way", &in_the_way), ("a file within", &of_a_file), ("folders", &full)];
    for (what, prepare) in cases {
        let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
        prepare(dir.path());
        let client = settings(&sandbox, dir.path()).client();
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
        ask_all(what, &client);
        client.forget(None);
        all_are_fit(what, &client);
    }
}

#[test]
fn a_file_of_certificates_that_cannot_be_read_is_named_by_its_setting_and_not_by_its_path() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let ca_file = dir.path().join(PERSON);
    let client = settings(&sandbox, dir.path()).ca_file(ca_file.to_str().unwrap()).client();
    let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert!(failure.message.starts_with("ca_file: cannot be read"), "{}", failure.message);
    assert!(!failure.message.contains(PERSON), "{}", failure.message);
    all_are_fit("ca_file", &client);
}

#[test]
fn nobody_to_be_reached_is_logged_by_host_and_port() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let expired = Sandbox::with(&["--certificate", "expired"]);
    for base_url in [&format!("https://{NOBODY}"), "https://something.invalid", expired.base_url()]
    {
        let client = settings(&sandbox, dir.path()).base_url(base_url).client();
        ask_all(base_url, &client);
        all_are_fit(base_url, &client);
        let host = base_url.trim_start_matches("https://");
        assert!(client.log().iter().any(|line| line.contains(host)), "{:?}", client.log());
    }
}

#[test]
fn a_page_that_leads_back_elsewhere_is_not_named_in_the_log() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let url = "https://idp.example/?redirect_uri=https%3A%2F%2Fintranet.example%2Fcb%3Ftenant=42";
    let body = json!({ "url": url }).to_string();
    sandbox.fault(json!({"fault": "body", "path": "sso_url", "body": body}));
    let client = settings(&sandbox, dir.path()).client();
    let failure = client.sso_sign_in(Sso::new().get()).err().unwrap();
    names_no_address("sso", &failure);
    assert!(failure.message.contains("intranet.example/cb"), "{}", failure.message);
    all_are_fit("sso", &client);
    assert!(!client.log().join("\n").contains("intranet"), "{:?}", client.log());
}
