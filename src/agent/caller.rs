//! A caller, and how long it waits.

use std::time::Duration;

use crate::run::Wait;

/// The wait of one call of the application.
pub struct Caller {
    pub wait: Wait,
    /// On a thread of the agent, where it can be cancelled by itself.
    pub is_task: bool,
}

impl Caller {
    /// On a thread of the application, which is blocked meanwhile.
    pub fn blocked(wait: Wait) -> Self {
        Self { wait, is_task: false }
    }

    /// On a thread of the agent.
    pub fn task(wait: Wait) -> Self {
        Self { wait, is_task: true }
    }

    /// The same caller with all of its time, for the next step of a call that has several.
    pub fn anew(&self, timeout: Duration) -> Self {
        Self { wait: self.wait.anew(timeout), is_task: self.is_task }
    }
}
