//! Many threads of many processes, with one license on one store.

use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::*;

pub const CROWDS: &str = "is one of a crowd";
const SECONDS: &str = "LSAGENT_TEST_SECONDS";

#[test]
fn a_crowd_that_activates_checks_and_deactivates_is_one_device_to_the_server() {
    is_one_device(3);
}

/// 8 processes of 8 threads, for so many seconds.
pub fn is_one_device(seconds: u64) {
    let world = World::new();
    let actor = |_| {
        Part::new("it::activation", CROWDS, &world.sandbox, world.dir.path())
            .env(SECONDS, seconds.to_string())
            .start()
    };
    let mut actors: Vec<_> = (0..8).map(actor).collect();
    actors.iter_mut().for_each(Actor::is_ready);
    actors.iter_mut().for_each(Actor::go);
    let said: Vec<_> = actors.into_iter().flat_map(Actor::finish).collect();
    let calls: u64 = said.iter().map(|line| line.parse::<u64>().unwrap()).sum();
    let (_, active) = world.sandbox.activations_of("LIM1");
    println!("8 processes of 8 threads made {calls} calls");
    let client = world.client();
    let held = client.activate(KEYS, &license_key("LIM1"), 0).unwrap();
    assert!(active <= 1, "{active} devices");
    assert_eq!(world.sandbox.activations_of("LIM1").1, 1);
    assert_eq!(decision(&held, NETWORK_ONLY), LS_DECISION_ALLOWED);
    assert_eq!(decision(&world.offline().open(KEYS).unwrap(), CACHE_ONLY), LS_DECISION_ALLOWED);
}

#[test]
fn a_crowd_that_activates_at_once_activates_once() {
    let world = World::new();
    world.sandbox.behave(json!({"again": "counts"}));
    let client = world.client();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| client.activate(KEYS, &license_key("PERP"), 0).map(drop).unwrap());
        }
    });
    assert_eq!(world.sandbox.activations_of("PERP"), (1, 1));
}

pub fn is_one_of_a_crowd() {
    let client = Settings::in_child().timeout_ms(TIMEOUT_MS).client();
    let seconds = std::env::var(SECONDS).unwrap().parse().unwrap();
    wait_for_go();
    let (until, calls) = (Instant::now() + Duration::from_secs(seconds), AtomicU64::new(0));
    thread::scope(|scope| {
        for number in 0..8 {
            let (client, calls) = (&client, &calls);
            scope.spawn(move || {
                let mut turn = number + std::process::id() as usize;
                while Instant::now() < until {
                    turn += 1;
                    call(client, turn);
                    calls.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    say(calls.into_inner());
}

/// Whatever the others do: the license is there, or it is said that it is not.
fn call(client: &Client, turn: usize) {
    // The last one while another is at it.
    let fine = [LS_ERR_NOT_ACTIVATED, LS_ERR_UNCERTAIN];
    let is_fine = |failure: Failure| assert!(fine.contains(&failure.status), "{failure:?}");
    if turn.is_multiple_of(7) {
        let held = client.activate(KEYS, &license_key("LIM1"), 0);
        drop(held.unwrap_or_else(|failure| panic!("{failure:?}")));
        return;
    }
    let held = match client.open(KEYS) {
        Ok(held) => held,
        Err(failure) => return is_fine(failure),
    };
    if turn.is_multiple_of(11) {
        return held.deactivate().unwrap_or_else(is_fine);
    }
    let policy = [CACHE_ONLY, CACHE_FIRST, NETWORK_FIRST, NETWORK_ONLY][turn % 4];
    match held.check(None, policy) {
        Ok(entitlement) => {
            let expected = [LS_DECISION_ALLOWED, LS_DECISION_DENIED_NOT_ACTIVATED];
            assert!(expected.contains(&entitlement.decision()), "{:?}", entitlement.decision());
        }
        Err(failure) => is_fine(failure),
    }
}
