//! Processes that are killed between any two of their system calls, while they count and while they send.

use std::collections::BTreeSet;

use super::*;
use crate::support::killed::{Traced, ends_here, this_thread};

pub const CONSUMES: &str = "counts until it is killed";
pub const SENDS: &str = "sends until it is killed";

fn waits_to_be_traced() {
    say(this_thread());
    wait_for_go();
}

pub fn consumes() {
    let client = by_hand(Settings::in_child()).client();
    let held = client.open(KEYS).unwrap();
    waits_to_be_traced();
    if held.consume(None, 10).is_ok() {
        say("counted");
    }
    ends_here();
}

pub fn sends() {
    let client = by_hand(Settings::in_child().timeout_ms(TIMEOUT_MS)).client();
    let held = client.open(KEYS).unwrap();
    waits_to_be_traced();
    drop(held.sync());
    ends_here();
}

type Files = Vec<(PathBuf, Vec<u8>)>;

impl World {
    fn files(&self) -> Files {
        let folders = fs::read_dir(self.dir.path()).unwrap().map(|entry| entry.unwrap().path());
        let files = folders.filter(|path| path.is_dir()).flat_map(|dir| fs::read_dir(dir).unwrap());
        let files = files.map(|file| file.unwrap().path());
        files.map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    fn back_to(&self, before: &Files) {
        self.files().iter().for_each(|(path, _)| fs::remove_file(path).unwrap());
        before.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
    }

    /// Whether the process came so far, which is killed before one of its calls.
    fn is_killed_before(&self, part: &str, call: usize) -> bool {
        let part = Part::new("it::consumption", part, &self.sandbox, self.dir.path());
        Traced::go(part.start()).kill_before(call)
    }

    /// Before each call, from the first one to the last, and once it has ended; `look` at what is left then.
    fn killed_anywhere(&self, part: &str, mut look: impl FnMut(usize)) {
        let before = self.files();
        let total = self.sandbox.total_of("CONS");
        for call in 0.. {
            self.back_to(&before);
            self.sandbox.counter("CONS", None, json!({"total": total}));
            let is_over = !self.is_killed_before(part, call);
            look(call);
            if is_over {
                return;
            }
        }
    }
}

/// A license of this device alone; `unsent` are counted already.
fn world(unsent: &[i64]) -> World {
    let world = World::new();
    world.sandbox.let_totals_tell("CONS");
    let client = world.client();
    let held = activate(&client, "CONS");
    unsent.iter().for_each(|amount| held.consume(None, *amount).unwrap());
    drop((held, client));
    world
}

/// As another process finds it.
fn found(world: &World) -> (i64, i64, i64) {
    counts(&world.client().open(KEYS).unwrap())
}

fn killed_while_counting(before: &[i64]) {
    let world = world(before);
    let known: i64 = before.iter().sum();
    let mut seen = Vec::new();
    world.killed_anywhere(CONSUMES, |call| {
        let (total, unsent, uncertain) = found(&world);
        assert_eq!((total, uncertain), (7, 0), "{call}");
        seen.push(unsent - known);
        let client = world.client();
        let held = client.open(KEYS).unwrap();
        held.consume(None, 1).unwrap();
        assert_eq!(found(&world), (7, unsent + 1, 0), "{call}");
        held.sync().unwrap();
        let expected = 7 + unsent + 1;
        assert_eq!((found(&world), world.sandbox.total_of("CONS")), ((expected, 0, 0), expected));
    });
    println!("{} moments", seen.len());
    seen.dedup();
    assert_eq!(seen, [0, 10]);
}

#[test]
fn killed_before_any_call_a_process_has_counted_an_amount_or_has_not() {
    killed_while_counting(&[3, 4]);
}

#[test]
fn killed_before_any_call_the_first_amount_of_a_license_is_counted_or_is_not() {
    killed_while_counting(&[]);
}

#[test]
fn killed_before_any_call_a_sender_loses_nothing_and_sends_nothing_twice() {
    let world = world(&[3, 4]);
    let mut seen = Vec::new();
    world.killed_anywhere(SENDS, |call| {
        let counted = world.sandbox.total_of("CONS") - 7;
        assert!(counted == 0 || counted == 7, "{call}: {counted}");
        let (_, unsent, uncertain) = found(&world);
        assert!(
            unsent + uncertain == 7 - counted || uncertain == 7,
            "{call}: {unsent} {uncertain}"
        );
        seen.push((counted, unsent, uncertain));
        // What was on its way cannot arrive any more; then the total tells all.
        let client = world.client();
        let held = client.open(KEYS).unwrap();
        if held.sync().is_err() {
            world.sandbox.let_pass(1900);
            held.sync().unwrap_or_else(|failure| panic!("{call}: {failure:?}"));
        }
        assert_eq!((found(&world), world.sandbox.total_of("CONS")), ((14, 0, 0), 14), "{call}");
    });
    println!("{} moments", seen.len());
    // How often a socket is read before the answer is there differs, so the last moments are not always the same.
    let seen: BTreeSet<_> = seen.into_iter().collect();
    assert_eq!(seen, BTreeSet::from([(0, 7, 0), (0, 0, 7), (7, 0, 7), (7, 0, 0)]));
}
