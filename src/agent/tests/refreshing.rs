//! When a refresh in the background is made.

use std::thread;
use std::time::Duration;

use serde_json::json;

use super::world::*;
use crate::agent::Agent;
use crate::agent::planned::MAX_PLANNED;
use crate::api::{Identity, UserLicenses};
use crate::config::Config;
use crate::error::Status;
use crate::results::Source;
use crate::rules::policy::Policy::*;
use crate::secret::Secret;

const NIGHT: i64 = 54_000;

/// A device with an answer, after a night.
fn in_the_morning() -> World {
    let world = World::new();
    world.server.gives(license(1));
    world.agent().ask(&password("p"), NetworkOnly).unwrap();
    world.clock.set(NOW + NIGHT);
    world
}

fn check(agent: &Agent) {
    assert_eq!(agent.ask(&password("p"), CacheFirst).unwrap().source, Source::Cache);
}

/// A refresh waits, and its moment has not come.
fn is_waiting(agent: &Agent) -> bool {
    let timetable = &agent.rooms.timetable;
    timetable.next_due().is_some_and(|due| due > agent.rooms.boot_time())
}

fn is_idle(agent: &Agent) -> bool {
    agent.rooms.requests.is_idle() && agent.rooms.workers.alive() == 0
}

fn until(holds: impl Fn() -> bool) {
    while !holds() {
        thread::yield_now();
    }
}

#[test]
fn refreshes_of_devices_that_start_together_wait_each_for_a_moment_of_its_own() {
    let mornings: Vec<_> = (0..20).map(|_| in_the_morning()).collect();
    let agents: Vec<_> = mornings.iter().map(World::agent).collect();
    for (world, agent) in mornings.iter().zip(&agents) {
        world.server.gives(license(2));
        check(agent);
        assert!(is_waiting(agent) && world.server.asked() == 1);
    }
    let half_an_hour = || {
        mornings.iter().for_each(|world| world.clock.pass(Duration::from_secs(1800)));
        until(|| agents.iter().all(|agent| is_waiting(agent) || is_idle(agent)));
        mornings.iter().filter(|world| world.server.asked() == 2).count()
    };
    // All of them in the same half is one in half a million.
    assert!((1..20).contains(&half_an_hour()));
    assert_eq!(half_an_hour(), 20);
}

#[test]
fn a_refresh_that_waits_is_made_once_however_often_it_is_due() {
    let world = in_the_morning();
    let agent = world.agent();
    world.server.gives(license(2));
    (0..3).for_each(|_| check(&agent));
    world.refreshes(&agent);
    assert_eq!((world.reported(1), world.server.asked()), (vec![Ok(2)], 2));
}

#[test]
fn processes_of_a_device_wait_for_the_same_moment() {
    let world = in_the_morning();
    let moments = [world.agent(), world.agent()].map(|agent| {
        check(&agent);
        agent.rooms.timetable.next_due().unwrap()
    });
    assert_eq!(moments[0], moments[1]);
}

#[test]
fn a_refresh_that_another_process_has_made_meanwhile_is_not_made_again() {
    let world = in_the_morning();
    let agent = world.agent();
    world.server.gives(license(2));
    check(&agent);
    world.agent().ask(&password("p"), NetworkOnly).unwrap();
    world.refreshes(&agent);
    assert_eq!((world.reported(1), world.server.asked()), (vec![Ok(2)], 2));
}

#[test]
fn a_no_that_another_process_has_got_meanwhile_is_reported_here_too() {
    let world = in_the_morning();
    let agent = world.agent();
    check(&agent);
    let _ = world.server.refuses(400, "license_not_found").refuses(400, "license_not_found");
    assert_eq!(status(world.agent().ask(&password("p"), NetworkOnly)), Status::Refused);
    world.refreshes(&agent);
    assert_eq!(world.reported(1), [Err(Status::Refused)]);
}

#[test]
fn a_refresh_that_a_callers_own_request_has_made_meanwhile_is_not_reported() {
    let world = in_the_morning();
    let agent = world.agent();
    world.server.gives(license(2));
    check(&agent);
    agent.ask(&password("p"), NetworkOnly).unwrap();
    world.refreshes(&agent);
    until(|| is_idle(&agent));
    assert_eq!((world.reported(0), world.server.asked()), (vec![], 2));
}

#[test]
fn a_process_that_follows_one_that_has_ended_before_the_moment_asks_at_once() {
    let world = in_the_morning();
    world.server.gives(license(2));
    let former = world.agent();
    check(&former);
    assert!(is_waiting(&former));
    drop(former);
    world.clock.set(NOW + NIGHT + 3600);
    let agent = world.agent();
    check(&agent);
    assert_eq!(world.reported(1), [Ok(2)]);
}

#[test]
fn a_refresh_that_failed_is_made_again_by_itself() {
    let world = in_the_morning();
    let agent = world.agent();
    // Three attempts of one call.
    for _ in 0..3 {
        world.server.fails(Status::Network);
    }
    check(&agent);
    world.refreshes(&agent);
    assert_eq!(world.reported(1), [Err(Status::Network)]);
    until(|| is_waiting(&agent));
    assert_eq!(world.server.asked(), 4);
    world.server.gives(license(2));
    world.clock.pass(Duration::from_secs(4800));
    assert_eq!(world.reported(2), [Err(Status::Network), Ok(2)]);
}

#[test]
fn a_refresh_that_was_refused_or_is_made_at_each_check_is_not_made_again() {
    for refresh_after in [0, 3600] {
        let world = in_the_morning();
        let change = |config: &mut Config| config.set_refresh_after_seconds(refresh_after).unwrap();
        let agent = world.agent_with(change);
        if refresh_after == 0 {
            for _ in 0..3 {
                world.server.fails(Status::Network);
            }
        } else {
            world.server.refuses(400, "license_not_found");
        }
        check(&agent);
        if refresh_after > 0 {
            world.refreshes(&agent);
        }
        assert_eq!(world.reported(1).len(), 1);
        until(|| is_idle(&agent));
        assert_eq!(agent.rooms.timetable.waiting(), 0, "{refresh_after}");
    }
}

#[test]
fn no_refresh_is_made_of_what_was_forgotten_meanwhile_or_is_another_sign_ins() {
    for is_forgotten in [true, false] {
        let world = in_the_morning();
        let agent = world.agent();
        check(&agent);
        if is_forgotten {
            agent.forget(None).unwrap();
        } else {
            // The password was changed elsewhere: with the old one the server would say no.
            world.server.gives(license(2));
            world.agent().ask(&password("another"), NetworkOnly).unwrap();
        }
        let asked = world.server.asked();
        world.refreshes(&agent);
        until(|| is_idle(&agent));
        assert_eq!((world.server.asked(), world.reported(0)), (asked, vec![]));
    }
}

#[test]
fn a_token_which_would_expire_while_it_waits_is_used_at_once() {
    let world = World::new();
    let call = by(Identity::IdToken {
        id_token: Secret::new("t"),
        customer_account_code: "acme".to_owned(),
    });
    world.server.gives(license(1)).gives(license(2));
    world.agent().ask(&call, NetworkOnly).unwrap();
    world.clock.set(NOW + NIGHT);
    let agent = world.agent();
    assert_eq!(agent.ask(&call, CacheFirst).unwrap().source, Source::Cache);
    assert_eq!(world.reported(1), [Ok(2)]);
}

#[test]
fn devices_that_wake_up_together_do_not_ask_together_for_what_they_have_slept_over() {
    let world = in_the_morning();
    let agent = world.agent();
    world.server.gives(license(2));
    check(&agent);
    // Until the next morning but for an hour; half the grace is not over.
    world.clock.pass(Duration::from_secs(28_000));
    until(|| is_waiting(&agent) || is_idle(&agent));
    assert_eq!(world.server.asked(), 1);
    world.refreshes(&agent);
    assert_eq!(world.reported(1), [Ok(2)]);
}

#[test]
fn those_who_are_too_many_to_be_planned_are_asked_for_at_once() {
    let world = World::new();
    let agent = world.agent();
    let people = MAX_PLANNED + 1;
    for number in 0..people {
        world.server.gives(license_of(number));
    }
    for number in 0..people {
        agent.ask(&person(number), NetworkOnly).unwrap();
    }
    world.server.gives(license_of(MAX_PLANNED));
    world.clock.set(NOW + NIGHT);
    for number in 0..people {
        let answer = agent.ask(&person(number), CacheFirst).unwrap();
        assert_eq!(answer.source, Source::Cache);
    }
    until(|| agent.rooms.requests.is_idle());
    assert_eq!(world.server.asked(), people + 1);
    assert_eq!(agent.rooms.timetable.waiting(), MAX_PLANNED);
}

fn person(number: usize) -> UserLicenses {
    let username = format!("{number}@b.c");
    by(Identity::Password { username, password: Secret::new("p") })
}

fn license_of(number: usize) -> serde_json::Value {
    let mut license = license(1);
    license[0]["user"] = json!({"email": format!("{number}@b.c")});
    license
}
