//! Files that are cut, altered or gone: what can be read is sent, what cannot is reported, and nothing is sent twice.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::log::{Level, Log};
use crate::sync::{Arc, Mutex};

type Lines = Arc<Mutex<Vec<String>>>;

fn logged(lines: &Lines) -> impl FnOnce(&mut Config) {
    let lines = lines.clone();
    move |config| {
        by_hand(config);
        config.set_log(Log::to(Level::Warning, move |_, line| lines.lock().push(line.to_owned())));
    }
}

impl Device {
    /// That of the journal, and the others but locks.
    fn journal(&self) -> PathBuf {
        self.files().into_iter().find(|path| is_journal(path)).expect("there is a journal")
    }

    fn files(&self) -> Vec<PathBuf> {
        let folders = fs::read_dir(self.world.folder()).unwrap().map(|it| it.unwrap().path());
        let files = folders.filter(|path| path.is_dir()).flat_map(|dir| dir.read_dir().unwrap());
        files.map(|file| file.unwrap().path()).collect()
    }
}

fn is_journal(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|ending| ending == "journal")
}

/// Amounts that are all different in any sum; three in all.
fn counted() -> Device {
    let device = Device::with(ALONE);
    for amount in [1, 10, 40] {
        device.held.consume(None, amount).unwrap();
    }
    device
}

#[test]
fn what_is_readable_of_a_journal_is_sent_and_what_is_not_is_reported_once() {
    for (record, left) in [(0, 50), (1, 41), (2, 11)] {
        let device = counted();
        let mut bytes = fs::read(device.journal()).unwrap();
        bytes[record * 64 + 20] ^= 1;
        fs::write(device.journal(), bytes).unwrap();
        let lines = Lines::default();
        let (_agent, other) = device.again(logged(&lines));
        assert_eq!(other.balance(None).unwrap().unsent, left);
        device.world.server.gives_text(&added(7 + left));
        let error = other.sync().unwrap_err();
        assert_eq!(error.status(), Status::Cache);
        assert!(error.message().contains("1 amounts"), "{error:?}");
        assert_eq!(lines.lock().iter().filter(|line| line.contains("1 amounts")).count(), 1);
        assert_eq!(device.counts(), (7 + left, 0, 0));
        other.sync().unwrap();
        // It goes on, for both of them.
        device.held.consume(None, 2).unwrap();
        assert_eq!(other.balance(None).unwrap().unsent, 2);
    }
}

#[test]
fn without_its_state_nobody_knows_what_was_sent() {
    type Damage = fn(&Device, &[PathBuf]);
    let removed: Damage = |_, states| states.iter().for_each(|path| fs::remove_file(path).unwrap());
    let flipped: Damage = |_, states| {
        for path in states {
            let mut bytes = fs::read(path).unwrap();
            bytes[3] ^= 1;
            fs::write(path, bytes).unwrap();
        }
    };
    for damage in [removed, flipped] {
        let device = Device::with(ALONE);
        let before = device.files();
        device.held.consume(None, 5).unwrap();
        let is_new = |path: &PathBuf| {
            !before.contains(path) && !is_journal(path) && fs::metadata(path).unwrap().len() > 0
        };
        let states: Vec<_> = device.files().into_iter().filter(is_new).collect();
        assert_eq!(states.len(), 1, "{states:?}");
        damage(&device, &states);
        let lines = Lines::default();
        let (_agent, other) = device.again(logged(&lines));
        assert_eq!(status(other.sync()), Status::Cache);
        assert_eq!(lines.lock().len(), 1, "{lines:?}");
        let balance = other.balance(None).unwrap();
        assert_eq!((balance.unsent, balance.uncertain), (0, 5));
        // Until a total is heard nobody knows whether there is room.
        assert_eq!(status(other.consume(None, 1)), Status::Quota);
        other.sync().unwrap();
        assert_eq!(device.asked(), [""; 0], "nothing is sent that may have been");
        device.world.clock.set(NOW + 9);
        device.world.server.gives_text(&checked(ALONE, 7));
        other.check(None, crate::rules::policy::Policy::NetworkOnly).unwrap();
        other.consume(None, 1).unwrap();
        assert_eq!(other.balance(None).unwrap().unsent, 1);
    }
}

#[test]
fn a_journal_that_is_gone_is_begun_anew() {
    let device = counted();
    // Removed while it is open it would keep its name under Wine.
    fs::rename(device.journal(), device.world.folder().join("elsewhere")).unwrap();
    device.held.consume(None, 2).unwrap();
    assert_eq!(device.counts(), (7, 2, 0));
    device.world.server.gives_text(&added(9));
    device.held.sync().unwrap();
}

#[test]
fn an_old_journal_that_is_put_back_is_not_sent_again() {
    let device = counted();
    let (path, before) = (device.journal(), fs::read(device.journal()).unwrap());
    device.world.server.gives_text(&added(58));
    device.held.sync().unwrap();
    fs::write(path, before).unwrap();
    let (_agent, other) = device.again(by_hand);
    assert_eq!(other.balance(None).unwrap().unsent, 0);
    other.sync().unwrap();
    other.consume(None, 1).unwrap();
    assert_eq!(device.counts(), (58, 1, 0));
}

#[test]
fn a_long_journal_is_removed_once_it_was_sent() {
    let device = Device::with(&ALONE.replace("100", "100000"));
    for _ in 0..1_100 {
        device.held.consume(None, 1).unwrap();
    }
    device.world.server.gives_text(&added(1_107).replace("100", "100000"));
    device.held.sync().unwrap();
    assert_eq!(fs::metadata(device.journal()).unwrap().len(), 0);
    device.held.consume(None, 1).unwrap();
    assert_eq!(fs::metadata(device.journal()).unwrap().len(), 64);
    assert_eq!(device.counts(), (1_107, 1, 0));
}

#[test]
fn a_license_that_was_forgotten_with_everybody_keeps_its_counts() {
    let device = counted();
    device.agent.forget(None).unwrap();
    assert_eq!(device.counts(), (7, 51, 0));
}
