//! Panics stop here.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs what cannot fail; a panic gives the fallback.
pub fn guard<T>(fallback: T, run: impl FnOnce() -> T) -> T {
    // What a panic may have left half-done is either owned by the call or behind a lock whose
    // data is whole after each statement.
    catch_unwind(AssertUnwindSafe(run)).unwrap_or(fallback)
}
