//! May the license on this device be used? By each policy, and after each refusal.

use super::*;

#[test]
fn each_policy_asks_as_it_does_for_ls_check() {
    let (world, _agent, activation) = activated_world();
    assert_eq!(decision(&activation, CacheFirst), (Decision::Allowed, Source::Cache));
    world.server.gives_text(&activated(1, r#""is_expired":true"#));
    assert_eq!(decision(&activation, NetworkFirst), (Decision::DeniedExpired, Source::Network));
    assert_eq!(decision(&activation, CacheOnly), (Decision::DeniedExpired, Source::Cache));
    world.server.gives_text(&activated(1, ""));
    assert_eq!(decision(&activation, NetworkOnly), (Decision::Allowed, Source::Network));
    world.server.fails(Status::Tls).fails(Status::Tls);
    let entitlement = activation.check(None, NetworkFirst).unwrap();
    assert_eq!(entitlement.answer.fallback.unwrap().status(), Status::Tls);
    assert_eq!(status(activation.check(None, NetworkOnly)), Status::Tls);
}

#[test]
fn a_refusal_is_an_answer_that_holds_offline_and_beyond_the_grace() {
    for (code, expected) in [
        ("license_not_active", Decision::DeniedInactive),
        ("license_not_enabled", Decision::DeniedDisabled),
        ("blacklisted", Decision::DeniedDisabled),
        ("license_expired", Decision::DeniedExpired),
        ("trial_expired", Decision::DeniedExpired),
        ("device_not_found", Decision::DeniedNotActivated),
    ] {
        let (world, agent, activation) = activated_world();
        world.server.refuses(400, code);
        assert_eq!(decision(&activation, NetworkFirst), (expected, Source::Network), "{code}");
        assert!(activation.licenses().is_err());
        drop((agent, activation));
        let agent = world.agent();
        let activation = agent.open_activation("up").unwrap();
        assert_eq!(decision(&activation, CacheOnly), (expected, Source::Cache), "{code}");
        world.server.fails(Status::Tls);
        assert_eq!(decision(&activation, NetworkFirst), (expected, Source::Cache), "{code}");
        world.clock.set(NOW + 1_000_000);
        assert_eq!(decision(&activation, CacheOnly), (expected, Source::Cache), "{code}");
        world.server.fails(Status::Tls);
        assert_eq!(decision(&activation, NetworkFirst), (expected, Source::Cache), "{code}");
        world.server.gives_text(&activated(1, ""));
        assert_eq!(decision(&activation, NetworkFirst), (Decision::Allowed, Source::Network));
        assert_eq!(decision(&activation, CacheOnly), (Decision::Allowed, Source::Cache), "{code}");
    }
}

#[test]
fn what_is_no_refusal_of_the_license_is_an_error_and_changes_nothing() {
    let (world, _agent, activation) = activated_world();
    for (http_status, code, expected) in [
        (400, "license_not_found", Status::Refused),
        (400, "brand_new", Status::Refused),
        (401, "brand_new", Status::Credentials),
        (400, "unknown_product", Status::Refused),
    ] {
        world.server.refuses(http_status, code);
        assert_eq!(status(activation.check(None, NetworkFirst)), expected, "{code}");
        assert_eq!(decision(&activation, CacheOnly).0, Decision::Allowed, "{code}");
    }
    for (http_status, body) in [
        (400, serde_json::json!({"code": "blacklisted", "message": "m"})),
        (400, serde_json::json!({"status": 401, "code": "blacklisted", "message": "m"})),
        (403, serde_json::json!({"status": "403", "code": "blacklisted", "message": "m"})),
    ] {
        world.server.says_json(http_status, body);
        assert_eq!(decision(&activation, NetworkFirst), (Decision::Allowed, Source::Cache));
        assert_eq!(decision(&activation, CacheOnly).0, Decision::Allowed);
    }
}

#[test]
fn what_floats_is_never_asked_about() {
    let world = World::new();
    let agent = world.agent();
    world.server.gives_text(&activated(1, r#""is_floating_cloud":true"#));
    let activation = activate(&agent, key("K-1"), 0).unwrap();
    for policy in [NetworkFirst, CacheFirst, NetworkOnly, CacheOnly] {
        assert_eq!(decision(&activation, policy), (Decision::DeniedNoSeat, Source::Cache));
    }
    for later in [100_000, 1_000_000] {
        world.clock.set(NOW + later);
        assert_eq!(decision(&activation, CacheFirst), (Decision::DeniedNoSeat, Source::Cache));
    }
    assert_eq!(asked(&world), ["activate_license"]);
}

const FEATURES: &str =
    r#""product_features":[{"code":"export"},{"code":"solver","is_floating":true}]"#;

fn feature(activation: &Activation, code: &str, policy: Policy) -> Decision {
    activation.check(Some(code), policy).unwrap().verdict.decision
}

#[test]
fn a_feature_is_asked_about_where_the_server_has_answered_and_does_not_float() {
    let (world, _agent, activation) = activated_world();
    let with_features = activated(1, FEATURES);
    world.server.gives_text(&with_features);
    world.server.gives_text(r#"{"code":"export","license_id":1,"expiry_date":"2020-01-01"}"#);
    assert_eq!(feature(&activation, "export", NetworkOnly), Decision::DeniedFeatureExpired);
    world.server.gives_text(&with_features);
    assert_eq!(feature(&activation, "solver", NetworkOnly), Decision::DeniedNoSeat);
    world.server.gives_text(&with_features);
    assert_eq!(feature(&activation, "none", NetworkOnly), Decision::DeniedNoFeature);
    assert_eq!(feature(&activation, "export", CacheFirst), Decision::Allowed);
    let asked = asked(&world);
    let of_features = asked.iter().filter(|what| *what == "check_license_feature").count();
    assert_eq!((of_features, asked.len()), (1, 5));
}

#[test]
fn what_the_server_says_against_a_feature_decides() {
    for (code, expected) in [
        ("invalid_license_feature_code", Decision::DeniedNoFeature),
        ("floating_not_available", Decision::DeniedNoSeat),
        ("license_not_enabled", Decision::DeniedDisabled),
        ("device_not_found", Decision::DeniedNotActivated),
    ] {
        let (world, _agent, activation) = activated_world();
        world.server.gives_text(&activated(1, FEATURES)).refuses(400, code);
        assert_eq!(feature(&activation, "export", NetworkFirst), expected, "{code}");
    }
    let (world, _agent, activation) = activated_world();
    world.server.gives_text(&activated(1, FEATURES)).fails(Status::Tls);
    let entitlement = activation.check(Some("export"), NetworkFirst).unwrap();
    assert_eq!(entitlement.verdict.decision, Decision::Allowed);
    assert_eq!(entitlement.answer.fallback.unwrap().status(), Status::Tls);
    world.server.gives_text(&activated(1, FEATURES)).fails(Status::Tls);
    assert_eq!(status(activation.check(Some("export"), NetworkOnly)), Status::Tls);
}

#[test]
fn the_grace_and_the_clock_are_those_of_ls_check() {
    let (world, _agent, activation) = activated_world();
    world.clock.set(NOW + 172_800);
    assert_eq!(decision(&activation, CacheOnly).0, Decision::Allowed);
    world.clock.set(NOW + 172_801);
    assert_eq!(status(activation.check(None, CacheOnly)), Status::CacheExpired);
    world.clock.set(NOW);
    assert_eq!(status(activation.check(None, CacheOnly)), Status::Clock);
}

#[test]
fn a_refresh_in_the_background_is_reported_with_the_one_license_or_the_refusal() {
    let (world, agent, activation) = activated_world();
    world.server.gives_text(&activated(1, r#""is_trial":true"#)).refuses(400, "blacklisted");
    world.clock.set(NOW + 4000);
    assert_eq!(decision(&activation, CacheFirst), (Decision::Allowed, Source::Cache));
    world.refreshes(&agent);
    assert_eq!(world.reported(1), [Ok(1)]);
    world.clock.set(NOW + 8000);
    while !agent.rooms.requests.is_idle() {
        std::thread::yield_now();
    }
    assert_eq!(decision(&activation, CacheFirst), (Decision::Allowed, Source::Cache));
    world.refreshes(&agent);
    assert_eq!(world.reported(2)[1], Err(Status::Refused));
    assert_eq!(decision(&activation, CacheOnly), (Decision::DeniedDisabled, Source::Cache));
}
