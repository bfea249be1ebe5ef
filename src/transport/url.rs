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
        let uri: Uri =
            text.parse().map_err(|_| "expected a URL such as https://api.example.com")?;
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
        if uri.query().is_some() || text.contains('#') {
            return Err("expected a URL without a query or fragment");
        }
        Ok(Self {
            scheme,
            authority: authority.as_str().to_owned(),
            prefix: uri.path().trim_end_matches('/').to_owned(),
        })
    }

    pub fn is_https(&self) -> bool {
        self.scheme == Scheme::Https
    }

    /// Host and port, for messages.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The whole URL of a request. It holds the query: for the wire only.
    pub fn join(&self, path: &str, query: &str) -> String {
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{self}{path}{mark}{query}")
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = if self.is_https() { "https" } else { "http" };
        write!(f, "{scheme}://{}{}", self.authority, self.prefix)
    }
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
    fn a_path_prefix_is_kept() {
        let url = BaseUrl::parse("https://example.com/licensing/").unwrap();
        assert_eq!(url.join("/api/v4/x", "a=b"), "https://example.com/licensing/api/v4/x?a=b");
    }
}
