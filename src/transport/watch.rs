//! One call's deadline and progress, in the thread that makes it.
//!
//! ureq runs a call on the thread that makes it. Its own timeouts bound one phase each, so every wait
//! on a socket is bounded here instead, by the call's one deadline; and the progress of the call is
//! noted, since that decides how a failure is named.

use std::cell::{Cell, RefCell};
use std::io;
use std::sync::{Arc, Weak};
use std::time::Duration;

use ureq::unversioned::transport::ShutdownHandle;

use super::trace::{self, Stage};
use crate::clock::Deadline;
use crate::run::{Registration, Wait, Wake};
use crate::secret::Secret;

#[derive(Clone, Copy, Debug)]
pub struct Watch {
    pub deadline: Deadline,
    /// An earlier end of the phase that the call is in, if it has one.
    phase: Option<Deadline>,
    /// A new connection was begun: the call did not go out on a pooled one.
    pub dialled: bool,
    /// A TCP connection stands: to the proxy, if there is one.
    pub reached: bool,
    /// The way to the server is open, through the proxy if there is one.
    pub opened: bool,
    /// The new connection is up, TLS included: the request may be on its way.
    pub connected: bool,
    /// The peer reset the connection, rather than closing it.
    pub reset: bool,
    /// The head of an answer came.
    pub answered: bool,
}

/// What the call adds to its request on the way out.
#[derive(Default)]
pub struct Outgoing {
    /// Goes into the request's first line. It holds secrets, so it passes ureq by: nobody could
    /// overwrite the copies that ureq makes of a URL.
    pub query: Option<Secret>,
    /// The length of the longest head that the call sends, without the query.
    pub head: usize,
}

thread_local! {
    static CURRENT: Cell<Option<Watch>> = const { Cell::new(None) };
    static WAIT: RefCell<Option<Wait>> = const { RefCell::new(None) };
    static OUTGOING: RefCell<Outgoing> = const { RefCell::new(Outgoing { query: None, head: 0 }) };
}

/// The call of this thread, until it ends or is dropped.
pub struct Current {
    begun: Watch,
}

/// Begins a call of this thread that may wait for so long.
pub fn begin(wait: &Wait, outgoing: Outgoing) -> Current {
    let begun = Watch::new(wait.deadline);
    CURRENT.set(Some(begun));
    WAIT.set(Some(wait.clone()));
    OUTGOING.set(outgoing);
    Current { begun }
}

impl Current {
    /// What was noted of the call.
    pub fn end(self) -> Watch {
        CURRENT.get().unwrap_or(self.begun)
    }
}

impl Drop for Current {
    fn drop(&mut self) {
        WAIT.set(None);
        OUTGOING.take();
        CURRENT.set(None);
    }
}

impl Watch {
    fn new(deadline: Deadline) -> Self {
        Self {
            deadline,
            phase: None,
            dialled: false,
            reached: false,
            opened: false,
            connected: false,
            reset: false,
            answered: false,
        }
    }
}

/// How long the call of this thread waits; `None` outside one.
pub fn wait() -> Option<Wait> {
    WAIT.with_borrow(Clone::clone)
}

/// Ends the waits on a socket when the call of this thread is cancelled, for as long as the
/// registration lives.
pub fn in_use(socket: Weak<dyn ShutdownHandle>) -> Option<Registration> {
    wait().map(|wait| wait.cancel.when_cancelled(Arc::new(InUse(socket))))
}

struct InUse(Weak<dyn ShutdownHandle>);

impl Wake for InUse {
    fn wake(&self) {
        if let Some(socket) = self.0.upgrade() {
            socket.shutdown();
        }
    }
}

/// Runs a phase of this thread's call, whose waits end after `limit` at the latest.
pub fn within<T>(limit: Duration, phase: impl FnOnce() -> T) -> T {
    let before = CURRENT.get().and_then(|watch| watch.phase);
    note(|watch| watch.phase = Some(Deadline::after(limit)));
    let result = phase();
    note(|watch| watch.phase = before);
    result
}

/// What is left for the call of this thread; `None` outside one.
pub fn remaining() -> Option<Duration> {
    let watch = CURRENT.get()?;
    let call = watch.deadline.remaining();
    Some(watch.phase.map_or(call, |phase| phase.remaining().min(call)))
}

/// What is left, as a socket takes it; an error if nothing is.
pub fn time_left() -> io::Result<Option<Duration>> {
    match remaining() {
        Some(Duration::ZERO) => Err(io::ErrorKind::TimedOut.into()),
        left => Ok(left),
    }
}

/// The query of the request that is about to be sent; once.
pub fn take_query() -> Option<Secret> {
    OUTGOING.with_borrow_mut(|outgoing| outgoing.query.take())
}

/// The room that the head of a request needs.
pub fn head_length() -> usize {
    OUTGOING.with_borrow(|outgoing| outgoing.head)
}

pub fn note_dialled() {
    note(|watch| watch.dialled = true);
}

pub fn note_reached() {
    note(|watch| watch.reached = true);
    trace::note_stage(Stage::Reached);
}

pub fn note_opened() {
    note(|watch| watch.opened = true);
    trace::note_stage(Stage::Opened);
}

pub fn note_connected() {
    note(|watch| watch.connected = true);
    trace::note_stage(Stage::Connected);
}

pub fn note_answered() {
    note(|watch| watch.answered = true);
    trace::note_stage(Stage::Answered);
}

pub fn note_failure(error: &io::Error) {
    if error.kind() == io::ErrorKind::ConnectionReset {
        note(|watch| watch.reset = true);
    }
}

fn note(change: impl FnOnce(&mut Watch)) {
    if let Some(mut watch) = CURRENT.get() {
        change(&mut watch);
        CURRENT.set(Some(watch));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Cancel;

    fn waiting(time: Duration) -> Wait {
        Wait::new(time, &Cancel::default())
    }

    #[test]
    fn a_phase_ends_before_its_call_and_leaves_the_rest_of_the_time() {
        let hour = Duration::from_secs(3600);
        let current = begin(&waiting(hour), Outgoing::default());
        assert!(remaining().unwrap() > hour / 2);
        within(Duration::from_secs(60), || assert!(remaining().unwrap() < hour / 2));
        within(Duration::ZERO, || assert!(time_left().is_err()));
        assert!(time_left().unwrap().unwrap() > hour / 2);
        current.end();
        assert_eq!(remaining(), None);
    }

    #[test]
    fn a_query_goes_out_once() {
        let outgoing = Outgoing { query: Some(Secret::new("a=b")), head: 7 };
        let _current = begin(&waiting(Duration::ZERO), outgoing);
        assert_eq!(head_length(), 7);
        assert_eq!(take_query().unwrap().expose(), "a=b");
        assert!(take_query().is_none());
    }
}
