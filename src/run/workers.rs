//! The threads of an agent: started when they are needed, ended when the agent is closed.
//!
//! There is no pool. A thread does one piece of work, mostly one that waits for the network; an application
//! that asks a few times a day has no thread of the agent in between.

use super::callbacks::{Callbacks, Closer, Instead, Outcome, SHUTDOWN_LIMIT};
use super::monitor::Monitor;
use super::thread_id::ThreadId;
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::sync::{Arc, JoinHandle, Mutex};

/// The work of a thread. It must not panic.
pub type Work = Box<dyn FnOnce() + Send>;

/// Starts a thread of that name, with the application's signals blocked.
pub type Start = fn(&str, Work) -> Result<JoinHandle<()>, Error>;

/// Clones share the threads.
#[derive(Clone)]
pub struct Workers {
    /// Handed in: how a thread is started is the platform's matter, and the checker of schedules has its own.
    start: Start,
    threads: Arc<Monitor<Threads>>,
    pub callbacks: Callbacks,
}

#[derive(Default)]
struct Threads {
    /// No new work is taken.
    closed: bool,
    /// Those that were not joined yet.
    alive: Vec<Worker>,
}

/// A thread that was started.
struct Worker {
    id: ThreadId,
    handle: JoinHandle<()>,
    /// Started while closing, to call the application: it is waited for, however long that takes.
    is_spare: bool,
    /// It has done its work, and touches nothing of the agent any more.
    ended: bool,
}

impl Workers {
    pub fn new(start: Start) -> Self {
        Self { start, threads: Arc::new(Monitor::default()), callbacks: Callbacks::default() }
    }

    /// Starts a thread, unless the agent is closed.
    pub fn spawn(&self, name: &str, work: Work) -> Result<(), Error> {
        self.spawn_as(ThreadId::next(), name, work)
    }

    /// Starts a thread that owes the application a call, see [`Callbacks::deliver`]. `instead` makes that call if
    /// the thread does not get to it before the agent is closed. After an error no call comes.
    pub fn spawn_owing(&self, name: &str, work: Work, instead: Instead) -> Result<(), Error> {
        let id = ThreadId::next();
        if !self.callbacks.owe(id, instead) {
            return Err(closed());
        }
        let spawned = self.spawn_as(id, name, work);
        if spawned.is_err() {
            self.callbacks.owe_no_more(id);
        }
        spawned
    }

    /// Joins those that have ended first, so that they do not pile up.
    fn spawn_as(&self, id: ThreadId, name: &str, work: Work) -> Result<(), Error> {
        self.join_finished();
        let mut threads = self.threads.lock();
        if threads.closed {
            return Err(closed());
        }
        self.start(&mut threads, id, name, work)
    }

    /// The list is locked until the thread is on it: the thread notes its end there, and a thread that closes
    /// the agent sees it.
    fn start(
        &self,
        threads: &mut Threads,
        id: ThreadId,
        name: &str,
        work: Work,
    ) -> Result<(), Error> {
        let shared = self.threads.clone();
        let run = move || {
            id.begin_worker();
            work();
            shared.change(|threads| threads.note_end(id));
        };
        let handle = (self.start)(name, Box::new(run))?;
        threads.alive.push(Worker { id, handle, is_spare: threads.closed, ended: false });
        Ok(())
    }

    /// Takes no new work from now on, and makes no calls except those that are owed.
    pub fn close(&self) {
        self.threads.lock().closed = true;
        self.callbacks.close();
    }

    /// Waits until the application is called no more and the threads have ended; returns whether that is so. A
    /// thread that the system holds (in a connect, say) is given up after a while: it ends by itself, and
    /// does not call the application.
    pub fn join(&self, deadline: Deadline) -> bool {
        let closer = self.callbacks.closer();
        loop {
            match self.callbacks.wait_until_over(&closer, deadline) {
                Outcome::Over => break,
                Outcome::Late => return false,
                Outcome::Held(calls) => calls.into_iter().for_each(|(id, call)| {
                    self.deliver_elsewhere(id, call);
                }),
            }
        }
        self.join_threads(&closer, deadline.sooner(self.callbacks.system_deadline()));
        !closer.is_in_circle()
    }

    /// How many threads have not ended.
    #[cfg(test)]
    pub fn alive(&self) -> usize {
        self.threads.lock().alive.iter().filter(|worker| !worker.ended).count()
    }

    /// Makes a call on a thread of its own, since the thread that closes is inside the library for the
    /// application.
    fn deliver_elsewhere(&self, id: ThreadId, call: Instead) {
        let (callbacks, call) = (self.callbacks.clone(), Arc::new(Mutex::new(Some(call))));
        let deliver = {
            let call = call.clone();
            move || {
                let call = call.lock().take();
                if let Some(call) = call {
                    callbacks.deliver_instead(id, call);
                }
            }
        };
        let started =
            self.start(&mut self.threads.lock(), id, "lsagent-cancel", Box::new(deliver.clone()));
        if started.is_err() {
            // The system has no thread left. The application was promised the call, so it comes here.
            deliver();
        }
    }

    /// Waits for threads whose last line the application has taken a moment ago.
    pub fn join_ended(&self) {
        self.join_threads(&self.callbacks.closer(), Deadline::after(SHUTDOWN_LIMIT));
    }

    fn join_threads(&self, closer: &Closer, system_deadline: Deadline) {
        let wait_for = |which: fn(&Worker) -> bool, deadline| {
            let have_ended = |threads: &mut Threads| {
                let mut others = threads.alive.iter().filter(|worker| !closer.ignores(worker.id));
                others.all(|worker| worker.ended || !which(worker)).then_some(())
            };
            self.threads.wait_until(deadline, have_ended)
        };
        // Those that have not ended by then are given up.
        let _ = wait_for(|_| true, system_deadline);
        let _ = wait_for(|worker| worker.is_spare, Deadline::never());
        self.join_finished();
    }

    /// Joins the threads that have done their work and are about to end.
    fn join_finished(&self) {
        let finished = self.threads.lock().take_ended();
        for handle in finished {
            // It never panics: what it runs catches that.
            let _ = handle.join();
        }
    }
}

impl Threads {
    fn note_end(&mut self, id: ThreadId) {
        for worker in self.alive.iter_mut().filter(|worker| worker.id == id) {
            worker.ended = true;
        }
    }

    fn take_ended(&mut self) -> Vec<JoinHandle<()>> {
        let ended = self.alive.extract_if(.., |worker| worker.ended);
        ended.map(|worker| worker.handle).collect()
    }
}

fn closed() -> Error {
    Error::new(Status::Cancelled, "the agent has been closed")
}
