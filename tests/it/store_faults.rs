//! Whatever becomes of the store, nobody gets a wrong answer from it, and nobody is kept from an
//! answer of the network because of it.

use std::collections::BTreeMap;
use std::ffi::CString;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use lsagent::ffi::source::ls_source::*;
use lsagent::ffi::status::ls_status::*;
use tempfile::TempDir;

use crate::support::*;

/// A sandbox and a store that knows `valid` by password and by token.
struct World {
    sandbox: Sandbox,
    dir: TempDir,
}

const TOKEN: &str = "token:valid@example.com";

impl World {
    fn new() -> Self {
        Self { sandbox: Sandbox::start(), dir: tempfile::tempdir().unwrap() }
    }

    fn settings(&self) -> Settings {
        Settings::of(&self.sandbox).store(self.dir.path())
    }

    /// A small license with this id, from the network.
    fn gives(&self, client: &Client, id: i64) {
        self.sandbox.fault(license_with_id("valid", id));
        let licenses = client.ask(&id_token(TOKEN, "acme"), NETWORK_FIRST).unwrap();
        assert_eq!((licenses.source(), ids(&licenses.json())), (LS_SOURCE_NETWORK, vec![id]));
        assert!(licenses.fallback().is_none());
    }

    /// The files of the store, their content, and which of them hold answers or names.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        files_of(self.dir.path())
    }
}

fn files_of(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for folder in fs::read_dir(dir).unwrap().flatten().filter(|entry| entry.path().is_dir()) {
        for file in fs::read_dir(folder.path()).unwrap().flatten() {
            let hidden = file.file_name().to_string_lossy().starts_with('.');
            let data = file.metadata().unwrap();
            // An empty one is a lock.
            if !hidden && data.is_file() && data.len() > 0 {
                files.insert(file.path(), fs::read(file.path()).unwrap());
            }
        }
    }
    files
}

/// The folder of the one vendor there is.
fn vendors_folder(dir: &Path) -> PathBuf {
    let mut folders = fs::read_dir(dir).unwrap().flatten().filter(|entry| entry.path().is_dir());
    let folder = folders.next().expect("there is one").path();
    assert!(folders.next().is_none(), "there is only one");
    folder
}

/// The three ways to ask for what is stored: with the proof, by name, and without.
fn ways() -> [Credentials; 3] {
    [id_token(TOKEN, "acme"), remembered(Some("valid@example.com")), remembered(None)]
}

/// A stored answer is the right one, or counts as none; which of them, for each way.
fn right_or_none(client: &Client, id: i64, case: &dyn Fn() -> String) -> [bool; 3] {
    ways().map(|credentials| match client.stored(&credentials) {
        Ok(found) => {
            assert_eq!(found, [id], "{}", case());
            true
        }
        Err(status) => {
            assert_eq!(status, LS_ERR_NOT_CACHED, "{}", case());
            false
        }
    })
}

// Damage

/// Each way that a file can be damaged, by a name.
fn damages(whole: &[u8]) -> impl Iterator<Item = (String, Vec<u8>)> {
    let cut = (0..whole.len()).map(|length| (format!("cut to {length}"), whole[..length].to_vec()));
    let flipped = (0..whole.len()).map(|at| {
        let mut bytes = whole.to_vec();
        bytes[at] ^= 1 << (at % 8);
        (format!("flipped at {at}"), bytes)
    });
    let longer = [(String::from("longer by one"), [whole, &[0]].concat())];
    cut.chain(flipped).chain(longer)
}

#[test]
fn a_file_cut_at_any_length_or_flipped_at_any_byte_counts_as_none() {
    let world = World::new();
    let client = world.settings().client();
    world.gives(&client, 1);
    let files = world.files();
    // The answer, the name of whoever signed in last, the same for the account, the newest time.
    assert_eq!(files.len(), 4);
    let mut needed: Vec<[bool; 3]> = Vec::new();
    for (path, whole) in &files {
        let mut seen = Vec::new();
        for (how, damaged) in damages(whole) {
            fs::write(path, &damaged).unwrap();
            let found = right_or_none(&client, 1, &|| format!("{path:?} {how}"));
            seen.push(found);
        }
        restore(&files);
        assert_eq!(right_or_none(&client, 1, &|| "whole".into()), [true; 3]);
        // Every damage to one file is the same to the caller: it is not there.
        assert!(seen.iter().all(|found| *found == seen[0]), "{path:?}");
        needed.push(seen[0]);
    }
    // The answer and the newest time are needed by all, each name by one.
    needed.sort_unstable();
    let [token, name] = [[false, true, true], [true, true, false]];
    assert_eq!(needed, [[false; 3], [false; 3], token, name]);
}

fn restore(files: &BTreeMap<PathBuf, Vec<u8>>) {
    for (path, whole) in files {
        fs::write(path, whole).unwrap();
    }
}

#[test]
fn a_damaged_file_is_replaced_by_the_next_good_answer() {
    let world = World::new();
    world.gives(&world.settings().client(), 1);
    let files = world.files();
    let mut id = 1;
    for (path, whole) in &files {
        let some = damages(whole).step_by(whole.len() / 3);
        for (how, damaged) in some {
            restore(&files);
            fs::write(path, &damaged).unwrap();
            let client = world.settings().client();
            id += 1;
            world.gives(&client, id);
            let all = right_or_none(&client, id, &|| format!("{path:?} {how}"));
            assert_eq!(all, [true; 3], "{path:?} {how}");
            assert_ne!(fs::read(path).unwrap(), damaged);
            assert_eq!(client.log().iter().filter(|line| line.contains("not stored")).count(), 0);
        }
    }
}

// What stands in the way

/// Puts something in the place of each file of the store in turn, and asks again.
fn planted(plant: impl Fn(&Path), still_there: impl Fn(&Path) -> bool, is_replaced: bool) {
    let world = World::new();
    world.gives(&world.settings().client(), 1);
    let (files, mut id) = (world.files(), 1);
    for path in files.keys() {
        let client = world.settings().client();
        fs::remove_file(path).unwrap();
        plant(path);
        right_or_none(&client, id, &|| format!("{path:?}"));
        id += 1;
        world.gives(&client, id);
        let failed = client.log().iter().any(|line| line.contains("the answer is not stored"));
        if is_replaced {
            assert!(!failed && !still_there(path), "{path:?}: {:?}", client.log());
            assert_eq!(right_or_none(&client, id, &|| format!("{path:?}")), [true; 3]);
        } else {
            assert!(failed && still_there(path), "{path:?}: {:?}", client.log());
            fs::remove_dir_all(path).unwrap();
            world.gives(&client, id);
        }
    }
}

#[test]
fn a_directory_where_a_file_should_be_is_replaced() {
    planted(|path| fs::create_dir(path).unwrap(), Path::is_dir, true);
}

#[test]
fn a_directory_with_something_in_it_stays_and_is_logged() {
    let full = |path: &Path| {
        fs::create_dir(path).unwrap();
        fs::write(path.join("precious"), "precious").unwrap();
    };
    planted(full, |path| path.join("precious").exists(), false);
}

#[test]
fn a_time_that_cannot_be_stored_costs_a_line_of_the_log_and_not_the_answer() {
    let world = World::new();
    world.gives(&world.settings().client(), 1);
    let before = world.files();
    // The time is the smallest of the files, and the answer the largest.
    let length = |path: &&PathBuf| before[*path].len();
    let (time, answer) = (before.keys().min_by_key(length), before.keys().max_by_key(length));
    let (time, answer) = (time.unwrap(), answer.unwrap());
    fs::remove_file(time).unwrap();
    fs::create_dir_all(time.join("precious")).unwrap();
    let client = world.settings().client();
    world.gives(&client, 2);
    assert_ne!(fs::read(answer).unwrap(), before[answer]);
    let said = client.log();
    assert_eq!(said.iter().filter(|line| line.contains("the time of the answer")).count(), 1);
}

#[test]
fn a_planted_link_is_not_followed_and_is_replaced() {
    let outside = tempfile::tempdir().unwrap();
    let victim = outside.path().join("victim");
    fs::write(&victim, "precious").unwrap();
    let is_link = |path: &Path| path.is_symlink();
    planted(|path| symlink(&victim, path).unwrap(), is_link, true);
    planted(|path| symlink(outside.path(), path).unwrap(), is_link, true);
    planted(|path| symlink(outside.path().join("nowhere"), path).unwrap(), is_link, true);
    planted(|path| symlink("/dev/zero", path).unwrap(), is_link, true);
    assert_eq!(fs::read(&victim).unwrap(), b"precious");
    assert!(!outside.path().join("nowhere").exists());
}

#[test]
fn a_link_to_a_copy_of_the_file_is_no_file() {
    let world = World::new();
    let client = world.settings().client();
    world.gives(&client, 1);
    let elsewhere = tempfile::tempdir().unwrap();
    let mut found = Vec::new();
    for (path, whole) in world.files() {
        let copy = elsewhere.path().join(path.file_name().unwrap());
        fs::write(&copy, whole).unwrap();
        fs::remove_file(&path).unwrap();
        symlink(&copy, &path).unwrap();
        found.push(right_or_none(&client, 1, &|| format!("{path:?}")));
    }
    assert_eq!(found.last(), Some(&[false; 3]));
}

#[test]
fn a_planted_pipe_keeps_nobody_waiting() {
    use std::os::unix::fs::FileTypeExt;
    let make = |path: &Path| {
        let path = CString::new(path.as_os_str().as_bytes()).unwrap();
        // SAFETY: it ends with NUL.
        assert_eq!(unsafe { libc::mkfifo(path.as_ptr(), 0o600) }, 0);
    };
    planted(make, |path| fs::symlink_metadata(path).unwrap().file_type().is_fifo(), true);
}

#[test]
fn what_is_planted_in_the_place_of_a_lock_keeps_nobody_waiting() {
    let world = World::new();
    world.gives(&world.settings().client(), 1);
    let folder = vendors_folder(world.dir.path());
    let locks = || -> Vec<_> {
        let files = fs::read_dir(&folder).unwrap().flatten().map(|file| file.path());
        files.filter(|path| fs::metadata(path).unwrap().len() == 0).collect()
    };
    let lock = locks().pop().expect("a lock was taken");
    let make_pipe = |path: &Path| {
        let path = CString::new(path.as_os_str().as_bytes()).unwrap();
        // SAFETY: it ends with NUL.
        assert_eq!(unsafe { libc::mkfifo(path.as_ptr(), 0o600) }, 0);
    };
    let victim = world.dir.path().join("victim");
    let plants: [&dyn Fn(&Path); 3] =
        [&make_pipe, &|path| fs::create_dir(path).unwrap(), &|path| {
            symlink(&victim, path).unwrap()
        }];
    for (id, plant) in (2..).zip(plants) {
        let _ = fs::remove_file(&lock).or_else(|_| fs::remove_dir(&lock));
        plant(&lock);
        let client = world.settings().client();
        world.gives(&client, id);
        assert_eq!(right_or_none(&client, id, &|| "lock".into()), [true; 3]);
    }
    assert!(!victim.exists());
}

#[test]
fn a_folder_deleted_meanwhile_is_made_again() {
    let world = World::new();
    let client = world.settings().client();
    world.gives(&client, 1);
    for (id, gone) in [(2, vendors_folder(world.dir.path())), (3, world.dir.path().to_owned())] {
        fs::remove_dir_all(&gone).unwrap();
        assert_eq!(right_or_none(&client, 1, &|| "deleted".into()), [false; 3]);
        world.gives(&client, id);
        assert_eq!(right_or_none(&client, id, &|| "made again".into()), [true; 3]);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_logged() {
    let world = World::new();
    for place in ["", "below/it"] {
        let file = world.dir.path().join("file");
        fs::write(&file, "in the way").unwrap();
        let client = Settings::of(&world.sandbox).store(&file.join(place)).client();
        world.gives(&client, 1);
        assert_fails_to_store(&client.log());
        world.gives(&client, 2);
        assert_eq!(fs::read(&file).unwrap(), b"in the way");
    }
}

fn assert_fails_to_store(log: &[String]) {
    let line = log.iter().find(|line| line.contains("the answer is not stored"));
    let line = line.unwrap_or_else(|| panic!("nothing was logged of it: {log:?}"));
    assert!(line.contains("user_licenses"), "{line}");
}

// A folder that cannot be written to, and a disk that is full: by a child process, which can become
// somebody else, and whose limits and mounts are its own.

/// Somebody who is not root.
const NOBODY_UID: u32 = 65_534;

/// Gives up being root; permissions do not bind root. All that lies in `dir` becomes nobody's.
fn become_nobody(dir: &Path) {
    // SAFETY: neither has preconditions that a test could break; so below.
    if unsafe { libc::geteuid() } != 0 {
        return;
    }
    own_all(dir, NOBODY_UID);
    let dropped = unsafe {
        libc::setgroups(0, std::ptr::null()) == 0
            && libc::setgid(NOBODY_UID) == 0
            && libc::setuid(NOBODY_UID) == 0
    };
    assert!(dropped, "{}", std::io::Error::last_os_error());
}

fn own_all(dir: &Path, uid: u32) {
    std::os::unix::fs::chown(dir, Some(uid), Some(uid)).unwrap();
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        if entry.metadata().unwrap().is_dir() {
            own_all(&entry.path(), uid);
        } else {
            std::os::unix::fs::lchown(entry.path(), Some(uid), Some(uid)).unwrap();
        }
    }
}

/// What nobody needs: the store, and the certificates, in a folder that anybody may enter.
struct Shared {
    world: World,
    store: PathBuf,
}

impl Shared {
    fn new() -> Self {
        let world = World::new();
        let open = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        open(world.dir.path(), 0o755);
        fs::copy(world.sandbox.ca_file(), world.dir.path().join("ca.pem")).unwrap();
        open(&world.dir.path().join("ca.pem"), 0o644);
        let store = world.dir.path().join("store");
        fs::create_dir(&store).unwrap();
        Self { world, store }
    }

    /// What was said by a child that has `env` to tell it what to do.
    fn play(&self, part: &str, before: &[&str]) -> Vec<String> {
        let part = Part::through(before, module_path!(), part, &self.world.sandbox, &self.store);
        // SAFETY: it has no preconditions.
        let owner = unsafe { libc::geteuid() }.to_string();
        let part = part.env("LSAGENT_TEST_CONTROL", self.world.sandbox.said("control_url"));
        part.env(OWNER, owner).play()
    }
}

/// As [`World::gives`], in a child.
fn gives(client: &Client, id: i64) {
    let url = format!("{}/faults", std::env::var("LSAGENT_TEST_CONTROL").unwrap());
    let agent: ureq::Agent = ureq::Agent::config_builder().proxy(None).build().into();
    let request = agent.post(url).header("Content-Type", "application/json");
    request.send(license_with_id("valid", id).to_string()).unwrap();
    let licenses = client.ask(&id_token(TOKEN, "acme"), NETWORK_FIRST).unwrap();
    assert_eq!((licenses.source(), ids(&licenses.json())), (LS_SOURCE_NETWORK, vec![id]));
    assert!(licenses.fallback().is_none());
}

fn in_child() -> (Settings, PathBuf) {
    let told = told();
    let store = PathBuf::from(told["store"].as_str().unwrap());
    let ca_file = store.with_file_name("ca.pem");
    (Settings::in_child().ca_file(ca_file.to_str().unwrap()), store)
}

const READ_ONLY: &str = "finds the folder read-only";

#[test]
fn a_folder_that_is_read_only_keeps_nobody_from_the_network() {
    assert_eq!(Shared::new().play(READ_ONLY, &[]), ["both times"]);
}

fn finds_the_folder_read_only() {
    let (settings, store) = in_child();
    become_nobody(&store);
    let client = settings.client();
    gives(&client, 1);
    assert_eq!(right_or_none(&client, 1, &|| "writable".into()), [true; 3]);
    let mode = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    let folder = vendors_folder(&store);
    mode(&folder, 0o500);
    mode(&store, 0o500);
    assert!(fs::write(folder.join("x"), "").is_err(), "permissions do not bind this user");

    // Something is stored: it can be read, and stays as it is.
    let client = in_child().0.client();
    gives(&client, 2);
    assert_fails_to_store(&client.log());
    assert_eq!(right_or_none(&client, 1, &|| "read-only".into()), [true; 3]);
    assert!(client.forget(None) == LS_ERR_CACHE, "what cannot be removed is told");

    // Nothing is, and no folder can be made.
    mode(&store, 0o700);
    mode(&folder, 0o700);
    fs::remove_dir_all(&folder).unwrap();
    mode(&store, 0o500);
    let client = in_child().0.client();
    gives(&client, 3);
    assert_fails_to_store(&client.log());
    assert_eq!(right_or_none(&client, 3, &|| "empty".into()), [false; 3]);
    mode(&store, 0o700);
    gives(&client, 4);
    assert_eq!(right_or_none(&client, 4, &|| "writable again".into()), [true; 3]);
    say("both times");
}

const LIMITED: &str = "may not write a byte more";

#[test]
fn a_process_that_may_not_write_is_not_kept_from_the_network() {
    assert_eq!(Shared::new().play(LIMITED, &[]), ["limited"]);
}

/// Every write fails, as on a full disk, and with nothing but a limit of this process: for those who
/// may not mount.
fn may_not_write_a_byte_more() {
    let (settings, store) = in_child();
    let client = settings.client();
    gives(&client, 1);
    let before = files_of(&store);
    for limit in [0, 100] {
        let limit = libc::rlimit { rlim_cur: limit, rlim_max: libc::RLIM_INFINITY };
        // SAFETY: both are given what they want.
        unsafe {
            libc::signal(libc::SIGXFSZ, libc::SIG_IGN);
            // Standard output is a pipe, which has no size to be limited.
            assert_eq!(libc::setrlimit(libc::RLIMIT_FSIZE, &limit), 0);
        }
        let client = in_child().0.client();
        gives(&client, 2);
        assert_fails_to_store(&client.log());
        assert_eq!(right_or_none(&client, 1, &|| "limited".into()), [true; 3]);
    }
    assert_no_litter(&store);
    // The newest time may have been written; nothing else was.
    let changed = files_of(&store).into_iter().filter(|(path, bytes)| before[path] != *bytes);
    assert!(changed.count() <= 1);
    say("limited");
}

/// What could not be written whole is taken away again.
fn assert_no_litter(store: &Path) {
    for file in fs::read_dir(vendors_folder(store)).unwrap().flatten() {
        let name = file.file_name();
        assert!(!name.as_bytes().starts_with(b".new-"), "{name:?} was left behind");
    }
}

const FULL: &str = "finds the disk full";
const READ_ONLY_DISK: &str = "finds the disk read-only";

/// Who is not root may still be it among himself.
#[cfg(feature = "system-tests")]
const AS_ROOT: [&str; 3] = ["unshare", "--user", "--map-root-user"];

/// How a child can have mounts of its own. It takes root, or namespaces that any user may make.
#[cfg(feature = "system-tests")]
fn with_mounts() -> Vec<&'static str> {
    let ways = [vec!["unshare", "--mount"], [&AS_ROOT[..], &["--mount"]].concat()];
    let found = ways.into_iter().find(|way| {
        let mut probe = Command::new(way[0]);
        probe.args(&way[1..]).args(["mount", "-t", "tmpfs", "tmpfs", "/tmp"]);
        probe.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        probe.status().is_ok_and(|status| status.success())
    });
    found.expect("a small disk can be mounted: by root, or where users may make namespaces")
}

#[cfg(feature = "system-tests")]
fn on_a_small_disk(part: &str, expected: &str) {
    let way = with_mounts();
    let shared = Shared::new();
    let mount = format!(
        "mount -t tmpfs -o size=64k tmpfs '{}' && exec \"$0\" \"$@\"",
        shared.store.display()
    );
    let before = [&way[..], &["sh", "-c", &mount]].concat();
    assert_eq!(shared.play(part, &before), [expected]);
}

#[cfg(feature = "system-tests")]
#[test]
fn a_full_disk_keeps_nobody_from_the_network() {
    on_a_small_disk(FULL, "full");
}

fn finds_the_disk_full() {
    let (settings, store) = in_child();
    let client = settings.client();
    gives(&client, 1);
    // To the last block.
    let ballast = store.join("ballast");
    let full = fs::write(&ballast, vec![0; 128 * 1024]).unwrap_err();
    assert_eq!(full.raw_os_error(), Some(libc::ENOSPC));
    let client = in_child().0.client();
    gives(&client, 2);
    assert_fails_to_store(&client.log());
    assert_eq!(right_or_none(&client, 1, &|| "full".into()), [true; 3]);
    assert_no_litter(&store);
    // No folder of the store yet, and a question that was not asked before.
    fs::remove_dir_all(vendors_folder(&store)).unwrap();
    let _ = fs::write(&ballast, vec![0; 128 * 1024]);
    gives(&client, 3);
    assert_fails_to_store(&client.log());
    fs::remove_file(&ballast).unwrap();
    gives(&client, 4);
    assert_eq!(right_or_none(&client, 4, &|| "room again".into()), [true; 3]);
    say("full");
}

#[cfg(feature = "system-tests")]
#[test]
fn a_disk_that_became_read_only_keeps_nobody_from_the_network() {
    on_a_small_disk(READ_ONLY_DISK, "read-only");
}

fn finds_the_disk_read_only() {
    let (settings, store) = in_child();
    gives(&settings.client(), 1);
    // The mount, not the file system: that is more than a namespace of its own may change.
    let remounted = Command::new("mount").args(["-o", "remount,bind,ro"]).arg(&store).status();
    assert!(remounted.unwrap().success());
    let client = in_child().0.client();
    gives(&client, 2);
    assert_fails_to_store(&client.log());
    assert_eq!(right_or_none(&client, 1, &|| "read-only".into()), [true; 3]);
    say("read-only");
}

// Copies

fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_all(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A public key of somebody else's.
const OTHER_KEY: &str = include_str!("../data/test-response-public-key.pem");

/// Settings of somebody else, for a folder.
type Other<'a> = &'a dyn Fn(&Path) -> Settings;

#[test]
fn a_copy_is_of_no_use_to_another_device_vendor_or_server() {
    let world = World::new();
    world.gives(&world.settings().client(), 1);
    let theirs = world.files();
    let copy = tempfile::tempdir().unwrap();
    copy_all(world.dir.path(), copy.path());
    let settings = |dir: &Path| Settings::of(&world.sandbox).store(dir);
    let api_key = world.sandbox.said("api_key");
    let others: [(&str, Other); 3] = [
        ("device", &|dir| Settings::of(&world.sandbox).store_of_device(dir, "another")),
        ("vendor", &|dir| settings(dir).api_key(api_key, "another shared key")),
        ("server", &|dir| settings(dir).public_key(OTHER_KEY)),
    ];
    for (which, other) in others {
        let client = other(copy.path()).client();
        assert_eq!(right_or_none(&client, 1, &|| which.into()), [false; 3], "{which}");
    }
    // The owner finds it in the copy as well: it is the place of none of the others.
    let found = right_or_none(&settings(copy.path()).client(), 1, &|| "owner".into());
    assert_eq!(found, [true; 3]);

    // Under the names by which the other device looks for its own.
    let own = tempfile::tempdir().unwrap();
    let client = Settings::of(&world.sandbox).store_of_device(own.path(), "another").client();
    world.gives(&client, 2);
    let ours = files_of(own.path());
    for path in ours.keys() {
        for content in theirs.values() {
            restore(&ours);
            fs::write(path, content).unwrap();
            right_or_none(&client, 2, &|| format!("{path:?}"));
        }
    }
    let all_theirs = theirs.values().cycle();
    for shift in 0..theirs.len() {
        for ((path, _), content) in ours.iter().zip(all_theirs.clone().skip(shift)) {
            fs::write(path, content).unwrap();
        }
        assert_eq!(right_or_none(&client, 2, &|| "theirs".into()), [false; 3]);
    }
}

/// Tells a child who has started it.
const OWNER: &str = "LSAGENT_TEST_OWNER";
const SOMEBODY_ELSE: &str = "is another user of the system";

#[cfg(feature = "system-tests")]
#[test]
fn a_copy_is_of_no_use_to_another_user_of_the_system() {
    // SAFETY: it has no preconditions.
    let is_root = unsafe { libc::geteuid() } == 0;
    let shared = Shared::new();
    let client = Settings::of(&shared.world.sandbox).store(&shared.store).client();
    shared.world.gives(&client, 1);
    assert_eq!(right_or_none(&client, 1, &|| "owner".into()), [true; 3]);
    // Root becomes nobody; who is not root becomes root among himself, with files that stay his.
    let before: &[&str] = if is_root { &[] } else { &AS_ROOT };
    assert_eq!(shared.play(SOMEBODY_ELSE, before), ["has its own"]);
}

fn is_another_user_of_the_system() {
    let (settings, store) = in_child();
    let theirs = files_of(&store);
    if std::env::var_os(OWNER).is_some_and(|owner| owner == "0") {
        become_nobody(&store);
    }
    // The files are this user's own now, and can be read.
    assert!(theirs.keys().all(|path| fs::read(path).is_ok()));
    let client = settings.client();
    assert_eq!(right_or_none(&client, 1, &|| "another".into()), [false; 3]);
    gives(&client, 2);
    assert_eq!(right_or_none(&client, 2, &|| "another".into()), [true; 3]);
    say("has its own");
}

#[test]
fn an_older_copy_put_back_counts_by_its_own_age() {
    let world = World::new();
    let short = || world.settings().offline_grace(1).client();
    world.gives(&short(), 1);
    let old = world.files();
    let fetched = short().ask(&remembered(None), CACHE_ONLY).unwrap().fetched_at();
    until("the first answer is older than its grace", || now() > fetched + 1);
    let client = short();
    assert_eq!(client.stored(&remembered(None)), Err(LS_ERR_CACHE_EXPIRED));
    world.gives(&client, 2);
    let new = world.files();

    // The answer alone, or the whole store with its times.
    for whole in [false, true] {
        for (path, bytes) in &old {
            let is_answer = bytes.len() == old.values().map(Vec::len).max().unwrap();
            if whole || is_answer {
                fs::write(path, bytes).unwrap();
            }
        }
        for client in [&client, &short()] {
            for credentials in ways() {
                assert_eq!(client.stored(&credentials), Err(LS_ERR_CACHE_EXPIRED), "{whole}");
            }
        }
        // Within its own grace it is as good as it was, and no younger.
        let long = world.settings().client();
        let licenses = long.ask(&remembered(None), CACHE_ONLY).unwrap();
        assert_eq!((ids(&licenses.json()), licenses.fetched_at()), (vec![1], fetched));
        restore(&new);
        let long = world.settings().client();
        assert_eq!(long.stored(&remembered(None)), Ok(vec![2]));
    }
}

/// Plays the part that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(READ_ONLY) => finds_the_folder_read_only(),
        Some(LIMITED) => may_not_write_a_byte_more(),
        Some(FULL) => finds_the_disk_full(),
        Some(READ_ONLY_DISK) => finds_the_disk_read_only(),
        Some(SOMEBODY_ELSE) => is_another_user_of_the_system(),
        Some(part) => panic!("nobody plays {part}"),
    }
}
