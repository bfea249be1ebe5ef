//! Which threads are calling the application, and which wait for that.
//!
//! No lock is held while the application is called. A thread that closes an agent waits for every call of
//! every other thread, however long it takes, since the application's data must live as long. It does not wait
//! for two calls, as they would never end:
//!
//! - the one that the closing thread is in itself;
//! - one that waits, directly or through others, for the closing thread: two callbacks that each free
//!   the other's agent. The thread that would close the circle goes on; the others wait for it.
//!
//! Besides calls that are running there are calls that are owed: the application was promised them, so they
//! come also after closing has begun. If the system holds the thread that owes one (in a connect, a name
//! look-up, a slow disk), it gets some time, and then another thread makes the call.

use std::time::Duration;

use super::monitor::Monitor;
use super::thread_id::{ThreadId, is_worker};
use crate::clock::Deadline;
use crate::sync::{Arc, Global};

/// The call that is made in the place of a thread that does not get to it.
pub type Instead = Box<dyn FnOnce() + Send>;

/// The calls of one agent, or of one log. Clones share them. A log has its own, since its lines come on any
/// thread and are waited for last.
#[derive(Clone, Default)]
pub struct Callbacks(Arc<Monitor<State>>);

#[derive(Default)]
struct State {
    /// No more calls, except those that are owed.
    closed: bool,
    /// The threads that are calling the application. A call inside a call counts twice.
    running: Vec<ThreadId>,
    /// The application was promised these.
    owed: Vec<Owed>,
    /// Until when the system may hold a thread that is neither calling the application nor done. `None`: the
    /// agent is not being closed.
    system_deadline: Option<Deadline>,
}

/// A call that comes exactly once: made by this thread, or by another in its place.
struct Owed {
    thread: ThreadId,
    instead: Instead,
}

/// For the operating system, to let go of a thread of an agent that is being closed.
pub const SHUTDOWN_LIMIT: Duration = Duration::from_millis(500);

/// How a wait for all calls has ended.
pub enum Outcome {
    /// No call is running, and none will come.
    Over,
    /// The time is up before that.
    Late,
    /// The system holds threads that owe these calls: the caller has them made. They count as running.
    Held(Vec<(ThreadId, Instead)>),
}

impl Callbacks {
    /// Calls the application from this thread, unless it is closed.
    pub fn call(&self, call: impl FnOnce()) {
        let entered = self.0.change(|state| {
            if !state.closed {
                state.running.push(ThreadId::own());
            }
            !state.closed
        });
        if entered {
            // Also where the call panics: the panic goes on to the boundary, and the call is over.
            let _leaving = Leaving(self, ThreadId::own());
            call();
        }
    }

    /// Calls the application from a thread of the agent. The application holds locks of its own perhaps while
    /// it calls the library; a callback on that very thread could wait for them without end.
    pub fn call_from_worker(&self, call: impl FnOnce()) {
        debug_assert!(is_worker(), "the application is called on a thread of the agent");
        self.call(call);
    }

    /// Promises the application a call by a thread. Returns false if the agent is being closed: then nothing is
    /// promised.
    pub fn owe(&self, thread: ThreadId, instead: Instead) -> bool {
        let mut state = self.0.lock();
        if !state.closed {
            state.owed.push(Owed { thread, instead });
        }
        !state.closed
    }

    /// Takes the promise back: the thread could not be started.
    pub fn owe_no_more(&self, thread: ThreadId) {
        self.0.change(|state| state.owed.retain(|owed| owed.thread != thread));
    }

    /// Makes the call that this thread owes, unless another thread has made it in its place. Which of the two
    /// does is decided under the lock, so it is made once.
    pub fn deliver(&self, call: impl FnOnce()) {
        debug_assert!(is_worker(), "the application is called on a thread of the agent");
        let own = ThreadId::own();
        if self.0.change(|state| state.begin_owed(own)) {
            let _leaving = Leaving(self, own);
            call();
        }
    }

    /// Makes a call in the place of a thread that the system holds. It counts as running already.
    pub fn deliver_instead(&self, thread: ThreadId, instead: Instead) {
        instead();
        // The system has used its time up; it does not get more for this call.
        self.0.change(|state| state.leave(thread));
    }

    /// From now on only calls that are owed are made. Returns whether another thread is calling the application.
    pub fn close(&self) -> bool {
        let own = ThreadId::own();
        self.0.change(|state| {
            state.closed = true;
            state.system_deadline.get_or_insert_with(|| Deadline::after(SHUTDOWN_LIMIT));
            state.running.iter().any(|thread| *thread != own)
        })
    }

    /// Until when the system may hold a thread that is neither calling the application nor done.
    pub fn system_deadline(&self) -> Deadline {
        self.0.lock().system_deadline.unwrap_or_else(Deadline::never)
    }

    /// Waits until no call is running or owed any more, except those that the closer cannot wait for.
    pub fn wait_until_over(&self, closer: &Closer, deadline: Deadline) -> Outcome {
        loop {
            let system_deadline = self.system_deadline();
            // Once the system's time is up, only the caller's deadline is left to wake up for.
            let limit =
                if system_deadline.is_over() { deadline } else { system_deadline.sooner(deadline) };
            let outcome = self.0.wait_until(limit, |state| match state.outcome(closer) {
                Some(outcome) => Some(Some(outcome)),
                None => (state.system_deadline != Some(system_deadline)).then_some(None),
            });
            match outcome {
                Some(Some(outcome)) => return outcome,
                None if deadline.is_over() => return Outcome::Late,
                Some(None) | None => {}
            }
        }
    }

    fn leave(&self, thread: ThreadId) {
        self.0.change(|state| {
            state.leave(thread);
            // The application may take as long as it wants; the system gets its time after that.
            if state.closed {
                state.system_deadline = Some(Deadline::after(SHUTDOWN_LIMIT));
            }
        });
    }

    /// Begins to wait for the calls that are running. The circle is looked for under the lock of the process:
    /// of two threads that close at once, the second one sees that the first one waits for it.
    pub fn closer(&self) -> Closer {
        let own = ThreadId::own();
        let mut blocked = BLOCKED.lock();
        let running = self.0.lock().running.clone();
        let circle = running.into_iter().filter(|thread| waits_for(&blocked, *thread, own));
        let circle: Vec<_> = circle.collect();
        blocked.push(Blocked { thread: own, on: self.clone(), circle: circle.clone() });
        Closer { own, circle }
    }
}

impl State {
    fn leave(&mut self, thread: ThreadId) {
        if let Some(place) = self.running.iter().position(|running| *running == thread) {
            self.running.swap_remove(place);
        }
    }

    /// Decides which thread makes a call that is owed: the first one to get here.
    fn begin_owed(&mut self, thread: ThreadId) -> bool {
        let before = self.owed.len();
        self.owed.retain(|owed| owed.thread != thread);
        let is_owed = self.owed.len() < before;
        if is_owed {
            self.running.push(thread);
        }
        is_owed
    }

    fn outcome(&mut self, closer: &Closer) -> Option<Outcome> {
        let held = self.take_held(closer);
        if !held.is_empty() {
            return Some(Outcome::Held(held));
        }
        let is_over = self.owed.is_empty() && self.running.iter().all(|one| closer.ignores(*one));
        is_over.then_some(Outcome::Over)
    }

    /// The calls owed by threads that cannot be waited for, or not any longer. Each call gets the number of a
    /// thread of its own, since the old thread may still be in another call, and is running from here on.
    fn take_held(&mut self, closer: &Closer) -> Vec<(ThreadId, Instead)> {
        let is_over = self.system_deadline.is_some_and(|system_deadline| system_deadline.is_over());
        let running = &self.running;
        let is_held = |owed: &mut Owed| {
            closer.ignores(owed.thread) || is_over && !running.contains(&owed.thread)
        };
        let held: Vec<_> = self.owed.extract_if(.., is_held).collect();
        let renumbered = held.into_iter().map(|owed| (ThreadId::next(), owed.instead));
        let renumbered: Vec<_> = renumbered.collect();
        self.running.extend(renumbered.iter().map(|(thread, _)| *thread));
        renumbered
    }
}

/// A call that is running, until this is dropped.
struct Leaving<'a>(&'a Callbacks, ThreadId);

impl Drop for Leaving<'_> {
    fn drop(&mut self) {
        self.0.leave(self.1);
    }
}

/// A thread that waits for calls to end. As long as this lives, other threads see what it waits for.
pub struct Closer {
    own: ThreadId,
    /// The threads that wait for this one.
    circle: Vec<ThreadId>,
}

impl Closer {
    /// Whether it cannot wait for a thread.
    pub fn ignores(&self, thread: ThreadId) -> bool {
        thread == self.own || self.circle.contains(&thread)
    }

    /// Whether calls of other threads are running that it cannot wait for: then the agent is closed, but their
    /// data must live on.
    pub fn is_in_circle(&self) -> bool {
        !self.circle.is_empty()
    }
}

impl Drop for Closer {
    fn drop(&mut self) {
        let mut blocked = BLOCKED.lock();
        if let Some(place) = blocked.iter().rposition(|other| other.thread == self.own) {
            blocked.remove(place);
        }
    }
}

/// Which threads wait for whose calls, in the whole process, since a callback of one agent may free another.
/// Locked before the calls of one agent.
static BLOCKED: Global<Vec<Blocked>> = Global::new(Vec::new());

/// A thread that waits for the calls of an agent to end.
struct Blocked {
    thread: ThreadId,
    on: Callbacks,
    /// Those that it does not wait for.
    circle: Vec<ThreadId>,
}

/// Whether a thread waits for another, directly or through others. Calls that a waiting thread ignores do not
/// count: it goes on without them.
fn waits_for(blocked: &[Blocked], thread: ThreadId, other: ThreadId) -> bool {
    let (mut seen, mut to_see) = (Vec::new(), vec![thread]);
    while let Some(thread) = to_see.pop() {
        if seen.contains(&thread) {
            continue;
        }
        seen.push(thread);
        for one in blocked.iter().filter(|one| one.thread == thread) {
            let running = one.on.0.lock().running.clone();
            to_see.extend(running.into_iter().filter(|each| !one.circle.contains(each)));
        }
    }
    // The thread itself is seen first; it waits for the other if it is not the other.
    thread != other && seen.contains(&other)
}
