//! A request to the listener, by the browser or by another program.

use httparse::{EMPTY_HEADER, Status};

/// The longest head of a request: a code stands in its first line, and cookies of other servers on
/// this device may follow.
pub(super) const MAX_HEAD: usize = 16 * 1024;
/// The longest body: the fragment that holds a token.
pub(super) const MAX_BODY: usize = 64 * 1024;
const MAX_HEADERS: usize = 64;

/// A request that is complete.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    pub method: String,
    /// As sent, without the query.
    pub path: String,
    pub query: String,
    /// The only one; `None` if there is none or more than one.
    pub host: Option<String>,
    pub origin: Option<String>,
    /// What the browser is going to do with the answer, if it says so.
    pub destination: Option<String>,
    pub body: String,
}

/// The outcome of reading the bytes so far.
#[derive(Debug, PartialEq, Eq)]
pub enum Parsed {
    Incomplete,
    Complete(Request),
    /// Not a request that is read here; the HTTP status to answer with.
    Unreadable(u16),
}

pub fn parse(bytes: &[u8]) -> Parsed {
    let mut headers = [EMPTY_HEADER; MAX_HEADERS];
    let mut head = httparse::Request::new(&mut headers);
    match head.parse(bytes) {
        Ok(Status::Partial) if bytes.len() >= MAX_HEAD => Parsed::Unreadable(431),
        Ok(Status::Partial) => Parsed::Incomplete,
        Ok(Status::Complete(length)) if length > MAX_HEAD => Parsed::Unreadable(431),
        Ok(Status::Complete(length)) => with_body(&head, bytes.get(length..).unwrap_or_default()),
        Err(httparse::Error::TooManyHeaders) => Parsed::Unreadable(431),
        Err(_) => Parsed::Unreadable(400),
    }
}

fn with_body(head: &httparse::Request, rest: &[u8]) -> Parsed {
    let length = match (only(head, "content-length"), any(head, "content-length")) {
        (Some(length), _) => length.parse().ok(),
        (None, false) => Some(0),
        (None, true) => None,
    };
    let Some(length) = length.filter(|_| !any(head, "transfer-encoding")) else {
        return Parsed::Unreadable(400);
    };
    if length > MAX_BODY {
        return Parsed::Unreadable(413);
    }
    let Some(body) = rest.get(..length) else {
        return Parsed::Incomplete;
    };
    let target = head.path.unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    Parsed::Complete(Request {
        method: head.method.unwrap_or_default().to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        host: only(head, "host"),
        origin: only(head, "origin"),
        destination: only(head, "sec-fetch-dest"),
        body: String::from_utf8_lossy(body).into_owned(),
    })
}

fn only(head: &httparse::Request, name: &str) -> Option<String> {
    let mut values = head.headers.iter().filter(|header| header.name.eq_ignore_ascii_case(name));
    let value = values.next()?.value;
    values.next().is_none().then(|| String::from_utf8_lossy(value).into_owned())
}

fn any(head: &httparse::Request, name: &str) -> bool {
    head.headers.iter().any(|header| header.name.eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete(text: &str) -> Request {
        match parse(text.as_bytes()) {
            Parsed::Complete(request) => request,
            other => panic!("{other:?}: {text}"),
        }
    }

    #[test]
    fn a_request_is_taken_apart() {
        let request =
            complete("GET /a?b=c?d HTTP/1.1\r\nHost: h:1\r\nSec-Fetch-Dest: document\r\n\r\n");
        assert_eq!((&*request.method, &*request.path, &*request.query), ("GET", "/a", "b=c?d"));
        assert_eq!(request.host.as_deref(), Some("h:1"));
        assert_eq!(request.destination.as_deref(), Some("document"));
        let request = complete("POST / HTTP/1.1\r\ncontent-length: 3\r\norigin: o\r\n\r\na=bc");
        assert_eq!((request.origin.as_deref(), &*request.body), (Some("o"), "a=b"));
    }

    #[test]
    fn what_has_not_all_come_yet_is_waited_for() {
        let whole = "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\na=b";
        for length in 0..whole.len() {
            assert_eq!(parse(&whole.as_bytes()[..length]), Parsed::Incomplete, "{length}");
        }
    }

    #[test]
    fn two_hosts_are_none() {
        assert_eq!(complete("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").host, None);
    }

    #[test]
    fn what_is_too_large_or_not_http_is_not_read() {
        let long = "a".repeat(MAX_HEAD);
        for (text, status) in [
            (format!("GET /{long}"), 431),
            (format!("GET / HTTP/1.1\r\nA: {long}\r\n\r\n"), 431),
            (format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(MAX_HEADERS + 1)), 431),
            ("POST / HTTP/1.1\r\nContent-Length: 65537\r\n\r\n".into(), 413),
            ("POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n".into(), 400),
            ("POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na".into(), 400),
            ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n".into(), 400),
            ("\u{16}\u{3}\u{1}".into(), 400),
            ("GET / HTTP/3.0\r\n\r\n".into(), 400),
        ] {
            assert_eq!(parse(text.as_bytes()), Parsed::Unreadable(status), "{text:.60}");
        }
    }
}
