//! The faults there are, and how the control port is told about them.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::cast;
use crate::endpoint::Endpoint;

/// The largest body a fault may ask for.
const MAX_BYTES: usize = 1 << 30;
/// The most a gzip bomb may inflate to.
const MAX_BOMB: u64 = 16 << 30;
const MAX_HEADERS: usize = 100_000;
const MAX_HEADER_BYTES: usize = 1 << 20;

/// One fault with its parameters.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
#[serde(tag = "fault", rename_all = "snake_case", deny_unknown_fields)]
#[allow(missing_docs, reason = "the README and --help say what each one does")]
pub enum Fault {
    Altered {
        set: BTreeMap<String, Value>,
    },
    ApiError {
        status: u16,
        code: String,
        #[serde(default)]
        message: String,
    },
    Body {
        body: Option<String>,
        body_base64: Option<String>,
        #[serde(default = "yes")]
        sign: bool,
    },
    Chunked {},
    Close {
        when: When,
    },
    ConnectionClose {},
    ContentLength {
        delta: i64,
    },
    Delay {
        ms: u64,
    },
    Dribble {
        bytes_per_second: NonZeroU64,
        #[serde(default)]
        after_bytes: usize,
        #[serde(default)]
        from: Part,
    },
    EchoQuery {
        #[serde(default = "bad_request")]
        status: u16,
        #[serde(default = "validation")]
        code: String,
    },
    ExtraHeaders {
        count: usize,
        #[serde(default = "hundred")]
        bytes: usize,
    },
    Flip {
        at: usize,
    },
    Garbage {},
    Gzip {},
    GzipBomb {
        bytes: u64,
    },
    Html {},
    Huge {
        bytes: usize,
    },
    InvalidUtf8 {},
    Lost {
        #[serde(default = "cut_off")]
        then: Box<Fault>,
    },
    Nested {
        levels: usize,
    },
    OtherProduct {
        short_code: String,
    },
    Redirect {
        #[serde(default = "found")]
        status: u16,
        location: String,
    },
    Reset {
        when: When,
    },
    Signature {
        how: How,
    },
    Silent {},
    SomebodyElse {
        email: String,
    },
    Status {
        status: u16,
        body: Option<Value>,
        content_type: Option<String>,
        #[serde(default)]
        headers: BTreeMap<String, String>,
    },
    TlsStall {},
    Truncate {
        bytes: usize,
    },
    TruncateJson {
        bytes: usize,
    },
}

/// How far an exchange gets before the connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Right after TCP is up, before TLS.
    Accept,
    /// After the request was read.
    Request,
    /// After the head of the answer.
    Headers,
    /// After half of its body.
    Body,
}

/// Where a dribble begins to count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// At the first byte of the answer.
    #[default]
    Head,
    /// At the first byte of the body.
    Body,
}

/// What is wrong with a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// No header.
    Missing,
    /// Not base64.
    Malformed,
    /// Genuine, by a key nobody knows.
    OtherKey,
    /// A header without a value.
    Empty,
}

/// A fault, how often it happens, and where.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Armed {
    /// What happens.
    #[serde(flatten)]
    pub fault: Fault,
    /// How many times more; `None` is without end.
    pub times: Option<u64>,
    /// To which call; `None` is to any.
    pub path: Option<Endpoint>,
}

impl Fault {
    /// As it is named in `POST /faults`.
    pub fn name(&self) -> String {
        let shown = serde_json::to_value(self).unwrap_or_default();
        shown["fault"].as_str().unwrap_or_default().to_owned()
    }

    /// Does it strike before there is a request?
    pub fn at_accept(&self) -> bool {
        let accept = When::Accept;
        match self {
            Self::Reset { when } | Self::Close { when } => *when == accept,
            other => *other == Self::TlsStall {},
        }
    }

    fn check(&self) -> Result<(), String> {
        match self {
            Self::ApiError { status, .. } | Self::EchoQuery { status, .. } => check_status(*status),
            Self::Redirect { status, location } => {
                check_status(*status)?;
                check_header("Location", location)
            }
            Self::Status { status, content_type, headers, .. } => {
                check_status(*status)?;
                check_header("Content-Type", content_type.as_deref().unwrap_or_default())?;
                headers.iter().try_for_each(|(name, value)| check_header(name, value))
            }
            Self::Body { body, body_base64, .. } => check_body(body.as_ref(), body_base64.as_ref()),
            Self::SomebodyElse { email } if !cast::knows(email) => {
                Err(format!("email: {email} is not in the cast"))
            }
            Self::Huge { bytes } => at_most("bytes", *bytes, MAX_BYTES),
            Self::Nested { levels } => at_most("levels", *levels, MAX_BYTES / 2),
            Self::ExtraHeaders { count, bytes } => {
                at_most("count", *count, MAX_HEADERS)?;
                at_most("bytes", *bytes, MAX_HEADER_BYTES)
            }
            Self::GzipBomb { bytes } => at_most("bytes", *bytes, MAX_BOMB),
            Self::Lost { then } => check_inner(then),
            Self::Altered { .. }
            | Self::Chunked {}
            | Self::Close { .. }
            | Self::ConnectionClose {}
            | Self::ContentLength { .. }
            | Self::Delay { .. }
            | Self::Dribble { .. }
            | Self::Flip { .. }
            | Self::Garbage {}
            | Self::Gzip {}
            | Self::Html {}
            | Self::InvalidUtf8 {}
            | Self::OtherProduct { .. }
            | Self::Reset { .. }
            | Self::Signature { .. }
            | Self::Silent {}
            | Self::SomebodyElse { .. }
            | Self::TlsStall {}
            | Self::Truncate { .. }
            | Self::TruncateJson { .. } => Ok(()),
        }
    }
}

impl Armed {
    /// Reads the body of `POST /faults`.
    pub fn parse(body: &[u8]) -> Result<Self, String> {
        let mut fields: Map<String, Value> = serde_json::from_slice(body).map_err(text)?;
        let times: Option<NonZeroU64> = field(&mut fields, "times")?;
        let path: Option<Endpoint> = field(&mut fields, "path")?;
        let fault: Fault = serde_json::from_value(Value::Object(fields)).map_err(text)?;
        fault.check()?;
        if path.is_some() && fault.at_accept() {
            return Err("path: there is none yet when a connection is accepted".to_owned());
        }
        let times = times.map(NonZeroU64::get);
        Ok(Self { fault, times, path })
    }
}

/// Refuses a fault that cannot happen to an answer after the call was carried out.
fn check_inner(then: &Fault) -> Result<(), String> {
    if then.at_accept() || matches!(then, Fault::Lost { .. }) {
        return Err("then: only what happens to an answer".to_owned());
    }
    then.check()
}

fn field<T: for<'a> Deserialize<'a>>(
    fields: &mut Map<String, Value>,
    name: &str,
) -> Result<Option<T>, String> {
    let value = fields.remove(name).unwrap_or(Value::Null);
    serde_json::from_value(value).map_err(|error| format!("{name}: {error}"))
}

fn check_status(status: u16) -> Result<(), String> {
    if (200..=599).contains(&status) {
        return Ok(());
    }
    Err(format!("status: {status} is not between 200 and 599"))
}

/// A fault is said in JSON: what would break the head is a mistake, not a wish.
fn check_header(name: &str, value: &str) -> Result<(), String> {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if !name.is_empty() && name.chars().all(token) && !value.chars().any(char::is_control) {
        return Ok(());
    }
    Err(format!("{name:?}: not a header"))
}

fn check_body(body: Option<&String>, base64: Option<&String>) -> Result<(), String> {
    match (body, base64) {
        (Some(_), None) => Ok(()),
        (None, Some(base64)) => BASE64_STANDARD
            .decode(base64)
            .map(drop)
            .map_err(|error| format!("body_base64: {error}")),
        _ => Err("expected either body or body_base64".to_owned()),
    }
}

fn at_most<T: PartialOrd + std::fmt::Display>(
    name: &str,
    value: T,
    limit: T,
) -> Result<(), String> {
    if value <= limit {
        return Ok(());
    }
    Err(format!("{name}: at most {limit}"))
}

fn cut_off() -> Box<Fault> {
    Box::new(Fault::Close { when: When::Request })
}

fn yes() -> bool {
    true
}

fn bad_request() -> u16 {
    400
}

fn found() -> u16 {
    302
}

fn hundred() -> usize {
    100
}

fn validation() -> String {
    "validation_error".to_owned()
}

fn text(error: serde_json::Error) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests;
