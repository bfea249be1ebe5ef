//! Where an answer comes from, who may have it, and when it is dropped.

use std::sync::Arc;

use super::world::*;
use crate::api::Identity;
use crate::error::Status;
use crate::results::Source;
use crate::rules::policy::Policy::*;
use crate::run::Handoff;
use crate::secret::Secret;

#[test]
fn cache_first_asks_only_while_nothing_is_stored() {
    let world = World::new();
    let agent = world.agent();
    world.server.gives(license(1));
    assert_eq!(agent.ask(&password("p"), CacheFirst).unwrap().source, Source::Network);
    let answer = agent.ask(&password("p"), CacheFirst).unwrap();
    assert_eq!((answer.source, id_of(&answer), answer.fetched_at), (Source::Cache, 1, NOW));
    assert_eq!(world.server.asked(), 1);
}

#[test]
fn cache_first_refreshes_in_the_background_and_reports_changes() {
    let world = World::new();
    let agent = world.agent();
    world.server.gives(license(1)).gives(license(1)).gives(license(2)).fails(Status::Tls);
    agent.ask(&password("p"), NetworkFirst).unwrap();
    // Within the tenth that the age varies by, it is due neither way.
    world.clock.set(NOW + 3239);
    agent.ask(&password("p"), CacheFirst).unwrap();
    assert_eq!(world.server.asked(), 1);
    for (refresh, seen) in [(1, 1), (2, 1), (3, 2)] {
        world.clock.set(NOW + refresh * 4000);
        let answer = agent.ask(&password("p"), CacheFirst).unwrap();
        assert_eq!((answer.source, id_of(&answer)), (Source::Cache, seen), "{refresh}");
        world.refreshes(&agent);
        settle(&agent);
    }
    // Nothing new is not reported; a change is, and a failure.
    assert_eq!(world.reported(2), [Ok(2), Err(Status::Tls)]);
    assert_eq!(id_of(&agent.ask(&password("p"), CacheOnly).unwrap()), 2);
}

/// Waits until no request is under way: an identical question, asked of the network, joins it.
fn settle(agent: &crate::agent::Agent) {
    while !agent.rooms.requests.is_idle() {
        std::thread::yield_now();
    }
}

#[test]
fn a_refresh_that_brings_a_definite_no_replaces_the_stored_yes() {
    let world = World::new();
    let agent = world.agent();
    world.server.gives(license(1)).refuses(400, "license_not_found");
    agent.ask(&password("p"), NetworkFirst).unwrap();
    world.clock.set(NOW + 4000);
    agent.ask(&password("p"), CacheFirst).unwrap();
    world.refreshes(&agent);
    assert_eq!(world.reported(1), [Err(Status::Refused)]);
    assert_eq!(status(agent.ask(&password("p"), CacheOnly)), Status::NotCached);
}

#[test]
fn when_the_time_is_up_the_store_answers_and_the_request_goes_on() {
    let world = World::new();
    let agent = world.agent_with(|config| config.set_timeout_ms(1).unwrap());
    let ready = Handoff::new();
    world.server.gives(license(1)).gives_when(&ready, license(2));
    world.agent().ask(&password("p"), NetworkOnly).unwrap();
    let answer = agent.ask(&password("p"), NetworkFirst).unwrap();
    assert_eq!((answer.source, id_of(&answer)), (Source::Cache, 1));
    assert_eq!(answer.fallback.unwrap().status(), Status::Timeout);
    ready.give(());
    assert_eq!(world.reported(1), [Ok(2)]);
    assert_eq!(id_of(&agent.ask(&password("p"), CacheOnly).unwrap()), 2);
}

#[test]
fn no_failure_on_the_way_drops_what_is_stored() {
    use Status::*;
    for failure in [
        Network,
        Timeout,
        Tls,
        Proxy,
        Response,
        Signature,
        Mismatch,
        RateLimited,
        Server,
        ApiKey,
        Credentials,
        Refused,
    ] {
        let world = World::new();
        let agent = world.agent();
        world.server.gives(license(1));
        for _ in 0..3 {
            world.server.fails(failure);
        }
        agent.ask(&password("p"), NetworkFirst).unwrap();
        let result = agent.ask(&password("p"), NetworkFirst);
        assert_eq!(result.unwrap().fallback.unwrap().status(), failure);
        assert_eq!(id_of(&agent.ask(&password("p"), CacheOnly).unwrap()), 1);
    }
}

#[test]
fn the_servers_no_drops_what_is_stored_and_the_vendors_mistake_does_not() {
    for (http_status, code, failure, dropped) in [
        (401, "no_such_password", Status::Credentials, true),
        (403, "no_such_password", Status::Credentials, true),
        (400, "no_such_thing", Status::Refused, true),
        (400, "license_not_active", Status::Refused, true),
        (404, "not_found", Status::Refused, true),
        (404, "no_such_thing", Status::Response, false),
        (400, "missing_parameters", Status::Refused, false),
        (400, "revoked_api_key", Status::ApiKey, false),
    ] {
        let world = World::new();
        let agent = world.agent();
        world.server.gives(license(1)).refuses(http_status, code);
        agent.ask(&password("p"), NetworkFirst).unwrap();
        let result = agent.ask(&password("p"), NetworkFirst);
        let stored = agent.ask(&password("p"), CacheOnly);
        if dropped {
            assert_eq!((status(result), status(stored)), (failure, Status::NotCached), "{code}");
        } else {
            assert_eq!(result.unwrap().fallback.unwrap().status(), failure, "{code}");
            assert_eq!(id_of(&stored.unwrap()), 1, "{code}");
        }
    }
}

#[test]
fn a_password_sign_in_gets_only_what_that_password_earned() {
    let world = World::new();
    let agent = world.agent();
    world.server.gives(license(1)).refuses(401, "no_such_password").fails(Status::Tls);
    agent.ask(&password("right"), NetworkFirst).unwrap();
    assert_eq!(status(agent.ask(&password("wrong"), CacheOnly)), Status::NotCached);
    assert_eq!(status(agent.ask(&password("wrong"), NetworkFirst)), Status::Credentials);
    assert_eq!(status(agent.ask(&password("wrong"), NetworkFirst)), Status::Tls);
    for _ in 0..2 {
        assert_eq!(id_of(&agent.ask(&password("right"), CacheOnly).unwrap()), 1);
        assert_eq!(status(agent.ask(&password("wrong"), CacheOnly)), Status::NotCached);
    }
}

#[test]
fn who_is_remembered_is_answered_from_the_store_alone() {
    let world = World::new();
    world.server.gives(license(1));
    let before = world.agent();
    assert_eq!(status(before.ask(&remembered(None), NetworkFirst)), Status::NotCached);
    before.ask(&password("p"), NetworkFirst).unwrap();
    let agent = world.agent();
    for username in [None, Some("A@b.c")] {
        for policy in [NetworkFirst, CacheFirst, CacheOnly] {
            assert_eq!(id_of(&agent.ask(&remembered(username), policy).unwrap()), 1);
        }
    }
    assert_eq!(status(agent.ask(&remembered(None), NetworkOnly)), Status::InvalidArgument);
    assert_eq!(status(agent.ask(&remembered(Some("x@y.z")), CacheFirst)), Status::NotCached);
    world.clock.set(NOW + 172_801);
    assert_eq!(status(agent.ask(&remembered(None), CacheOnly)), Status::CacheExpired);
    assert_eq!(world.server.asked(), 1);
}

#[test]
fn a_token_finds_what_it_earned_through_its_account() {
    let world = World::new();
    let agent = world.agent();
    let token = |token: &str| {
        by(Identity::IdToken { id_token: Secret::new(token), customer_account_code: "acme".into() })
    };
    world.server.gives(license(1)).gives(serde_json::json!([]));
    agent.ask(&token("t"), NetworkFirst).unwrap();
    assert_eq!(id_of(&agent.ask(&token("t"), CacheOnly).unwrap()), 1);
    assert_eq!(status(agent.ask(&token("u"), CacheOnly)), Status::NotCached);
    assert_eq!(id_of(&agent.ask(&remembered(None), CacheOnly).unwrap()), 1);
    // An answer without licenses does not say whose it is, but it takes away what the token had.
    agent.ask(&token("t"), NetworkOnly).unwrap();
    assert_eq!(status(agent.ask(&token("t"), CacheOnly)), Status::NotCached);
}

#[test]
fn what_is_forgotten_is_gone() {
    let world = World::new();
    let agent = world.agent();
    for forgotten in [Some("A@B.C"), None] {
        world.server.gives(license(1));
        agent.ask(&password("p"), NetworkOnly).unwrap();
        agent.forget(Some("x@y.z")).unwrap();
        assert!(agent.ask(&password("p"), CacheOnly).is_ok());
        agent.forget(forgotten).unwrap();
        assert_eq!(status(agent.ask(&password("p"), CacheOnly)), Status::NotCached);
        assert_eq!(status(agent.ask(&remembered(None), CacheOnly)), Status::NotCached);
    }
}

#[test]
fn questions_asked_at_the_same_time_become_one_request() {
    let world = World::new();
    let (agent, ready) = (Arc::new(world.agent()), Handoff::new());
    world.server.gives_when(&ready, license(7));
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let agent = agent.clone();
            std::thread::spawn(move || id_of(&agent.ask(&password("p"), NetworkOnly).unwrap()))
        })
        .collect();
    while waiting(&agent, &password("p"))[0] < 8 {
        std::thread::yield_now();
    }
    ready.give(());
    for thread in threads {
        assert_eq!(thread.join().unwrap(), 7);
    }
    assert_eq!(world.server.asked(), 1);
}

#[test]
fn a_damaged_file_counts_as_none_and_is_replaced() {
    let world = World::new();
    world.server.gives(license(1));
    world.agent().ask(&password("p"), NetworkOnly).unwrap();
    for folder in std::fs::read_dir(world.folder()).unwrap() {
        for file in std::fs::read_dir(folder.unwrap().path()).unwrap() {
            std::fs::write(file.unwrap().path(), "damaged").unwrap();
        }
    }
    let agent = world.agent();
    assert_eq!(status(agent.ask(&password("p"), CacheOnly)), Status::NotCached);
    world.server.gives(license(2));
    assert_eq!(id_of(&agent.ask(&password("p"), CacheFirst).unwrap()), 2);
    assert_eq!(id_of(&agent.ask(&password("p"), CacheOnly).unwrap()), 2);
}

#[test]
fn an_answer_with_a_password_on_which_a_right_rests_is_not_stored() {
    let world = World::new();
    let mut odd = license(1);
    odd[0]["user"]["initial_password"] = "hunter2".into();
    world.server.gives(odd);
    let agent = world.agent();
    agent.ask(&password("p"), NetworkOnly).unwrap();
    assert_eq!(status(agent.ask(&password("p"), CacheOnly)), Status::NotCached);
}
