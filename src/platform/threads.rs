//! The only place that starts threads.
//!
//! A library's threads take no signal that the application waits for elsewhere (in a signalfd, in
//! sigwait, on its main thread): they run with all signals blocked but those that the thread itself
//! causes, and those by which a managed runtime stops its threads.

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
    #[cfg(target_os = "linux")]
    use std::ptr;

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
            for signal in OWN_FAULTS.into_iter().chain(stops_threads()) {
                libc::sigdelset(set.as_mut_ptr(), signal);
            }
            set.assume_init()
        }
    }

    /// A garbage collector stops each thread that has run managed code, such as a callback, by a signal
    /// (Mono and Boehm's by SIGPWR and SIGXCPU, .NET by a real-time one) and waits for its handler:
    /// blocked, it would wait without end. Without a handler no runtime stops threads by it.
    #[cfg(target_os = "linux")]
    fn stops_threads() -> impl Iterator<Item = libc::c_int> {
        let candidates = [libc::SIGPWR, libc::SIGXCPU].into_iter();
        candidates.chain(libc::SIGRTMIN()..=libc::SIGRTMAX()).filter(|signal| has_handler(*signal))
    }

    #[cfg(not(target_os = "linux"))]
    fn stops_threads() -> impl Iterator<Item = libc::c_int> {
        std::iter::empty()
    }

    #[cfg(target_os = "linux")]
    fn has_handler(signal: libc::c_int) -> bool {
        let mut action = MaybeUninit::<libc::sigaction>::zeroed();
        // SAFETY: it only fills the action, which is valid as zeros too.
        let action = unsafe {
            libc::sigaction(signal, ptr::null(), action.as_mut_ptr());
            action.assume_init()
        };
        action.sa_sigaction != libc::SIG_DFL && action.sa_sigaction != libc::SIG_IGN
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
