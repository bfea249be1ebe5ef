//! What a call met on its way to the service, in the thread that makes it: for those who want to know where it ended.
//!
//! Only [`traced`] keeps anything; all other calls pass by. It notes what the shipped code does, and does nothing itself.

use std::cell::RefCell;
use std::time::Duration;

use rustls::pki_types::CertificateDer;
use rustls::{ClientConnection, ProtocolVersion};

use super::presented::Presented;
use super::tls;
use crate::clock::Stopwatch;

/// The way of the latest connection to the service. Times count from its beginning; `None`: it did not get there.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// A TCP connection stands, to the proxy if there is one.
    pub reached: Option<Duration>,
    /// The status with which an HTTP proxy has answered.
    pub proxy_status: Option<u16>,
    /// The way to the server is open.
    pub opened: Option<Duration>,
    /// The server's certificate and those it has sent with it. Nobody may have found them good.
    pub presented: Vec<Presented>,
    /// Why that certificate did not count, if it is one of these reasons.
    pub distrust: Option<Distrust>,
    /// TLS stands.
    pub tls: Option<Tls>,
    /// The connection can be used.
    pub connected: Option<Duration>,
    /// The head of an answer came.
    pub answered: Option<Duration>,
}

/// What may be the sign of somebody who answers in the server's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distrust {
    /// Nobody who is trusted here has signed the certificate.
    UnknownIssuer,
    /// It is good, and its key is none of those that are pinned.
    OtherKey,
}

/// What was agreed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tls {
    pub version: &'static str,
    /// By the name that [`tls::suite_name`] gives it.
    pub suite: &'static str,
}

/// Where a connection has got to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Reached,
    Opened,
    Connected,
    Answered,
}

struct Tracing {
    begun: Stopwatch,
    /// The connection that is being made is one to the service.
    is_service: bool,
    trace: Trace,
}

thread_local! {
    static TRACING: RefCell<Option<Tracing>> = const { RefCell::new(None) };
}

/// Does something on this thread, and tells what its calls met on their way.
pub fn traced<T>(work: impl FnOnce() -> T) -> (T, Trace) {
    let (begun, trace) = (Stopwatch::start(), Trace::default());
    TRACING.set(Some(Tracing { begun, is_service: true, trace }));
    let result = work();
    let trace = TRACING.take().map_or_else(Trace::default, |tracing| tracing.trace);
    (result, trace)
}

/// Whether the way of a connection is to be traced, and none was begun yet: then a pooled one would show nothing.
pub fn wants_a_new_connection() -> bool {
    TRACING.with_borrow(|tracing| {
        tracing.as_ref().is_some_and(|tracing| tracing.trace.reached.is_none())
    })
}

/// A connection is begun; one to the service takes the place of the one before.
pub fn note_dialled(is_service: bool) {
    TRACING.with_borrow_mut(|tracing| {
        if let Some(tracing) = tracing {
            tracing.is_service = is_service;
            if is_service {
                (tracing.begun, tracing.trace) = (Stopwatch::start(), Trace::default());
            }
        }
    });
}

pub fn note_stage(stage: Stage) {
    note(|trace, elapsed| {
        let place = match stage {
            Stage::Reached => &mut trace.reached,
            Stage::Opened => &mut trace.opened,
            Stage::Connected => &mut trace.connected,
            Stage::Answered => &mut trace.answered,
        };
        place.get_or_insert(elapsed);
    });
}

pub fn note_proxy_status(status: u16) {
    note(|trace, _| trace.proxy_status = Some(status));
}

/// A peer has shown these; a proxy that is reached over TLS shows its own before the way is open.
pub fn note_presented(end_entity: &CertificateDer, intermediates: &[CertificateDer]) {
    note(|trace, _| {
        if trace.opened.is_some() {
            let all = std::iter::once(end_entity).chain(intermediates);
            trace.presented = all.filter_map(Presented::read).collect();
        }
    });
}

pub fn note_distrust(why: Distrust) {
    note(|trace, _| {
        if trace.opened.is_some() {
            trace.distrust = Some(why);
        }
    });
}

pub fn note_tls(connection: &ClientConnection) {
    note(|trace, _| {
        if trace.opened.is_none() {
            return;
        }
        let suite = connection.negotiated_cipher_suite();
        let name = suite.as_ref().map_or("unknown", tls::suite_name);
        let version = match connection.protocol_version() {
            Some(ProtocolVersion::TLSv1_2) => "TLS 1.2",
            Some(ProtocolVersion::TLSv1_3) => "TLS 1.3",
            _ => "unknown",
        };
        trace.tls = Some(Tls { version, suite: name });
        // Where a session is resumed nothing is presented, and what was then still counts.
        if trace.presented.is_empty() {
            let before = connection.peer_certificates().unwrap_or_default();
            trace.presented = before.iter().filter_map(Presented::read).collect();
        }
    });
}

fn note(change: impl FnOnce(&mut Trace, Duration)) {
    TRACING.with_borrow_mut(|tracing| {
        if let Some(tracing) = tracing.as_mut().filter(|tracing| tracing.is_service) {
            change(&mut tracing.trace, tracing.begun.elapsed());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_latest_connection_to_the_service_is_traced_and_no_other() {
        let ((), trace) = traced(|| {
            note_dialled(true);
            note_stage(Stage::Reached);
            note_proxy_status(502);
            note_dialled(true);
            note_stage(Stage::Reached);
            note_stage(Stage::Opened);
            note_dialled(false);
            note_stage(Stage::Answered);
        });
        assert_eq!((trace.proxy_status, trace.answered), (None, None));
        assert!(trace.reached.is_some() && trace.opened.is_some());
        note_stage(Stage::Answered);
        let ((), nothing) = traced(|| ());
        assert!(nothing.reached.is_none() && nothing.answered.is_none());
    }
}
