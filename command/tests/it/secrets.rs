//! Secrets come in by no argument, and go out nowhere.

use std::fs;
use std::process::Stdio;

use crate::support::*;

const MARKER: &str = "MARKER-password";

#[test]
fn a_password_comes_from_a_file_or_from_the_standard_input() {
    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    let file = device.folder.path().join("password");
    fs::write(&file, "secret\nand more\n").unwrap();
    let user = ["check", "--user", "valid@example.com", "--password-file"];
    let by_file = device.run(&[&user[..], &[file.to_str().unwrap()]].concat());
    assert_eq!(by_file.status, Some(0), "{by_file:?}");
    let input = fs::File::open(&file).unwrap();
    let mut command = device.command(&[&user[..], &["-"]].concat());
    let by_input = Ended::of(command.stdin(Stdio::from(input)));
    assert_eq!(by_input.status, Some(0), "{by_input:?}");
}

#[test]
fn nothing_that_is_printed_repeats_a_secret() {
    let sandbox = Sandbox::start();
    sandbox.fault(
        serde_json::json!({"fault": "echo_query", "status": 401, "code": "authentication_failed"}),
    );
    let device = Device::of(&sandbox);
    for arguments in [
        &["check"][..],
        &["licenses"],
        &["doctor"],
        &["doctor", "--json"],
        &["doctor", "-v"],
        &["activate"],
    ] {
        let arguments = [arguments, &["--user", "marked-user@example.com"]].concat();
        let ended = Ended::of(device.command(&arguments).env("LSAGENT_PASSWORD", MARKER));
        assert_ne!(ended.status, Some(0), "{ended:?}");
        let all = format!("{}{}", ended.out, ended.err);
        for secret in [MARKER, sandbox.said("shared_key")] {
            assert!(!all.contains(secret), "{arguments:?}: {all}");
        }
        let is_doctor = arguments[0] == "doctor";
        assert!(!is_doctor || !all.contains("marked-user"), "{all}");
    }
}

/// At a terminal the person is asked, and what they type is not shown.
#[cfg(target_os = "linux")]
#[test]
fn a_prompt_does_not_show_what_is_typed() {
    use std::io::{Read, Write};
    use std::process::Command;

    let sandbox = Sandbox::start();
    let device = Device::of(&sandbox);
    let inside = format!("{} check --user valid@example.com", program().display());
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", &inside, "/dev/null"])
        .env("LSAGENT_CONFIG", device.config())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script (bsdutils) makes a terminal");
    wait_until_nothing_is_shown(terminal.id());
    terminal.stdin.as_mut().unwrap().write_all(b"secret\n").unwrap();
    let mut seen = String::new();
    terminal.stdout.as_mut().unwrap().read_to_string(&mut seen).unwrap();
    assert!(terminal.wait().unwrap().success(), "{seen}");
    assert!(seen.contains("password: ") && seen.contains("yes: "), "{seen}");
    assert!(!seen.contains("secret"), "{seen}");
}

/// The program switches the echo of its terminal off while it asks.
#[cfg(target_os = "linux")]
fn wait_until_nothing_is_shown(script: u32) {
    use std::process::Command;
    use std::time::{Duration, Instant};

    let begun = Instant::now();
    let terminal = || {
        let children = fs::read_to_string(format!("/proc/{script}/task/{script}/children")).ok()?;
        let child = children.split_whitespace().next()?.to_owned();
        fs::read_link(format!("/proc/{child}/fd/0")).ok()
    };
    loop {
        let state = terminal().and_then(|terminal| {
            Command::new("stty").arg("-a").arg("-F").arg(terminal).output().ok()
        });
        if state.is_some_and(|state| String::from_utf8_lossy(&state.stdout).contains(" -echo ")) {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "it has asked for no password");
        std::thread::yield_now();
    }
}
