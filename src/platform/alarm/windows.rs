//! Two clocks at once. How long a wait may last is counted while the device is awake only (since Windows 8); a timer
//! that is set to a time of day is signaled when the device is awake again, but goes wrong where that clock is set.

#![allow(unsafe_code)]

use std::io;
use std::os::windows::io::{AsRawHandle, FromRawHandle, OwnedHandle};
use std::ptr;
use std::thread;
use std::time::Duration;

use windows_sys::Win32::Foundation::{FALSE, FILETIME, HANDLE, WAIT_FAILED};
use windows_sys::Win32::System::SystemInformation::{GetSystemTimeAsFileTime, GetTickCount64};
use windows_sys::Win32::System::Threading::{
    CreateEventW, CreateWaitableTimerW, SetEvent, SetWaitableTimer, WaitForMultipleObjects,
};

/// Between two attempts where the system does not even wait.
const PAUSE: Duration = Duration::from_millis(100);
/// The longest wait in milliseconds; one more would never end.
const LONGEST: u32 = u32::MAX - 1;

/// How long the system has been running, the time included that it slept or hibernated. Setting the clock does not move
/// it.
pub fn boot_time() -> Duration {
    // SAFETY: it takes nothing.
    Duration::from_millis(unsafe { GetTickCount64() })
}

/// There is none that a program without special rights could ask for.
pub fn boot_id() -> Option<String> {
    None
}

pub struct Alarm {
    timer: OwnedHandle,
    bell: OwnedHandle,
}

impl Alarm {
    pub fn new() -> io::Result<Self> {
        // SAFETY: no rights and no name are given. It goes quiet once a thread was woken by it.
        let timer = unsafe { CreateWaitableTimerW(ptr::null(), FALSE, ptr::null()) };
        let timer = handle(timer)?;
        // SAFETY: so too; it is quiet at first.
        let bell = unsafe { CreateEventW(ptr::null(), FALSE, FALSE, ptr::null()) };
        Ok(Self { timer, bell: handle(bell)? })
    }

    /// Comes back when it is due, when the bell has rung since the last time, or for no reason.
    pub fn sleep_until(&self, due: Duration) {
        let left = due.saturating_sub(boot_time());
        let moment = now().saturating_add(i64::try_from(left.as_nanos() / 100).unwrap_or(i64::MAX));
        // Rounded up, or it would come back too early again and again.
        let milliseconds = left.as_nanos().div_ceil(1_000_000);
        let milliseconds = u32::try_from(milliseconds).unwrap_or(LONGEST).min(LONGEST);
        let handles = [self.timer.as_raw_handle(), self.bell.as_raw_handle()];
        // SAFETY: the timer is open, and calls nothing.
        unsafe { SetWaitableTimer(handles[0], &moment, 0, None, ptr::null(), FALSE) };
        // SAFETY: both are open.
        let woken = unsafe { WaitForMultipleObjects(2, handles.as_ptr(), FALSE, milliseconds) };
        if woken == WAIT_FAILED {
            thread::sleep(PAUSE);
        }
    }

    pub fn ring(&self) {
        // SAFETY: it is open.
        unsafe { SetEvent(self.bell.as_raw_handle()) };
    }
}

/// The time of day, in units of 100 ns.
fn now() -> i64 {
    let mut time = FILETIME { dwLowDateTime: 0, dwHighDateTime: 0 };
    // SAFETY: it only writes the time.
    unsafe { GetSystemTimeAsFileTime(&mut time) };
    (i64::from(time.dwHighDateTime) << 32) | i64::from(time.dwLowDateTime)
}

fn handle(handle: HANDLE) -> io::Result<OwnedHandle> {
    if handle.is_null() {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it was opened just now, for us.
    Ok(unsafe { OwnedHandle::from_raw_handle(handle) })
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_run_of_the_system_has_a_name() {
        assert_eq!(super::boot_id(), None);
    }
}
