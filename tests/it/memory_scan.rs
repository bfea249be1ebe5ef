//! What is left of secrets in the memory of a process when everything has been freed: as numbers that may only fall.
//! The process is another one, so that the search does not find itself.

use std::ffi::CStr;
use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::ptr;

use lsagent::ffi::agent::*;
use lsagent::ffi::config::*;
use lsagent::ffi::credentials::*;
use lsagent::ffi::license::ls_license_license_key;
use lsagent::ffi::licenses::*;
use lsagent::ffi::trial::*;
use serde_json::{Value, json};

use crate::support::*;

const LENGTH: usize = 32;
const EMAIL: &str = "marked-user@example.com";

/// A secret that is in no program and in no file: it is made where it is needed.
#[derive(Clone, Copy, Debug)]
enum Marker {
    Password = 0x2545_f491,
    New = 0x1f12_3bb5,
    Initial = 0x7a3c_99d1,
    Key = 0x0b5f_e0c7,
}

impl Marker {
    /// Byte by byte.
    fn bytes(self) -> impl Iterator<Item = u8> {
        let mut state = self as u32;
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            b"abcdefghijklmnopqrstuvwxyz234567"[(state >> 27) as usize]
        })
        .take(LENGTH)
    }

    /// For the server, which is another process.
    fn told(self) -> String {
        self.bytes().map(char::from).collect()
    }

    fn is(self, text: &CStr) -> bool {
        text.to_bytes().iter().copied().eq(self.bytes())
    }
}

/// As C text, which is overwritten when it is dropped.
struct Text(Box<[u8]>);

impl Text {
    fn of(marker: Marker) -> Self {
        let mut text = Self(vec![0; LENGTH + 1].into());
        for (at, byte) in marker.bytes().enumerate() {
            text.0[at] = byte;
        }
        text
    }

    fn get(&self) -> *const std::ffi::c_char {
        self.0.as_ptr().cast()
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        for byte in &mut self.0 {
            // SAFETY: it is a byte of ours.
            unsafe { ptr::write_volatile(byte, 0) };
        }
    }
}

const SIGNS_IN: &str = "signs in and frees everything";
const LEAKS: &str = "signs in and keeps copies";
const CHANGES: &str = "changes a password and frees everything";
const TRIES: &str = "gets a trial and frees everything";
const ACTIVATES: &str = "holds a license by its key and frees everything";

/// How many copies of a license key are left at most, of an activation with four checks; it may only fall.
const KEYS_LEFT: usize = 8;
/// How many copies of an answer what decrypts it leaves at most; it may only fall.
const LEFT_BY_TLS: usize = 2;

/// How many copies more a process keeps that leaks.
const LEAKED: usize = 50;

/// Runs with a client that remembers passwords, frees it, and waits to be searched.
fn searched_after(run: impl FnOnce(&Client)) {
    let settings = Settings::in_child().set(|config| ls_config_set_remember(config, true));
    let mut client = settings.timeout_ms(60_000).client();
    run(&client);
    ls_agent_free(client.agent.take());
    drop(client);
    wait_for_go();
}

fn by_password(marker: Marker, user: &str) -> Credentials {
    let password = Text::of(marker);
    // SAFETY: both end with NUL and outlive the call, which gives out new credentials.
    Credentials::from(unsafe {
        Box::from_raw(ls_credentials_new_password(c(user).as_ptr(), password.get()))
    })
}

fn signs_in(client: &Client) {
    let credentials = by_password(Marker::Password, EMAIL);
    for policy in [NETWORK_ONLY, NETWORK_FIRST, CACHE_FIRST, CACHE_ONLY] {
        drop(client.user_licenses("up", &credentials, policy).unwrap());
    }
}

fn leaks(client: &Client) {
    signs_in(client);
    let copies = (0..LEAKED).map(|_| Marker::Password.bytes().collect());
    std::mem::forget(copies.collect::<Vec<Vec<u8>>>());
}

fn changes(client: &Client) {
    const USER: &str = "valid@example.com";
    drop(client.user_licenses("up", &password(USER, "secret"), NETWORK_ONLY).unwrap());
    let (user, old, new) = (c(USER), c("secret"), Text::of(Marker::New));
    // SAFETY: they end with NUL and outlive the call.
    done(|error| unsafe {
        let agent = client.agent.as_deref();
        ls_change_password(agent, user.as_ptr(), old.as_ptr(), new.get(), error)
    })
    .unwrap();
    for policy in [CACHE_ONLY, NETWORK_ONLY] {
        drop(client.user_licenses("up", &by_password(Marker::New, USER), policy).unwrap());
        drop(client.user_licenses("up", &remembered(Some(USER)), policy).unwrap());
    }
}

fn tries(client: &Client) {
    let (product, email) = (c("up"), c(EMAIL));
    let trial = outcome(|out, error| unsafe {
        // SAFETY: they end with NUL and outlive the call.
        let agent = client.agent.as_deref();
        ls_trial_request(agent, product.as_ptr(), email.as_ptr(), out, error)
    });
    let trial = trial.unwrap();
    // SAFETY: it has one, which lives as long as the trial.
    let initial = unsafe { CStr::from_ptr(ls_trial_initial_password(Some(&trial))) };
    assert!(Marker::Initial.is(initial));
    ls_trial_free(Some(trial));
}

fn activates(client: &Client) {
    let key = Text::of(Marker::Key);
    // SAFETY: it ends with NUL and outlives the call, which gives out new credentials.
    let key =
        Credentials::from(unsafe { Box::from_raw(ls_credentials_new_license_key(key.get())) });
    let held = client.activate("key-product", &key, 0).unwrap();
    for policy in [NETWORK_ONLY, NETWORK_FIRST, CACHE_FIRST, CACHE_ONLY] {
        assert_eq!(held.allows(policy), Ok(true));
    }
    let licenses = held.licenses().unwrap();
    // SAFETY: there is one, which lives as long as the licenses, and so does its key.
    let key_of_it = unsafe {
        let license = ls_licenses_at(licenses.get(), 0).as_ref();
        CStr::from_ptr(ls_license_license_key(license))
    };
    assert!(Marker::Key.is(key_of_it));
    drop(licenses);
    drop(client.open("key-product").unwrap());
    let folder = PathBuf::from(told()["store"].as_str().unwrap());
    client.write_offline_request("key-product", &key, 0, &folder.join("request")).unwrap();
    held.write_deactivation(&folder.join("deactivation")).unwrap();
}

/// The copies of a marker in all memory that a process can write to.
fn copies(pid: u32, marker: Marker) -> usize {
    let memory = File::open(format!("/proc/{pid}/mem")).expect("a child's memory can be read");
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let needle: Vec<u8> = marker.bytes().collect();
    let mut found = 0;
    for line in maps.lines() {
        let (range, rest) = line.split_once(' ').unwrap();
        if !rest.starts_with("rw") {
            continue;
        }
        let (from, to) = range.split_once('-').unwrap();
        let [from, to] = [from, to].map(|address| u64::from_str_radix(address, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        // Some of the system's own cannot be read.
        if memory.read_exact_at(&mut bytes, from).is_ok() {
            found += bytes.windows(LENGTH).filter(|window| **window == needle).count();
        }
    }
    found
}

/// How the server is reached.
#[derive(Clone, Copy, Debug)]
enum Wire {
    Tls,
    Plain,
}

/// How many copies a part leaves, whose server answers so, by the last parts of paths.
fn left_by(part: &str, marker: Marker, wire: Wire, answers: &[(&str, String)]) -> usize {
    let arguments: &[_] = match wire {
        Wire::Tls => &[],
        Wire::Plain => &["--plain"],
    };
    let (sandbox, dir) = (Sandbox::with(arguments), tempfile::tempdir().unwrap());
    for (path, body) in answers {
        sandbox.fault(json!({"fault": "body", "body": body, "path": path}));
    }
    let part = Part::new(module_path!(), part, &sandbox, dir.path());
    // No service that keeps secrets, and its libraries: the sealed store does.
    let part = part.env("DBUS_SESSION_BUS_ADDRESS", "").env("XDG_RUNTIME_DIR", "");
    let mut child = part.start();
    child.is_ready();
    let found = copies(child.child.id(), marker);
    child.go();
    child.finish();
    found
}

fn licenses() -> [(&'static str, String); 1] {
    let body = json!([{
        "license": {"id": 1, "product_details": {"short_code": "up"}},
        "user": {"email": EMAIL},
    }]);
    [("user_licenses", body.to_string())]
}

#[test]
fn no_copy_of_a_password_is_left_once_everything_is_freed() {
    let found = left_by(SIGNS_IN, Marker::Password, Wire::Tls, &licenses());
    assert_eq!(found, 0, "copies of the password are left");
}

#[test]
fn the_search_finds_what_is_left() {
    let found = left_by(LEAKS, Marker::Password, Wire::Tls, &licenses());
    assert!(found >= LEAKED, "{found} of {LEAKED} copies are found");
}

#[test]
fn no_copy_of_a_new_password_is_left_once_everything_is_freed() {
    let found = left_by(CHANGES, Marker::New, Wire::Tls, &[]);
    assert_eq!(found, 0, "copies of the new password are left");
}

/// What a trial of a new user says, in each form that is read: also what had to be mended before that, since it has
/// half of a character, or a number that no double holds, or a mark of the byte order.
fn trials() -> [String; 4] {
    let trial = |more: &str| {
        let initial = Marker::Initial.told();
        format!(
            r#"{{"id":1,"license_user":"{EMAIL}","initial_password":"{initial}","more":{more}}}"#
        )
    };
    // So many that a text that grew as it was mended would be moved again and again.
    let halves = trial(&format!("[{}0]", r#""\ud83d","#.repeat(2_000)));
    [trial("null"), halves.clone(), trial("1e999"), format!("\u{feff}{halves}")]
}

/// What decrypts an answer has buffers of its own, which nobody overwrites.
#[test]
fn no_copy_of_an_initial_password_is_left_but_where_it_was_decrypted() {
    for (wire, left) in [(Wire::Plain, 0), (Wire::Tls, LEFT_BY_TLS)] {
        for answer in trials() {
            let found = left_by(TRIES, Marker::Initial, wire, &[("trial_key", answer.clone())]);
            let shape = answer.replace(&Marker::Initial.told(), "...");
            assert!(found <= left, "{wire:?}: {found} copies of the password are left: {shape}");
        }
    }
}

/// The license that the application reads is not overwritten, nor is the text that it came as; what asks for it is.
#[test]
fn few_copies_of_a_license_key_are_left_once_everything_is_freed() {
    let license: Value = json!({
        "id": 1, "license_key": Marker::Key.told(), "hardware_id": "a test's device",
        "license_enabled": true, "license_active": true,
        "product_details": {"short_code": "key-product"},
    });
    let answers = ["activate_license", "check_license"].map(|path| (path, license.to_string()));
    for (wire, left) in [(Wire::Plain, KEYS_LEFT), (Wire::Tls, KEYS_LEFT + LEFT_BY_TLS)] {
        let found = left_by(ACTIVATES, Marker::Key, wire, &answers);
        println!("{wire:?}: {found} copies");
        assert!(found <= left, "{wire:?}: {found} copies of the license key are left");
    }
}

/// Plays the part that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(SIGNS_IN) => searched_after(signs_in),
        Some(LEAKS) => searched_after(leaks),
        Some(CHANGES) => searched_after(changes),
        Some(TRIES) => searched_after(tries),
        Some(ACTIVATES) => searched_after(activates),
        Some(part) => panic!("nobody plays {part}"),
    }
}
