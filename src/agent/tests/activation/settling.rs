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

fn code(code: &str) -> Who {
    let (code, customer_account_code) = (Secret::new(code), "acme".to_owned());
    Who::SignIn(Identity::Code { code, customer_account_code, redirect_uri: None })
}

#[test]
fn after_a_code_the_next_one_finds_out_and_is_used_up_by_that() {
    let world = World::new();
    let agent = world.agent();
    world.server.loses_the_answer();
    assert_eq!(status(activate(&agent, code("1"), 3)), Status::Uncertain);
    world.server.gives_text(&activated_user(3));
    activate(&agent, code("2"), 3).unwrap();
    assert_eq!(asked(&world), ["activate_license", "check_license"]);

    let world = World::new();
    let agent = world.agent();
    world.server.loses_the_answer().refuses(400, "device_not_found");
    assert_eq!(status(activate(&agent, code("1"), 3)), Status::Uncertain);
    let error = activate(&agent, code("2"), 3).err().unwrap();
    assert_eq!(error.status(), Status::NotActivated);
    assert!(error.message().contains("sign in once more"), "{error:?}");
    world.server.gives_text(&activated_user(3));
    activate(&agent, code("3"), 3).unwrap();
    assert_eq!(asked(&world)[2..], ["activate_license"]);
}

#[test]
fn a_token_finds_out_by_itself() {
    let world = World::new();
    let agent = world.agent();
    let token = || {
        let (id_token, customer_account_code) = (Secret::new("t"), "acme".to_owned());
        Who::SignIn(Identity::IdToken { id_token, customer_account_code })
    };
    world.server.loses_the_answer().gives_text(&activated_user(3));
    let activation = activate(&agent, token(), 3).unwrap();
    assert_eq!(activation.device().who, Who::Username("a@b.c".into()));
    assert_eq!(asked(&world), ["activate_license", "check_license"]);
}

#[test]
fn an_activation_that_is_cancelled_may_have_arrived() {
    let world = World::new();
    let agent = world.agent();
    world.server.hangs();
    let request = ActivateRequest::new("up".into(), key("K-1"), 0).unwrap();
    let ended = crate::run::Handoff::new();
    let give = ended.clone();
    let task = agent
        .start_activate(request, move |result| give.give(result.map(drop).map_err(|e| e.status())))
        .unwrap();
    while world.server.asked() == 0 {
        std::thread::yield_now();
    }
    task.cancel();
    let outcome = ended.take_within(std::time::Duration::from_secs(60)).unwrap();
    assert_eq!(outcome, Err(Status::Cancelled));
    assert_eq!(status(agent.open_activation("up")), Status::Uncertain);
    world.server.gives_text(&activated(1, ""));
    activate(&agent, key("K-1"), 0).unwrap();
    assert_eq!(asked(&world), ["activate_license", "check_license"]);
}

#[test]
fn a_device_that_the_server_has_forgotten_is_activated_again_under_its_id() {
    let (world, agent, activation) = activated_world();
    world.server.refuses(400, "device_not_found");
    assert_eq!(decision(&activation, NetworkFirst).0, Decision::DeniedNotActivated);
    world.server.refuses(400, "device_not_found").gives_text(&activated(1, ""));
    let again = activate(&agent, key("K-1"), 0).unwrap();
    assert_eq!(again.device(), activation.device());
    assert_eq!(decision(&activation, CacheOnly).0, Decision::Allowed);
}
