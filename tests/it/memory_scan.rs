//! What is left of a password in the memory of a process when everything has been freed: as a number that
//! may only fall. The process is another one, so that the search does not find itself.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
use std::ptr;

use lsagent::ffi::agent::*;
use lsagent::ffi::config::*;
use lsagent::ffi::credentials::*;
use lsagent::ffi::licenses::ls_licenses_free;
use serde_json::json;

use crate::support::*;

const LENGTH: usize = 32;
const EMAIL: &str = "marked-user@example.com";

/// A password that is in no program and in no file: it is made where it is needed.
/// Byte by byte.
fn marker() -> impl Iterator<Item = u8> {
    let mut state: u32 = 0x2545_f491;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        b"abcdefghijklmnopqrstuvwxyz234567"[(state >> 27) as usize]
    })
    .take(LENGTH)
}

/// As C text, which is overwritten when it is dropped.
struct Text(Box<[u8]>);

impl Text {
    fn marker() -> Self {
        let mut text = Self(vec![0; LENGTH + 1].into());
        for (at, byte) in marker().enumerate() {
            text.0[at] = byte;
        }
        text
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

/// How many copies more a process keeps that leaks.
const LEAKED: usize = 50;

fn signs_in(leaks: bool) {
    let settings = Settings::in_child().set(|config| ls_config_set_remember(config, true));
    let mut client = settings.client();
    let credentials = {
        let password = Text::marker();
        // SAFETY: both end with NUL and outlive the call.
        unsafe { ls_credentials_new_password(c(EMAIL).as_ptr(), password.0.as_ptr().cast()) }
    };
    // SAFETY: the library gives out new credentials.
    let credentials = unsafe { Box::from_raw(credentials) };
    for policy in [NETWORK_ONLY, NETWORK_FIRST, CACHE_FIRST, CACHE_ONLY] {
        let product = c("up");
        let licenses = outcome(|out, error| unsafe {
            let agent = client.agent.as_deref();
            ls_user_licenses(agent, product.as_ptr(), Some(&credentials), policy, out, error)
        });
        ls_licenses_free(Some(licenses.unwrap()));
    }
    ls_credentials_free(Some(credentials));
    ls_agent_free(client.agent.take());
    drop(client);
    if leaks {
        std::mem::forget((0..LEAKED).map(|_| marker().collect()).collect::<Vec<Vec<u8>>>());
    }
    wait_for_go();
}

/// The copies of the marker in all memory that a process can write to.
fn copies(pid: u32) -> usize {
    let memory = File::open(format!("/proc/{pid}/mem")).expect("a child's memory can be read");
    let maps = fs::read_to_string(format!("/proc/{pid}/maps")).unwrap();
    let needle: Vec<u8> = marker().collect();
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

fn left_by(part: &str) -> usize {
    let (sandbox, dir) = (Sandbox::start(), tempfile::tempdir().unwrap());
    let body = json!([{
        "license": {"id": 1, "product_details": {"short_code": "up"}},
        "user": {"email": EMAIL},
    }]);
    sandbox.fault(json!({"fault": "body", "body": body.to_string(), "path": "user_licenses"}));
    let part = Part::new(module_path!(), part, &sandbox, dir.path());
    // No service that keeps secrets, and its libraries: the sealed store does.
    let part = part.env("DBUS_SESSION_BUS_ADDRESS", "").env("XDG_RUNTIME_DIR", "");
    let mut child = part.start();
    child.is_ready();
    let found = copies(child.child.id());
    child.go();
    child.finish();
    found
}

#[test]
fn no_copy_of_a_password_is_left_once_everything_is_freed() {
    let found = left_by(SIGNS_IN);
    assert_eq!(found, 0, "copies of the password are left");
}

#[test]
fn the_search_finds_what_is_left() {
    let found = left_by(LEAKS);
    assert!(found >= LEAKED, "{found} of {LEAKED} copies are found");
}

/// Plays the part that a test has given to this process, if one has.
#[test]
fn as_a_child() {
    match part().as_deref() {
        None => {}
        Some(SIGNS_IN) => signs_in(false),
        Some(LEAKS) => signs_in(true),
        Some(part) => panic!("nobody plays {part}"),
    }
}
