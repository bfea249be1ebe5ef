//! `{base}/lease_/api/account/{accountId}/user-license` of UiPath's Automation Suite: allocates licenses
//! to users of an organization.
//!
//! By POST or by PUT: the vendor's pages name both. 2023.4 has POST, the other versions have PUT, and in
//! the service's own OpenAPI document a POST to the same path lists what users hold. So an answer counts
//! only if it repeats what was asked for.
//!
//! Source: <https://docs.uipath.com/automation-suite/automation-suite/2023.4/api-guide/allocate-licenses-to-a-user>.

mod repeated;

use super::{percent_encode, refusal};
use crate::error::{Error, Status};
use crate::model::{Allocations, Lenient, Members, Text, is_too_deep, quote};
use crate::secret::{Secret, scrub};
use crate::transport::{Method, Request, Response};

/// A bearer token of the suite's identity service.
pub type Token = Secret;

#[derive(Clone, Debug)]
pub struct Allocate {
    pub account_id: String,
    pub user_ids: Vec<String>,
    pub bundle_codes: Vec<String>,
    pub use_external_license: bool,
}

/// By which method licenses are allocated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AllocateBy {
    /// POST; then PUT, if nothing can have been allocated by it.
    #[default]
    Auto,
    Post,
    Put,
}

/// What an answer says.
#[derive(Debug)]
pub enum Allocated {
    Done(Allocations),
    /// Nothing was done: the suite does not take the method, or takes it for another call.
    ByAnotherMethod(Error),
}

impl Allocated {
    pub fn or_refusal(self) -> Result<Allocations, Error> {
        match self {
            Self::Done(allocations) => Ok(allocations),
            Self::ByAnotherMethod(refusal) => Err(refusal),
        }
    }
}

impl Allocate {
    pub fn request(&self, method: Method, token: &Token) -> Request {
        let body = format!(
            r#"{{"userIds":{},"userBundleCodes":{},"useExternalLicense":{}}}"#,
            array(&self.user_ids),
            array(&self.bundle_codes),
            self.use_external_license
        );
        Request {
            method,
            path: format!("/lease_/api/account/{}/user-license", percent_encode(&self.account_id)),
            query: Secret::default(),
            headers: vec![
                ("authorization", Secret::new(["Bearer ", token.expose()].concat())),
                ("content-type", Secret::new("application/json")),
                ("accept", Secret::new("application/json")),
            ],
            body: body.into_bytes(),
            repeatable: false,
        }
    }

    /// Reads the answer to a request by `method`. `now` is in Unix seconds.
    pub fn read(
        &self,
        method: Method,
        answer: Response,
        token: &Token,
        now: i64,
    ) -> Result<Allocated, Error> {
        let status = answer.status;
        match status {
            200..300 => self.read_allocations(method, answer, token),
            // 404 also says that the account has no license: nothing was allocated in either case.
            404 | 405 => Ok(Allocated::ByAnotherMethod(explain(&answer, token, now))),
            _ => Err(explain(&answer, token, now)),
        }
        .map_err(|error| error.with_http_status(status))
    }

    fn read_allocations(
        &self,
        method: Method,
        answer: Response,
        token: &Token,
    ) -> Result<Allocated, Error> {
        let status = answer.status;
        let allocations = parse(answer.body).ok_or_else(not_the_array)?;
        match repeated::missing(self, &allocations) {
            None => Ok(Allocated::Done(allocations)),
            Some(_) if method == Method::Post && allocations.lists_users() => {
                Ok(Allocated::ByAnotherMethod(only_listed().with_http_status(status)))
            }
            Some(missing) => Err(not_repeated(&scrub(&missing, &[token]))),
        }
    }
}

fn parse(body: Vec<u8>) -> Option<Allocations> {
    let text = String::from_utf8(body).ok().filter(|text| !is_too_deep(text))?;
    Allocations::parse(text).ok()
}

const PERHAPS: &str = "the licenses may have been allocated all the same";

fn not_the_array() -> Error {
    Error::new(Status::Response, "the answer is not the JSON array of the allocation call")
        .and(PERHAPS)
}

fn only_listed() -> Error {
    Error::new(
        Status::Mismatch,
        "the answer allocates nothing: it lists what the users hold, as a suite answers to POST that allocates by PUT",
    )
}

fn not_repeated(missing: &str) -> Error {
    let sentence = format!("the answer does not repeat what was to be allocated: {missing}");
    Error::new(Status::Mismatch, sentence).and(PERHAPS)
}

/// The suite documents hardly any errors: status and body are carried through.
fn explain(answer: &Response, token: &Token, now: i64) -> Error {
    let (status, sentence) = meaning(answer.status);
    let body = scrub(&String::from_utf8_lossy(&answer.body), &[token]);
    let said = if body.is_empty() { String::new() } else { format!(": {body}") };
    Error::new(status, format!("{sentence} (HTTP {}){said}", answer.status))
        .with_http_status(answer.status)
        .with_code(code_in(&answer.body, token))
        .with_retry_after(refusal::retry_after(answer, now))
}

fn meaning(http_status: u16) -> (Status, &'static str) {
    match http_status {
        401 | 403 => (Status::Credentials, "the suite refused the access token"),
        404 => (Status::Refused, "the account has no license, or the suite no such call"),
        405 => (Status::Refused, "the suite allocates by another method"),
        407 => (Status::Proxy, "a proxy asks for a user name and password"),
        429 => (Status::RateLimited, "the suite asks for fewer calls"),
        511 => (Status::Response, "the network asks for a sign-in of its own"),
        500.. => (Status::Server, "the suite has a fault"),
        400.. => (Status::Refused, "the suite refused the allocation"),
        300.. => (Status::Response, "the answer is a redirect, which is never followed"),
        _ => (Status::Response, "the answer is not that of the allocation call"),
    }
}

/// Text, or a number as its text.
fn code_in(body: &[u8], token: &Token) -> Option<String> {
    let members: Members = serde_json::from_str(str::from_utf8(body).ok()?).ok()?;
    let code = members.get("code").or_else(|| members.get("errorCode"))?;
    let Lenient(code) = serde_json::from_str::<Lenient<Text>>(code.get()).ok()?;
    code.as_str().map(|code| scrub(code, &[token]))
}

fn array(texts: &[String]) -> String {
    let quoted: Vec<_> = texts.iter().map(|text| quote(text)).collect();
    format!("[{}]", quoted.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn answer(status: u16, body: &str) -> Response {
        Response { status, date: None, retry_after: None, signature: None, body: body.into() }
    }

    fn allocate() -> Allocate {
        Allocate {
            account_id: "song one/ü".into(),
            user_ids: vec!["singer-77".into()],
            bundle_codes: vec!["RPADEVNU".into(), "ATTUNU".into()],
            use_external_license: true,
        }
    }

    fn read(method: Method, status: u16, body: &str) -> Result<Allocated, Error> {
        allocate().read(method, answer(status, body), &Secret::new("tok-1234"), 0)
    }

    const DONE: &str = r#"[{"userId":"singer-77","userBundleCodes":["RPADEVNU","ATTUNU"]}]"#;
    const LISTED: &str = r#"[{"id":"singer-77","userBundleLicenses":["RPADEVNU","ATTUNU"]}]"#;

    #[test]
    fn the_request_is_the_documented_one() {
        for method in [Method::Post, Method::Put] {
            let request = allocate().request(method, &Secret::new("1234"));
            assert_eq!(request.method, method);
            assert_eq!(request.path, "/lease_/api/account/song%20one%2F%C3%BC/user-license");
            assert_eq!(request.headers[0].1.expose(), "Bearer 1234");
            let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
            assert_eq!(
                body,
                json!({"userIds": ["singer-77"], "userBundleCodes": ["RPADEVNU", "ATTUNU"], "useExternalLicense": true})
            );
            assert!(!request.repeatable);
        }
    }

    #[test]
    fn status_and_body_of_an_error_are_carried_through_without_the_token() {
        let body = r#"{"code":17,"message":"no units for tok-1234"}"#;
        let error = read(Method::Post, 409, body).unwrap_err();
        assert_eq!(
            (error.status(), error.http_status(), error.code()),
            (Status::Refused, 409, Some("17"))
        );
        assert!(error.message().contains("no units for"), "{error}");
        assert!(!error.message().contains("tok-1234"), "{error}");
        let status = |http_status| read(Method::Put, http_status, "").unwrap_err().status();
        assert_eq!(status(401), Status::Credentials);
        assert_eq!(status(503), Status::Server);
        assert_eq!(status(511), Status::Response);
        assert_eq!(read(Method::Post, 200, "<html>").unwrap_err().status(), Status::Response);
    }

    #[test]
    fn only_an_answer_that_repeats_the_question_is_done() {
        for method in [Method::Post, Method::Put] {
            assert!(matches!(read(method, 200, DONE), Ok(Allocated::Done(_))));
            let error = read(method, 200, &DONE.replace(",\"ATTUNU\"", "")).unwrap_err();
            assert_eq!((error.status(), error.http_status()), (Status::Mismatch, 200));
            assert!(error.message().contains("singer-77 (ATTUNU)"), "{error}");
            assert!(error.message().contains("may have been allocated"), "{error}");
        }
        let error = read(Method::Put, 200, &DONE.replace("singer-77", "tok-1234")).unwrap_err();
        assert!(!error.message().contains("tok-1234"), "{error}");
    }

    #[test]
    fn another_method_is_asked_for_only_where_nothing_was_done() {
        let other = |method, status, body: &str| {
            matches!(read(method, status, body), Ok(Allocated::ByAnotherMethod(_)))
        };
        for method in [Method::Post, Method::Put] {
            assert!(other(method, 404, "") && other(method, 405, "<html>"));
            for status in [302, 400, 401, 403, 409, 429, 500, 501, 503, 511] {
                assert!(!other(method, status, LISTED), "{status}");
            }
        }
        assert!(other(Method::Post, 200, LISTED) && other(Method::Post, 200, "[]"));
        // What a PUT may have done is not known from it.
        assert!(!other(Method::Put, 200, LISTED) && !other(Method::Put, 200, "[]"));
        assert!(!other(Method::Post, 200, "[{}]"));
    }
}
