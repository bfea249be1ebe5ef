//! A desktop whose browser is a script of the test's.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::{env, fs, thread};

use tempfile::TempDir;

use super::programs::{run, text};
use super::{sso, until};

/// Notes what is given: descriptors (the last is that of the folder), signals, environment, and then the
/// arguments, for which others wait.
const XDG_OPEN: &str = r#"#!/bin/sh
/bin/ls /proc/self/fd >"$0.descriptors"
/bin/grep -E '^Sig(Blk|Ign):' /proc/self/status >"$0.signals"
/usr/bin/env >"$0.environment"
printf '%s\n' "$@" >"$0.new" && /bin/mv "$0.new" "$0.shown"
"#;

/// Its `xdg-open` notes what it is given.
pub struct Desktop(TempDir);

impl Desktop {
    pub fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let opener = folder.path().join("xdg-open");
        fs::write(&opener, XDG_OPEN).unwrap();
        fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).unwrap();
        Self(folder)
    }

    /// Has a program find it.
    pub fn surround(&self, command: &mut Command) {
        let path = format!("{}:{}", self.0.path().display(), env::var("PATH").unwrap());
        command.env("PATH", path);
    }

    /// What the opener has noted: "descriptors", "signals" or "environment".
    pub fn noted(&self, what: &str) -> String {
        fs::read_to_string(self.0.path().join(format!("xdg-open.{what}"))).unwrap()
    }

    /// Signs this user in on the page that the opener was given, which is all that it was given.
    pub fn sign_in(&self, email: &str) {
        let shown = self.0.path().join("xdg-open.shown");
        until("the browser is opened", || shown.exists());
        let arguments = fs::read_to_string(&shown).unwrap();
        let url = arguments.trim_end();
        assert!(url.starts_with("http://127.0.0.1:") && !url.contains(['\n', ' ']), "{arguments}");
        let back = sso::fill_in(url, email, "sign-in").unwrap();
        let page = sso::get(&back);
        if back.contains('#') {
            assert_eq!(sso::post_back(&page, &back).status, 200);
        }
    }
}

/// Runs `examples-c/sign_in_with_browser.c` on such a desktop, with a sandbox that speaks plain http.
pub fn signs_a_person_in(command: &mut Command, response_type: &str) -> Desktop {
    const EMAIL: &str = "features@example.com";
    let desktop = Desktop::set();
    desktop.surround(command);
    command.args(["up", "acme", response_type, "0", "/signed-in"]);
    let output = thread::scope(|scope| {
        let browser = scope.spawn(|| desktop.sign_in(EMAIL));
        let output = run(command, "");
        browser.join().unwrap();
        output
    });
    // Windows ends its lines in its own way.
    let said = text(&output).replace("\r\n", "\n");
    assert!(output.status.success(), "{response_type}: {said}");
    assert!(said.contains(&format!("Licenses: 1\n  perpetual, for {EMAIL}")), "{said}");
    desktop
}
