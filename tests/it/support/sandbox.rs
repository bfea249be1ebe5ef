//! The sandbox as a process of a test's own.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

use super::cargo::{cargo, target};

/// A running sandbox; it ends with the test.
pub struct Sandbox {
    child: Child,
    ready: Value,
}

impl Sandbox {
    pub fn start() -> Self {
        Self::with(&[])
    }

    /// Arguments as on its command line.
    pub fn with(arguments: &[&str]) -> Self {
        let state = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sandbox-state");
        let mut child = Command::new(sandbox_binary())
            .arg("--state-dir")
            .arg(state)
            .arg("--exit-with-stdin")
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the sandbox starts");
        let mut line = String::new();
        let output = child.stdout.take().expect("its output is piped");
        BufReader::new(output).read_line(&mut line).expect("it says when it is ready");
        let ready = serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line:?}"));
        Self { child, ready }
    }

    pub fn base_url(&self) -> &str {
        self.said("base_url")
    }

    pub fn port(&self) -> u16 {
        let port = self.base_url().rsplit(':').next().and_then(|port| port.parse().ok());
        port.expect("the base URL ends with a port")
    }

    pub fn ca_file(&self) -> &str {
        self.said("ca_file")
    }

    pub fn public_key(&self) -> String {
        std::fs::read_to_string(self.said("public_key_file")).expect("the key file is there")
    }

    /// The line it printed when it was ready.
    pub fn ready(&self) -> &Value {
        &self.ready
    }

    pub fn said(&self, name: &str) -> &str {
        self.ready[name].as_str().unwrap_or_else(|| panic!("no {name} in {}", self.ready))
    }

    /// Adds a fault, as the sandbox's README describes them.
    pub fn fault(&self, fault: Value) {
        self.control("POST", "/faults", &fault.to_string());
    }

    pub fn no_faults(&self) {
        self.control("DELETE", "/faults", "");
    }

    pub fn control(&self, method: &str, path: &str, body: &str) -> Value {
        serde_json::from_str(&self.control_text(method, path, body)).unwrap_or_default()
    }

    /// The same for answers that are no JSON.
    pub fn control_text(&self, method: &str, path: &str, body: &str) -> String {
        let url = format!("{}{path}", self.said("control_url"));
        let request = ureq::http::Request::builder().method(method).uri(url);
        let request = request.header("Content-Type", "application/json");
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .proxy(None)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .build()
            .into();
        let mut answer =
            agent.run(request.body(body.to_owned()).unwrap()).expect("the control port answers");
        let text = answer.body_mut().read_to_string().unwrap();
        assert!(answer.status().is_success(), "{method} {path} {body}: {text}");
        text
    }

    /// How many connections and requests there were.
    pub fn traffic(&self) -> (u64, usize) {
        let seen = self.control("GET", "/requests", "");
        (seen["connections"].as_u64().unwrap(), seen["requests"].as_array().unwrap().len())
    }

    pub fn requests(&self) -> Vec<Value> {
        self.control("GET", "/requests", "")["requests"].as_array().unwrap().clone()
    }

    pub fn forget_traffic(&self) {
        self.control("DELETE", "/requests", "");
    }

    /// Ends it, as a crash would.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The one that `LSAGENT_SANDBOX` names. Without it the sandbox is built, once for each test binary;
/// cargo finds out whether there is anything to do.
pub fn sandbox_binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        if let Some(binary) = std::env::var_os("LSAGENT_SANDBOX") {
            return binary.into();
        }
        let built = cargo().args(["build", "--quiet", "--package", "lsagent-sandbox"]).status();
        assert!(built.is_ok_and(|status| status.success()), "the sandbox cannot be built");
        target().join("debug").join(format!("lsagent-sandbox{}", std::env::consts::EXE_SUFFIX))
    })
}
