//! A running sandbox.

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::client::{Outcome, get, request_to};

/// A sandbox that ends with this value.
pub struct Sandbox {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: BufReader<ChildStdout>,
    /// The ready line.
    pub ready: Value,
    /// By how many seconds the tests have moved its clock.
    ahead: AtomicI64,
}

/// The program, with keys that stay from one test to the next.
pub fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lsagent-sandbox"));
    command.arg("--state-dir").arg(state_dir());
    command.stdin(Stdio::piped()).stdout(Stdio::piped());
    command
}

pub fn state_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sandbox-state")
}

impl Sandbox {
    /// With TLS.
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// Without TLS.
    pub fn plain() -> Self {
        Self::with(&["--plain"])
    }

    pub fn with(arguments: &[&str]) -> Self {
        let mut command = command();
        command.args(arguments).arg("--exit-with-stdin");
        Self::spawn(command)
    }

    pub fn spawn(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let stdin = child.stdin.take();
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        stdout.read_line(&mut line).unwrap();
        let ready = serde_json::from_str(&line).unwrap();
        Self { child, stdin, stdout, ready, ahead: AtomicI64::new(0) }
    }

    /// A string of the ready line.
    pub fn say(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap()
    }

    /// Asks the control port; gives the answer's JSON.
    pub fn control(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let outcome = self.control_with(method, path, &["Content-Type: application/json"], body);
        (outcome.status(), serde_json::from_slice(outcome.body()).unwrap())
    }

    /// The same with headers of one's own.
    pub fn control_with(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Outcome {
        let authority = self.say("control_url").strip_prefix("http://").unwrap();
        let text = request_to(authority, method, path, headers, body);
        Outcome::over_plain(self.say("control_url"), text.as_bytes())
    }

    /// Moves the clock of the sandbox, and that of the requests to it.
    pub fn advance(&self, seconds: i64) {
        let body = format!(r#"{{"advance_seconds":{seconds}}}"#);
        let (status, clock) = self.control("PUT", "/clock", &body);
        assert_eq!(status, 200, "{clock}");
        self.ahead.store(clock["offset_seconds"].as_i64().unwrap(), Ordering::Relaxed);
    }

    /// The time of a client that has learned the sandbox's.
    pub fn now(&self) -> SystemTime {
        SystemTime::now()
            + Duration::from_secs(self.ahead.load(Ordering::Relaxed).try_into().unwrap())
    }

    /// Adds a fault.
    pub fn fault(&self, fault: &str) {
        let (status, answer) = self.control("POST", "/faults", fault);
        assert_eq!(status, 200, "{fault}: {answer}");
    }

    /// Asks the services.
    pub fn ask(&self, request: &str) -> Outcome {
        Outcome::of(self, request.as_bytes())
    }

    /// A right question for the licenses of a member of the cast.
    pub fn sign_in(&self, name: &str) -> Outcome {
        self.ask(&get(self, &sign_in_path(name)))
    }

    /// What the server answers when one fault is added.
    pub fn sign_in_with(&self, fault: &str) -> Outcome {
        self.control("DELETE", "/faults", "");
        self.fault(fault);
        self.sign_in("valid")
    }

    /// Closes standard input and waits; gives the exit code and what else was printed.
    pub fn end(mut self) -> (Option<i32>, String) {
        drop(self.stdin.take());
        let mut rest = String::new();
        self.stdout.read_to_string(&mut rest).unwrap();
        (self.child.wait().unwrap().code(), rest)
    }
}

pub fn sign_in_path(name: &str) -> String {
    format!("/api/v4/user_licenses?product=up&username={name}%40example.com&password=secret")
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
