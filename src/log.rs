//! Lines for the application's log.
//!
//! Every line is written here from named, harmless parts: product, host, status, durations, counts.
//! No URL, no user, no credential and nothing of a server's answer goes into one.

use std::fmt;

use crate::clock::Deadline;
use crate::run::{Callbacks, Outcome};
use crate::sync::Arc;

/// How much a line matters. The numbers that C sees are in `ffi::log`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Error,
    Warning,
    Info,
    Debug,
}

type Sink = dyn Fn(Level, &str) + Send + Sync;

/// What closing a log had to wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    AtOnce,
    /// The application has been taking lines on other threads.
    AfterLines,
    /// It still is.
    NotYet,
}

/// Where the lines go, and from which level on. By default: nowhere.
#[derive(Clone, Default)]
pub struct Log(Option<Destination>);

#[derive(Clone)]
struct Destination {
    level: Level,
    sink: Arc<Sink>,
    /// The lines that are with the application.
    lines: Callbacks,
}

impl Log {
    pub fn to(level: Level, sink: impl Fn(Level, &str) + Send + Sync + 'static) -> Self {
        Self(Some(Destination { level, sink: Arc::new(sink), lines: Callbacks::default() }))
    }

    /// One that goes to the same place, and is closed by itself.
    pub fn another(&self) -> Self {
        let another = |to: &Destination| Destination { lines: Callbacks::default(), ..to.clone() };
        Self(self.0.as_ref().map(another))
    }

    /// No more lines, from this one and its clones. Waits for those that the application is taking on
    /// other threads, however long that is.
    pub fn close(&self, deadline: Deadline) -> Closed {
        let Some(Destination { lines, .. }) = &self.0 else {
            return Closed::AtOnce;
        };
        let is_running = lines.close();
        let closer = lines.closer();
        match lines.wait_until_over(&closer, deadline) {
            Outcome::Over if closer.is_in_circle() => Closed::NotYet,
            Outcome::Over if is_running => Closed::AfterLines,
            Outcome::Over => Closed::AtOnce,
            // Nobody owes a line.
            Outcome::Late | Outcome::Held(_) => Closed::NotYet,
        }
    }

    pub fn warning(&self, line: impl fmt::Display) {
        self.write(Level::Warning, line);
    }

    pub fn info(&self, line: impl fmt::Display) {
        self.write(Level::Info, line);
    }

    pub fn debug(&self, line: impl fmt::Display) {
        self.write(Level::Debug, line);
    }

    fn write(&self, level: Level, line: impl fmt::Display) {
        if let Some(to) = &self.0
            && level <= to.level
        {
            to.lines.call(|| (to.sink)(level, &line.to_string()));
        }
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Log({:?})", self.0.as_ref().map(|to| to.level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    use crate::run::Handoff;
    use crate::sync::Mutex;

    #[test]
    fn lines_below_the_level_are_not_made() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Log::to(Level::Info, {
            let seen = seen.clone();
            move |level, line| seen.lock().push((level, line.to_owned()))
        });
        log.debug("quiet");
        log.info("heard");
        assert_eq!(*seen.lock(), [(Level::Info, "heard".to_owned())]);
    }

    #[test]
    fn a_closed_log_takes_no_more_and_leaves_others_open() {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let log = Log::to(Level::Info, {
            let seen = seen.clone();
            move |_, line| seen.lock().push(line.to_owned())
        });
        let (one, other) = (log.another(), log.another());
        let clone = one.clone();
        assert_eq!(one.close(Deadline::after(Duration::ZERO)), Closed::AtOnce);
        clone.info("closed");
        other.info("open");
        assert_eq!(*seen.lock(), ["open"]);
    }

    #[test]
    fn closing_waits_for_a_line_that_is_being_taken() {
        let (taking, go_on) = (Handoff::new(), Handoff::new());
        let (told, wait) = (taking.clone(), go_on.clone());
        let log = Log::to(Level::Info, move |_, _| {
            told.give(());
            wait.take_within(Duration::from_secs(60));
        });
        let own = log.clone();
        let writer = std::thread::spawn(move || own.info("taken slowly"));
        taking.take_within(Duration::from_secs(60)).unwrap();
        let closing = log.0.clone().unwrap().lines;
        let closer = std::thread::spawn(move || log.close(Deadline::never()));
        while closing.system_deadline() == Deadline::never() {
            std::thread::yield_now();
        }
        assert!(!closer.is_finished());
        go_on.give(());
        assert_eq!(closer.join().unwrap(), Closed::AfterLines);
        writer.join().unwrap();
    }
}
