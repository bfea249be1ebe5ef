//! Closing and freeing an agent: what is waited for, and what is not.

use std::sync::Arc;
use std::time::Duration;

use super::world::*;
use crate::agent::Agent;
use crate::error::{Error, Status};
use crate::log::{Level, Log};
use crate::rules::policy::Policy::*;
use crate::run::Handoff;
use crate::sync::Mutex;

const LONG: Duration = Duration::from_secs(60);
const NOW_OR_NEVER: Duration = Duration::ZERO;

/// An agent with a callback that is running until the test lets it go.
fn in_a_callback(world: &World) -> (Agent, Handoff<()>) {
    world.server.gives(license(1));
    let (agent, begun, go_on) = (world.agent(), Handoff::new(), Handoff::new());
    let (given, wait) = (begun.clone(), go_on.clone());
    let deliver = move |_: Result<_, Error>| {
        given.give(());
        wait.take_within(LONG).expect("the test lets it go");
    };
    agent.start(password("p"), NetworkOnly, deliver).unwrap();
    begun.take_within(LONG).unwrap();
    (agent, go_on)
}

#[test]
fn closing_says_whether_a_callback_is_running_and_may_be_called_again() {
    let world = World::new();
    let (agent, go_on) = in_a_callback(&world);
    for _ in 0..2 {
        assert_eq!(status(agent.close(NOW_OR_NEVER)), Status::Timeout);
    }
    go_on.give(());
    agent.close(LONG).unwrap();
    agent.close(NOW_OR_NEVER).unwrap();
}

#[test]
fn an_agent_that_is_freed_waits_for_a_callback_longer_than_the_system_may_take() {
    let world = World::new();
    let (agent, go_on) = in_a_callback(&world);
    let freeing = Handoff::new();
    let begins = freeing.clone();
    let freer = std::thread::spawn(move || {
        begins.give(());
        drop(agent);
    });
    freeing.take_within(LONG).unwrap();
    // The system gets half a second.
    std::thread::sleep(Duration::from_millis(700));
    assert!(!freer.is_finished());
    go_on.give(());
    freer.join().unwrap();
}

#[test]
fn an_agent_that_is_closed_answers_no_more() {
    let world = World::new();
    world.server.gives(license(1));
    let agent = world.agent();
    agent.ask(&password("p"), NetworkOnly).unwrap();
    let used = agent.enter().unwrap();
    agent.close(LONG).unwrap();
    assert_eq!(status(agent.enter()), Status::Cancelled);
    // A call that was inside goes on with what it holds.
    drop(agent);
    assert_eq!(status(used.ask(&password("q"), NetworkOnly)), Status::Cancelled);
    assert!(used.start(password("p"), NetworkOnly, |_| panic!("nothing began")).is_err());
}

#[test]
fn an_agent_is_freed_in_the_callback_of_another_one() {
    let world = World::new();
    world.server.hangs();
    let (outcomes, done) = (Arc::new(Mutex::new(Vec::new())), Handoff::new());
    let hanging = world.agent();
    let own = outcomes.clone();
    let deliver = move |result: Result<_, Error>| own.lock().push(status(result));
    hanging.start(password("p"), NetworkOnly, deliver).unwrap();
    while world.server.asked() < 1 {
        std::thread::yield_now();
    }
    let freeing = world.agent();
    let (own, reported) = (outcomes.clone(), done.clone());
    let deliver = move |_: Result<_, Error>| {
        drop(hanging);
        reported.give(own.lock().clone());
    };
    let task = freeing.start(password("p"), CacheOnly, deliver).unwrap();
    assert_eq!(done.take_within(LONG), Some(vec![Status::Cancelled]));
    assert!(task.wait(LONG));
}

#[test]
fn a_log_line_of_another_thread_is_waited_for() {
    let world = World::new();
    let (begun, go_on) = (Handoff::new(), Handoff::new());
    let (given, wait) = (begun.clone(), go_on.clone());
    let log = Log::to(Level::Info, move |_, _| {
        given.give(());
        wait.take_within(LONG).expect("the test lets it go");
    });
    let agent = Arc::new(world.agent_with(|config| config.set_log(log)));
    let own = agent.clone();
    let caller = std::thread::spawn(move || status(own.ask(&password("p"), CacheOnly)));
    begun.take_within(LONG).unwrap();
    assert_eq!(status(agent.close(NOW_OR_NEVER)), Status::Timeout);
    go_on.give(());
    agent.close(LONG).unwrap();
    assert_eq!(caller.join().unwrap(), Status::NotCached);
}
