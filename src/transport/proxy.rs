//! Which proxy a connection goes through.

use std::env;

use ureq::{Proxy, ProxyProtocol};

use crate::log::Log;
use crate::secret::Secret;

/// The configuration's word on proxies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`, in either case.
    #[default]
    Environment,
    Direct,
    /// A URL; it may hold a password.
    Url(Secret),
}

impl ProxyChoice {
    /// The error is what was expected, in words; it repeats nothing of the text.
    pub fn parse(url: &str) -> Result<Self, &'static str> {
        if url.is_empty() {
            return Ok(Self::Direct);
        }
        parse(url).map(|_| Self::Url(Secret::new(url)))
    }

    /// Reads the environment, if that is the choice; so it is called once, on the caller's thread.
    pub fn resolve(&self, log: &Log) -> Option<Proxy> {
        match self {
            Self::Direct => None,
            Self::Url(url) => parse(url.expose()).ok(),
            Self::Environment => from_environment(log),
        }
    }
}

fn parse(url: &str) -> Result<Proxy, &'static str> {
    const EXPECTED: &str = "expected a proxy URL such as http://user:password@host:3128 \
                            (http, https, socks5 or socks5h; special characters percent-encoded)";
    let proxy = Proxy::new(url).map_err(|_| EXPECTED)?;
    match proxy.protocol() {
        ProxyProtocol::Http
        | ProxyProtocol::Https
        | ProxyProtocol::Socks5
        | ProxyProtocol::Socks5h => Ok(proxy),
        _ => Err(EXPECTED),
    }
}

fn from_environment(log: &Log) -> Option<Proxy> {
    let name = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    let (name, url) = name.iter().find_map(|name| Some((name, variable(name)?)))?;
    match parse(&url) {
        Ok(proxy) => Some(with_exceptions(proxy, &no_proxy())),
        Err(expected) => {
            log.warning(format_args!("{name} is ignored: {expected}"));
            None
        }
    }
}

fn no_proxy() -> String {
    variable("no_proxy").or_else(|| variable("NO_PROXY")).unwrap_or_default()
}

fn variable(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

/// The same proxy, bypassed for the hosts of a `NO_PROXY` list.
fn with_exceptions(proxy: Proxy, list: &str) -> Proxy {
    let mut builder = Proxy::builder(proxy.protocol()).host(proxy.host()).port(proxy.port());
    if let Some(username) = proxy.username() {
        builder = builder.username(username);
    }
    if let Some(password) = proxy.password() {
        builder = builder.password(password);
    }
    for host in list.split(',').map(str::trim).filter(|host| !host.is_empty()) {
        builder = builder.no_proxy(host);
        // A bare name stands for the hosts below it too, as curl and others read it.
        if !host.starts_with(['.', '*']) && host.parse::<std::net::IpAddr>().is_err() {
            builder = builder.no_proxy(&format!(".{host}"));
        }
    }
    builder.build().unwrap_or(proxy)
}

#[cfg(feature = "fuzzing")]
pub fn is_bypassed(no_proxy: &str, url: &str) -> bool {
    let proxy = parse("http://proxy.example.com:1").expect("a good URL");
    url.parse().is_ok_and(|url| with_exceptions(proxy, no_proxy).is_no_proxy(&url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ureq::http::Uri;

    #[test]
    fn the_three_kinds_of_proxy_are_accepted() {
        for url in ["http://p:3128", "https://u:p%40ss@p", "socks5://u:p@p:1080", "socks5h://p"] {
            assert!(ProxyChoice::parse(url).is_ok(), "{url}");
        }
        assert_eq!(ProxyChoice::parse(""), Ok(ProxyChoice::Direct));
    }

    #[test]
    fn other_text_is_refused_without_repeating_it() {
        for url in ["ftp://hunter2@p", "socks4://p", "http://", "::hunter2::", "http://a b"] {
            let error = ProxyChoice::parse(url).expect_err(url);
            assert!(!error.contains("hunter2"));
        }
    }

    #[test]
    fn no_proxy_names_hosts_and_what_is_below_them() {
        let proxy =
            with_exceptions(parse("http://u:p%40@p:1").unwrap(), "example.com, 10.0.0.1,.x.y");
        let bypassed = |url: &str| proxy.is_no_proxy(&url.parse::<Uri>().unwrap());
        assert!(bypassed("https://example.com/") && bypassed("https://api.example.com/"));
        assert!(bypassed("https://10.0.0.1/") && bypassed("https://a.x.y/"));
        assert!(!bypassed("https://notexample.com/"));
        assert_eq!((proxy.username(), proxy.password()), (Some("u"), Some("p@")));
    }
}
