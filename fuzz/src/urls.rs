//! Addresses, against the crate `url` as oracle.

use lsagent::fuzzing;
use url::{Host, Url};

use super::input::{optional, texts};

pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.eq_ignore_ascii_case("localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A good URL of ours as the oracle reads it. `None`: it knows no such host, so a look-up of its name will
/// not find it either.
pub fn of_ours(url: &str) -> Option<Url> {
    match Url::parse(url) {
        Ok(url) => Some(url),
        Err(fault) => {
            assert_ne!(fault, url::ParseError::InvalidPort, "{url}");
            None
        }
    }
}

fn must_be_ours(text: &str, joined: &str) {
    let Some(found) = of_ours(joined) else { return };
    let asked = Url::parse(text).expect("what is good with a path is good without");
    assert!(found.username().is_empty() && found.password().is_none(), "{joined}");
    assert!(
        found.scheme() == "https" || found.scheme() == "http" && is_loopback(&found),
        "{joined}"
    );
    assert_eq!(asked.host(), found.host());
    assert_eq!(asked.port(), found.port());
    assert_eq!(asked.scheme(), found.scheme());
}

/// A URL.
pub fn url(data: &[u8]) {
    let Ok(text) = str::from_utf8(data) else { return };
    if let Ok(joined) = fuzzing::join_base_url(text, "/api/v4/x", "a=b") {
        must_be_ours(text, &joined);
        assert!(joined.ends_with("/api/v4/x?a=b"), "{joined}");
        assert!(!joined.contains('#'), "{joined}");
    }
    if let Ok(endpoint) = fuzzing::endpoint(text) {
        must_be_ours(text, &endpoint);
    }
}

/// Redirect URI, state, the answer that names a page.
pub fn sso_url(data: &[u8]) {
    let Some([redirect_uri, state, answer]) = texts(data) else { return };
    let (redirect_uri, state) = (optional(redirect_uri), optional(state));
    let found = match fuzzing::sign_in_url(answer, redirect_uri, state) {
        Ok(found) => found,
        Err(failure) => return assert!(!failure.drops, "{}", failure.message),
    };
    let harmless = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}'".contains(&byte);
    assert!(found.url.bytes().all(harmless), "{}", found.url);
    let Ok(url) = Url::parse(&found.url) else { return };
    assert!(url.scheme() == "https" || url.scheme() == "http" && is_loopback(&url), "{url}");
    let first = |name: &str| {
        let (_, value) = url.query_pairs().find(|(key, _)| key == name)?;
        Some(value.into_owned())
    };
    assert_eq!(first("state"), found.state, "{url}");
    assert_eq!(first("redirect_uri"), found.redirect_uri, "{url}");
}

/// A list of exceptions, a host, the URL of a proxy.
pub fn proxy(data: &[u8]) {
    let Some([no_proxy, host, proxy]) = texts(data) else { return };
    // The error is a sentence of ours, so it can repeat nothing.
    let _: Result<(), &'static str> = fuzzing::proxy(proxy);
    let bypassed = fuzzing::is_bypassed(no_proxy, host);
    assert!(!bypassed || !no_proxy.trim().is_empty(), "nothing is listed");
}
