//! What happens at a time, by a clock in the test's hands.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use crate::agent::alarm::alarm;
use crate::clock::{Clock, Deadline};
use crate::error::{Error, Status};
use crate::platform::start_thread;
use crate::run::{JobId, Timetable, Workers, is_worker};
use crate::sync::JoinHandle;

fn start(name: &str, work: Box<dyn FnOnce() + Send>) -> Result<JoinHandle<()>, Error> {
    Ok(start_thread(name, work).unwrap())
}

const SECOND: Duration = Duration::from_secs(1);

struct Table {
    timetable: Arc<Timetable>,
    workers: Workers,
    clock: Clock,
    sender: Sender<u64>,
    done: Receiver<u64>,
}

impl Table {
    fn by(clock: Clock) -> Self {
        let (workers, own) = (Workers::new(start), clock.clone());
        let timetable = Timetable::new(workers.clone(), Box::new(move || alarm(&own)));
        let (sender, done) = channel();
        Self { timetable: Arc::new(timetable), workers, clock, sender, done }
    }

    fn new() -> Self {
        Self::by(Clock::manual(0))
    }

    /// A job that says its number.
    fn set(&self, id: JobId, due: Duration, number: u64) {
        let sender = self.sender.clone();
        let job = move || {
            assert!(is_worker());
            sender.send(number).unwrap();
        };
        self.timetable.set(id, due, Box::new(job)).unwrap();
    }

    fn ids<const COUNT: usize>(&self) -> [JobId; COUNT] {
        [(); COUNT].map(|()| self.timetable.new_id())
    }

    fn next(&self) -> u64 {
        self.done.recv_timeout(Duration::from_secs(60)).unwrap()
    }

    /// The thread ends by itself.
    fn ends(&self) {
        while self.timetable.has_thread() || self.workers.alive() > 0 {
            std::thread::yield_now();
        }
    }
}

#[test]
fn jobs_run_in_the_order_in_which_they_are_due_and_the_thread_ends_with_the_last() {
    let table = Table::new();
    let ids: [_; 3] = table.ids();
    assert!(!table.timetable.has_thread());
    for (id, (seconds, number)) in ids.into_iter().zip([(30, 3), (10, 1), (20, 2)]) {
        table.set(id, SECOND * seconds, number);
    }
    assert_eq!((table.timetable.waiting(), table.timetable.has_thread()), (3, true));
    table.clock.pass(SECOND * 10);
    assert_eq!(table.next(), 1);
    // As after a night: both are due, the earlier one first.
    table.clock.pass(SECOND * 40_000);
    assert_eq!((table.next(), table.next()), (2, 3));
    table.ends();
    table.set(ids[0], Duration::ZERO, 4);
    assert_eq!(table.next(), 4);
    table.ends();
}

#[test]
fn the_clock_of_the_system_wakes_the_thread_too() {
    let table = Table::by(Clock::System);
    let [soon, late] = table.ids();
    let now = Clock::System.boot_time();
    table.set(late, now + SECOND * 100_000, 2);
    table.set(soon, now + Duration::from_millis(30), 1);
    assert_eq!(table.next(), 1);
    assert!(Clock::System.boot_time() >= now + Duration::from_millis(30));
    table.timetable.cancel(late);
    table.ends();
}

#[test]
fn a_job_that_is_set_again_takes_the_place_of_the_former_one_and_an_earlier_one_is_not_late() {
    let table = Table::new();
    let [id, other] = table.ids();
    table.set(id, SECOND * 100, 1);
    table.set(other, SECOND * 200, 9);
    table.set(id, SECOND * 5, 2);
    table.clock.pass(SECOND * 5);
    assert_eq!((table.next(), table.timetable.waiting()), (2, 1));
    table.timetable.cancel(other);
    table.timetable.cancel(id);
    table.ends();
    assert!(table.done.try_recv().is_err());
}

#[test]
fn a_job_that_panics_takes_no_other_with_it_and_one_may_set_itself_anew() {
    let table = Table::new();
    let [id, other] = table.ids();
    table.timetable.set(id, Duration::ZERO, Box::new(|| panic!("scripted"))).unwrap();
    let (timetable, sender) = (table.timetable.clone(), table.sender.clone());
    let again = move || {
        let job = Box::new(move || sender.send(7).unwrap());
        timetable.set(other, SECOND * 2, job).unwrap();
    };
    table.timetable.set(other, SECOND, Box::new(again)).unwrap();
    table.clock.pass(SECOND);
    table.clock.pass(SECOND);
    assert_eq!(table.next(), 7);
    table.ends();
}

#[test]
fn a_closed_timetable_drops_its_jobs_takes_none_and_waits_for_the_one_that_runs() {
    let table = Table::new();
    let [id, other] = table.ids();
    let (entered, has_entered) = channel();
    let (go_on, may_go_on) = channel::<()>();
    let job = move || {
        entered.send(()).unwrap();
        may_go_on.recv().unwrap();
    };
    table.timetable.set(id, Duration::ZERO, Box::new(job)).unwrap();
    table.set(other, SECOND, 1);
    has_entered.recv().unwrap();
    table.timetable.close();
    table.workers.close();
    assert_eq!((table.timetable.waiting(), table.workers.alive()), (0, 1));
    let refused = table.timetable.set(other, Duration::ZERO, Box::new(|| ()));
    assert_eq!(refused.unwrap_err().status(), Status::Cancelled);
    go_on.send(()).unwrap();
    assert!(table.workers.join(Deadline::never()));
    assert_eq!(table.workers.alive(), 0);
    assert!(table.done.try_recv().is_err());
}

#[test]
fn without_a_thread_or_an_alarm_nothing_is_set() {
    let none = || Error::new(Status::Internal, "none");
    let no_thread =
        |_: &str, _: Box<dyn FnOnce() + Send>| Err(Error::new(Status::Internal, "none"));
    let clock = Clock::manual(0);
    let without_thread = Timetable::new(Workers::new(no_thread), Box::new(move || alarm(&clock)));
    let without_alarm = Timetable::new(Workers::new(start), Box::new(move || Err(none())));
    for timetable in [without_thread, without_alarm] {
        let id = timetable.new_id();
        assert!(timetable.set(id, Duration::ZERO, Box::new(|| ())).is_err());
        assert_eq!((timetable.waiting(), timetable.has_thread()), (0, false));
    }
}
