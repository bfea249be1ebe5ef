use std::fs;
use std::path::PathBuf;

use super::super::tests::{SLOT as ENTRY, store};
use super::*;

const LICENSE: CounterId = [0; 16];
const FEATURE: CounterId = [7; 16];

struct World {
    _dir: tempfile::TempDir,
    store: Store,
}

impl World {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path(), "k", "d");
        Self { _dir: dir, store }
    }

    /// As another process has it.
    fn journal(&self) -> Journal {
        Journal::of(&self.store, ENTRY)
    }

    fn path(&self) -> PathBuf {
        self.store.folder_path().join(self.journal().name)
    }

    fn append(&self, journal: &mut Journal, amounts: &[i64]) {
        let mut locked = journal.lock(&self.store, true, Deadline::never()).unwrap();
        for amount in amounts {
            locked.tally(0).unwrap();
            locked.append(LICENSE, *amount).unwrap();
        }
    }

    fn tally(&self, journal: &mut Journal, from: u64) -> Tally {
        journal.lock(&self.store, false, Deadline::never()).unwrap().tally(from).unwrap()
    }

    /// The sum and what cannot be read, as a fresh process sees it.
    fn fresh(&self) -> (i64, u64) {
        let tally = self.tally(&mut self.journal(), 0);
        (tally.of(&LICENSE), tally.unreadable())
    }
}

#[test]
fn what_one_process_adds_another_one_reads_and_only_that() {
    let world = World::new();
    let (mut one, mut other) = (world.journal(), world.journal());
    assert!(!one.exists(&world.store));
    assert!(world.tally(&mut other, 0).is_empty());
    world.append(&mut one, &[5, -2]);
    assert_eq!(world.tally(&mut other, 0).of(&LICENSE), 3);
    world.append(&mut other, &[10]);
    assert_eq!(world.tally(&mut one, 0).of(&LICENSE), 13);
    // From a number on: the first two were added up elsewhere.
    assert_eq!(world.tally(&mut one, 2).of(&LICENSE), 10);
    assert_eq!(world.tally(&mut one, 3), Tally::from(3));
    assert_eq!(world.tally(&mut one, 0).of(&LICENSE), 13);
}

#[test]
fn each_counter_has_its_own_sum() {
    let world = World::new();
    let mut journal = world.journal();
    let mut locked = journal.lock(&world.store, true, Deadline::never()).unwrap();
    locked.tally(0).unwrap();
    for (counter, amount) in [(LICENSE, 1), (FEATURE, 20), (LICENSE, 3)] {
        locked.append(counter, amount).unwrap();
    }
    let tally = locked.tally(0).unwrap();
    assert_eq!((tally.of(&LICENSE), tally.of(&FEATURE), tally.of(&[9; 16])), (4, 20, 0));
}

#[test]
fn one_that_is_removed_while_others_have_it_open_begins_anew_and_numbers_go_on() {
    let world = World::new();
    let (mut one, mut other) = (world.journal(), world.journal());
    world.append(&mut one, &[5, 6]);
    assert_eq!(world.tally(&mut other, 0).number(), 2);
    one.lock(&world.store, false, Deadline::never()).unwrap().remove().unwrap();
    assert!(!one.exists(&world.store));
    assert_eq!(world.tally(&mut other, 2), Tally::from(2));
    let mut locked = other.lock(&world.store, true, Deadline::never()).unwrap();
    locked.tally(2).unwrap();
    locked.append(LICENSE, 7).unwrap();
    drop(locked);
    let tally = world.tally(&mut one, 2);
    assert_eq!((tally.of(&LICENSE), tally.number()), (7, 3));
    one.lock(&world.store, false, Deadline::never()).unwrap().remove().unwrap();
    assert!(!other.exists(&world.store) && world.tally(&mut other, 3).is_empty());
}

/// Eight amounts that are all different in any sum.
fn amounts() -> Vec<i64> {
    (0..8).map(|place| 10_i64.pow(place)).collect()
}

#[test]
fn cut_at_any_length_it_holds_the_whole_records_and_goes_on_behind_them() {
    let world = World::new();
    world.append(&mut world.journal(), &amounts());
    let whole = fs::read(world.path()).unwrap();
    assert_eq!(whole.len(), 8 * SLOT);
    for length in 0..whole.len() {
        fs::write(world.path(), &whole[..length]).unwrap();
        let left: i64 = amounts()[..length / SLOT].iter().sum();
        assert_eq!(world.fresh(), (left, 0), "{length}");
        world.append(&mut world.journal(), &[3]);
        assert_eq!(world.fresh(), (left + 3, 0), "{length}");
        assert_eq!(fs::read(world.path()).unwrap().len(), (length / SLOT + 1) * SLOT, "{length}");
    }
}

#[test]
fn flipped_at_any_byte_it_loses_that_record_and_says_so() {
    let world = World::new();
    world.append(&mut world.journal(), &amounts());
    let whole = fs::read(world.path()).unwrap();
    let sum: i64 = amounts().iter().sum();
    for at in 0..whole.len() {
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(world.path(), &flipped).unwrap();
        assert_eq!(world.fresh(), (sum - amounts()[at / SLOT], 1), "{at}");
        world.append(&mut world.journal(), &[3]);
        assert_eq!(world.fresh(), (sum + 3 - amounts()[at / SLOT], 1), "{at}");
    }
}

#[test]
fn records_that_are_put_in_twice_moved_or_cut_out_count_once_or_are_missed() {
    let world = World::new();
    world.append(&mut world.journal(), &amounts());
    let whole = fs::read(world.path()).unwrap();
    let sum: i64 = amounts().iter().sum();
    let slots: Vec<_> = whole.chunks(SLOT).collect();
    let with = |slots: &[&[u8]]| {
        fs::write(world.path(), slots.concat()).unwrap();
        world.fresh()
    };
    assert_eq!(with(&[&slots[..], &slots[..]].concat()), (sum, 0));
    assert_eq!(with(&[&slots[..2], &slots[3..]].concat()), (sum - 100, 1));
    assert_eq!(with(&slots[1..]), (sum - 1, 1));
    let blank = [0; SLOT];
    assert_eq!(with(&[&slots[..], &[&blank[..]; 3]].concat()), (sum, 0));
    assert_eq!(with(&[&slots[..3], &[&blank[..]], &slots[4..]].concat()), (sum - 1000, 1));
}

#[test]
fn a_record_is_of_no_use_in_another_journal_or_to_another_vendor() {
    let world = World::new();
    world.append(&mut world.journal(), &[5]);
    let bytes = fs::read(world.path()).unwrap();
    let mut other = Journal::of(&world.store, Slot { product: "other", ..ENTRY });
    fs::write(world.store.folder_path().join(&other.name), &bytes).unwrap();
    let tally = world.tally(&mut other, 0);
    assert_eq!((tally.of(&LICENSE), tally.unreadable()), (0, 1));
    let dir = tempfile::tempdir().unwrap();
    let foreign = store(dir.path(), "another key", "d");
    let mut journal = Journal::of(&foreign, ENTRY);
    drop(journal.lock(&foreign, true, Deadline::never()).unwrap());
    fs::write(foreign.folder_path().join(&journal.name), bytes).unwrap();
    let tally = journal.lock(&foreign, false, Deadline::never()).unwrap().tally(0).unwrap();
    assert_eq!((tally.of(&LICENSE), tally.unreadable()), (0, 1));
}

#[test]
fn a_sum_that_is_no_number_any_more_is_said_to_be_unreadable() {
    let world = World::new();
    world.append(&mut world.journal(), &[i64::MAX, 1, -5]);
    assert_eq!(world.fresh(), (i64::MAX - 5, 1));
}

#[test]
fn it_stays_when_everybody_is_forgotten_and_when_there_are_too_many_files() {
    let world = World::new();
    world.append(&mut world.journal(), &[5]);
    world.store.forget(None, &[]).unwrap();
    assert!(world.store.names_of(|_| true).is_empty());
    assert_eq!(world.fresh(), (5, 0));
}
