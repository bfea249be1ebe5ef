//! A request, read and taken apart.

use std::borrow::Cow;

/// One request.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// `GET`, `POST`, …
    pub method: String,
    /// The path as sent, not decoded.
    pub path: String,
    /// The query as sent, without the question mark.
    pub raw_query: String,
    /// Names in lower case, in the order sent.
    pub headers: Vec<(String, String)>,
    /// The body, without its framing.
    pub body: Vec<u8>,
    /// The client wants to go on with this connection.
    pub keep_alive: bool,
}

impl Request {
    /// The value of a header; `name` in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The token of `Authorization: Bearer …`.
    pub fn bearer_token(&self) -> Option<&str> {
        let (scheme, token) = self.header("authorization")?.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
    }

    /// The decoded query, in the order sent.
    pub fn query(&self) -> form_urlencoded::Parse<'_> {
        form_urlencoded::parse(self.raw_query.as_bytes())
    }

    /// The first value of a query parameter; an empty one counts as absent.
    pub fn parameter(&self, name: &str) -> Option<Cow<'_, str>> {
        let found = self.query().find(|(key, _)| key == name);
        found.map(|(_, value)| value).filter(|value| !value.is_empty())
    }

    /// Reads a head, of which `bytes` may be only the beginning (`None`).
    ///
    /// Gives the request without its body and the length of the head.
    pub fn parse_head(bytes: &[u8]) -> Result<Option<(Self, usize)>, httparse::Error> {
        let mut headers = [httparse::EMPTY_HEADER; 128];
        let mut parsed = httparse::Request::new(&mut headers);
        let httparse::Status::Complete(length) = parsed.parse(bytes)? else {
            return Ok(None);
        };
        let (path, raw_query) = split_target(parsed.path.unwrap_or_default());
        let mut request = Self {
            method: parsed.method.unwrap_or_default().to_owned(),
            path: path.to_owned(),
            raw_query: raw_query.to_owned(),
            headers: parsed.headers.iter().map(own).collect(),
            body: Vec::new(),
            keep_alive: true,
        };
        request.keep_alive = stays_open(&request, parsed.version);
        Ok(Some((request, length)))
    }

    /// Does the comma-separated header `name` list `token`?
    pub fn lists(&self, name: &str, token: &str) -> bool {
        let mut tokens = self.header(name).unwrap_or_default().split(',');
        tokens.any(|each| each.trim().eq_ignore_ascii_case(token))
    }
}

fn own(header: &httparse::Header<'_>) -> (String, String) {
    let value = String::from_utf8_lossy(header.value).into_owned();
    (header.name.to_ascii_lowercase(), value)
}

fn stays_open(request: &Request, version: Option<u8>) -> bool {
    match version {
        Some(0) => request.lists("connection", "keep-alive"),
        _ => !request.lists("connection", "close"),
    }
}

/// Path and query of a request target, which a proxy's client sends with scheme and host.
fn split_target(target: &str) -> (&str, &str) {
    let target = match target.split_once("://") {
        Some((_, rest)) if !target.starts_with('/') => rest.find('/').map_or("/", |at| &rest[at..]),
        _ => target,
    };
    target.split_once('?').unwrap_or((target, ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(head: &str) -> Request {
        Request::parse_head(head.as_bytes()).unwrap().unwrap().0
    }

    #[test]
    fn a_request_is_taken_apart() {
        let request =
            parse("GET /a%20b?x=1%2B1&x=2&empty= HTTP/1.1\r\nHost: h\r\nX-Y:  z \r\n\r\n");
        assert_eq!(request.path, "/a%20b");
        assert_eq!(request.raw_query, "x=1%2B1&x=2&empty=");
        assert_eq!(request.parameter("x").as_deref(), Some("1+1"));
        assert_eq!(request.parameter("empty"), None);
        assert_eq!(request.header("x-y"), Some("z"));
        assert!(request.keep_alive);
    }

    #[test]
    fn scheme_and_host_are_left_out() {
        assert_eq!(parse("GET http://h:1/p?q HTTP/1.1\r\n\r\n").path, "/p");
        assert_eq!(split_target("/p?u=http://h/"), ("/p", "u=http://h/"));
        assert_eq!(split_target("http://h"), ("/", ""));
    }

    #[test]
    fn a_client_can_ask_to_close() {
        assert!(!parse("GET / HTTP/1.1\r\nConnection: close\r\n\r\n").keep_alive);
        assert!(!parse("GET / HTTP/1.0\r\n\r\n").keep_alive);
    }

    #[test]
    fn half_a_head_is_not_an_error() {
        assert!(Request::parse_head(b"GET / HT").unwrap().is_none());
        assert!(Request::parse_head(b"\x16\x03\x01").is_err());
    }
}
