//! The words of a server that says no, in the shape that its service documents.

use super::{Service, codes};
use crate::model::{self, Members, Text, readable};
use crate::transport::Response;

/// The longest code that is carried through, in bytes.
const MAX_CODE: usize = 64;

/// What a server said.
pub struct Said {
    pub code: Option<String>,
    pub message: String,
    /// Nothing else stands beside them.
    pub is_exact: bool,
}

/// `None`: it is not what this service says no with.
pub fn read(service: Service, answer: &Response) -> Option<Said> {
    match service {
        Service::LicenseApi => license_api(answer),
        Service::OAuth => oauth(answer).or_else(|| license_api(answer)),
        Service::Suite(_) => Some(suite(answer)),
    }
}

/// `{status, code, message}`: `status` a number equal to the HTTP status, `code` a published one or of
/// lower-case letters, digits and `_`, `message` a text.
fn license_api(answer: &Response) -> Option<Said> {
    let json = readable(str::from_utf8(&answer.body).ok()?);
    let members: Members = serde_json::from_str(&json).ok()?;
    let status: f64 = serde_json::from_str(members.get("status")?.get()).ok()?;
    if status != f64::from(answer.status) {
        return None;
    }
    let (code, message) = (text(&members, "code")?, text(&members, "message")?);
    let is_exact = members.0.len() == 3;
    let is_code = is_proper(&code) || codes::is_published(&code);
    is_code.then_some(Said { code: Some(code), message, is_exact })
}

/// `{error, error_description}`.
fn oauth(answer: &Response) -> Option<Said> {
    let json = readable(str::from_utf8(&answer.body).ok()?);
    let members: Members = serde_json::from_str(&json).ok()?;
    let code = text(&members, "error").filter(|code| is_proper(code))?;
    let message = text(&members, "error_description").unwrap_or_default();
    Some(Said { code: Some(code), message, is_exact: true })
}

/// The suite documents hardly any errors: the whole body is what it says, and a `code` or `errorCode` in
/// it, a text or a number, is the code.
fn suite(answer: &Response) -> Said {
    let code = || {
        let members: Members = serde_json::from_str(str::from_utf8(&answer.body).ok()?).ok()?;
        let code = members.get("code").or_else(|| members.get("errorCode"))?;
        let code: Text = model::read(code.get()).ok()?;
        code.as_str().map(str::to_owned)
    };
    let message = String::from_utf8_lossy(&answer.body).into_owned();
    Said { code: code(), message, is_exact: false }
}

/// `None` also for what is not text.
pub fn text(members: &Members, name: &str) -> Option<String> {
    serde_json::from_str(members.get(name)?.get()).ok()
}

/// Whether a text has the form of a code. Those of gateways and web frameworks ("AccessDenied",
/// "Not Found") have another.
pub fn is_proper(name: &str) -> bool {
    let proper = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=MAX_CODE).contains(&name.len()) && name.bytes().all(proper)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_words_are_no_codes() {
        for word in ["", "AccessDenied", "not found", "not-found", "é", "403.", &"a".repeat(65)] {
            assert!(!is_proper(word), "{word}");
        }
        assert!(is_proper("not_found") && is_proper("e2_big"));
    }
}
