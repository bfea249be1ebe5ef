//! Start-up through the C ABI: the decision, where the answer comes from, the clock, retries, calls
//! that do not block, and many that ask at once.

#[cfg(target_os = "linux")]
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant, UNIX_EPOCH};

use lsagent::ffi::decision::ls_decision::{self, *};
use lsagent::ffi::source::ls_source::*;
use lsagent::ffi::status::ls_status::{self, *};
use serde_json::{Value, json};

use crate::support::*;

const DAY: i64 = 86_400;
/// What a busy machine may take longer. It tells what ends from what does not; how long things take
/// is for the benchmarks.
const LENIENCE: Duration = Duration::from_secs(1);

fn status<T>(result: Result<T, Failure>) -> ls_status {
    result.err().expect("it fails").status
}

/// When a license ends that is valid through the `n`-th day from today, for the days on which the
/// test may have begun and ended.
fn ends_after(days: i64, began: i64) -> [i64; 2] {
    [began, now()].map(|now| (now.div_euclid(DAY) + days + 1) * DAY)
}

/// A member, the decision, the days and seconds until the end, and how the sentence begins.
type Expected = (&'static str, ls_decision, Option<(i64, i64)>, &'static str);

#[test]
fn every_member_of_the_cast_is_decided_right() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).client();
    let began = now();
    let cast: [Expected; 16] = [
        ("valid", LS_DECISION_ALLOWED, None, "User Product is licensed."),
        ("trial", LS_DECISION_ALLOWED, Some((15, 0)), "User Product is licensed; last day: "),
        (
            "expired",
            LS_DECISION_DENIED_EXPIRED,
            Some((-30, 0)),
            "The license for User Product has expired (last day: ",
        ),
        (
            "grace",
            LS_DECISION_ALLOWED_GRACE,
            Some((-2, 240 * 3600)),
            "The license for User Product has expired; it can still be used for a while (last day: ",
        ),
        (
            "disabled",
            LS_DECISION_DENIED_DISABLED,
            None,
            "The license for User Product has been disabled by the vendor.",
        ),
        (
            "inactive",
            LS_DECISION_DENIED_INACTIVE,
            None,
            "The license for User Product is not active.",
        ),
        (
            "not-started",
            LS_DECISION_DENIED_NOT_STARTED,
            Some((375, 0)),
            "The license for User Product has not started yet.",
        ),
        ("features", LS_DECISION_ALLOWED, None, "User Product is licensed."),
        ("floating", LS_DECISION_ALLOWED, None, "User Product is licensed."),
        (
            "consumption",
            LS_DECISION_ALLOWED,
            Some((200, 0)),
            "User Product is licensed; last day: ",
        ),
        ("several", LS_DECISION_ALLOWED, None, "User Product is licensed."),
        ("none", LS_DECISION_DENIED_NO_LICENSE, None, "There is no license for up."),
        ("flat", LS_DECISION_ALLOWED, Some((15, 0)), "User Product is licensed; last day: "),
        ("sparse", LS_DECISION_ALLOWED, Some((365, 0)), "up is licensed; last day: "),
        ("unicode", LS_DECISION_ALLOWED, None, "User Product is licensed."),
        ("someuser@somedomain.com", LS_DECISION_ALLOWED, None, "User Product is licensed."),
    ];
    for (name, decision, end, message) in cast {
        let entitlement = client.check(None, &member(name), NETWORK_ONLY).unwrap();
        assert_eq!(entitlement.decision(), decision, "{name}");
        assert!(entitlement.message().starts_with(message), "{name}: {}", entitlement.message());
        let ends = entitlement.expires_at();
        match end {
            None => assert_eq!(ends, None, "{name}"),
            Some((days, more)) => {
                let expected = ends_after(days, began).map(|end| end + more);
                assert!(expected.contains(&ends.unwrap()), "{name}: {ends:?}, not {expected:?}");
            }
        }
        says_the_same_everywhere(&entitlement, None, name);
    }
}

/// The JSON holds what the functions tell, and nothing else.
fn says_the_same_everywhere(entitlement: &Entitled, feature: Option<&str>, name: &str) {
    let decision = entitlement.decision();
    let allowed = matches!(decision, LS_DECISION_ALLOWED | LS_DECISION_ALLOWED_GRACE);
    assert_eq!(entitlement.is_allowed(), allowed, "{name}");
    let has_license = decision != LS_DECISION_DENIED_NO_LICENSE;
    assert_eq!(entitlement.license().is_object(), has_license, "{name}");
    let source = match entitlement.source() {
        LS_SOURCE_NETWORK => "network",
        LS_SOURCE_CACHE => "cache",
    };
    let expected = json!({
        "allowed": allowed,
        "decision": format!("{decision:?}"),
        "message": entitlement.message(),
        "product": "up",
        "feature": feature,
        "expires_at": entitlement.expires_at(),
        "source": source,
        "fetched_at": entitlement.fetched_at(),
        "fallback": entitlement.fallback().map(|failure| failure.message),
        "license": entitlement.license(),
    });
    assert_eq!(entitlement.json(), expected, "{name}");
}

#[test]
fn the_license_that_decides_is_the_best_of_several() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).client();
    let check = |feature| client.check(feature, &member("several"), NETWORK_ONLY).unwrap();
    for feature in [None, Some("export")] {
        let entitlement = check(feature);
        assert_eq!(entitlement.decision(), LS_DECISION_ALLOWED);
        assert_eq!(entitlement.license()["license"]["id"], 9_007_199_254_740_993_i64);
    }
    assert_eq!(check(Some("render")).decision(), LS_DECISION_DENIED_NO_FEATURE);
}

#[test]
fn features_are_decided_one_by_one() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).client();
    let began = now();
    for (name, feature, decision, days) in [
        ("features", "export", LS_DECISION_ALLOWED, None),
        ("features", "render", LS_DECISION_ALLOWED, None),
        ("features", "cloud", LS_DECISION_ALLOWED, None),
        ("features", "old", LS_DECISION_DENIED_FEATURE_EXPIRED, Some(-10)),
        ("features", "Export", LS_DECISION_DENIED_NO_FEATURE, None),
        ("valid", "export", LS_DECISION_DENIED_NO_FEATURE, None),
        ("grace", "export", LS_DECISION_DENIED_NO_FEATURE, None),
        ("expired", "export", LS_DECISION_DENIED_EXPIRED, Some(-30)),
        ("none", "export", LS_DECISION_DENIED_NO_LICENSE, None),
        ("sparse", "export", LS_DECISION_ALLOWED, Some(90)),
        ("sparse", "bare", LS_DECISION_ALLOWED, Some(365)),
    ] {
        let case = format!("{name} {feature}");
        let entitlement = client.check(Some(feature), &member(name), NETWORK_ONLY).unwrap();
        assert_eq!(entitlement.decision(), decision, "{case}");
        if let Some(days) = days {
            let ends = entitlement.expires_at().unwrap();
            assert!(ends_after(days, began).contains(&ends), "{case}: {ends}");
        }
        says_the_same_everywhere(&entitlement, Some(feature), &case);
    }
}

#[test]
fn both_ways_to_decide_agree_and_outlive_what_they_came_from() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = Settings::of(&sandbox).store(dir.path()).client();
    let mut pairs = Vec::new();
    for name in ["valid", "trial", "expired", "grace", "features", "several", "none", "sparse"] {
        let who = member(name);
        client.ask(&who, NETWORK_ONLY).unwrap();
        for feature in [None, Some("export"), Some("old"), Some("absent")] {
            let licenses = client.ask(&who, CACHE_ONLY).unwrap();
            let asked = client.check(feature, &who, CACHE_ONLY).unwrap();
            pairs.push((format!("{name} {feature:?}"), asked, licenses.check(feature)));
        }
    }
    drop(client);
    for (case, asked, judged) in pairs {
        assert_eq!(asked.source(), LS_SOURCE_CACHE);
        assert_eq!(asked.json(), judged.json(), "{case}");
    }
}

// The policies

#[test]
fn cache_first_opens_no_socket_while_the_answer_is_young() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = || Settings::of(&sandbox).store(dir.path()).client();
    let first = client().check(None, &member("features"), CACHE_FIRST).unwrap();
    assert_eq!((first.source(), sandbox.traffic()), (LS_SOURCE_NETWORK, (1, 1)));
    let again = client();
    for credentials in
        [member("features"), remembered(None), remembered(Some("Features@Example.com"))]
    {
        for _ in 0..3 {
            let entitlement = again.check(Some("export"), &credentials, CACHE_FIRST).unwrap();
            assert_eq!(entitlement.source(), LS_SOURCE_CACHE);
            assert_eq!(entitlement.fetched_at(), first.fetched_at());
            assert_eq!(entitlement.decision(), LS_DECISION_ALLOWED);
        }
    }
    // Freeing it waits for whatever might still be on its way.
    drop(again);
    assert_eq!(sandbox.traffic(), (1, 1));
}

#[test]
fn news_of_a_refresh_behind_the_caller_is_told() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let settings = Settings::of(&sandbox).store(dir.path()).refresh_after(0);
    let (settings, news) = settings.refreshes();
    let (client, who) = (settings.client(), member("valid"));
    let from_store = |expected: &[i64]| {
        let licenses = client.ask(&who, CACHE_FIRST).unwrap();
        assert_eq!(
            (licenses.source(), ids(&licenses.json())),
            (LS_SOURCE_CACHE, expected.to_vec())
        );
        assert!(licenses.fallback().is_none());
    };
    sandbox.fault(license_with_id("valid", 1));
    assert_eq!(ids(&client.ask(&who, NETWORK_FIRST).unwrap().json()), [1]);

    // The answer has changed.
    sandbox.fault(license_with_id("valid", 2));
    from_store(&[1]);
    let told = news.number(1);
    assert_eq!((told.status, told.changed, told.ids), (LS_OK, true, Some(vec![2])));
    assert!(told.failure.is_none());
    assert_eq!(client.stored(&who), Ok(vec![2]));

    // The same again is no news. An identical question boards the request if it is still under way.
    sandbox.fault(license_with_id("valid", 2));
    sandbox.fault(license_with_id("valid", 2));
    from_store(&[2]);
    client.ask(&who, NETWORK_ONLY).unwrap();
    sandbox.no_faults();

    // It failed: the stored answer stays.
    sandbox.fault(json!({"fault": "html", "times": 1}));
    from_store(&[2]);
    let told = news.number(2);
    assert_eq!((told.status, told.changed, told.ids), (LS_ERR_RESPONSE, false, None));
    assert_eq!(told.failure.unwrap().status, LS_ERR_RESPONSE);
    assert_eq!(client.stored(&who), Ok(vec![2]));

    // It was refused: what is stored is no longer true.
    let no = json!({"fault": "api_error", "status": 400, "code": "license_not_found", "times": 1});
    sandbox.fault(no);
    from_store(&[2]);
    let told = news.number(3);
    assert_eq!((told.status, told.changed, told.ids), (LS_ERR_REFUSED, false, None));
    assert_eq!(told.failure.unwrap().code.as_deref(), Some("license_not_found"));
    assert_eq!(client.stored(&who), Err(LS_ERR_NOT_CACHED));
}

#[test]
fn a_silent_server_costs_no_more_than_the_timeout_where_something_is_stored() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let who = member("valid");
    let settings = || Settings::of(&sandbox).store(dir.path());
    let first = settings().client().ask(&who, NETWORK_FIRST).unwrap();
    let timeout = Duration::from_millis(300);
    for fault in [json!({"fault": "silent"}), json!({"fault": "tls_stall"})] {
        sandbox.no_faults();
        sandbox.fault(fault.clone());
        let client = settings().timeout_ms(300).client();
        let begun = Instant::now();
        let licenses = client.ask(&who, NETWORK_FIRST).unwrap();
        let taken = begun.elapsed();
        assert!(taken <= timeout + LENIENCE, "{fault}: back after {taken:?}");
        assert!(taken + Duration::from_millis(50) >= timeout, "{fault}: gave up after {taken:?}");
        assert_eq!((licenses.source(), licenses.json()), (LS_SOURCE_CACHE, first.json()));
        assert_eq!(licenses.fallback().unwrap().status, LS_ERR_TIMEOUT, "{fault}");
        let freed = client.free();
        assert!(freed < Duration::from_millis(500) + LENIENCE, "{fault}: freed after {freed:?}");
    }
}

#[test]
fn what_arrives_after_the_caller_has_gone_is_stored_and_told() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let who = member("valid");
    sandbox.fault(license_with_id("valid", 1));
    Settings::of(&sandbox).store(dir.path()).client().ask(&who, NETWORK_FIRST).unwrap();
    let settings = Settings::of(&sandbox).store(dir.path()).timeout_ms(200);
    let (settings, news) = settings.refreshes();
    let client = settings.client();
    sandbox.fault(json!({"fault": "delay", "ms": 1_000, "times": 1}));
    let licenses = client.ask(&who, NETWORK_FIRST).unwrap();
    assert_eq!(licenses.fallback().unwrap().status, LS_ERR_TIMEOUT);
    assert_eq!(ids(&licenses.json()), [1]);
    let told = news.number(1);
    assert_eq!((told.status, told.ids), (LS_OK, Some(vec![9_007_199_254_740_993])));
    assert_eq!(client.stored(&who), Ok(vec![9_007_199_254_740_993]));
}

// Who is remembered, and who is forgotten

#[test]
fn whoever_signed_in_last_is_remembered_until_forgotten() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = Settings::of(&sandbox).store(dir.path()).client();
    assert_eq!(status(client.check(None, &remembered(None), NETWORK_FIRST)), LS_ERR_NOT_CACHED);
    let id_of = |name| ids(&client.ask(&member(name), NETWORK_ONLY).unwrap().json());
    let (trial, valid) = (id_of("trial"), id_of("valid"));
    assert_eq!(client.stored(&remembered(None)), Ok(valid.clone()));
    assert_eq!(client.stored(&remembered(Some("TRIAL@example.com"))), Ok(trial.clone()));
    assert_eq!(client.stored(&remembered(Some("grace@example.com"))), Err(LS_ERR_NOT_CACHED));
    let asked = sandbox.traffic();
    assert_eq!(
        status(client.check(None, &remembered(None), NETWORK_ONLY)),
        LS_ERR_INVALID_ARGUMENT
    );

    assert_eq!(client.forget(Some("Valid@Example.com")), LS_OK);
    assert_eq!(client.stored(&remembered(None)), Err(LS_ERR_NOT_CACHED));
    assert_eq!(client.stored(&member("valid")), Err(LS_ERR_NOT_CACHED));
    assert_eq!(client.stored(&member("trial")), Ok(trial));
    assert_eq!(client.forget(None), LS_OK);
    assert_eq!(client.stored(&member("trial")), Err(LS_ERR_NOT_CACHED));
    assert_eq!(client.forget(None), LS_OK);
    assert_eq!(sandbox.traffic(), asked);
}

// The clock

#[test]
fn a_wrong_clock_is_corrected_once_and_remembered() {
    for ahead in [7200, -7200] {
        let sandbox = Sandbox::with(&["--clock-offset", &ahead.to_string()]);
        let dir = tempfile::tempdir().unwrap();
        let client = || Settings::of(&sandbox).store(dir.path()).client();
        let first = client();
        assert_eq!(first.clock_offset(), None);
        first.licenses_of("valid", NETWORK_ONLY).unwrap();
        assert_eq!(sandbox.traffic().1, 2);
        let about_right = |offset: i64| (ahead - 30..=ahead + 30).contains(&offset);
        assert!(about_right(first.clock_offset().unwrap()), "{:?}", first.clock_offset());
        first.licenses_of("trial", NETWORK_ONLY).unwrap();
        assert_eq!(sandbox.traffic().1, 3);
        drop(first);
        let next = client();
        assert!(about_right(next.clock_offset().unwrap()));
        next.licenses_of("grace", NETWORK_ONLY).unwrap();
        assert_eq!(sandbox.traffic().1, 4);
        assert_eq!(next.stored(&member("trial")).unwrap().len(), 1);

        // Once somebody has set it right, that is found out in the same way.
        sandbox.control("PUT", "/clock", r#"{"offset_seconds": 0}"#);
        next.licenses_of("valid", NETWORK_ONLY).unwrap();
        assert_eq!(sandbox.traffic().1, 6);
        let left = next.clock_offset().unwrap_or(0);
        assert!(left.abs() <= 30, "{left}");
    }
}

#[test]
fn a_clock_that_cannot_be_corrected_is_told_with_the_difference() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).client();
    sandbox.fault(json!({"fault": "api_error", "status": 400, "code": "date_header_diff"}));
    let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_CLOCK);
    assert_eq!(failure.code.as_deref(), Some("date_header_diff"));
    assert!(sandbox.traffic().1 <= 2, "{:?}", sandbox.traffic());
}

// Tasks

#[test]
fn the_three_tasks_bring_what_their_calls_would() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).client();
    let who = member("features");
    let mut licenses = client.start_licenses(&who, NETWORK_ONLY);
    let mut check = client.start_check(&who, NETWORK_ONLY);
    let mut users = client.start_users("test@example.com", NETWORK_ONLY);
    for started in [&licenses, &check, &users] {
        assert_eq!(started.wait(), LS_OK);
        assert_eq!(started.cancel(), LS_OK);
        assert_eq!(started.wait_ms(0), LS_OK);
    }
    assert_eq!(licenses.reported.one().unwrap(), client.ask(&who, NETWORK_ONLY).unwrap().json());
    let entitlement: Value = serde_json::from_str(&check.reported.one().unwrap()).unwrap();
    assert_eq!(entitlement["decision"], "LS_DECISION_ALLOWED");
    let fresh = client.users_of("test@example.com", NETWORK_ONLY).unwrap();
    assert_eq!(users.reported.one().unwrap(), fresh.json());
    for started in [&mut licenses, &mut check, &mut users] {
        started.free();
    }
    let refused = client.start_check(&password("valid@example.com", "wrong"), NETWORK_ONLY);
    assert_eq!(refused.reported.one().unwrap_err().status, LS_ERR_CREDENTIALS);
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Wait,
    Cancel,
    FreeTask,
    FreeAgent,
}

/// Every order of these four.
fn orders() -> Vec<Vec<Step>> {
    fn extend(order: Vec<Step>, all: &mut Vec<Vec<Step>>) {
        let left = [Step::Wait, Step::Cancel, Step::FreeTask, Step::FreeAgent];
        let left: Vec<_> = left.into_iter().filter(|step| !order.contains(step)).collect();
        if left.is_empty() {
            all.push(order.clone());
        }
        for step in left {
            extend([&order[..], &[step]].concat(), all);
        }
    }
    let mut all = Vec::new();
    extend(Vec::new(), &mut all);
    assert_eq!(all.len(), 24);
    all
}

#[test]
fn wait_cancel_and_the_two_frees_may_come_in_any_order() {
    let sandbox = Sandbox::start();
    for fault in [None, Some("silent")] {
        for order in orders() {
            sandbox.no_faults();
            if let Some(fault) = fault {
                sandbox.fault(json!({"fault": fault}));
            }
            let mut client = Some(Settings::of(&sandbox).timeout_ms(30_000).client());
            let mut started = client.as_ref().unwrap().start_check(&member("valid"), NETWORK_ONLY);
            // The steps that make it end; without one, a silent server keeps it waiting.
            let mut ended = fault.is_none();
            for step in &order {
                match step {
                    Step::Wait if ended => assert_eq!(started.wait(), LS_OK, "{order:?}"),
                    Step::Wait => assert_eq!(started.wait_ms(5), LS_ERR_TIMEOUT, "{order:?}"),
                    Step::Cancel => {
                        assert_eq!(started.cancel(), LS_OK);
                        ended = true;
                    }
                    Step::FreeTask => {
                        started.free();
                        // There is nothing left to wait for, nor to cancel.
                        assert_eq!(started.wait_ms(0), LS_ERR_INVALID_ARGUMENT);
                        assert_eq!(started.cancel(), LS_ERR_INVALID_ARGUMENT);
                        break;
                    }
                    Step::FreeAgent => {
                        let freed = client.take().unwrap().free();
                        assert!(freed < Duration::from_millis(500) + LENIENCE, "{freed:?}");
                        assert_eq!(started.reported.all().len(), 1, "{order:?}");
                        ended = true;
                    }
                }
            }
            drop(client);
            let outcome = started.reported.one();
            let succeeded = outcome.is_ok();
            assert!(succeeded || outcome.unwrap_err().status == LS_ERR_CANCELLED, "{order:?}");
            assert!(!(succeeded && fault.is_some()), "{order:?}");
        }
    }
}

// What a freed agent leaves behind is told by /proc, and a connection that nobody answers takes a
// queue that is full at the length that Linux gives it: these are for Linux.

#[cfg(target_os = "linux")]
const CONNECT: &str = "in the connect";

#[cfg(target_os = "linux")]
/// Where a request can hang, and the fault that makes it.
fn stuck() -> Vec<(&'static str, Option<Value>)> {
    vec![
        ("in the TLS handshake", Some(json!({"fault": "tls_stall"}))),
        ("without an answer", Some(json!({"fault": "silent"}))),
        ("with an answer far off", Some(json!({"fault": "delay", "ms": 60_000}))),
        ("in the head", Some(json!({"fault": "dribble", "bytes_per_second": 5}))),
        ("in the body", Some(json!({"fault": "dribble", "bytes_per_second": 5, "from": "body"}))),
        ("at the end", Some(json!({"fault": "content_length", "delta": 100}))),
        (
            "before a retry",
            Some(json!({"fault": "status", "status": 503, "headers": {"Retry-After": "20"}})),
        ),
        (CONNECT, None),
    ]
}

#[cfg(target_os = "linux")]
#[test]
fn freeing_the_agent_ends_whatever_hangs_and_nothing_comes_afterwards() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    // In a process of its own, whose threads are all the agent's.
    let said = Part::new(module_path!(), "frees with tasks under way", &sandbox, dir.path())
        .env("LSAGENT_TEST_CONTROL", sandbox.said("control_url"))
        .play();
    assert_eq!(said.len(), stuck().len(), "{said:?}");
    for line in &said {
        let line: Value = serde_json::from_str(line).unwrap();
        let ms = line["freed_ms"].as_u64().unwrap();
        assert!(Duration::from_millis(ms) < Duration::from_millis(500) + LENIENCE, "{line}");
        // The system does not give back a thread from a connect: that one ends later by itself.
        let held = line["place"] == CONNECT;
        assert!(held || line["threads_left"] == 0, "threads were left behind: {line}");
    }
}

#[cfg(target_os = "linux")]
fn frees_with_tasks_under_way() {
    let told = std::env::var("LSAGENT_TEST_CONTROL").unwrap();
    let sandbox = Remote(told);
    for (place, fault) in stuck() {
        sandbox.control("DELETE", "/faults", "");
        sandbox.control("DELETE", "/requests", "");
        // Something is stored, so that a refresh is under way as well.
        let settings = Settings::in_child().timeout_ms(25_000).refresh_after(0);
        let (settings, news) = settings.refreshes();
        let full = fault.is_none().then(FullBacklog::new);
        let settings = match &full {
            Some(full) => settings.base_url(&full.url()),
            None => settings,
        };
        if full.is_none() {
            Settings::in_child().client().licenses_of("valid", NETWORK_ONLY).unwrap();
        }
        let before = sandbox.traffic();
        if let Some(fault) = &fault {
            sandbox.control("POST", "/faults", &fault.to_string());
        }
        let client = settings.client();
        let mut started = [
            client.start_licenses(&member("trial"), NETWORK_ONLY),
            client.start_check(&member("grace"), NETWORK_FIRST),
            client.start_users("test@example.com", NETWORK_FIRST),
        ];
        client.check(None, &member("valid"), CACHE_ONLY).unwrap();
        client.check(None, &member("valid"), CACHE_FIRST).unwrap();
        if full.is_none() {
            // In a handshake there is no request yet, and a connection may serve several.
            until("the requests are under way", || {
                let seen = sandbox.traffic();
                seen.0 >= before.0 + 4 || seen.1 >= before.1 + 4
            });
        }
        started[0].free();
        let freed = client.free();
        let outcomes = || -> Vec<_> { started.iter().map(|one| one.reported.all()).collect() };
        let at_once = outcomes();
        for outcomes in &at_once {
            assert_eq!(outcomes.len(), 1, "{place}: {at_once:?}");
            assert_eq!(outcomes[0].as_ref().unwrap_err().status, LS_ERR_CANCELLED, "{place}");
        }
        let left = agents_threads();
        drop(full);
        sandbox.control("DELETE", "/faults", "");
        until("its threads end", || agents_threads() == 0);
        assert!(outcomes().iter().all(|outcomes| outcomes.len() == 1), "{place}");
        assert_eq!(news.all().len(), 0, "{place}: {:?}", news.all());
        say(json!({"place": place, "freed_ms": freed.as_millis() as u64, "threads_left": left}));
    }
}

#[cfg(target_os = "linux")]
/// How many threads of this process an agent has started.
fn agents_threads() -> usize {
    let names = std::fs::read_dir("/proc/self/task").unwrap().flatten();
    let names = names.filter_map(|task| std::fs::read_to_string(task.path().join("comm")).ok());
    names.filter(|name| name.starts_with("lsagent")).count()
}

#[cfg(target_os = "linux")]
/// The control port of a sandbox that another process has started.
struct Remote(String);

#[cfg(target_os = "linux")]
impl Remote {
    fn control(&self, method: &str, path: &str, body: &str) -> Value {
        let request =
            ureq::http::Request::builder().method(method).uri(format!("{}{path}", self.0));
        let request = request.header("Content-Type", "application/json");
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .proxy(None)
            .allow_non_standard_methods(true)
            .build()
            .into();
        let mut answer = agent.run(request.body(body.to_owned()).unwrap()).unwrap();
        serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap_or_default()
    }

    /// How many connections and requests there were.
    fn traffic(&self) -> (u64, usize) {
        let seen = self.control("GET", "/requests", "");
        (seen["connections"].as_u64().unwrap(), seen["requests"].as_array().unwrap().len())
    }
}

#[cfg(target_os = "linux")]
/// A port at which nobody accepts, and at which no more can wait for it: connects hang.
struct FullBacklog {
    listener: TcpListener,
    _waiting: Vec<std::net::TcpStream>,
}

#[cfg(target_os = "linux")]
impl FullBacklog {
    fn new() -> Self {
        use std::os::fd::AsRawFd;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        // SAFETY: listening again only shortens the queue.
        assert_eq!(unsafe { libc::listen(listener.as_raw_fd(), 0) }, 0);
        let address = listener.local_addr().unwrap();
        let connect = || std::net::TcpStream::connect_timeout(&address, Duration::from_millis(200));
        let waiting = std::iter::from_fn(|| connect().ok()).collect();
        Self { listener, _waiting: waiting }
    }

    fn url(&self) -> String {
        format!("https://{}", self.listener.local_addr().unwrap())
    }
}

// Many at once

#[test]
fn a_question_that_threads_ask_at_once_is_one_request() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(20_000).client();
    sandbox.fault(json!({"fault": "delay", "ms": 1_000}));
    let (together, who) = (Barrier::new(16), "features");
    let answers: Vec<_> = thread::scope(|scope| {
        let ask = |number| {
            let (together, client) = (&together, &client);
            scope.spawn(move || {
                together.wait();
                match number % 2 {
                    0 => client.licenses_of(who, NETWORK_FIRST).unwrap().count(),
                    _ => {
                        let entitlement = client.check(None, &member(who), NETWORK_ONLY).unwrap();
                        usize::from(entitlement.is_allowed())
                    }
                }
            })
        };
        let threads: Vec<_> = (0..16).map(ask).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(answers, [1; 16]);
    assert_eq!(sandbox.traffic(), (1, 1));
}

const ASKS: &str = "asks when told to";

fn asks_when_told_to() {
    let client = Settings::in_child().timeout_ms(20_000).client();
    wait_for_go();
    say(client.check(None, &member("valid"), NETWORK_FIRST).unwrap().decision() as i32);
}

#[test]
fn a_question_that_processes_ask_at_once_is_one_request() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    sandbox.fault(json!({"fault": "delay", "ms": 500}));
    let mut actors: Vec<_> =
        (0..8).map(|_| Part::new(module_path!(), ASKS, &sandbox, dir.path()).start()).collect();
    actors.iter_mut().for_each(Actor::is_ready);
    actors.iter_mut().for_each(Actor::go);
    for actor in actors {
        assert_eq!(actor.finish(), ["0"]);
    }
    assert_eq!(sandbox.traffic(), (1, 1));
}

#[test]
fn processes_that_ask_in_the_next_second_share_the_request_too() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    sandbox.fault(json!({"fault": "delay", "ms": 1_600}));
    let mut actors: Vec<_> =
        (0..4).map(|_| Part::new(module_path!(), ASKS, &sandbox, dir.path()).start()).collect();
    actors.iter_mut().for_each(Actor::is_ready);
    actors[0].go();
    until("the first has asked", || sandbox.traffic().1 == 1);
    let second = now();
    until("a second has begun", || now() > second);
    actors[1..].iter_mut().for_each(Actor::go);
    for actor in actors {
        assert_eq!(actor.finish(), ["0"]);
    }
    assert_eq!(sandbox.traffic(), (1, 1));
}

#[test]
fn what_another_process_was_answered_is_news_only_if_it_has_changed() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let settings = Settings::of(&sandbox).store(dir.path()).timeout_ms(20_000).refresh_after(0);
    let (settings, news) = settings.refreshes();
    let (client, who) = (settings.client(), member("valid"));
    let right = ids(&client.ask(&who, NETWORK_ONLY).unwrap().json());
    for stored in [right.clone(), vec![1]] {
        if stored != right {
            sandbox.fault(license_with_id("valid", stored[0]));
            client.ask(&who, NETWORK_ONLY).unwrap();
        }
        sandbox.forget_traffic();
        sandbox.fault(json!({"fault": "delay", "ms": 1_000, "times": 1}));
        let mut other = Part::new(module_path!(), ASKS, &sandbox, dir.path()).start();
        other.is_ready();
        other.go();
        until("it has asked", || sandbox.traffic().1 == 1);
        assert_eq!(ids(&client.ask(&who, CACHE_FIRST).unwrap().json()), stored);
        // The same question boards the refresh, which waits for the other process.
        assert_eq!(ids(&client.ask(&who, NETWORK_FIRST).unwrap().json()), right);
        other.finish();
        assert_eq!(sandbox.traffic().1, 1);
    }
    let told = news.number(1);
    assert_eq!((told.status, told.ids), (LS_OK, Some(right)));
}

#[test]
fn a_process_that_died_while_it_asked_blocks_nobody() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    sandbox.fault(json!({"fault": "silent", "times": 1}));
    let mut holder = Part::new(module_path!(), ASKS, &sandbox, dir.path()).start();
    holder.is_ready();
    holder.go();
    until("it has asked", || sandbox.traffic().1 == 1);
    let client = Settings::of(&sandbox).store(dir.path()).timeout_ms(20_000).client();

    // While it lives, the next one waits for a bounded time and then asks by itself.
    let begun = Instant::now();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    let taken = begun.elapsed();
    assert!(taken < Duration::from_secs(2) + LENIENCE, "{taken:?}");
    assert!(taken >= Duration::from_secs(1), "it did not wait for the other: {taken:?}");

    holder.kill();
    let begun = Instant::now();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    assert!(begun.elapsed() < LENIENCE, "{:?}", begun.elapsed());
    assert_eq!(sandbox.traffic().1, 3);
}

// Retries

#[test]
fn what_may_pass_by_itself_is_tried_three_times() {
    for fault in [
        json!({"fault": "status", "status": 503, "times": 2}),
        json!({"fault": "status", "status": 429, "times": 2}),
        json!({"fault": "status", "status": 503, "headers": {"Retry-After": "0"}, "times": 2}),
        json!({"fault": "reset", "when": "request", "times": 2}),
        json!({"fault": "reset", "when": "body", "times": 2}),
    ] {
        let sandbox = Sandbox::start();
        sandbox.fault(fault.clone());
        let client = Settings::of(&sandbox).timeout_ms(20_000).client();
        let entitlement = client.check(None, &member("valid"), NETWORK_ONLY).unwrap();
        assert!(entitlement.is_allowed() && entitlement.fallback().is_none(), "{fault}");
        assert_eq!(sandbox.traffic().1, 3, "{fault}");
    }
    let sandbox = Sandbox::start();
    sandbox.fault(json!({"fault": "status", "status": 503}));
    let client = Settings::of(&sandbox).timeout_ms(20_000).client();
    assert_eq!(status(client.licenses_of("valid", NETWORK_ONLY)), LS_ERR_SERVER);
    assert_eq!(sandbox.traffic().1, 3);
}

#[test]
fn retry_after_is_waited_for() {
    let sandbox = Sandbox::start();
    let client = Settings::of(&sandbox).timeout_ms(20_000).client();
    for by_date in [false, true] {
        sandbox.forget_traffic();
        let (begun, until) = (Instant::now(), now() + 2);
        let date = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(until as u64));
        let headers = json!({"Retry-After": if by_date { date } else { "1".to_owned() }});
        sandbox.fault(json!({"fault": "status", "status": 429, "headers": headers, "times": 1}));
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
        if by_date {
            assert!(now() >= until);
        } else {
            assert!(begun.elapsed() >= Duration::from_secs(1));
        }
        assert_eq!(sandbox.traffic().1, 2);
    }
}

#[test]
fn a_retry_after_beyond_the_deadline_ends_the_call_at_once() {
    let timeout = Duration::from_secs(6);
    for (status, stored) in [(429, false), (503, false), (429, true), (503, true)] {
        let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
        let client = Settings::of(&sandbox).store(dir.path()).timeout_ms(6_000).client();
        if stored {
            client.licenses_of("valid", NETWORK_ONLY).unwrap();
            sandbox.forget_traffic();
        }
        sandbox
            .fault(json!({"fault": "status", "status": status, "headers": {"Retry-After": "10"}}));
        let begun = Instant::now();
        let result = client.licenses_of("valid", NETWORK_FIRST);
        let taken = begun.elapsed();
        assert!(taken < timeout / 2, "{status}, stored: {stored}: {taken:?}");
        assert_eq!(result.is_ok(), stored, "{status}");
        let failure = result.map_or_else(|failure| failure, |answer| answer.fallback().unwrap());
        let expected = if status == 429 { LS_ERR_RATE_LIMITED } else { LS_ERR_SERVER };
        assert_eq!(failure.status, expected);
        drop(client);
        assert_eq!(sandbox.traffic().1, 1);
    }
}

#[test]
fn a_definite_answer_is_not_asked_for_twice() {
    for (fault, expected) in [
        (json!({"fault": "api_error", "status": 400, "code": "license_not_found"}), LS_ERR_REFUSED),
        (json!({"fault": "api_error", "status": 401, "code": "nope"}), LS_ERR_CREDENTIALS),
        (json!({"fault": "api_error", "status": 400, "code": "revoked_api_key"}), LS_ERR_API_KEY),
        (json!({"fault": "html"}), LS_ERR_RESPONSE),
        (json!({"fault": "signature", "how": "missing"}), LS_ERR_SIGNATURE),
        (json!({"fault": "somebody_else", "email": "trial@example.com"}), LS_ERR_MISMATCH),
    ] {
        let sandbox = Sandbox::start();
        sandbox.fault(fault.clone());
        let client = Settings::of(&sandbox).client();
        assert_eq!(status(client.licenses_of("valid", NETWORK_ONLY)), expected, "{fault}");
        assert_eq!(sandbox.traffic(), (1, 1), "{fault}");
    }
    let sandbox = Sandbox::with(&["--certificate", "expired"]);
    let client = Settings::of(&sandbox).client();
    assert_eq!(status(client.licenses_of("valid", NETWORK_ONLY)), LS_ERR_TLS);
    assert_eq!(sandbox.traffic(), (1, 0));
}

#[test]
fn a_code_for_one_use_is_sent_once_whatever_fails() {
    for (fault, expected) in [
        (json!({"fault": "status", "status": 503}), LS_ERR_SERVER),
        (json!({"fault": "status", "status": 429}), LS_ERR_RATE_LIMITED),
        (
            json!({"fault": "status", "status": 429, "headers": {"Retry-After": "0"}}),
            LS_ERR_RATE_LIMITED,
        ),
        (json!({"fault": "reset", "when": "request"}), LS_ERR_NETWORK),
        (json!({"fault": "reset", "when": "headers"}), LS_ERR_NETWORK),
        (json!({"fault": "close", "when": "request"}), LS_ERR_NETWORK),
        (json!({"fault": "silent"}), LS_ERR_TIMEOUT),
        (json!({"fault": "garbage"}), LS_ERR_RESPONSE),
        (json!({"fault": "api_error", "status": 401, "code": "nope"}), LS_ERR_CREDENTIALS),
    ] {
        for policy in [NETWORK_ONLY, NETWORK_FIRST, CACHE_FIRST] {
            let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
            let settings = Settings::of(&sandbox).store(dir.path()).refresh_after(0);
            let client = settings.timeout_ms(1_500).client();
            // So that there is a connection to be used again, and somebody of the account.
            client.ask(&id_token("token:valid@example.com", "acme"), NETWORK_ONLY).unwrap();
            sandbox.forget_traffic();
            sandbox.fault(fault.clone());
            let result = client.ask(&code("code:valid@example.com:1", "acme", None), policy);
            assert_eq!(status(result), expected, "{fault}");
            drop(client);
            assert_eq!(sandbox.traffic().1, 1, "{fault} {policy}");
        }
    }
}

/// Plays the part that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(ASKS) => asks_when_told_to(),
        #[cfg(target_os = "linux")]
        Some("frees with tasks under way") => frees_with_tasks_under_way(),
        Some(part) => panic!("nobody plays {part}"),
    }
}
