//! What is tried again, and what is not.

use std::time::Duration;

use super::world::*;
use crate::api::Identity;
use crate::error::{Error, Status};
use crate::rules::policy::Policy::NetworkOnly;
use crate::secret::Secret;

#[test]
fn what_passes_by_itself_is_tried_again() {
    for status in [Status::Network, Status::RateLimited, Status::Server] {
        let world = World::new();
        world.server.fails(status).fails(status).gives(license(1));
        assert_eq!(id_of(&world.agent().ask(&password("p"), NetworkOnly).unwrap()), 1);
        assert_eq!(world.server.asked(), 3);
    }
}

#[test]
fn after_three_tries_the_failure_is_told() {
    let world = World::new();
    world.server.fails(Status::Network).fails(Status::Network).fails(Status::Network);
    assert_eq!(status(world.agent().ask(&password("p"), NetworkOnly)), Status::Network);
    assert_eq!(world.server.asked(), 3);
}

#[test]
fn nothing_else_is_tried_again() {
    use Status::*;
    for failure in [Tls, Proxy, Response, Signature, Mismatch, ApiKey, Credentials, Refused] {
        let world = World::new();
        world.server.fails(failure);
        assert_eq!(status(world.agent().ask(&password("p"), NetworkOnly)), failure);
        assert_eq!(world.server.asked(), 1, "{failure:?}");
    }
}

#[test]
fn a_retry_after_beyond_the_deadline_ends_the_call_at_once() {
    let world = World::new();
    let limited =
        Error::new(Status::RateLimited, "").with_retry_after(Some(Duration::from_secs(61)));
    world.server.says(|_| Err(limited));
    assert_eq!(status(world.agent().ask(&password("p"), NetworkOnly)), Status::RateLimited);
    assert_eq!(world.server.asked(), 1);
}

#[test]
fn a_code_for_one_use_is_sent_once() {
    let world = World::new();
    world.server.fails(Status::Network);
    let code = by(Identity::Code {
        code: Secret::new("c"),
        customer_account_code: "acme".into(),
        redirect_uri: None,
    });
    assert_eq!(status(world.agent().ask(&code, NetworkOnly)), Status::Network);
    assert_eq!(world.server.asked(), 1);
}
