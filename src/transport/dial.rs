//! Opening connections: directly or through a proxy, with TLS on top.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Weak};
use std::time::Duration;

use rustls::ClientConfig;
use ureq::http::Uri;
use ureq::unversioned::transport::{ConnectionDetails, Connector, NextTimeout, ShutdownHandle};
use ureq::{Error, Proxy, ProxyProtocol, Timeout};

use super::connect::Sockets;
use super::exchange::{Exchange, Pool};
use super::failure::inner_tls;
use super::race::{in_order, race};
use super::socks::Target;
use super::stream::{Secured, Socket, Stream};
use super::trust::{Peer, Trust};
use super::{socks, trace, tunnel, watch};
use crate::sync::Mutex;

/// Remembered addresses; the latest comes first.
const MAX_WINNERS: usize = 4;

/// Makes the connections of one client.
pub struct Dial {
    pub trust: Arc<Trust>,
    /// The host that pinned keys are for.
    pub service: String,
    /// For TCP, proxy and TLS of one connection together.
    pub connect_timeout: Duration,
    pub user_agent: String,
    /// Addresses that won a race against others.
    pub winners: Mutex<Vec<SocketAddr>>,
    pub pool: Pool,
}

impl Connector<()> for Dial {
    type Out = Exchange;

    fn connect(
        &self,
        details: &ConnectionDetails,
        _: Option<()>,
    ) -> Result<Option<Exchange>, Error> {
        watch::note_dialled();
        trace::note_dialled(self.is_service(details));
        let exchange = watch::within(self.connect_timeout, || self.open(details))?;
        watch::note_connected();
        Ok(Some(exchange))
    }
}

impl Dial {
    fn open(&self, details: &ConnectionDetails) -> Result<Exchange, Error> {
        let settings = self.tls_for(details)?;
        let is_tls = settings.is_some();
        let stream = match details.config.proxy() {
            None => self.reach(&details.addrs, details)?,
            Some(proxy) => self.through(proxy, details)?,
        };
        watch::note_opened();
        let stream = match settings {
            Some(settings) => self.handshake(stream, host(details.uri), settings)?,
            None => stream,
        };
        Ok(Exchange::new(stream, is_tls, self.pool.begin()))
    }

    /// A TCP connection to one of these addresses.
    fn reach(
        &self,
        found: &[SocketAddr],
        details: &ConnectionDetails,
    ) -> Result<Box<dyn Stream>, Error> {
        let mut sockets = Sockets::new()?;
        let bell = Arc::downgrade(sockets.bell()) as Weak<dyn ShutdownHandle>;
        (details.register_shutdown)(bell.clone())?;
        let _in_use = watch::in_use(bell);
        let order = in_order(found, &self.winners.lock());
        let (won, stream) = race(&order, &mut sockets)?;
        if order.len() > 1 {
            self.remember(won);
        }
        let socket = Socket::new(stream);
        (details.register_shutdown)(socket.shutdown_handle())?;
        watch::note_reached();
        Ok(Box::new(socket))
    }

    fn remember(&self, won: SocketAddr) {
        let mut winners = self.winners.lock();
        winners.retain(|winner| *winner != won);
        winners.insert(0, won);
        winners.truncate(MAX_WINNERS);
    }

    fn through(
        &self,
        proxy: &Proxy,
        details: &ConnectionDetails,
    ) -> Result<Box<dyn Stream>, Error> {
        let timeout = NextTimeout { reason: Timeout::Connect, ..NextTimeout::default() };
        let found = details.resolver.resolve(proxy.uri(), details.config, timeout)?;
        let mut stream = self.reach(&found, details)?;
        match proxy.protocol() {
            ProxyProtocol::Socks5 | ProxyProtocol::Socks5h => {
                socks::open(&mut stream, socks_target(proxy, details), proxy)?;
            }
            ProxyProtocol::Https => {
                let settings = self.trust.settings(Peer::Other).map_err(own)?;
                stream = self.handshake(stream, proxy.host(), settings)?;
                tunnel::open(&mut stream, &target(details.uri), proxy, &self.user_agent)?;
            }
            _ => tunnel::open(&mut stream, &target(details.uri), proxy, &self.user_agent)?,
        }
        Ok(stream)
    }

    fn is_service(&self, details: &ConnectionDetails) -> bool {
        host(details.uri).eq_ignore_ascii_case(&self.service)
    }

    /// `None` for plain http. Nobody is connected to if the certificates cannot be read.
    fn tls_for(&self, details: &ConnectionDetails) -> Result<Option<Arc<ClientConfig>>, Error> {
        let peer = if self.is_service(details) { Peer::Service } else { Peer::Other };
        details.needs_tls().then(|| self.trust.settings(peer).map_err(own)).transpose()
    }

    fn handshake(
        &self,
        stream: Box<dyn Stream>,
        host: &str,
        settings: Arc<ClientConfig>,
    ) -> Result<Box<dyn Stream>, Error> {
        match Secured::new(stream, host, settings.clone()) {
            Ok(secured) => Ok(Box::new(secured)),
            Err(error) => {
                if matches!(inner_tls(&error), Some(rustls::Error::InvalidCertificate(_))) {
                    self.trust.forget(&settings);
                }
                Err(error.into())
            }
        }
    }
}

/// An error that has its name already.
fn own(error: crate::error::Error) -> Error {
    Error::Other(Box::new(error))
}

/// Host and port, as CONNECT names them.
fn target(uri: &Uri) -> String {
    format!("{}:{}", host(uri), port(uri))
}

fn host(uri: &Uri) -> &str {
    uri.host().unwrap_or_default()
}

fn port(uri: &Uri) -> u16 {
    // Only https is sent through a proxy.
    uri.port_u16().unwrap_or(443)
}

/// An address as such, also when the proxy looks names up.
fn socks_target<'a>(proxy: &Proxy, details: &ConnectionDetails<'a>) -> Target<'a> {
    let host = host(details.uri);
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let port = port(details.uri);
    match (details.addrs.first().filter(|_| proxy.resolve_target()), bare.parse::<IpAddr>()) {
        (Some(address), _) => Target::Address(*address),
        (None, Ok(ip)) => Target::Address((ip, port).into()),
        (None, Err(_)) => Target::Host(host, port),
    }
}

impl fmt::Debug for Dial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dial")
    }
}
