//! A license on this device: how it gets here, what is asked about it, and what is known of it afterwards.

mod checking;
mod deactivating;
mod offline;
mod settling;

use super::world::*;
use crate::agent::{ActivateRequest, Activation, Agent};
use crate::api::{Identity, Who};
use crate::error::{Error, Status};
use crate::results::Source;
use crate::rules::entitlement::Decision;
use crate::rules::policy::Policy::{self, *};
use crate::secret::Secret;

fn key(key: &str) -> Who {
    Who::LicenseKey(Secret::new(key))
}

fn user(password: &str) -> Who {
    Who::SignIn(Identity::Password { username: "a@b.c".into(), password: Secret::new(password) })
}

fn activate(agent: &Agent, who: Who, license_id: i64) -> Result<Activation, Error> {
    agent.activate(ActivateRequest::new("up".into(), who, license_id)?)
}

/// An activated license of the key K-1.
fn activated_world() -> (World, Agent, Activation) {
    let world = World::new();
    let agent = world.agent();
    world.server.gives_text(&activated(1, ""));
    let activation = activate(&agent, key("K-1"), 0).unwrap();
    (world, agent, activation)
}

fn decision(activation: &Activation, policy: Policy) -> (Decision, Source) {
    let entitlement = activation.check(None, policy).unwrap();
    (entitlement.verdict.decision, entitlement.answer.source)
}

fn asked(world: &World) -> Vec<String> {
    world.server.requests().into_iter().map(|asked| asked.what).collect()
}

/// The answer to an activation by a user.
fn activated_user(id: i64) -> String {
    activated(id, r#""user":{"email":"a@b.c"}"#).replace(r#""license_key":"K-1","#, "")
}

#[test]
fn what_was_activated_is_open_and_usable_from_the_store() {
    let (world, agent, activation) = activated_world();
    assert_eq!((activation.device().hardware_id.as_str(), activation.device_id()), ("d", Some(7)));
    drop((agent, activation));
    let agent = world.agent();
    let opened = agent.open_activation("up").unwrap();
    assert_eq!(opened.device_id(), Some(7));
    assert_eq!(decision(&opened, CacheOnly), (Decision::Allowed, Source::Cache));
    assert_eq!(opened.licenses().unwrap().data.0[0].id.get(), Some(1));
    assert_eq!(asked(&world), ["activate_license"]);
}

#[test]
fn another_device_user_or_product_finds_nothing() {
    let (world, agent, _) = activated_world();
    assert_eq!(status(agent.open_activation("other")), Status::NotActivated);
    let other = world.agent_with(|config| config.set_device_id("e"));
    assert_eq!(status(other.open_activation("up")), Status::NotActivated);
    let off = world.agent_with(|config| config.set_cache_enabled(false));
    assert_eq!(status(off.open_activation("up")), Status::NotActivated);
    assert_eq!(status(activate(&off, key("K-1"), 0)), Status::Config);
    assert_eq!(world.server.asked(), 1);
}

#[test]
fn what_is_active_is_returned_again_after_asking_and_not_activated_twice() {
    let (world, agent, activation) = activated_world();
    world.server.gives_text(&activated(1, r#""license_active":true"#));
    let again = activate(&agent, key("k-1"), 0).unwrap();
    assert_eq!(again.device(), activation.device());
    assert_eq!(asked(&world), ["activate_license", "check_license"]);
    world.server.refuses(400, "device_not_found").gives_text(&activated(1, ""));
    activate(&agent, key("K-1"), 0).unwrap();
    assert_eq!(asked(&world)[2..], ["check_license", "activate_license"]);
}

#[test]
fn a_license_goes_on_under_the_id_by_which_it_was_activated() {
    let (world, agent, _) = activated_world();
    let activations = &agent.client.rooms.activations;
    let mut record = activations.read("up").unwrap();
    // As another version of the library would have computed it.
    record.held.as_mut().unwrap().device.hardware_id = "former".into();
    activations.write("up", &record, NOW).unwrap();
    let of_former = activated(1, "").replace(r#":"d""#, r#":"former""#);
    let opened = agent.open_activation("up").unwrap();
    // An answer about another id than the one that was asked about is refused.
    world.server.gives_text(&of_former);
    assert_eq!(decision(&opened, NetworkOnly), (Decision::Allowed, Source::Network));
    world.server.refuses(400, "device_not_found").gives_text(&of_former);
    let again = activate(&agent, key("K-1"), 0).unwrap();
    assert_eq!(opened.device().hardware_id, "former");
    assert_eq!(again.device().hardware_id, "former");
    assert_eq!(asked(&world)[1..], ["check_license", "check_license", "activate_license"]);
}

#[test]
fn another_license_takes_the_place_of_the_former_one() {
    let (world, agent, former) = activated_world();
    world.server.gives_text(&activated(2, "").replace("K-1", "K-2"));
    let next = activate(&agent, key("K-2"), 0).unwrap();
    assert_eq!(decision(&next, CacheOnly).0, Decision::Allowed);
    assert_eq!(status(former.check(None, CacheOnly)), Status::NotActivated);
    assert_eq!(status(former.deactivate()), Status::NotActivated);
    assert_eq!(agent.open_activation("up").unwrap().device().license_id, Some(2));
}

#[test]
fn a_refused_activation_leaves_the_former_one_alone() {
    let (world, agent, former) = activated_world();
    for (code, expected) in [
        ("license_activated_max_times", Status::ActivationLimit),
        ("licenseUserActivatedMaxTimes", Status::ActivationLimit),
        ("license_transferred_max_times", Status::ActivationLimit),
        ("license_not_found", Status::Refused),
        ("license_expired", Status::Refused),
        ("blacklisted", Status::Refused),
        ("trial_not_allowed", Status::NotAllowed),
        ("missing_hardware_id", Status::Refused),
        ("brand_new", Status::Refused),
    ] {
        world.server.refuses(400, code);
        let error = activate(&agent, key("K-2"), 0).err().unwrap();
        assert_eq!((error.status(), error.code()), (expected, Some(code)));
        assert_eq!(decision(&former, CacheOnly).0, Decision::Allowed);
    }
    world.server.refuses(401, "wrong_password");
    assert_eq!(status(activate(&agent, user("p"), 5)), Status::Credentials);
}

#[test]
fn only_a_genuine_answer_about_this_device_holder_and_product_activates() {
    for (from, to) in [
        (r#""hardware_id":"d""#, r#""hardware_id":"e""#),
        ("K-1", "K-2"),
        (r#""license_key":"K-1""#, r#""user":{"email":"a@b.c"}"#),
        (r#""short_code":"up""#, r#""short_code":"down""#),
    ] {
        let world = World::new();
        let agent = world.agent();
        let other = activated(1, "").replace(from, to);
        world.server.gives_text(&other).gives_text(&other);
        assert_eq!(status(activate(&agent, key("K-1"), 0)), Status::Mismatch, "{other}");
        // The server may hold an activation.
        assert_eq!(status(agent.open_activation("up")), Status::Uncertain, "{other}");
    }
    let world = World::new();
    let agent = world.agent();
    world.server.gives_text(&activated(1, "").replace(r#""hardware_id":"d","#, ""));
    world.server.fails(Status::Tls);
    assert_eq!(status(activate(&agent, key("K-1"), 0)), Status::Mismatch);
    let world = World::new();
    let agent = world.agent_with(|config| config.set_product_id("up", 9).unwrap());
    let of_product =
        |id: i64| activated(1, "").replace("\"up\"", &format!("\"up\",\"product_id\":{id}"));
    world.server.gives_text(&of_product(8)).gives_text(&of_product(8));
    assert_eq!(status(activate(&agent, key("K-1"), 0)), Status::Mismatch);
    world.server.gives_text(&of_product(9));
    activate(&agent, key("K-1"), 0).unwrap();
    assert_eq!(asked(&world).last().unwrap(), "check_license");
}

#[test]
fn a_user_of_several_usable_licenses_has_to_choose() {
    let world = World::new();
    let agent = world.agent();
    let license = |id: i64, enabled: bool| {
        format!(
            r#"{{"license":{{"id":{id},"license_enabled":{enabled},"product_details":{{"short_code":"up"}}}},"user":{{"email":"a@b.c"}}}}"#
        )
    };
    let list = |licenses: &[String]| format!("[{}]", licenses.join(","));
    world.server.gives_text(&list(&[license(1, true), license(2, true)]));
    let error = activate(&agent, user("p"), 0).err().unwrap();
    assert_eq!(error.status(), Status::InvalidArgument);
    assert!(error.message().starts_with("license_id: "), "{error:?}");
    world.server.gives_text(&list(&[license(1, false), license(2, true), license(3, false)]));
    world.server.gives_text(&activated_user(2));
    assert_eq!(activate(&agent, user("p"), 0).unwrap().device().license_id, Some(2));
    // The one that this device has is meant, of whichever there are.
    world.server.gives_text(&list(&[license(1, true), license(2, true)]));
    world.server.gives_text(&activated_user(2));
    assert_eq!(activate(&agent, user("p"), 0).unwrap().device().license_id, Some(2));
    assert_eq!(
        asked(&world),
        ["user_licenses", "user_licenses", "activate_license", "user_licenses", "check_license"]
    );
}

#[test]
fn a_code_needs_the_license_and_a_negative_number_is_none() {
    let code = || {
        let customer_account_code = "acme".to_owned();
        let code = Secret::new("c");
        Who::SignIn(Identity::Code { code, customer_account_code, redirect_uri: None })
    };
    let world = World::new();
    let agent = world.agent();
    for (who, id) in [(code(), 0), (key("K-1"), -1), (user("p"), i64::MIN)] {
        let error = activate(&agent, who, id).err().unwrap();
        assert_eq!(error.status(), Status::InvalidArgument);
        assert!(error.message().starts_with("license_id: "), "{error:?}");
    }
    world.server.gives_text(&activated_user(3));
    assert_eq!(activate(&agent, code(), 3).unwrap().device().who, Who::Username("a@b.c".into()));
    assert_eq!(asked(&world), ["activate_license"]);
}

#[test]
fn a_remembered_user_without_a_password_signs_in_first() {
    let world = World::new();
    let who = Who::SignIn(Identity::Remembered { username: None });
    assert_eq!(status(activate(&world.agent(), who, 0)), Status::InvalidArgument);
    assert_eq!(world.server.asked(), 0);
}

#[test]
fn a_handle_outlives_its_agent_and_then_says_that_it_is_cancelled() {
    let (_world, agent, activation) = activated_world();
    drop(agent);
    assert_eq!(status(activation.check(None, CacheOnly)), Status::Cancelled);
    assert_eq!(status(activation.licenses()), Status::Cancelled);
    assert_eq!(status(activation.deactivate()), Status::Cancelled);
    assert_eq!(status(activation.start_check(None, CacheOnly, |_| ())), Status::Cancelled);
}

#[test]
fn forgetting_everybody_leaves_the_license_of_the_device() {
    let (world, agent, activation) = activated_world();
    world.server.gives(license(1));
    agent.ask(&password("p"), NetworkFirst).unwrap();
    agent.forget(None).unwrap();
    assert_eq!(status(agent.ask(&password("p"), CacheOnly)), Status::NotCached);
    assert_eq!(decision(&activation, CacheOnly).0, Decision::Allowed);
    agent.forget(Some("a@b.c")).unwrap();
    assert_eq!(
        decision(&world.agent().open_activation("up").unwrap(), CacheOnly).0,
        Decision::Allowed
    );
}

#[test]
fn an_activation_does_not_become_the_user_who_signed_in_last() {
    let (world, agent, activation) = activated_world();
    world.server.gives(license(5)).gives_text(&activated(1, ""));
    agent.ask(&password("p"), NetworkOnly).unwrap();
    activation.check(None, NetworkOnly).unwrap();
    assert_eq!(id_of(&agent.ask(&remembered(None), CacheOnly).unwrap()), 5);
}
