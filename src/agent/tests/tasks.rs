//! Calls that do not block.

use std::sync::Arc;
use std::time::Duration;

use super::world::*;
use crate::agent::Task;
use crate::agent::begin::begin;
use crate::agent::caller::Caller;
use crate::agent::sign_in::{SsoAttempt, SsoOptions};
use crate::error::Status;
use crate::rules::policy::Policy::NetworkOnly;
use crate::run::{Handoff, Wait};
use crate::sync::Mutex;

const LONG: Duration = Duration::from_secs(60);

type Outcomes = Arc<Mutex<Vec<Result<i64, Status>>>>;

fn start(agent: &crate::agent::Agent, outcomes: &Outcomes) -> Arc<Task> {
    let outcomes = outcomes.clone();
    let deliver = move |result: Result<_, crate::error::Error>| {
        outcomes.lock().push(result.map(|answer| id_of(&answer)).map_err(|error| error.status()));
    };
    agent.start(password("p"), NetworkOnly, deliver).unwrap()
}

#[test]
fn the_outcome_is_delivered_once() {
    let (world, outcomes) = (World::new(), Outcomes::default());
    world.server.gives(license(1));
    let agent = world.agent();
    let task = start(&agent, &outcomes);
    assert!(task.wait(LONG));
    task.cancel();
    drop(agent);
    assert_eq!(*outcomes.lock(), [Ok(1)]);
}

#[test]
fn what_the_server_cannot_be_asked_is_refused_at_once() {
    let world = World::new();
    let refused = world.agent().start(remembered(None), NetworkOnly, |_| panic!("nothing began"));
    assert_eq!(status(refused), Status::InvalidArgument);
}

#[test]
fn a_cancelled_task_is_delivered_as_that_while_its_request_hangs() {
    let (world, outcomes, ready) = (World::new(), Outcomes::default(), Handoff::new());
    world.server.gives_when(&ready, license(1));
    let agent = world.agent();
    let task = start(&agent, &outcomes);
    assert!(!task.wait(Duration::from_millis(1)));
    task.cancel();
    assert!(task.wait(LONG));
    assert_eq!(*outcomes.lock(), [Err(Status::Cancelled)]);
    ready.give(());
}

#[test]
fn freeing_the_agent_cancels_what_is_under_way() {
    let (world, outcomes, ready) = (World::new(), Outcomes::default(), Handoff::new());
    world.server.gives_when(&ready, license(1));
    let agent = world.agent();
    let tasks: Vec<_> = (0..4).map(|_| start(&agent, &outcomes)).collect();
    drop(agent);
    assert_eq!(*outcomes.lock(), [Err(Status::Cancelled); 4]);
    assert!(tasks.iter().all(|task| task.wait(Duration::ZERO)));
    ready.give(());
}

#[test]
fn an_agent_may_be_freed_from_within_a_callback() {
    let world = World::new();
    world.server.gives(license(1));
    let agent = Arc::new(Mutex::new(Some(world.agent())));
    let (own, done) = (agent.clone(), Handoff::new());
    let reported = done.clone();
    let deliver = move |result: Result<_, crate::error::Error>| {
        assert!(result.is_ok());
        drop(own.lock().take());
        reported.give(());
    };
    let held = agent.lock();
    let task = held.as_ref().unwrap().start(password("p"), NetworkOnly, deliver).unwrap();
    drop(held);
    assert!(done.take_within(LONG).is_some());
    assert!(task.wait(LONG));
}

/// A thread that the operating system holds, as in reading from a network drive that is gone.
#[test]
fn the_outcome_of_a_thread_that_is_held_is_delivered_in_its_place_before_the_agent_is_freed() {
    let (world, outcomes, held) = (World::new(), Outcomes::default(), Handoff::new());
    let agent = world.agent();
    let (own, wait) = (outcomes.clone(), held.clone());
    let job = move |_: &Arc<_>, _: &_| {
        wait.take_within(LONG);
        Ok(1)
    };
    let deliver = move |result: Result<i64, crate::error::Error>| {
        own.lock().push(result.map_err(|error| error.status()));
    };
    let task = begin(&agent.rooms, job, deliver).unwrap();
    drop(agent);
    assert_eq!(*outcomes.lock(), [Err(Status::Cancelled)]);
    assert!(task.wait(Duration::ZERO));
    held.give(());
}

#[test]
fn a_sign_in_that_is_cancelled_while_the_application_is_asked_opens_no_browser() {
    let agent = World::new().agent();
    let cancel = agent.rooms.closing.child();
    let caller = Caller::task(Wait::new(LONG, &cancel));
    let browser = move |_: &str| {
        cancel.cancel();
        false
    };
    let options = SsoOptions { browser: Some(Arc::new(browser)), ..SsoOptions::default() };
    let attempt = SsoAttempt { product: "up", customer_account_code: "acme", options: &options };
    let shown = attempt.show(&agent.rooms, &caller, "http://127.0.0.1:1/");
    assert_eq!(status(shown), Status::Cancelled);
}
