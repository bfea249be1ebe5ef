//! A process that is killed between two of its system calls: all that it does to files lies in one of them, so that
//! each moment that matters is met, and none by chance.

use std::io;
use std::ptr;

use super::Actor;

/// What `ptrace` is asked for, as glibc and as musl declare it.
#[cfg(not(target_env = "musl"))]
type Request = libc::c_uint;
#[cfg(target_env = "musl")]
type Request = libc::c_int;

/// What a child is to say before it waits: which of its threads will work.
pub fn this_thread() -> i32 {
    // SAFETY: it has no arguments.
    unsafe { libc::gettid() }
}

/// Ends the process as soon as its work is done.
pub fn ends_here() -> ! {
    // SAFETY: nothing of this process is needed any more.
    unsafe { libc::_exit(0) }
}

/// A thread whose system calls stop it.
pub struct Traced {
    actor: Actor,
    thread: i32,
}

impl Traced {
    /// Lets a child go that said its thread, and then that it is ready.
    pub fn go(mut actor: Actor) -> Self {
        let thread = actor.says().unwrap().parse().unwrap();
        actor.is_ready();
        let mut traced = Self { actor, thread };
        traced.asks(libc::PTRACE_SEIZE, libc::PTRACE_O_TRACESYSGOOD);
        traced.asks(libc::PTRACE_INTERRUPT, 0);
        assert!(libc::WIFSTOPPED(traced.waits()));
        traced.actor.go();
        traced
    }

    /// Kills the process before one of its system calls, by number. Says whether it came so far.
    pub fn kill_before(mut self, call: usize) -> bool {
        // Each call stops twice: before it is made, and after.
        for _ in 0..=2 * call {
            self.asks(libc::PTRACE_SYSCALL, 0);
            if !libc::WIFSTOPPED(self.waits()) {
                return false;
            }
        }
        self.actor.child.kill().unwrap();
        self.waits();
        true
    }

    fn asks(&self, what: Request, data: libc::c_int) {
        let nothing: *mut libc::c_void = ptr::null_mut();
        // SAFETY: the thread is a child's, and neither request reads or writes memory.
        let done = unsafe { libc::ptrace(what, self.thread, nothing, libc::c_long::from(data)) };
        assert_eq!(done, 0, "{what}: {}", io::Error::last_os_error());
    }

    fn waits(&self) -> libc::c_int {
        let mut status = 0;
        // SAFETY: the status is ours.
        let thread = unsafe { libc::waitpid(self.thread, &raw mut status, libc::__WALL) };
        assert_eq!(thread, self.thread, "{}", io::Error::last_os_error());
        status
    }
}
