//! The one error type, and what a failure means.

use std::fmt;
use std::time::Duration;

/// What an application would do differently. The numbers that C sees are in `ffi::status`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    InvalidArgument,
    Config,
    Network,
    Timeout,
    Tls,
    Proxy,
    Response,
    Signature,
    Mismatch,
    ApiKey,
    Clock,
    Credentials,
    Refused,
    RateLimited,
    Server,
    NotCached,
    CacheExpired,
    Cache,
    Cancelled,
    Internal,
}

/// A failure: what kind, one sentence about it, and what the server said, if it was the server.
///
/// The message holds no credential and no URL query. Whoever makes one from foreign text passes
/// that text through [`crate::secret::scrub`] first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    status: Status,
    meaning: Meaning,
    message: String,
    code: Option<String>,
    http_status: u16,
    retry_after: Option<Duration>,
    server_time: Option<i64>,
}

/// What a failure says, and what happens to the stored answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The network, a proxy, a captive portal, an outage, a bad signature: no answer was had. The
    /// stored one stays and may be used.
    NobodyKnows,
    /// The server's no for this user or product: the stored answer is dropped. Only an answer of the
    /// server is ever given this meaning, see [`crate::api`]'s table of codes.
    DefiniteNo,
    /// The API key, the configuration or the request is wrong; the user is not to blame, so the stored
    /// answer stays and may be used.
    VendorMistake,
    /// The access token has ended, or the server cannot read it: a new one may do. Otherwise as above.
    TokenEnded,
}

impl Error {
    pub fn new(status: Status, message: impl Into<String>) -> Self {
        Self {
            status,
            meaning: Meaning::NobodyKnows,
            message: message.into(),
            code: None,
            http_status: 0,
            retry_after: None,
            server_time: None,
        }
    }

    /// `parameter` is the name of the C function's parameter.
    pub fn invalid(parameter: &str, expected: impl fmt::Display) -> Self {
        Self::new(Status::InvalidArgument, format!("{parameter}: {expected}"))
    }

    pub fn with_meaning(mut self, meaning: Meaning) -> Self {
        self.meaning = meaning;
        self
    }

    pub fn with_code(mut self, code: Option<String>) -> Self {
        self.code = code;
        self
    }

    pub fn with_http_status(mut self, http_status: u16) -> Self {
        self.http_status = http_status;
        self
    }

    pub fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.retry_after = retry_after;
        self
    }

    pub fn with_server_time(mut self, server_time: Option<i64>) -> Self {
        self.server_time = server_time;
        self
    }

    /// Adds a second sentence, for what the first failure led to.
    pub fn and(mut self, more: impl fmt::Display) -> Self {
        self.message = format!("{}; {more}", self.message);
        self
    }

    pub fn status(&self) -> Status {
        self.status
    }

    pub fn message(&self) -> &str {
        &self.message
    }

    /// For a line of the log: what an error answer says is left out, since it may name a user.
    pub fn for_log(&self) -> String {
        if matches!(self.http_status, 0 | 200) {
            return format!("{:?}: {}", self.status, self.message);
        }
        let word =
            |code: &&str| code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        let code = self.code().filter(word).unwrap_or_default();
        let text = format!("{:?}: HTTP {} {code}", self.status, self.http_status);
        text.trim_end().to_owned()
    }

    /// The server's `code`, if it sent one.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// 0 when there was no HTTP answer.
    pub fn http_status(&self) -> u16 {
        self.http_status
    }

    /// How long the server asked to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The time that the server gave, in Unix seconds.
    pub fn server_time(&self) -> Option<i64> {
        self.server_time
    }

    /// Whether the same call may succeed later with nothing changed on this side.
    pub fn is_retryable(&self) -> bool {
        use Status::*;
        match self.status {
            Network | Timeout | RateLimited | Server => true,
            InvalidArgument | Config | Tls | Proxy | Response | Signature | Mismatch | ApiKey
            | Clock | Credentials | Refused | NotCached | CacheExpired | Cache | Cancelled
            | Internal => false,
        }
    }

    pub fn meaning(&self) -> Meaning {
        self.meaning
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_failure_is_a_definite_no_by_itself() {
        for status in [Status::Refused, Status::Credentials, Status::Network, Status::Config] {
            assert_eq!(Error::new(status, "no").meaning(), Meaning::NobodyKnows);
        }
    }

    #[test]
    fn a_line_of_the_log_leaves_out_what_the_server_said() {
        let own = Error::new(Status::Timeout, "the time was up");
        assert_eq!(own.for_log(), "Timeout: the time was up");
        let said = Error::new(Status::Refused, "no such user: a@b.c").with_http_status(400);
        let coded = |code: &str| said.clone().with_code(Some(code.into())).for_log();
        assert_eq!(coded("not_found"), "Refused: HTTP 400 not_found");
        assert_eq!(coded("a@b.c"), "Refused: HTTP 400");
        assert_eq!(said.for_log(), "Refused: HTTP 400");
    }

    #[test]
    fn only_what_may_pass_by_itself_is_retryable() {
        for status in [Status::Network, Status::Timeout, Status::RateLimited, Status::Server] {
            assert!(Error::new(status, "").is_retryable(), "{status:?}");
        }
        for status in [Status::Tls, Status::Signature, Status::Refused, Status::ApiKey] {
            assert!(!Error::new(status, "").is_retryable(), "{status:?}");
        }
    }
}
