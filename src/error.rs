//! The one error type, and what a failure means.

use std::borrow::Cow;
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
    /// This device holds no license: nothing is stored, or the server does not know it.
    NotActivated,
    /// The license is activated on as many devices, or was moved as often, as it may be.
    ActivationLimit,
    /// All seats of what floats are taken.
    NoSeat,
    /// What may be consumed is used up.
    Quota,
    /// The vendor does not allow this: a trial, a borrowing, a seat.
    NotAllowed,
    /// A write may have reached the server, and whether it did cannot be found out now.
    Uncertain,
    NotCached,
    CacheExpired,
    Cache,
    Cancelled,
    Internal,
}

/// A failure: what kind, one sentence about it, and what the server said, if it was the server.
///
/// The message is for the application. It holds no credential, no URL and no query, and foreign text in
/// it has gone through [`crate::redact::scrub`]; but it may name a folder, and repeat what the server
/// says of a user. So it is not what the log gets: that has words of its own, and an error prints as
/// those. A sentence of fixed words is good for both; one that was put together is for the message
/// alone, unless [`Error::harmless`] or [`Error::log_as`] says that a part of it is fit for the log.
///
/// On the heap, so that a result takes no more room than the value in it: nearly all functions return one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error(Box<Details>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Details {
    status: Status,
    meaning: Meaning,
    message: String,
    /// For a line of the log, after the status; may be empty.
    words: Cow<'static, str>,
    code: Option<String>,
    http_status: u16,
    retry_after: Option<Duration>,
    server_time: Option<i64>,
    may_have_arrived: bool,
}

/// What a failure says, and what happens to the stored answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The network, a proxy, a captive portal, an outage, a bad signature: there is no answer. The
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
    /// The service does not take this request by its HTTP method, and has done nothing: another method
    /// may do. Otherwise as [`Meaning::NobodyKnows`].
    OtherMethod,
}

impl Error {
    pub fn new(status: Status, message: impl Into<Cow<'static, str>>) -> Self {
        let message = message.into();
        let words = match &message {
            Cow::Borrowed(fixed) => Cow::Borrowed(*fixed),
            Cow::Owned(_) => Cow::Borrowed(""),
        };
        Self(Box::new(Details {
            status,
            meaning: Meaning::NobodyKnows,
            message: message.into_owned(),
            words,
            code: None,
            http_status: 0,
            retry_after: None,
            server_time: None,
            may_have_arrived: false,
        }))
    }

    /// The message is put together from fixed words, the names of products, hosts and ports, and numbers:
    /// the log gets it as it is.
    pub fn harmless(status: Status, message: impl fmt::Display) -> Self {
        let message = message.to_string();
        Self::new(status, message.clone()).log_as(message)
    }

    /// What the log gets in the place of the message; see [`Error::harmless`].
    pub fn log_as(mut self, words: impl Into<Cow<'static, str>>) -> Self {
        self.0.words = words.into();
        self
    }

    /// `parameter` is the name of the C function's parameter.
    pub fn invalid(parameter: &str, expected: impl fmt::Display) -> Self {
        Self::new(Status::InvalidArgument, format!("{parameter}: {expected}"))
    }

    pub fn with_meaning(mut self, meaning: Meaning) -> Self {
        self.0.meaning = meaning;
        self
    }

    pub fn with_code(mut self, code: Option<String>) -> Self {
        self.0.code = code;
        self
    }

    pub fn with_http_status(mut self, http_status: u16) -> Self {
        self.0.http_status = http_status;
        self
    }

    pub fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.0.retry_after = retry_after;
        self
    }

    pub fn with_server_time(mut self, server_time: Option<i64>) -> Self {
        self.0.server_time = server_time;
        self
    }

    /// The request may have reached the server, though no answer came back.
    pub fn with_request_sent(mut self, may_have_arrived: bool) -> Self {
        self.0.may_have_arrived = may_have_arrived;
        self
    }

    /// Adds a second sentence to the message, for what the first failure led to.
    pub fn and(mut self, more: impl fmt::Display) -> Self {
        self.0.message = format!("{}; {more}", self.0.message);
        self
    }

    pub fn status(&self) -> Status {
        self.0.status
    }

    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// For a line of the log: the status, and words that name nobody. Of an error answer there is the
    /// code alone.
    pub fn for_log(&self) -> String {
        let words = self.words();
        let colon = if words.is_empty() { "" } else { ": " };
        format!("{:?}{colon}{words}", self.0.status)
    }

    /// The same without the status; may be empty.
    pub fn words(&self) -> String {
        if matches!(self.0.http_status, 0 | 200) {
            return self.0.words.to_string();
        }
        let word =
            |code: &&str| code.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
        let code = self.code().filter(word).unwrap_or_default();
        format!("HTTP {} {code}", self.0.http_status).trim_end().to_owned()
    }

    /// The server's `code`, if it sent one.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// 0 when there was no HTTP answer.
    pub fn http_status(&self) -> u16 {
        self.0.http_status
    }

    /// How long the server asked to be left alone.
    pub fn retry_after(&self) -> Option<Duration> {
        self.0.retry_after
    }

    /// The time that the server gave, in Unix seconds.
    pub fn server_time(&self) -> Option<i64> {
        self.0.server_time
    }

    /// Whether the same call may succeed later with nothing changed on this side.
    pub fn is_retryable(&self) -> bool {
        use Status::*;
        match self.0.status {
            Network | Timeout | RateLimited | Server | Uncertain => true,
            InvalidArgument | Config | Tls | Proxy | Response | Signature | Mismatch | ApiKey
            | Clock | Credentials | Refused | NotActivated | ActivationLimit | NoSeat | Quota
            | NotAllowed | NotCached | CacheExpired | Cache | Cancelled | Internal => false,
        }
    }

    pub fn meaning(&self) -> Meaning {
        self.0.meaning
    }

    /// Whether it is open what the server has done: the request may have arrived, and nothing that came back
    /// says no in the server's own words. A server that asks for fewer calls, and a proxy that asks for a
    /// password, have done nothing.
    pub fn leaves_open(&self) -> bool {
        let is_no = !matches!(self.0.meaning, Meaning::NobodyKnows)
            || matches!(self.0.status, Status::RateLimited | Status::Clock | Status::Proxy);
        !is_no && (self.0.may_have_arrived || self.0.http_status != 0)
    }
}

/// As for a line of the log: what prints an error by mistake gives nothing away.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.for_log())
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
    fn the_log_gets_of_a_sentence_only_what_was_said_to_be_fit_for_it() {
        let folder = format!("/home/{}/.local", "somebody");
        let made = Error::new(Status::Cache, format!("{folder} cannot be read"));
        assert!(made.message().contains("somebody"));
        assert_eq!(made.to_string(), "Cache");
        let made = made.log_as("a file cannot be read").and(&folder);
        assert!(made.message().ends_with(&folder));
        assert_eq!(made.to_string(), "Cache: a file cannot be read");
        let named = Error::harmless(Status::Timeout, format_args!("{} is silent", "host:443"));
        assert_eq!(named.to_string(), "Timeout: host:443 is silent");
        assert_eq!(Error::new(Status::Clock, "turned back").to_string(), "Clock: turned back");
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
