//! The only place that reads the time.

#[cfg(test)]
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering},
};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::platform;

/// Two clocks that differ by this much, in seconds, agree: it is no sign of one that was turned back.
pub(crate) const TOLERANCE: i64 = 300;

/// Tells Unix seconds. In tests it tells what it was set to.
#[derive(Clone, Debug)]
pub enum Clock {
    System,
    #[cfg(test)]
    Manual(Manual),
}

/// A clock that is set, and a stopwatch that is moved on.
#[cfg(test)]
#[derive(Clone, Debug)]
pub struct Manual {
    now: Arc<AtomicI64>,
    begun: Instant,
    passed_ms: Arc<AtomicU64>,
    /// How often the device was started, and how much time had passed then.
    started: Arc<Mutex<(u64, u64)>>,
    /// The device has no name for each of its runs.
    is_nameless: Arc<AtomicBool>,
    listeners: Arc<Mutex<Vec<Listener>>>,
}

/// Gets to know that time has passed.
#[cfg(test)]
#[derive(Clone)]
struct Listener(Arc<dyn Fn() + Send + Sync>);

#[cfg(test)]
impl std::fmt::Debug for Listener {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Listener")
    }
}

impl Clock {
    #[cfg(test)]
    pub fn manual(now: i64) -> Self {
        Self::Manual(Manual {
            now: Arc::new(AtomicI64::new(now)),
            begun: Instant::now(),
            passed_ms: Arc::default(),
            started: Arc::default(),
            is_nameless: Arc::default(),
            listeners: Arc::default(),
        })
    }

    #[cfg(test)]
    pub fn set(&self, now: i64) {
        self.manual_one().now.store(now, Ordering::SeqCst);
    }

    /// Lets time pass, without the clock being set.
    #[cfg(test)]
    pub fn pass(&self, time: Duration) {
        let ms = u64::try_from(time.as_millis()).expect("a test takes no ages");
        let manual = self.manual_one();
        manual.passed_ms.fetch_add(ms, Ordering::SeqCst);
        let listeners = manual.listeners.lock().unwrap().clone();
        listeners.iter().for_each(|Listener(notify)| notify());
    }

    /// All the time that has passed, whatever was started meanwhile, in milliseconds.
    #[cfg(test)]
    pub fn instant_ms(&self) -> u128 {
        self.manual_one().passed_ms.load(Ordering::SeqCst).into()
    }

    /// Starts the device anew.
    #[cfg(test)]
    pub fn reboot(&self) {
        let manual = self.manual_one();
        let passed = manual.passed_ms.load(Ordering::SeqCst);
        let mut started = manual.started.lock().unwrap();
        *started = (started.0 + 1, passed);
    }

    /// As on a system that does not say which run of it this is.
    #[cfg(test)]
    pub fn name_no_run(&self) {
        self.manual_one().is_nameless.store(true, Ordering::SeqCst);
    }

    /// Has somebody called each time that time has passed.
    #[cfg(test)]
    pub fn when_passed(&self, notify: impl Fn() + Send + Sync + 'static) {
        self.manual_one().listeners.lock().unwrap().push(Listener(Arc::new(notify)));
    }

    #[cfg(test)]
    fn manual_one(&self) -> &Manual {
        match self {
            Self::System => unreachable!("only a manual clock is in a test's hands"),
            Self::Manual(manual) => manual,
        }
    }

    /// Seconds since 1970-01-01 00:00:00 UTC; negative on a device that believes it is earlier.
    pub fn now(&self) -> i64 {
        match self {
            Self::System => unix_seconds(SystemTime::now()),
            #[cfg(test)]
            Self::Manual(manual) => manual.now.load(Ordering::SeqCst),
        }
    }

    /// For measuring how much time passes; setting the clock does not move it. It may stand still
    /// while the device sleeps.
    pub fn instant(&self) -> Instant {
        match self {
            Self::System => Instant::now(),
            #[cfg(test)]
            Self::Manual(manual) => {
                manual.begun + Duration::from_millis(manual.passed_ms.load(Ordering::SeqCst))
            }
        }
    }

    /// How long the device has been running, the time included that it was suspended: for what goes on meanwhile
    /// elsewhere. Setting the clock does not move it.
    pub fn boot_time(&self) -> Duration {
        match self {
            Self::System => platform::boot_time(),
            #[cfg(test)]
            Self::Manual(manual) => {
                let passed = manual.passed_ms.load(Ordering::SeqCst);
                Duration::from_millis(passed - manual.started.lock().unwrap().1)
            }
        }
    }

    /// Which run of the device [`Clock::boot_time`] is of; `None` where the system does not say.
    pub fn boot_id(&self) -> Option<String> {
        match self {
            Self::System => platform::boot_id(),
            #[cfg(test)]
            Self::Manual(manual) => {
                let is_nameless = manual.is_nameless.load(Ordering::SeqCst);
                (!is_nameless).then(|| manual.started.lock().unwrap().0.to_string())
            }
        }
    }
}

fn unix_seconds(time: SystemTime) -> i64 {
    let whole = |d: Duration| i64::try_from(d.as_secs()).unwrap_or(i64::MAX);
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => whole(since),
        Err(before) => whole(before.duration()).saturating_neg(),
    }
}

/// How long ago a file was written, by the device's clock; `None`: later than now.
pub fn since(at: SystemTime) -> Option<Duration> {
    SystemTime::now().duration_since(at).ok()
}

/// The value of a `Date` header (RFC 7231) for a time in Unix seconds.
#[allow(clippy::arithmetic_side_effects, reason = "it ends with the year 9999")]
pub fn http_date(seconds: i64) -> String {
    // The format ends with the year 9999; a device that far off is refused by the server anyway.
    let seconds = u64::try_from(seconds).unwrap_or(0).min(253_402_300_799);
    httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds))
}

/// Reads a `Date` header, or a `Retry-After` that is a date. The three forms of RFC 9110 count, and what
/// is meant for one of them: in other case, or with UTC named otherwise.
pub fn parse_http_date(value: &str) -> Option<i64> {
    let parsed = httpdate::parse_http_date(value.trim());
    parsed.or_else(|_| httpdate::parse_http_date(&usual_form(value))).ok().map(unix_seconds)
}

fn usual_form(date: &str) -> String {
    let words = date.split_whitespace().map(|word| match word.to_ascii_uppercase().as_str() {
        "+0000" | "-0000" | "UTC" | "UT" | "Z" | "GMT" => "GMT".to_owned(),
        _ => titled(word),
    });
    words.collect::<Vec<_>>().join(" ")
}

/// The first of letters in a row is large, the others are small.
fn titled(word: &str) -> String {
    let mut is_first = true;
    let mut title = |letter: char| {
        let titled =
            if is_first { letter.to_ascii_uppercase() } else { letter.to_ascii_lowercase() };
        is_first = !letter.is_ascii_alphabetic();
        titled
    };
    word.chars().map(&mut title).collect()
}

/// The moment by which a call must be back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// `None`: too far off to be told.
    end: Option<Instant>,
    total: Duration,
}

impl Deadline {
    pub fn after(time: Duration) -> Self {
        Self { end: Instant::now().checked_add(time), total: time }
    }

    /// As far off as it can be.
    pub fn never() -> Self {
        Self::after(Duration::MAX)
    }

    /// This one, unless it lies further off than so long from now.
    pub fn at_most(self, time: Duration) -> Self {
        if self.remaining() <= time { self } else { Self::after(time) }
    }

    pub fn sooner(self, other: Self) -> Self {
        if self.remaining() <= other.remaining() { self } else { other }
    }

    pub fn is_over(&self) -> bool {
        self.remaining().is_zero()
    }

    /// How long it was when it was set.
    pub fn total(&self) -> Duration {
        self.total
    }

    /// A time too far off to be told never ends.
    pub fn remaining(&self) -> Duration {
        self.end.map_or(Duration::MAX, |end| end.saturating_duration_since(Instant::now()))
    }
}

/// A stopwatch for log lines, and for how long a peer takes.
pub struct Stopwatch(Instant);

impl Stopwatch {
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }

    pub fn elapsed_ms(&self) -> u128 {
        self.elapsed().as_millis()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_header_goes_there_and_back() {
        let header = http_date(1_307_479_895);
        assert_eq!(header, "Tue, 07 Jun 2011 20:51:35 GMT");
        assert_eq!(parse_http_date(&header), Some(1_307_479_895));
    }

    #[test]
    fn a_date_is_read_in_any_case_and_with_any_name_of_utc() {
        for date in [
            "Tuesday, 07-Jun-11 20:51:35 GMT",
            "Tue Jun  7 20:51:35 2011",
            "tue, 07 jun 2011 20:51:35 gmt",
            "TUE, 07 JUN 2011 20:51:35 GMT",
            " Tue, 07 Jun 2011 20:51:35  +0000 ",
            "Tue, 07 Jun 2011 20:51:35 -0000",
            "Tue, 07 Jun 2011 20:51:35 utc",
            "tuesday, 07-jun-11 20:51:35 gmt",
        ] {
            assert_eq!(parse_http_date(date), Some(1_307_479_895), "{date}");
        }
        for date in
            ["", "é, 07", "Tue, 07 Jun 2011 20:51:35 +0200", "2011-06-07T20:51:35Z", "1307479895"]
        {
            assert_eq!(parse_http_date(date), None, "{date}");
        }
    }

    #[test]
    fn a_clock_before_1970_or_after_9999_makes_a_date_all_the_same() {
        assert_eq!(http_date(-5), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(http_date(i64::MAX), "Fri, 31 Dec 9999 23:59:59 GMT");
    }
}
