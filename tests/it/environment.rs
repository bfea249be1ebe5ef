//! The environment counts as it is when an agent is made, and not at all in a process that has more rights
//! than the user who started it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
#[cfg(feature = "system-tests")]
use std::os::unix::fs::chown;
use std::path::Path;

use crate::support::*;

fn set(name: &str, value: &Path) {
    // SAFETY: no other thread of this process is reading its environment.
    unsafe { std::env::set_var(name, value) };
}

const CHANGES_IT: &str = "changes its environment after an agent was made";

fn changes_its_environment() {
    let home = std::env::var("HOME").unwrap();
    let (first, second) = (Path::new(&home).join("first"), Path::new(&home).join("second"));
    set("XDG_DATA_HOME", &first);
    let client = Settings::in_child_at_home().client();
    set("XDG_DATA_HOME", &second);
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    say(format_args!("{} {}", first.join("lsagent").exists(), second.exists()));
    let client = Settings::in_child_at_home().client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    say(second.join("lsagent").exists());
}

/// A folder with the certificate that any user can read.
fn home(sandbox: &Sandbox, dir: &Path) {
    fs::set_permissions(dir, PermissionsExt::from_mode(0o777)).unwrap();
    fs::copy(sandbox.ca_file(), dir.join("ca.pem")).unwrap();
    fs::set_permissions(dir.join("ca.pem"), PermissionsExt::from_mode(0o644)).unwrap();
}

#[test]
fn a_change_counts_for_agents_that_are_made_after_it() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    home(&sandbox, dir.path());
    let part = Part::new(module_path!(), CHANGES_IT, &sandbox, dir.path()).env("HOME", dir.path());
    assert_eq!(part.play(), ["true false", "true"]);
}

const PRIVILEGED: &str = "has more rights than its user";

/// The folders that the user has named are not used.
fn has_more_rights() {
    // SAFETY: it has no preconditions.
    assert_ne!(unsafe { libc::getauxval(libc::AT_SECURE) }, 0, "this process is as any other");
    let client = Settings::in_child_at_home().client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    let planted = std::env::var("XDG_DATA_HOME").unwrap();
    say(Path::new(&planted).exists());
    say(Path::new(&std::env::var("HOME").unwrap()).join(".local").exists());
}

/// Somebody who is not root.
#[cfg(feature = "system-tests")]
const NOBODY_UID: u32 = 65_534;

#[cfg(feature = "system-tests")]
#[test]
fn a_set_uid_process_takes_nothing_from_the_environment_of_its_user() {
    // SAFETY: it has no preconditions.
    assert_eq!(
        unsafe { libc::geteuid() },
        0,
        "root alone can make a program that is another user's"
    );
    let sandbox = Sandbox::start();
    // The system's folder for temporary files may forbid such programs.
    let dir = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    home(&sandbox, dir.path());
    let program = dir.path().join("program");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    chown(&program, Some(NOBODY_UID), None).unwrap();
    fs::set_permissions(&program, PermissionsExt::from_mode(0o4755)).unwrap();
    let run = ["sh", "-c", "exec \"$PROGRAM\" \"$@\""];
    let part = Part::through(&run, module_path!(), PRIVILEGED, &sandbox, dir.path());
    let part = part.env("PROGRAM", &program).env("HOME", dir.path());
    let part = part.env("XDG_DATA_HOME", dir.path().join("planted"));
    assert_eq!(part.play(), ["false", "false"]);
}

/// Plays the part that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(CHANGES_IT) => changes_its_environment(),
        Some(PRIVILEGED) => has_more_rights(),
        Some(part) => panic!("nobody plays {part}"),
    }
}
