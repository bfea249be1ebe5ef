//! One call's deadline and progress, kept with the thread that makes it.
//!
//! ureq runs a call on the thread that makes it and bounds each phase, but its wait for a proxy's
//! answer starts its budget anew with each byte. So every wait on a socket is bounded here as well,
//! by the call's one deadline; and what happened on the way is noted, since it decides what a
//! failure is called.

use std::cell::Cell;
use std::io;
use std::time::Duration;

use crate::clock::Deadline;

#[derive(Clone, Copy, Debug)]
pub struct Watch {
    pub deadline: Deadline,
    /// A new connection was begun: the call did not go out on a kept one.
    pub dialled: bool,
    /// The new connection is up, TLS included: the request may be on its way.
    pub connected: bool,
    /// The peer reset the connection, rather than closing it.
    pub reset: bool,
    /// The head of an answer came.
    pub answered: bool,
}

thread_local! {
    static CURRENT: Cell<Option<Watch>> = const { Cell::new(None) };
}

/// Runs one call under a deadline, and tells what was noted of it.
pub fn over<T>(deadline: Deadline, call: impl FnOnce() -> T) -> (T, Watch) {
    let fresh = Watch { deadline, dialled: false, connected: false, reset: false, answered: false };
    CURRENT.set(Some(fresh));
    let result = call();
    (result, CURRENT.take().unwrap_or(fresh))
}

/// What is left for the call of this thread; `None` outside one.
pub fn remaining() -> Option<Duration> {
    CURRENT.get().map(|watch| watch.deadline.remaining())
}

pub fn note_dialled() {
    note(|watch| watch.dialled = true);
}

pub fn note_connected() {
    note(|watch| watch.connected = true);
}

pub fn note_answered() {
    note(|watch| watch.answered = true);
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
