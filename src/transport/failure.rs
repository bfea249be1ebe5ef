//! What a failed call is called, and the sentence that says so.
//!
//! Nothing of ureq's own text is passed on unread: some of it holds the URL.

use std::io;

use rustls::{CertificateError, Error as TlsError};
use ureq::Timeout;

use super::watch::Watch;
use crate::error::{Error, Status};

/// The way a call took.
pub struct Route<'a> {
    /// Host and port of the server.
    pub server: &'a str,
    /// Host and port of the proxy, if there is one.
    pub proxy: Option<String>,
}

pub fn explain(error: ureq::Error, watch: &Watch, route: &Route) -> Error {
    let server = route.server;
    match error {
        ureq::Error::Timeout(timeout) => timed_out(timeout, watch, route),
        ureq::Error::HostNotFound if through_proxy(watch, route) => {
            proxy(route, "its name cannot be found, or the server's name cannot")
        }
        ureq::Error::HostNotFound => {
            network(format!("the name of {server} cannot be found; is this device online?"))
        }
        ureq::Error::ConnectProxyFailed(reason) => proxy(route, &refusal(&reason)),
        ureq::Error::Rustls(error) => tls(&error, server),
        ureq::Error::Io(error) => io_failure(&error, watch, route),
        ureq::Error::Protocol(_) | ureq::Error::LargeResponseHeader(..) | ureq::Error::Http(_) => {
            response(format!(
                "{server} did not answer with proper HTTP; something on the way may have answered in its place"
            ))
        }
        ureq::Error::Decompress(..) => response(format!(
            "the answer of {server} is damaged: its compressed body cannot be read"
        )),
        ureq::Error::Tls(_) | ureq::Error::TlsRequired | ureq::Error::Pem(_) => Error::harmless(
            Status::Tls,
            format_args!("no secure connection to {server} can be made"),
        ),
        ureq::Error::ConnectionFailed => network(format!("no connection to {server} can be made")),
        _ => Error::harmless(
            Status::Internal,
            format_args!("the call to {server} failed in an unexpected way"),
        ),
    }
}

fn timed_out(timeout: Timeout, watch: &Watch, route: &Route) -> Error {
    let server = route.server;
    let phase = match (timeout, watch.dialled, watch.connected) {
        (Timeout::Resolve, ..) => format!("looking up {server}"),
        (_, true, false) => format!("connecting to {server}"),
        (_, false, _) if !watch.answered => format!("calling {server}"),
        (_, _, _) if !watch.answered => format!("waiting for the answer of {server}"),
        _ => format!("receiving the answer of {server}"),
    };
    let via = if through_proxy(watch, route) { " through the proxy" } else { "" };
    let ms = watch.deadline.total().as_millis();
    Error::harmless(
        Status::Timeout,
        format_args!("the time was up while {phase}{via}; the whole call may take {ms} ms"),
    )
}

fn io_failure(error: &io::Error, watch: &Watch, route: &Route) -> Error {
    let server = route.server;
    if let Some(error) = inner_tls(error) {
        return tls(error, server);
    }
    if through_proxy(watch, route) {
        return proxy(route, &describe(error));
    }
    match error.kind() {
        io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock => {
            timed_out(Timeout::Global, watch, route)
        }
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput if watch.answered => {
            response(format!("the answer of {server} is damaged: {}", describe(error)))
        }
        // An orderly end before the announced length is the server's or a proxy's doing.
        io::ErrorKind::UnexpectedEof if watch.answered && !watch.reset => {
            response(format!("the answer of {server} ended before it was complete"))
        }
        _ if watch.answered => {
            network(format!("the connection to {server} was lost during the answer"))
        }
        _ if watch.connected => network(format!(
            "the connection to {server} was lost before an answer came ({})",
            describe(error)
        )),
        _ => network(format!("no connection to {server} can be made: {}", describe(error))),
    }
}

fn tls(error: &TlsError, server: &str) -> Error {
    let why = match error {
        TlsError::InvalidCertificate(certificate) => certificate_problem(certificate),
        TlsError::NoCertificatesPresented => "it presented no certificate".into(),
        TlsError::InvalidMessage(_) | TlsError::InappropriateMessage { .. } => {
            "what answered does not speak TLS".into()
        }
        TlsError::AlertReceived(alert) => format!("it broke off the handshake ({alert:?})"),
        TlsError::PeerIncompatible(_) => {
            "it speaks no TLS version or cipher suite that is still considered secure".into()
        }
        TlsError::General(why) => format!("the trust store cannot be used ({why})"),
        _ => "the handshake failed".into(),
    };
    Error::harmless(
        Status::Tls,
        format_args!("no secure connection to {server} can be made: {why}"),
    )
}

fn certificate_problem(error: &CertificateError) -> String {
    match error {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "its certificate has expired, or this device's clock is wrong".into()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "its certificate is not valid yet, or this device's clock is wrong".into()
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "its certificate is for another host".into()
        }
        CertificateError::UnknownIssuer => "its certificate is from an authority that is not trusted here; \
                                            behind a proxy that inspects TLS, its authority must be in the trust store or the CA file".into(),
        CertificateError::Revoked => "its certificate has been revoked".into(),
        other => format!("its certificate is not acceptable ({})", kind_of(other)),
    }
}

/// The variant's name, without the bytes that some variants carry.
fn kind_of(error: &CertificateError) -> String {
    let text = format!("{error:?}");
    text.split(['(', '{']).next().unwrap_or_default().trim().to_owned()
}

fn inner_tls(error: &io::Error) -> Option<&TlsError> {
    let inner = error.get_ref()?;
    if let Some(tls) = inner.downcast_ref::<TlsError>() {
        return Some(tls);
    }
    match inner.downcast_ref::<ureq::Error>()? {
        ureq::Error::Rustls(tls) => Some(tls),
        _ => None,
    }
}

/// The failure lies between here and the proxy, or with the proxy.
fn through_proxy(watch: &Watch, route: &Route) -> bool {
    route.proxy.is_some() && !watch.connected && !watch.answered
}

fn proxy(route: &Route, why: &str) -> Error {
    let at = route.proxy.as_deref().unwrap_or_default();
    Error::harmless(
        Status::Proxy,
        format_args!("the proxy {at} does not lead to {}: {why}", route.server),
    )
}

/// ureq's reason is "proxy server responded 407/407", or its own words.
fn refusal(reason: &str) -> String {
    let status = reason.split(['/', ' ']).find_map(|word| word.parse::<u16>().ok());
    match status {
        // 407 is meant for this; some proxies answer 401.
        Some(status @ (401 | 407)) => format!(
            "it asks for a user name and password, or refused those it was given ({status})"
        ),
        Some(status) => format!("it answered {status}"),
        None => "it did not answer".into(),
    }
}

fn network(message: String) -> Error {
    Error::harmless(Status::Network, message)
}

fn response(message: String) -> Error {
    Error::harmless(Status::Response, message)
}

/// The operating system's words, or the library's short ones.
fn describe(error: &io::Error) -> String {
    match error.raw_os_error() {
        Some(_) => error.to_string(),
        None => error.get_ref().map_or_else(|| error.kind().to_string(), ToString::to_string),
    }
}
