//! Consumption through the C ABI, against a server that counts too.

pub mod crowd;
#[cfg(all(target_os = "linux", feature = "system-tests"))]
mod disk;
#[cfg(target_os = "linux")]
mod killed;
mod lost;

use std::fs;
use std::path::PathBuf;

use lsagent::ffi::status::ls_status::{self, *};
use serde_json::json;
use tempfile::TempDir;

use crate::support::*;

const KEYS: &str = "key-product";
const TIMEOUT_MS: u32 = 60_000;

/// A server, and the stores of devices.
struct World {
    sandbox: Sandbox,
    dir: TempDir,
}

impl World {
    fn new() -> Self {
        Self { sandbox: Sandbox::start(), dir: tempfile::tempdir().unwrap() }
    }

    fn settings(&self) -> Settings {
        by_hand(Settings::of(&self.sandbox).timeout_ms(TIMEOUT_MS).store(self.dir.path()))
    }

    fn client(&self) -> Client {
        self.settings().client()
    }

    /// Another device, in a store of its own.
    fn device(&self, name: &str) -> Client {
        let dir = self.dir.path().join(name);
        let settings = Settings::of(&self.sandbox).timeout_ms(TIMEOUT_MS);
        by_hand(settings.store_of_device(&dir, name)).client()
    }

    fn paths(&self) -> Vec<String> {
        let paths = self.sandbox.requests().into_iter();
        let name = |request: serde_json::Value| {
            let path = request["path"].as_str().unwrap().to_owned();
            path.rsplit('/').next().unwrap().to_owned()
        };
        paths.map(name).collect()
    }

    fn journal(&self) -> PathBuf {
        let folders = fs::read_dir(self.dir.path()).unwrap().map(|entry| entry.unwrap().path());
        let files = folders.filter(|path| path.is_dir()).flat_map(|dir| fs::read_dir(dir).unwrap());
        let mut files = files.map(|file| file.unwrap().path());
        let is_journal = |path: &PathBuf| path.extension().is_some_and(|it| it == "journal");
        files.find(is_journal).expect("there is a journal")
    }
}

/// Sent by a call alone.
fn by_hand(settings: Settings) -> Settings {
    settings.consumption_sync(0)
}

fn status<T>(result: Result<T, Failure>) -> ls_status {
    result.err().expect("it fails").status
}

fn activate(client: &Client, kind: &str) -> Held {
    client.activate(KEYS, &license_key(kind), 0).unwrap_or_else(|failure| panic!("{failure:?}"))
}

/// Total, unsent, uncertain.
fn counts(held: &Held) -> (i64, i64, i64) {
    let Counted { total, limit: _, unsent, uncertain } = held.balance(None).unwrap();
    (total, unsent, uncertain)
}

#[test]
fn what_several_devices_count_the_server_adds_up() {
    let world = World::new();
    let (one, other) = (world.client(), world.device("other"));
    let [one, other] = [&one, &other].map(|client| activate(client, "CONS"));
    one.consume(None, 3).unwrap();
    other.consume(None, 4).unwrap();
    one.consume(None, 5).unwrap();
    assert_eq!(world.sandbox.total_of("CONS"), 7);
    one.sync().unwrap();
    other.sync().unwrap();
    assert_eq!(world.sandbox.total_of("CONS"), 19);
    assert_eq!((counts(&one), counts(&other)), ((15, 0, 0), (19, 0, 0)));
    assert_eq!(world.paths().iter().filter(|path| *path == "add_consumption").count(), 2);
}

#[test]
fn features_are_counted_by_themselves_and_limits_are_known_beforehand() {
    let world = World::new();
    let client = world.client();
    let held = activate(&client, "METR");
    held.consume(Some("pages"), 30).unwrap();
    assert_eq!(status(held.consume(Some("pages"), 1)), LS_ERR_QUOTA);
    held.consume(Some("scans"), 1_000_000).unwrap();
    held.consume(Some("prints"), 4).unwrap();
    assert_eq!(status(held.consume(Some("prints"), 1)), LS_ERR_QUOTA);
    held.consume(Some("credits"), -3).unwrap();
    assert_eq!(status(held.consume(Some("pages"), -3)), LS_ERR_NOT_ALLOWED);
    assert_eq!(status(held.consume(None, 1)), LS_ERR_NOT_ALLOWED);
    held.sync().unwrap();
    for (feature, total) in [("pages", 50), ("scans", 1_000_000), ("prints", 13), ("credits", 2)] {
        assert_eq!(world.sandbox.counter("METR", Some(feature), json!({})), total, "{feature}");
        assert_eq!(held.balance(Some(feature)).unwrap().total, total, "{feature}");
    }
    assert_eq!(held.balance(Some("scans")).unwrap().limit, None);
    assert_eq!(held.balance(Some("prints")).unwrap().limit, Some(13));
}

#[test]
fn a_quota_that_others_have_used_up_leaves_all_unsent_until_there_is_room() {
    let world = World::new();
    let client = world.client();
    let held = activate(&client, "CONS");
    held.consume(None, 50).unwrap();
    world.sandbox.counter("CONS", None, json!({"add": 80}));
    assert_eq!(status(held.sync()), LS_ERR_QUOTA);
    assert_eq!(counts(&held), (87, 50, 0));
    world.sandbox.counter("CONS", None, json!({"max": 200}));
    held.sync().unwrap();
    assert_eq!((counts(&held), world.sandbox.total_of("CONS")), ((137, 0, 0), 137));
}

#[test]
fn it_is_sent_by_itself_after_a_while() {
    let world = World::new();
    let client = world.settings().consumption_sync(1).client();
    let held = activate(&client, "CONS");
    held.consume(None, 3).unwrap();
    held.consume(None, 4).unwrap();
    until("it is sent", || world.sandbox.total_of("CONS") == 14);
    until("that is known", || counts(&held) == (14, 0, 0));
}

/// In milliseconds of its day.
fn moment(request: &serde_json::Value) -> i64 {
    let (_, time) = request["at"].as_str().unwrap().split_once('T').unwrap();
    let parts =
        time.trim_end_matches('Z').split([':', '.']).map(|part| part.parse::<i64>().unwrap());
    parts.zip([3_600_000, 60_000, 1000, 1]).map(|(part, worth)| part * worth).sum()
}

/// What one process sends by itself, however many counters it has: the next request comes after the answer to the one
/// before.
#[test]
fn counts_go_one_after_the_other() {
    const ANSWER_MS: i64 = 300;
    let world = World::new();
    let client = world.settings().consumption_sync(1).client();
    let held = activate(&client, "METR");
    let features = ["pages", "scans", "prints", "credits"];
    let unsent = || features.iter().any(|it| held.balance(Some(it)).unwrap().unsent != 0);
    world.sandbox.forget_traffic();
    world.sandbox.fault(json!({"fault": "delay", "ms": ANSWER_MS, "times": 100}));
    features.iter().for_each(|feature| held.consume(Some(feature), 1).unwrap());
    until("all is sent", || world.sandbox.requests().len() == features.len() && !unsent());
    let requests = world.sandbox.requests();
    for pair in requests.windows(2) {
        let apart = (moment(&pair[1]) - moment(&pair[0])).rem_euclid(86_400_000);
        assert!(apart >= ANSWER_MS, "{apart} ms apart: {pair:?}");
    }
}

#[test]
fn a_license_that_is_given_up_has_sent_all_online_or_by_a_file() {
    let world = World::new();
    let client = world.client();
    let held = activate(&client, "CONS");
    held.consume(None, 3).unwrap();
    held.deactivate().unwrap();
    assert_eq!(world.sandbox.total_of("CONS"), 10);
    let held = activate(&client, "METR");
    held.consume(Some("pages"), 3).unwrap();
    held.consume(Some("credits"), -1).unwrap();
    let path = world.dir.path().join("d.req");
    held.write_deactivation(&path).unwrap();
    let request = fs::read_to_string(path).unwrap();
    let answer = world.sandbox.control_text("POST", "/portal", &request);
    assert!(answer.contains("license_deactivated"), "{answer}");
    assert_eq!(world.sandbox.counter("METR", Some("pages"), json!({})), 23);
    assert_eq!(world.sandbox.counter("METR", Some("credits"), json!({})), 4);
}

#[test]
fn nothing_of_a_users_or_of_a_license_is_readable_in_a_journal() {
    let world = World::new();
    let client = world.client();
    activate(&client, "METR").consume(Some("pages"), 3).unwrap();
    let bytes = fs::read(world.journal()).unwrap();
    assert_eq!(bytes.len(), 64);
    for word in ["pages", "METR", KEYS] {
        assert!(!bytes.windows(word.len()).any(|part| part == word.as_bytes()), "{word}");
    }
}

/// Plays the part that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(crowd::COUNTS) => crowd::counts_until_it_is_killed(),
        #[cfg(all(target_os = "linux", feature = "system-tests"))]
        Some(disk::FULL) => disk::counts_on_a_full_disk(),
        #[cfg(target_os = "linux")]
        Some(killed::CONSUMES) => killed::consumes(),
        #[cfg(target_os = "linux")]
        Some(killed::SENDS) => killed::sends(),
        Some(part) => panic!("nobody plays {part}"),
    }
}
