//! The licensing service, as far as it refuses calls: for what one company, one address, or one value of the
//! `Authorization` header may ask, and while it is down.

use std::collections::VecDeque;
use std::ops::Range;

/// So old a date may be, in seconds, and so far ahead.
const MAX_DATE_DIFFERENCE: i64 = 900;
/// More dates than can be told apart at one time.
const DATES: usize = 2048;

/// What the service allows.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Calls of a company in any 60 s.
    pub company: usize,
    /// Calls from one address in any 10 s.
    pub address: usize,
    /// Calls with one value of `Authorization` in any second.
    pub authorization: usize,
}

impl Limits {
    /// What the vendor of the service documents, for the largest plan.
    pub const DOCUMENTED: Self = Self { company: 18_000, address: 200, authorization: 50 };
}

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is answered.
    Good,
    /// It is one too many.
    Limited,
    /// The service is down.
    Down,
    /// Its date is too far off.
    WrongDate,
}

/// Counts calls in a window that moves on with the time.
#[derive(Clone)]
struct Window {
    ms: u32,
    most: usize,
    times: VecDeque<u32>,
}

impl Window {
    fn new(ms: u32, most: usize) -> Self {
        Self { ms, most, times: VecDeque::new() }
    }

    fn has_room(&mut self, now: u32) -> bool {
        while self.times.front().is_some_and(|time| time + self.ms <= now) {
            self.times.pop_front();
        }
        self.times.len() < self.most
    }
}

/// The service.
pub struct Service {
    company: Window,
    addresses: Vec<Window>,
    /// By the date, which the value is a signature of: all devices of a vendor have one key.
    authorizations: Vec<(i64, Window)>,
    outage: Range<u32>,
}

impl Service {
    /// `outage` is in milliseconds.
    pub fn new(limits: Limits, offices: usize, outage: Range<u32>) -> Self {
        let authorization = Window::new(1_000, limits.authorization);
        Self {
            company: Window::new(60_000, limits.company),
            addresses: vec![Window::new(10_000, limits.address); offices],
            authorizations: vec![(0, authorization); DATES],
            outage,
        }
    }

    /// A call at this time, in milliseconds, from the address of an office, signed for a date in seconds. One that is
    /// refused does not count.
    pub fn call(&mut self, now: u32, office: usize, date: i64) -> Answer {
        if self.outage.contains(&now) {
            return Answer::Down;
        }
        if (i64::from(now / 1000) - date).abs() > MAX_DATE_DIFFERENCE {
            return Answer::WrongDate;
        }
        let place = date.rem_euclid(DATES as i64) as usize;
        let (of, authorization) = &mut self.authorizations[place];
        if *of != date {
            *of = date;
            authorization.times.clear();
        }
        let windows = [&mut self.company, &mut self.addresses[office], authorization];
        take(windows, now)
    }
}

fn take(mut windows: [&mut Window; 3], now: u32) -> Answer {
    if !windows.iter_mut().all(|window| window.has_room(now)) {
        return Answer::Limited;
    }
    windows.iter_mut().for_each(|window| window.times.push_back(now));
    Answer::Good
}

#[cfg(test)]
mod tests {
    use super::*;

    fn service(limits: Limits) -> Service {
        Service::new(limits, 2, 0..0)
    }

    #[test]
    fn each_limit_is_one_of_a_window_that_moves_on() {
        const MANY: usize = 1000;
        let all = Limits { company: MANY, address: MANY, authorization: MANY };
        for (limits, ms, [office, date]) in [
            (Limits { company: 3, ..all }, 60_000, [1, 1]),
            (Limits { address: 3, ..all }, 10_000, [0, 1]),
            (Limits { authorization: 3, ..all }, 1_000, [1, 0]),
        ] {
            let mut service = service(limits);
            for now in [0, 1, 2] {
                assert_eq!(service.call(now, 0, 0), Answer::Good);
            }
            // The same company, address or date, and another of both of the others.
            assert_eq!(service.call(3, office, date as i64), Answer::Limited, "{limits:?}");
            assert_eq!(service.call(ms - 1, office, date as i64), Answer::Limited, "{limits:?}");
            assert_eq!(service.call(ms, office, date as i64), Answer::Good, "{limits:?}");
            assert_eq!(service.call(ms, office, date as i64), Answer::Limited, "{limits:?}");
        }
    }

    #[test]
    fn a_date_may_be_a_quarter_of_an_hour_off() {
        let mut service = service(Limits::DOCUMENTED);
        for (date, expected) in
            [(1_100, Answer::Good), (1_099, Answer::WrongDate), (2_901, Answer::WrongDate)]
        {
            assert_eq!(service.call(2_000_000, 0, date), expected, "{date}");
        }
    }

    #[test]
    fn nothing_is_answered_while_it_is_down() {
        let mut service = Service::new(Limits::DOCUMENTED, 1, 50_000..60_000);
        for (now, expected) in [
            (49_999, Answer::Good),
            (50_000, Answer::Down),
            (59_999, Answer::Down),
            (60_000, Answer::Good),
        ] {
            assert_eq!(service.call(now, 0, 50), expected, "{now}");
        }
    }
}
