//! The threads of an agent: started when they are needed, gone when the agent is.

use std::cell::Cell;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use parking_lot::{Condvar, Mutex};

use super::core::cancelled;
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::os_problem::thread_problem;

/// Between two looks at threads that are to end.
const PAUSE: Duration = Duration::from_millis(2);

/// What a thread is to do. It must not panic.
pub type Work = Box<dyn FnOnce() + Send>;

#[derive(Default)]
pub struct Workers {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// No new work; what is waiting gives up.
    closed: bool,
    /// No more callbacks.
    silent: bool,
    /// The threads that are in one.
    calling: Vec<u64>,
    threads: Vec<Worker>,
    /// How many were started so far.
    started: u64,
}

struct Worker {
    number: u64,
    thread: JoinHandle<()>,
    otherwise: Option<Work>,
}

impl Workers {
    pub fn spawn(&self, name: &str, work: Work) -> Result<(), Error> {
        self.spawn_or(name, work, None)
    }

    /// `otherwise` is done by whoever frees the agent, if the thread cannot be ended in time.
    pub fn spawn_or(&self, name: &str, work: Work, otherwise: Option<Work>) -> Result<(), Error> {
        let mut state = self.shared.state.lock();
        if state.closed {
            return Err(cancelled());
        }
        state.threads.retain(|worker| !worker.thread.is_finished());
        state.started += 1;
        let number = state.started;
        let thread = thread::Builder::new().name(name.to_owned()).spawn(move || {
            CURRENT.set(number);
            work();
        });
        let thread = thread.map_err(|error| {
            let why = thread_problem(&error);
            Error::new(Status::Internal, format!("no thread can be started: {why}"))
        })?;
        state.threads.push(Worker { number, thread, otherwise });
        Ok(())
    }

    pub fn is_closed(&self) -> bool {
        self.shared.state.lock().closed
    }

    /// Sleeps; cut short when the agent is freed, and then true.
    pub fn pause(&self, time: Duration) -> bool {
        let deadline = Deadline::after(time);
        let mut state = self.shared.state.lock();
        while !state.closed && !deadline.remaining().is_zero() {
            self.shared.changed.wait_for(&mut state, deadline.remaining());
        }
        state.closed
    }

    /// Calls the application, unless the agent has been freed.
    pub fn call_back(&self, call: impl FnOnce()) {
        let mut state = self.shared.state.lock();
        if state.silent {
            return;
        }
        state.calling.push(CURRENT.get());
        drop(state);
        call();
        self.shared.state.lock().calling.retain(|thread| *thread != CURRENT.get());
        self.shared.changed.notify_all();
    }

    /// Tells everybody to end.
    pub fn close(&self) {
        self.shared.state.lock().closed = true;
        self.shared.changed.notify_all();
    }

    /// Waits until the threads have ended, for so long at most. One that the operating system holds
    /// (in a connect, say) is left behind; it ends by itself and calls nobody any more.
    pub fn join(&self, patience: Duration) {
        let deadline = Deadline::after(patience);
        let threads = std::mem::take(&mut self.shared.state.lock().threads);
        // A callback may free the agent: its own thread cannot wait for itself.
        let others = threads.into_iter().filter(|worker| worker.number != CURRENT.get());
        let left: Vec<Work> = others.filter_map(|worker| join_until(worker, &deadline)).collect();
        let mut state = self.shared.state.lock();
        state.silent = true;
        while state.calling.iter().any(|thread| *thread != CURRENT.get())
            && !deadline.remaining().is_zero()
        {
            self.shared.changed.wait_for(&mut state, deadline.remaining());
        }
        drop(state);
        left.into_iter().for_each(|otherwise| otherwise());
    }
}

/// What is to be done instead of a thread's work that does not end in time.
fn join_until(worker: Worker, deadline: &Deadline) -> Option<Work> {
    while !worker.thread.is_finished() {
        if deadline.remaining().is_zero() {
            return worker.otherwise;
        }
        thread::sleep(PAUSE);
    }
    // It never panics: what it runs catches that.
    let _ = worker.thread.join();
    None
}

thread_local! {
    /// The number of an agent's own thread; 0 on the application's. (The standard library's id would
    /// leave something behind on every thread of the application that frees an agent.)
    static CURRENT: Cell<u64> = const { Cell::new(0) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[test]
    fn closing_ends_a_pause_and_stops_callbacks() {
        let workers = Arc::new(Workers::default());
        let (inner, ended) = (workers.clone(), Arc::new(AtomicBool::new(false)));
        let told = ended.clone();
        workers
            .spawn(
                "test",
                Box::new(move || told.store(inner.pause(Duration::MAX), Ordering::SeqCst)),
            )
            .unwrap();
        workers.close();
        workers.join(Duration::from_secs(60));
        assert!(ended.load(Ordering::SeqCst));
        workers.call_back(|| panic!("the agent has been freed"));
        assert_eq!(workers.spawn("test", Box::new(|| ())).unwrap_err().status(), Status::Cancelled);
    }

    #[test]
    fn a_thread_that_hangs_is_left_behind() {
        let workers = Workers::default();
        let (keep, wait) = std::sync::mpsc::channel::<()>();
        workers.spawn("test", Box::new(move || wait.recv().unwrap_or_default())).unwrap();
        workers.close();
        workers.join(Duration::from_millis(5));
        drop(keep);
    }
}
