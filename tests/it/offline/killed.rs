//! Processes that are killed on their way to a license by files, and on their way from it.

use super::*;
use crate::support::killed::{Traced, ends_here, this_thread};

pub const ACTIVATES: &str = "activates by a file until it is killed";
pub const DEACTIVATES: &str = "gives up by a file until it is killed";

/// Where the files of a person are, for a child.
const STICK: &str = "LSAGENT_TEST_STICK";

fn stick() -> PathBuf {
    PathBuf::from(std::env::var_os(STICK).unwrap())
}

fn waits_to_be_traced() {
    say(this_thread());
    wait_for_go();
}

pub fn activates() {
    let (client, answer) = (Settings::in_child().client(), stick().join("answer"));
    waits_to_be_traced();
    drop(client.activate_by_file(PRODUCT, &answer));
    ends_here();
}

pub fn deactivates() {
    let (client, file) = (Settings::in_child().client(), stick().join("deactivation"));
    let held = client.open(PRODUCT).unwrap();
    waits_to_be_traced();
    drop(held.write_deactivation(&file));
    ends_here();
}

type Files = Vec<(PathBuf, Vec<u8>)>;

fn files_in(dir: &Path) -> Files {
    let folders = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let files = folders.filter(|path| path.is_dir()).flat_map(|dir| fs::read_dir(dir).unwrap());
    files
        .map(|file| file.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect()
}

impl Journey {
    /// As it was before, with the store that it had then.
    fn back_to(&self, before: &Files) {
        for (path, _) in files_in(self.store.path()) {
            fs::remove_file(path).unwrap();
        }
        for (path, bytes) in before {
            fs::write(path, bytes).unwrap();
        }
        for name in fs::read_dir(self.stick.path()).unwrap().map(|entry| entry.unwrap().path()) {
            if !name.ends_with("answer") {
                fs::remove_file(name).unwrap();
            }
        }
    }

    /// Whether the process came so far, which is killed before one of its calls.
    fn is_killed_before(&self, part: &str, call: usize) -> bool {
        let part = Part::new("it::offline", part, &self.sandbox, self.store.path());
        Traced::go(part.env(STICK, self.stick.path()).start()).kill_before(call)
    }

    /// Before each call, from the first one to the last, and once it has ended; `look` at what is left then.
    fn killed_anywhere(&self, part: &str, mut look: impl FnMut(usize)) {
        let before = files_in(self.store.path());
        for call in 0.. {
            self.back_to(&before);
            let is_over = !self.is_killed_before(part, call);
            look(call);
            if is_over {
                return;
            }
        }
    }

    fn is_usable(&self) -> bool {
        self.client().open(PRODUCT).is_ok_and(|held| held.allows(CACHE_ONLY) == Ok(true))
    }

    /// It is usable without any grace.
    fn must_last(&self) {
        let activated_at = now();
        until("it is of another second", || now() > activated_at);
        let settings = Settings::of(&self.sandbox).base_url(&format!("https://{NOBODY}"));
        let client = settings.store(self.store.path()).offline_grace(0).client();
        assert_eq!(client.open(PRODUCT).unwrap().allows(CACHE_ONLY), Ok(true));
    }

    fn is_activated(&self) -> bool {
        match self.client().open(PRODUCT) {
            Ok(_) => true,
            Err(failure) => {
                assert_eq!(failure.status, LS_ERR_NOT_ACTIVATED, "{failure:?}");
                false
            }
        }
    }
}

/// What a process that was killed has left of a license that it was to give up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Left {
    Usable,
    Half,
    FileAndHalf,
    File,
}

impl Journey {
    fn left(&self) -> Left {
        let (file, usable) = (self.path("deactivation").exists(), self.is_usable());
        match (file, usable, self.is_activated()) {
            (false, true, true) => Left::Usable,
            (false, false, true) => Left::Half,
            (true, false, true) => Left::FileAndHalf,
            (true, false, false) => Left::File,
            lost_or_twice => panic!("there is a file, is usable, is known: {lost_or_twice:?}"),
        }
    }
}

#[test]
fn killed_before_any_call_no_license_is_usable_beside_its_file_and_none_is_lost_without_one() {
    let journey = Journey::new();
    journey.request(&journey.client(), "UNIC");
    journey.client().activate_by_file(PRODUCT, &journey.portal()).unwrap();
    let mut seen = Vec::new();
    journey.killed_anywhere(DEACTIVATES, |call| {
        let left = journey.left();
        seen.push(left);
        let (file, again) = (journey.path("deactivation"), journey.path("again"));
        if left != Left::File {
            journey.client().open(PRODUCT).unwrap().write_deactivation(&again).unwrap();
            assert!(again.exists() && !journey.is_activated(), "{call}");
        }
        if left == Left::FileAndHalf {
            assert_eq!(fs::read(file).unwrap(), fs::read(again).unwrap(), "{call}");
        }
        let replayed = journey.client().activate_by_file(PRODUCT, &journey.path("answer"));
        assert_eq!(replayed.err().unwrap().status, LS_ERR_MISMATCH, "{call}");
    });
    println!("{} moments", seen.len());
    seen.dedup();
    assert_eq!(seen, [Left::Usable, Left::Half, Left::FileAndHalf, Left::File]);
}

#[test]
fn killed_before_any_call_an_activation_by_a_file_is_there_or_can_be_made_from_the_same_file() {
    let journey = Journey::new();
    journey.request(&journey.client(), "UNIC");
    let answer = journey.portal();
    let mut seen = Vec::new();
    journey.killed_anywhere(ACTIVATES, |call| {
        let (activated, usable) = (journey.is_activated(), journey.is_usable());
        assert_eq!(activated, usable, "{call}");
        if usable && seen.last() == Some(&(false, true)) {
            journey.must_last();
        }
        let again = journey.client().activate_by_file(PRODUCT, &answer);
        seen.push((usable, again.is_ok()));
        assert!(journey.is_usable(), "{call}");
        // What was given up does not come back by the answer.
        let client = journey.client();
        client.open(PRODUCT).unwrap().write_deactivation(&journey.path("deactivation")).unwrap();
        let replayed = client.activate_by_file(PRODUCT, &answer);
        assert_eq!(replayed.err().unwrap().status, LS_ERR_MISMATCH, "{call}");
        assert!(!journey.is_usable(), "{call}");
    });
    println!("{} moments", seen.len());
    seen.dedup();
    assert_eq!(seen, [(false, true), (true, true), (true, false)]);
}
