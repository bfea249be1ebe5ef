//! Name look-up that ends with the call's deadline.

use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs, UdpSocket};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;
use ureq::{Error, Timeout};

use super::race::in_order;
use super::watch;
use crate::error::{self, Status};
use crate::os_problem::{is_limit, thread_problem};
use crate::platform;
use crate::run::{Cancel, Handoff, Wait};

/// Look-ups that no longer have anybody waiting for them; the system gives up on them by itself.
const MAX_ABANDONED: usize = 8;
/// What ureq's list of addresses holds.
const MAX_ADDRESSES: usize = 16;

/// Addresses and `localhost` are known without asking. Other names are looked up on a thread that
/// is left behind when the time is up: the system's look-up cannot be interrupted.
#[derive(Clone, Default)]
pub struct DeadlineResolver {
    running: Arc<AtomicUsize>,
}

impl Resolver for DeadlineResolver {
    fn resolve(
        &self,
        uri: &Uri,
        _: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().ok_or(Error::HostNotFound)?;
        let port = uri.port_u16().unwrap_or_else(|| default_port(uri.scheme_str()));
        let found: Vec<SocketAddr> = match without_asking(host) {
            Some(addresses) => addresses.into_iter().map(|ip| (ip, port).into()).collect(),
            None => self.look_up(host, port, timeout)?,
        };
        let mut result = self.empty();
        // In turns, so that many of one family leave a place for the other.
        for address in in_order(&found, &[]).into_iter().take(MAX_ADDRESSES) {
            result.push(address);
        }
        if result.is_empty() { Err(Error::HostNotFound) } else { Ok(result) }
    }
}

impl DeadlineResolver {
    fn look_up(
        &self,
        host: &str,
        port: u16,
        timeout: NextTimeout,
    ) -> Result<Vec<SocketAddr>, Error> {
        let wait = wait(timeout);
        if wait.deadline.is_over() || self.running.load(Ordering::Relaxed) >= MAX_ABANDONED {
            return Err(Error::Timeout(Timeout::Resolve));
        }
        let answer = Handoff::new();
        let (host, running, place) = (host.to_owned(), self.running.clone(), answer.clone());
        running.fetch_add(1, Ordering::Relaxed);
        let look_up = move || {
            let found = (host.as_str(), port).to_socket_addrs().map(Vec::from_iter);
            running.fetch_sub(1, Ordering::Relaxed);
            place.give(found);
        };
        if let Err(error) = platform::start_thread("lsagent-dns", Box::new(look_up)) {
            self.running.fetch_sub(1, Ordering::Relaxed);
            let why = format!("no name can be looked up: {}", thread_problem(&error));
            return Err(Error::Other(Box::new(error::Error::harmless(Status::Network, why))));
        }
        match answer.take(&wait) {
            Ok(found) => found.map_err(not_found),
            Err(_) => Err(Error::Timeout(Timeout::Resolve)),
        }
    }
}

impl fmt::Debug for DeadlineResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeadlineResolver")
    }
}

fn wait(timeout: NextTimeout) -> Wait {
    let call = watch::wait().unwrap_or_else(|| Wait::new(Duration::MAX, &Cancel::default()));
    if timeout.after.is_not_happening() { call } else { call.at_most(*timeout.after) }
}

/// `host` as it stands in a URL.
fn without_asking(host: &str) -> Option<Vec<IpAddr>> {
    if host.eq_ignore_ascii_case("localhost") {
        return Some(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]);
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().map(|address| vec![address])
}

/// Covers the schemes of targets and of proxies.
fn default_port(scheme: Option<&str>) -> u16 {
    match scheme {
        Some("https") => 443,
        Some(scheme) if scheme.to_ascii_lowercase().starts_with("socks") => 1080,
        _ => 80,
    }
}

/// The standard library has no kind of its own for "no such host", and the system says the same when it
/// has no descriptor left for asking.
fn not_found(error: io::Error) -> Error {
    let probe = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0));
    match (error.kind(), probe) {
        (io::ErrorKind::OutOfMemory | io::ErrorKind::PermissionDenied, _) => Error::Io(error),
        (_, Err(limit)) if is_limit(&limit) => Error::Io(limit),
        _ => Error::HostNotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_localhost_are_known_without_asking() {
        assert_eq!(without_asking("10.1.2.3").unwrap().len(), 1);
        assert_eq!(without_asking("[::1]").unwrap(), [IpAddr::from(Ipv6Addr::LOCALHOST)]);
        assert_eq!(without_asking("LocalHost").unwrap().len(), 2);
        assert!(without_asking("api.licensespring.com").is_none());
    }
}
