//! Calls of shapes that no service has yet, and what goes out for each, against a server that is a function.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::{Server, ServerSettings};
use crate::api::{ApiKey, Application, Call, Parameters, ProductIds, ResponseKey, Trust, Trusted};
use crate::clock::{Clock, http_date};
use crate::error::{Error, Meaning, Status};
use crate::log::Log;
use crate::run::{Cancel, Wait};
use crate::secret::Secret;
use crate::sync::Mutex;
use crate::transport::{BaseUrl, Method, Request, Response, Target, Transport};

const NOW: i64 = 1_894_708_800;

/// A call of a life cycle, say: by POST, with a secret, answered by a text or by nothing.
struct Borrow {
    key: Secret,
    trust: Trust,
    once: bool,
}

impl Call for Borrow {
    type Answer = String;
    const NAME: &'static str = "floating/borrow";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        Parameters::default().text("product", "u p").secret("license_key", &self.key)
    }

    fn once(&self) -> bool {
        self.once
    }

    fn trust(&self) -> Trust {
        self.trust
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<String, Error> {
        Ok(answer.into_text())
    }
}

fn borrow(trust: Trust) -> Borrow {
    Borrow { key: Secret::new("AAAA-\"1234\""), trust, once: false }
}

type Answers = VecDeque<Result<Response, Error>>;

/// Gives its answers in turn, and keeps what it was asked.
#[derive(Clone, Default)]
struct Script {
    answers: Arc<Mutex<Answers>>,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Transport for Script {
    fn send(&self, request: &Request, _: &Wait) -> Result<Response, Error> {
        let Target::Path(path) = &request.to else { unreachable!("these calls name no server") };
        let body = request.body.expose();
        let (method, idempotent) = (request.method, request.idempotent);
        self.asked.lock().push(format!("{method:?} {path} {body} {idempotent}"));
        self.answers.lock().pop_front().expect("it is asked no more often than the script says")
    }
}

impl Script {
    fn of(answers: impl IntoIterator<Item = Result<Response, Error>>) -> Self {
        Self { answers: Arc::new(Mutex::new(answers.into_iter().collect())), ..Self::default() }
    }

    fn server(&self) -> Server {
        let key = ApiKey { api_key: Secret::new("the-key"), shared_key: Secret::new("shared") };
        let settings = ServerSettings {
            host: BaseUrl::parse("https://api.example.com").unwrap(),
            timeout: Duration::from_secs(60),
            application: Some(Application::Key(key)),
            response_key: ResponseKey::production(),
            product_ids: ProductIds::default(),
            log: Log::default(),
        };
        Server::new(settings, Box::new(self.clone()), Clock::manual(NOW))
    }

    fn call(&self, call: &Borrow) -> Result<String, Error> {
        let wait = Wait::new(Duration::from_secs(60), &Cancel::default());
        self.server().call(call, &wait, &|| ()).map(|fetched| fetched.data)
    }

    fn asked(&self) -> usize {
        self.asked.lock().len()
    }
}

fn refusal(http_status: u16, code: &str, message: &str) -> Response {
    let body = format!(r#"{{"status":{http_status},"code":"{code}","message":"{message}"}}"#);
    Response::new(http_status, body).with_header("date", http_date(NOW + 1_000))
}

#[test]
fn a_post_sends_its_parameters_as_json_and_may_be_answered_by_a_text_or_by_nothing() {
    for text in ["", "license_borrowed", "\"quoted\""] {
        let script = Script::of([Ok(Response::new(200, text))]);
        assert_eq!(script.call(&borrow(Trust::Connection)).unwrap(), text);
        assert_eq!(
            *script.asked.lock(),
            [
                r#"Post /api/v4/floating/borrow {"product":"u p","license_key":"AAAA-\"1234\""} true"#
            ]
        );
    }
}

#[test]
fn a_call_that_asks_for_a_signature_takes_no_answer_without_one() {
    for (trust, expected) in [
        (Trust::Signature, Err(Status::Signature)),
        (Trust::SignatureIfAny, Ok("[]".to_owned())),
        (Trust::Connection, Ok("[]".to_owned())),
    ] {
        let script = Script::of([Ok(Response::new(200, "[]"))]);
        let outcome = script.call(&borrow(trust)).map_err(|error| error.status());
        assert_eq!(outcome, expected, "{trust:?}");
    }
    // One that is there must be right, unless nothing rests on it.
    for (trust, expected) in [
        (Trust::Signature, Err(Status::Signature)),
        (Trust::SignatureIfAny, Err(Status::Signature)),
        (Trust::Connection, Ok("[]".to_owned())),
    ] {
        let forged = Response::new(200, "[]").with_header("licensesignature", "AAAA");
        let outcome = Script::of([Ok(forged)]).call(&borrow(trust));
        assert_eq!(outcome.map_err(|error| error.status()), expected, "{trust:?}");
    }
}

#[test]
fn a_secret_among_the_parameters_is_not_repeated_in_a_message() {
    let echo = refusal(400, "license_not_found", r#"no license AAAA-\"1234\" here"#);
    let error = Script::of([Ok(echo)]).call(&borrow(Trust::Signature)).unwrap_err();
    assert_eq!((error.status(), error.meaning()), (Status::Refused, Meaning::DefiniteNo));
    assert!(error.message().contains("no license"), "{error:?}");
    assert!(!error.message().contains("1234"), "{error:?}");
}

#[test]
fn no_message_repeats_what_the_application_is_authorized_by() {
    let echo = refusal(400, "license_not_found", "the-key, shared?");
    let error = Script::of([Ok(echo)]).call(&borrow(Trust::Signature)).unwrap_err();
    assert!(!error.message().contains("the-key"), "{error:?}");
    assert!(!error.message().contains("shared"), "{error:?}");
}

#[test]
fn a_call_that_is_not_idempotent_is_retried_only_after_an_answer_that_says_nothing_was_done() {
    let once = Borrow { once: true, ..borrow(Trust::Connection) };
    for failure in [Status::Network, Status::Timeout, Status::Server, Status::RateLimited] {
        let script = Script::of([Err(Error::new(failure, "scripted"))]);
        assert_eq!(script.call(&once).unwrap_err().status(), failure);
        assert_eq!(script.asked(), 1, "{failure:?}");
    }
    let refused_date = refusal(400, "date_header_diff", "late");
    let script = Script::of([Ok(refused_date), Ok(Response::new(200, "done"))]);
    assert_eq!(script.call(&once).unwrap(), "done");
    assert!(script.asked.lock()[1].ends_with("false"));
}

#[test]
fn an_idempotent_call_is_retried_whatever_its_method() {
    let failure = || Err(Error::new(Status::Network, "scripted"));
    let script = Script::of([failure(), failure(), Ok(Response::new(200, "done"))]);
    assert_eq!(script.call(&borrow(Trust::Connection)).unwrap(), "done");
    let script = Script::of([failure(), failure(), failure()]);
    let error = script.call(&borrow(Trust::Connection)).unwrap_err();
    assert_eq!((error.status(), script.asked()), (Status::Network, 3));
}
