//! The store and the files of a configuration on Windows: names of any script, long paths, names
//! that mean a device, and what others do to a file meanwhile.

use std::fs::{self, File};
use std::io::Read;
use std::os::windows::ffi::OsStrExt;
use std::os::windows::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::{ptr, thread};

use lsagent::ffi::source::ls_source::*;
use lsagent::ffi::status::ls_status::*;
use windows_sys::Win32::Foundation::LocalFree;
use windows_sys::Win32::Security::Authorization::{
    ConvertSecurityDescriptorToStringSecurityDescriptorW, GetNamedSecurityInfoW, SDDL_REVISION_1,
    SE_FILE_OBJECT,
};
use windows_sys::Win32::Security::DACL_SECURITY_INFORMATION;

use crate::support::*;

/// In one, two, three and four bytes of UTF-8; the last is a surrogate pair of UTF-16.
const NAMES: [&str; 4] = ["with a space", "Größe ñ", "許可証 лицензия", "🎫 license"];

fn settings(sandbox: &Sandbox, store: &Path) -> Settings {
    Settings::of(sandbox).timeout_ms(60_000).store(store)
}

/// An answer with this id comes from the network; what was logged about the store.
fn gives(sandbox: &Sandbox, store: &Path, id: i64) -> Vec<String> {
    sandbox.fault(license_with_id("valid", id));
    let client = settings(sandbox, store).client();
    let licenses = client.ask(&member("valid"), NETWORK_ONLY).unwrap();
    assert_eq!((licenses.source(), ids(&licenses.json())), (LS_SOURCE_NETWORK, vec![id]));
    let log = client.log().into_iter();
    log.filter(|line| line.contains("not stored")).collect()
}

/// The id of the answer that another agent finds in the store.
fn stored(sandbox: &Sandbox, store: &Path) -> Result<Vec<i64>, ls_status> {
    settings(sandbox, store).client().stored(&member("valid"))
}

/// The files of the one vendor that a store has: answers and times, not locks.
fn files_of(store: &Path) -> Vec<PathBuf> {
    let folders: Vec<_> = fs::read_dir(store).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    let files = fs::read_dir(&folders[0]).unwrap().map(|entry| entry.unwrap().path());
    files.filter(|file| fs::metadata(file).is_ok_and(|data| data.len() > 0)).collect()
}

fn is_temporary(file: &Path) -> bool {
    file.file_name().unwrap().to_string_lossy().starts_with(".new-")
}

#[test]
fn a_store_may_lie_in_a_folder_of_any_name() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    for (id, name) in (1..).zip(NAMES) {
        let store = dir.path().join(name).join("below");
        assert_eq!(gives(&sandbox, &store, id), [""; 0], "{name}");
        assert_eq!(stored(&sandbox, &store), Ok(vec![id]), "{name}");
        assert!(!files_of(&store).is_empty(), "{name}");
    }
    // By these names, and no others.
    let mut found: Vec<_> =
        fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    found.sort();
    let mut wanted = NAMES.map(std::ffi::OsString::from);
    wanted.sort();
    assert_eq!(found, wanted);
}

#[test]
fn a_certificate_file_may_have_any_name() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    for name in NAMES {
        let file = dir.path().join(name).with_extension("pem");
        fs::copy(sandbox.ca_file(), &file).unwrap();
        let client = Settings::of(&sandbox).ca_file(file.to_str().unwrap()).client();
        client.licenses_of("valid", NETWORK_ONLY).unwrap_or_else(|failure| panic!("{failure:?}"));
    }
    let missing = dir.path().join("許可証.pem");
    let client = Settings::of(&sandbox).ca_file(missing.to_str().unwrap()).client();
    let failure = client.licenses_of("valid", NETWORK_ONLY).err().unwrap();
    assert_eq!(failure.status, LS_ERR_CONFIG);
    assert!(failure.message.contains("許可証.pem"), "{failure:?}");
}

/// Longer than MAX_PATH, which is 260.
#[test]
fn a_path_may_be_long() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let mut long = dir.path().to_owned();
    for _ in 0..4 {
        long.push("ü".repeat(100));
    }
    let store = long.join("store");
    assert_eq!(gives(&sandbox, &store, 1), [""; 0]);
    assert_eq!(stored(&sandbox, &store), Ok(vec![1]));
    let file = long.join("ca.pem");
    fs::copy(sandbox.ca_file(), &file).unwrap();
    let client = Settings::of(&sandbox).ca_file(file.to_str().unwrap()).client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
}

/// A device, and characters that no name has: there can be no such folder, and nobody is kept from
/// the network.
#[test]
fn a_store_that_cannot_be_there_keeps_nobody_from_the_network() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    for (id, name) in (1..).zip(["a<b", "what?", "a|b", "a\"b", "star*"]) {
        let store = dir.path().join(name);
        let log = gives(&sandbox, &store, id);
        assert_eq!(log.len(), 1, "{name}: {log:?}");
        assert!(stored(&sandbox, &store).is_err(), "{name}");
    }
    // Whether a device's name may be that of a folder depends on the version of Windows; what is
    // stored there is right or not there.
    for (id, name) in (10..).zip(["NUL", "con", "COM1", "aux.txt"]) {
        let store = dir.path().join(name);
        let is_stored = gives(&sandbox, &store, id).is_empty();
        let found = stored(&sandbox, &store);
        assert!(
            if is_stored { found == Ok(vec![id]) } else { found.is_err() },
            "{name}: {found:?}"
        );
    }
}

/// Who may do what, in words.
fn rights(path: &Path) -> String {
    let wide: Vec<u16> = path.as_os_str().encode_wide().chain([0]).collect();
    let (mut descriptor, mut text, mut length) = (ptr::null_mut(), ptr::null_mut(), 0);
    let [user, group] = [ptr::null_mut(); 2];
    let [allowed, audited] = [ptr::null_mut(); 2];
    // SAFETY: the path ends with NUL, and nothing but the descriptor is asked for.
    let got = unsafe {
        let what = DACL_SECURITY_INFORMATION;
        let from = SE_FILE_OBJECT;
        let path = wide.as_ptr();
        GetNamedSecurityInfoW(path, from, what, user, group, allowed, audited, &mut descriptor)
    };
    assert_eq!(got, 0, "{}", std::io::Error::from_raw_os_error(got.cast_signed()));
    // SAFETY: the descriptor came from the system; the text ends with NUL; each is freed once.
    unsafe {
        let (form, what) = (SDDL_REVISION_1, DACL_SECURITY_INFORMATION);
        let made = ConvertSecurityDescriptorToStringSecurityDescriptorW(
            descriptor,
            form,
            what,
            &mut text,
            &mut length,
        );
        assert_ne!(made, 0);
        let words = String::from_utf16_lossy(std::slice::from_raw_parts(text, length as usize));
        LocalFree(text.cast());
        LocalFree(descriptor);
        words.trim_end_matches('\0').to_owned()
    }
}

/// What is made in the folder inherits its rights. (Under Wine it does not: Wine gives a file the
/// rights that are usual on the machine below, where nobody else gets past the folder.)
#[test]
fn nobody_else_may_look_into_the_store() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    gives(&sandbox, dir.path(), 1);
    let rights = rights(files_of(dir.path())[0].parent().unwrap());
    let entries: Vec<_> = rights.split(['(', ')']).filter(|part| part.contains(';')).collect();
    assert!(entries.iter().any(|entry| entry.contains(";S-1-5-21-")), "not this user: {rights}");
    for entry in entries {
        let who = entry.rsplit(';').next().unwrap();
        assert!(who.starts_with("S-1-5-21-") || ["SY", "BA", "LA"].contains(&who), "{rights}");
        assert!(entry.starts_with("A;OICI;"), "it is not handed down: {rights}");
    }
}

const READS: &str = "reads for as long as it is let";

/// Looks into the store again and again, each time with an agent that knows nothing; says the ids.
fn reads_for_as_long_as_it_is_let() {
    let store = PathBuf::from(std::env::var("LSAGENT_TEST_STORE").unwrap());
    let last: i64 = std::env::var("LSAGENT_TEST_LAST").unwrap().parse().unwrap();
    let (mut seen, mut reads) = (0, 0);
    say("ready");
    while seen < last {
        let found = Settings::in_child().client().stored(&member("valid"));
        let [id] = found.expect("there is an answer at all times")[..] else { panic!("not one") };
        assert!(id >= seen, "{id} after {seen} in {}", store.display());
        (seen, reads) = (id, reads + 1);
    }
    say(reads);
}

#[test]
fn readers_in_other_processes_always_find_an_answer_while_it_is_replaced() {
    const WRITES: i64 = 100;
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    assert_eq!(gives(&sandbox, dir.path(), 1), [""; 0]);
    let mut readers: Vec<_> = (0..2)
        .map(|_| {
            Part::new(module_path!(), READS, &sandbox, dir.path())
                .env("LSAGENT_TEST_STORE", dir.path())
                .env("LSAGENT_TEST_LAST", WRITES.to_string())
                .start()
        })
        .collect();
    readers.iter_mut().for_each(Actor::is_ready);
    for id in 2..=WRITES {
        assert_eq!(gives(&sandbox, dir.path(), id), [""; 0], "answer {id}");
    }
    for reader in readers {
        println!("{:?} reads meanwhile", reader.finish());
    }
    assert!(!files_of(dir.path()).iter().any(|file| is_temporary(file)));
}

const HOLDS: &str = "holds the files of the store open";

/// As `LSAGENT_TEST_SHARES` says: with everybody, as this library does, or with nobody, as some virus
/// scanners do.
fn holds_the_files_of_the_store_open() {
    let store = PathBuf::from(std::env::var("LSAGENT_TEST_STORE").unwrap());
    let shares = std::env::var("LSAGENT_TEST_SHARES").unwrap().parse().unwrap();
    let open = |file: &PathBuf| {
        let mut file = File::options().read(true).share_mode(shares).open(file).unwrap();
        file.read_to_end(&mut Vec::new()).unwrap();
        file
    };
    let held: Vec<_> = files_of(&store).iter().map(open).collect();
    wait_for_go();
    drop(held);
    say("let go");
}

#[test]
fn a_file_that_another_process_holds_open_is_replaced_once_it_may_be() {
    const EVERYTHING: u32 = 7;
    const NOTHING: u32 = 0;
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    assert_eq!(gives(&sandbox, dir.path(), 1), [""; 0]);
    for (id, shares) in [(2, EVERYTHING), (3, NOTHING)] {
        let mut holder = Part::new(module_path!(), HOLDS, &sandbox, dir.path())
            .env("LSAGENT_TEST_STORE", dir.path())
            .env("LSAGENT_TEST_SHARES", shares.to_string())
            .start();
        holder.is_ready();
        thread::scope(|scope| {
            let writer = scope.spawn(|| gives(&sandbox, dir.path(), id));
            // Where the file can be replaced at once, there may be nothing to wait for.
            until("the answer is being stored", || {
                writer.is_finished() || files_of(dir.path()).iter().any(|file| is_temporary(file))
            });
            holder.go();
            assert_eq!(writer.join().unwrap(), [""; 0], "{shares}");
        });
        assert_eq!(holder.finish(), ["let go"]);
        assert_eq!(stored(&sandbox, dir.path()), Ok(vec![id]), "{shares}");
    }
}

/// Who never lets go keeps the old answer in place, whole, and nobody from the new one.
#[test]
fn a_file_that_is_never_let_go_keeps_the_old_answer() {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    assert_eq!(gives(&sandbox, dir.path(), 1), [""; 0]);
    let scanner = |file: PathBuf| File::options().read(true).share_mode(0).open(file).unwrap();
    let held: Vec<_> = files_of(dir.path()).into_iter().map(scanner).collect();
    assert_eq!(gives(&sandbox, dir.path(), 2).len(), 1);
    assert_eq!(stored(&sandbox, dir.path()), Err(LS_ERR_CACHE));
    drop(held);
    assert_eq!(stored(&sandbox, dir.path()), Ok(vec![1]));
    assert!(!files_of(dir.path()).iter().any(|file| is_temporary(file)));
    assert_eq!(gives(&sandbox, dir.path(), 3), [""; 0]);
    assert_eq!(stored(&sandbox, dir.path()), Ok(vec![3]));
}

/// Plays the part that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(READS) => reads_for_as_long_as_it_is_let(),
        Some(HOLDS) => holds_the_files_of_the_store_open(),
        Some(part) => panic!("nobody plays {part}"),
    }
}
