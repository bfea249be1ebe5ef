//! The only place that starts threads.
//!
//! A library's threads take no signal that the application waits for elsewhere (in a signalfd, in
//! sigwait, on its main thread): they run with all signals blocked but those that the thread itself
//! causes.

use std::io;
use std::thread::{Builder, JoinHandle};

/// Starts a thread of that name (Linux shows 15 characters of it).
pub fn start_thread(name: &str, work: Box<dyn FnOnce() + Send>) -> io::Result<JoinHandle<()>> {
    let builder = Builder::new().name(name.to_owned());
    // It inherits the mask of the thread that starts it.
    #[cfg(unix)]
    let _blocked = signals::Blocked::now();
    builder.spawn(work)
}

#[cfg(unix)]
#[allow(unsafe_code)]
mod signals {
    use std::mem::MaybeUninit;

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
            Self { before: swap_mask(&all_but_faults()) }
        }
    }

    impl Drop for Blocked {
        fn drop(&mut self) {
            swap_mask(&self.before);
        }
    }

    fn all_but_faults() -> libc::sigset_t {
        let mut set = MaybeUninit::uninit();
        // SAFETY: sigfillset initialises the set, and the others take it then.
        unsafe {
            libc::sigfillset(set.as_mut_ptr());
            for signal in OWN_FAULTS {
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
}
