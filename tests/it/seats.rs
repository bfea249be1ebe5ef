//! Seats of what floats, held by processes that share a device, end, and are killed.

pub mod contention;

use std::time::{Duration, Instant};

use lsagent::ffi::decision::ls_decision::*;
use lsagent::ffi::status::ls_status::*;
use serde_json::json;
use tempfile::TempDir;

use crate::support::*;

const PRODUCT: &str = "key-product";
const TIMEOUT_MS: u32 = 60_000;

/// A server, and the store of a device whose license floats: two seats, of ten minutes.
struct World {
    sandbox: Sandbox,
    dir: TempDir,
}

impl World {
    fn new() -> Self {
        let world = Self::without_devices();
        drop(world.client().activates("FLOA"));
        world
    }

    fn without_devices() -> Self {
        Self { sandbox: Sandbox::start(), dir: tempfile::tempdir().unwrap() }
    }

    fn settings(&self) -> Settings {
        Settings::of(&self.sandbox).timeout_ms(TIMEOUT_MS).store(self.dir.path())
    }

    fn client(&self) -> Client {
        self.settings().client()
    }

    fn seated(&self) -> usize {
        self.sandbox.seated("FLOA").len()
    }

    /// A process of this device that holds a seat.
    fn holder(&self) -> Actor {
        let mut actor = Part::new("it::seats", HOLDS, &self.sandbox, self.dir.path()).start();
        actor.is_ready();
        actor
    }

    /// How often each path was asked.
    fn asked(&self, path: &str) -> usize {
        let is_this =
            |request: &serde_json::Value| request["path"].as_str().unwrap().ends_with(path);
        self.sandbox.requests().iter().filter(|request| is_this(request)).count()
    }
}

const HOLDS: &str = "holds a seat until it is told otherwise";
const FORKS: &str = "forks with a seat";
const ENDS: &str = "ends with a seat";

#[test]
fn as_a_child() {
    match part().as_deref() {
        Some(HOLDS) => holds(),
        Some(FORKS) => forks(),
        Some(ENDS) => ends(),
        Some(contention::PLAYS) => contention::plays(),
        Some(_) | None => {}
    }
}

fn holds() {
    let client = Settings::in_child().timeout_ms(TIMEOUT_MS).client();
    let held = client.open(PRODUCT).unwrap();
    let place = held.acquire(None).unwrap();
    wait_for_go();
    drop(place);
}

#[test]
fn a_holder_that_was_killed_holds_no_second_seat_when_it_starts_again() {
    let world = World::new();
    let mut holder = world.holder();
    assert_eq!(world.seated(), 1);
    holder.kill();
    assert_eq!(world.seated(), 1);
    let asked = world.asked("check_license");
    let client = world.client();
    let place = client.open(PRODUCT).unwrap().acquire(None).unwrap();
    assert!(place.is_held());
    assert_eq!((world.seated(), world.asked("check_license")), (1, asked + 1), "it is renewed");
    place.release().unwrap();
    assert_eq!(world.seated(), 0);
}

#[test]
fn what_a_killed_process_held_is_free_after_its_timeout() {
    let world = World::new();
    world.holder().kill();
    world.sandbox.passes(599);
    assert_eq!(world.seated(), 1);
    world.sandbox.passes(1);
    assert_eq!(world.seated(), 0);
}

#[test]
fn a_seat_outlives_the_first_of_two_processes_whether_it_ends_or_is_killed() {
    let world = World::new();
    for kills in [false, true] {
        let mut first = world.holder();
        let asked = world.asked("check_license");
        let client = world.client();
        let place = client.open(PRODUCT).unwrap().acquire(None).unwrap();
        assert_eq!(world.asked("check_license"), asked, "it is shared");
        if kills {
            first.kill();
        } else {
            first.go();
            first.finish();
        }
        assert!(place.is_held());
        assert_eq!(world.seated(), 1);
        assert_eq!(client.open(PRODUCT).unwrap().allows(NETWORK_ONLY), Ok(true));
        place.release().unwrap();
        assert_eq!(world.seated(), 0, "nobody else holds it");
    }
}

#[test]
fn of_two_processes_the_last_one_gives_the_seat_back_whichever_that_is() {
    let world = World::new();
    let mut other = world.holder();
    let client = world.client();
    let place = client.open(PRODUCT).unwrap().acquire(None).unwrap();
    place.release().unwrap();
    assert_eq!((world.seated(), world.asked("release")), (1, 0));
    other.go();
    other.finish();
    assert_eq!((world.seated(), world.asked("release")), (0, 1));
}

fn ends() {
    let client = Settings::in_child().timeout_ms(TIMEOUT_MS).client();
    let place = client.open(PRODUCT).unwrap().acquire(None).unwrap();
    std::mem::forget((place, client));
}

#[test]
fn a_process_that_ends_without_freeing_anything_leaves_its_seat_to_the_next_one_or_to_the_timeout()
{
    let world = World::new();
    Part::new("it::seats", ENDS, &world.sandbox, world.dir.path()).play();
    assert_eq!(world.seated(), 1);
    let client = world.client();
    client.open(PRODUCT).unwrap().acquire(None).unwrap().release().unwrap();
    assert_eq!(world.seated(), 0);
}

#[cfg(unix)]
fn forks() {
    let client = Settings::in_child().timeout_ms(TIMEOUT_MS).client();
    let place = client.open(PRODUCT).unwrap().acquire(None).unwrap();
    // SAFETY: the child calls what is meant to be called in one, and ends.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let refused = place.release().err().map(|failure| failure.status);
        let is_right = !place.is_held() && refused == Some(LS_ERR_CONFIG);
        drop(place);
        // SAFETY: nothing of the parent's is put in order.
        unsafe { libc::_exit(if is_right { 0 } else { 1 }) };
    }
    let mut status = 0;
    // SAFETY: the status is ours.
    unsafe { libc::waitpid(child, &raw mut status, 0) };
    say(status);
    say(place.is_held());
    wait_for_go();
}

#[cfg(not(unix))]
fn forks() {}

#[cfg(unix)]
#[test]
fn a_forked_child_gives_no_seat_up() {
    let world = World::new();
    let mut actor = Part::new("it::seats", FORKS, &world.sandbox, world.dir.path()).start();
    let said = [actor.says(), actor.says()];
    assert_eq!(said, [Some("0".to_owned()), Some("true".to_owned())]);
    actor.is_ready();
    assert_eq!((world.seated(), world.asked("release")), (1, 0));
    actor.go();
    actor.finish();
    assert_eq!(world.seated(), 0);
}

#[test]
fn what_is_borrowed_is_held_without_a_network_by_whoever_comes() {
    let world = World::new();
    let client = world.client();
    let held = client.open(PRODUCT).unwrap();
    let until = held.borrow(None).unwrap();
    assert!(until > now());
    drop((held, client));
    world.holder().kill();
    let mut holder = world.holder();
    holder.go();
    holder.finish();
    assert_eq!((world.seated(), world.asked("release")), (1, 0));
    let offline = Settings::of(&world.sandbox).base_url("https://127.0.0.1:1");
    let offline = offline.store(world.dir.path()).offline_grace(0).client();
    let held = offline.open(PRODUCT).unwrap();
    assert_eq!(held.allows(NETWORK_FIRST), Ok(true));
    let place = held.acquire(None).unwrap();
    assert_eq!(place.expires_at(), Some(until));
    drop((place, held, offline));
    let client = world.client();
    client.open(PRODUCT).unwrap().give_back(None).unwrap();
    assert_eq!(world.seated(), 0);
    let decision = client.open(PRODUCT).unwrap().check(None, NETWORK_FIRST).unwrap().decision();
    assert_eq!(decision, LS_DECISION_DENIED_NO_SEAT);
}

#[test]
fn a_user_signs_in_to_borrow_and_with_nothing_else() {
    let world = World::without_devices();
    let client = world.client();
    let held = client.activate("up", &member("seats"), 1_719_215_304_220_020).unwrap();
    let refused = |who: Option<&Credentials>| {
        let failure = held.borrow_as(None, who).unwrap_err();
        assert!(failure.message.starts_with("credentials: "), "{failure:?}");
        failure.status
    };
    assert_eq!(refused(None), LS_ERR_INVALID_ARGUMENT);
    assert_eq!(refused(Some(&member("valid"))), LS_ERR_INVALID_ARGUMENT);
    assert_eq!(refused(Some(&license_key("FLOA"))), LS_ERR_INVALID_ARGUMENT);
    assert_eq!(world.asked("borrow"), 0);
    let wrong = password("seats@example.com", "wrong");
    assert_eq!(held.borrow_as(None, Some(&wrong)).unwrap_err().status, LS_ERR_CREDENTIALS);
    assert!(held.borrow_as(None, Some(&member("seats"))).unwrap() > now());
    held.give_back(None).unwrap();
    assert_eq!(held.allows(NETWORK_ONLY), Ok(false));
}

/// Each way that an answer is lost once the server has acted.
#[test]
fn a_lost_borrowing_is_found_by_asking_and_a_lost_release_is_asked_for_again() {
    let world = World::new();
    let client = world.client();
    let held = client.open(PRODUCT).unwrap();
    for then in
        [json!({"fault": "status", "status": 503}), json!({"fault": "close", "when": "body"})]
    {
        let fault = |path: &str| json!({"fault": "lost", "path": path, "times": 1, "then": then});
        world.sandbox.fault(fault("borrow"));
        let until = held.borrow(None).unwrap_or_else(|failure| panic!("{then}: {failure:?}"));
        assert!(until > now());
        world.sandbox.fault(fault("release"));
        held.give_back(None).unwrap_or_else(|failure| panic!("{then}: {failure:?}"));
        assert_eq!(world.seated(), 0);
    }
}

#[test]
fn an_agent_waits_no_longer_than_half_a_second_for_a_server_that_is_silent() {
    let world = World::new();
    let client = world.client();
    let place = client.open(PRODUCT).unwrap().acquire(None).unwrap();
    world.sandbox.fault(json!({"fault": "silent", "path": "release"}));
    let begun = Instant::now();
    drop(client);
    // It would be a minute; how long the machine takes for half a second is its own affair.
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
    assert!(!place.is_held());
    assert_eq!(world.seated(), 1, "it is left to its timeout");
}

#[test]
fn a_deactivation_frees_the_seat_and_what_was_activated_again_holds_none() {
    let world = World::new();
    let client = world.client();
    let held = client.open(PRODUCT).unwrap();
    let place = held.acquire(None).unwrap();
    held.deactivate().unwrap();
    assert_eq!(world.seated(), 0);
    until("its loss is told", || place.losses() == 1);
    world.sandbox.behave(json!({"activation_takes_seat": true}));
    drop(client.activates("FLOA"));
    until("the seat of the activation is given back", || world.seated() == 0);
}

#[cfg(target_os = "linux")]
#[test]
fn no_thread_is_there_while_nothing_is_held() {
    apart(module_path!(), "no_thread_is_there_while_nothing_is_held", || {
        let threads = || {
            let tasks = std::fs::read_dir("/proc/self/task").unwrap();
            let names =
                tasks.map(|task| std::fs::read_to_string(task.unwrap().path().join("comm")));
            names.filter(|name| name.as_ref().is_ok_and(|name| name.starts_with("lsagent"))).count()
        };
        let world = World::new();
        let client = world.client();
        let held = client.open(PRODUCT).unwrap();
        until("the activation has ended", || threads() == 0);
        let place = held.acquire(None).unwrap();
        until("the one that renews has its name", || threads() == 1);
        place.release().unwrap();
        until("no thread is left", || threads() == 0);
        drop(held.acquire(None).unwrap());
        until("a freed one is given back too", || world.seated() == 0);
        until("no thread is left of it either", || threads() == 0);
    });
}
