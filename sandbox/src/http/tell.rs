//! An answer as it should be said.

use super::answer::{Answer, Framing};
use super::request::Request;
use super::script::Step;

/// A larger body is not copied behind its head.
const AT_ONCE: usize = 16 * 1024;

/// Says one answer as it should be said.
pub fn tell(answer: &Answer, request: &Request, date: &str) -> Vec<Step> {
    let length = Framing::Length(answer.body.len() as u64);
    let head = answer.head(length, date, !request.keep_alive);
    let mut steps = match answer.body.len() {
        _ if request.method == "HEAD" => vec![Step::Send(head)],
        0..=AT_ONCE => vec![Step::Send([head, answer.body.clone()].concat().into())],
        _ => vec![Step::Send(head), Step::Send(answer.body.clone())],
    };
    if !request.keep_alive {
        steps.push(Step::Close);
    }
    steps
}
