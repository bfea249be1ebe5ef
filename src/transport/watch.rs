//! One call's deadline and progress, kept with the thread that makes it.
//!
//! ureq runs a call on the thread that makes it and bounds each phase, but its wait for a proxy's
//! answer starts its budget anew with each byte. So every wait on a socket is bounded here as well,
//! by the call's one deadline; and what happened on the way is noted, since it decides what a
//! failure is called.

use std::cell::{Cell, RefCell};
use std::io;
use std::sync::{Arc, Weak};
use std::time::Duration;

use ureq::unversioned::transport::ShutdownHandle;

use crate::clock::Deadline;
use crate::run::{Registration, Wait, Wake};

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
    static WAIT: RefCell<Option<Wait>> = const { RefCell::new(None) };
    /// The socket that was opened last.
    static SOCKET: RefCell<Option<Socket>> = const { RefCell::new(None) };
}

/// Runs one call under a deadline, and tells what was noted of it.
pub fn over<T>(wait: &Wait, call: impl FnOnce() -> T) -> (T, Watch) {
    let deadline = wait.deadline;
    let fresh = Watch { deadline, dialled: false, connected: false, reset: false, answered: false };
    CURRENT.set(Some(fresh));
    WAIT.set(Some(wait.clone()));
    let result = call();
    WAIT.set(None);
    SOCKET.set(None);
    (result, CURRENT.take().unwrap_or(fresh))
}

/// How long the call of this thread waits; `None` outside one.
pub fn wait() -> Option<Wait> {
    WAIT.with_borrow(Clone::clone)
}

/// A socket that ends its reads and writes when the call that uses it is cancelled.
#[derive(Clone)]
pub struct Socket(Weak<dyn ShutdownHandle>);

impl Wake for Socket {
    fn wake(&self) {
        if let Some(handle) = self.0.upgrade() {
            handle.shutdown();
        }
    }
}

impl Socket {
    /// Is in use by the call of this thread, for as long as the registration lives.
    pub fn in_use(&self) -> Option<Registration> {
        wait().map(|wait| wait.cancel.when_cancelled(Arc::new(self.clone())))
    }
}

pub fn note_socket(handle: Weak<dyn ShutdownHandle>) {
    SOCKET.set(Some(Socket(handle)));
}

/// The socket that this thread has opened and nobody has taken yet.
pub fn take_socket() -> Option<Socket> {
    SOCKET.take()
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
