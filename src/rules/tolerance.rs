//! When two clocks agree.

/// A difference up to this means nothing; a clock that is behind by more was turned back. In seconds.
pub const TOLERANCE: i64 = 300;
