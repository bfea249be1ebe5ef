//! A timer of the boot-time clock, which the system runs, and a bell, both as files to wait for.

#![allow(unsafe_code)]

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd};
use std::ptr;
use std::thread;
use std::time::Duration;

use libc::c_int;

use super::gettime;

/// Between two attempts where the system does not even wait.
const PAUSE: Duration = Duration::from_millis(100);

/// How long the system has been running, the time included that it was suspended. Setting the clock does not move it.
pub fn boot_time() -> Duration {
    gettime::read(libc::CLOCK_BOOTTIME)
}

/// Random, made when the kernel starts; containers have that of their host.
pub fn boot_id() -> Option<String> {
    fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()
}

pub struct Alarm {
    timer: File,
    bell: File,
}

impl Alarm {
    pub fn new() -> io::Result<Self> {
        // SAFETY: it takes plain numbers.
        let timer = unsafe {
            libc::timerfd_create(libc::CLOCK_BOOTTIME, libc::TFD_NONBLOCK | libc::TFD_CLOEXEC)
        };
        let timer = file(timer)?;
        // SAFETY: it takes plain numbers.
        let bell = unsafe { libc::eventfd(0, libc::EFD_NONBLOCK | libc::EFD_CLOEXEC) };
        Ok(Self { timer, bell: file(bell)? })
    }

    /// Comes back when it is due, when the bell has rung since the last time, or for no reason.
    pub fn sleep_until(&self, due: Duration) {
        if !(self.set(due) && self.wait()) {
            thread::sleep(PAUSE);
        }
        // Quiet again; it may not have rung.
        let _ = (&self.bell).read(&mut [0; 8]);
    }

    pub fn ring(&self) {
        // It fails only if it has rung more often than a number can say, and then it rings on.
        let _ = (&self.bell).write(&1_u64.to_ne_bytes());
    }

    fn set(&self, due: Duration) -> bool {
        let never = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        let timer = libc::itimerspec { it_interval: never, it_value: time(due) };
        let (file, flags) = (self.timer.as_raw_fd(), libc::TFD_TIMER_ABSTIME);
        // SAFETY: the file is open, the time is read, and the former one is not asked for.
        unsafe { libc::timerfd_settime(file, flags, &timer, ptr::null_mut()) == 0 }
    }

    fn wait(&self) -> bool {
        let poll =
            |file: &File| libc::pollfd { fd: file.as_raw_fd(), events: libc::POLLIN, revents: 0 };
        let mut files = [poll(&self.timer), poll(&self.bell)];
        // SAFETY: there are two of them, and both are open.
        unsafe { libc::poll(files.as_mut_ptr(), 2, -1) > 0 }
    }
}

/// The moment 0 would switch the timer off.
#[allow(
    clippy::cast_possible_wrap,
    clippy::cast_lossless,
    clippy::unnecessary_cast,
    reason = "systems differ in how wide the numbers are; a day that they cannot tell is too far off to wait for"
)]
fn time(due: Duration) -> libc::timespec {
    let due = due.clamp(Duration::from_nanos(1), Duration::from_secs(i32::MAX as u64));
    libc::timespec { tv_sec: due.as_secs() as _, tv_nsec: due.subsec_nanos() as _ }
}

fn file(descriptor: c_int) -> io::Result<File> {
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it was opened just now, for us.
    Ok(unsafe { File::from_raw_fd(descriptor) })
}

#[cfg(test)]
mod tests {
    #[test]
    fn each_run_of_the_system_has_a_name() {
        assert!(super::boot_id().is_some());
    }
}
