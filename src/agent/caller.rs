//! A caller, and how long it waits.

use std::time::Duration;

use crate::error::{Error, Status};
use crate::run::{Ended, Wait, cancelled};
use crate::store::{Lock, NoLock};

/// Between two attempts at a lock that another thread or process holds: the system wakes nobody for it.
const LOCK_POLL: Duration = Duration::from_millis(10);
/// Of the time that is left for a request so much stays for asking what became of it, in parts.
const PART_FOR_SETTLING: u32 = 4;

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

/// A lock between all threads and processes of this device; `None`: the file system has none. Blocks for as long as the
/// wait lasts; `held` says what another one was doing until then.
pub fn lock_within(
    wait: &Wait,
    held: &'static str,
    lock: impl Fn() -> Result<Lock, NoLock>,
) -> Result<Option<Lock>, Error> {
    let failed = |ended| match ended {
        Ended::Cancelled => cancelled(),
        Ended::Late => Error::new(Status::Timeout, held),
    };
    loop {
        match lock() {
            Ok(lock) => return Ok(Some(lock)),
            Err(NoLock::Impossible) => return Ok(None),
            Err(NoLock::Held) => wait.pause(LOCK_POLL).map_err(failed)?,
        }
    }
}

/// The time for asking what became of a request whose answer was lost, and for what else is not to take all of it.
pub fn for_settling(wait: &Wait) -> Wait {
    wait.at_most(part_for_settling(wait))
}

/// The time for such a request.
pub fn before_settling(wait: &Wait) -> Wait {
    wait.at_most(wait.deadline.remaining().saturating_sub(part_for_settling(wait)))
}

fn part_for_settling(wait: &Wait) -> Duration {
    wait.deadline.remaining().checked_div(PART_FOR_SETTLING).unwrap_or_default()
}
