//! Why there is no answer, and the exit statuses.

use std::process::ExitCode;

/// How a command has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Yes; everything works.
    Yes,
    /// No; something does not work.
    No,
    /// It works, with warnings.
    Warnings,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Yes => 0,
            Outcome::No => 1,
            Outcome::Warnings => 4,
        })
    }
}

/// Why a command has not come to an outcome.
#[derive(Debug)]
pub struct Failure {
    /// The name of the library's status, where it is the library's failure.
    pub status: Option<String>,
    /// A sentence; no secret is in it.
    pub message: String,
    exit: u8,
}

impl Failure {
    /// It was called wrongly.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { status: None, message: message.into(), exit: 2 }
    }

    /// The library says so.
    pub fn of_library(status: String, message: String) -> Self {
        let is_usage = ["LS_ERR_INVALID_ARGUMENT", "LS_ERR_CONFIG"].contains(&status.as_str());
        Self { status: Some(status), message, exit: if is_usage { 2 } else { 3 } }
    }

    /// Whether it is this status of the library.
    pub fn is(&self, status: &str) -> bool {
        self.status.as_deref() == Some(status)
    }

    /// The exit status.
    pub fn exit(&self) -> ExitCode {
        ExitCode::from(self.exit)
    }
}
