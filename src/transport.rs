//! The way to a server and back: one trait, one implementation on ureq.
//!
//! Only this module connects a socket. It knows bytes, headers and deadlines; what an answer means is
//! decided in `api`.

mod body;
mod buffers;
mod certificate;
mod connect;
mod dial;
mod exchange;
mod failure;
mod http;
mod no_proxy;
mod normalize;
mod pins;
mod presented;
mod proxy;
mod race;
mod resolver;
#[cfg(feature = "fuzzing")]
mod scripted;
mod socks;
mod stream;
mod system;
mod tls;
mod trace;
mod trust;
mod tunnel;
mod url;
mod verifier;
mod watch;
mod way;

use std::path::PathBuf;
use std::time::Duration;

pub use self::http::HttpTransport;
#[cfg(feature = "fuzzing")]
pub use self::no_proxy::NoProxy;
pub use self::pins::PinnedKeys;
pub use self::presented::{Presented, X500Name};
pub use self::proxy::ProxyChoice;
#[cfg(feature = "fuzzing")]
pub use self::scripted::{Script, Server};
pub use self::trace::{Distrust, Trace, traced};
pub use self::url::{BaseUrl, Endpoint};
pub use self::way::{Attempted, ProxyFacts, ProxySource, Way};
use crate::environment::Environment;
use crate::error::Error;
use crate::run::Wait;
use crate::secret::Secret;

/// Sends one request and reads its answer whole, before the wait is over.
pub trait Transport: Send + Sync {
    fn send(&self, request: &Request, wait: &Wait) -> Result<Response, Error>;

    /// Ends what is under way; there will be no more requests.
    fn shut_down(&self) {}

    /// The way to the service, to be looked at part by part; `None` where there is none to look at.
    fn way(&self) -> Option<&dyn Way> {
        None
    }
}

/// What every connection of a client has in common.
#[derive(Clone, Debug)]
pub struct NetSettings {
    /// The whole call, from the caller's view.
    pub timeout: Duration,
    /// Name look-up, TCP, proxy and TLS of one connection.
    pub connect_timeout: Duration,
    /// The body of an answer, after inflating.
    pub max_response_bytes: usize,
    pub proxy: ProxyChoice,
    /// Instead of the operating system's trust store.
    pub ca_file: Option<PathBuf>,
    /// Keys that the service must have; `None`: any. They are not for others that are talked to.
    pub pinned_keys: Option<PinnedKeys>,
    pub user_agent: String,
    /// As it was when the client was made: proxies, certificates.
    pub environment: Environment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Put,
}

/// Where a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A path below the base URL: percent-encoded, beginning with a slash, without a query.
    Path(String),
    /// An address that may be on another server. Its answer has 64 KiB at most.
    Endpoint(Endpoint),
}

#[derive(Debug)]
pub struct Request {
    pub method: Method,
    pub to: Target,
    /// Percent-encoded; may hold a password. Only behind a [`Target::Path`].
    pub query: Secret,
    pub headers: Vec<(&'static str, Secret)>,
    pub body: Secret,
    /// Whether sending it twice does no harm. If not, it is sent on a connection of its own, once.
    pub idempotent: bool,
    /// The headers of the answer that are to be handed out, in lower case.
    pub answer_headers: &'static [&'static str],
}

/// An answer as it came: nothing in it has been verified.
pub struct Response {
    pub status: u16,
    headers: Vec<(&'static str, String)>,
    /// Inflated; at most `max_response_bytes`.
    pub body: Vec<u8>,
}

impl Response {
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: Vec::new(), body: body.into() }
    }

    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// A header that was asked for; the first one of that name, if it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }
}
