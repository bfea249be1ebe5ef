//! Lost answers, and processes that are killed: what is known afterwards is true, or said not to be known.

use super::*;

pub const ACTIVATES: &str = "activates until it is killed";
pub const DEACTIVATES: &str = "deactivates until it is killed";

/// Each way that an answer is lost once the server has acted.
fn lost() -> [serde_json::Value; 7] {
    [
        json!({"fault": "lost"}),
        json!({"fault": "lost", "then": {"fault": "reset", "when": "request"}}),
        json!({"fault": "lost", "then": {"fault": "close", "when": "body"}}),
        json!({"fault": "lost", "then": {"fault": "truncate", "bytes": 10}}),
        json!({"fault": "lost", "then": {"fault": "status", "status": 503}}),
        json!({"fault": "lost", "then": {"fault": "signature", "how": "other-key"}}),
        json!({"fault": "lost", "then": {"fault": "html"}}),
    ]
}

fn strikes(world: &World, fault: &serde_json::Value, path: &str) {
    let mut fault = fault.clone();
    fault["path"] = path.into();
    world.sandbox.fault(fault);
}

/// The server counts each activation, also one of a device that is active.
fn counting() -> World {
    let world = World::new();
    world.sandbox.behave(json!({"again": "counts"}));
    world
}

#[test]
fn an_activation_whose_answer_is_lost_is_found_by_asking() {
    for fault in lost() {
        let world = counting();
        strikes(&world, &fault, "activate_license");
        let held = world.client().activate(KEYS, &license_key("PERP"), 0);
        drop(held.unwrap_or_else(|failure| panic!("{fault}: {failure:?}")));
        assert_eq!(world.paths(), ["activate_license", "check_license"], "{fault}");
        assert_eq!(world.sandbox.activations_of("PERP"), (1, 1), "{fault}");
        assert_eq!(decision(&world.offline().open(KEYS).unwrap(), CACHE_ONLY), LS_DECISION_ALLOWED);
    }
}

#[test]
fn what_cannot_be_found_out_is_uncertain_and_found_out_by_the_next_activation() {
    let world = counting();
    strikes(&world, &json!({"fault": "lost"}), "activate_license");
    strikes(&world, &json!({"fault": "status", "status": 503}), "check_license");
    assert_eq!(status(world.client().activate(KEYS, &license_key("PERP"), 0)), LS_ERR_UNCERTAIN);
    assert_eq!(status(world.offline().open(KEYS)), LS_ERR_UNCERTAIN);
    assert_eq!(status(world.client().activate(KEYS, &license_key("PERP"), 0)), LS_ERR_UNCERTAIN);
    world.sandbox.no_faults();
    world.client().activate(KEYS, &license_key("PERP"), 0).unwrap();
    assert_eq!(world.sandbox.activations_of("PERP"), (1, 1));
}

#[test]
fn a_deactivation_whose_answer_is_lost_is_found_by_asking() {
    for (fault, told) in
        lost().into_iter().zip(["device_not_found", "license_not_active"].into_iter().cycle())
    {
        let world = World::new();
        world.sandbox.behave(json!({"deactivated": told}));
        let client = world.client();
        let held = client.activate(KEYS, &license_key("PERP"), 0).unwrap();
        strikes(&world, &fault, "deactivate_license");
        held.deactivate().unwrap_or_else(|failure| panic!("{fault}: {failure:?}"));
        assert_eq!(status(client.open(KEYS)), LS_ERR_NOT_ACTIVATED, "{fault}");
        assert_eq!(world.sandbox.activations_of("PERP").1, 0, "{fault}");
    }
}

#[test]
fn offline_nothing_is_deactivated_and_nothing_changes() {
    let world = World::new();
    world.client().activate(KEYS, &license_key("PERP"), 0).unwrap();
    let client = world.offline();
    let held = client.open(KEYS).unwrap();
    assert_eq!(status(held.deactivate()), LS_ERR_NETWORK);
    assert_eq!(decision(&held, CACHE_ONLY), LS_DECISION_ALLOWED);
    assert_eq!(world.sandbox.activations_of("PERP"), (1, 1));
}

pub fn activates_until_it_is_killed() {
    let client = Settings::in_child().timeout_ms(TIMEOUT_MS).client();
    wait_for_go();
    let _ = client.activate(KEYS, &license_key("PERP"), 0);
    say("done");
    std::thread::park();
}

pub fn deactivates_until_it_is_killed() {
    let client = Settings::in_child().timeout_ms(TIMEOUT_MS).client();
    let held = client.open(KEYS).unwrap();
    wait_for_go();
    let _ = held.deactivate();
    say("done");
    std::thread::park();
}

/// Kills a process so many microseconds after it began what its part says.
fn killed_after(world: &World, part: &str, us: u64) {
    let mut actor = Part::new("it::activation", part, &world.sandbox, world.dir.path()).start();
    actor.is_ready();
    actor.go();
    std::thread::sleep(std::time::Duration::from_micros(us));
    actor.kill();
}

/// From before the mark is written to after the answer is stored.
const MOMENTS: [u64; 10] = [0, 500, 1_500, 3_000, 6_000, 10_000, 20_000, 40_000, 80_000, 200_000];

#[test]
fn an_activation_killed_at_any_moment_is_known_or_said_not_to_be_and_counted_once() {
    let world = counting();
    world.sandbox.fault(json!({"fault": "delay", "ms": 20, "path": "activate_license"}));
    for us in MOMENTS {
        world.sandbox.control(
            "PUT",
            "/state/devices",
            r#"{"hardware_id": "a test's device", "are": "forgotten"}"#,
        );
        let _ = std::fs::remove_dir_all(world.dir.path());
        killed_after(&world, ACTIVATES, us);
        let client = world.offline();
        let known = client.open(KEYS);
        let counted = world.sandbox.activations_of("PERP");
        match known {
            Ok(held) => {
                assert_eq!(counted, (1, 1), "{us}");
                assert_eq!(decision(&held, CACHE_ONLY), LS_DECISION_ALLOWED, "{us}");
            }
            Err(failure) if failure.status == LS_ERR_NOT_ACTIVATED => {
                assert_eq!(counted.1, 0, "{us}")
            }
            Err(failure) => assert_eq!(failure.status, LS_ERR_UNCERTAIN, "{us}: {failure:?}"),
        }
        world.client().activate(KEYS, &license_key("PERP"), 0).unwrap();
        assert_eq!(world.sandbox.activations_of("PERP"), (1, 1), "{us}");
    }
}

#[test]
fn a_deactivation_killed_at_any_moment_never_leaves_a_yes_that_is_not_true() {
    let world = World::new();
    world.sandbox.fault(json!({"fault": "delay", "ms": 20, "path": "deactivate_license"}));
    for us in MOMENTS {
        world.client().activate(KEYS, &license_key("PERP"), 0).unwrap();
        killed_after(&world, DEACTIVATES, us);
        let client = world.offline();
        let is_active = world.sandbox.activations_of("PERP").1 == 1;
        match client.open(KEYS) {
            Ok(held) => match held.check(None, CACHE_ONLY) {
                Ok(entitlement) => assert!(entitlement.is_allowed() && is_active, "{us}"),
                Err(failure) => assert_eq!(failure.status, LS_ERR_UNCERTAIN, "{us}"),
            },
            Err(failure) => {
                assert_eq!((failure.status, is_active), (LS_ERR_NOT_ACTIVATED, false), "{us}");
            }
        }
        let client = world.client();
        match client.open(KEYS).map(|held| held.deactivate()) {
            Ok(ended) => ended.unwrap_or_else(|failure| panic!("{us}: {failure:?}")),
            Err(failure) => assert_eq!(failure.status, LS_ERR_NOT_ACTIVATED, "{us}"),
        }
        assert_eq!(world.sandbox.activations_of("PERP").1, 0, "{us}");
    }
}
