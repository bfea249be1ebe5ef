//! By files, without a network: the server is never asked here.

use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::key;
use crate::agent::tests::world::*;
use crate::agent::{ActivateRequest, Activation, Agent};
use crate::api::testing::sign;
use crate::api::{Identity, Who};
use crate::clock::http_date;
use crate::error::{Error, Status};
use crate::rules::entitlement::Decision;
use crate::rules::policy::Policy::{CacheOnly, NetworkFirst, NetworkOnly};
use crate::secret::Secret;

const YEAR: i64 = 31_536_000;

/// The folder of the files that a person carries.
struct Stick(tempfile::TempDir);

impl Stick {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn request(&self) -> PathBuf {
        self.path("activate_offline.req")
    }

    /// A file as the portal writes it.
    fn put(&self, name: &str, json: &str) -> PathBuf {
        let signature = sign(json.as_bytes());
        let begin = json.strip_suffix('}').unwrap();
        let json =
            format!(r#"{begin},"license_signature":"b2xk","license_signature_v2":"{signature}"}}"#);
        fs::write(self.path(name), BASE64_STANDARD.encode(json)).unwrap();
        self.path(name)
    }

    /// The portal's answer to the request, with more members.
    fn answer(&self, id: i64, more: &str) -> PathBuf {
        let request = decoded(&self.request());
        let request_id = request["request_id"].as_str().unwrap();
        let comma = if more.is_empty() { "" } else { "," };
        let more =
            format!(r#""request_id":"{request_id}","date":"{}"{comma}{more}"#, http_date(NOW));
        self.put("ls_activation.lic", &activated(id, &more))
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn decoded(path: &Path) -> Value {
    let json = BASE64_STANDARD.decode(fs::read(path).unwrap()).unwrap();
    serde_json::from_slice(&json).unwrap()
}

fn by_key() -> ActivateRequest {
    ActivateRequest::new("up".into(), key("K-1"), 0).unwrap()
}

/// A license that was activated by files.
fn activated_offline(world: &World, stick: &Stick) -> (Agent, Activation) {
    let agent = world.agent();
    agent.write_offline_request(by_key(), &stick.request()).unwrap();
    let answer = stick.answer(5, "");
    agent.activate_by_file("up", &answer).unwrap();
    reopened(world)
}

/// As the next start of the application has it.
fn reopened(world: &World) -> (Agent, Activation) {
    let agent = world.agent();
    let activation = agent.open_activation("up").unwrap();
    (agent, activation)
}

fn decision(activation: &Activation) -> Result<Decision, Status> {
    let checked = activation.check(None, CacheOnly);
    checked.map(|entitlement| entitlement.verdict.decision).map_err(|error| error.status())
}

fn says(result: Result<impl Sized, Error>, status: Status, words: &str) {
    let error = result.err().expect("it fails");
    assert_eq!(error.status(), status, "{}", error.message());
    assert!(error.message().contains(words), "{}", error.message());
}

#[test]
fn a_license_is_activated_by_files_and_checked_without_end_and_without_a_server() {
    let (world, stick) = (World::new(), Stick::new());
    let (_agent, activation) = activated_offline(&world, &stick);
    assert_eq!(activation.device().license_id, Some(5));
    for _ in 0..3 {
        assert_eq!(decision(&activation), Ok(Decision::Allowed));
        assert_eq!(decision(&reopened(&world).1), Ok(Decision::Allowed));
        world.clock.set(world.clock.now() + YEAR);
    }
    assert_eq!(world.server.asked(), 0);
    assert_eq!(stick.names(), ["activate_offline.req", "ls_activation.lic"]);
}

#[test]
fn it_ends_with_its_license_by_a_clock_that_cannot_be_turned_back() {
    let (world, stick) = (World::new(), Stick::new());
    world.agent().write_offline_request(by_key(), &stick.request()).unwrap();
    let answer = stick.answer(5, r#""validity_period":"2030-02-15""#);
    world.agent().activate_by_file("up", &answer).unwrap();
    assert_eq!(decision(&reopened(&world).1), Ok(Decision::Allowed));
    world.clock.set(world.clock.now() + YEAR);
    assert_eq!(decision(&reopened(&world).1), Ok(Decision::DeniedExpired));
    world.clock.set(world.clock.now() - YEAR);
    assert_eq!(decision(&reopened(&world).1), Err(Status::Clock));
}

#[test]
fn a_policy_that_asks_the_server_asks_it_as_usual() {
    let (world, stick) = (World::new(), Stick::new());
    let (_agent, activation) = activated_offline(&world, &stick);
    world.server.gives_text(&activated(5, r#""is_expired":true"#));
    let checked = activation.check(None, NetworkOnly).unwrap();
    assert_eq!(checked.verdict.decision, Decision::DeniedExpired);
    world.server.refuses(400, "license_not_enabled");
    let checked = activation.check(None, NetworkFirst).unwrap();
    assert_eq!(checked.verdict.decision, Decision::DeniedDisabled);
    assert_eq!(decision(&reopened(&world).1), Ok(Decision::DeniedDisabled));
    assert_eq!(world.server.asked(), 2);
}

#[test]
fn a_network_that_fails_leaves_an_offline_activation_as_it_is() {
    let (world, stick) = (World::new(), Stick::new());
    let (_agent, activation) = activated_offline(&world, &stick);
    world.clock.set(world.clock.now() + YEAR);
    for _ in 0..3 {
        world.server.fails(Status::Network);
    }
    let checked = activation.check(None, NetworkFirst).unwrap();
    assert!(checked.verdict.decision.is_allowed() && checked.answer.fallback.is_some());
}

#[test]
fn the_request_is_of_this_device_and_every_request_has_an_id_of_its_own() {
    let (world, stick) = (World::new(), Stick::new());
    world.agent().write_offline_request(by_key(), &stick.request()).unwrap();
    let first = decoded(&stick.request());
    for (name, value) in [
        ("license_key", "K-1"),
        ("hardware_id", "d"),
        ("product", "up"),
        ("api_key", "k"),
        ("request", "activation"),
        ("date", &http_date(NOW)),
    ] {
        assert_eq!(first[name], value, "{name}");
    }
    world.agent().write_offline_request(by_key(), &stick.request()).unwrap();
    assert_ne!(decoded(&stick.request())["request_id"], first["request_id"]);
}

#[test]
fn only_a_key_or_a_password_can_be_carried() {
    let (world, stick) = (World::new(), Stick::new());
    let request = |identity| ActivateRequest::new("up".into(), Who::SignIn(identity), 7).unwrap();
    let password = Identity::Password { username: "a@b.c".into(), password: Secret::new("p") };
    world.agent().write_offline_request(request(password), &stick.request()).unwrap();
    let written = decoded(&stick.request());
    assert_eq!((&written["username"], &written["password"]), (&"a@b.c".into(), &"p".into()));
    assert_eq!(written["license_id"], 7);
    let account = || "acme".to_owned();
    for identity in [
        Identity::IdToken { id_token: Secret::new("t"), customer_account_code: account() },
        Identity::Code {
            code: Secret::new("c"),
            customer_account_code: account(),
            redirect_uri: None,
        },
    ] {
        let refused = world.agent().write_offline_request(request(identity), &stick.path("x"));
        says(refused, Status::InvalidArgument, "credentials");
    }
    let remembered = Identity::Remembered { username: Some("a@b.c".into()) };
    let refused = world.agent().write_offline_request(request(remembered), &stick.path("x"));
    assert!(refused.is_err());
    assert_eq!(stick.names(), ["activate_offline.req"]);
}

#[test]
fn an_answer_counts_for_the_last_request_and_once() {
    let (world, stick) = (World::new(), Stick::new());
    let agent = world.agent();
    agent.write_offline_request(by_key(), &stick.request()).unwrap();
    let first = stick.answer(5, "");
    fs::copy(&first, stick.path("first")).unwrap();
    agent.write_offline_request(by_key(), &stick.request()).unwrap();
    says(agent.activate_by_file("up", &stick.path("first")), Status::Mismatch, "another request");
    let second = stick.answer(5, "");
    agent.activate_by_file("up", &second).unwrap();
    says(agent.activate_by_file("up", &second), Status::Mismatch, "no request");
}

#[test]
fn an_answer_for_another_device_product_holder_or_moment_says_so() {
    let (world, stick) = (World::new(), Stick::new());
    let agent = world.agent();
    agent.write_offline_request(by_key(), &stick.request()).unwrap();
    let good = BASE64_STANDARD.decode(fs::read(stick.answer(5, "")).unwrap()).unwrap();
    let good = String::from_utf8(good).unwrap();
    let good = good.split_once(",\"license_signature\"").unwrap().0.to_owned() + "}";
    let activate = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        agent.activate_by_file("up", &stick.put("other.lic", &good.replace(from, to)))
    };
    says(activate("\"hardware_id\":\"d\"", "\"hardware_id\":\"e\""), Status::Mismatch, "device");
    says(activate("\"short_code\":\"up\"", "\"short_code\":\"UP\""), Status::Mismatch, "product");
    says(activate("\"K-1\"", "\"K-2\""), Status::Mismatch, "somebody else");
    let date = |offset: i64| http_date(NOW + offset);
    says(activate(&date(0), &date(90_000)), Status::Clock, "set the clock");
    assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
    assert!(activate(&date(0), &date(3_600)).is_ok(), "a clock may be a little behind");
    assert_eq!(world.server.asked(), 0);
}

#[test]
fn what_is_no_file_or_cannot_be_written_names_the_path() {
    let (world, stick) = (World::new(), Stick::new());
    let agent = world.agent();
    let missing = stick.path("missing/file");
    says(agent.write_offline_request(by_key(), &missing), Status::InvalidArgument, "path:");
    says(agent.activate_by_file("up", &missing), Status::InvalidArgument, "path:");
    says(agent.activate_by_file("up", stick.0.path()), Status::InvalidArgument, "path:");
    let (_agent, activation) = activated_offline(&world, &stick);
    says(activation.write_deactivation(&missing), Status::InvalidArgument, "path:");
    fs::create_dir(stick.path("taken")).unwrap();
    let taken = stick.path("taken");
    says(activation.write_deactivation(&taken), Status::InvalidArgument, "path:");
    assert_eq!(decision(&reopened(&world).1), Ok(Decision::Allowed), "nothing has changed");
    says(activation.refresh_by_file(&missing), Status::InvalidArgument, "path:");
}

#[test]
fn a_refresh_brings_newer_facts_and_never_older_ones() {
    let (world, stick) = (World::new(), Stick::new());
    let (_agent, activation) = activated_offline(&world, &stick);
    let refresh = |date: i64, more: &str| {
        let date = format!(r#""date":"{}"{more}"#, http_date(NOW + date));
        activation.refresh_by_file(&stick.put("license_refresh.lic", &activated(5, &date)))
    };
    world.clock.set(NOW + 100);
    refresh(100, r#","validity_period":"2030-02-15""#).unwrap();
    let license = activation.licenses().unwrap();
    assert_eq!(license.data.0[0].validity_period.seconds(), Some(1_897_344_000));
    says(refresh(99, ""), Status::Mismatch, "older");
    says(refresh(90_100 + 100, ""), Status::Clock, "clock");
    refresh(101, "").unwrap();
    assert_eq!(activation.licenses().unwrap().data.0[0].validity_period.seconds(), None);
    let other = stick.put("other.lic", &activated(6, ""));
    says(activation.refresh_by_file(&other), Status::Mismatch, "another license");
    let elsewhere = activated(5, "").replace("\"d\"", "\"e\"");
    let elsewhere = stick.put("elsewhere.lic", &elsewhere);
    says(activation.refresh_by_file(&elsewhere), Status::Mismatch, "another device");
}

#[test]
fn a_refresh_lifts_no_refusal_and_an_answer_to_a_new_request_does() {
    let (world, stick) = (World::new(), Stick::new());
    let (_agent, activation) = activated_offline(&world, &stick);
    let former = stick.path("ls_activation.lic");
    world.server.refuses(400, "blacklisted");
    activation.check(None, NetworkOnly).unwrap();
    says(activation.refresh_by_file(&former), Status::Refused, "refused");
    assert_eq!(decision(&reopened(&world).1), Ok(Decision::DeniedDisabled));
    world.agent().write_offline_request(by_key(), &stick.request()).unwrap();
    let answer = stick.answer(5, "");
    world.agent().activate_by_file("up", &answer).unwrap();
    assert_eq!(decision(&reopened(&world).1), Ok(Decision::Allowed));
}

#[test]
fn a_license_that_was_given_up_by_a_file_is_gone_and_its_answer_does_not_bring_it_back() {
    let (world, stick) = (World::new(), Stick::new());
    let (_agent, activation) = activated_offline(&world, &stick);
    let file = stick.path("deactivate_offline.req");
    activation.write_deactivation(&file).unwrap();
    let written = decoded(&file);
    assert_eq!(
        (&written["request"], &written["license_key"]),
        (&"deactivation".into(), &"K-1".into())
    );
    assert_eq!(written.get("password"), None);
    assert_eq!(decision(&activation), Err(Status::NotActivated));
    assert_eq!(status(world.agent().open_activation("up")), Status::NotActivated);
    says(activation.write_deactivation(&file), Status::NotActivated, "no license");
    let again = world.agent().activate_by_file("up", &stick.path("ls_activation.lic"));
    says(again, Status::Mismatch, "no request");
    assert_eq!(world.server.asked(), 0);
}

#[test]
fn an_answer_that_was_not_read_yet_does_not_outlive_the_deactivation() {
    let (world, stick) = (World::new(), Stick::new());
    let (_agent, activation) = activated_offline(&world, &stick);
    world.agent().write_offline_request(by_key(), &stick.request()).unwrap();
    let unread = stick.answer(5, "");
    activation.write_deactivation(&stick.path("deactivate_offline.req")).unwrap();
    says(world.agent().activate_by_file("up", &unread), Status::Mismatch, "no request");
}

#[test]
fn what_was_activated_online_can_be_given_up_by_a_file() {
    let (world, stick) = (World::new(), Stick::new());
    world.server.gives_text(&activated(5, ""));
    let agent = world.agent();
    let activation = agent.activate(by_key()).unwrap();
    activation.write_deactivation(&stick.path("d.req")).unwrap();
    assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
    assert_eq!(decoded(&stick.path("d.req"))["license_id"], 5);
}
