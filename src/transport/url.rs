//! Where a service lives.

use std::fmt;
use std::net::IpAddr;

use ureq::http::Uri;

/// An https URL without user, query or fragment; or a plain http one to a loopback host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    scheme: Scheme,
    /// Host and port as given, an IPv6 address in brackets.
    authority: String,
    /// Empty, or beginning with a slash and not ending with one.
    prefix: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
}

impl BaseUrl {
    /// The error is what was expected, in words; it repeats nothing of the text.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let uri = parse(text)?;
        if uri.query().is_some() || text.contains('#') {
            return Err("expected a URL without a query or fragment");
        }
        let prefix = uri.path().trim_end_matches('/').to_owned();
        Ok(Self { prefix, ..Self::server_of(&uri)? })
    }

    /// Scheme, host and port alone.
    fn server_of(uri: &Uri) -> Result<Self, &'static str> {
        let authority = uri.authority().ok_or("expected a URL with a host")?;
        let scheme = match uri.scheme_str() {
            Some("https") => Scheme::Https,
            Some("http") if is_loopback(authority.host()) => Scheme::Http,
            Some("http") => {
                return Err(
                    "expected https; plain http is for a loopback host (127.0.0.1, ::1, localhost) only",
                );
            }
            _ => return Err("expected a URL that begins with https://"),
        };
        if authority.as_str().contains('@') {
            return Err("expected a URL without a user name or password");
        }
        let port = authority.as_str().strip_prefix(authority.host()).unwrap_or_default();
        if !port.is_empty() && !port.strip_prefix(':').is_some_and(is_port) {
            return Err("expected a URL whose port is a number up to 65535");
        }
        Ok(Self { scheme, authority: authority.as_str().to_owned(), prefix: String::new() })
    }

    pub fn is_https(&self) -> bool {
        self.scheme == Scheme::Https
    }

    /// Host and port, for messages.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// As it stands in a URL: an IPv6 address in brackets.
    pub fn host(&self) -> &str {
        let is_port = |end: &str| end.bytes().all(|byte| byte.is_ascii_digit());
        match self.authority.rsplit_once(':') {
            Some((host, port)) if is_port(port) => host,
            _ => &self.authority,
        }
    }

    pub fn port(&self) -> u16 {
        let given =
            self.authority.strip_prefix(self.host()).and_then(|port| port.strip_prefix(':'));
        let default = if self.is_https() { 443 } else { 80 };
        given.and_then(|port| port.parse().ok()).unwrap_or(default)
    }

    pub fn is_loopback(&self) -> bool {
        is_loopback(self.host())
    }

    /// The whole URL of a request. It holds the query: for the wire only.
    pub fn join(&self, path: &str, query: &str) -> String {
        let mark = if query.is_empty() { "" } else { "?" };
        // Of the right size at once: a string that grows leaves copies behind.
        [&self.to_string(), path, mark, query].concat()
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https() { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority, self.prefix)
    }
}

/// The URL of one call, on a server of its own: the rules are those of a base URL, but the path is
/// preserved to the byte, and there may be a query.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    server: BaseUrl,
    path: String,
    query: String,
}

impl Endpoint {
    /// The error is what was expected, in words; it repeats nothing of the text.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let uri = parse(text)?;
        if text.contains('#') {
            return Err("expected a URL without a fragment");
        }
        Ok(Self {
            server: BaseUrl::server_of(&uri)?,
            path: uri.path().to_owned(),
            query: uri.query().unwrap_or_default().to_owned(),
        })
    }

    pub fn server(&self) -> &BaseUrl {
        &self.server
    }

    /// The whole URL: for the wire only.
    pub fn url(&self) -> String {
        self.server.join(&self.path, &self.query)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Endpoint({})", self.server)
    }
}

fn parse(text: &str) -> Result<Uri, &'static str> {
    text.parse().map_err(|_| "expected a URL such as https://api.example.com")
}

/// Digits alone: the parser of numbers takes a sign as well.
fn is_port(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// `host` as it stands in a URL.
fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.eq_ignore_ascii_case("localhost") || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_to_loopback_are_accepted() {
        for url in [
            "https://api.licensespring.com",
            "https://api.licensespring.com:8443/",
            "https://example.com/licensing/",
            "http://127.0.0.1:8080",
            "http://127.9.9.9",
            "http://[::1]:8080",
            "http://LOCALHOST:1",
        ] {
            assert!(BaseUrl::parse(url).is_ok(), "{url}");
        }
    }

    #[test]
    fn everything_else_is_refused_without_repeating_it() {
        for url in [
            "http://api.licensespring.com",
            "http://127.0.0.1.example.com",
            "http://10.0.0.1",
            "ftp://example.com",
            "https://user:hunter2@example.com",
            "https://example.com/?a=hunter2",
            "https://example.com/#hunter2",
            "https://example.com:hunter2",
            "https://example.com:65536",
            "http://127.0.0.1:1hunter2",
            "http://127.0.0.1:+1",
            "http://127.0.0.1:hunter2[::1]:8080",
            "example.com",
            "/path",
            "",
            "https://",
        ] {
            let error = BaseUrl::parse(url).expect_err(url);
            assert!(!error.contains("hunter2"), "{url}: {error}");
        }
    }

    #[test]
    fn an_endpoint_is_kept_to_the_byte() {
        for url in [
            "https://id.example.com/realms/a%20b/token/",
            "https://id.example.com:8443/token?tenant=7",
            "http://127.0.0.1:8080/token",
        ] {
            assert_eq!(Endpoint::parse(url).unwrap().url(), url);
        }
        assert_eq!(Endpoint::parse("https://[::1]").unwrap().url(), "https://[::1]/");
    }

    #[test]
    fn an_endpoint_is_held_to_the_rules_of_a_base_url() {
        for url in [
            "http://id.example.com/token",
            "http://127.0.0.1.example.com/token",
            "ftp://id.example.com/token",
            "https://user:hunter2@id.example.com/token",
            "https://id.example.com/token#hunter2",
            "/token",
            "",
        ] {
            let error = Endpoint::parse(url).expect_err(url);
            assert!(!error.contains("hunter2"), "{url}: {error}");
        }
        let endpoint = Endpoint::parse("https://id.example.com/t?key=hunter2").unwrap();
        assert_eq!(format!("{endpoint:?}"), "Endpoint(https://id.example.com)");
    }

    #[test]
    fn a_loopback_host_is_told_from_others() {
        let is_loopback = |url: &str| BaseUrl::parse(url).unwrap().is_loopback();
        for url in ["https://127.0.0.1:1", "http://[::1]:2/x", "https://localhost"] {
            assert!(is_loopback(url), "{url}");
        }
        assert!(!is_loopback("https://api.licensespring.com"));
    }

    #[test]
    fn host_and_port_are_told_apart() {
        for (url, host, port) in [
            ("https://example.com", "example.com", 443),
            ("https://example.com:8443/x", "example.com", 8443),
            ("https://[fd00::5]", "[fd00::5]", 443),
            ("https://[fd00::5]:1", "[fd00::5]", 1),
            ("http://127.0.0.1", "127.0.0.1", 80),
        ] {
            let url = BaseUrl::parse(url).unwrap();
            assert_eq!((url.host(), url.port()), (host, port));
        }
    }

    #[test]
    fn a_path_prefix_is_kept() {
        let url = BaseUrl::parse("https://example.com/licensing/").unwrap();
        assert_eq!(url.join("/api/v4/x", "a=b"), "https://example.com/licensing/api/v4/x?a=b");
    }
}
