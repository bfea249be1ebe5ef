//! A call on its way: its request, and what its answer has to prove.

use super::refusal::{self, Source};
use super::trust::{self, Proven, ResponseKey, SIGNATURE_HEADER};
use super::{Authorization, Call, Encoding, Parameters, Service, Trust};
use crate::error::Error;
use crate::secret::Secret;
use crate::transport::{Method, Request, Response, Target};

/// The headers of an answer that are looked at.
const ANSWER_HEADERS: &[&str] = &["date", "retry-after", SIGNATURE_HEADER];

/// A call without the type of its answer.
pub struct Outgoing<'a> {
    pub name: &'static str,
    pub service: Service<'a>,
    pub once: bool,
    pub answer_is_secret: bool,
    pub target: Target,
    method: Method,
    parameters: Parameters<'a>,
    encoding: Encoding,
    trust: Trust,
}

impl<'a> Outgoing<'a> {
    pub fn of<C: Call>(call: &'a C) -> Self {
        Self {
            name: C::NAME,
            service: call.service(),
            once: call.once(),
            answer_is_secret: call.answer_is_secret(),
            target: call.target(),
            method: call.method(),
            parameters: call.parameters(),
            encoding: call.encoding(),
            trust: call.trust(),
        }
    }

    /// The request, authorized for a time in Unix seconds.
    pub fn request(&self, authorization: &Authorization, now: i64) -> Request {
        let (query, body, body_type) = match self.encoding {
            Encoding::Query => (self.parameters.query(), Secret::default(), None),
            Encoding::Json => (Secret::default(), self.parameters.json(), Some("application/json")),
            Encoding::Form => (
                Secret::default(),
                self.parameters.form(),
                Some("application/x-www-form-urlencoded"),
            ),
        };
        let mut headers = authorization.headers(now);
        headers.extend(body_type.map(|body_type| ("content-type", Secret::new(body_type))));
        headers.push(("accept", Secret::new("application/json")));
        Request {
            method: self.method,
            to: self.target.clone(),
            query,
            headers,
            body,
            idempotent: !self.once,
            answer_headers: ANSWER_HEADERS,
        }
    }

    /// Makes sure of what came back from `host`: an error answer becomes an error, and a good one has
    /// to prove its origin. Of what is `known` to the server besides the parameters nothing gets into a
    /// message. `now` is in Unix seconds.
    pub fn receive(
        &self,
        answer: Response,
        host: &str,
        known: &[&Secret],
        key: &ResponseKey,
        now: i64,
    ) -> Result<Proven, Error> {
        let status = answer.status;
        if self.service.accepts(status) {
            return trust::prove(answer, self.trust, key)
                .map_err(|error| error.with_http_status(status));
        }
        let secrets: Vec<_> = known.iter().copied().chain(self.parameters.secrets()).collect();
        let source = Source { service: self.service, host, secrets: &secrets, now };
        Err(refusal::explain(&answer, &source))
    }
}
