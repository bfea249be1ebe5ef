//! The parts of the way to the service, as the transport on ureq has them.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use ureq::http::Uri;
use ureq::unversioned::resolver::Resolver;
use ureq::unversioned::transport::{NextTimeout, ShutdownHandle};
use ureq::{Proxy, Timeout};

use super::super::connect::Sockets;
use super::super::failure::{self, Route};
use super::super::race::each;
use super::super::trust::Peer;
use super::super::watch::{self, Outgoing};
use super::super::way::{Attempted, ProxyFacts, ProxySource, Way};
use super::super::{BaseUrl, ProxyChoice};
use super::HttpTransport;
use crate::clock::Stopwatch;
use crate::environment::Environment;
use crate::error::{Error, Status};
use crate::run::Wait;

impl Way for HttpTransport {
    fn server(&self) -> &BaseUrl {
        &self.base
    }

    fn connect_timeout(&self) -> Duration {
        self.settings.connect_timeout
    }

    fn environment(&self) -> &Environment {
        &self.settings.environment
    }

    fn has_ca_file(&self) -> bool {
        self.settings.ca_file.is_some()
    }

    fn is_pinned(&self) -> bool {
        self.settings.pinned_keys.is_some()
    }

    fn proxy(&self) -> Option<ProxyFacts> {
        self.proxies.to(&self.base).map(|proxy| facts(&proxy))
    }

    fn proxy_source(&self) -> ProxySource {
        match &self.settings.proxy {
            ProxyChoice::Direct | ProxyChoice::Url(_) => ProxySource::Setting,
            ProxyChoice::Environment => ProxySource::Environment(self.proxies.variable),
        }
    }

    fn unusable_variable(&self) -> Option<&'static str> {
        self.proxies.unusable
    }

    fn is_past_the_proxy(&self) -> bool {
        self.proxies.is_set() && self.proxies.to(&self.base).is_none()
    }

    fn read_trust(&self) -> Result<(), Error> {
        self.trust.settings(Peer::Service).map(drop)
    }

    fn look_up(&self, wait: &Wait) -> Result<Vec<SocketAddr>, Error> {
        let proxy = self.proxies.to(&self.base);
        let current = watch::begin(wait, Outgoing::default());
        let uri = match &proxy {
            Some(proxy) => {
                // From here on a failure is the proxy's.
                watch::note_dialled();
                Ok(proxy.uri().clone())
            }
            None => self.base.to_string().parse::<Uri>(),
        };
        let uri = uri.map_err(|_| Error::new(Status::Internal, "the address of the server"))?;
        let timeout = NextTimeout { reason: Timeout::Resolve, ..NextTimeout::default() };
        let found = self.resolver.resolve(&uri, self.agent().config(), timeout);
        let watch = current.end();
        let route = Route {
            server: self.base.authority(),
            proxy: proxy.map(|proxy| format!("{}:{}", proxy.host(), proxy.port())),
            unusable: self.proxies.unusable,
        };
        let found = found.map_err(|error| failure::explain(error, &watch, &route))?;
        Ok(found.iter().copied().collect())
    }

    fn connect_each(&self, addresses: &[SocketAddr], wait: &Wait) -> Vec<Attempted> {
        let begun = Stopwatch::start();
        let _current = watch::begin(wait, Outgoing::default());
        let mut ended = Vec::new();
        let mut note = |address, result| {
            ended.push(Attempted { address, after: begun.elapsed(), result });
        };
        match Sockets::new() {
            Ok(mut sockets) => {
                let bell = std::sync::Arc::downgrade(sockets.bell());
                let _in_use = watch::in_use(bell as std::sync::Weak<dyn ShutdownHandle>);
                each(addresses, &mut sockets, |(address, result)| note(address, result.map(drop)));
            }
            Err(error) => addresses.iter().for_each(|address| note(*address, Err(copy(&error)))),
        }
        let is_open = |address: &&SocketAddr| !ended.iter().any(|one| one.address == **address);
        let late: Vec<_> = addresses.iter().filter(is_open).copied().collect();
        let (after, timed_out) = (begun.elapsed(), io::ErrorKind::TimedOut);
        let late = late.into_iter().map(|address| Attempted {
            address,
            after,
            result: Err(timed_out.into()),
        });
        ended.extend(late);
        ended
    }
}

fn copy(error: &io::Error) -> io::Error {
    error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error)
}

fn facts(proxy: &Proxy) -> ProxyFacts {
    use ureq::ProxyProtocol::*;
    let scheme = match proxy.protocol() {
        Http => "http",
        Https => "https",
        Socks5 => "socks5",
        Socks5h => "socks5h",
        _ => "another kind",
    };
    ProxyFacts {
        scheme,
        host: proxy.host().to_owned(),
        port: proxy.port(),
        has_user: proxy.username().is_some(),
        resolves: !proxy.resolve_target(),
    }
}
