//! Answers that are lost, in each way.

use super::*;

/// Each way that an answer is lost once the server has acted.
fn lost() -> Vec<serde_json::Value> {
    let ways = json!([
        {"fault": "lost"},
        {"fault": "lost", "then": {"fault": "reset", "when": "request"}},
        {"fault": "lost", "then": {"fault": "close", "when": "body"}},
        {"fault": "lost", "then": {"fault": "truncate", "bytes": 10}},
        {"fault": "lost", "then": {"fault": "status", "status": 503}},
        {"fault": "lost", "then": {"fault": "signature", "how": "other-key"}},
        {"fault": "lost", "then": {"fault": "html"}},
    ]);
    ways.as_array().unwrap().clone()
}

fn strikes(world: &World, mut fault: serde_json::Value) {
    fault["path"] = "add_consumption".into();
    fault["times"] = 1.into();
    world.sandbox.fault(fault);
}

#[test]
fn what_has_arrived_is_found_by_the_total_of_one_device() {
    for fault in lost() {
        let world = World::new();
        world.sandbox.let_totals_tell("CONS");
        let client = world.client();
        let held = activate(&client, "CONS");
        held.consume(None, 5).unwrap();
        strikes(&world, fault.clone());
        held.sync().unwrap_or_else(|failure| panic!("{fault}: {failure:?}"));
        assert_eq!((counts(&held), world.sandbox.total_of("CONS")), ((12, 0, 0), 12), "{fault}");
    }
}

#[test]
fn what_has_not_arrived_is_sent_again_once_it_cannot_arrive_any_more() {
    for fault in [
        json!({"fault": "status", "status": 503}),
        json!({"fault": "reset", "when": "request"}),
        json!({"fault": "close", "when": "request"}),
    ] {
        let world = World::new();
        world.sandbox.let_totals_tell("CONS");
        let client = world.client();
        let held = activate(&client, "CONS");
        held.consume(None, 5).unwrap();
        strikes(&world, fault.clone());
        assert_eq!(status(held.sync()), LS_ERR_UNCERTAIN, "{fault}");
        assert_eq!(counts(&held), (7, 0, 5), "{fault}");
        assert_eq!(status(held.sync()), LS_ERR_UNCERTAIN, "{fault}");
        world.sandbox.let_pass(1900);
        held.sync().unwrap_or_else(|failure| panic!("{fault}: {failure:?}"));
        assert_eq!((counts(&held), world.sandbox.total_of("CONS")), ((12, 0, 0), 12), "{fault}");
    }
}

#[test]
fn of_a_license_that_others_have_too_it_stays_in_the_balance_and_is_not_counted_twice() {
    for fault in lost() {
        let world = World::new();
        let client = world.client();
        let held = activate(&client, "CONS");
        held.consume(None, 5).unwrap();
        strikes(&world, fault.clone());
        assert_eq!(status(held.sync()), LS_ERR_UNCERTAIN, "{fault}");
        world.sandbox.let_pass(1900);
        held.sync().unwrap();
        assert_eq!((counts(&held), world.sandbox.total_of("CONS")), ((12, 0, 5), 12), "{fault}");
    }
}

#[test]
fn at_least_once_it_is_sent_again_at_once() {
    let world = World::new();
    let client = world.settings().at_least_once().client();
    let held = activate(&client, "CONS");
    held.consume(None, 5).unwrap();
    strikes(&world, json!({"fault": "status", "status": 503}));
    assert_eq!(status(held.sync()), LS_ERR_UNCERTAIN);
    held.sync().unwrap();
    assert_eq!((counts(&held), world.sandbox.total_of("CONS")), ((12, 0, 0), 12));
}

#[test]
fn what_the_server_has_counted_slowly_is_not_sent_a_second_time() {
    let world = World::new();
    world.sandbox.let_totals_tell("CONS");
    let client = world.client();
    activate(&client, "CONS").consume(None, 5).unwrap();
    strikes(&world, json!({"fault": "delay", "ms": 1500}));
    let hasty = world.settings().timeout_ms(400).client();
    let _ = hasty.open(KEYS).unwrap().sync();
    until("it has arrived", || world.sandbox.total_of("CONS") == 12);
    let held = client.open(KEYS).unwrap();
    held.sync().unwrap();
    assert_eq!((counts(&held), world.sandbox.total_of("CONS")), ((12, 0, 0), 12));
}
