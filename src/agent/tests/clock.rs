//! A clock that is wrong, or was turned back.

use std::collections::BTreeSet;

use super::world::*;
use crate::clock::{http_date, parse_http_date};
use crate::error::Status;
use crate::rules::policy::Policy::*;

const DAY: i64 = 86_400;

#[test]
fn the_servers_time_is_taken_for_signing_and_remembered() {
    let world = World::new();
    world.clock.set(NOW - DAY);
    // The scripted refusal carries the server's time, NOW.
    world.server.refuses(400, "date_header_diff").gives(license(1)).gives(license(1));
    let agent = world.agent();
    let answer = agent.ask(&password("p"), NetworkOnly).unwrap();
    assert_eq!(world.server.dates(), [http_date(NOW - DAY), http_date(NOW)]);
    assert_eq!((agent.clock_offset(), answer.fetched_at), (DAY, NOW));
    // A later process knows it from the store; that the server has told its time, too.
    world.agent().ask(&password("p"), NetworkOnly).unwrap();
    let dated = parse_http_date(&world.server.dates()[2]).unwrap();
    assert!((NOW - 300..=NOW).contains(&dated), "{dated}");
}

#[test]
fn a_second_refusal_is_reported_with_the_difference() {
    let world = World::new();
    world.clock.set(NOW - 3600);
    world.server.refuses(400, "date_header_diff").refuses(400, "date_header_diff");
    let error = world.agent().ask(&password("p"), NetworkOnly).unwrap_err();
    assert_eq!(error.status(), Status::Clock);
    assert!(error.message().contains("off by 3600 s"), "{error}");
    assert_eq!(world.server.asked(), 2);
}

#[test]
fn a_clock_turned_back_makes_the_store_refuse_until_the_network_answers() {
    let world = World::new();
    let agent = world.agent();
    world.server.gives(license(1)).gives(license(2));
    agent.ask(&password("p"), NetworkOnly).unwrap();
    // The store sees the time go on, so that turning it back is found out each time.
    world.clock.set(NOW + DAY);
    agent.ask(&password("p"), CacheOnly).unwrap();
    world.clock.set(NOW + DAY - 300);
    agent.ask(&password("p"), CacheOnly).expect("a small step is none");
    world.clock.set(NOW + DAY - 301);
    assert_eq!(status(agent.ask(&password("p"), CacheOnly)), Status::Clock);
    assert_eq!(status(world.agent().ask(&remembered(None), CacheOnly)), Status::Clock);
    agent.ask(&password("p"), NetworkOnly).unwrap();
    assert_eq!(id_of(&agent.ask(&password("p"), CacheOnly).unwrap()), 2);
}

#[test]
fn no_correction_lengthens_a_license_or_the_grace() {
    let world = World::new();
    // The device is a day behind: by the server's time the license has ended, by the device's not.
    world.clock.set(NOW - DAY);
    let mut ended = license(1);
    ended[0]["license"]["validity_period"] = http_form(NOW - 60).into();
    world.server.refuses(400, "date_header_diff").gives(ended.clone());
    let agent = world.agent();
    assert!(!agent.check(&password("p"), None, NetworkOnly).unwrap().verdict.decision.is_allowed());
    // The grace is counted by the same time from the time of the answer.
    world.clock.set(NOW - DAY + 172_801);
    assert_eq!(status(agent.ask(&password("p"), CacheOnly)), Status::CacheExpired);

    // The device is a day ahead: by its clock the license has ended, and that stands.
    let world = World::new();
    world.clock.set(NOW + DAY);
    ended[0]["license"]["validity_period"] = http_form(NOW + 60).into();
    world.server.refuses(400, "date_header_diff").gives(ended);
    let entitlement = world.agent().check(&password("p"), None, NetworkOnly).unwrap();
    assert!(!entitlement.verdict.decision.is_allowed());
}

#[test]
fn requests_with_a_key_are_dated_back_each_by_another_time() {
    let world = World::new();
    let agent = world.agent();
    for id in 1..=20 {
        world.server.says(move |_| Ok(signed(&license(id)).with_header("date", http_date(NOW))));
        agent.ask(&password("p"), NetworkOnly).unwrap();
    }
    let dates: BTreeSet<_> = world.server.dates().into_iter().collect();
    assert_eq!(world.server.dates()[0], http_date(NOW), "nothing was heard of the server before");
    assert!(dates.len() > 5, "{dates:?}");
}

#[test]
fn a_server_that_takes_no_date_of_the_past_gets_exact_ones() {
    let world = World::new();
    world.server.gives(license(1));
    world.agent().ask(&password("p"), NetworkOnly).unwrap();
    // Another process, which knows that the server has told its time.
    world.server.refuses(400, "date_header_diff").gives(license(2)).gives(license(3));
    let agent = world.agent();
    agent.ask(&password("p"), NetworkOnly).unwrap();
    agent.ask(&password("p"), NetworkOnly).unwrap();
    assert_eq!(world.server.dates()[2..], [http_date(NOW), http_date(NOW)]);
}

fn http_form(seconds: i64) -> String {
    let day = crate::model::Date::day_before(seconds - seconds.rem_euclid(DAY) + 1);
    let rest = seconds.rem_euclid(DAY);
    format!("{day}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}
