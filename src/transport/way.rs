//! The way to the service, to be looked at part by part: with the resolver, the sockets, the proxy and the trust that
//! calls use.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use super::BaseUrl;
use crate::environment::Environment;
use crate::error::Error;
use crate::run::Wait;

/// Of one transport, to its service.
pub trait Way {
    fn server(&self) -> &BaseUrl;

    /// Of one connection.
    fn connect_timeout(&self) -> Duration;

    fn environment(&self) -> &Environment;

    fn has_ca_file(&self) -> bool;

    /// Whether keys are pinned that the service must have.
    fn is_pinned(&self) -> bool;

    fn proxy(&self) -> Option<ProxyFacts>;

    fn proxy_source(&self) -> ProxySource;

    /// The variable that should name a proxy, and cannot be read.
    fn unusable_variable(&self) -> Option<&'static str>;

    /// Whether there is a proxy, and the service is one of those that are reached past it.
    fn is_past_the_proxy(&self) -> bool;

    /// Reads the certificates that are trusted, unless they have been read.
    fn read_trust(&self) -> Result<(), Error>;

    /// The addresses of the service, or of the proxy that leads to it. Blocks for as long as the wait lasts.
    fn look_up(&self, wait: &Wait) -> Result<Vec<SocketAddr>, Error>;

    /// Connects to each of the addresses, and closes the connections again. Blocks until the last has ended, or the
    /// wait is over: then those that have not ended are timeouts.
    fn connect_each(&self, addresses: &[SocketAddr], wait: &Wait) -> Vec<Attempted>;
}

/// The proxy on the way; neither user nor password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyFacts {
    pub scheme: &'static str,
    pub host: String,
    pub port: u16,
    pub has_user: bool,
    /// It looks the name of the service up by itself.
    pub resolves: bool,
}

/// Who has decided about the proxy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxySource {
    Setting,
    /// This variable; `None`: none is set.
    Environment(Option<&'static str>),
}

/// What came of a connection to an address, and after how long.
pub struct Attempted {
    pub address: SocketAddr,
    pub after: Duration,
    pub result: io::Result<()>,
}
