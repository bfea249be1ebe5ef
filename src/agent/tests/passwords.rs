//! A password that is changed, and a trial that is asked for.

use super::world::*;
use crate::agent::Agent;
use crate::api::ChangePassword;
use crate::config::Config;
use crate::environment::Environment;
use crate::error::{Error, Meaning, Status};
use crate::passwords::Remember;
use crate::rules::policy::Policy::{CacheOnly, NetworkOnly};
use crate::secret::Secret;
use crate::transport::Response;

fn change(username: &str, from: &str, to: &str) -> ChangePassword {
    let (password, new_password) = (Secret::new(from), Secret::new(to));
    ChangePassword { username: username.into(), password, new_password }
}

fn old_to_new() -> ChangePassword {
    change("A@b.c", "old", "new")
}

impl Server {
    fn changes_the_password(&self) -> &Self {
        self.says(|_| Ok(Response::new(200, "password_changed")))
    }
}

/// A user who has signed in with the old password.
fn signed_in() -> World {
    let world = World::new();
    world.server.gives(license(1));
    world.agent().ask(&password("old"), NetworkOnly).unwrap();
    world
}

#[test]
fn what_the_old_password_had_earned_is_the_new_ones() {
    let world = signed_in();
    world.server.changes_the_password();
    world.agent().change_password(&old_to_new()).unwrap();
    for agent in [world.agent(), world.agent()] {
        assert_eq!(id_of(&agent.ask(&password("new"), CacheOnly).unwrap()), 1);
        assert_eq!(id_of(&agent.ask(&remembered(Some("a@b.c")), CacheOnly).unwrap()), 1);
        assert_eq!(status(agent.ask(&password("old"), CacheOnly)), Status::NotCached);
    }
}

#[test]
fn in_the_process_that_changed_it_no_wrong_password_passes_by_its_12_bits() {
    let world = signed_in();
    world.server.changes_the_password();
    let agent = world.agent();
    agent.change_password(&old_to_new()).unwrap();
    let mut wrong = (0..50_000).map(|number| password(&format!("wrong {number}")));
    assert!(!wrong.any(|call| agent.ask(&call, CacheOnly).is_ok()));
}

#[test]
fn answers_of_others_and_to_other_sign_ins_stay_theirs() {
    let world = signed_in();
    world.server.changes_the_password().changes_the_password();
    let agent = world.agent();
    agent.change_password(&change("other@b.c", "old", "new")).unwrap();
    agent.change_password(&change("a@b.c", "another", "new")).unwrap();
    assert!(agent.ask(&password("old"), CacheOnly).is_ok());
    assert_eq!(status(agent.ask(&password("new"), CacheOnly)), Status::NotCached);
}

#[test]
fn a_refused_change_changes_nothing_here() {
    for (http_status, code, expected) in [
        (400, "change_password_not_allowed", Status::NotAllowed),
        (401, "wrong_password", Status::Credentials),
        (400, "too_short", Status::Refused),
    ] {
        let world = signed_in();
        world.server.refuses(http_status, code);
        let agent = world.agent();
        assert_eq!(status(agent.change_password(&old_to_new())), expected, "{code}");
        assert!(agent.ask(&password("old"), CacheOnly).is_ok());
        assert_eq!(status(agent.ask(&password("new"), CacheOnly)), Status::NotCached);
    }
}

#[test]
fn a_change_whose_answer_is_lost_is_uncertain_is_not_sent_again_and_changes_nothing_here() {
    let lost = || Error::new(Status::Network, "lost").with_request_sent(true);
    type Answer = Box<dyn FnOnce() -> Result<Response, Error> + Send>;
    let answers: [Answer; 5] = [
        Box::new(move || Err(lost())),
        Box::new(move || Err(Error::new(Status::Timeout, "late").with_request_sent(true))),
        Box::new(|| Ok(Response::new(503, ""))),
        Box::new(|| Ok(Response::new(200, "<html>"))),
        Box::new(|| Ok(Response::new(200, "{}").with_header("licensesignature", "AAAA"))),
    ];
    for answer in answers {
        let world = signed_in();
        world.server.says(move |_| answer());
        let agent = world.agent();
        let error = agent.change_password(&old_to_new()).unwrap_err();
        assert_eq!((error.status(), error.meaning()), (Status::Uncertain, Meaning::NobodyKnows));
        assert!(error.message().contains("sign in with the new one"), "{}", error.message());
        assert_eq!(world.server.asked(), 2);
        assert!(agent.ask(&password("old"), CacheOnly).is_ok());
        assert_eq!(status(agent.ask(&password("new"), CacheOnly)), Status::NotCached);
    }
}

#[test]
fn a_change_that_was_never_sent_is_no_riddle() {
    for failure in [Status::Network, Status::Timeout, Status::Tls, Status::Proxy] {
        let world = signed_in();
        world.server.fails(failure);
        assert_eq!(status(world.agent().change_password(&old_to_new())), failure);
        assert_eq!(world.server.asked(), 2);
    }
}

/// Its passwords lie in the store: nobody's real keyring is asked.
fn remembering(world: &World) -> Agent {
    let remember = |config: &mut Config| config.set_remember(Remember::Anywhere);
    world.agent_as(remember, |settings| settings.net.environment = Environment::default())
}

/// The password that is remembered.
fn sent_for(world: &World) -> Option<String> {
    let agent = remembering(world);
    let password = agent.rooms.passwords.recall("a@b.c", &agent.rooms.wait())?;
    Some(password.expose().to_owned())
}

#[test]
fn a_remembered_password_is_replaced() {
    let world = World::new();
    world.server.gives(license(1)).changes_the_password();
    let agent = remembering(&world);
    agent.ask(&password("old"), NetworkOnly).unwrap();
    agent.change_password(&old_to_new()).unwrap();
    // Closing waits for the threads that save.
    drop(agent);
    assert_eq!(sent_for(&world).as_deref(), Some("new"));
}

#[test]
fn who_is_not_remembered_stays_so() {
    let world = World::new();
    world.server.changes_the_password();
    let agent = remembering(&world);
    agent.change_password(&old_to_new()).unwrap();
    drop(agent);
    assert_eq!(sent_for(&world), None);
}

#[test]
fn a_trial_is_asked_for_once_and_never_stored() {
    let world = World::new();
    let trial = include_str!("../../../tests/data/trial_key.user_new.200.json");
    world.server.says(move |request| {
        let query = request.query.expose();
        assert_eq!(query, "product=example&hardware_id=d&email=user%40example.com");
        assert!(!request.idempotent);
        Ok(signed_text(trial))
    });
    let agent = world.agent();
    let trial = agent.request_trial("example", Some("user@example.com")).unwrap();
    assert_eq!(trial.initial_password.0.as_str(), Some("example-initial-1"));
    assert_eq!(std::fs::read_dir(world.folder()).unwrap().count(), 0);
    world.server.fails(Status::Network);
    assert_eq!(status(agent.request_trial("example", None)), Status::Network);
    assert_eq!(world.server.asked(), 2);
}
