//! What becomes of an activation whose answer is lost.

use super::*;

#[test]
fn a_lost_answer_is_settled_by_asking() {
    let world = World::new();
    let agent = world.agent();
    world.server.loses_the_answer().gives_text(&activated(1, ""));
    let activation = activate(&agent, key("K-1"), 0).unwrap();
    assert_eq!(decision(&activation, CacheOnly).0, Decision::Allowed);
    assert_eq!(asked(&world), ["activate_license", "check_license"]);
}

#[test]
fn what_the_server_does_not_know_after_a_lost_answer_is_asked_once_more_before_the_next() {
    let world = World::new();
    let agent = world.agent();
    world.server.loses_the_answer().refuses(400, "device_not_found");
    assert_eq!(status(activate(&agent, key("K-1"), 0)), Status::Network);
    assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
    // The first request has arrived late.
    world.server.gives_text(&activated(1, ""));
    let activation = activate(&world.agent(), key("K-1"), 0);
    assert_eq!(asked(&world)[2..3], ["check_license"]);
    drop(activation);
}

#[test]
fn what_cannot_be_settled_is_uncertain_and_settled_first_the_next_time() {
    let world = World::new();
    let agent = world.agent();
    world.server.loses_the_answer();
    for _ in 0..3 {
        world.server.fails(Status::Tls);
    }
    assert_eq!(status(activate(&agent, key("K-1"), 0)), Status::Uncertain);
    assert_eq!(status(world.agent().open_activation("up")), Status::Uncertain);
    assert_eq!(status(activate(&agent, key("K-1"), 0)), Status::Uncertain);
    assert_eq!(asked(&world), ["activate_license", "check_license", "check_license"]);
}

#[test]
fn an_activation_that_was_not_sent_is_a_failure_like_any_other() {
    for failure in [Status::Network, Status::Timeout, Status::Tls, Status::Proxy] {
        let world = World::new();
        let agent = world.agent();
        world.server.fails(failure);
        assert_eq!(status(activate(&agent, key("K-1"), 0)), failure);
        assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
        world.server.gives_text(&activated(1, ""));
        activate(&agent, key("K-1"), 0).unwrap();
        assert_eq!(asked(&world), ["activate_license", "activate_license"]);
    }
}

#[test]
fn a_fault_of_the_server_leaves_open_what_it_has_done() {
    let world = World::new();
    let agent = world.agent();
    world.server.says_json(500, serde_json::json!({})).gives_text(&activated(1, ""));
    activate(&agent, key("K-1"), 0).unwrap();
    assert_eq!(asked(&world), ["activate_license", "check_license"]);
}
