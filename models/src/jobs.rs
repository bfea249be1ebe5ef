//! Jobs that are set, taken off and run while their thread starts, sleeps or ends.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use shuttle::thread;

use crate::check;
use crate::clock::{self, Deadline};
use crate::error::Error;
use crate::run::{Alarm, Timetable, Workers};
use crate::sync::{Arc, Condvar, JoinHandle, Mutex};

fn start(_: &str, work: Box<dyn FnOnce() + Send>) -> Result<JoinHandle<()>, Error> {
    Ok(thread::spawn(work))
}

/// Sleeps until the scheduler chooses that it is due, or until it rings.
#[derive(Default)]
struct Bell {
    has_rung: Mutex<bool>,
    rings: Condvar,
}

impl Alarm for Bell {
    fn now(&self) -> Duration {
        clock::now()
    }

    fn sleep_until(&self, due: Duration) {
        let deadline = Deadline::after(due.saturating_sub(clock::now()));
        let mut has_rung = self.has_rung.lock();
        while !*has_rung && !deadline.is_over() {
            has_rung = self.rings.wait_until(has_rung, deadline);
        }
        *has_rung = false;
    }

    fn ring(&self) {
        *self.has_rung.lock() = true;
        self.rings.notify_all();
    }
}

fn timetable(workers: &Workers) -> Arc<Timetable> {
    let make = || Ok(Arc::new(Bell::default()) as Arc<dyn Alarm>);
    Arc::new(Timetable::new(workers.clone(), Box::new(make)))
}

/// How often jobs have run.
type Runs = Arc<AtomicUsize>;

fn set(timetable: &Timetable, due: Duration, runs: &Runs) -> bool {
    let runs = runs.clone();
    let job = move || {
        runs.fetch_add(1, Ordering::SeqCst);
    };
    timetable.set(timetable.new_id(), due, Box::new(job)).is_ok()
}

models! {
    fn each_job_runs_once_also_where_it_comes_as_the_thread_ends() {
        check(|| {
            let workers = Workers::new(start);
            let (timetable, runs) = (timetable(&workers), Runs::default());
            let setters: Vec<_> = [Duration::ZERO, Duration::from_secs(1)]
                .into_iter()
                .map(|due| {
                    let (timetable, runs) = (timetable.clone(), runs.clone());
                    thread::spawn(move || {
                        assert!(set(&timetable, due, &runs));
                        assert!(set(&timetable, due, &runs));
                    })
                })
                .collect();
            setters.into_iter().for_each(|setter| setter.join().unwrap());
            // One that is lost leaves this waiting without end.
            while runs.load(Ordering::SeqCst) < 4 {
                thread::yield_now();
            }
            workers.close();
            assert!(workers.join(Deadline::never()));
            assert_eq!(runs.load(Ordering::SeqCst), 4);
        });
    }

    fn no_job_begins_once_the_agent_is_closed_and_its_thread_ends() {
        check(|| {
            let workers = Workers::new(start);
            let (timetable, runs) = (timetable(&workers), Runs::default());
            let setter = {
                let (timetable, runs) = (timetable.clone(), runs.clone());
                thread::spawn(move || set(&timetable, Duration::from_secs(1), &runs))
            };
            set(&timetable, Duration::from_secs(2), &runs);
            timetable.close();
            workers.close();
            assert!(workers.join(Deadline::never()));
            let run = runs.load(Ordering::SeqCst);
            assert!(!set(&timetable, Duration::ZERO, &runs));
            setter.join().unwrap();
            assert_eq!(runs.load(Ordering::SeqCst), run, "a job has begun after the end");
        });
    }
}
