//! Requests that hang, that are left, and that are shared.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::world::*;
use crate::agent::Agent;
use crate::api::UserLicenses;
use crate::error::Status;
use crate::results::Source;
use crate::rules::policy::Policy::*;
use crate::run::Handoff;

fn until(holds: impl Fn() -> bool) {
    while !holds() {
        thread::yield_now();
    }
}

fn hasty(world: &World, timeout_ms: u32) -> Agent {
    world.agent_with(|config| config.set_timeout_ms(timeout_ms).unwrap())
}

#[test]
fn a_request_that_hangs_holds_up_no_later_one() {
    let world = World::new();
    world.server.gives(license(1)).hangs().gives(license(2));
    let agent = hasty(&world, 200);
    agent.ask(&password("p"), NetworkOnly).unwrap();
    let answer = agent.ask(&password("p"), NetworkFirst).unwrap();
    let why = answer.fallback.expect("the store answers");
    assert!(why.message().contains("has not answered within 200 ms"), "{why}");
    for policy in [NetworkFirst, NetworkOnly] {
        world.server.gives(license(2));
        let answer = agent.ask(&password("p"), policy).unwrap();
        assert_eq!((answer.source, id_of(&answer)), (Source::Network, 2), "{policy:?}");
    }
}

#[test]
fn a_request_of_another_process_that_hangs_leaves_a_caller_time_for_the_server() {
    let world = World::new();
    world.server.gives(license(1));
    let (other, agent) = (world.agent(), hasty(&world, 2_000));
    other.ask(&password("p"), NetworkOnly).unwrap();
    // Two agents with one store take turns like two processes.
    world.server.hangs();
    let task = other.start(password("p"), NetworkOnly, |_| ()).unwrap();
    until(|| world.server.asked() == 2);
    world.server.gives(license(2));
    let answer = agent.ask(&password("p"), NetworkFirst).unwrap();
    assert_eq!((answer.source, id_of(&answer)), (Source::Network, 2));
    task.cancel();
}

#[test]
fn no_server_is_blamed_that_was_not_asked() {
    let world = World::new();
    world.server.grants("t1", 480).gives(license(1));
    let agent = world.oauth_agent(|config| config.set_timeout_ms(100).unwrap());
    agent.ask(&password("p"), NetworkOnly).unwrap();
    world.clock.pass(Duration::from_secs(480));
    // The token's own server says nothing.
    world.server.hangs();
    let answer = agent.ask(&password("p"), NetworkFirst).unwrap();
    let why = answer.fallback.expect("the store answers");
    assert_eq!(why.status(), Status::Timeout);
    assert!(why.message().contains("could not be asked within 100 ms"), "{why}");
}

#[test]
fn of_requests_that_nobody_waits_for_any_more_only_a_few_go_on() {
    let world = World::new();
    let agent = hasty(&world, 20);
    let questions = |number| UserLicenses { product: format!("p{number}"), ..password("p") };
    for number in 0..12 {
        world.server.hangs();
        let late = Handoff::new();
        let reported = late.clone();
        let deliver = move |result: Result<_, crate::error::Error>| reported.give(status(result));
        agent.start(questions(number), NetworkOnly, deliver).unwrap();
        assert_eq!(late.take_within(Duration::from_secs(60)), Some(Status::Timeout));
    }
    // Each thread of the agent that is alive runs one of them.
    until(|| agent.rooms.workers.alive() <= 4);
    assert_eq!(agent.rooms.workers.alive(), 4);
}

#[test]
fn callers_who_must_have_the_servers_answer_share_the_request_for_it() {
    const CALLERS: usize = 6;
    let world = World::new();
    let (others, ours) = (Handoff::new(), Handoff::new());
    world.server.gives_when(&others, license(1)).gives_when(&ours, license(2));
    let (other, agent) = (world.agent(), Arc::new(world.agent()));
    let task = other.start(password("p"), NetworkOnly, |_| ()).unwrap();
    until(|| world.server.asked() == 1);
    let callers: Vec<_> = (0..CALLERS)
        .map(|_| {
            let agent = agent.clone();
            thread::spawn(move || id_of(&agent.ask(&password("p"), NetworkOnly).unwrap()))
        })
        .collect();
    until(|| waiting(&agent, &password("p"))[0] == CALLERS);
    others.give(());
    // What the other process got is not the server's answer to these.
    until(|| waiting(&agent, &password("p"))[1] == CALLERS);
    ours.give(());
    for caller in callers {
        assert_eq!(caller.join().unwrap(), 2);
    }
    assert!(task.wait(Duration::from_secs(60)));
    assert_eq!(world.server.asked(), 2);
}

#[test]
fn a_refresh_that_joins_a_callers_own_request_is_reported_by_a_thread_of_the_agent() {
    let world = World::new();
    let ready = Handoff::new();
    world.server.gives(license(1)).gives_when(&ready, license(2));
    let agent = Arc::new(world.agent());
    agent.ask(&password("p"), NetworkOnly).unwrap();
    world.clock.set(NOW + 4000);
    let own = agent.clone();
    let caller = thread::spawn(move || id_of(&own.ask(&password("p"), NetworkOnly).unwrap()));
    until(|| world.server.asked() == 2);
    assert_eq!(agent.ask(&password("p"), CacheFirst).unwrap().source, Source::Cache);
    world.refreshes(&agent);
    ready.give(());
    assert_eq!(caller.join().unwrap(), 2);
    // World looks on which thread it comes.
    assert_eq!(world.reported(1), [Ok(2)]);
}
