//! What takes minutes to show: killed writers, a crowd on one store, a server that fails for as long
//! as it is asked, and what a process holds after ten thousand calls.
//!
//! `make soak` runs it. `LSAGENT_SOAK_SECONDS` (60), `_WRITES` (1000), `_CHECKS` (10000), `_SEATS` (1000), `_AMOUNTS`
//! (10000), `_LIFE_US` (30000: how long a writer lives at most) and `_SEED` change what it does; it prints the seed,
//! with which it does the same again as far as the machine allows.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use lsagent::ffi::source::ls_source::*;
use lsagent::ffi::status::ls_status::{self, *};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::{Value, json};

use crate::support::*;

fn setting(name: &str, default: u64) -> u64 {
    let set = std::env::var(format!("LSAGENT_SOAK_{name}")).ok();
    set.map_or(default, |text| text.parse().expect("a number"))
}

/// How long each of the programs that have no other end goes on.
fn duration() -> Duration {
    Duration::from_secs(setting("SECONDS", 60))
}

/// A generator of numbers that look random: splitmix64.
struct Dice(u64);

impl Dice {
    fn new(program: &str) -> Self {
        let seed = setting("SEED", u64::from(std::process::id()) ^ now().unsigned_abs());
        println!("{program}: LSAGENT_SOAK_SEED={seed}");
        Self(seed)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

// Seats

#[test]
fn five_devices_that_want_two_seats_for_long_never_hold_more_nor_believe_what_is_not_so() {
    let mut dice = Dice::new("seats");
    let rounds = setting("SEATS", 1000).try_into().unwrap();
    crate::seats::contention::contend(rounds, &mut |limit| dice.below(limit));
}

// A writer that is killed

/// A server in the writer's own process, so that it writes as fast as it can: each answer holds a
/// license with the next id, and is long enough to be caught half written.
struct Counter(u16);

impl Counter {
    fn from(first: i64) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            let (key, mut id) = (response_key(), first);
            for stream in listener.incoming().flatten() {
                id = serve(stream, &key, id);
            }
        });
        Self(port)
    }
}

/// Tells the id of the next answer, once the client has gone.
fn serve(stream: TcpStream, key: &RsaKeyPair, mut id: i64) -> i64 {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    while reader.read_line(&mut line).is_ok_and(|read| read > 0) {
        if line == "\r\n" {
            let _ = reader.get_mut().write_all(&answer(key, id));
            id += 1;
        }
        line.clear();
    }
    id
}

fn answer(key: &RsaKeyPair, id: i64) -> Vec<u8> {
    let mut licenses: Value =
        serde_json::from_str(license_with_id("valid", id)["body"].as_str().unwrap()).unwrap();
    licenses[0]["license"]["metadata"] = json!({"ballast": "x".repeat(64 * 1024)});
    let body = licenses.to_string();
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), body.as_bytes(), &mut signature).unwrap();
    let signature = BASE64_STANDARD.encode(signature);
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nLicenseSignature: {signature}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn response_key() -> RsaKeyPair {
    let pem = include_str!("../data/test-response-key.pem");
    let base64: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    RsaKeyPair::from_pkcs8(&BASE64_STANDARD.decode(base64).unwrap()).unwrap()
}

fn counted(port: u16, store: &Path) -> Settings {
    Settings::empty()
        .api_key("key", "shared")
        .base_url(&format!("http://127.0.0.1:{port}"))
        .public_key(include_str!("../data/test-response-public-key.pem"))
        .store(store)
        .logged()
}

const WRITES: &str = "writes until it is killed";

fn writes_until_it_is_killed() {
    let first = std::env::var("LSAGENT_TEST_FIRST").unwrap().parse().unwrap();
    let store = std::env::var("LSAGENT_TEST_STORE").unwrap();
    let client = counted(Counter::from(first).0, Path::new(&store)).timeout_ms(60_000).client();
    say("ready");
    for expected in first.. {
        let licenses = client.licenses_of("valid", NETWORK_ONLY).unwrap();
        assert_eq!(ids(&licenses.json()), [expected]);
        let log = client.log();
        assert!(!log.iter().any(|line| line.contains("not stored")), "{log:?}");
        say(expected);
    }
}

#[test]
fn a_writer_killed_at_any_moment_leaves_the_old_answer_or_the_new() {
    let (enough, mut dice) = (setting("WRITES", 1_000), Dice::new("killed writers"));
    let dir = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start();
    let reader = || counted(1, dir.path()).client();
    let (mut stored, mut writes, mut kills, mut caught) = (0, 0, 0, 0);
    // Whoever signed in last is stored after the first answer: a call that has come back did both.
    let mut is_named = false;
    while writes < i64::try_from(enough).unwrap() {
        kills += 1;
        let mut writer = Part::new(module_path!(), WRITES, &sandbox, dir.path())
            .env("LSAGENT_TEST_FIRST", (stored + 1).to_string())
            .env("LSAGENT_TEST_STORE", dir.path())
            .start();
        writer.is_ready();
        thread::sleep(Duration::from_micros(dice.below(setting("LIFE_US", 30_000))));
        writer.kill();
        let mut said = stored;
        while let Some(line) = writer.says() {
            said = line.parse().unwrap();
        }
        writes += said - stored;
        is_named |= said > stored;
        let after = match (reader().stored(&member("valid")), reader().stored(&remembered(None))) {
            (Ok(one), other) => {
                assert!(other == Ok(one.clone()) || !is_named, "{other:?}");
                is_named |= other.is_ok();
                one[0]
            }
            (Err(status), _) => {
                assert_eq!((status, said), (LS_ERR_NOT_CACHED, 0), "the stored answer is gone");
                0
            }
        };
        assert!((said..=said + 1).contains(&after), "{after} is stored after {said} was");
        caught += i64::from(after > said);
        stored = after;
    }
    let litter = litter(dir.path());
    println!(
        "killed {kills} writers during {writes} writes; {caught} had stored an answer that they did \
         not live to tell of; {litter} temporary files were left"
    );
    assert!(litter > 0 || enough < 1_000, "no writer was killed while it wrote");
}

/// Temporary files that nobody writes any more.
fn litter(store: &Path) -> usize {
    let folders = fs::read_dir(store).unwrap().flatten().filter(|entry| entry.path().is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder.path()).unwrap().flatten());
    files.filter(|file| file.file_name().to_string_lossy().starts_with(".new-")).count()
}

// A crowd

const CROWD: [&str; 4] = ["valid", "trial", "features", "several"];
const CROWDS: &str = "is one of a crowd";

/// What each member is to be answered, whoever asks whichever way.
fn rights(client: &Client) -> Vec<Vec<i64>> {
    let of = |name| ids(&client.licenses_of(name, NETWORK_ONLY).unwrap().json());
    CROWD.map(of).into()
}

#[test]
fn a_crowd_on_one_store_gets_right_answers_only() {
    let mut dice = Dice::new("crowd");
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = Settings::of(&sandbox).store(dir.path()).client();
    let rights = rights(&client);
    let told = json!(rights).to_string();
    let actor = |_| {
        Part::new(module_path!(), CROWDS, &sandbox, dir.path())
            .env("LSAGENT_TEST_RIGHTS", &told)
            .env("LSAGENT_SOAK_SEED", dice.below(u64::MAX).to_string())
            .start()
    };
    let mut actors: Vec<_> = (0..8).map(actor).collect();
    actors.iter_mut().for_each(Actor::is_ready);
    actors.iter_mut().for_each(Actor::go);
    let mut calls = 0;
    for actor in actors {
        let said = actor.finish();
        calls += said.iter().map(|line| line.parse::<u64>().unwrap()).sum::<u64>();
    }
    let requests = sandbox.traffic().1;
    println!(
        "8 processes of 8 threads made {calls} calls in {:?}, {requests} requests",
        duration()
    );
    assert_eq!(litter(dir.path()), 0);
    for (name, right) in CROWD.into_iter().zip(rights) {
        assert_eq!(client.stored(&member(name)), Ok(right));
    }
}

/// The same with a license that the device activates and gives up meanwhile.
#[test]
fn a_crowd_with_one_license_is_one_device_to_the_server() {
    crate::activation::crowd::is_one_device(duration().as_secs());
}

/// Amounts that are counted once, with everything that can go wrong.
#[test]
fn ten_thousand_amounts_of_killed_processes_are_counted_as_often_as_was_promised() {
    let amounts = usize::try_from(setting("AMOUNTS", 10_000)).unwrap();
    for at_least_once in [false, true] {
        let dice = Dice::new("consumption");
        crate::consumption::crowd::counts_right(amounts, at_least_once, dice.0);
    }
}

fn is_one_of_a_crowd() {
    let rights: Vec<Vec<i64>> =
        serde_json::from_str(&std::env::var("LSAGENT_TEST_RIGHTS").unwrap()).unwrap();
    let settings = Settings::in_child().timeout_ms(60_000).refresh_after(0);
    let (settings, news) = settings.refreshes();
    let client = settings.client();
    wait_for_go();
    let (until, calls) = (Instant::now() + duration(), AtomicU64::new(0));
    let seed = setting("SEED", 0);
    thread::scope(|scope| {
        for number in 0..8 {
            let (client, rights, calls) = (&client, &rights, &calls);
            scope.spawn(move || {
                let mut dice = Dice(seed.wrapping_add(number));
                while Instant::now() < until {
                    ask_in_the_crowd(client, rights, &mut dice);
                    calls.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
    });
    drop(client);
    // The answers never change, so there are no news but of failures; and there are none.
    let news = news.all();
    assert!(news.is_empty(), "{news:?}");
    say(calls.into_inner());
}

fn ask_in_the_crowd(client: &Client, rights: &[Vec<i64>], dice: &mut Dice) {
    let which = usize::try_from(dice.below(CROWD.len() as u64)).unwrap();
    let name = CROWD[which];
    let credentials = match dice.below(3) {
        0 => remembered(Some(&email(name))),
        _ => member(name),
    };
    let policy = *dice.one_of(&[CACHE_ONLY, CACHE_ONLY, CACHE_FIRST, NETWORK_FIRST, NETWORK_ONLY]);
    let licenses = match client.ask(&credentials, policy) {
        Ok(licenses) => licenses,
        Err(failure) if policy == NETWORK_ONLY => {
            assert_eq!(failure.status, LS_ERR_INVALID_ARGUMENT, "{failure:?}");
            return;
        }
        Err(failure) => panic!("{name} by policy {policy}: {failure:?}"),
    };
    assert_eq!(ids(&licenses.json()), rights[which], "{name} by policy {policy}");
    let fallback = licenses.fallback();
    assert!(fallback.is_none(), "{name} by policy {policy}: {fallback:?}");
}

// A server that fails

fn failures() -> Vec<Option<Value>> {
    let faults = json!([
        {"fault": "tls_stall"},
        {"fault": "silent"},
        {"fault": "delay", "ms": 60_000},
        {"fault": "dribble", "bytes_per_second": 20},
        {"fault": "dribble", "bytes_per_second": 20, "after_bytes": 200},
        {"fault": "dribble", "bytes_per_second": 20, "from": "body"},
        {"fault": "dribble", "bytes_per_second": 20, "from": "body", "after_bytes": 1000},
        {"fault": "reset", "when": "accept"},
        {"fault": "reset", "when": "request"},
        {"fault": "reset", "when": "headers"},
        {"fault": "reset", "when": "body"},
        {"fault": "close", "when": "accept"},
        {"fault": "close", "when": "request"},
        {"fault": "close", "when": "headers"},
        {"fault": "close", "when": "body"},
        {"fault": "truncate", "bytes": 100},
        {"fault": "content_length", "delta": 100},
        {"fault": "garbage"},
        {"fault": "status", "status": 503},
        {"fault": "status", "status": 429, "headers": {"Retry-After": "1"}},
    ]);
    // And one that is dead.
    let faults = faults.as_array().unwrap().iter().cloned().map(Some);
    faults.chain([None]).collect()
}

/// How late a thread wakes up on this machine, whatever the agent does: what it is late by itself is
/// not the agent's.
struct Lateness {
    stop: AtomicBool,
    worst: Mutex<Duration>,
}

impl Lateness {
    fn watch(&self) {
        let nap = Duration::from_millis(5);
        while !self.stop.load(Ordering::Relaxed) {
            let begun = Instant::now();
            thread::sleep(nap);
            let late = begun.elapsed().saturating_sub(nap);
            let mut worst = self.worst.lock().unwrap();
            *worst = late.max(*worst);
        }
    }

    /// The worst since it was last asked.
    fn take(&self) -> Duration {
        std::mem::take(&mut self.worst.lock().unwrap())
    }
}

/// By how much a call may be late.
const LATE: Duration = Duration::from_millis(100);

#[test]
fn a_server_that_fails_holds_nobody_longer_than_the_deadline() {
    let mut dice = Dice::new("failing server");
    let lateness = Lateness { stop: AtomicBool::new(false), worst: Mutex::default() };
    let worst = thread::scope(|scope| {
        scope.spawn(|| lateness.watch());
        // Also when an assertion fails: the scope waits for the watcher.
        let run = std::panic::AssertUnwindSafe(|| fail_and_ask(&mut dice, &lateness));
        let result = std::panic::catch_unwind(run);
        lateness.stop.store(true, Ordering::Relaxed);
        result
    });
    let report = worst.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    println!("{report}");
}

fn fail_and_ask(dice: &mut Dice, lateness: &Lateness) -> String {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let settings = || Settings::of(&sandbox).store(dir.path());
    let right = ids(&settings().client().licenses_of("valid", NETWORK_ONLY).unwrap().json());
    let (faults, until) = (failures(), Instant::now() + duration());
    let (mut calls, mut stalls) = (0, 0);
    let (mut latest, mut latest_free, mut latest_cached) =
        ((Duration::ZERO, String::new()), Duration::ZERO, Duration::ZERO);
    while Instant::now() < until {
        let fault = dice.one_of(&faults);
        let ms = u32::try_from(50 + dice.below(350)).unwrap();
        sandbox.no_faults();
        let settings = settings().timeout_ms(ms).refresh_after(0);
        let client = match fault {
            Some(_) => settings.client(),
            None => settings.base_url(&format!("https://{NOBODY}")).client(),
        };
        let at_accept = fault
            .as_ref()
            .is_some_and(|fault| fault["fault"] == "tls_stall" || fault["when"] == "accept");
        if !at_accept && dice.below(2) == 0 {
            // So that there is a connection to be used again.
            let _ = client.licenses_of("trial", NETWORK_ONLY);
        }
        if let Some(fault) = fault {
            sandbox.fault(fault.clone());
        }
        for policy in [CACHE_FIRST, NETWORK_FIRST, NETWORK_ONLY] {
            lateness.take();
            let begun = Instant::now();
            let result = client.check(None, &member("valid"), policy);
            let taken = begun.elapsed();
            let case = format!("{fault:?}, policy {policy}, {ms} ms");
            let machine = lateness.take();
            let patience = Duration::from_millis(if policy == CACHE_FIRST { 0 } else { ms.into() });
            let late = taken.saturating_sub(patience);
            calls += 1;
            if late > LATE && machine > late / 2 {
                stalls += 1;
                continue;
            }
            assert!(late <= LATE, "{case}: {late:?} late; the machine {machine:?}");
            if policy == CACHE_FIRST {
                latest_cached = latest_cached.max(late);
            } else if late > latest.0 {
                latest = (late, case.clone());
            }
            judge(result, policy, &right, &case);
        }
        let freed = client.free();
        let machine = lateness.take();
        let bound = Duration::from_millis(500) + LATE;
        assert!(freed <= bound || machine > freed / 2, "freed after {freed:?}");
        latest_free = latest_free.max(freed);
    }
    let (late, case) = latest;
    format!(
        "{calls} calls in {:?}: the latest came {late:?} after its deadline ({case}); from the store \
         the slowest took {latest_cached:?}; the slowest ls_agent_free {latest_free:?}; {stalls} calls \
         were not judged since the machine itself stood still",
        duration()
    )
}

fn judge(result: Result<Entitled, Failure>, policy: i32, right: &[i64], case: &str) {
    match result {
        Ok(answer) => {
            assert_ne!(policy, NETWORK_ONLY, "{case}: answered");
            assert_eq!(answer.source(), LS_SOURCE_CACHE, "{case}");
            assert_eq!(answer.license()["license"]["id"], right[0], "{case}");
            assert_eq!(answer.fallback().is_some(), policy == NETWORK_FIRST, "{case}");
        }
        Err(failure) => {
            assert_eq!(policy, NETWORK_ONLY, "{case}: {failure:?}");
            let expected: [ls_status; 5] = [
                LS_ERR_TIMEOUT,
                LS_ERR_NETWORK,
                LS_ERR_RESPONSE,
                LS_ERR_SERVER,
                LS_ERR_RATE_LIMITED,
            ];
            assert!(expected.contains(&failure.status), "{case}: {failure:?}");
        }
    }
}

// What a process holds, as /proc tells it

#[cfg(target_os = "linux")]
const HOLDS: &str = "holds no more than before";

#[cfg(target_os = "linux")]
#[test]
fn ten_thousand_checks_and_a_thousand_agents_leave_nothing_behind() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    for line in Part::new(module_path!(), HOLDS, &sandbox, dir.path()).play() {
        println!("{line}");
    }
}

#[cfg(target_os = "linux")]
/// Bytes of memory, threads, open files.
fn holdings() -> (i64, usize, usize) {
    let entries = |path| fs::read_dir(path).unwrap().count();
    let pages = fs::read_to_string("/proc/self/statm").unwrap();
    let resident: i64 = pages.split(' ').nth(1).unwrap().parse().unwrap();
    (resident * 4096, entries("/proc/self/task"), entries("/proc/self/fd"))
}

#[cfg(target_os = "linux")]
fn holds_no_more_than_before() {
    let checks = setting("CHECKS", 10_000);
    // Without the log, which the harness keeps.
    let settings = || {
        let unheard = |config: Option<&mut _>| unsafe {
            lsagent::ffi::config::ls_config_set_log_callback(config, 4, None, std::ptr::null_mut())
        };
        Settings::in_child().set(unheard)
    };
    let client = settings().client();
    client.licenses_of("features", NETWORK_ONLY).unwrap();
    flat("checks from the store", checks, |_| {
        assert!(
            client.check(Some("export"), &member("features"), CACHE_ONLY).unwrap().is_allowed()
        );
    });
    flat("checks from the network", checks / 10, |_| {
        client.check(None, &member("features"), NETWORK_ONLY).unwrap();
    });
    flat("answers refused", checks / 10, |_| {
        client.ask(&password("valid@example.com", "wrong"), NETWORK_ONLY).err().unwrap();
    });
    drop(client);
    flat("agents", checks / 10, |number| {
        let client = settings().refresh_after(0).client();
        client.check(None, &member("features"), CACHE_FIRST).unwrap();
        if number % 2 == 0 {
            client.check(None, &member("features"), NETWORK_FIRST).unwrap();
        }
    });
}

#[cfg(target_os = "linux")]
fn flat(what: &str, times: u64, mut call: impl FnMut(u64)) {
    (0..times / 10 + 10).for_each(&mut call);
    let before = holdings();
    (0..times).for_each(&mut call);
    // Threads that were told to end may take a moment.
    until("its threads have ended", || holdings().1 <= before.1);
    let after = holdings();
    let grown = after.0 - before.0;
    say(format_args!("{times} {what}: {} KiB more, threads and files as before", grown / 1024));
    assert!(grown < 1 << 20, "{what}: {grown} bytes more");
    assert_eq!((after.1, after.2), (before.1, before.2), "{what}: threads and files");
}

/// Plays the part that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(WRITES) => writes_until_it_is_killed(),
        Some(CROWDS) => is_one_of_a_crowd(),
        #[cfg(target_os = "linux")]
        Some(HOLDS) => holds_no_more_than_before(),
        Some(part) => panic!("nobody plays {part}"),
    }
}
