//! The examples of holding a license, in the order of its life: as C99 and as C++17, with both libraries, under
//! the sanitizers and under valgrind. And that a password is not shown while it is typed.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::fd::AsRawFd;
use std::process::{Command, Stdio};

use crate::support::programs::{Stage, command};
use crate::support::stories::{
    BY_FILES, BY_KEY, BY_SIGN_IN, FEATURES, LOST_ANSWERS, METERED, REFUSED, SEATS, STORIES, Story,
    play,
};
use crate::support::ways::{CXX, PLAIN, SANITIZED, STATIC, VALGRIND, Way, compile};

fn plays(stories: &[Story], way: Way) {
    plays_with(stories, way, &[]);
}

fn plays_with(stories: &[Story], way: Way, sandbox: &[&str]) {
    for story in stories {
        play(story, sandbox, str::to_owned, |source, stage| {
            let mut command = command(&compile(source, way), way.checker);
            stage.surroundings(&mut command);
            command
        });
    }
}

#[test]
fn a_license_key_is_for_one_device_until_that_gives_it_up() {
    plays(&[BY_KEY], PLAIN);
}

#[test]
fn a_feature_is_asked_about_with_its_license() {
    plays(&[FEATURES], PLAIN);
}

#[test]
fn a_person_says_which_license_is_meant_and_hears_which_limit_is_reached() {
    plays(&[BY_SIGN_IN], PLAIN);
}

#[test]
fn a_refusal_holds_without_a_network_until_the_server_lifts_it() {
    plays(&[REFUSED], PLAIN);
}

#[test]
fn after_a_lost_answer_the_next_run_finds_out() {
    plays(&[LOST_ANSWERS], PLAIN);
}

#[test]
fn a_device_without_a_network_is_activated_by_files() {
    plays(&[BY_FILES], PLAIN);
}

#[test]
fn one_seat_goes_from_device_to_device() {
    plays(&[SEATS], PLAIN);
}

#[test]
fn what_is_counted_without_a_network_is_settled_later() {
    plays(&[METERED], PLAIN);
}

#[test]
fn the_stories_are_cxx_too() {
    plays(&STORIES, CXX);
}

#[test]
fn a_story_runs_with_the_static_library() {
    plays(&[BY_KEY], STATIC);
}

#[test]
fn the_stories_are_clean_under_the_sanitizers() {
    plays(&STORIES, SANITIZED);
}

/// One in which each of the three does its part, twice; what the library does in the others `tests/c/life.c` and
/// `tests/c/seats.c` have it do, under valgrind too.
#[test]
fn a_story_is_clean_under_valgrind() {
    plays_with(&[LOST_ANSWERS], VALGRIND, &["--plain"]);
}

/// A terminal: the side of a person, and that of a program.
fn terminal() -> (File, File) {
    let open = |path: &str| OpenOptions::new().read(true).write(true).open(path).unwrap();
    let person = open("/dev/ptmx");
    let mut name = [0u8; 64];
    // SAFETY: the descriptor is open, and the name has as much room as is said.
    let made = unsafe {
        let fd = person.as_raw_fd();
        libc::unlockpt(fd) + libc::ptsname_r(fd, name.as_mut_ptr().cast(), name.len())
    };
    assert_eq!(made, 0, "{}", std::io::Error::last_os_error());
    let length = name.iter().position(|byte| *byte == 0).unwrap();
    let program = open(std::str::from_utf8(&name[..length]).unwrap());
    (person, program)
}

/// Types each text once its question is shown; says what was to be seen at the end.
fn dialogue(mut command: Command, answers: &[(&str, &str)]) -> String {
    let (mut person, program) = terminal();
    let again = || Stdio::from(program.try_clone().unwrap());
    let mut child = command.stdin(again()).stdout(again()).stderr(again()).spawn().unwrap();
    // The last ones on this side: at the end of the program reading ends.
    drop((command, program));
    let (mut shown, mut byte) = (Vec::new(), [0]);
    let mut answers = answers.iter();
    let mut next = answers.next();
    while let Ok(1) = person.read(&mut byte) {
        shown.push(byte[0]);
        if let Some((question, answer)) = next
            && shown.ends_with(question.as_bytes())
        {
            person.write_all(answer.as_bytes()).unwrap();
            next = answers.next();
        }
    }
    let shown = String::from_utf8(shown).unwrap();
    assert!(child.wait().unwrap().success() && next.is_none(), "{shown}");
    shown
}

#[test]
fn a_password_is_not_shown_while_it_is_typed_and_what_follows_is() {
    for way in [PLAIN, SANITIZED] {
        let stage = Stage::set(&[]);
        let mut command = command(&compile("examples-c/activate.c", way), way.checker);
        stage.surroundings(command.arg("up"));
        let answers = [
            ("sign in with: ", "two@example.com\n"),
            ("Password: ", "secret\n"),
            ("Number: ", "2\n"),
        ];
        let shown = dialogue(command, &answers);
        assert!(shown.contains("sign in with: two@example.com\r\nPassword: \r\n"), "{shown}");
        assert!(shown.contains("Number: 2\r\nActivated on this device ("), "{shown}");
        assert!(!shown.contains("secret"), "{shown}");
    }
}
