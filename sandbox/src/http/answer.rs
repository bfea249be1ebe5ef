//! An answer before it becomes bytes.

use std::fmt::Write;

use bytes::Bytes;
use serde_json::{Value, json};

/// The header that carries the signature of the body.
pub const SIGNATURE: &str = "LicenseSignature";

/// One answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Headers other than date, length and signature.
    pub headers: Vec<(String, String)>,
    /// The value of `LicenseSignature`, where there is one.
    pub signature: Option<String>,
    /// The body as it goes onto the wire.
    pub body: Bytes,
}

/// How the head says where the body ends.
#[derive(Clone, Copy, Debug)]
pub enum Framing {
    /// `Content-Length`, true or not.
    Length(u64),
    /// `Transfer-Encoding: chunked`.
    Chunked,
}

impl Answer {
    /// Any answer; no content type where that is empty.
    pub fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let mut answer = Self { status, headers: Vec::new(), signature: None, body: body.into() };
        if !content_type.is_empty() {
            answer = answer.with_header("Content-Type", content_type);
        }
        answer
    }

    /// JSON.
    pub fn json(status: u16, value: &Value) -> Self {
        Self::new(status, "application/json", value.to_string())
    }

    /// An error as the licensing service words it.
    pub fn api_error(status: u16, code: &str, message: &str) -> Self {
        let value = json!({"status": status, "code": code, "message": message});
        Self::json(status, &value)
    }

    /// A 200 with a signature that somebody has made already.
    pub fn signed(body: Bytes, signature: String) -> Self {
        let mut answer = Self::new(200, "application/json", body);
        answer.signature = Some(signature);
        answer
    }

    /// The same with one more header.
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Status line and headers, down to the empty line.
    pub fn head(&self, framing: Framing, date: &str, close: bool) -> Bytes {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        let mut line = |name: &str, value: &str| {
            // Writing to a String cannot fail.
            let _ = write!(head, "{name}: {value}\r\n");
        };
        line("Date", date);
        for (name, value) in &self.headers {
            line(name, value);
        }
        if let Some(signature) = &self.signature {
            line(SIGNATURE, signature);
        }
        match framing {
            Framing::Length(length) => line("Content-Length", &length.to_string()),
            Framing::Chunked => line("Transfer-Encoding", "chunked"),
        }
        if close {
            line("Connection", "close");
        }
        head.push_str("\r\n");
        head.into()
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        407 => "Proxy Authentication Required",
        409 => "Conflict",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Sandbox",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_written_in_full() {
        let answer = Answer::signed(Bytes::from_static(b"[]"), "c2ln".to_owned());
        let head = answer.head(Framing::Length(2), "a date", true);
        let expected = "HTTP/1.1 200 OK\r\nDate: a date\r\nContent-Type: application/json\r\n\
             LicenseSignature: c2ln\r\nContent-Length: 2\r\nConnection: close\r\n\r\n";
        assert_eq!(head, expected);
    }

    #[test]
    fn an_error_has_status_code_and_message() {
        let body = Answer::api_error(400, "c", "m").body;
        let value: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(value, json!({"status": 400, "code": "c", "message": "m"}));
    }
}
