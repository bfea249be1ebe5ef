//! What a server, or somebody in its place, answers over HTTP.

use std::time::{Duration, Instant};

use lsagent::fuzzing::{Http, Script};

use super::input::{number, parts};

/// Nothing waits, so that no call comes near it.
const TIMEOUT: Duration = Duration::from_secs(1);
/// Of a busy machine.
const LATE: Duration = Duration::from_secs(5);
const LARGEST: usize = 4096;
/// What every request but the first is answered with.
const SECOND: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond";

/// A server that answers the first request so.
fn server(first: Script) -> impl Fn(&[u8]) -> Script {
    let second = Script { answer: SECOND.to_vec(), piece: 64, stays_open: true };
    move |request| if request.starts_with(b"GET /1") { first.clone() } else { second.clone() }
}

/// How it is sent (odd: the connection stays open; else the length of the pieces), the answer's bytes.
pub fn http_answer(data: &[u8]) {
    let Some([how, answer]) = parts(data) else { return };
    let how: u64 = number(&String::from_utf8_lossy(how));
    let first = Script { answer: answer.to_vec(), piece: 1 + how / 2, stays_open: how % 2 == 1 };
    let client = Http::to(server(first), LARGEST);
    let asked = |path: &str| {
        let begun = Instant::now();
        let answer = client.get(path, TIMEOUT);
        assert!(begun.elapsed() < TIMEOUT + LATE, "{path} took {:?}", begun.elapsed());
        answer.ok()
    };
    if let Some((status, body)) = asked("/1") {
        assert!(body.len() <= LARGEST && (100..=999).contains(&status), "{status}");
    }
    // No byte of the first answer is in the second.
    let (status, body) = asked("/2").expect("the second answer is a good one");
    assert_eq!((status, &body[..]), (200, &b"second"[..]));
}
