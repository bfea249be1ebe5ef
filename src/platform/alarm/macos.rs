//! A queue of the system's with a timer that goes on while the device is suspended, and a bell.

#![allow(unsafe_code)]

use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};
use std::ptr;
use std::thread;
use std::time::Duration;

use super::gettime;
use crate::platform::macos_values::{nanoseconds, until_nul};

/// Between two attempts where the system does not even wait.
const PAUSE: Duration = Duration::from_millis(100);
/// The names of the two in the queue.
const TIMER: usize = 1;
const BELL: usize = 2;

/// How long the system has been running, the time included that it was suspended: this clock is the one that goes on
/// then (clock_gettime(3)). Setting the clock does not move it.
pub fn boot_time() -> Duration {
    gettime::read(libc::CLOCK_MONOTONIC_RAW)
}

/// A UUID, made when the kernel starts.
pub fn boot_id() -> Option<String> {
    let (mut text, mut size) = ([0_u8; 64], 64);
    let (name, to) = (c"kern.bootsessionuuid".as_ptr(), text.as_mut_ptr().cast());
    // SAFETY: the name ends with NUL, there is as much room as is said, and nothing is set.
    let result = unsafe { libc::sysctlbyname(name, to, &mut size, ptr::null_mut(), 0) };
    (result == 0).then(|| until_nul(&text))
}

pub struct Alarm {
    queue: OwnedFd,
}

impl Alarm {
    pub fn new() -> io::Result<Self> {
        // SAFETY: it takes nothing.
        let queue = unsafe { libc::kqueue() };
        if queue < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: it was opened just now, for us. A program that is executed does not get it.
        let alarm = Self { queue: unsafe { OwnedFd::from_raw_fd(queue) } };
        let bell = event(BELL, libc::EVFILT_USER, libc::EV_ADD | libc::EV_CLEAR, 0, 0);
        if alarm.exchange(&[bell], &mut []) < 0 {
            return Err(io::Error::last_os_error());
        }
        Ok(alarm)
    }

    /// Comes back when it is due, when the bell has rung since the last time, or for no reason.
    pub fn sleep_until(&self, due: Duration) {
        let left = nanoseconds(due.saturating_sub(boot_time()));
        let (flags, unit) = (libc::EV_ADD | libc::EV_ONESHOT, libc::NOTE_NSECONDS);
        let unit = unit | libc::NOTE_MACH_CONTINUOUS_TIME;
        let timer = event(TIMER, libc::EVFILT_TIMER, flags, unit, left);
        let mut happened = [event(0, 0, 0, 0, 0)];
        if self.exchange(&[timer], &mut happened) < 0 {
            thread::sleep(PAUSE);
        }
    }

    pub fn ring(&self) {
        let bell = event(BELL, libc::EVFILT_USER, 0, libc::NOTE_TRIGGER, 0);
        self.exchange(&[bell], &mut []);
    }

    /// Hands the queue changes, and waits until something has happened if there is room for it.
    fn exchange(&self, changes: &[libc::kevent], happened: &mut [libc::kevent]) -> libc::c_int {
        let length = |events: &[libc::kevent]| libc::c_int::try_from(events.len()).unwrap_or(0);
        let (queue, changed, room) = (self.queue.as_raw_fd(), length(changes), length(happened));
        let (from, to) = (changes.as_ptr(), happened.as_mut_ptr());
        // SAFETY: the queue is open, and both lists are as long as is said. No time means without end.
        unsafe { libc::kevent(queue, from, changed, to, room, ptr::null()) }
    }
}

fn event(ident: usize, filter: i16, flags: u16, fflags: u32, data: isize) -> libc::kevent {
    libc::kevent { ident, filter, flags, fflags, data, udata: ptr::null_mut() }
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_run_of_the_system_has_a_name() {
        assert!(super::boot_id().is_some());
    }
}
