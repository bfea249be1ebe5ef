//! `{base}/lease_/api/account/{accountId}/user-license` of UiPath's Automation Suite: allocates licenses
//! to users of an organization.
//!
//! By POST or by PUT: the vendor's pages name both. 2023.4 has POST, the other versions have PUT, and in
//! the service's own OpenAPI document a POST to the same path lists what users hold. So an answer counts
//! only if it repeats what was asked for.
//!
//! Source: <https://docs.uipath.com/automation-suite/automation-suite/2023.4/api-guide/allocate-licenses-to-a-user>.

mod repeated;

use super::{Call, Parameters, ProductIds, Service, Trust, Trusted};
use crate::encode::percent_encode;
use crate::error::{Error, Meaning, Status};
use crate::model::{Allocations, is_too_deep};
use crate::redact::scrub;
use crate::secret::Secret;
use crate::transport::{Method, Target};

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

/// One request for an allocation.
pub struct AllocateRequest<'a> {
    pub allocate: &'a Allocate,
    pub method: Method,
    pub token: &'a Token,
}

impl Call for AllocateRequest<'_> {
    type Answer = Allocations;
    const NAME: &'static str = "allocate licenses";

    fn method(&self) -> Method {
        self.method
    }

    fn target(&self) -> Target {
        let account = percent_encode(&self.allocate.account_id);
        Target::Path(format!("/lease_/api/account/{account}/user-license"))
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters::default()
            .texts("userIds", &self.allocate.user_ids)
            .texts("userBundleCodes", &self.allocate.bundle_codes)
            .flag("useExternalLicense", self.allocate.use_external_license)
    }

    fn once(&self) -> bool {
        true
    }

    fn service(&self) -> Service<'_> {
        Service::Suite(self.token)
    }

    fn trust(&self) -> Trust {
        Trust::Connection
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<Allocations, Error> {
        let allocations = parse(answer).ok_or_else(not_the_array)?;
        let Allocate { user_ids, bundle_codes, .. } = self.allocate;
        match repeated::missing(user_ids, bundle_codes, &allocations) {
            None => Ok(allocations),
            Some(_) if self.method == Method::Post && allocations.lists_users() => {
                Err(only_listed())
            }
            Some(missing) => Err(not_repeated(&scrub(&missing, &[self.token]))),
        }
    }

    fn unreadable(&self, _: &str) -> Error {
        not_the_array()
    }
}

fn parse(answer: Trusted) -> Option<Allocations> {
    let text = Some(answer.into_text()).filter(|text| !is_too_deep(text))?;
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
    .with_meaning(Meaning::OtherMethod)
}

fn not_repeated(missing: &str) -> Error {
    let sentence = format!("the answer does not repeat what was to be allocated: {missing}");
    Error::new(Status::Mismatch, sentence).and(PERHAPS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::testing::receive;
    use crate::api::{Authorization, Outgoing, ResponseKey};
    use crate::transport::Response;
    use serde_json::json;

    fn allocate() -> Allocate {
        Allocate {
            account_id: "song one/ü".into(),
            user_ids: vec!["singer-77".into()],
            bundle_codes: vec!["RPADEVNU".into(), "ATTUNU".into()],
            use_external_license: true,
        }
    }

    fn read(method: Method, status: u16, body: &str) -> Result<Allocations, Error> {
        let (allocate, token) = (allocate(), Secret::new("tok-1234"));
        let call = AllocateRequest { allocate: &allocate, method, token: &token };
        receive(&call, Response::new(status, body), &ResponseKey::production(), &[&token], 0)
    }

    const DONE: &str = r#"[{"userId":"singer-77","userBundleCodes":["RPADEVNU","ATTUNU"]}]"#;
    const LISTED: &str = r#"[{"id":"singer-77","userBundleLicenses":["RPADEVNU","ATTUNU"]}]"#;

    #[test]
    fn the_request_is_the_documented_one() {
        for method in [Method::Post, Method::Put] {
            let (allocate, token) = (allocate(), Secret::new("1234"));
            let call = AllocateRequest { allocate: &allocate, method, token: &token };
            let request = Outgoing::of(&call).request(&Authorization::Bearer(&token), 0);
            assert_eq!(request.method, method);
            let path = "/lease_/api/account/song%20one%2F%C3%BC/user-license";
            assert_eq!(request.to, Target::Path(path.into()));
            let headers = request.headers.iter().map(|(name, value)| (*name, value.expose()));
            assert_eq!(
                headers.collect::<Vec<_>>(),
                [
                    ("authorization", "Bearer 1234"),
                    ("content-type", "application/json"),
                    ("accept", "application/json")
                ]
            );
            let body: serde_json::Value = serde_json::from_str(request.body.expose()).unwrap();
            assert_eq!(
                body,
                json!({"userIds": ["singer-77"], "userBundleCodes": ["RPADEVNU", "ATTUNU"], "useExternalLicense": true})
            );
            assert!(!request.idempotent);
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
            assert!(read(method, 200, DONE).is_ok());
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
            read(method, status, body).is_err_and(|error| error.meaning() == Meaning::OtherMethod)
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
