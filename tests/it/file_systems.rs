//! File systems as they are: without locks, without rights, without a sync of folders, and with folders
//! that belong to somebody else. Calls of the system are made to fail by a library that is loaded before it
//! (tests/c/file_system.c), in a process of its own.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use lsagent::ffi::source::ls_source::*;
use lsagent::ffi::status::ls_status::*;
use tempfile::TempDir;

use crate::support::programs::run_tool;
use crate::support::*;

/// The library that is loaded before the system's.
pub fn shim() -> &'static Path {
    static SHIM: OnceLock<PathBuf> = OnceLock::new();
    SHIM.get_or_init(|| {
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("file_system.so");
        let mut compiler = Command::new("gcc");
        compiler.args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o"]);
        compiler.arg(&library).arg("tests/c/file_system.c").arg("-ldl");
        let output = run_tool(compiler.current_dir(env!("CARGO_MANIFEST_DIR")), "gcc");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        library
    })
}

/// What is said by a process whose file system lacks something.
fn play(part: &str, lacks: &[(&str, i32)]) -> Vec<String> {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let lacks = lacks.iter().map(|(call, number)| format!("{call}={number}"));
    let lacks = lacks.collect::<Vec<_>>().join(" ");
    let part = Part::new(module_path!(), part, &sandbox, dir.path());
    part.env("LD_PRELOAD", shim()).env("LSAGENT_TEST_LACKS", lacks).play()
}

fn count(log: &[String], words: &str) -> usize {
    log.iter().filter(|line| line.contains(words)).count()
}

const STORES: &str = "stores an answer all the same";

/// A fresh agent finds what another one has stored.
fn stores_all_the_same() {
    let client = Settings::in_child().client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    assert_eq!(count(&client.log(), "not stored"), 0, "{:?}", client.log());
    let stored = Settings::in_child().client().licenses_of("valid", CACHE_ONLY).unwrap();
    assert_eq!(stored.source(), LS_SOURCE_CACHE);
    say("stored");
}

#[test]
fn a_folder_that_cannot_be_synced_is_no_failure() {
    for number in [libc::EINVAL, libc::ENOTSUP, libc::ENOSYS] {
        assert_eq!(play(STORES, &[("fsync", number)]), ["stored"], "{number}");
    }
}

const FAILS: &str = "says that it cannot store";

fn says_that_it_cannot_store() {
    let client = Settings::in_child().client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    let log = client.log();
    let line = log.iter().find(|line| line.contains("the answer is not stored"));
    say(line.unwrap_or_else(|| panic!("{log:?}")));
}

#[test]
fn a_folder_whose_sync_fails_is_one() {
    let said = play(FAILS, &[("fsync", libc::EIO)]);
    assert!(said[0].contains("os error 5"), "{said:?}");
}

#[test]
fn a_limit_of_the_process_is_named_in_the_log() {
    for (number, words) in [
        (libc::EMFILE, "too many open files in this process"),
        (libc::ENOSPC, "no space left on the disk"),
        (libc::EDQUOT, "the user's share of the disk is used up"),
    ] {
        let said = play(FAILS, &[("openat", number)]);
        assert!(said[0].contains(words), "{said:?}");
    }
}

const OPEN: &str = "says once that others can look into the folder";

fn says_once_that_others_can_look_in() {
    let told = told();
    let client = Settings::in_child().client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    let folder = fs::read_dir(told["store"].as_str().unwrap()).unwrap().next().unwrap().unwrap();
    // Not by the call that fails.
    let mut chmod = Command::new("chmod");
    chmod.arg("0777").arg(folder.path()).env_remove("LD_PRELOAD");
    assert!(chmod.status().unwrap().success());
    let client = Settings::in_child().client();
    for _ in 0..3 {
        client.licenses_of("valid", NETWORK_ONLY).unwrap();
    }
    assert_eq!(count(&client.log(), "not stored"), 0, "{:?}", client.log());
    assert_eq!(folder.metadata().unwrap().mode() & 0o777, 0o777);
    let stored = Settings::in_child().client().licenses_of("valid", CACHE_ONLY).unwrap();
    assert_eq!(stored.source(), LS_SOURCE_CACHE);
    say(count(&client.log(), "others can look into the folder"));
}

#[test]
fn a_file_system_without_rights_is_used_and_the_log_says_so_once() {
    // The last one says yes and does nothing.
    for number in [libc::EPERM, libc::ENOTSUP, libc::EROFS, 0] {
        assert_eq!(play(OPEN, &[("fchmod", number)]), ["1"], "{number}");
    }
}

const ASKS: &str = "asks the server with an answer in the store";

/// With a time that is over when a lock was waited for.
fn asks_the_server() {
    let client = Settings::in_child().timeout_ms(2_000).client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    for _ in 0..2 {
        let licenses = client.licenses_of("valid", NETWORK_FIRST).unwrap();
        assert_eq!(licenses.source(), LS_SOURCE_NETWORK, "{:?}", licenses.fallback());
    }
    say("asked");
}

#[test]
fn where_there_are_no_locks_nobody_waits_for_one() {
    for number in [libc::ENOLCK, libc::ENOSYS, libc::ENOTSUP] {
        assert_eq!(play(ASKS, &[("flock", number)]), ["asked"], "{number}");
    }
}

// Folders that belong to somebody else. Only root can make such.

/// Somebody who is not root.
const NOBODY_UID: u32 = 65_534;

fn is_root() -> bool {
    // SAFETY: it has no preconditions.
    unsafe { libc::geteuid() == 0 }
}

/// A home of nobody's, and a certificate that nobody can read.
fn home_of_nobody(sandbox: &Sandbox) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::copy(sandbox.ca_file(), home.path().join("ca.pem")).unwrap();
    fs::set_permissions(home.path().join("ca.pem"), PermissionsExt::from_mode(0o644)).unwrap();
    chown(home.path(), Some(NOBODY_UID), Some(NOBODY_UID)).unwrap();
    home
}

fn in_home(part: &str, sandbox: &Sandbox, home: &Path) -> Vec<String> {
    let part = Part::new(module_path!(), part, sandbox, home).env("HOME", home);
    // A variable that is empty counts as not set.
    part.env("XDG_DATA_HOME", "").play()
}

const AS_ROOT: &str = "stores as root";

fn stores_as_root() {
    Settings::in_child_at_home().client().licenses_of("valid", NETWORK_ONLY).unwrap();
    say("stored");
}

const AS_NOBODY: &str = "asks as the user whose home it is";

fn asks_as_the_user() {
    // SAFETY: none of them has preconditions that a test could break.
    let dropped = unsafe {
        libc::setgroups(0, std::ptr::null()) == 0
            && libc::setgid(NOBODY_UID) == 0
            && libc::setuid(NOBODY_UID) == 0
    };
    assert!(dropped);
    let client = Settings::in_child_at_home().client();
    let stored = client.licenses_of("valid", CACHE_ONLY).err().unwrap();
    say(format_args!("{:?} {}", stored.status, stored.message));
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    for line in client.log() {
        say(line);
    }
}

#[test]
fn only_the_stores_own_folder_is_made_for_one_user_alone() {
    assert!(is_root(), "folders of two users can be made by root alone");
    let sandbox = Sandbox::start();
    let home = home_of_nobody(&sandbox);
    assert_eq!(in_home(AS_ROOT, &sandbox, home.path()), ["stored"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
    let probe = home.path().join("probe");
    fs::create_dir(&probe).unwrap();
    for folder in [".local", ".local/share", ".local/share/lsagent"] {
        assert_eq!(mode(&home.path().join(folder)), mode(&probe), "{folder}");
    }
    let folders = fs::read_dir(home.path().join(".local/share/lsagent")).unwrap();
    for folder in folders.map(|folder| folder.unwrap().path()) {
        assert_eq!(mode(&folder), 0o700);
    }
    // So the user finds nothing stored, as it is, and nothing forbidden.
    let said = in_home(AS_NOBODY, &sandbox, home.path());
    assert!(said[0].starts_with(&format!("{LS_ERR_NOT_CACHED:?}")), "{said:?}");
}

#[test]
fn a_folder_that_a_first_run_as_root_left_behind_is_named_with_what_to_do() {
    assert!(is_root(), "folders of two users can be made by root alone");
    let sandbox = Sandbox::start();
    let home = home_of_nobody(&sandbox);
    let folder = home.path().join(".local/share/lsagent");
    fs::create_dir_all(&folder).unwrap();
    fs::set_permissions(&folder, PermissionsExt::from_mode(0o700)).unwrap();
    let said = in_home(AS_NOBODY, &sandbox, home.path());
    for part in [
        &format!("{LS_ERR_CACHE:?}"),
        folder.to_str().unwrap(),
        "belongs to another user (uid 0)",
        "set another folder as cache_dir",
    ] {
        assert!(said[0].contains(part), "{part}: {said:?}");
    }
    assert!(said[1..].iter().any(|line| line.contains("not stored")), "{said:?}");
    for line in &said[1..] {
        assert!(!line.contains(home.path().to_str().unwrap()), "{line}");
    }
}

/// Plays the part that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(STORES) => stores_all_the_same(),
        Some(HOLDS) => holds_a_seat_all_the_same(),
        Some(FAILS) => says_that_it_cannot_store(),
        Some(OPEN) => says_once_that_others_can_look_in(),
        Some(ASKS) => asks_the_server(),
        Some(AS_ROOT) => stores_as_root(),
        Some(AS_NOBODY) => asks_as_the_user(),
        Some(part) => panic!("nobody plays {part}"),
    }
}

const HOLDS: &str = "holds a seat all the same";

fn holds_a_seat_all_the_same() {
    let client = Settings::in_child().client();
    let held = client.activates("FLOA");
    let places = [(); 2].map(|()| held.acquire(None).unwrap());
    assert!(places.iter().all(Place::is_held));
    assert_eq!(held.allows(NETWORK_ONLY), Ok(true));
    places.iter().for_each(|place| place.release().unwrap());
    say(places.iter().any(Place::is_held));
}

/// Whether another process holds it too, nobody can tell there: so none gives it back.
#[test]
fn where_a_file_system_has_no_locks_a_seat_is_held_and_left_to_its_timeout() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let part = Part::new(module_path!(), HOLDS, &sandbox, dir.path());
    let lacks = format!("flock={}", libc::ENOLCK);
    let said = part.env("LD_PRELOAD", shim()).env("LSAGENT_TEST_LACKS", lacks).play();
    assert_eq!((said, sandbox.seated("FLOA").len()), (vec!["false".to_owned()], 1));
    sandbox.passes(600);
    assert_eq!(sandbox.seated("FLOA").len(), 0);
}
