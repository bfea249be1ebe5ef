//! Who is calling the application, and who waits for that.
//!
//! No lock is held while the application is called. Who closes waits for every call of every other
//! thread, however long it takes, since the application's data must live as long. Two calls are not
//! waited for, as they would never end:
//!
//! - the one that the closing thread is in itself;
//! - one that waits, directly or through others, for the closing thread: two callbacks that each free
//!   the other's agent. The thread that would close the circle goes on; the others wait for it.

use std::time::Duration;

use super::monitor::Monitor;
use super::thread_id::{ThreadId, is_worker};
use crate::clock::Deadline;
use crate::sync::{Arc, Global};

/// What is done in the place of a worker that does not get to its delivery.
pub type Instead = Box<dyn FnOnce() + Send>;

/// The calls of one agent, or of one log. Clones share them.
#[derive(Clone, Default)]
pub struct Callbacks(Arc<Monitor<State>>);

#[derive(Default)]
struct State {
    /// No more calls but those that are owed.
    closed: bool,
    /// The threads that are with the application; one that is so twice is there twice.
    running: Vec<ThreadId>,
    /// The application was promised these.
    owed: Vec<Owed>,
    /// Until when the system may hold a thread that is neither with the application nor done.
    patience: Option<Deadline>,
}

/// A call that comes exactly once: made by this thread, or by another in its place.
struct Owed {
    thread: ThreadId,
    instead: Instead,
}

/// How long the operating system may hold a thread of an agent that is being closed.
pub const SHUTDOWN_LIMIT: Duration = Duration::from_millis(500);

/// What is still to be waited for.
pub enum Outcome {
    /// No call is running, and none will come.
    Over,
    /// The time is up before that.
    Late,
    /// Threads that are held do not get to what they owe; these calls are counted as running.
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
            let _leaving = Leaving(self, ThreadId::own());
            call();
        }
    }

    /// Calls the application from a thread that is not inside the library for it.
    pub fn call_from_worker(&self, call: impl FnOnce()) {
        debug_assert!(is_worker(), "the application is called on a thread of the agent");
        self.call(call);
    }

    /// Promises the application a call by this thread. Says whether the promise can be kept.
    pub fn owe(&self, thread: ThreadId, instead: Instead) -> bool {
        let mut state = self.0.lock();
        if !state.closed {
            state.owed.push(Owed { thread, instead });
        }
        !state.closed
    }

    /// The promise is taken back: the thread did not begin.
    pub fn owe_no_more(&self, thread: ThreadId) {
        self.0.change(|state| state.owed.retain(|owed| owed.thread != thread));
    }

    /// Makes the call that this thread owes, unless another has made it in its place.
    pub fn deliver(&self, call: impl FnOnce()) {
        debug_assert!(is_worker(), "the application is called on a thread of the agent");
        let own = ThreadId::own();
        if self.0.change(|state| state.begin_owed(own)) {
            let _leaving = Leaving(self, own);
            call();
        }
    }

    /// Makes a call that is counted as running already, in the place of a thread that is held.
    pub fn deliver_instead(&self, thread: ThreadId, instead: Instead) {
        instead();
        // The system has had its time already.
        self.0.change(|state| state.leave(thread));
    }

    /// From now on only what is owed is called. Says whether another thread is with the application.
    pub fn close(&self) -> bool {
        let own = ThreadId::own();
        self.0.change(|state| {
            state.closed = true;
            state.patience.get_or_insert_with(|| Deadline::after(SHUTDOWN_LIMIT));
            state.running.iter().any(|thread| *thread != own)
        })
    }

    /// Until when the system may hold a thread that is neither with the application nor done.
    pub fn patience(&self) -> Deadline {
        self.0.lock().patience.unwrap_or_else(Deadline::never)
    }

    /// Waits until no call is running or owed any more, those apart that the closer cannot wait for.
    pub fn wait_until_over(&self, closer: &Closer, deadline: Deadline) -> Outcome {
        loop {
            let patience = self.patience();
            // With the patience over there is nothing to wake up for but the deadline.
            let limit = if patience.is_over() { deadline } else { patience.sooner(deadline) };
            let outcome = self.0.wait_until(limit, |state| match state.outcome(closer) {
                Some(outcome) => Some(Some(outcome)),
                None => (state.patience != Some(patience)).then_some(None),
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
            // The system gets its time after the application has had as much as it wants.
            if state.closed {
                state.patience = Some(Deadline::after(SHUTDOWN_LIMIT));
            }
        });
    }

    /// Begins to wait for the calls that are running.
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

    /// The decision who makes a call that is owed.
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

    /// What is owed by threads that cannot be waited for, or not any longer. Each call gets the number
    /// of a thread of its own, and is running from here on.
    fn take_held(&mut self, closer: &Closer) -> Vec<(ThreadId, Instead)> {
        let is_over = self.patience.is_some_and(|patience| patience.is_over());
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

/// A thread that waits for calls to end. As long as it lives others see what it waits for.
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

    /// Whether calls of other threads are still running that it cannot wait for.
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

/// Who waits for whose calls, in the whole process. Locked before the calls of one agent.
static BLOCKED: Global<Vec<Blocked>> = Global::new(Vec::new());

struct Blocked {
    thread: ThreadId,
    on: Callbacks,
    circle: Vec<ThreadId>,
}

/// Whether a thread waits for another, directly or through others.
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
