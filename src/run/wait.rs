//! How long a thread waits: until a deadline, or until it is cancelled. A waiter is woken; nothing is polled.

use std::time::Duration;

use super::cancel::Cancel;
use super::monitor::Monitor;
use crate::clock::Deadline;
use crate::sync::Arc;

/// Why a wait has ended without what it was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The deadline is over.
    Late,
    Cancelled,
}

/// A deadline and a cancellation. Clones have the same ones.
#[derive(Clone)]
pub struct Wait {
    /// Absolute, so that a wait that is passed on gets no longer.
    pub deadline: Deadline,
    pub cancel: Cancel,
}

impl Wait {
    /// From now on, for so long.
    pub fn new(time: Duration, cancel: &Cancel) -> Self {
        Self { deadline: Deadline::after(time), cancel: cancel.clone() }
    }

    /// The same wait, but for no longer than this from now.
    pub fn at_most(&self, time: Duration) -> Self {
        Self { deadline: self.deadline.at_most(time), cancel: self.cancel.clone() }
    }

    /// The same cancellation, with a time that begins now: for the next step of a call.
    pub fn anew(&self, time: Duration) -> Self {
        Self::new(time, &self.cancel)
    }

    pub fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Waits until a value is ready. A value that is there is taken, also when the wait is over: work that is done
    /// is not thrown away.
    pub fn until<T: Send + 'static, R>(
        &self,
        monitor: &Arc<Monitor<T>>,
        mut ready: impl FnMut(&mut T) -> Option<R>,
    ) -> Result<R, Ended> {
        if let Some(result) = ready(&mut monitor.lock()) {
            return Ok(result);
        }
        // Registered before the first look below, so no cancellation is missed: to wake, it takes the
        // monitor's lock, which a waiter gives up only while it sleeps.
        let _registration = self.cancel.when_cancelled(monitor.clone());
        let outcome = monitor.wait_until(self.deadline, |value| match ready(value) {
            Some(result) => Some(Ok(result)),
            None => self.is_cancelled().then_some(Err(Ended::Cancelled)),
        });
        outcome.unwrap_or(Err(Ended::Late))
    }

    /// Sleeps for so long, or until the wait ends: an error says that. For what cannot wake a thread (the lock of
    /// another process, a port, a server that asks to be left alone).
    pub fn pause(&self, time: Duration) -> Result<(), Ended> {
        let nothing = Arc::new(Monitor::new(()));
        match self.at_most(time).until(&nothing, |()| None::<()>) {
            Err(Ended::Late) if !self.deadline.is_over() => Ok(()),
            outcome => outcome,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn a_pause_that_nobody_cuts_short_lasts_until_its_end() {
        let wait = Wait::new(LONG, &Cancel::default());
        assert_eq!(wait.pause(Duration::from_millis(1)), Ok(()));
        let short = wait.at_most(Duration::ZERO);
        assert_eq!(short.pause(LONG), Err(Ended::Late));
    }

    #[test]
    fn cancelling_a_parent_wakes_who_waits_with_its_child() {
        let parent = Cancel::default();
        let wait = Wait::new(LONG, &parent.child());
        let sleeper = thread::spawn(move || wait.pause(LONG));
        parent.cancel();
        assert_eq!(sleeper.join().unwrap(), Err(Ended::Cancelled));
    }

    #[test]
    fn cancelling_a_child_leaves_its_parent_alone() {
        let parent = Cancel::default();
        let child = parent.child();
        child.cancel();
        assert!(child.is_cancelled() && !parent.is_cancelled());
        assert_eq!(Wait::new(LONG, &child).pause(LONG), Err(Ended::Cancelled));
    }
}
