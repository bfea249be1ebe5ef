//! Beginning and end of the program.

use std::process::Command;

use crate::client::connect;
use crate::process::{Sandbox, command, state_dir};

#[test]
fn the_ready_line_says_where_everything_is_and_nothing_follows() {
    let sandbox = Sandbox::start();
    assert!(sandbox.say("base_url").starts_with("https://127.0.0.1:"));
    assert!(sandbox.say("control_url").starts_with("http://127.0.0.1:"));
    assert_eq!(sandbox.say("api_key"), "sandbox-api-key");
    assert_eq!(sandbox.say("shared_key"), "sandbox-shared-key");
    assert_eq!(sandbox.say("client_id"), "sandbox-client-id");
    assert_eq!(sandbox.say("client_secret"), "sandbox-client-secret");
    let token_url = format!("{}/oauth/token", sandbox.say("base_url"));
    assert_eq!(sandbox.say("token_url"), token_url);
    assert_eq!(sandbox.say("uipath_token"), "sandbox-uipath-token");
    assert!(sandbox.ready["pid"].is_u64());
    assert_eq!(sandbox.ready.as_object().unwrap().len(), 11);
    for (file, label) in [("ca_file", "CERTIFICATE"), ("public_key_file", "PUBLIC KEY")] {
        let pem = std::fs::read_to_string(sandbox.say(file)).unwrap();
        assert!(pem.starts_with(&format!("-----BEGIN {label}-----")));
    }
    sandbox.sign_in("valid");
    assert_eq!(sandbox.end(), (Some(0), String::new()));
    assert!(Sandbox::plain().say("base_url").starts_with("http://"));
}

#[test]
fn only_the_right_certificate_is_accepted() {
    for (kind, reason) in [
        ("valid", None),
        ("expired", Some("Expired")),
        ("not-yet-valid", Some("NotValidYet")),
        ("wrong-host", Some("NotValidForName")),
        ("self-signed", Some("UnknownIssuer")),
    ] {
        let sandbox = Sandbox::with(&["--certificate", kind]);
        let refused = connect(&sandbox).err().map(|error| format!("{error:?}"));
        match (&refused, reason) {
            (None, None) => {}
            (Some(text), Some(reason)) => assert!(text.contains(reason), "{kind}: {text}"),
            _ => panic!("{kind}: {refused:?}"),
        }
    }
}

#[test]
fn sandboxes_that_start_together_end_up_with_the_same_keys() {
    let dir = state_dir().with_extension("together");
    let _ = std::fs::remove_dir_all(&dir);
    let start = || {
        let mut command = command();
        command.arg("--state-dir").arg(&dir);
        std::thread::spawn(move || Sandbox::spawn(command))
    };
    let threads = [start(), start(), start(), start()];
    for thread in threads {
        let sandbox = thread.join().unwrap();
        let outcome = sandbox.sign_in("valid");
        assert!(outcome.status() == 200 && outcome.verifies(&sandbox));
    }
}

#[cfg(unix)]
#[test]
fn signals_end_it_cleanly() {
    for signal in ["-TERM", "-INT"] {
        let sandbox = Sandbox::spawn(command());
        let pid = sandbox.ready["pid"].to_string();
        assert!(Command::new("kill").args([signal, &pid]).status().unwrap().success());
        assert_eq!(sandbox.end().0, Some(0), "{signal}");
    }
}

#[test]
fn mistakes_are_one_line_on_standard_error() {
    let sandbox = Sandbox::start();
    let port = sandbox.say("base_url").rsplit(':').next().unwrap();
    for arguments in [&["--nope"][..], &["--certificate", "gold"], &["--port", port]] {
        let output = command().args(arguments).output().unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn help_and_version_are_printed() {
    let print = |option: &str| {
        let output = command().arg(option).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(print("--help").contains("gzip_bomb"));
    assert!(print("--version").starts_with("lsagent-sandbox "));
}

#[test]
fn the_clock_can_be_wrong_from_the_beginning() {
    let sandbox = Sandbox::with(&["--clock-offset", "-7200"]);
    let outcome = sandbox.sign_in("valid");
    assert_eq!(outcome.code(), (400, "date_header_diff".to_owned()));
    let date = httpdate::parse_http_date(outcome.header("Date").unwrap()).unwrap();
    assert!(date.elapsed().unwrap().as_secs() >= 7199);
}
