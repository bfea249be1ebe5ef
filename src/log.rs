//! Lines for the application's log.
//!
//! Every line is written here from named, harmless parts: product, host, status, durations, counts.
//! No URL, no user, no credential and nothing of a server's answer goes into one.

use std::fmt;
use std::sync::Arc;

/// How much a line matters. The numbers that C sees are in `ffi::log`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Error,
    Warning,
    Info,
    Debug,
}

type Sink = dyn Fn(Level, &str) + Send + Sync;

/// Where the lines go, and from which level on. By default: nowhere.
#[derive(Clone, Default)]
pub struct Log(Option<(Level, Arc<Sink>)>);

impl Log {
    pub fn to(level: Level, sink: impl Fn(Level, &str) + Send + Sync + 'static) -> Self {
        Self(Some((level, Arc::new(sink))))
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
        if let Some((most, sink)) = &self.0
            && level <= *most
        {
            sink(level, &line.to_string());
        }
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Log({:?})", self.0.as_ref().map(|(level, _)| level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use parking_lot::Mutex;

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
}
