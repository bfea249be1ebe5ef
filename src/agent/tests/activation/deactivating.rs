//! How the license on this device is given up.

use super::*;

/// Text, which nobody has signed.
fn says(world: &World, text: &str) {
    let text = text.to_owned();
    world.server.says(move |_| Ok(crate::transport::Response::new(200, text)));
}

#[test]
fn what_is_deactivated_is_forgotten() {
    for done in ["license_deactivated", "\"license_deactivated\"\n"] {
        let (world, agent, activation) = activated_world();
        says(&world, done);
        activation.deactivate().unwrap();
        assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
        assert_eq!(status(activation.check(None, CacheOnly)), Status::NotActivated);
        assert_eq!(status(activation.deactivate()), Status::NotActivated);
        assert_eq!(asked(&world), ["activate_license", "deactivate_license"]);
    }
}

#[test]
fn what_the_server_does_not_know_any_more_is_done() {
    for code in ["device_not_found", "license_not_active"] {
        let (world, agent, activation) = activated_world();
        world.server.refuses(400, code);
        activation.deactivate().unwrap();
        assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
    }
}

#[test]
fn without_a_network_nothing_changes() {
    for failure in [Status::Network, Status::Timeout, Status::Tls, Status::Proxy] {
        let (world, agent, activation) = activated_world();
        world.server.fails(failure);
        assert_eq!(status(activation.deactivate()), failure);
        assert_eq!(decision(&activation, CacheOnly), (Decision::Allowed, Source::Cache));
        assert!(agent.open_activation("up").is_ok());
    }
}

#[test]
fn a_refusal_leaves_it_and_is_remembered_if_it_speaks_of_the_license() {
    let (world, _agent, activation) = activated_world();
    world.server.refuses(400, "license_not_found");
    assert_eq!(status(activation.deactivate()), Status::Refused);
    assert_eq!(decision(&activation, CacheOnly).0, Decision::Allowed);
    world.server.refuses(400, "license_not_enabled");
    assert_eq!(status(activation.deactivate()), Status::Refused);
    assert_eq!(decision(&activation, CacheOnly).0, Decision::DeniedDisabled);
}

#[test]
fn a_lost_answer_is_settled_by_asking() {
    let (world, agent, activation) = activated_world();
    world.server.loses_the_answer().gives_text(&activated(1, ""));
    assert_eq!(status(activation.deactivate()), Status::Network);
    assert_eq!(decision(&activation, CacheOnly).0, Decision::Allowed);
    world.server.loses_the_answer().refuses(400, "device_not_found");
    activation.deactivate().unwrap();
    assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
}

#[test]
fn what_cannot_be_settled_is_not_usable_from_the_store_until_the_server_says_so() {
    let (world, agent, activation) = activated_world();
    world.server.loses_the_answer().fails(Status::Tls);
    assert_eq!(status(activation.deactivate()), Status::Uncertain);
    drop((agent, activation));
    let agent = world.agent();
    let activation = agent.open_activation("up").unwrap();
    assert_eq!(status(activation.check(None, CacheOnly)), Status::Uncertain);
    assert_eq!(status(activation.check(None, CacheFirst)), Status::Uncertain);
    assert_eq!(status(activation.licenses()), Status::Uncertain);
    world.server.fails(Status::Tls);
    assert_eq!(status(activation.check(None, NetworkFirst)), Status::Uncertain);
    world.server.gives_text(&activated(1, ""));
    assert_eq!(decision(&activation, NetworkFirst).0, Decision::Allowed);
    assert_eq!(decision(&activation, CacheOnly).0, Decision::Allowed);
}

#[test]
fn a_deactivation_that_did_not_end_is_ended_by_the_next_one() {
    let (world, agent, activation) = activated_world();
    world.server.loses_the_answer().fails(Status::Tls).refuses(400, "device_not_found");
    assert_eq!(status(activation.deactivate()), Status::Uncertain);
    activation.deactivate().unwrap();
    assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
}
