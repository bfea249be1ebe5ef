//! Locks of what connections share.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks; what a panic of another connection left behind is still good enough for a test server.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
