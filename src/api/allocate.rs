//! `POST {base}/lease_/api/account/{accountId}/user-license` of UiPath's Automation Suite 2023.4:
//! allocates licenses to users of an organization.
//!
//! Source: <https://docs.uipath.com/automation-suite/automation-suite/2023.4/api-guide/allocate-licenses-to-a-user>.

use super::percent_encode;
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

impl Allocate {
    pub fn request(&self, token: &Token) -> Request {
        let body = format!(
            r#"{{"userIds":{},"userBundleCodes":{},"useExternalLicense":{}}}"#,
            array(&self.user_ids),
            array(&self.bundle_codes),
            self.use_external_license
        );
        Request {
            method: Method::Post,
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

    pub fn read(answer: Response, token: &Token) -> Result<Allocations, Error> {
        if !(200..300).contains(&answer.status) {
            return Err(explain(&answer, token));
        }
        let status = answer.status;
        String::from_utf8(answer.body)
            .ok()
            .filter(|text| !is_too_deep(text))
            .and_then(|text| Allocations::parse(text).ok())
            .ok_or_else(|| {
                Error::new(
                    Status::Response,
                    "the answer is not the JSON array of the allocation call; the licenses may have been allocated all the same",
                )
                .with_http_status(status)
            })
    }
}

/// The suite documents no errors: status and body are carried through.
fn explain(answer: &Response, token: &Token) -> Error {
    let (status, sentence) = match answer.status {
        401 | 403 => (Status::Credentials, "the suite refused the access token"),
        407 => (Status::Proxy, "a proxy asks for a user name and password"),
        429 => (Status::RateLimited, "the suite asks for fewer calls"),
        500.. => (Status::Server, "the suite has a fault"),
        400.. => (Status::Refused, "the suite refused the allocation"),
        300.. => (Status::Response, "the answer is a redirect, which is never followed"),
        _ => (Status::Response, "the answer is not that of the allocation call"),
    };
    let body = scrub(&String::from_utf8_lossy(&answer.body), &[token]);
    let said = if body.is_empty() { String::new() } else { format!(": {body}") };
    Error::new(status, format!("{sentence} (HTTP {}){said}", answer.status))
        .with_http_status(answer.status)
        .with_code(code_in(&answer.body, token))
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

    #[test]
    fn the_request_is_the_documented_one() {
        let allocate = Allocate {
            account_id: "song one/ü".into(),
            user_ids: vec!["singer-77".into()],
            bundle_codes: vec!["RPADEVNU".into(), "ATTUNU".into()],
            use_external_license: true,
        };
        let request = allocate.request(&Secret::new("1234"));
        assert_eq!(request.path, "/lease_/api/account/song%20one%2F%C3%BC/user-license");
        assert_eq!(request.headers[0].1.expose(), "Bearer 1234");
        let body: serde_json::Value = serde_json::from_slice(&request.body).unwrap();
        assert_eq!(
            body,
            json!({"userIds": ["singer-77"], "userBundleCodes": ["RPADEVNU", "ATTUNU"], "useExternalLicense": true})
        );
        assert!(!request.repeatable);
    }

    #[test]
    fn status_and_body_of_an_error_are_carried_through_without_the_token() {
        let token = Secret::new("tok-1234");
        let error =
            Allocate::read(answer(409, r#"{"code":17,"message":"no units for tok-1234"}"#), &token)
                .unwrap_err();
        assert_eq!(
            (error.status(), error.http_status(), error.code()),
            (Status::Refused, 409, Some("17"))
        );
        assert!(error.message().contains("no units for"), "{error}");
        assert!(!error.message().contains("tok-1234"), "{error}");
        assert_eq!(
            Allocate::read(answer(401, ""), &token).unwrap_err().status(),
            Status::Credentials
        );
        assert_eq!(
            Allocate::read(answer(200, "<html>"), &token).unwrap_err().status(),
            Status::Response
        );
    }
}
