//! Faults in how it is said.

use std::time::Duration;

use crate::client::{End, Outcome, connect, expect_silence, get};
use crate::process::{Sandbox, sign_in_path};

fn both() -> [Sandbox; 2] {
    [Sandbox::start(), Sandbox::plain()]
}

#[test]
fn a_connection_ends_where_it_should_and_as_it_should() {
    for sandbox in both() {
        let whole = sandbox.sign_in("valid").body().len();
        for (fault, end) in [("reset", End::Reset), ("close", End::Closed)] {
            let at = |when: &str| {
                sandbox.sign_in_with(&format!(r#"{{"fault":"{fault}","when":"{when}"}}"#))
            };
            let outcome = at("request");
            assert_eq!((outcome.bytes.len(), &outcome.end), (0, &end));
            let outcome = at("headers");
            assert_eq!((outcome.status(), outcome.body().len()), (200, 0));
            assert_eq!(outcome.end, end);
            let outcome = at("body");
            assert_eq!((outcome.body().len(), &outcome.end), (whole / 2, &end));
        }
    }
}

#[test]
fn a_connection_can_end_before_it_begins() {
    for sandbox in both() {
        sandbox.fault(r#"{"fault":"reset","when":"accept","times":1}"#);
        assert_eq!(sandbox.sign_in("valid").end, End::Reset);
        sandbox.fault(r#"{"fault":"close","when":"accept","times":1}"#);
        let outcome = sandbox.sign_in("valid");
        // In the middle of a handshake an orderly end of TCP is a cut of TLS.
        assert!(matches!(outcome.end, End::Closed | End::Cut), "{:?}", outcome.end);
        assert!(outcome.bytes.is_empty());
        assert_eq!(sandbox.sign_in("valid").status(), 200);
    }
}

#[test]
fn a_silent_server_says_nothing_and_keeps_the_connection() {
    for sandbox in both() {
        sandbox.fault(r#"{"fault":"silent","times":1}"#);
        let mut stream = connect(&sandbox).unwrap();
        let text = get(&sandbox, &sign_in_path("valid"));
        let outcome = expect_silence(&mut *stream, text.as_bytes());
        assert_eq!((outcome.bytes.len(), outcome.end), (0, End::Silent));
        assert_eq!(sandbox.sign_in("valid").status(), 200);
    }
}

#[test]
fn a_handshake_can_stall() {
    let sandbox = Sandbox::start();
    sandbox.fault(r#"{"fault":"tls_stall","times":1}"#);
    let mut hello = std::net::TcpStream::connect(&sandbox.say("base_url")[8..]).unwrap();
    let outcome = expect_silence(&mut hello, b"\x16\x03\x01\x00\x05hello");
    assert_eq!((outcome.bytes.len(), outcome.end), (0, End::Silent));
    assert_eq!(sandbox.sign_in("valid").status(), 200);
}

#[test]
fn answers_can_be_late_and_slow() {
    for sandbox in both() {
        let outcome = sandbox.sign_in_with(r#"{"fault":"delay","ms":300}"#);
        assert!(outcome.verifies(&sandbox));
        assert!(outcome.took >= Duration::from_millis(300));
        let whole = outcome.bytes.len();
        let fault = r#"{"fault":"dribble","bytes_per_second":5000}"#;
        let outcome = sandbox.sign_in_with(fault);
        assert!(outcome.verifies(&sandbox));
        assert!(outcome.took >= Duration::from_millis((whole as u64 / 500 - 1) * 100));
        let fault = r#"{"fault":"dribble","bytes_per_second":100,"from":"body","after_bytes":7}"#;
        sandbox.control("DELETE", "/faults", "");
        sandbox.fault(fault);
        let mut stream = connect(&sandbox).unwrap();
        let text = get(&sandbox, &sign_in_path("valid"));
        // Ten bytes each 100 ms: there is never silence, so look at the first part alone.
        let mut first = [0; 4096];
        stream.write_all(text.as_bytes()).unwrap();
        let count = stream.read(&mut first).unwrap();
        assert!(first[..count].windows(4).any(|window| window == b"\r\n\r\n"));
    }
}

#[test]
fn what_is_promised_is_not_what_comes() {
    for sandbox in both() {
        let right = sandbox.sign_in("valid");
        let length = right.body().len();
        let outcome = sandbox.sign_in_with(r#"{"fault":"truncate","bytes":10}"#);
        assert_eq!(outcome.header("Content-Length"), Some(length.to_string().as_str()));
        assert_eq!((outcome.body(), outcome.end), (&right.body()[..10], End::Closed));
        let outcome = sandbox.sign_in_with(r#"{"fault":"content_length","delta":-10}"#);
        assert_eq!(outcome.header("Content-Length"), Some((length - 10).to_string().as_str()));
        sandbox.control("DELETE", "/faults", "");
        sandbox.fault(r#"{"fault":"content_length","delta":10}"#);
        let mut stream = connect(&sandbox).unwrap();
        let text = get(&sandbox, &sign_in_path("valid"));
        let outcome = expect_silence(&mut *stream, text.as_bytes());
        assert_eq!((outcome.body(), outcome.end), (right.body(), End::Silent));
    }
}

#[test]
fn right_answers_come_in_unusual_framing() {
    for sandbox in both() {
        let right = sandbox.sign_in("valid");
        let outcome = sandbox.sign_in_with(r#"{"fault":"connection_close"}"#);
        assert_eq!(outcome.header("Connection"), Some("close"));
        assert_eq!(outcome.body(), right.body());
        sandbox.control("DELETE", "/faults", "");
        sandbox.fault(r#"{"fault":"chunked"}"#);
        let text = get(&sandbox, &sign_in_path("valid"));
        let text = text.replace("Host: test", "Connection: close");
        let outcome = Outcome::of(&sandbox, text.as_bytes());
        assert_eq!(outcome.header("Transfer-Encoding"), Some("chunked"));
        assert_eq!(outcome.header("Content-Length"), None);
        assert_eq!(unchunked(outcome.body()), right.body());
    }
}

#[test]
fn garbage_is_not_http() {
    for sandbox in both() {
        let outcome = sandbox.sign_in_with(r#"{"fault":"garbage"}"#);
        assert_eq!(outcome.end, End::Closed);
        assert!(!outcome.bytes.is_empty() && !outcome.bytes.starts_with(b"HTTP"));
    }
}

fn unchunked(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(httparse::Status::Complete((line, size))) = httparse::parse_chunk_size(bytes) {
        let end = line + size as usize;
        body.extend_from_slice(&bytes[line..end]);
        bytes = &bytes[end + 2..];
    }
    body
}
