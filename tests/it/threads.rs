//! One agent, many threads; and agents that come and go meanwhile.

use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use lsagent::ffi::status::ls_status::*;
use serde_json::{Value, json};

use crate::support::*;

const THREADS: usize = 16;
const ROUNDS: usize = 12;

/// Members of the cast, and how many licenses each has.
const MEMBERS: [(&str, usize); 6] =
    [("valid", 1), ("trial", 1), ("several", 4), ("sparse", 6), ("flat", 1), ("none", 0)];

fn settings(sandbox: &Sandbox) -> Settings {
    Settings::of(sandbox).timeout_ms(60_000)
}

/// Every license is the member's own.
fn licenses_are_right(client: &Client, member: (&str, usize), policy: i32) {
    let (name, count) = member;
    let licenses = client
        .licenses_of(name, policy)
        .unwrap_or_else(|failure| panic!("{name} {policy}: {failure:?}"));
    assert_eq!(licenses.count(), count, "{name}");
    let json: Value = serde_json::from_str(&licenses.json()).unwrap();
    for license in json.as_array().unwrap() {
        assert_eq!(license["user"]["email"], format!("{name}@example.com"));
    }
    let expected = if policy == CACHE_ONLY {
        ls_source::LS_SOURCE_CACHE
    } else {
        ls_source::LS_SOURCE_NETWORK
    };
    assert_eq!(licenses.source(), expected);
}

fn users_are_right(client: &Client, policy: i32) {
    for (customer, count) in [("test@example.com", 2), ("empty@example.com", 0)] {
        let users = client.users_of(customer, policy).unwrap();
        assert_eq!(users.count(), count, "{customer}");
        let json: Value = serde_json::from_str(&users.json()).unwrap();
        assert_eq!(json["customer"]["email"], customer);
    }
}

/// Each failure is the one of its own question.
fn failures_are_right(client: &Client, unlucky: &str, round: usize) {
    let failed = |result: Result<UserLicenses, Failure>| {
        let failure = result.err().unwrap();
        (failure.status, failure.code)
    };
    let refused = client.user_licenses("nonesuch", &password("a@b.c", "p"), NETWORK_FIRST);
    let unknown = Some("unknown_product".to_owned());
    assert_eq!(failed(refused), (LS_ERR_REFUSED, unknown));
    let wrong = client.user_licenses("up", &password("valid@example.com", "wrong"), NETWORK_FIRST);
    assert_eq!(failed(wrong).0, LS_ERR_CREDENTIALS);
    let nobody = client.user_licenses("up", &password(unlucky, "secret"), CACHE_ONLY);
    assert_eq!(failed(nobody), (LS_ERR_NOT_CACHED, None));
    let policy = client.licenses_of("valid", 99 + i32::try_from(round).unwrap());
    assert_eq!(failed(policy), (LS_ERR_INVALID_ARGUMENT, None));
    let customer = client.users_of("nobody@example.com", NETWORK_ONLY);
    let failure = customer.err().unwrap();
    assert_eq!(failure.code.as_deref(), Some("customer_not_found"));
}

/// What one thread does: everything, each beginning elsewhere.
fn work(client: &Client, thread: usize) {
    for round in 0..ROUNDS {
        let member = MEMBERS[(thread + round) % MEMBERS.len()];
        match (thread + round) % 4 {
            0 => licenses_are_right(client, member, NETWORK_ONLY),
            1 => licenses_are_right(client, member, CACHE_ONLY),
            2 => users_are_right(client, [NETWORK_FIRST, CACHE_ONLY][round % 2]),
            _ => failures_are_right(client, &format!("nobody{thread}@example.com"), round),
        }
        licenses_are_right(client, member, NETWORK_FIRST);
        // A member of its own: of each user the store keeps what the last sign-in earned.
        let code_of = format!("code:features@example.com:{thread}.{round}");
        let by_code = client.user_licenses("up", &code(&code_of, "acme", None), NETWORK_ONLY);
        assert_eq!(by_code.unwrap().count(), 1);
    }
}

#[test]
fn every_thread_gets_the_answer_to_its_own_question() {
    let sandbox = Sandbox::start();
    let dir = tempfile::tempdir().unwrap();
    let client = settings(&sandbox).store(dir.path()).client();
    // What is asked of the store was stored before.
    for member in MEMBERS {
        licenses_are_right(&client, member, NETWORK_ONLY);
    }
    users_are_right(&client, NETWORK_ONLY);
    let done = AtomicBool::new(false);
    let come_and_go = || {
        let mut agents = 0;
        while !done.load(Ordering::SeqCst) || agents == 0 {
            let other = tempfile::tempdir().unwrap();
            let shared = settings(&sandbox).store(dir.path()).client();
            let own = settings(&sandbox).store(other.path()).client();
            drop(settings(&sandbox).client());
            licenses_are_right(&shared, MEMBERS[2], CACHE_ONLY);
            licenses_are_right(&own, MEMBERS[3], NETWORK_FIRST);
            agents += 3;
        }
    };
    thread::scope(|scope| {
        let others = scope.spawn(come_and_go);
        let workers: Vec<_> = (0..THREADS)
            .map(|thread| {
                let client = &client;
                scope.spawn(move || work(client, thread))
            })
            .collect();
        let results: Vec<_> = workers.into_iter().map(|worker| worker.join()).collect();
        done.store(true, Ordering::SeqCst);
        others.join().unwrap();
        assert!(results.iter().all(Result::is_ok));
    });
}

#[test]
fn threads_that_fail_do_not_disturb_those_that_do_not() {
    let sandbox = Sandbox::start();
    let dir = tempfile::tempdir().unwrap();
    let client = settings(&sandbox).store(dir.path()).client();
    users_are_right(&client, NETWORK_ONLY);
    for member in MEMBERS {
        licenses_are_right(&client, member, NETWORK_ONLY);
    }
    sandbox.fault(json!({"fault": "signature", "how": "other-key", "path": "user_licenses"}));
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let client = &client;
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    let (name, count) = MEMBERS[(thread + round) % MEMBERS.len()];
                    let fallen = client.licenses_of(name, NETWORK_FIRST).unwrap();
                    assert_eq!(fallen.count(), count);
                    assert_eq!(fallen.fallback().unwrap().status, LS_ERR_SIGNATURE);
                    users_are_right(client, NETWORK_ONLY);
                }
            });
        }
    });
}

#[test]
fn results_are_read_from_other_threads_and_outlive_their_agent() {
    let sandbox = Sandbox::start();
    let client = settings(&sandbox).client();
    let licenses = client.licenses_of("several", NETWORK_ONLY).unwrap();
    let whole = licenses.json();
    drop(client);
    drop(sandbox);
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for _ in 0..100 {
                    assert_eq!(licenses.json(), whole);
                }
            });
        }
    });
}

#[test]
fn one_suite_serves_many_threads_while_its_token_is_exchanged() {
    let sandbox = Sandbox::start();
    let suite = settings(&sandbox).suite(&sandbox);
    let token = sandbox.said("uipath_token");
    thread::scope(|scope| {
        for thread in 0..THREADS {
            let (suite, token) = (&suite, &token);
            scope.spawn(move || {
                for round in 0..5 {
                    assert_eq!(suite.set_access_token(token), LS_OK);
                    let user = format!("{thread}.{round}");
                    let allocated = suite.allocate("song", &[&user], &["TSTNU"], false).unwrap();
                    let json: Value = serde_json::from_str(&allocated.json()).unwrap();
                    assert_eq!(json[0]["userId"], user);
                }
            });
        }
    });
    let requests = sandbox.requests();
    let bodies: std::collections::HashSet<_> =
        requests.iter().map(|request| request["body"].to_string()).collect();
    assert_eq!((requests.len(), bodies.len()), (THREADS * 5, THREADS * 5));
}
