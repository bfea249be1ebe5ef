//! Which proxy a connection goes through.

use percent_encoding::percent_decode_str;
use ureq::http::uri::Authority;
use ureq::{Proxy, ProxyProtocol};

use super::BaseUrl;
use super::no_proxy::NoProxy;
use crate::environment::Environment;
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

/// The proxy of a client, and where it is not used.
#[derive(Default)]
pub struct Proxies {
    proxy: Option<Proxy>,
    exceptions: NoProxy,
    /// The variable that says which proxy, if one does.
    pub variable: Option<&'static str>,
    /// The variable that names a proxy and cannot be read.
    pub unusable: Option<&'static str>,
}

impl ProxyChoice {
    /// The error is what was expected, in words; it repeats nothing of the text.
    pub fn parse(url: &str) -> Result<Self, &'static str> {
        if url.is_empty() {
            return Ok(Self::Direct);
        }
        parse(url).map(|_| Self::Url(Secret::new(url)))
    }

    pub fn resolve(&self, environment: &Environment, log: &Log) -> Proxies {
        match self {
            Self::Direct => Proxies::default(),
            Self::Url(url) => Proxies { proxy: parse(url.expose()).ok(), ..Proxies::default() },
            Self::Environment => from_environment(environment, log),
        }
    }
}

impl Proxies {
    /// Whether there is a proxy, for whichever server.
    pub fn is_set(&self) -> bool {
        self.proxy.is_some()
    }

    /// The proxy on the way to a server. That a server is reached directly is decided here, so that a
    /// failure on the direct way is not called the proxy's.
    pub fn to(&self, server: &BaseUrl) -> Option<Proxy> {
        // Plain http goes to this machine only; a proxy would take it elsewhere.
        let through = server.is_https() && !self.exceptions.covers(server.host(), server.port());
        self.proxy.clone().filter(|_| through)
    }
}

const EXPECTED: &str = "expected a proxy URL such as http://user:password@host:3128 (http, https, \
                        socks5 or socks5h), without a path; in user and password, # is written as %23, \
                        / as %2F, ? as %3F and @ as %40";
const UNUSABLE: &str = "it is not the URL of a proxy (http, https, socks5 or socks5h); in user and \
                        password, # is written as %23, / as %2F, ? as %3F and @ as %40";
const EXPECTED_PORT: &str = "expected a proxy URL with a port from 1 to 65535, or none";

/// Only the form of a URL is judged; what is accepted here never fails later.
fn parse(url: &str) -> Result<Proxy, &'static str> {
    let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
    let protocol = protocol(scheme).ok_or(EXPECTED)?;
    let authority = authority(rest).ok_or(EXPECTED)?;
    let (user, place) = match authority.rsplit_once('@') {
        Some((user, place)) => (Some(user), place),
        None => (None, authority),
    };
    let (host, port) = host_and_port(place)?;
    let mut builder = Proxy::builder(protocol).host(host);
    if let Some(port) = port {
        builder = builder.port(port);
    }
    if let Some(user) = user {
        let (user, password) = user.split_once(':').unwrap_or((user, ""));
        builder = builder.username(decoded(user)?.expose());
        builder = builder.password(decoded(password)?.expose());
    }
    builder.build().map_err(|_| EXPECTED)
}

fn protocol(scheme: &str) -> Option<ProxyProtocol> {
    match scheme.to_ascii_lowercase().as_str() {
        "http" => Some(ProxyProtocol::Http),
        "https" => Some(ProxyProtocol::Https),
        "socks" | "socks5" => Some(ProxyProtocol::Socks5),
        "socks5h" => Some(ProxyProtocol::Socks5h),
        _ => None,
    }
}

/// A proxy has no path, query or fragment: what looks like one is the rest of a password.
fn authority(rest: &str) -> Option<&str> {
    let authority = rest.strip_suffix('/').unwrap_or(rest);
    (!authority.contains(['/', '?', '#']) && !authority.contains(char::is_control))
        .then_some(authority)
}

fn host_and_port(place: &str) -> Result<(&str, Option<u16>), &'static str> {
    let address = place.rfind(']').and_then(|bracket| place.get(..=bracket)).unwrap_or_default();
    let behind = place.strip_prefix(address).unwrap_or_default();
    let (host, port) = match behind.split_once(':') {
        Some((name, port)) => (place.get(..address.len().saturating_add(name.len())), Some(port)),
        None => (Some(place), None),
    };
    let host = host.ok_or(EXPECTED)?;
    let authority: Authority = host.parse().map_err(|_| EXPECTED)?;
    if authority.host() != host {
        return Err(EXPECTED);
    }
    Ok((host, port.map(port_number).transpose()?))
}

fn port_number(text: &str) -> Result<u16, &'static str> {
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let port = text.parse().ok().filter(|port| is_number && *port != 0);
    port.ok_or(EXPECTED_PORT)
}

fn decoded(text: &str) -> Result<Secret, &'static str> {
    let text = percent_decode_str(text).decode_utf8().map_err(|_| EXPECTED)?;
    Ok(Secret::new(text))
}

fn from_environment(environment: &Environment, log: &Log) -> Proxies {
    let first = |names: &[&'static str]| {
        names.iter().find_map(|name| Some((*name, environment.get(name)?)))
    };
    let Some((name, url)) = first(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]) else {
        return Proxies::default();
    };
    let list = first(&["no_proxy", "NO_PROXY"]).map(|(_, list)| list).unwrap_or_default();
    let exceptions = NoProxy::parse(&list.to_string_lossy());
    let parsed = url.to_str().ok_or(EXPECTED).and_then(|url| parse(url.trim()));
    let unusable = parsed.is_err().then_some(name);
    if unusable.is_some() {
        log.warning(format_args!("{name} is ignored: {UNUSABLE}"));
    }
    Proxies { proxy: parsed.ok(), exceptions, variable: Some(name), unusable }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_kinds_of_proxy_are_accepted() {
        for (url, host, port) in [
            ("http://p:3128", "p", 3128),
            ("https://u:p%40ss@p", "p", 443),
            ("socks5://u:p@p:1080/", "p", 1080),
            ("socks5h://p", "p", 1080),
            ("SOCKS5H://p", "p", 1080),
            ("p:1", "p", 1),
            ("u:p@10.0.0.1:65535", "10.0.0.1", 65535),
            ("http://[::1]:3128", "[::1]", 3128),
            ("http://[::1]", "[::1]", 80),
        ] {
            let proxy = parse(url).expect(url);
            assert_eq!((proxy.host(), proxy.port()), (host, port), "{url}");
        }
        assert_eq!(ProxyChoice::parse(""), Ok(ProxyChoice::Direct));
    }

    #[test]
    fn user_and_password_may_be_anything_but_what_ends_them() {
        for (url, user, password) in [
            ("http://u:p%40@p:1", "u", "p@"),
            ("http://u@p", "u", ""),
            ("http://DOM\\u:p@p", "DOM\\u", "p"),
            ("http://DOM%5Cu:p@p", "DOM\\u", "p"),
            ("http://u:a@b:c@p", "u", "a@b:c"),
            ("http://u:100%@p", "u", "100%"),
            ("http://u:ä b+[]%23@p", "u", "ä b+[]#"),
        ] {
            let proxy = parse(url).expect(url);
            let seen = (proxy.username(), proxy.password().unwrap_or_default());
            assert_eq!(seen, (Some(user), password), "{url}");
            assert_eq!(proxy.host(), "p");
        }
    }

    #[test]
    fn other_text_is_refused_without_repeating_it() {
        for url in [
            "ftp://hunter2@p",
            "socks4://p",
            "http://",
            "::hunter2::",
            "http://a b",
            "http://u:47#hunter2@p:3128",
            "http://u:47/hunter2@p:3128",
            "http://u:47?hunter2@p:3128",
            "http://u:p#hunter2@p:3128",
            "http://p:3128/hunter2",
            "http://p:3128//",
            "http://p/?hunter2",
            "http://p/#hunter2",
            "127.0.0.1:notaport",
            "http://p:0",
            "http://p:65536",
            "http://p:",
            "http://p:+1",
            "http://p:1:2",
            "http://[::1",
            "http://::1:3128",
            "http://u:%ff@p",
            "http://u:p\r\n@p",
            "\"http://p:3128\"",
            " http://p:3128",
        ] {
            let error = ProxyChoice::parse(url).expect_err(url);
            assert!(!error.contains("hunter2"));
        }
        let error = ProxyChoice::parse("http://u:47#hunter2@p").unwrap_err();
        assert!(error.contains("%23") && error.contains("%2F") && error.contains("%3F"));
    }

    fn environment(variables: &[(&str, &str)]) -> Proxies {
        from_environment(&Environment::with(variables), &Log::default())
    }

    fn reached_through(proxies: &Proxies, url: &str) -> Option<String> {
        proxies.to(&BaseUrl::parse(url).unwrap()).map(|proxy| proxy.host().to_owned())
    }

    #[test]
    fn blanks_around_a_variable_are_not_part_of_it() {
        let proxies = environment(&[("HTTPS_PROXY", " http://DOM\\u:p@one:1 \r\n")]);
        assert_eq!(reached_through(&proxies, "https://s").as_deref(), Some("one"));
        assert_eq!(proxies.unusable, None);
    }

    #[test]
    fn exceptions_and_plain_http_go_past_the_proxy() {
        let proxies = environment(&[("https_proxy", "one"), ("NO_PROXY", "a.b:8443 10.0.0.0/8")]);
        let through = |url| reached_through(&proxies, url).is_some();
        assert!(through("https://a.b") && through("https://[::1]:8443/x"));
        assert!(!through("https://a.b:8443") && !through("https://10.1.2.3"));
        assert!(!through("http://127.0.0.1:1"));
    }

    #[test]
    fn a_variable_that_cannot_be_used_is_named() {
        let proxies = environment(&[("https_proxy", ""), ("ALL_PROXY", "http://u:a#b@one:1")]);
        assert_eq!(proxies.unusable, Some("ALL_PROXY"));
        assert_eq!(reached_through(&proxies, "https://s"), None);
    }
}
