//! What the License API says when it says no.
//!
//! Every error has a status of 400 or above and a body `{status, code, message}`; the code decides,
//! since one code comes with different statuses. Error answers are not signed, so a no counts only in
//! exactly this shape: whatever stands between here and the server answers in one of its own.

use std::time::Duration;

use super::codes;
use crate::clock;
use crate::error::{Error, Meaning, Status};
use crate::model::{Members, readable};
use crate::secret::{Secret, scrub};
use crate::transport::Response;

/// How much of a server's own words is carried through, in bytes.
const LONGEST_MESSAGE: usize = 1_000;

/// Turns an answer that is not a 200 into an error. `now` is in Unix seconds.
pub fn explain(answer: &Response, secrets: &[&Secret], now: i64) -> Error {
    let said = read(answer);
    let (status, meaning) = judge(answer.status, said.as_ref());
    let refusal = Refusal { status, meaning, said };
    refusal
        .in_words(sentence(status, answer), answer, secrets, now)
        .with_server_time(answer.date.as_deref().and_then(clock::parse_http_date))
}

/// What a server said no with.
pub struct Refusal {
    pub status: Status,
    pub meaning: Meaning,
    pub said: Option<Said>,
}

/// The words of a server, in a shape that is documented.
pub struct Said {
    pub code: String,
    pub message: String,
    /// Nothing else stands beside them.
    pub is_exact: bool,
}

impl Refusal {
    /// `sentence` is what happened, in our words; the server's follow, without secrets.
    pub fn in_words(
        self,
        sentence: &str,
        answer: &Response,
        secrets: &[&Secret],
        now: i64,
    ) -> Error {
        let (code, message) = match self.said {
            Some(said) => (Some(shown(said.code, secrets)), scrub(cut(&said.message), secrets)),
            None => (None, String::new()),
        };
        let colon = if message.is_empty() { "" } else { ": " };
        let named = code.as_deref().map(|code| format!(" {code}")).unwrap_or_default();
        let text = format!("{sentence}{colon}{message} (HTTP {}{named})", answer.status);
        Error::new(self.status, text)
            .with_meaning(self.meaning)
            .with_http_status(answer.status)
            .with_code(code)
            .with_retry_after(retry_after(answer, now))
    }
}

/// A published code is shown as it is, even if a short password happens to occur in it.
fn shown(code: String, secrets: &[&Secret]) -> String {
    let published = codes::of_the_license_api(&code).or(codes::of_oauth(&code)).is_some();
    if published { code } else { scrub(&code, secrets) }
}

fn cut(message: &str) -> &str {
    message.get(..message.floor_char_boundary(LONGEST_MESSAGE)).unwrap_or_default()
}

/// The documented shape: `status` a number equal to the HTTP status, `code` of lower-case letters,
/// digits and `_`, `message` a text.
pub fn read(answer: &Response) -> Option<Said> {
    let json = readable(str::from_utf8(&answer.body).ok()?);
    let members: Members = serde_json::from_str(&json).ok()?;
    let status: f64 = serde_json::from_str(members.get("status")?.get()).ok()?;
    if status != f64::from(answer.status) {
        return None;
    }
    let (code, message) = (text(&members, "code")?, text(&members, "message")?);
    let is_exact = members.0.len() == 3;
    codes::is_proper(&code).then_some(Said { code, message, is_exact })
}

/// `None` also for what is not text.
pub fn text(members: &Members, name: &str) -> Option<String> {
    serde_json::from_str(members.get(name)?.get()).ok()
}

fn judge(http_status: u16, said: Option<&Said>) -> (Status, Meaning) {
    let status = match http_status {
        407 => Status::Proxy,
        429 => Status::RateLimited,
        // The network wants a sign-in on a page of its own (RFC 6585): no server has been reached.
        511 => Status::Response,
        500.. => Status::Server,
        400.. => return said.and_then(|said| refused(http_status, said)).unwrap_or(NOT_THE_API),
        _ => Status::Response,
    };
    (status, Meaning::NobodyKnows)
}

/// No JSON of the API's: a gateway, a captive portal, a proxy's page, a redirect.
const NOT_THE_API: (Status, Meaning) = (Status::Response, Meaning::NobodyKnows);

/// `None`: the API gives no such answer.
fn refused(http_status: u16, said: &Said) -> Option<(Status, Meaning)> {
    match codes::of_the_license_api(&said.code) {
        Some(code) => Some((code.status, code.meaning)),
        None if said.is_exact => codes::unpublished(http_status),
        None => None,
    }
}

fn sentence(status: Status, answer: &Response) -> &'static str {
    match status {
        Status::Proxy => "a proxy asks for a user name and password",
        Status::RateLimited => "the license server asks for fewer calls",
        Status::Server => "the license server has a fault",
        Status::Clock => "this device's clock differs too much from the license server's",
        Status::ApiKey => "the license server refused the application's API key or access token",
        Status::Credentials => "the license server refused this user's sign-in",
        Status::Response if (300..400).contains(&answer.status) => {
            "the answer is a redirect, which is never followed"
        }
        Status::Response => {
            "the answer is not the license server's JSON; a proxy or a sign-in page of the network may have answered"
        }
        _ => "the license server refused the request",
    }
}

/// Seconds, or a date; an unreadable value counts as none.
pub fn retry_after(answer: &Response, now: i64) -> Option<Duration> {
    let value = answer.retry_after.as_deref()?.trim();
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let from = answer.date.as_deref().and_then(clock::parse_http_date).unwrap_or(now);
    let until = clock::parse_http_date(value)?;
    Some(Duration::from_secs(u64::try_from(until.saturating_sub(from)).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Response {
        Response {
            status,
            date: Some("Tue, 07 Jun 2011 20:51:35 GMT".into()),
            retry_after: None,
            signature: None,
            body: body.into(),
        }
    }

    fn status(http_status: u16, code: &str) -> Status {
        let body = format!(r#"{{"status":{http_status},"code":"{code}","message":"m"}}"#);
        explain(&answer(http_status, &body), &[], 0).status()
    }

    #[test]
    fn the_code_decides_whatever_the_http_status() {
        assert_eq!(status(400, "signature_mismatch"), Status::ApiKey);
        assert_eq!(status(401, "signature_mismatch"), Status::ApiKey);
        assert_eq!(status(400, "date_header_diff"), Status::Clock);
        assert_eq!(status(400, "unknown_product"), Status::Refused);
        assert_eq!(status(404, "not_found"), Status::Refused);
        assert_eq!(status(400, "never_heard_of"), Status::Refused);
        assert_eq!(status(401, "never_heard_of"), Status::Credentials);
        assert_eq!(status(500, "internal_error"), Status::Server);
    }

    /// What an answer of this status and body does to the stored one.
    fn meaning(http_status: u16, body: &str) -> (Status, Meaning) {
        let error = explain(&answer(http_status, body), &[], 0);
        (error.status(), error.meaning())
    }

    #[test]
    fn a_no_in_the_documented_shape_is_definite() {
        for (http_status, code, status) in [
            (400, "license_not_active", Status::Refused),
            (404, "not_found", Status::Refused),
            (400, "brand_new", Status::Refused),
            (401, "brand_new", Status::Credentials),
            (403, "brand_new_2", Status::Credentials),
        ] {
            let body = format!(r#"{{"status":{http_status},"code":"{code}","message":""}}"#);
            assert_eq!(meaning(http_status, &body), (status, Meaning::DefiniteNo), "{body}");
            let marked = format!("\u{FEFF} {body}");
            assert_eq!(meaning(http_status, &marked).1, Meaning::DefiniteNo, "{body}");
        }
        // More than the three is nobody's but for a code that only this API has.
        let more = r#"{"status":400,"code":"blacklisted","message":"m","more":[]}"#;
        assert_eq!(meaning(400, more), (Status::Refused, Meaning::DefiniteNo));
        let cut = r#"{"status":400,"code":"blacklisted","message":"Some\ud83d"}"#;
        assert_eq!(meaning(400, cut), (Status::Refused, Meaning::DefiniteNo));
    }

    #[test]
    fn anything_that_deviates_from_the_documented_shape_is_no_refusal() {
        for (http_status, body) in [
            (400, r#"{"code":"blacklisted","message":"m"}"#),
            (400, r#"{"status":"400","code":"blacklisted","message":"m"}"#),
            (400, r#"{"status":401,"code":"blacklisted","message":"m"}"#),
            (400, r#"{"status":400.5,"code":"blacklisted","message":"m"}"#),
            (400, r#"{"status":true,"code":"blacklisted","message":"m"}"#),
            (400, r#"{"status":400,"code":"Blacklisted","message":"m"}"#),
            (400, r#"{"status":400,"code":17,"message":"m"}"#),
            (400, r#"{"status":400,"code":["blacklisted"],"message":"m"}"#),
            (400, r#"{"status":400,"code":"","message":"m"}"#),
            (400, r#"{"status":400,"code":null,"message":"m"}"#),
            (400, r#"{"status":400,"code":"blacklisted"}"#),
            (400, r#"{"status":400,"code":"blacklisted","message":null}"#),
            (400, r#"{"status":400,"code":"blacklisted","message":{"text":"m"}}"#),
            (400, r#"[{"status":400,"code":"blacklisted","message":"m"}]"#),
            (400, r#"{"status":400,"code":"blacklisted","message":"m""#),
            (403, r#"{"status":403,"code":"forbidden","message":"m","path":"/api"}"#),
            (404, r#"{"status":404,"code":"brand_new","message":"m"}"#),
            (409, r#"{"status":409,"code":"brand_new","message":"m"}"#),
            (451, r#"{"status":451,"code":"brand_new","message":"m"}"#),
        ] {
            let expected = (Status::Response, Meaning::NobodyKnows);
            assert_eq!(meaning(http_status, body), expected, "{http_status} {body}");
        }
    }

    #[test]
    fn a_page_of_the_network_is_named_and_not_tried_again() {
        let no = r#"{"status":511,"code":"blacklisted","message":"m"}"#;
        for body in ["", "<html>sign in</html>", no] {
            let error = explain(&answer(511, body), &[], 0);
            assert_eq!((error.status(), error.meaning()), (Status::Response, Meaning::NobodyKnows));
            assert!(error.message().contains("sign-in page of the network"), "{error}");
            assert!(!error.is_retryable());
        }
    }

    #[test]
    fn a_long_message_is_cut() {
        let body =
            format!(r#"{{"status":400,"code":"brand_new","message":"{}"}}"#, "é".repeat(9_000));
        assert!(explain(&answer(400, &body), &[], 0).message().len() < 1_200);
    }

    #[test]
    fn an_unknown_code_is_carried_through_with_its_message() {
        let body = r#"{"status":400,"code":"brand_new","message":"say this"}"#;
        let error = explain(&answer(400, body), &[], 0);
        assert_eq!(error.code(), Some("brand_new"));
        assert!(error.message().contains("say this"), "{error}");
        assert_eq!(error.http_status(), 400);
    }

    #[test]
    fn an_answer_without_the_apis_json_is_no_refusal() {
        for (http_status, body) in [(403, "<html>"), (404, ""), (302, ""), (204, ""), (400, "[]")] {
            let error = explain(&answer(http_status, body), &[], 0);
            assert_eq!(error.status(), Status::Response, "{http_status} {body}");
        }
        assert_eq!(explain(&answer(429, "<html>"), &[], 0).status(), Status::RateLimited);
        assert_eq!(explain(&answer(503, ""), &[], 0).status(), Status::Server);
        assert_eq!(explain(&answer(407, ""), &[], 0).status(), Status::Proxy);
    }

    #[test]
    fn a_short_password_does_not_blot_out_a_published_code() {
        let body = r#"{"status":400,"code":"unknown_product","message":"no such product: o"}"#;
        let error = explain(&answer(400, body), &[&Secret::new("o")], 0);
        assert_eq!((error.status(), error.code()), (Status::Refused, Some("unknown_product")));
        let body = r#"{"status":400,"code":"echo_hunter2","message":"hunter2"}"#;
        let error = explain(&answer(400, body), &[&Secret::new("hunter2")], 0);
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let seconds = |value: &str| {
            let mut answer = answer(429, "");
            answer.retry_after = Some(value.into());
            explain(&answer, &[], 0).retry_after().map(|wait| wait.as_secs())
        };
        assert_eq!(seconds("7"), Some(7));
        assert_eq!(seconds("Tue, 07 Jun 2011 20:52:35 GMT"), Some(60));
        assert_eq!(seconds("Tue, 07 Jun 2011 20:50:35 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-1"), None);
    }
}
