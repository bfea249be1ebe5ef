//! What happens at a time: jobs, each with the moment at which it is due by the boot-time clock. One thread runs them,
//! one after the other, so that those of one process never come in a burst. It is started with the first job, and ends
//! when there is none.
//!
//! A job runs once; one that is to run again sets itself anew. Closing drops the jobs that have not begun.

use std::time::Duration;

use super::task::caught;
use super::workers::Workers;
use crate::error::{Error, Status};
use crate::sync::{Arc, Mutex};

/// What is done when it is due. It may block, and then later ones are late.
pub type Job = Box<dyn FnOnce() + Send>;

/// What wakes the thread. Handed in: clocks are the platform's matter, and tests and the checker of schedules have
/// their own.
pub trait Alarm: Send + Sync {
    /// By the clock by which jobs are due.
    fn now(&self) -> Duration;

    /// Comes back when it is due, when the bell has rung since the last time, or for no reason. Where the device was
    /// suspended beyond that moment, as soon as it is awake.
    fn sleep_until(&self, due: Duration);

    fn ring(&self);
}

pub type MakeAlarm = Box<dyn Fn() -> Result<Arc<dyn Alarm>, Error> + Send + Sync>;

/// Stands for one job at a time: setting it again replaces the former one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobId(u64);

/// The jobs of an agent. Thread-safe.
pub struct Timetable {
    workers: Workers,
    make_alarm: MakeAlarm,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    closed: bool,
    last_id: u64,
    jobs: Vec<Entry>,
    /// That of the thread; `None`: there is no thread.
    alarm: Option<Arc<dyn Alarm>>,
}

struct Entry {
    id: JobId,
    due: Duration,
    job: Job,
}

/// What the thread does next.
enum Next {
    Run(Job),
    Sleep(Duration),
}

impl Timetable {
    /// Starts nothing.
    pub fn new(workers: Workers, make_alarm: MakeAlarm) -> Self {
        Self { workers, make_alarm, state: Arc::default() }
    }

    /// For a new job.
    pub fn new_id(&self) -> JobId {
        let mut state = self.state.lock();
        state.last_id += 1;
        JobId(state.last_id)
    }

    /// Has a job run at a moment of the boot-time clock, at once if that has passed. An error: the timetable is closed,
    /// or the system has no thread for it; then nothing will run.
    pub fn set(&self, id: JobId, due: Duration, job: Job) -> Result<(), Error> {
        let mut state = self.state.lock();
        if state.closed {
            return Err(Error::new(Status::Cancelled, "the agent has been closed"));
        }
        let started = match &state.alarm {
            Some(alarm) => {
                alarm.ring();
                Ok(())
            }
            None => self.start(&mut state),
        };
        let former = state.take(id);
        if started.is_ok() {
            state.jobs.push(Entry { id, due, job });
        }
        // What a job holds may want this lock when it is dropped.
        drop(state);
        drop(former);
        started
    }

    /// Takes a job off that has not begun.
    pub fn cancel(&self, id: JobId) {
        let mut state = self.state.lock();
        let former = state.take(id);
        state.ring();
        drop(state);
        drop(former);
    }

    /// Runs no more jobs. The one that is running goes on: its thread is one of the agent's, and is waited for with
    /// them.
    pub fn close(&self) {
        let mut state = self.state.lock();
        state.closed = true;
        let jobs = std::mem::take(&mut state.jobs);
        state.ring();
        drop(state);
        drop(jobs);
    }

    /// The lock is held until the thread is there: it waits for its first job.
    fn start(&self, state: &mut State) -> Result<(), Error> {
        let alarm = (self.make_alarm)()?;
        let (shared, own) = (self.state.clone(), alarm.clone());
        self.workers.spawn("lsagent-timer", Box::new(move || run(&shared, &*own)))?;
        state.alarm = Some(alarm);
        Ok(())
    }

    /// How many jobs have not begun.
    #[cfg(test)]
    pub fn waiting(&self) -> usize {
        self.state.lock().jobs.len()
    }

    /// When the next one is due, by the boot-time clock.
    #[cfg(test)]
    pub fn next_due(&self) -> Option<Duration> {
        self.state.lock().jobs.iter().map(|entry| entry.due).min()
    }

    #[cfg(test)]
    pub fn has_thread(&self) -> bool {
        self.state.lock().alarm.is_some()
    }
}

impl State {
    fn take(&mut self, id: JobId) -> Option<Entry> {
        let place = self.jobs.iter().position(|entry| entry.id == id)?;
        Some(self.jobs.remove(place))
    }

    fn ring(&self) {
        if let Some(alarm) = &self.alarm {
            alarm.ring();
        }
    }

    /// `None`: there is nothing left to do, and the thread is to end. A job that comes from here on starts another.
    fn next(&mut self, now: Duration) -> Option<Next> {
        let first =
            self.jobs.iter().min_by_key(|entry| entry.due).map(|entry| (entry.id, entry.due));
        let Some((id, due)) = first else {
            self.alarm = None;
            return None;
        };
        if due > now {
            return Some(Next::Sleep(due));
        }
        self.take(id).map(|entry| Next::Run(entry.job))
    }
}

fn run(state: &Mutex<State>, alarm: &dyn Alarm) {
    loop {
        let next = state.lock().next(alarm.now());
        match next {
            None => return,
            Some(Next::Sleep(due)) => alarm.sleep_until(due),
            // A panic is a mistake of the job's own, and the others go on.
            Some(Next::Run(job)) => {
                let _ = caught(|| {
                    job();
                    Ok(())
                });
            }
        }
    }
}
