//! The threads of an agent: started when they are needed, gone when the agent is closed.

use super::callbacks::{Callbacks, Closer, Instead, Outcome, SHUTDOWN_LIMIT};
use super::monitor::Monitor;
use super::thread_id::ThreadId;
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::sync::{Arc, JoinHandle, Mutex};

/// What a thread is to do. It must not panic.
pub type Work = Box<dyn FnOnce() + Send>;

/// Starts a thread of that name; it runs with the signals blocked that are not its own fault.
pub type Start = fn(&str, Work) -> Result<JoinHandle<()>, Error>;

/// Clones share the threads.
#[derive(Clone)]
pub struct Workers {
    start: Start,
    threads: Arc<Monitor<Threads>>,
    pub callbacks: Callbacks,
}

#[derive(Default)]
struct Threads {
    /// No new work.
    closed: bool,
    alive: Vec<Worker>,
}

struct Worker {
    id: ThreadId,
    handle: JoinHandle<()>,
    /// Only calls the application: it is waited for, however long that takes.
    is_spare: bool,
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

    /// Starts a thread that owes the application a call, see [`Callbacks::deliver`]. `instead` makes
    /// that call if the thread does not get to it before the agent is closed.
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

    fn spawn_as(&self, id: ThreadId, name: &str, work: Work) -> Result<(), Error> {
        self.join_finished();
        let mut threads = self.threads.lock();
        if threads.closed {
            return Err(closed());
        }
        self.start(&mut threads, id, name, work)
    }

    /// The list is locked until the thread is on it: the thread notes its end there, and who closes
    /// sees it.
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

    /// No new work from now on, and no call of the application but those that are owed.
    pub fn close(&self) {
        self.threads.lock().closed = true;
        self.callbacks.close();
    }

    /// Waits until the application is called no more and the threads have ended; says whether that is
    /// so. A thread that the operating system holds (in a connect, say) is left behind after a while:
    /// it ends by itself and calls nobody.
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
        self.join_threads(&closer, deadline.sooner(self.callbacks.patience()));
        !closer.is_in_circle()
    }

    /// How many threads have not ended.
    #[cfg(test)]
    pub fn alive(&self) -> usize {
        self.threads.lock().alive.iter().filter(|worker| !worker.ended).count()
    }

    /// On a thread of its own, since the one that closes is inside the library for the application.
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
            // The system has no thread left; the call comes all the same.
            deliver();
        }
    }

    /// Waits for threads that the application has held until a moment ago.
    pub fn join_ended(&self) {
        self.join_threads(&self.callbacks.closer(), Deadline::after(SHUTDOWN_LIMIT));
    }

    fn join_threads(&self, closer: &Closer, patience: Deadline) {
        let wait_for = |which: fn(&Worker) -> bool, deadline| {
            let have_ended = |threads: &mut Threads| {
                let mut others = threads.alive.iter().filter(|worker| !closer.ignores(worker.id));
                others.all(|worker| worker.ended || !which(worker)).then_some(())
            };
            self.threads.wait_until(deadline, have_ended)
        };
        // Those that have not ended by then are left behind.
        let _ = wait_for(|_| true, patience);
        let _ = wait_for(|worker| worker.is_spare, Deadline::never());
        self.join_finished();
    }

    /// Those that have done their work, and are about to end.
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
