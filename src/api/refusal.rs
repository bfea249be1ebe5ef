//! What the License API says when it says no.
//!
//! Every error has a status of 400 or above and a body `{status, code, message}`; the code decides,
//! since one code comes with different statuses. Error answers are not signed.

use std::time::Duration;

use crate::clock;
use crate::error::{Error, Status};
use crate::model::{Lenient, Text, record};
use crate::secret::{Secret, scrub};
use crate::transport::Response;

/// Turns an answer that is not a 200 into an error. `now` is in Unix seconds.
pub fn explain(answer: &Response, secrets: &[&Secret], now: i64) -> Error {
    let said = read(&answer.body);
    let code = present(&said.code);
    let status = classify(answer.status, code);
    let refusal =
        Refusal { status, code, message: present(&said.message), published: is_published };
    refusal
        .in_words(sentence(status, answer), answer, secrets, now)
        .with_server_time(answer.date.as_deref().and_then(clock::parse_http_date))
}

/// What a server said no with.
pub struct Refusal<'a> {
    pub status: Status,
    pub code: Option<&'a str>,
    pub message: Option<&'a str>,
    /// A published code is shown as it is, even if a short password happens to occur in it.
    pub published: fn(&str) -> bool,
}

impl Refusal<'_> {
    /// `sentence` is what happened, in our words; the server's follow, without secrets.
    pub fn in_words(
        &self,
        sentence: &str,
        answer: &Response,
        secrets: &[&Secret],
        now: i64,
    ) -> Error {
        let message = self.message.map(|text| format!(": {}", scrub(text, secrets)));
        let code = self.code.map(|code| {
            if (self.published)(code) { code.to_owned() } else { scrub(code, secrets) }
        });
        let named = code.as_deref().map(|code| format!(" {code}"));
        let text = format!(
            "{sentence}{} (HTTP {}{})",
            message.unwrap_or_default(),
            answer.status,
            named.unwrap_or_default()
        );
        Error::new(self.status, text)
            .with_http_status(answer.status)
            .with_code(code)
            .with_retry_after(retry_after(answer, now))
    }
}

record! {
    /// The parts of an error's body that can be used.
    Said {
        code: Text,
        message: Text,
    }
}

fn read(body: &[u8]) -> Said {
    let text = str::from_utf8(body).unwrap_or_default();
    let said = serde_json::from_str::<Lenient<Option<Said>>>(text);
    said.ok().and_then(|said| said.0).unwrap_or_default()
}

pub fn present(text: &Text) -> Option<&str> {
    text.as_str().filter(|text| !text.is_empty())
}

fn classify(http_status: u16, code: Option<&str>) -> Status {
    match (http_status, code) {
        (407, _) => Status::Proxy,
        (429, _) => Status::RateLimited,
        (500.., _) => Status::Server,
        (400.., Some(code)) => by_code(http_status, code),
        // No JSON of the API's: a captive portal, a proxy's page, a redirect.
        _ => Status::Response,
    }
}

/// The codes about the vendor's key.
const ABOUT_THE_KEY: [&str; 11] = [
    "signature_mismatch",
    "authorization_invalid_headers",
    "authorization_missing_params",
    "hmac_required",
    "missing_headers",
    "invalid_api_key",
    "revoked_api_key",
    "read_only_api_key",
    "api_key_product_not_allowed",
    "oauth_token_expired",
    "oauth_token_malformed",
];

/// The other codes that the documentation lists.
const PUBLISHED: [&str; 17] = [
    "date_header_diff",
    "unknown_product",
    "disabled_product",
    "archived_product",
    "invalid_product_auth_method",
    "missing_parameters",
    "validation_error",
    "invalid_json",
    "customer_account_not_found",
    "customer_does_not_exist",
    "customer_not_found",
    "license_not_found",
    "license_not_active",
    "license_not_enabled",
    "blacklisted",
    "trial_expired",
    "not_found",
];

fn is_published(code: &str) -> bool {
    ABOUT_THE_KEY.contains(&code) || PUBLISHED.contains(&code)
}

fn by_code(http_status: u16, code: &str) -> Status {
    match code {
        "date_header_diff" => Status::Clock,
        _ if ABOUT_THE_KEY.contains(&code) => Status::ApiKey,
        _ if PUBLISHED.contains(&code) => Status::Refused,
        // The codes of a refused sign-in are not published; 401 and 403 are what is left for it
        // once the codes about the key are taken out.
        _ if matches!(http_status, 401 | 403) => Status::Credentials,
        _ => Status::Refused,
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
    Some(Duration::from_secs(u64::try_from(until - from).unwrap_or(0)))
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
