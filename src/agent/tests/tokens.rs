//! Access tokens: when one is fetched, who shares it, and what happens when it is refused.

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use serde_json::json;

use super::world::*;
use crate::agent::Agent;
use crate::api::{Identity, OAuthClient, UserLicenses};
use crate::clock::{Deadline, http_date};
use crate::error::{Error, Status};
use crate::results::Source;
use crate::rules::policy::Policy::*;
use crate::run::{Handoff, Wait};
use crate::secret::Secret;
use crate::transport::{Endpoint, Response};

fn id(agent: &Agent) -> i64 {
    id_of(&agent.ask(&password("p"), NetworkOnly).unwrap())
}

/// What was asked, in order: a token is "token", everything else is what it was asked with.
fn order(world: &World) -> Vec<String> {
    let requests = world.server.requests().into_iter();
    requests
        .map(|asked| match asked.authorization {
            Some(authorization) => authorization,
            None if asked.what == TOKEN_URL => "token".to_owned(),
            None => asked.what,
        })
        .collect()
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// A question like the usual one, but another.
fn other() -> UserLicenses {
    UserLicenses { product: "other".into(), ..password("p") }
}

#[test]
fn a_token_is_fetched_once_and_goes_with_a_date() {
    let world = World::new();
    world.server.grants("t1", 480).gives(license(1)).gives(license(2));
    let agent = world.oauth_agent(|_| ());
    assert_eq!([id(&agent), id(&agent)], [1, 2]);
    assert_eq!(order(&world), ["token", "Bearer t1", "Bearer t1"]);
    assert_eq!(world.server.requests()[1].date, Some(http_date(NOW)));
}

#[test]
fn a_token_is_renewed_shortly_before_its_end_whatever_the_clock_says() {
    let world = World::new();
    world.server.grants("t1", 480).gives(license(1)).gives(license(2));
    let agent = world.oauth_agent(|_| ());
    id(&agent);
    world.clock.pass(seconds(449));
    world.clock.set(NOW + 86_400);
    id(&agent);
    world.clock.pass(seconds(1));
    world.clock.set(NOW - 60);
    world.server.grants("t2", 480).gives(license(3));
    id(&agent);
    assert_eq!(order(&world), ["token", "Bearer t1", "Bearer t1", "token", "Bearer t2"]);
}

#[test]
fn a_token_that_has_ended_already_is_used_once() {
    for expires_in in [0, -480] {
        let world = World::new();
        world.server.grants("t1", expires_in).gives(license(1));
        world.server.grants("t2", expires_in).gives(license(2));
        let agent = world.oauth_agent(|_| ());
        assert_eq!([id(&agent), id(&agent)], [1, 2]);
        assert_eq!(order(&world), ["token", "Bearer t1", "token", "Bearer t2"]);
    }
}

#[test]
fn a_token_whose_end_is_not_told_is_used_for_a_minute() {
    let world = World::new();
    let untold = json!({"access_token": "t1"});
    world.server.says_json(200, untold).gives(license(1)).gives(license(2));
    let agent = world.oauth_agent(|_| ());
    id(&agent);
    world.clock.pass(seconds(59));
    id(&agent);
    world.clock.pass(seconds(1));
    world.server.grants("t2", 480).gives(license(3));
    id(&agent);
    assert_eq!(order(&world), ["token", "Bearer t1", "Bearer t1", "token", "Bearer t2"]);
}

#[test]
fn a_refused_token_is_replaced_once() {
    for code in ["oauth_token_expired", "oauth_token_malformed"] {
        let world = World::new();
        world.server.grants("t1", 480).refuses(401, code).grants("t2", 480).gives(license(1));
        let agent = world.oauth_agent(|_| ());
        assert_eq!(id(&agent), 1);
        world.server.gives(license(2));
        id(&agent);
        assert_eq!(order(&world), ["token", "Bearer t1", "token", "Bearer t2", "Bearer t2"]);
    }
}

#[test]
fn a_new_token_that_is_refused_too_ends_the_call() {
    let world = World::new();
    let expired = "oauth_token_expired";
    world.server.grants("t1", 480).refuses(400, expired).grants("t2", 480).refuses(400, expired);
    let error = world.oauth_agent(|_| ()).ask(&password("p"), NetworkOnly).unwrap_err();
    assert_eq!((error.status(), error.code()), (Status::ApiKey, Some(expired)));
    assert!(error.message().contains("a new access token"), "{error}");
    assert_eq!(order(&world), ["token", "Bearer t1", "token", "Bearer t2"]);
}

#[test]
fn a_code_for_one_use_is_sent_again_with_a_new_token() {
    let world = World::new();
    let code = by(Identity::Code {
        code: Secret::new("c"),
        customer_account_code: "acme".into(),
        redirect_uri: None,
    });
    let expired = "oauth_token_expired";
    world.server.grants("t1", 480).refuses(401, expired).grants("t2", 480).gives(license(1));
    assert_eq!(id_of(&world.oauth_agent(|_| ()).ask(&code, NetworkOnly).unwrap()), 1);
}

#[test]
fn a_key_that_should_get_a_token_is_just_refused() {
    let world = World::new();
    world.server.refuses(401, "oauth_token_expired");
    assert_eq!(status(world.agent().ask(&password("p"), NetworkOnly)), Status::ApiKey);
    assert_eq!(world.server.asked(), 1);
}

#[test]
fn a_wrong_clock_is_corrected_with_the_same_token() {
    let world = World::new();
    world.clock.set(NOW - 86_400);
    world.server.grants("t1", 480).refuses(400, "date_header_diff").gives(license(1));
    let agent = world.oauth_agent(|_| ());
    assert_eq!((id(&agent), agent.clock_offset()), (1, 86_400));
    assert_eq!(order(&world), ["token", "Bearer t1", "Bearer t1"]);
}

#[test]
fn what_passes_by_itself_is_tried_three_times_in_all() {
    for failure in [Status::Network, Status::RateLimited, Status::Server] {
        let world = World::new();
        world.server.fails(failure).fails(failure).grants("t1", 480).gives(license(1));
        assert_eq!(id(&world.oauth_agent(|_| ())), 1);
        let world = World::new();
        world.server.fails(failure).fails(failure).fails(failure);
        assert_eq!(status(world.oauth_agent(|_| ()).ask(&password("p"), NetworkOnly)), failure);
        assert_eq!(order(&world), ["token", "token", "token"]);
    }
}

#[test]
fn a_token_endpoint_that_asks_to_be_left_alone_is_left_alone() {
    let world = World::new();
    world.server.says(|_| Ok(Response::new(429, "").with_header("retry-after", "61")));
    let failure = world.oauth_agent(|_| ()).ask(&password("p"), NetworkOnly).unwrap_err();
    assert_eq!(failure.status(), Status::RateLimited);
    assert_eq!(failure.retry_after(), Some(seconds(61)));
    assert_eq!(order(&world), ["token"]);
}

#[test]
fn a_client_that_is_refused_drops_nothing_and_the_store_answers() {
    let world = World::new();
    world.server.grants("t1", 1).gives(license(1));
    let agent = world.oauth_agent(|_| ());
    id(&agent);
    world.clock.pass(seconds(1));
    let refused = || (401, json!({"error": "invalid_client", "error_description": "who?"}));
    let (status, body) = refused();
    world.server.says_json(status, body);
    let answer = agent.ask(&password("p"), NetworkFirst).unwrap();
    assert_eq!((id_of(&answer), answer.source), (1, Source::Cache));
    let why = answer.fallback.unwrap();
    assert_eq!(
        (why.status(), why.code(), why.http_status()),
        (Status::ApiKey, Some("invalid_client"), 401)
    );
    let (status, body) = refused();
    world.server.says_json(status, body);
    let error = agent.ask(&password("p"), NetworkOnly).unwrap_err();
    assert_eq!(error.status(), Status::ApiKey);
    assert_eq!(id_of(&agent.ask(&password("p"), CacheOnly).unwrap()), 1);
}

#[test]
fn the_token_url_is_asked_for_once_and_again_after_a_failure() {
    let world = World::new();
    let agent = world.oauth_agent(|config| config.set_oauth_client("i", "s", None).unwrap());
    let names = |url: &str| {
        world.server.says_json(200, json!({"url": url, "login_type": "client_credentials"}));
    };
    names(TOKEN_URL);
    world.server.grants("t1", 1).gives(license(1));
    id(&agent);
    world.clock.pass(seconds(1));
    world.server.says_json(404, json!({}));
    assert_eq!(status(agent.ask(&password("p"), NetworkOnly)), Status::Response);
    names("https://new.example.com/token");
    world.server.grants("t2", 480).gives(license(2));
    id(&agent);
    let order = order(&world);
    assert_eq!(order[..3], ["oauth_url", "token", "Bearer t1"]);
    assert_eq!(order[3..], ["token", "oauth_url", "https://new.example.com/token", "Bearer t2"]);
}

#[test]
fn no_form_is_sent_where_a_secret_must_not_go() {
    for url in ["http://id.example.com/token", "http://127.0.0.1:1/token", "ftp://x/", "token"] {
        let world = World::new();
        world.server.says_json(200, json!({"url": url}));
        let agent = world.oauth_agent(|config| config.set_oauth_client("i", "s", None).unwrap());
        let error = agent.ask(&password("p"), NetworkOnly).unwrap_err();
        assert_eq!(error.status(), Status::Response, "{url}");
        assert_eq!(order(&world), ["oauth_url"], "{url}");
    }
}

/// The client of [`World::oauth_agent`].
fn client() -> OAuthClient {
    OAuthClient {
        id: Secret::new("i"),
        secret: Secret::new("s"),
        token_url: Some(Endpoint::parse(TOKEN_URL).unwrap()),
    }
}

fn waits(agent: &Agent, time: Duration) -> Wait {
    Wait::new(time, &agent.rooms.closing)
}

/// Waits until so many requests have been made.
fn until_asked(world: &World, count: usize) {
    let deadline = Deadline::after(seconds(60));
    while world.server.asked() < count && !deadline.remaining().is_zero() {
        thread::yield_now();
    }
    assert_eq!(world.server.asked(), count);
}

/// Waits until so many calls wait for the token that is under way.
fn until_waiting(agent: &Agent, count: usize) {
    let deadline = Deadline::after(seconds(60));
    while agent.rooms.server().waiting_for_token() < count && !deadline.remaining().is_zero() {
        thread::yield_now();
    }
    assert_eq!(agent.rooms.server().waiting_for_token(), count);
}

fn granted(token: &str) -> Response {
    Response::new(200, json!({"access_token": token, "expires_in": 480}).to_string())
}

/// Grants once the test lets it.
fn grants_when(world: &World, ready: &Handoff<()>, token: &'static str) {
    let ready = ready.clone();
    world.server.says(move |_| {
        ready.take_within(seconds(60)).expect("the test lets the server answer");
        Ok(granted(token))
    });
}

#[test]
fn calls_that_need_a_token_at_once_share_it() {
    let world = World::new();
    let ready = Handoff::new();
    grants_when(&world, &ready, "t1");
    world.server.refuses(400, "unknown_product").refuses(400, "unknown_product");
    let agent = world.oauth_agent(|_| ());
    thread::scope(|scope| {
        let first = scope.spawn(|| status(agent.ask(&password("p"), NetworkOnly)));
        until_asked(&world, 1);
        let second = scope.spawn(|| status(agent.ask(&other(), NetworkOnly)));
        until_waiting(&agent, 2);
        ready.give(());
        let both = [first, second].map(|call| call.join().unwrap());
        assert_eq!(both, [Status::Refused, Status::Refused]);
    });
    assert_eq!(order(&world), ["token", "Bearer t1", "Bearer t1"]);
}

#[test]
fn a_failure_is_shared_too_and_not_remembered() {
    let world = World::new();
    let ready = Handoff::new();
    let open = ready.clone();
    world.server.says(move |_| {
        open.take_within(seconds(60)).expect("the test lets the server answer");
        Err(Error::new(Status::Tls, "scripted"))
    });
    let agent = world.oauth_agent(|_| ());
    thread::scope(|scope| {
        let first = scope.spawn(|| status(agent.ask(&password("p"), NetworkOnly)));
        until_asked(&world, 1);
        let second = scope.spawn(|| status(agent.ask(&other(), NetworkOnly)));
        until_waiting(&agent, 2);
        ready.give(());
        assert_eq!([first, second].map(|call| call.join().unwrap()), [Status::Tls, Status::Tls]);
    });
    world.server.grants("t1", 480).gives(license(1));
    assert_eq!(id(&agent), 1);
}

#[test]
fn calls_whose_token_was_refused_at_once_share_a_new_one() {
    let world = World::new();
    world.server.grants("t1", 480).gives(license(1));
    let agent = world.oauth_agent(|_| ());
    id(&agent);
    // Both requests are with the server before either is answered.
    let both = Arc::new(Barrier::new(2));
    for _ in 0..2 {
        let both = both.clone();
        world.server.says(move |_| {
            both.wait();
            Ok(refusal(401, "oauth_token_expired"))
        });
    }
    world.server.grants("t2", 480).refuses(400, "unknown_product").refuses(400, "unknown_product");
    thread::scope(|scope| {
        let first = scope.spawn(|| status(agent.ask(&password("p"), NetworkOnly)));
        let second = scope.spawn(|| status(agent.ask(&other(), NetworkOnly)));
        let both = [first, second].map(|call| call.join().unwrap());
        assert_eq!(both, [Status::Refused, Status::Refused]);
    });
    let order = order(&world);
    assert_eq!(order.iter().filter(|asked| *asked == "token").count(), 2, "{order:?}");
    assert_eq!(order[5..], ["Bearer t2", "Bearer t2"]);
}

#[test]
fn a_call_that_waits_for_a_token_times_out_and_the_next_fetches_its_own() {
    let world = World::new();
    let ready = Handoff::new();
    grants_when(&world, &ready, "late");
    world.server.grants("t2", 480).refuses(400, "unknown_product");
    // The first call is a background one, and hangs for as long as those may.
    let agent = world.oauth_agent(|config| config.set_timeout_ms(50).unwrap());
    let task = agent.start(password("p"), NetworkOnly, |_| ()).unwrap();
    until_asked(&world, 1);
    let error = agent.ask(&other(), NetworkOnly).unwrap_err();
    assert_eq!(error.status(), Status::Timeout, "{error}");
    let third = UserLicenses { product: "third".into(), ..password("p") };
    assert_eq!(status(agent.ask(&third, NetworkOnly)), Status::Refused);
    assert!(task.wait(seconds(60)));
    world.server.gives(license(1));
    ready.give(());
    assert_eq!(order(&world)[..3], ["token", "token", "Bearer t2"]);
}

#[test]
fn a_call_with_time_left_does_not_wait_for_a_fetch_that_hangs() {
    let world = World::new();
    let ready = Handoff::new();
    grants_when(&world, &ready, "late");
    world.server.grants("t2", 480);
    // A call may take so long, and waits no longer for a token that another one fetches.
    let agent = world.oauth_agent(|config| config.set_timeout_ms(50).unwrap());
    let token = || agent.rooms.server().token(&client(), None, &waits(&agent, seconds(600)));
    thread::scope(|scope| {
        let first = scope.spawn(token);
        until_asked(&world, 1);
        let second = scope.spawn(token);
        assert_eq!(second.join().unwrap().unwrap().expose(), "t2");
        ready.give(());
        assert_eq!(first.join().unwrap().unwrap().expose(), "late");
    });
}

#[test]
fn a_call_with_more_time_than_the_one_that_fetches_fetches_next() {
    let world = World::new();
    let ready = Handoff::new();
    let open = ready.clone();
    world.server.says(move |_| {
        open.take_within(seconds(60)).expect("the test lets the server answer");
        Err(Error::new(Status::Timeout, "scripted"))
    });
    world.server.grants("t2", 480).gives(license(1));
    let agent = world.oauth_agent(|_| ());
    thread::scope(|scope| {
        let hasty = scope.spawn(|| {
            status(agent.rooms.server().token(
                &client(),
                None,
                &waits(&agent, Duration::from_millis(1)),
            ))
        });
        until_asked(&world, 1);
        let patient = scope.spawn(|| id(&agent));
        until_waiting(&agent, 2);
        ready.give(());
        assert_eq!(hasty.join().unwrap(), Status::Timeout);
        assert_eq!(patient.join().unwrap(), 1);
    });
    assert_eq!(order(&world), ["token", "token", "Bearer t2"]);
}

#[test]
fn a_cancelled_task_does_not_wait_for_a_token() {
    let world = World::new();
    let ready = Handoff::new();
    grants_when(&world, &ready, "t1");
    world.server.gives(license(1));
    let agent = world.oauth_agent(|_| ());
    let reported = Handoff::new();
    let given = reported.clone();
    let task = agent.start(password("p"), NetworkOnly, move |result| given.give(status(result)));
    let task = task.unwrap();
    until_asked(&world, 1);
    task.cancel();
    assert_eq!(reported.take_within(seconds(60)), Some(Status::Cancelled));
    ready.give(());
    until_asked(&world, 2);
}

#[test]
fn freeing_the_agent_ends_the_wait_for_a_token() {
    let world = World::new();
    let ready = Handoff::new();
    grants_when(&world, &ready, "t1");
    let agent = world.oauth_agent(|_| ());
    let token = || agent.rooms.server().token(&client(), None, &waits(&agent, seconds(60)));
    thread::scope(|scope| {
        let first = scope.spawn(token);
        until_asked(&world, 1);
        let second = scope.spawn(token);
        until_waiting(&agent, 2);
        agent.rooms.closing.cancel();
        assert_eq!(status(second.join().unwrap()), Status::Cancelled);
        ready.give(());
        assert_eq!(first.join().unwrap().unwrap().expose(), "t1");
    });
}

#[test]
fn another_secret_finds_an_empty_store_and_the_same_finds_its_own() {
    let world = World::new();
    world.server.gives(license(1));
    world.agent().ask(&password("p"), NetworkOnly).unwrap();
    let by_client = |secret: &str| {
        world.oauth_agent(|config| config.set_oauth_client("i", secret, None).unwrap())
    };
    let agent = by_client("another");
    assert_eq!(status(agent.ask(&password("p"), CacheOnly)), Status::NotCached);
    world.server.says_json(200, json!({"url": TOKEN_URL})).grants("t1", 480).gives(license(2));
    assert_eq!(id(&agent), 2);
    let stored = |agent: &Agent| id_of(&agent.ask(&password("p"), CacheOnly).unwrap());
    assert_eq!(stored(&by_client("another")), 2);
    let third = by_client("third").ask(&password("p"), CacheOnly);
    assert_eq!(status(third), Status::NotCached);
    assert_eq!(stored(&world.agent()), 1);
}
