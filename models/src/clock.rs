//! Time that passes when the scheduler chooses so.

use std::cell::Cell;
use std::time::Duration;

std::thread_local! {
    /// Since the round began. All threads of a model run on one of the system's.
    static NOW: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

pub fn begin() {
    NOW.set(Duration::ZERO);
}

/// Since the round began.
pub fn now() -> Duration {
    NOW.get()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    end: Option<Duration>,
    total: Duration,
}

impl Deadline {
    pub fn after(time: Duration) -> Self {
        // The longest time is no time at all, as with the system's clock.
        let end = if time == Duration::MAX { None } else { Some(NOW.get() + time) };
        Self { end, total: time }
    }

    pub fn never() -> Self {
        Self::after(Duration::MAX)
    }

    pub fn at_most(self, time: Duration) -> Self {
        self.sooner(Self::after(time))
    }

    pub fn sooner(self, other: Self) -> Self {
        if self.remaining() <= other.remaining() { self } else { other }
    }

    pub fn is_over(&self) -> bool {
        self.remaining().is_zero()
    }

    pub fn total(&self) -> Duration {
        self.total
    }

    pub fn remaining(&self) -> Duration {
        self.end.map_or(Duration::MAX, |end| end.saturating_sub(NOW.get()))
    }

    pub fn is_never(&self) -> bool {
        self.end.is_none()
    }

    /// Lets the time pass until then.
    pub fn pass(&self) {
        if let Some(end) = self.end {
            NOW.set(NOW.get().max(end));
        }
    }
}
