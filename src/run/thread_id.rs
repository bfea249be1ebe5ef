//! A number for each thread, unique in the process: threads of different agents, and the
//! application's, are never taken for each other.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// Never used twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadId(u64);

static LAST: AtomicU64 = AtomicU64::new(0);

crate::sync::thread_local! {
    /// 0: none yet. (The standard library's id would leave something behind on every thread of the
    /// application.)
    static OWN: Cell<u64> = const { Cell::new(0) };
    static IS_WORKER: Cell<bool> = const { Cell::new(false) };
}

impl ThreadId {
    /// For a thread that is still to begin.
    pub fn next() -> Self {
        Self(LAST.fetch_add(1, Ordering::Relaxed).wrapping_add(1))
    }

    /// Of the thread that asks.
    pub fn own() -> Self {
        let own = OWN.with(Cell::get);
        if own != 0 {
            return Self(own);
        }
        let new = Self::next();
        OWN.with(|own| own.set(new.0));
        new
    }

    /// The thread that calls this has begun, as one of an agent's.
    pub fn begin_worker(self) {
        OWN.with(|own| own.set(self.0));
        IS_WORKER.with(|worker| worker.set(true));
    }
}

/// Whether this thread is an agent's own, and so never inside the library for the application.
pub fn is_worker() -> bool {
    IS_WORKER.with(Cell::get)
}
