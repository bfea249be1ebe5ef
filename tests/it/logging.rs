//! A Rust application that links this crate keeps its own log, and what other crates write into that holds
//! nothing that is secret.

use std::sync::Mutex;

use log::{LevelFilter, Log, Metadata, Record};

use crate::support::*;

const PASSWORD: &str = "MARKER-password";

/// The application's log: it keeps every line of everybody.
struct Kept(Mutex<Vec<String>>);

static KEPT: Kept = Kept(Mutex::new(Vec::new()));

impl Log for Kept {
    fn enabled(&self, _: &Metadata) -> bool {
        true
    }

    fn log(&self, record: &Record) {
        self.0.lock().unwrap().push(format!("{}: {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

#[test]
fn an_application_in_rust_keeps_its_log_and_nobody_writes_a_secret_into_it() {
    let name = "an_application_in_rust_keeps_its_log_and_nobody_writes_a_secret_into_it";
    apart(module_path!(), name, keeps_its_log);
}

/// In a process whose only log it is.
fn keeps_its_log() {
    log::set_logger(&KEPT).unwrap();
    log::set_max_level(LevelFilter::Trace);
    log::trace!("a line of the application's own");
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).client();
    let refused = client.ask(&password("valid@example.com", PASSWORD), NETWORK_ONLY);
    assert!(refused.is_err());
    let lines = KEPT.0.lock().unwrap();
    assert!(lines[0].ends_with("a line of the application's own"), "{lines:?}");
    for line in &*lines {
        let told = line.contains(PASSWORD) || line.contains("valid@") || line.contains("password=");
        assert!(!told, "{line}");
    }
}
