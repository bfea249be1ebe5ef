//! A disk that is full, or fails, while something is counted (tests/c/file_system.c).

use super::*;
use crate::file_systems::shim;

pub const FULL: &str = "counts on a full disk";

fn lacks(what: &str) {
    // SAFETY: no other thread of this process reads or writes the environment.
    unsafe { std::env::set_var("LSAGENT_TEST_LACKS", what) };
}

/// As another process has it.
fn counts_of_another() -> (i64, i64, i64) {
    let client = by_hand(Settings::in_child()).client();
    counts(&client.open(KEYS).unwrap())
}

pub fn counts_on_a_full_disk() {
    let client = by_hand(Settings::in_child().timeout_ms(TIMEOUT_MS)).client();
    let held = activate(&client, "CONS");
    held.consume(None, 2).unwrap();
    let before = counts(&held);
    for failure in ["journal=28", "journal_half=28", "fdatasync=5", "journal_half=5"] {
        lacks(failure);
        assert_eq!(status(held.consume(None, 50)), LS_ERR_CACHE, "{failure}");
        lacks("");
        assert_eq!(counts(&held), before, "{failure}");
        assert_eq!(counts_of_another(), before, "{failure}");
    }
    held.consume(None, 3).unwrap();
    assert_eq!(counts_of_another(), (7, 5, 0));
    lacks("fsync=28 openat=28");
    assert!(held.sync().is_err(), "nothing is sent without a mark");
    lacks("");
    held.sync().unwrap();
    say(counts(&held).0);
}

#[test]
fn a_disk_that_is_full_leaves_nothing_half_written_and_later_amounts_are_counted() {
    let world = World::new();
    let part = Part::new("it::consumption", FULL, &world.sandbox, world.dir.path());
    let said = part.env("LD_PRELOAD", shim()).env("LSAGENT_TEST_LACKS", "").play();
    assert_eq!(said, ["12"]);
    assert_eq!(world.sandbox.total_of("CONS"), 12);
    assert_eq!(fs::read(world.journal()).unwrap().len() % 64, 0);
}
