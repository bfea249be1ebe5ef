//! What a failed call is called, and the sentence that says so.
//!
//! Nothing of a library's own text is passed on: some of it holds the URL.

use std::io;

use rustls::Error as TlsError;
use ureq::Timeout;

use super::certificate;
use super::watch::Watch;
use crate::error::{Error, Status};
use crate::os_problem::{is_limit, os_problem};

/// The way a call took.
pub struct Route<'a> {
    /// Host and port of the server.
    pub server: &'a str,
    /// Host and port of the proxy, if there is one.
    pub proxy: Option<String>,
    /// A variable that should have named a proxy and cannot be used.
    pub unusable: Option<&'static str>,
}

impl Route<'_> {
    /// The proxy, while the way through it is not open: what goes wrong is its fault.
    fn proxy_in_the_way(&self, watch: &Watch) -> Option<&str> {
        self.proxy.as_deref().filter(|_| watch.dialled && !watch.opened)
    }
}

pub fn explain(error: ureq::Error, watch: &Watch, route: &Route) -> Error {
    let failure = name(error, watch, route);
    match (route.unusable, &route.proxy, failure.status()) {
        (Some(variable), None, Status::Network | Status::Timeout | Status::Tls) => {
            failure.and(format_args!("{variable} is set, but cannot be used"))
        }
        _ => failure,
    }
}

fn name(error: ureq::Error, watch: &Watch, route: &Route) -> Error {
    let server = route.server;
    match error {
        ureq::Error::Timeout(timeout) => timed_out(timeout, watch, route),
        ureq::Error::HostNotFound => match route.proxy_in_the_way(watch) {
            Some(at) => proxy(at, route, "its name cannot be found"),
            None => {
                network(format!("the name of {server} cannot be found; is this device online?"))
            }
        },
        // Our own words: only our connector makes one.
        ureq::Error::ConnectProxyFailed(why) => {
            proxy(route.proxy.as_deref().unwrap_or_default(), route, &why)
        }
        ureq::Error::Io(error) => io_failure(&error, watch, route),
        ureq::Error::Protocol(error) => protocol(&error, route),
        ureq::Error::LargeResponseHeader(..) => {
            response(format!("{server} answered with headers of more than 64 KiB"))
        }
        ureq::Error::Other(inner) => match inner.downcast::<Error>() {
            Ok(own) => *own,
            Err(_) => unexpected(server),
        },
        _ => unexpected(server),
    }
}

fn protocol(error: &ureq_proto::Error, route: &Route) -> Error {
    let server = route.server;
    match error {
        ureq_proto::Error::HttpParseTooManyHeaders => {
            response(format!("{server} answered with more than 128 headers"))
        }
        ureq_proto::Error::OutputOverflow => Error::harmless(
            Status::Internal,
            format_args!("the request to {server} is too long; nothing was sent"),
        ),
        _ => response(format!(
            "{server} did not answer with proper HTTP; something on the way may have answered in its place"
        )),
    }
}

fn timed_out(timeout: Timeout, watch: &Watch, route: &Route) -> Error {
    let server = route.server;
    let phase = match (route.proxy_in_the_way(watch), timeout) {
        (Some(at), Timeout::Resolve) => format!("looking up the proxy {at}"),
        (Some(at), _) if watch.reached => {
            format!("waiting for the proxy {at} to open the way to {server}")
        }
        (Some(at), _) => format!("connecting to the proxy {at}"),
        (None, Timeout::Resolve) => format!("looking up {server}"),
        (None, _) if watch.dialled && !watch.connected => format!("connecting to {server}"),
        (None, _) if watch.answered => format!("receiving the answer of {server}"),
        (None, _) => format!("waiting for the answer of {server}"),
    };
    // A connection may have less time than the call.
    let limit = if watch.deadline.remaining().is_zero() {
        format!("the whole call may take {} ms", watch.deadline.total().as_millis())
    } else {
        "that is the limit of one connection (connect_timeout_ms)".to_owned()
    };
    Error::harmless(Status::Timeout, format_args!("the time was up while {phase}; {limit}"))
}

fn io_failure(error: &io::Error, watch: &Watch, route: &Route) -> Error {
    let server = route.server;
    if let Some(error) = inner_tls(error) {
        return tls(error, watch, route);
    }
    if error.kind() == io::ErrorKind::TimedOut && error.raw_os_error().is_none() {
        return timed_out(Timeout::Global, watch, route);
    }
    if let Some(at) = route.proxy_in_the_way(watch).filter(|_| !is_limit(error)) {
        return proxy(at, route, &describe(error));
    }
    match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput if watch.answered => response(
            format!("the answer of {server} is damaged: its compressed body cannot be read"),
        ),
        // An orderly end before the announced length is the server's or a proxy's doing.
        io::ErrorKind::UnexpectedEof if watch.answered && !watch.reset => {
            response(format!("the answer of {server} ended before it was complete"))
        }
        _ if watch.answered => {
            network(format!("the connection to {server} was lost during the answer"))
        }
        _ if watch.connected || !watch.dialled => network(format!(
            "the connection to {server} was lost before an answer came ({})",
            describe(error)
        )),
        _ => network(format!("no connection to {server} can be made: {}", describe(error))),
    }
}

fn tls(error: &TlsError, watch: &Watch, route: &Route) -> Error {
    let peer = match route.proxy_in_the_way(watch) {
        Some(at) => format!("the proxy {at}"),
        None => route.server.to_owned(),
    };
    let why = certificate::problem(error);
    Error::harmless(Status::Tls, format_args!("no secure connection to {peer} can be made: {why}"))
}

/// The error of TLS in one of its input or output.
pub fn inner_tls(error: &io::Error) -> Option<&TlsError> {
    error.get_ref()?.downcast_ref()
}

fn proxy(at: &str, route: &Route, why: &str) -> Error {
    Error::harmless(
        Status::Proxy,
        format_args!("the proxy {at} does not lead to {}: {why}", route.server),
    )
}

fn network(message: String) -> Error {
    Error::harmless(Status::Network, message)
}

fn response(message: String) -> Error {
    Error::harmless(Status::Response, message)
}

fn unexpected(server: &str) -> Error {
    Error::harmless(
        Status::Internal,
        format_args!("the call to {server} failed in an unexpected way"),
    )
}

fn describe(error: &io::Error) -> String {
    match (error.kind(), error.raw_os_error()) {
        (io::ErrorKind::UnexpectedEof, None) => "it was closed".into(),
        (io::ErrorKind::NotConnected, None) => "the client is being closed".into(),
        _ => os_problem(error),
    }
}
