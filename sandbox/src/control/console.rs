//! The page on the control port: its files, and what it shows.

mod overview;

use serde_json::{Value, json};

use crate::endpoint::Endpoint;
use crate::fault::table::TABLE;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::sandbox::Sandbox;

/// Where the page is.
pub const PATH: &str = "/console";

/// Nothing but the page's own files, and no script or style in the page itself. Texts never become HTML.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

const SCRIPT: &str = "text/javascript; charset=utf-8";
/// The files: below [`PATH`], their kind, their text.
const FILES: [(&str, &str, &str); 9] = [
    ("", "text/html; charset=utf-8", include_str!("../../console/index.html")),
    ("/console.css", "text/css; charset=utf-8", include_str!("../../console/console.css")),
    ("/icon.svg", "image/svg+xml", include_str!("../../console/icon.svg")),
    ("/main.js", SCRIPT, include_str!("../../console/main.js")),
    ("/page.js", SCRIPT, include_str!("../../console/page.js")),
    ("/clock.js", SCRIPT, include_str!("../../console/clock.js")),
    ("/faults.js", SCRIPT, include_str!("../../console/faults.js")),
    ("/licenses.js", SCRIPT, include_str!("../../console/licenses.js")),
    ("/requests.js", SCRIPT, include_str!("../../console/requests.js")),
];

/// What is below [`PATH`].
#[derive(Debug)]
pub enum Found {
    /// An answer.
    Answer(Answer),
    /// The events since a revision, without end.
    Events(u64),
}

/// The page, a file of it, or what it shows; `None` where there is nothing.
pub fn answer(sandbox: &Sandbox, base_url: &str, request: &Request) -> Option<Found> {
    let path = request.path.strip_prefix(PATH)?;
    if request.method != "GET" {
        return None;
    }
    let answer = match path {
        "/faults" => Answer::json(200, &faults()),
        "/overview" => Answer::json(200, &overview::shown(sandbox, base_url)),
        "/events" => return Some(Found::Events(read(request))),
        _ => file(path)?,
    };
    Some(Found::Answer(answer))
}

fn file(path: &str) -> Option<Answer> {
    let (_, kind, text) = FILES.iter().find(|(name, _, _)| *name == path)?;
    let answer = Answer::new(200, kind, *text).with_header("Content-Security-Policy", POLICY);
    let answer = answer.with_header("Referrer-Policy", "no-referrer");
    Some(answer.with_header("Cross-Origin-Opener-Policy", "same-origin"))
}

/// The faults there are, and the calls that they can strike.
fn faults() -> Value {
    json!({"faults": TABLE, "calls": Endpoint::all()})
}

/// A browser that has lost the events says up to which one it got them.
fn read(request: &Request) -> u64 {
    let last = request.header("last-event-id").and_then(|id| id.parse().ok());
    last.unwrap_or_default()
}
