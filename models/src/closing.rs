//! An agent that is closed or freed at the worst of moments.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use shuttle::thread;

use crate::clock::Deadline;
use crate::error::Error;
use crate::run::{Cancel, Ended, Task, Wait, Workers};
use crate::sync::{Arc, JoinHandle, Mutex};
use crate::{any, check};

fn start(_: &str, work: Box<dyn FnOnce() + Send>) -> Result<JoinHandle<()>, Error> {
    Ok(thread::spawn(work))
}

/// What freeing an agent does, without what an agent is for.
struct Agent {
    workers: Workers,
    closing: Cancel,
}

impl Agent {
    fn new() -> Arc<Self> {
        Arc::new(Self { workers: Workers::new(start), closing: Cancel::default() })
    }

    fn close(&self, deadline: Deadline) -> bool {
        self.workers.close();
        self.closing.cancel();
        self.workers.join(deadline)
    }

    fn free(&self) {
        self.close(Deadline::never());
    }

    /// A call whose outcome is there at once, or when it is cancelled.
    fn begin(&self, hangs: bool, deliver: impl FnOnce(bool) + Send + 'static) -> Arc<Task> {
        let job = move |cancel: &Cancel| {
            let time = if hangs { Duration::MAX } else { Duration::ZERO };
            Wait::new(Duration::MAX, cancel).pause(time) == Err(Ended::Cancelled)
        };
        Task::start(&self.workers, &self.closing, job, deliver, || true).expect("it is open")
    }
}

/// The application's data: it counts the calls, and must not be touched once it is freed.
#[derive(Default)]
struct Data {
    freed: AtomicBool,
    calls: AtomicUsize,
}

impl Data {
    /// What a callback does with it, taking its time.
    fn touch(&self) {
        for _ in 0..2 {
            assert!(!self.freed.load(Ordering::SeqCst), "a callback runs after the end");
            thread::yield_now();
        }
        self.calls.fetch_add(1, Ordering::SeqCst);
    }

    fn free(&self) {
        self.freed.store(true, Ordering::SeqCst);
    }

    fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }
}

models! {
    fn a_task_is_delivered_once_and_not_after_its_agent_is_freed() {
        check(|| {
            let (agent, data) = (Agent::new(), Arc::new(Data::default()));
            let own = data.clone();
            agent.begin(any(2) == 0, move |_| own.touch());
            agent.free();
            data.free();
            assert_eq!(data.calls(), 1);
        });
    }

    fn a_task_that_the_system_holds_is_delivered_in_its_place() {
        check(|| {
            let (agent, data) = (Agent::new(), Arc::new(Data::default()));
            let (own, held) = (data.clone(), Arc::new(AtomicBool::new(true)));
            let system = held.clone();
            let job = move |_: &Cancel| {
                while system.load(Ordering::SeqCst) {
                    thread::yield_now();
                }
            };
            let deliver = move |()| own.touch();
            Task::start(&agent.workers, &agent.closing, job, deliver, || ()).unwrap();
            let freer = {
                let (agent, data) = (agent.clone(), data.clone());
                thread::spawn(move || {
                    agent.free();
                    data.free();
                    assert_eq!(data.calls(), 1);
                })
            };
            if any(2) == 0 {
                freer.join().unwrap();
                held.store(false, Ordering::SeqCst);
            } else {
                held.store(false, Ordering::SeqCst);
                freer.join().unwrap();
            }
        });
    }

    fn a_call_that_is_owed_is_made_by_one_of_two_threads() {
        check(|| {
            let (agent, calls) = (Agent::new(), Arc::new(AtomicUsize::new(0)));
            let count = |calls: &Arc<AtomicUsize>| {
                let calls = calls.clone();
                move || {
                    calls.fetch_add(1, Ordering::SeqCst);
                }
            };
            let (callbacks, deliver, instead) =
                (agent.workers.callbacks.clone(), count(&calls), count(&calls));
            let work = move || callbacks.deliver(deliver);
            agent.workers.spawn_owing("owing", Box::new(work), Box::new(instead)).unwrap();
            agent.free();
            assert_eq!(calls.load(Ordering::SeqCst), 1);
        });
    }

    fn an_agent_may_be_freed_in_its_own_callback_while_another_one_runs() {
        check(|| {
            let (agent, data) = (Agent::new(), Arc::new(Data::default()));
            let other = data.clone();
            agent.begin(any(2) == 0, move |_| other.touch());
            let (own, freed) = (Arc::downgrade(&agent), data.clone());
            let task = agent.begin(false, move |_| {
                own.upgrade().unwrap().free();
                freed.free();
                assert_eq!(freed.calls(), 1);
            });
            assert!(task.wait(Duration::MAX));
        });
    }

    fn a_refresh_is_not_reported_after_its_agent_is_freed() {
        check(|| {
            let (agent, data) = (Agent::new(), Arc::new(Data::default()));
            let (callbacks, own) = (agent.workers.callbacks.clone(), data.clone());
            let report = move || callbacks.call_from_worker(|| own.touch());
            agent.workers.spawn("refresh", Box::new(report)).unwrap();
            agent.free();
            data.free();
            assert!(data.calls() <= 1);
        });
    }

    /// Each callback frees the other's agent. One of them cannot wait for the other; nobody hangs.
    fn callbacks_that_free_each_others_agents_both_return() {
        check(|| {
            let agents = [Agent::new(), Agent::new()];
            let calls = Arc::new(AtomicUsize::new(0));
            let begin = |own: usize| {
                let (other, calls) = (Arc::downgrade(&agents[1 - own]), calls.clone());
                agents[own].begin(true, move |_| {
                    if let Some(other) = other.upgrade() {
                        other.free();
                    }
                    calls.fetch_add(1, Ordering::SeqCst);
                })
            };
            let tasks = [begin(0), begin(1)];
            // Both callbacks come when both tasks have begun.
            agents[0].closing.cancel();
            agents[1].closing.cancel();
            assert!(tasks.iter().all(|task| task.wait(Duration::MAX)));
            assert_eq!(calls.load(Ordering::SeqCst), 2);
        });
    }

    /// The callback of A frees B, whose callback takes its time and frees nobody.
    fn an_agent_that_is_freed_in_anothers_callback_is_waited_for() {
        check(|| {
            let (a, b, data) = (Agent::new(), Agent::new(), Arc::new(Data::default()));
            let used = data.clone();
            b.begin(any(2) == 0, move |_| used.touch());
            let (other, freed) = (b.clone(), data.clone());
            let task = a.begin(false, move |_| {
                other.free();
                freed.free();
                assert_eq!(freed.calls(), 1);
            });
            assert!(task.wait(Duration::MAX));
            a.free();
        });
    }

    fn closing_says_when_it_is_over_and_may_be_called_again() {
        check(|| {
            let (agent, data) = (Agent::new(), Arc::new(Data::default()));
            let own = data.clone();
            agent.begin(any(2) == 0, move |_| own.touch());
            let mut tries = 0;
            while !agent.close(Deadline::after(Duration::from_millis(1))) {
                tries += 1;
                thread::yield_now();
            }
            data.free();
            assert_eq!(data.calls(), 1, "after {tries} tries");
        });
    }

    fn two_threads_may_close_at_once() {
        check(|| {
            let (agent, data) = (Agent::new(), Arc::new(Data::default()));
            let own = data.clone();
            agent.begin(any(2) == 0, move |_| own.touch());
            let other = agent.clone();
            let closer = thread::spawn(move || other.free());
            agent.free();
            data.free();
            closer.join().unwrap();
            assert_eq!(data.calls(), 1);
        });
    }

    fn no_thread_starts_once_an_agent_is_closed() {
        check(|| {
            let agent = Agent::new();
            let (own, alive) = (agent.clone(), Arc::new(Mutex::new(0)));
            let count = alive.clone();
            let starter = thread::spawn(move || {
                let work = {
                    let count = count.clone();
                    move || *count.lock() += 1
                };
                let started = own.workers.spawn("late", Box::new(work)).is_ok();
                (started, count)
            });
            agent.free();
            let ran_by_then = *alive.lock();
            let (started, count) = starter.join().unwrap();
            // One that started before is waited for; the system may hold it for longer than that.
            assert!(started || ran_by_then == 0);
            drop(count);
        });
    }
}
