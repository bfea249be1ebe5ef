//! One request for all who ask the same.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use shuttle::thread;

use crate::run::{Cancel, Ended, SingleFlight, Wait};
use crate::sync::Arc;
use crate::{any, check};

type Flights = SingleFlight<(), usize>;

/// What happened to all requests of a round.
#[derive(Default)]
struct Seen {
    started: AtomicUsize,
    reports: AtomicUsize,
    /// Who got no outcome, or wants only a report.
    unanswered: AtomicUsize,
    running: AtomicUsize,
}

/// Asks for it, as somebody who waits for so long.
fn ask(flights: &Flights, seen: &Seen, time: Duration) {
    let (joined, running) = flights.join_or_start(&(), &Cancel::default());
    let runner = running.map(|running| {
        let number = seen.started.fetch_add(1, Ordering::SeqCst);
        thread::spawn(move || running.publish(number))
    });
    if joined.wait(&Wait::new(time, &Cancel::default())).is_err() {
        seen.unanswered.fetch_add(1, Ordering::SeqCst);
    }
    let is_reported = runner.is_some_and(|runner| runner.join().unwrap());
    seen.reports.fetch_add(usize::from(is_reported), Ordering::SeqCst);
}

/// Asks for a report of it.
fn refresh(flights: &Flights, seen: &Seen) {
    seen.unanswered.fetch_add(1, Ordering::SeqCst);
    if let Some(running) = flights.report_or_start(&(), &Cancel::default()) {
        seen.started.fetch_add(1, Ordering::SeqCst);
        seen.reports.fetch_add(usize::from(running.publish(7)), Ordering::SeqCst);
    }
}

fn together(jobs: Vec<Box<dyn FnOnce() + Send>>) {
    let threads: Vec<_> = jobs.into_iter().map(thread::spawn).collect();
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

fn u32_of(number: u32) -> usize {
    usize::try_from(number).expect("it is small")
}

models! {
    fn all_who_wait_get_an_outcome_and_nobody_a_report() {
        check(|| {
            let (flights, seen) = (Flights::new(|| 0, 1), Arc::new(Seen::default()));
            let asker = || {
                let (flights, seen) = (flights.clone(), seen.clone());
                Box::new(move || ask(&flights, &seen, Duration::MAX)) as Box<dyn FnOnce() + Send>
            };
            together(vec![asker(), asker(), asker()]);
            assert_eq!(seen.unanswered.load(Ordering::SeqCst), 0);
            assert_eq!(seen.reports.load(Ordering::SeqCst), 0);
        });
    }

    fn who_gets_no_outcome_gets_a_report_of_it_and_no_outcome_is_reported_twice() {
        check(|| {
            let (flights, seen) = (Flights::new(|| 0, 1), Arc::new(Seen::default()));
            let job = |job: fn(&Flights, &Seen)| {
                let (flights, seen) = (flights.clone(), seen.clone());
                Box::new(move || job(&flights, &seen)) as Box<dyn FnOnce() + Send>
            };
            let hasty = |flights: &Flights, seen: &Seen| ask(flights, seen, Duration::from_millis(1));
            together(vec![job(hasty), job(hasty), job(refresh)]);
            let [started, reports, unanswered] = [&seen.started, &seen.reports, &seen.unanswered]
                .map(|number| number.load(Ordering::SeqCst));
            assert!(reports <= started, "{reports} reports of {started} requests");
            assert!(reports >= 1, "{unanswered} got no outcome, and no report");
        });
    }

    fn a_waiter_is_woken_by_a_cancellation() {
        check(|| {
            let flights = Flights::new(|| 0, 1);
            let (joined, running) = flights.join_or_start(&(), &Cancel::default());
            let parent = Cancel::default();
            let wait = Wait::new(Duration::MAX, &parent.child());
            let waiter = thread::spawn(move || joined.wait(&wait));
            parent.cancel();
            // Without a deadline a cancellation that is missed is a deadlock.
            assert_eq!(waiter.join().unwrap().unwrap_err().why, Ended::Cancelled);
            assert!(!running.unwrap().publish(1));
        });
    }

    fn a_job_that_is_lost_leaves_nobody_waiting() {
        check(|| {
            let flights = Flights::new(|| 99, 1);
            let (joined, running) = flights.join_or_start(&(), &Cancel::default());
            let dropper = thread::spawn(move || drop(running));
            assert_eq!(joined.wait(&Wait::new(Duration::MAX, &Cancel::default())), Ok(99));
            dropper.join().unwrap();
        });
    }

    fn what_a_request_holds_goes_with_the_last_one_who_waits() {
        struct Held(Arc<AtomicUsize>);
        impl Drop for Held {
            fn drop(&mut self) {
                self.0.fetch_add(1, Ordering::SeqCst);
            }
        }
        check(|| {
            let (flights, given_up) = (Flights::new(|| 0, 1), Arc::new(AtomicUsize::new(0)));
            let (joined, running) = flights.join_or_start(&(), &Cancel::default());
            let running = running.unwrap();
            let held = Held(given_up.clone());
            let runner = thread::spawn(move || {
                running.hold(Box::new(held));
                running
            });
            let left = joined.wait(&Wait::new(Duration::ZERO, &Cancel::default()));
            assert!(left.is_err());
            let running = runner.join().unwrap();
            assert_eq!(given_up.load(Ordering::SeqCst), 1, "while the request still runs");
            assert!(running.publish(u32_of(any(2))));
        });
    }
}
