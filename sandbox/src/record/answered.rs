//! What a client gets, read off the bytes that go onto the wire.

use serde_json::{Value, json};

use crate::http::script::Step;

/// An answer that is larger has no code that is looked for.
const MAX_ERROR: usize = 64 * 1024;

/// Status and, of an error, code of an answer, and the fault that struck; null where there is none.
pub fn shown(steps: &[Step], fault: Option<&str>) -> Value {
    let sent = sent(steps);
    let status = status(&sent);
    let code = status.filter(|status| *status >= 400).and_then(|_| code(&sent));
    json!({"status": status, "code": code, "fault": fault})
}

/// The beginning of what is sent.
fn sent(steps: &[Step]) -> Vec<u8> {
    let mut sent = Vec::new();
    for step in steps {
        match step {
            Step::Send(bytes) | Step::Dribble(bytes, _) => {
                sent.extend_from_slice(&bytes[..bytes.len().min(MAX_ERROR)]);
            }
            Step::Pause(_) | Step::Hang | Step::Close | Step::Reset => {}
        }
    }
    sent
}

fn status(sent: &[u8]) -> Option<u16> {
    let line = sent.strip_prefix(b"HTTP/1.1 ")?.get(..3)?;
    std::str::from_utf8(line).ok()?.parse().ok()
}

fn code(sent: &[u8]) -> Option<String> {
    let end = sent.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let body: Value = serde_json::from_slice(&sent[end..]).ok()?;
    Some(body["code"].as_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn send(text: &'static str) -> Step {
        Step::Send(text.as_bytes().into())
    }

    #[test]
    fn status_and_code_are_read_wherever_they_were_split() {
        let head = "HTTP/1.1 400 Bad Request\r\nContent-Length: 9\r\n\r\n";
        let error = json!({"status": 400, "code": "c", "fault": null});
        assert_eq!(shown(&[send(head), send(r#"{"code":"c"}"#), Step::Close], None), error);
        let late =
            [Step::Pause(Duration::ZERO), Step::Dribble("HTTP/1.1 200 OK\r\n\r\n{}".into(), 1)];
        assert_eq!(
            shown(&late, Some("delay")),
            json!({"status": 200, "code": null, "fault": "delay"})
        );
    }

    #[test]
    fn nothing_is_read_where_there_is_nothing() {
        let none = json!({"status": null, "code": null, "fault": "silent"});
        for steps in [&[Step::Hang][..], &[], &[send("SSH-2.0")], &[send("HTTP/1.1 2")]] {
            assert_eq!(shown(steps, Some("silent")), none);
        }
        let page = [send("HTTP/1.1 502 Bad Gateway\r\n\r\n<html>")];
        assert_eq!(shown(&page, None), json!({"status": 502, "code": null, "fault": null}));
    }
}
