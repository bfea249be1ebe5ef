//! Unix.

#![allow(unsafe_code)]

use std::mem::MaybeUninit;

#[cfg_attr(target_os = "linux", path = "runtimes/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "runtimes/other.rs")]
mod runtimes;

/// Comes from what the thread itself does; blocked, it would end the process.
const OWN_FAULTS: [libc::c_int; 7] = [
    libc::SIGSEGV,
    libc::SIGBUS,
    libc::SIGFPE,
    libc::SIGILL,
    libc::SIGTRAP,
    libc::SIGABRT,
    libc::SIGSYS,
];

/// All other signals are blocked for this thread until this is dropped. One that comes meanwhile
/// is pending, and taken then.
pub struct Blocked {
    before: libc::sigset_t,
}

impl Blocked {
    pub fn now() -> Self {
        Self { before: swap_mask(&to_block()) }
    }
}

impl Drop for Blocked {
    fn drop(&mut self) {
        swap_mask(&self.before);
    }
}

fn to_block() -> libc::sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: sigfillset initialises the set, and the others take it then.
    unsafe {
        libc::sigfillset(set.as_mut_ptr());
        for signal in OWN_FAULTS.into_iter().chain(runtimes::stops_threads()) {
            libc::sigdelset(set.as_mut_ptr(), signal);
        }
        set.assume_init()
    }
}

fn swap_mask(mask: &libc::sigset_t) -> libc::sigset_t {
    let mut before = MaybeUninit::uninit();
    // SAFETY: both are proper sets; it fails only for another first argument.
    unsafe {
        libc::pthread_sigmask(libc::SIG_SETMASK, mask, before.as_mut_ptr());
        before.assume_init()
    }
}
