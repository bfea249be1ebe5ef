//! What a browser, or somebody else, sends to the listener of a sign-in.

use lsagent::fuzzing::{Received, Redirects};

use super::input::parts;

const STATE: &str = "0123456789abcdef";

/// "code" or "token", a request as it comes, in pieces of any length.
pub fn redirect_request(data: &[u8]) {
    let Some([kind, bytes]) = parts(data) else { return };
    let redirects = Redirects::to(4711, "/back", kind == b"token", Some(STATE));
    let whole = redirects.receive(bytes);
    // The same request, however it is cut: nothing is answered too early, nor differently.
    let step = 1 + bytes.len() / 64;
    let mut pieces = (0..bytes.len()).step_by(step).map(|end| redirects.receive(&bytes[..end]));
    let first = pieces.find(Option::is_some).flatten();
    assert!(first.is_none() || first == whole, "{first:?}, {whole:?}");
    if let Some(Received { status: 200, brought: Some(_) }) = whole {
        must_be_expected(&String::from_utf8_lossy(bytes).to_ascii_lowercase());
    }
}

fn must_be_expected(request: &str) {
    let line = request.trim_start().lines().next().unwrap_or_default();
    assert!(line.contains("/back"), "{line}");
    let hosts = ["127.0.0.1:4711", "localhost:4711", "[::1]:4711"];
    assert!(hosts.iter().any(|host| request.contains(host)), "{request}");
}
