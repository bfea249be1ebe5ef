//! The program, and a sandbox of a test's own.

#[path = "../../../tests/it/support/cargo.rs"]
#[allow(dead_code, reason = "the library's tests need more of it")]
mod cargo;
#[path = "../../../tests/it/support/sandbox.rs"]
#[allow(dead_code, reason = "the library's tests need more of it")]
mod sandbox;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub use sandbox::Sandbox;
use serde_json::Value;
use tempfile::TempDir;

/// A device: settings for a sandbox in a file, and a store.
pub struct Device {
    pub folder: TempDir,
}

impl Device {
    pub fn of(sandbox: &Sandbox) -> Self {
        Self::named(sandbox, "a test's device")
    }

    pub fn named(sandbox: &Sandbox, name: &str) -> Self {
        let device = Self { folder: tempfile::tempdir().unwrap() };
        let said = |name| Value::from(sandbox.said(name));
        let settings = [
            ("base_url", said("base_url")),
            ("ca_file", said("ca_file")),
            ("response_public_key_file", said("public_key_file")),
            ("api_key", said("api_key")),
            ("shared_key", said("shared_key")),
            ("product", "up".into()),
            ("cache_dir", device.folder.path().join("store").to_str().unwrap().into()),
            ("device_id", name.into()),
            ("proxy", "".into()),
            ("timeout_ms", 60_000.into()),
        ];
        // JSON's texts and numbers are TOML's, too.
        let lines = settings.iter().map(|(name, value)| format!("{name} = {value}\n"));
        std::fs::write(device.config(), lines.collect::<String>()).unwrap();
        device
    }

    pub fn config(&self) -> PathBuf {
        self.folder.path().join("lsagent.toml")
    }

    /// The program with these arguments, and nothing of the environment.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = plain(arguments);
        command.env("LSAGENT_CONFIG", self.config());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ended {
        Ended::of(&mut self.command(arguments))
    }

    /// As a member of the sandbox's cast.
    pub fn run_as(&self, member: &str, arguments: &[&str]) -> Ended {
        let user = format!("{member}@example.com");
        let arguments = [arguments, &["--user", &user]].concat();
        Ended::of(self.command(&arguments).env("LSAGENT_PASSWORD", "secret"))
    }
}

/// The program without any settings.
pub fn plain(arguments: &[&str]) -> Command {
    let mut command = Command::new(program());
    command.args(arguments).env_clear().stdin(Stdio::null());
    command
}

pub fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_lsagent"))
}

/// What a program has said, and with which status.
#[derive(Debug)]
pub struct Ended {
    pub status: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ended {
    pub fn of(command: &mut Command) -> Self {
        Self::with(&command.output().unwrap())
    }

    pub fn with(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { status: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
