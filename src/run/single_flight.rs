//! One request for all callers that ask the same at once (single-flight): the first caller starts it, the
//! others join, and all get its outcome. No caller has to wait for it to the end: the request goes on without
//! those that leave.
//!
//! A caller leaves in two ways. If it is cancelled, the request is as good as before, and later callers join
//! it. If its time is up, the request may hang: it is taken off the list, so that later callers start a new
//! one, and the outcome is reported to the application instead.
//!
//! Of two locks, the list of requests is taken before the state of one. Both are held where a decision needs
//! both: whether somebody still waits when the outcome is published, and whether a request that all callers have
//! left holds anything.

use super::cancel::Cancel;
use super::monitor::Monitor;
use super::wait::{Ended, Wait};
use crate::sync::{Arc, Mutex};

/// Something that is dropped when the last caller leaves, or when the outcome is published: a lock by which
/// other processes wait for this one, so they do not wait for a request that may hang.
pub type Held = Box<dyn Send>;

/// The requests under way, distinguished by a key. Clones share them. There are few at a time, so they are looked for
/// one after the other, and a key need not be hashable.
pub struct SingleFlight<K, V> {
    list: Arc<Mutex<List<K, V>>>,
    /// Makes the outcome of a request whose job has ended without one, by a panic.
    lost: fn() -> V,
    /// How many requests may go on that all callers have left; the oldest of more are cancelled. Each has a
    /// thread and a socket.
    max_left: usize,
}

struct List<K, V> {
    /// Those that can be joined.
    joinable: Vec<Arc<Request<K, V>>>,
    /// Those that all callers have left, the oldest first.
    left: Vec<Arc<Request<K, V>>>,
}

/// One request, shared by its waiters and by the thread that runs it.
struct Request<K, V> {
    key: K,
    /// Ends it early.
    cancel: Cancel,
    state: Arc<Monitor<State<V>>>,
}

struct State<V> {
    /// Each waiter gets a clone.
    outcome: Option<V>,
    /// How many callers wait for the outcome.
    waiting: usize,
    /// A report of the outcome is wanted: a caller has left because its time was up, or it is a refresh.
    report: bool,
    /// Whether the server has been asked: before that a timeout is not its fault.
    asked: bool,
    held: Option<Held>,
}

/// A request, and the duty to run it if it is new.
type Found<K, V> = (Arc<Request<K, V>>, Option<Running<K, V>>);

/// A place among the callers that wait for a request.
pub struct Joined<K, V> {
    requests: SingleFlight<K, V>,
    request: Arc<Request<K, V>>,
}

/// The duty to run a request and to publish its outcome, once. Dropped without that, it publishes that the
/// outcome is lost.
pub struct Running<K, V> {
    requests: SingleFlight<K, V>,
    request: Arc<Request<K, V>>,
    published: bool,
}

/// Why a caller has left a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    pub why: Ended,
    /// Whether the server had been asked by then.
    pub asked: bool,
}

impl<K, V> Clone for SingleFlight<K, V> {
    fn clone(&self) -> Self {
        Self { list: self.list.clone(), lost: self.lost, max_left: self.max_left }
    }
}

impl<K: Clone + PartialEq, V: Clone + Send + 'static> SingleFlight<K, V> {
    pub fn new(lost: fn() -> V, max_left: usize) -> Self {
        let list = List { joinable: Vec::new(), left: Vec::new() };
        Self { list: Arc::new(Mutex::new(list)), lost, max_left }
    }

    /// Joins the request with this key, or starts one: then the second part is there, and the caller has to have
    /// it run. A new request is cancelled with `cancel`.
    pub fn join_or_start(&self, key: &K, cancel: &Cancel) -> (Joined<K, V>, Option<Running<K, V>>) {
        let (request, running) = self.find_or_add(key, cancel, |state| state.waiting += 1);
        (Joined { requests: self.clone(), request }, running)
    }

    /// Asks for a report of the request with this key, without waiting for it. If the request is new it is
    /// returned, and the caller has to have it run.
    pub fn report_or_start(&self, key: &K, cancel: &Cancel) -> Option<Running<K, V>> {
        self.find_or_add(key, cancel, |state| state.report = true).1
    }

    /// Who waits and who wants a report is noted while the list is locked. So all of it is known by the time
    /// that [`Running::publish`] takes the request off the list and decides on a report.
    fn find_or_add(
        &self,
        key: &K,
        cancel: &Cancel,
        note: impl FnOnce(&mut State<V>),
    ) -> Found<K, V> {
        let mut list = self.list.lock();
        let found = list.joinable.iter().find(|request| request.key == *key).cloned();
        let is_new = found.is_none();
        let request = found.unwrap_or_else(|| Request::new(key.clone(), cancel.child()));
        note(&mut request.state.lock());
        if is_new {
            list.joinable.push(request.clone());
        }
        list.left.retain(|left| !Arc::ptr_eq(left, &request));
        let running =
            || Running { requests: self.clone(), request: request.clone(), published: false };
        let running = is_new.then(running);
        (request, running)
    }

    /// How many wait for the request with this key.
    #[cfg(test)]
    pub fn waiting(&self, key: &K) -> usize {
        let list = self.list.lock();
        let found = list.joinable.iter().find(|request| request.key == *key);
        found.map_or(0, |request| request.state.lock().waiting)
    }

    #[cfg(test)]
    pub fn is_idle(&self) -> bool {
        let list = self.list.lock();
        list.joinable.is_empty() && list.left.is_empty()
    }
}

impl<K, V> SingleFlight<K, V> {
    /// Notes that all callers have left; returns the request that is to be cancelled, if there are too many.
    fn add_left(
        &self,
        list: &mut List<K, V>,
        request: &Arc<Request<K, V>>,
    ) -> Option<Arc<Request<K, V>>> {
        list.left.push(request.clone());
        if list.left.len() <= self.max_left {
            return None;
        }
        let oldest = list.left.remove(0);
        list.joinable.retain(|other| !Arc::ptr_eq(other, &oldest));
        Some(oldest)
    }
}

impl<K, V> List<K, V> {
    fn forget(&mut self, request: &Arc<Request<K, V>>) {
        self.joinable.retain(|other| !Arc::ptr_eq(other, request));
        self.left.retain(|other| !Arc::ptr_eq(other, request));
    }
}

impl<K, V> Request<K, V> {
    fn new(key: K, cancel: Cancel) -> Arc<Self> {
        let state = State { outcome: None, waiting: 0, report: false, asked: false, held: None };
        Arc::new(Self { key, cancel, state: Arc::new(Monitor::new(state)) })
    }
}

impl<K, V: Clone + Send + 'static> Joined<K, V> {
    /// Waits for the outcome. Once a waiter has timed out, the request is taken off the list: later callers start
    /// a new one, instead of waiting for one that hangs.
    pub fn wait(self, wait: &Wait) -> Result<V, Left> {
        match wait.until(&self.request.state, |state| state.outcome.clone()) {
            Ok(outcome) => Ok(outcome),
            Err(why) => self.leave(why),
        }
    }

    /// Leaves, unless the outcome has come at the last moment. With the last caller the request drops what it
    /// holds, and of too many requests the oldest is cancelled. Both happen after the locks are free: dropping
    /// touches a file, and cancelling wakes others.
    fn leave(&self, why: Ended) -> Result<V, Left> {
        let mut list = self.requests.list.lock();
        let mut state = self.request.state.lock();
        if let Some(outcome) = &state.outcome {
            return Ok(outcome.clone());
        }
        if why == Ended::Late {
            state.report = true;
            list.joinable.retain(|other| !Arc::ptr_eq(other, &self.request));
        }
        state.waiting -= 1;
        let (asked, is_last) = (state.asked, state.waiting == 0);
        let held = if is_last { state.held.take() } else { None };
        drop(state);
        let too_old = if is_last { self.requests.add_left(&mut list, &self.request) } else { None };
        drop(list);
        drop(held);
        if let Some(request) = too_old {
            request.cancel.cancel();
        }
        Err(Left { why, asked })
    }
}

impl<K, V> Running<K, V> {
    /// Cancelled with the agent, and when too many requests go on that all callers have left.
    pub fn cancel(&self) -> &Cancel {
        &self.request.cancel
    }

    /// Holds something until the last caller leaves, or to the end if there never was one, as in a refresh. If
    /// all have left already, it is dropped at once.
    pub fn hold(&self, held: Held) {
        let list = self.requests.list.lock();
        let is_left = list.left.iter().any(|left| Arc::ptr_eq(left, &self.request));
        if !is_left {
            self.request.state.lock().held = Some(held);
        }
    }

    /// The server is being asked from now on.
    pub fn note_asked(&self) {
        self.request.state.lock().asked = true;
    }

    /// Gives the outcome to all who wait. Returns whether a report is wanted as well. It is published once, and
    /// nobody can join any more, so there is one report at most.
    pub fn publish(mut self, outcome: V) -> bool {
        self.publish_now(outcome)
    }

    fn publish_now(&mut self, outcome: V) -> bool {
        self.published = true;
        let mut list = self.requests.list.lock();
        list.forget(&self.request);
        // The list stays locked until the outcome is there: in between a waiter could leave a request that is
        // off the list, and would put it back among those that all have left.
        let (held, report) = self.request.state.change(|state| {
            state.outcome = Some(outcome);
            (state.held.take(), state.report)
        });
        drop(list);
        drop(held);
        report
    }
}

impl<K, V> Drop for Running<K, V> {
    /// Waiters get an outcome also if the job has panicked.
    fn drop(&mut self) {
        if !self.published {
            self.publish_now((self.requests.lost)());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    use super::*;

    type Requests = SingleFlight<u8, i32>;

    fn requests() -> Requests {
        SingleFlight::new(|| -1, 2)
    }

    fn start(requests: &Requests, key: u8) -> (Joined<u8, i32>, Running<u8, i32>) {
        let (joined, running) = requests.join_or_start(&key, &Cancel::default());
        (joined, running.expect("it is the first"))
    }

    fn join(requests: &Requests, key: u8) -> Joined<u8, i32> {
        let (joined, running) = requests.join_or_start(&key, &Cancel::default());
        assert!(running.is_none(), "it is under way");
        joined
    }

    fn long() -> Wait {
        Wait::new(Duration::from_secs(60), &Cancel::default())
    }

    fn no_time() -> Wait {
        Wait::new(Duration::ZERO, &Cancel::default())
    }

    /// Notes when it is given up.
    fn held() -> (Arc<AtomicBool>, Held) {
        struct OnDrop(Arc<AtomicBool>);
        impl Drop for OnDrop {
            fn drop(&mut self) {
                self.0.store(true, Ordering::SeqCst);
            }
        }
        let given_up = Arc::new(AtomicBool::new(false));
        (given_up.clone(), Box::new(OnDrop(given_up)))
    }

    #[test]
    fn all_who_join_get_the_one_outcome_and_nobody_a_report() {
        let requests = requests();
        let (first, running) = start(&requests, 1);
        let second = join(&requests, 1);
        assert!(!running.publish(7));
        assert_eq!([first.wait(&long()), second.wait(&no_time())], [Ok(7), Ok(7)]);
        assert!(requests.is_idle());
    }

    #[test]
    fn who_leaves_late_gets_a_report_and_the_next_one_a_new_request() {
        let requests = requests();
        let (first, running) = start(&requests, 1);
        assert_eq!(first.wait(&no_time()), Err(Left { why: Ended::Late, asked: false }));
        let (second, again) = start(&requests, 1);
        assert!(running.publish(1));
        assert!(!again.publish(2));
        assert_eq!(second.wait(&long()), Ok(2));
    }

    #[test]
    fn who_only_wants_a_report_is_known_before_the_outcome() {
        let requests = requests();
        let (_first, running) = start(&requests, 1);
        assert!(requests.report_or_start(&1, &Cancel::default()).is_none());
        assert!(running.publish(1));
    }

    #[test]
    fn a_request_can_be_joined_after_somebody_cancelled() {
        let requests = requests();
        let (first, running) = start(&requests, 1);
        let wait = long();
        wait.cancel.cancel();
        running.note_asked();
        assert_eq!(first.wait(&wait), Err(Left { why: Ended::Cancelled, asked: true }));
        let second = join(&requests, 1);
        assert!(!running.publish(3));
        assert_eq!(second.wait(&long()), Ok(3));
    }

    #[test]
    fn with_the_last_one_who_waits_goes_what_is_held() {
        let requests = requests();
        let (first, running) = start(&requests, 1);
        let second = join(&requests, 1);
        let (given_up, held) = held();
        running.hold(held);
        assert!(first.wait(&no_time()).is_err());
        assert!(!given_up.load(Ordering::SeqCst), "somebody waits still");
        assert!(second.wait(&no_time()).is_err());
        assert!(given_up.load(Ordering::SeqCst));
    }

    #[test]
    fn a_request_that_was_left_holds_nothing_any_more() {
        let requests = requests();
        let (first, running) = start(&requests, 1);
        assert!(first.wait(&no_time()).is_err());
        let (given_up, held) = held();
        running.hold(held);
        assert!(given_up.load(Ordering::SeqCst));
    }

    #[test]
    fn of_too_many_requests_that_were_left_the_oldest_is_cancelled() {
        let requests = requests();
        let running: Vec<_> = (0..4)
            .map(|key| {
                let (joined, running) = start(&requests, key);
                assert!(joined.wait(&no_time()).is_err());
                running
            })
            .collect();
        let cancelled = running.iter().map(|running| running.cancel().is_cancelled());
        assert_eq!(cancelled.collect::<Vec<_>>(), [true, true, false, false]);
    }

    #[test]
    fn a_job_that_ends_without_an_outcome_leaves_nobody_waiting() {
        let requests = requests();
        let (first, running) = start(&requests, 1);
        drop(running);
        assert_eq!(first.wait(&long()), Ok(-1));
        assert!(requests.is_idle());
    }
}
