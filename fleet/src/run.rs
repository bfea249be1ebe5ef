//! The morning, event by event.
//!
//! When a device asks is decided by the rules of the agent and by nothing else: what is here is who calls them, which in
//! the agent is `agent::refresh`, `agent::seat::renew`, `agent::consumption::background` and `network::retry`.

use std::time::Duration;

use lsagent::fuzzing::fleet::{
    AfterFailure, Agreement, Before, Defaults, Due, Error, News, Standing, after_failure,
    after_news, again_after, backoff, dated_back, defaults, is_due, is_over, moves_mark, next_try,
    refused, seat_timeout, send_again_after, usable, wait,
};

use crate::device::{Device, Seat};
use crate::limits::{Answer, Service};
use crate::queue::{Attempt, Call, Event, Queue};
use crate::scenario::{END, HOUR, Manners, Scenario};
use crate::tally::{BEGIN, LOOK, Tally};

/// How long an answer is on its way, in milliseconds.
const ROUND_TRIP: u32 = 150;
/// An application that goes on asks again, in milliseconds.
const CHECK_AGAIN: u32 = HOUR;
const SEAT_MINUTES: i64 = 15;

/// What has been counted in a morning; the same for the same seed.
pub fn run(scenario: &Scenario, seed: u64) -> Tally {
    let mut morning = Morning::new(scenario, seed);
    let mut next_look = BEGIN + LOOK;
    while let Some((now, device, event)) = morning.queue.next() {
        while next_look <= now.min(END) {
            morning.look(next_look);
            next_look += LOOK;
        }
        if now >= END {
            break;
        }
        morning.happen(now, device as usize, event);
    }
    morning.tally
}

struct Morning {
    manners: Manners,
    defaults: Defaults,
    seat_timeout: Duration,
    /// By a limit, and in an outage.
    failures: [Error; 2],
    service: Service,
    devices: Vec<Device>,
    queue: Queue,
    rng: fastrand::Rng,
    tally: Tally,
}

impl Morning {
    fn new(scenario: &Scenario, seed: u64) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed);
        let Scenario { devices, offices, seats, limits, .. } = *scenario;
        let step = devices.checked_div(seats);
        let floats = |number: usize| step.is_some_and(|step| number / 2 % step == 3);
        let mut queue = Queue::default();
        let device = |number| {
            queue.add(scenario.start(number, &mut rng), number as u32, Event::Start);
            Device::new(number, number * offices / devices, floats(number), &mut rng)
        };
        let devices = (0..devices).map(device).collect();
        Self {
            manners: scenario.manners,
            defaults: defaults(),
            seat_timeout: seat_timeout(Some(SEAT_MINUTES)),
            failures: [refused(429, None, 0), refused(503, None, 0)],
            service: Service::new(limits, offices, scenario.outage.clone()),
            devices,
            queue,
            rng,
            tally: Tally::default(),
        }
    }

    fn look(&mut self, at: u32) {
        let now = i64::from(at / 1000);
        let started = self.devices.iter().filter_map(|device| {
            let (started, answered_at) = (device.started?, device.answered_at);
            let is_fresh = answered_at.is_some_and(|at| at >= started);
            Some((answered_at.map(|at| now - at), is_fresh))
        });
        self.tally.look(at, started);
    }

    fn chance(&mut self) -> u32 {
        self.rng.u32(0..=1000)
    }

    fn happen(&mut self, now: u32, device: usize, event: Event) {
        match event {
            Event::Start => self.start(now, device),
            Event::Check => self.check(now, device),
            Event::Refresh => self.call(now, device, Call::Refresh),
            Event::Renew => self.renew(now, device),
            Event::Send => self.call(now, device, Call::Consume),
            Event::Attempt(attempt) => self.attempt(now, device, attempt),
        }
    }

    fn start(&mut self, now: u32, number: usize) {
        let device = &mut self.devices[number];
        device.started = Some(i64::from(now / 1000));
        let (floats, is_metered) = (device.floats, device.is_metered);
        self.check(now, number);
        if floats {
            self.call(now, number, Call::Acquire);
        }
        if is_metered {
            let after = ms(self.defaults.consumption_sync);
            self.queue.add(now + after, number as u32, Event::Send);
        }
    }

    /// As by cache first.
    fn check(&mut self, now: u32, number: usize) {
        self.queue.add(now + CHECK_AGAIN, number as u32, Event::Check);
        let grace = self.defaults.offline_grace;
        let device = &mut self.devices[number];
        let time = device.now(i64::from(now / 1000));
        let newest = device.newest;
        let stored = device.fetched_at.filter(|at| usable(*at, newest, time, grace).is_ok());
        let Some(fetched_at) = stored else {
            return self.call(now, number, Call::First);
        };
        let before = device.before(fetched_at, time);
        if moves_mark(newest, time) {
            device.newest = Some(time);
        }
        if !self.devices[number].is_planned && self.is_due(fetched_at, time) {
            let after = match self.manners.spread {
                true => wait(self.due(number, fetched_at, time, before)),
                false => Duration::ZERO,
            };
            self.plan(now, number, after);
        }
    }

    fn is_due(&mut self, fetched_at: i64, time: i64) -> bool {
        let chance = self.chance();
        is_due(fetched_at, time, self.defaults.refresh_after, || chance)
    }

    fn due(&self, number: usize, fetched_at: i64, time: i64, before: Option<Before>) -> Due {
        let Defaults { refresh_after, offline_grace, .. } = self.defaults;
        let chance = self.devices[number].chance;
        Due { age: time - fetched_at, refresh_after, offline_grace, chance, before }
    }

    fn plan(&mut self, now: u32, number: usize, after: Duration) {
        self.devices[number].is_planned = true;
        self.queue.add(now + ms(after), number as u32, Event::Refresh);
    }

    fn call(&mut self, now: u32, number: usize, call: Call) {
        let until = now + ms(self.defaults.timeout);
        self.attempt(now, number, Attempt { call, failures: 0, until });
    }

    fn attempt(&mut self, now: u32, number: usize, attempt: Attempt) {
        let chance = self.chance();
        let device = &self.devices[number];
        let back = match self.manners.date_back {
            true => dated_back(device.agreement, chance),
            false => 0,
        };
        let date = i64::from(now / 1000) + device.clock + device.offset - back;
        let answer = self.service.call(now, device.office, date);
        self.tally.note(now, attempt.call, answer);
        match answer {
            Answer::Good => self.answered(now, number, attempt.call),
            Answer::Limited => self.again(now, number, attempt, 0),
            Answer::Down => self.again(now, number, attempt, 1),
            Answer::WrongDate => self.correct(now, number, attempt),
        }
    }

    /// The refusal of a date tells the time, once.
    fn correct(&mut self, now: u32, number: usize, attempt: Attempt) {
        let device = &mut self.devices[number];
        assert_ne!(device.agreement, Agreement::Refused, "a date by the server's clock is right");
        (device.offset, device.agreement) = (-device.clock, Agreement::Refused);
        self.queue.add(now + ROUND_TRIP, number as u32, Event::Attempt(attempt));
    }

    fn again(&mut self, now: u32, number: usize, attempt: Attempt, failure: usize) {
        let failures = attempt.failures + 1;
        let chance = self.chance();
        let failure = self.failures[failure].clone();
        // What counts twice is not sent twice.
        let is_once = attempt.call == Call::Consume;
        let back = now + ROUND_TRIP;
        match backoff(&failure, failures, chance).map(|pause| back + ms(pause)) {
            Some(at) if at < attempt.until && !is_once => {
                let attempt = Attempt { failures, ..attempt };
                self.queue.add(at, number as u32, Event::Attempt(attempt));
            }
            Some(_) | None => self.failed(back, number, attempt.call, &failure),
        }
    }

    fn answered(&mut self, now: u32, number: usize, call: Call) {
        let seconds = i64::from(now / 1000);
        let chance = self.chance();
        let device = &mut self.devices[number];
        device.hear(seconds);
        match call {
            Call::Refresh | Call::First => {
                device.newest = Some(device.now(seconds));
                (device.fetched_at, device.answered_at) = (device.newest, Some(seconds));
                (device.is_planned, device.chance) = (false, chance);
            }
            Call::Acquire | Call::Renew => {
                self.tally.seats += u64::from(call == Call::Acquire);
                let standing = Standing::Held;
                device.seat = Some(Box::new(Seat { heard: now, tried: None, chance, standing }));
                self.plan_renewal(number);
            }
            Call::Consume => device.unsent = 0,
        }
    }

    fn failed(&mut self, now: u32, number: usize, call: Call, failure: &Error) {
        assert_eq!(after_failure(failure), AfterFailure::MayUseStored);
        let chance = self.chance();
        let device = &mut self.devices[number];
        match call {
            Call::Refresh => self.refresh_failed(now, number, failure),
            // A person has been told; the application asks at its next check.
            Call::First | Call::Acquire => {}
            Call::Renew => self.note_failed_renewal(number),
            Call::Consume => {
                device.unsent += 1;
                let sync = self.defaults.consumption_sync;
                let pause = send_again_after(sync, device.unsent, chance);
                let pause = pause.max(failure.retry_after().unwrap_or_default());
                self.queue.add(now + ms(pause), number as u32, Event::Send);
            }
        }
    }

    /// Without the rule that spreads refreshes it is made at the next check.
    fn refresh_failed(&mut self, now: u32, number: usize, failure: &Error) {
        self.devices[number].is_planned = false;
        if self.manners.spread {
            let (after, asked) = (self.defaults.refresh_after, failure.retry_after());
            let again = again_after(after, asked, self.chance());
            again.into_iter().for_each(|pause| self.plan(now, number, pause));
        }
    }

    fn plan_renewal(&mut self, number: usize) {
        let Some(seat) = &self.devices[number].seat else {
            return;
        };
        let Seat { heard, tried, chance, .. } = **seat;
        let due = next_try(self.seat_timeout, tried, chance);
        self.queue.add(heard + ms(due), number as u32, Event::Renew);
    }

    /// Its time has come: it is renewed, or lost.
    fn renew(&mut self, now: u32, number: usize) {
        let Some(seat) = &mut self.devices[number].seat else {
            return;
        };
        let since = Duration::from_millis((now - seat.heard).into());
        if is_over(Some(since), self.seat_timeout) {
            self.devices[number].seat = None;
            self.tally.lost_seats += 1;
            return;
        }
        seat.tried = Some(since);
        self.call(now, number, Call::Renew);
    }

    fn note_failed_renewal(&mut self, number: usize) {
        if let Some(seat) = &mut self.devices[number].seat {
            (seat.standing, _) = after_news(seat.standing, News::Failed);
        }
        self.plan_renewal(number);
    }
}

fn ms(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(END).min(END)
}
