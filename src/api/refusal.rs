//! What a service says when it says no: the one reader of error answers.
//!
//! Every error of the License API has a status of 400 or above and a body `{status, code, message}`; the
//! code decides, since one code comes with different statuses. Error answers are not signed, so a no counts
//! only in exactly the shape that the service documents ([`said`]): whatever stands between here and the
//! server answers in one of its own. What a code means is in [`codes`], for all services.

use std::time::Duration;

use super::said::{self, Said};
use super::{Service, codes};
use crate::clock;
use crate::error::{Error, Meaning, Status};
use crate::redact::scrub;
use crate::secret::Secret;
use crate::transport::Response;

/// Where an answer came from, and what must not be repeated of it.
pub struct Source<'a> {
    pub service: Service<'a>,
    /// Host and port.
    pub host: &'a str,
    /// What was sent, and may come back.
    pub secrets: &'a [&'a Secret],
    /// Unix seconds.
    pub now: i64,
}

/// Turns an answer whose status is not a good one into an error: what happened, in our words; the
/// server's follow, without secrets.
pub fn explain(answer: &Response, source: &Source) -> Error {
    let said = said::read(source.service, answer);
    let (status, meaning) = judge(source.service, answer.status, said.as_ref());
    let (code, message) = match said {
        Some(said) => (said.code, shortened(scrub(&said.message, source.secrets))),
        None => (None, String::new()),
    };
    let code = code.map(|code| shown(code, source.secrets));
    let colon = if message.is_empty() { "" } else { ": " };
    let named = code.as_deref().map(|code| format!(" {code}")).unwrap_or_default();
    let sentence = sentence(source, status, answer.status);
    Error::new(status, format!("{sentence}{colon}{message} (HTTP {}{named})", answer.status))
        .with_meaning(meaning)
        .with_http_status(answer.status)
        .with_code(code)
        .with_retry_after(retry_after(answer, source.now))
        .with_server_time(date(answer))
}

/// The longest text of a server's that is carried through, in bytes.
const MAX_MESSAGE: usize = 1_000;

/// Shortened only after it was scrubbed: half of a secret would not be found.
fn shortened(mut message: String) -> String {
    message.truncate(message.floor_char_boundary(MAX_MESSAGE));
    message
}

/// A published code is shown as it is, even if a short password happens to occur in it.
fn shown(code: String, secrets: &[&Secret]) -> String {
    if codes::is_published(&code) { code } else { scrub(&code, secrets) }
}

/// Some statuses mean the same from every sender and with every body; of the others the code
/// decides, if the service says it in its own shape.
fn judge(service: Service, http_status: u16, said: Option<&Said>) -> (Status, Meaning) {
    let status = match http_status {
        407 => Status::Proxy,
        429 => Status::RateLimited,
        // The network wants a sign-in on a page of its own (RFC 6585): no server has been reached.
        511 => Status::Response,
        500.. => Status::Server,
        400.. => {
            let judged = said.and_then(|said| {
                let code = said.code.as_deref().unwrap_or_default();
                codes::judge(service, http_status, code, said.is_exact)
            });
            return judged.unwrap_or(NOT_THE_SERVICE);
        }
        _ => Status::Response,
    };
    (status, Meaning::NobodyKnows)
}

/// No JSON of the service's: a gateway, a captive portal, a proxy's page, a redirect.
const NOT_THE_SERVICE: (Status, Meaning) = (Status::Response, Meaning::NobodyKnows);

fn sentence(source: &Source, status: Status, http_status: u16) -> String {
    match source.service {
        Service::LicenseApi => of_the_license_server(status, http_status).to_owned(),
        Service::OAuth => format!("{} {}", source.host, of_oauth(status, http_status)),
        Service::Suite(_) => of_the_suite(http_status).to_owned(),
    }
}

fn of_the_license_server(status: Status, http_status: u16) -> &'static str {
    match status {
        Status::Proxy => "a proxy asks for a user name and password",
        Status::RateLimited => "the license server asks for fewer calls",
        Status::Server => "the license server has a fault",
        Status::Clock => "this device's clock differs too much from the license server's",
        Status::ApiKey => "the license server refused the application's API key or access token",
        Status::Credentials => "the license server refused this user's sign-in",
        Status::NotActivated => "the license server knows no activation of this device",
        Status::ActivationLimit => {
            "the license is in use on as many devices, or was moved as often, as it may be"
        }
        Status::NoSeat => "all seats are taken",
        Status::Quota => "what may be consumed is used up",
        Status::NotAllowed => "the vendor does not allow that",
        Status::Response if is_redirect(http_status) => {
            "the answer is a redirect, which is never followed"
        }
        Status::Response => {
            "the answer is not the license server's JSON; a proxy or a sign-in page of the network may have answered"
        }
        _ => "the license server refused the request",
    }
}

/// Behind the name of the host.
fn of_oauth(status: Status, http_status: u16) -> &'static str {
    match status {
        Status::Proxy => "cannot be reached: a proxy asks for a user name and password",
        Status::RateLimited => "was asked for an access token, and asks for fewer calls",
        Status::Server => "was asked for an access token, and has a fault",
        Status::ApiKey => "gives this application no access token",
        _ if is_redirect(http_status) => {
            "answered the request for an access token with a redirect, which is never followed"
        }
        _ => {
            "gave no answer of OAuth's; a proxy or a sign-in page of the network may have answered"
        }
    }
}

fn of_the_suite(http_status: u16) -> &'static str {
    match http_status {
        401 | 403 => "the suite refused the access token",
        404 => "the account has no license, or the suite no such call",
        405 => "the suite allocates by another method",
        407 => "a proxy asks for a user name and password",
        429 => "the suite asks for fewer calls",
        511 => "the network asks for a sign-in of its own",
        500.. => "the suite has a fault",
        400.. => "the suite refused the allocation",
        300.. => "the answer is a redirect, which is never followed",
        _ => "the answer is not that of the allocation call",
    }
}

fn is_redirect(http_status: u16) -> bool {
    (300..400).contains(&http_status)
}

fn date(answer: &Response) -> Option<i64> {
    answer.header("date").and_then(clock::parse_http_date)
}

/// Seconds, or a date; an unreadable value counts as none.
fn retry_after(answer: &Response, now: i64) -> Option<Duration> {
    let value = answer.header("retry-after")?.trim();
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(Duration::from_secs(seconds.into()));
    }
    let from = date(answer).unwrap_or(now);
    let until = clock::parse_http_date(value)?;
    Some(Duration::from_secs(u64::try_from(until.saturating_sub(from)).unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Response {
        let date = "Tue, 07 Jun 2011 20:51:35 GMT";
        Response::new(status, body).with_header("date", date)
    }

    fn explain(answer: &Response, secrets: &[&Secret]) -> Error {
        let source = Source { service: Service::LicenseApi, host: "h", secrets, now: 0 };
        super::explain(answer, &source)
    }

    fn status(http_status: u16, code: &str) -> Status {
        let body = format!(r#"{{"status":{http_status},"code":"{code}","message":"m"}}"#);
        explain(&answer(http_status, &body), &[]).status()
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
        let error = explain(&answer(http_status, body), &[]);
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
            let error = explain(&answer(511, body), &[]);
            assert_eq!((error.status(), error.meaning()), (Status::Response, Meaning::NobodyKnows));
            assert!(error.message().contains("sign-in page of the network"), "{error}");
            assert!(!error.is_retryable());
        }
    }

    #[test]
    fn a_long_message_is_cut() {
        let body =
            format!(r#"{{"status":400,"code":"brand_new","message":"{}"}}"#, "é".repeat(9_000));
        assert!(explain(&answer(400, &body), &[]).message().len() < 1_200);
    }

    #[test]
    fn a_secret_that_is_longer_than_a_message_may_be_is_not_repeated_in_part() {
        let token = "abc-".repeat(400);
        let message = format!("what is this: {token}?");
        let body = format!(r#"{{"status":400,"code":"brand_new","message":"{message}"}}"#);
        let error = explain(&answer(400, &body), &[&Secret::new(token)]);
        assert!(error.message().contains("what is this"), "{error:?}");
        assert!(!error.message().contains("abc-"), "{error:?}");
    }

    #[test]
    fn an_unknown_code_is_carried_through_with_its_message() {
        let body = r#"{"status":400,"code":"brand_new","message":"say this"}"#;
        let error = explain(&answer(400, body), &[]);
        assert_eq!(error.code(), Some("brand_new"));
        assert!(error.message().contains("say this"), "{error}");
        assert_eq!(error.http_status(), 400);
    }

    #[test]
    fn an_answer_without_the_apis_json_is_no_refusal() {
        for (http_status, body) in [(403, "<html>"), (404, ""), (302, ""), (204, ""), (400, "[]")] {
            let error = explain(&answer(http_status, body), &[]);
            assert_eq!(error.status(), Status::Response, "{http_status} {body}");
        }
        assert_eq!(explain(&answer(429, "<html>"), &[]).status(), Status::RateLimited);
        assert_eq!(explain(&answer(503, ""), &[]).status(), Status::Server);
        assert_eq!(explain(&answer(407, ""), &[]).status(), Status::Proxy);
    }

    #[test]
    fn a_short_password_does_not_blot_out_a_published_code() {
        let body = r#"{"status":400,"code":"unknown_product","message":"no such product: o"}"#;
        let error = explain(&answer(400, body), &[&Secret::new("o")]);
        assert_eq!((error.status(), error.code()), (Status::Refused, Some("unknown_product")));
        let body = r#"{"status":400,"code":"echo_hunter2","message":"hunter2"}"#;
        let error = explain(&answer(400, body), &[&Secret::new("hunter2")]);
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let seconds = |value: &str| {
            let answer = answer(429, "").with_header("retry-after", value);
            explain(&answer, &[]).retry_after().map(|wait| wait.as_secs())
        };
        assert_eq!(seconds("7"), Some(7));
        assert_eq!(seconds("Tue, 07 Jun 2011 20:52:35 GMT"), Some(60));
        assert_eq!(seconds("Tue, 07 Jun 2011 20:50:35 GMT"), Some(0));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-1"), None);
    }
}
