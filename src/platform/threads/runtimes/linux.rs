//! The signals by which managed runtimes stop their threads.

#![allow(unsafe_code)]

use std::mem::MaybeUninit;
use std::ptr;

/// A garbage collector stops each thread that has run managed code, such as a callback, by a signal
/// (Mono and Boehm's by SIGPWR and SIGXCPU, .NET by a real-time one) and waits for its handler:
/// blocked, it would wait without end. Without a handler no runtime stops threads by it.
pub fn stops_threads() -> impl Iterator<Item = libc::c_int> {
    let candidates = [libc::SIGPWR, libc::SIGXCPU].into_iter();
    candidates.chain(libc::SIGRTMIN()..=libc::SIGRTMAX()).filter(|signal| has_handler(*signal))
}

fn has_handler(signal: libc::c_int) -> bool {
    let mut action = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: it only fills the action, which is valid as zeros too.
    let action = unsafe {
        libc::sigaction(signal, ptr::null(), action.as_mut_ptr());
        action.assume_init()
    };
    action.sa_sigaction != libc::SIG_DFL && action.sa_sigaction != libc::SIG_IGN
}
