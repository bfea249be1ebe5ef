//! What an answer costs: at most 40 bytes of memory for each byte of its own, however it is made up, from
//! the network and from the store. Counted by this program's allocator, over the whole of a call, in a
//! process that makes no other.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use serde_json::json;

use crate::support::*;

/// Bytes of memory for each byte of an answer.
const MOST: usize = 40;
/// What a call needs besides: a connection, and whatever the threads of the library have.
const FIXED: usize = 256 << 10;
/// How long the answers are.
const LENGTH: usize = 512 << 10;

static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

/// Counts what was asked for. The whole test program has it; what it counts means something only in a
/// process of one test.
struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn took(size: usize) {
    let held = HELD.fetch_add(size, SeqCst) + size;
    PEAK.fetch_max(held, SeqCst);
}

// SAFETY: everything is passed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        took(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        HELD.fetch_sub(layout.size(), SeqCst);
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(block, layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        took(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    /// While a block is moved to a larger one, both count.
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        took(size);
        // SAFETY: the caller's promise.
        let moved = unsafe { System.realloc(block, layout, size) };
        HELD.fetch_sub(layout.size(), SeqCst);
        moved
    }
}

/// The most that was held at once during a call, beyond what was held before.
fn peak_of<T>(call: impl FnOnce() -> T) -> (T, usize) {
    let before = HELD.load(SeqCst);
    PEAK.store(before, SeqCst);
    let result = call();
    (result, PEAK.load(SeqCst) - before)
}

fn list(element: &str) -> String {
    let count = LENGTH / (element.len() + 1);
    format!("[{}]", vec![element; count].join(","))
}

const OF_VALID: &str =
    r#""product_details":{"short_code":"up"}},"user":{"email":"valid@example.com"}"#;

/// One license with such a member.
fn with_member(name: &str, value: &str) -> String {
    format!(r#"[{{"license":{{"{name}":{value},{OF_VALID}}}]"#)
}

/// Answers about `valid@example.com`, good and bad, each made to cost more than it says.
fn answers() -> Vec<(String, String)> {
    let nested = format!(r#"{{"license":{{{OF_VALID}}}"#);
    let flat = r#"{"user":{"email":"valid@example.com"},"product_details":{"short_code":"up"}}"#;
    let mut answers = vec![
        ("licenses".to_owned(), list(&nested)),
        ("flat licenses".to_owned(), list(flat)),
        (
            "half a character".to_owned(),
            list(&nested.replace("{\"email", "{\"\\ud83d\":1,\"email")),
        ),
    ];
    for element in [
        "{}",
        "[]",
        "1",
        "\"\"",
        "null",
        r#"{"license":{}}"#,
        r#"{"user":{}}"#,
        r#"{"id":1}"#,
        r#"{"license":{"customer":{},"user":{},"company":{},"product_details":{}}}"#,
        r#"{"license":{"product_features":[{}]}}"#,
    ] {
        answers.push((format!("elements {element}"), list(element)));
    }
    for element in [
        "{}",
        "[]",
        "1",
        "null",
        r#"{"id":1}"#,
        r#"{"code":"","name":""}"#,
        r#"{"metadata":[]}"#,
        r#"{"code":"a","name":"b","id":12}"#,
    ] {
        for name in ["product_features", "custom_fields", "metadata", "nobody_knows"] {
            answers.push((format!("{name} {element}"), with_member(name, &list(element))));
        }
    }
    let members = vec![r#""":1"#; LENGTH / 5].join(",");
    answers.push(("members".to_owned(), format!("[{{{members}}}]")));
    answers.push(("members".to_owned(), with_member("metadata", &format!("{{{members}}}"))));
    let escapes = format!("\"{}\"", "\\u0041".repeat(LENGTH / 6));
    answers.push(("escapes".to_owned(), with_member("order_store_id", &escapes)));
    let halves = format!("\"{}\"", "\\ud83d".repeat(LENGTH / 6));
    answers.push(("halves".to_owned(), with_member("order_store_id", &halves)));
    let huge = list("1e999");
    answers.push(("numbers".to_owned(), with_member("nobody_knows", &huge)));
    answers
}

fn is_within(peak: usize, length: usize, what: &str) {
    let most = MOST * length + FIXED;
    assert!(peak <= most, "{what}: {} bytes for each byte", peak / length);
}

#[test]
fn licenses_cost_no_more_than_forty_times_their_length() {
    apart(
        module_path!(),
        "licenses_cost_no_more_than_forty_times_their_length",
        licenses_cost_at_most_that,
    );
}

fn licenses_cost_at_most_that() {
    let (sandbox, store) = (Sandbox::with(&["--plain"]), tempfile::tempdir().unwrap());
    let client = Settings::of(&sandbox).store(store.path()).timeout_ms(60_000).client();
    client.licenses_of("valid", NETWORK_ONLY).unwrap();
    for (what, body) in answers() {
        sandbox.no_faults();
        sandbox.fault(json!({"fault": "body", "body": body, "path": "user_licenses"}));
        let length = body.len();
        drop(body);
        let (answer, peak) = peak_of(|| client.licenses_of("valid", NETWORK_ONLY));
        is_within(peak, length, &what);
        if answer.is_ok() {
            let fresh = || Settings::of(&sandbox).store(store.path()).client();
            let (stored, peak) = peak_of(|| fresh().licenses_of("valid", CACHE_ONLY));
            stored.unwrap();
            is_within(peak, length, &format!("{what}, from the store"));
        }
    }
}

#[test]
fn users_cost_no_more_than_forty_times_their_length() {
    apart(
        module_path!(),
        "users_cost_no_more_than_forty_times_their_length",
        users_cost_at_most_that,
    );
}

fn users_cost_at_most_that() {
    let sandbox = Sandbox::with(&["--plain"]);
    let client = Settings::of(&sandbox).timeout_ms(60_000).client();
    client.users_of("test@example.com", NETWORK_ONLY).unwrap();
    for element in ["{}", "1", "null", r#"{"email":""}"#, r#"{"email":"a@b.example","id":123}"#] {
        let users = list(element);
        let body = format!(r#"{{"customer":{{"email":"test@example.com"}},"users":{users}}}"#);
        sandbox.no_faults();
        sandbox.fault(json!({"fault": "body", "body": body, "path": "customer_license_users"}));
        let length = body.len();
        drop((body, users));
        let (_, peak) = peak_of(|| client.users_of("test@example.com", NETWORK_ONLY));
        is_within(peak, length, element);
    }
}
