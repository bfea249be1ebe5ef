//! A number for each thread, unique in the process: threads of different agents, and the application's, are
//! never taken for each other. A callback of one agent may free another one, so who waits for whom is known
//! for the whole process.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

/// Never used twice, unlike the system's ids, which it gives to new threads again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadId(u64);

static LAST: AtomicU64 = AtomicU64::new(0);

crate::sync::thread_local! {
    /// 0: none yet. (For its id the standard library allocates on each thread, also on those of the
    /// application, and frees that when the thread ends.)
    static OWN: Cell<u64> = const { Cell::new(0) };
    static IS_WORKER: Cell<bool> = const { Cell::new(false) };
}

impl ThreadId {
    /// For a thread that is still to begin: what it owes the application is noted under its number before.
    pub fn next() -> Self {
        Self(LAST.fetch_add(1, Ordering::Relaxed).wrapping_add(1))
    }

    /// Of this thread.
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
