//! Large answers, which are written while they are read.

use std::time::Duration;

use serde_json::json;

use super::world::*;
use crate::api::CustomerLicenseUsers;
use crate::error::Status;
use crate::rules::policy::Policy::*;

fn users_of(customer_email: &str) -> CustomerLicenseUsers {
    CustomerLicenseUsers { product: "up".into(), customer_email: customer_email.into() }
}

/// More than a MiB about the users of this customer.
fn large(customer: &str) -> String {
    let user =
        json!({"email": "a@b.c", "initial_password": "hunter2", "first_name": "x".repeat(80)});
    json!({"customer": {"email": customer}, "users": vec![user; 10_000]}).to_string()
}

/// The files of the store, without its locks.
fn files(world: &World) -> usize {
    let folders = std::fs::read_dir(world.folder()).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten());
    files.flatten().filter(|file| file.metadata().is_ok_and(|data| data.len() > 0)).count()
}

#[test]
fn a_large_answer_is_stored_without_its_passwords_when_the_call_returns() {
    let world = World::new();
    world.server.gives_text(&large("c@d.e"));
    let answer = world.agent().ask(&users_of("c@d.e"), NetworkOnly).unwrap();
    assert!(answer.data.json().contains("hunter2"));
    let stored = world.agent().ask(&users_of("c@d.e"), CacheOnly).unwrap();
    assert_eq!((stored.data.users.len(), stored.fetched_at), (10_000, answer.fetched_at));
    assert_eq!(stored.data.users[9_999].first_name, answer.data.users[0].first_name);
    assert_eq!(stored.data.json(), answer.data.json().replace("\"hunter2\"", "null"));
    assert_eq!(files(&world), 2, "the answer, and the mark of the time");
}

#[test]
fn a_large_answer_to_another_question_leaves_the_stored_one_and_nothing_else() {
    let world = World::new();
    let agent = world.agent();
    world.server.gives_text(&large("c@d.e"));
    agent.ask(&users_of("c@d.e"), NetworkOnly).unwrap();
    world.server.gives_text(&large("x@y.z"));
    let refused = agent.ask(&users_of("c@d.e"), NetworkOnly);
    assert_eq!(status(refused), Status::Mismatch);
    agent.close(Duration::from_secs(60)).unwrap();
    assert_eq!(files(&world), 2, "nothing was left beside them");
    let stored = world.agent().ask(&users_of("c@d.e"), CacheOnly).unwrap();
    assert_eq!(stored.data.customer.as_ref().unwrap().email.as_str(), Some("c@d.e"));
}
