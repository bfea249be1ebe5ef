//! From a request, and perhaps a fault, to what happens on the wire.

use std::cell::OnceCell;
use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use bytes::Bytes;

use super::spec::{Fault, Part, When};
use super::{alter, bulk};
use crate::api::Services;
use crate::cached::Cached;
use crate::cast;
use crate::clock::Calendar;
use crate::endpoint::Endpoint;
use crate::http::answer::{Answer, Framing};
use crate::http::request::Request;
use crate::http::script::Step;
use crate::http::tell::tell;
use crate::response_key::ResponseKey;

const GARBAGE: &[u8] = b"\x00\x01SSH-2.0-nothing-like-http\r\n\xde\xad\xbe\xef\r\n\r\n";

/// One request and what answers it, rightly or not.
pub struct Exchange<'a> {
    services: &'a Services,
    /// The last gzip bomb, by its size.
    bomb: &'a Cached,
    request: &'a Request,
    /// The right answer, once it has been asked for: the call is carried out no more than once.
    answered: OnceCell<Answer>,
}

impl<'a> Exchange<'a> {
    /// The exchange for this request.
    pub fn new(services: &'a Services, bomb: &'a Cached, request: &'a Request) -> Self {
        Self { services, bomb, request, answered: OnceCell::new() }
    }

    /// What happens on the wire.
    pub fn steps(&self, fault: Option<&Fault>) -> Vec<Step> {
        match fault {
            None => self.tell(&self.right()),
            Some(fault) => self.faulty(fault),
        }
    }

    /// Asking for the right answer has the effects of the call, such as using up a code.
    fn right(&self) -> Answer {
        self.answered.get_or_init(|| self.services.answer(self.request)).clone()
    }

    fn key(&self) -> &ResponseKey {
        &self.services.response_key
    }

    fn tell(&self, answer: &Answer) -> Vec<Step> {
        tell(answer, self.request, &self.services.clock.http_date())
    }

    fn head(&self, answer: &Answer, framing: Framing, close: bool) -> Bytes {
        answer.head(framing, &self.services.clock.http_date(), close)
    }

    /// One line for each fault there is.
    fn faulty(&self, fault: &Fault) -> Vec<Step> {
        let key = self.key();
        match fault {
            Fault::Altered { set } => self.tell(&alter::set(key, self.right(), set)),
            Fault::ApiError { status, code, message } => {
                self.tell(&Answer::api_error(*status, code, message))
            }
            Fault::Body { body, body_base64, sign } => {
                let bytes = given(body.as_deref(), body_base64.as_deref());
                self.tell(&alter::body(key, bytes, *sign))
            }
            Fault::Chunked {} => self.chunked(),
            Fault::Close { when } => self.end(*when, Step::Close),
            Fault::ConnectionClose {} => self.last(),
            Fault::ContentLength { delta } => self.lie(*delta),
            Fault::Delay { ms } => self.late(Duration::from_millis(*ms)),
            Fault::Dribble { bytes_per_second, after_bytes, from } => {
                self.dribble(bytes_per_second.get(), *after_bytes, *from)
            }
            Fault::EchoQuery { status, code } => {
                self.tell(&alter::echo(self.request, *status, code))
            }
            Fault::ExtraHeaders { count, bytes } => {
                self.tell(&alter::extra_headers(self.right(), *count, *bytes))
            }
            Fault::Flip { at } => self.tell(&alter::flip(self.right(), *at)),
            Fault::Garbage {} => vec![Step::Send(Bytes::from_static(GARBAGE)), Step::Close],
            Fault::Gzip {} => self.tell(&alter::gzip(self.right())),
            Fault::GzipBomb { bytes } => self.tell(&alter::gzip_bomb(self.bomb, key, *bytes)),
            Fault::Html {} => self.tell(&alter::captive_portal()),
            Fault::Huge { bytes } => self.tell(&alter::huge(key, self.right(), *bytes)),
            Fault::InvalidUtf8 {} => self.tell(&alter::invalid_utf8(key, &self.right())),
            Fault::Lost { then } => self.lose(then),
            Fault::Nested { levels } => self.tell(&key.answer(bulk::nested(*levels))),
            Fault::OtherProduct { short_code } => {
                self.tell(&alter::other_product(key, self.right(), short_code))
            }
            Fault::Redirect { status, location } => self.tell(&alter::redirect(*status, location)),
            Fault::Reset { when } => self.end(*when, Step::Reset),
            Fault::Signature { how } => self.tell(&alter::signature(self.right(), *how)),
            Fault::Silent {} | Fault::TlsStall {} => vec![Step::Hang],
            Fault::SomebodyElse { email } => self.tell(&self.somebody_else(email)),
            Fault::Status { status, body, content_type, headers } => {
                let content_type = content_type.as_deref();
                self.tell(&alter::status(*status, body.as_ref(), content_type, headers))
            }
            Fault::Truncate { bytes } => self.cut(&self.right(), *bytes, Step::Close),
            Fault::TruncateJson { bytes } => self.tell(&alter::truncate_json(self.right(), *bytes)),
        }
    }

    /// The call is carried out, whatever then becomes of its answer.
    fn lose(&self, then: &Fault) -> Vec<Step> {
        self.right();
        self.faulty(then)
    }

    fn late(&self, time: Duration) -> Vec<Step> {
        let mut steps = self.tell(&self.right());
        steps.insert(0, Step::Pause(time));
        steps
    }

    fn somebody_else(&self, email: &str) -> Answer {
        if Endpoint::of(&self.request.path).is_some_and(Endpoint::is_of_life) {
            return alter::other_user(self.key(), self.right(), email);
        }
        let calendar = Calendar::at(self.services.clock.now());
        let body = cast::licenses(email, calendar).unwrap_or_default();
        self.key().answer(body)
    }

    fn dribble(&self, per_second: u64, after: usize, from: Part) -> Vec<Step> {
        let answer = self.right();
        let length = Framing::Length(answer.body.len() as u64);
        let head = self.head(&answer, length, !self.request.keep_alive);
        let after = match from {
            Part::Head => after,
            Part::Body => head.len().saturating_add(after),
        };
        let mut whole = Bytes::from([head, answer.body].concat());
        let rest = whole.split_off(after.min(whole.len()));
        let mut steps = vec![Step::Send(whole), Step::Dribble(rest, per_second)];
        if !self.request.keep_alive {
            steps.push(Step::Close);
        }
        steps
    }

    fn end(&self, when: When, end: Step) -> Vec<Step> {
        match when {
            // An answer nobody was going to get has not been worked out either.
            When::Accept | When::Request => vec![end],
            When::Headers => self.cut(&self.right(), 0, end),
            When::Body => {
                let answer = self.right();
                self.cut(&answer, answer.body.len() / 2, end)
            }
        }
    }

    /// The true length in the head, and then only the beginning of the body.
    fn cut(&self, answer: &Answer, bytes: usize, end: Step) -> Vec<Step> {
        let length = answer.body.len();
        let head = self.head(answer, Framing::Length(length as u64), false);
        let body = answer.body.slice(..bytes.min(length));
        vec![Step::Send(head), Step::Send(body), end]
    }

    /// All of the body below a false length; the connection stays as it was.
    fn lie(&self, delta: i64) -> Vec<Step> {
        let answer = self.right();
        let length = (answer.body.len() as u64).saturating_add_signed(delta);
        let close = !self.request.keep_alive;
        let head = self.head(&answer, Framing::Length(length), close);
        let mut steps = vec![Step::Send(head), Step::Send(answer.body)];
        if close {
            steps.push(Step::Close);
        }
        steps
    }

    fn last(&self) -> Vec<Step> {
        let mut request = self.request.clone();
        request.keep_alive = false;
        tell(&self.right(), &request, &self.services.clock.http_date())
    }

    fn chunked(&self) -> Vec<Step> {
        let answer = self.right();
        let close = !self.request.keep_alive;
        let head = self.head(&answer, Framing::Chunked, close);
        let mut steps = vec![Step::Send(head), Step::Send(bulk::chunked(&answer.body))];
        if close {
            steps.push(Step::Close);
        }
        steps
    }
}

/// One of the two was given, and can be decoded: the fault was checked when it was set.
fn given(body: Option<&str>, base64: Option<&str>) -> Bytes {
    let decoded = base64.and_then(|base64| BASE64_STANDARD.decode(base64).ok());
    let plain = body.map(|body| body.as_bytes().to_vec());
    decoded.or(plain).unwrap_or_default().into()
}
