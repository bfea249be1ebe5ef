//! Another attempt at what another process is in the way of for a moment.

use std::io;
use std::thread;
use std::time::Duration;

use crate::clock::Deadline;
use crate::platform::errors::is_in_use;

/// The longest time between two attempts.
const MAX_PAUSE: Duration = Duration::from_millis(10);

/// Tries again what fails because somebody else has the file, for so long at most.
pub fn retry_within<T>(timeout: Duration, attempt: impl Fn() -> io::Result<T>) -> io::Result<T> {
    let deadline = Deadline::after(timeout);
    let mut pause = Duration::from_millis(1);
    loop {
        match attempt() {
            Err(error) if is_in_use(&error) && !deadline.remaining().is_zero() => {
                thread::sleep(pause.min(deadline.remaining()));
                // Never long, for with many readers the right moment is a short one.
                pause = MAX_PAUSE.min(pause.saturating_mul(2));
            }
            result => return result,
        }
    }
}
