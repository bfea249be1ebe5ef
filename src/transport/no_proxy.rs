//! Servers that are reached past the proxy: a `NO_PROXY` list, read as curl reads it.
//!
//! Nobody has written its form down. curl's reading (its lib/noproxy.c) is the most common one; what
//! other programs understand besides, and curl does not take for something else, is understood too.

use std::net::IpAddr;

/// Entries are separated by commas, semicolons or blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NoProxy(Vec<String>);

impl NoProxy {
    pub fn parse(list: &str) -> Self {
        let entries = list.split(|c: char| c == ',' || c == ';' || c.is_whitespace());
        Self(entries.filter(|entry| !entry.is_empty()).map(str::to_ascii_lowercase).collect())
    }

    /// `host` as it stands in a URL.
    pub fn covers(&self, host: &str, port: u16) -> bool {
        let host = bare(host).trim_end_matches('.').to_ascii_lowercase();
        self.0.iter().any(|entry| match parts(entry) {
            (name, None) => matches(name, &host),
            (name, Some(only)) => only == port && matches(name, &host),
        })
    }
}

/// Without the brackets of an IPv6 address.
fn bare(host: &str) -> &str {
    host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host)
}

/// An entry's name, and its port if it has one.
fn parts(entry: &str) -> (&str, Option<u16>) {
    let split = entry.rsplit_once(':').and_then(|(name, port)| Some((name, port.parse().ok()?)));
    match split {
        // The colons of an address without brackets are its own.
        Some((name, port)) if !name.contains(':') || name.ends_with(']') => {
            (bare(name), Some(port))
        }
        _ => (bare(entry), None),
    }
}

fn matches(name: &str, host: &str) -> bool {
    if let Some(beginning) = name.strip_suffix('*') {
        return host.starts_with(beginning);
    }
    match host.parse::<IpAddr>() {
        Ok(address) => is_in(address, name) || (name.ends_with('.') && host.starts_with(name)),
        Err(_) => is_at_or_below(host, name),
    }
}

/// `name` is an address, or a network such as 10.0.0.0/8.
fn is_in(address: IpAddr, name: &str) -> bool {
    let (network, length) = match name.split_once('/') {
        Some((network, length)) => (network, length.parse::<u32>().ok()),
        None => (name, Some(u32::MAX)),
    };
    let (Ok(network), Some(length)) = (bare(network).parse::<IpAddr>(), length) else {
        return false;
    };
    match (address, network) {
        (IpAddr::V4(a), IpAddr::V4(n)) => {
            same_bits(a.to_bits().into(), n.to_bits().into(), 32, length)
        }
        (IpAddr::V6(a), IpAddr::V6(n)) => same_bits(a.to_bits(), n.to_bits(), 128, length),
        (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
    }
}

/// Whether the first `length` of `width` bits are the same; `u32::MAX` means all.
fn same_bits(a: u128, b: u128, width: u32, length: u32) -> bool {
    let ignored = match length {
        u32::MAX => 0,
        length => match width.checked_sub(length) {
            Some(ignored) => ignored,
            None => return false,
        },
    };
    (a ^ b).checked_shr(ignored).unwrap_or(0) == 0
}

/// A name stands for its host and all below it, with or without a dot before it.
fn is_at_or_below(host: &str, name: &str) -> bool {
    let name = name.strip_prefix('*').unwrap_or(name).trim_end_matches('.');
    let name = name.strip_prefix('.').unwrap_or(name);
    let above = host.strip_suffix(name).filter(|_| !name.is_empty());
    above.is_some_and(|above| above.is_empty() || above.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn covers(list: &str, host: &str) -> bool {
        NoProxy::parse(list).covers(host, 443)
    }

    #[test]
    fn names_addresses_and_networks_are_read_as_curl_reads_them() {
        for (list, host) in [
            ("license.test", "license.test"),
            ("license.test", "eu.license.test"),
            (".license.test", "license.test"),
            (".license.test", "a.eu.license.test"),
            ("license.test.", "license.test"),
            ("license.test", "license.test."),
            ("other.test, .license.test", "eu.license.test"),
            ("other.test,,,  license.test,", "license.test"),
            ("LICENSE.test", "License.TEST"),
            ("10.1.2.3", "10.1.2.3"),
            ("10.0.0.0/8", "10.1.2.3"),
            ("10.1.2.2/31", "10.1.2.3"),
            ("10.1.2.3/32", "10.1.2.3"),
            ("fd00::5", "[fd00:0::5]"),
            ("fd00::/8", "[fd12::3]"),
            ("*", "anything.at.all"),
        ] {
            assert!(covers(list, host), "{host} in {list}");
        }
    }

    #[test]
    fn other_common_forms_are_understood() {
        for (list, host) in [
            ("*.example.com", "a.example.com"),
            ("10.0.0.1;example.com", "example.com"),
            ("10.0.0.1 example.com\texample.org", "example.com"),
            ("example.com:443", "example.com"),
            ("127.*", "127.9.9.9"),
            ("127.", "127.0.0.1"),
            ("[::1]", "[::1]"),
            ("[::1]:443", "[::1]"),
            ("[fd00::]/8", "[fd12::3]"),
            ("0.0.0.0/0", "9.9.9.9"),
        ] {
            assert!(covers(list, host), "{host} in {list}");
        }
    }

    #[test]
    fn what_is_not_meant_is_not_covered() {
        for (list, host) in [
            ("", "example.com"),
            (".", "example.com"),
            ("example.com:8443", "example.com"),
            ("[::1]:8443", "[::1]"),
            ("10.0.0.0/33", "10.0.0.1"),
            ("10.0.0.0/x", "10.0.0.1"),
            ("license.test", "notlicense.test"),
            ("eu.license.test", "license.test"),
            ("10.0.0.1", "10.0.0.10"),
            ("10.0.0.0", "10.0.0.1"),
            ("10.0.0.0/32", "10.0.0.1"),
            ("10.0.0.10", "10.0.0.1"),
            ("0.0.1", "10.0.0.1"),
            ("::/0", "10.0.0.1"),
            ("com.", "example.comm"),
        ] {
            assert!(!covers(list, host), "{host} in {list}");
        }
    }
}
