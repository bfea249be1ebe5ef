//! What takes minutes: `make soak`. How long each part goes on: LSAGENT_SOAK_SECONDS, 60 by default.

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use lsagent::ffi::source::ls_source;
use lsagent::ffi::status::ls_status::*;
use serde_json::json;
use support::*;

const MEMBER: &str = "valid";
/// Kills, and writes, that a store has to survive.
const MOST_WRITES: usize = 1_000;

fn duration() -> Duration {
    let seconds = std::env::var("LSAGENT_SOAK_SECONDS").ok();
    Duration::from_secs(seconds.map_or(60, |seconds| seconds.parse().expect("a number")))
}

/// Random enough to choose moments; the seed is printed, so that a failure can be looked into.
struct Dice(u64);

impl Dice {
    fn new() -> Self {
        let seed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64 | 1;
        println!("seed: {seed}");
        Self(seed)
    }

    fn below(&mut self, end: u64) -> u64 {
        // xorshift64
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(WRITES) => writes(),
        Some(HAMMERS) => hammers(),
        Some(part) => panic!("nobody plays {part}"),
    }
}

const WRITES: &str = "writes as long as it lives";

fn writes() {
    let client = Settings::in_child().timeout_ms(20_000).client();
    say("ready");
    loop {
        client.licenses_of(MEMBER, NETWORK_ONLY).expect("the server answers");
    }
}

#[test]
fn a_writer_killed_at_any_moment_leaves_the_old_answer_or_the_new() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = Settings::of(&sandbox).store(dir.path()).client();
    let (mut dice, mut old, mut kills, mut found_new) = (Dice::new(), 1, 0, 0);
    serve(&sandbox, old);
    client.licenses_of(MEMBER, NETWORK_ONLY).unwrap();
    while sandbox.traffic().1 < MOST_WRITES || kills < 100 {
        let new = old + 1;
        serve(&sandbox, new);
        let mut writer = Part::new(WRITES, &sandbox, dir.path()).start();
        assert_eq!(writer.says().as_deref(), Some("ready"));
        thread::sleep(Duration::from_micros(dice.below(60_000)));
        writer.kill();
        kills += 1;
        // A reader that knows nothing yet, as the next start of the application is.
        let reader = Settings::of(&sandbox).store(dir.path()).client();
        let stored = reader.licenses_of(MEMBER, CACHE_ONLY);
        let stored = ids(&stored.unwrap_or_else(|error| panic!("kill {kills}: {error:?}")).json());
        assert!(stored == [old] || stored == [new], "kill {kills}: {stored:?}, not {old} or {new}");
        found_new += usize::from(stored == [new]);
        old = stored[0];
    }
    println!(
        "{kills} kills during {} writes; {found_new} times the new answer was there",
        sandbox.traffic().1
    );
    assert!(found_new > 0, "no write was ever finished");
}

/// From now on the member has one license, of this id.
fn serve(sandbox: &Sandbox, id: i64) {
    sandbox.no_faults();
    let mut fault = license_with_id(MEMBER, id);
    fault.as_object_mut().unwrap().remove("times");
    sandbox.fault(fault);
}

const HAMMERS: &str = "hammers with eight threads";
const CAST: [&str; 5] = ["valid", "trial", "features", "several", "grace"];

fn hammers() {
    let client = Settings::in_child().timeout_ms(30_000).client();
    let end = Instant::now() + duration();
    let asked: usize = thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|number| {
                scope.spawn({
                    let client = &client;
                    move || hammer(client, number, end)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread fails")).sum()
    });
    say(asked);
}

fn hammer(client: &Client, number: usize, end: Instant) -> usize {
    let policies = [CACHE_ONLY, CACHE_FIRST, CACHE_ONLY, NETWORK_FIRST, CACHE_ONLY, NETWORK_ONLY];
    let mut asked = 0;
    while Instant::now() < end {
        let member = CAST[(asked + number) % CAST.len()];
        let policy = policies[(asked / CAST.len() + number) % policies.len()];
        match client.licenses_of(member, policy) {
            Ok(licenses) => {
                let json = licenses.json();
                assert!(json.contains(&email(member)), "an answer for somebody else: {json}");
            }
            Err(error) if policy == CACHE_ONLY => assert_eq!(error.status, LS_ERR_NOT_CACHED),
            Err(error) => panic!("{member} by policy {policy}: {error:?}"),
        }
        asked += 1;
    }
    asked
}

#[test]
fn eight_processes_of_eight_threads_share_a_store() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let actors: Vec<_> = (0..8).map(|_| Part::new(HAMMERS, &sandbox, dir.path()).start()).collect();
    let asked: Vec<_> = actors.into_iter().flat_map(Actor::finish).collect();
    println!("answers by each process: {asked:?}");
    assert_eq!(asked.len(), 8);
    let client = Settings::of(&sandbox).store(dir.path()).client();
    for member in CAST {
        client.licenses_of(member, CACHE_ONLY).expect("the store is whole");
    }
    assert_eq!(leftovers(dir.path()), BTreeSet::new());
}

/// Temporary files that nobody will ever rename.
fn leftovers(dir: &Path) -> BTreeSet<String> {
    let folders = std::fs::read_dir(dir).unwrap().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten());
    let names = files.flatten().map(|file| file.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with('.')).collect()
}

#[test]
fn a_server_that_misbehaves_keeps_nobody_beyond_the_deadline() {
    const TIMEOUT_MS: u32 = 300;
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let at_any_phase = ["accept", "request", "headers", "body"];
    let mut faults = vec![
        json!({"fault": "silent"}),
        json!({"fault": "tls_stall"}),
        json!({"fault": "delay", "ms": 5_000}),
        json!({"fault": "dribble", "bytes_per_second": 1}),
        json!({"fault": "dribble", "bytes_per_second": 20, "from": "body"}),
    ];
    for end in ["reset", "close"] {
        faults.extend(at_any_phase.map(|when| json!({"fault": end, "when": when})));
    }
    let client = Settings::of(&sandbox).store(dir.path()).timeout_ms(TIMEOUT_MS).client();
    Settings::of(&sandbox).store(dir.path()).client().licenses_of(MEMBER, NETWORK_ONLY).unwrap();
    let (end, mut worst, mut calls) =
        (Instant::now() + duration(), (Duration::ZERO, json!(null)), 0);
    while Instant::now() < end {
        for fault in &faults {
            sandbox.no_faults();
            sandbox.fault(fault.clone());
            let begun = Instant::now();
            let licenses = client.licenses_of(MEMBER, NETWORK_FIRST).expect("the store answers");
            let taken = begun.elapsed();
            assert_eq!(licenses.source(), ls_source::LS_SOURCE_CACHE, "{fault}");
            if taken > worst.0 {
                worst = (taken, fault.clone());
            }
            calls += 1;
        }
    }
    println!(
        "{calls} calls with {TIMEOUT_MS} ms; the longest took {:?}, with {}",
        worst.0, worst.1
    );
    assert!(worst.0 <= Duration::from_millis(u64::from(TIMEOUT_MS) + 100), "{worst:?}");
}

#[test]
fn ten_thousand_checks_leave_memory_flat() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let client = Settings::of(&sandbox).store(dir.path()).client();
    client.licenses_of("features", NETWORK_ONLY).unwrap();
    let check = || client.check(Some("export"), &member("features"), CACHE_FIRST).unwrap();
    (0..1_000).for_each(|_| assert!(check().is_allowed()));
    let before = resident_kib();
    (0..10_000).for_each(|_| assert!(check().is_allowed()));
    let grown = resident_kib().saturating_sub(before);
    println!("{before} KiB, and {grown} KiB more after 10,000 checks");
    assert!(grown <= 1024, "{grown} KiB more");
}

fn resident_kib() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}
