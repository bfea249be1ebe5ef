//! One answer from the network: retries, the clock's correction, verification.

use super::core::Core;
use crate::api::{self, Application, Authorization, Question, ResponseKey, Signed};
use crate::clock::parse_http_date;
use crate::error::{Error, Meaning, Status};
use crate::random;
use crate::rules::clock_offset::offset;
use crate::rules::retry::wait_before_retry;
use crate::run::{Ended, Wait, cancelled};
use crate::secret::Secret;
use crate::transport::Response;

/// A verified answer, and when it was had, in Unix seconds by the later of this device's clock and the
/// server's.
pub type Fetched<T = Signed> = (T, i64);

/// What makes an answer off the wire one that is verified.
pub type Receive<T> = fn(Response, &ResponseKey, &[&Secret], i64) -> Result<T, Error>;

impl Core {
    /// `note_asked` is called when the server is about to be asked.
    pub fn fetch(
        &self,
        question: &dyn Question,
        wait: &Wait,
        note_asked: &dyn Fn(),
    ) -> Result<Fetched, Error> {
        self.fetch_as(question, wait, note_asked, api::receive)
    }

    pub fn fetch_as<T>(
        &self,
        question: &dyn Question,
        wait: &Wait,
        note_asked: &dyn Fn(),
        receive: Receive<T>,
    ) -> Result<Fetched<T>, Error> {
        let (mut failures, mut corrected, mut refused) = (0, false, None);
        // Tries end with the configured time, also where the last one may go on in the background:
        // a caller who waits for a try that is still to come is better served from the store.
        let tries = wait.at_most(self.settings.net.timeout);
        loop {
            let authorization = self.authorization(refused.as_ref(), wait)?;
            // A call that began before the agent was closed sends nothing after it.
            if wait.is_cancelled() {
                return Err(cancelled());
            }
            note_asked();
            let error = match self.request(question, &authorization, wait, receive) {
                Ok(fetched) => return Ok(fetched),
                Err(error) => error,
            };
            if wait.is_cancelled() {
                return Err(cancelled());
            }
            if error.status() == Status::Clock {
                if corrected || !self.correct_clock(&error) {
                    return Err(self.tell_offset(error));
                }
                corrected = true;
                continue;
            }
            if error.meaning() == Meaning::TokenEnded
                && let Authorization::Token(token) = authorization
            {
                if refused.is_some() {
                    return Err(error.and("a new access token had been fetched for this request"));
                }
                refused = Some(token);
                continue;
            }
            if !question.is_repeatable() {
                return Err(error);
            }
            failures += 1;
            self.wait_to_retry(error, failures, &tries)?;
        }
    }

    fn authorization(
        &self,
        refused: Option<&Secret>,
        wait: &Wait,
    ) -> Result<Authorization<'_>, Error> {
        match &self.settings.application {
            Application::Key(key) => Ok(Authorization::Key(key)),
            Application::OAuth(client) => {
                self.token(client, refused, wait).map(Authorization::Token)
            }
        }
    }

    /// Waits until it is time for the next try; if there is to be none, the failure is handed back.
    pub fn wait_to_retry(&self, error: Error, failures: u32, tries: &Wait) -> Result<(), Error> {
        if tries.is_cancelled() {
            return Err(cancelled());
        }
        let time = wait_before_retry(&error, failures, random::per_mille());
        match time.filter(|time| *time < tries.deadline.remaining()).map(|time| tries.pause(time)) {
            Some(Ok(())) => Ok(()),
            Some(Err(Ended::Cancelled)) => Err(cancelled()),
            Some(Err(Ended::Late)) | None => Err(error),
        }
    }

    fn request<T>(
        &self,
        question: &dyn Question,
        authorization: &Authorization,
        wait: &Wait,
        receive: Receive<T>,
    ) -> Result<Fetched<T>, Error> {
        let now = self.clock.now();
        let request = api::request(question, authorization, now.saturating_add(self.offset()));
        let response = self.transport.send(&request, wait)?;
        self.settings.log.debug(format_args!(
            "{}: {} answered {} with {} bytes",
            question.kind(),
            self.settings.base_url.authority(),
            response.status,
            response.body.len()
        ));
        let mut secrets = authorization.secrets();
        secrets.extend(question.proof());
        let date = response.date.as_deref().and_then(parse_http_date);
        let verified = receive(response, &self.settings.response_key, &secrets, now)?;
        self.learn_servers_time(date);
        Ok((verified, now.saturating_add(self.offset().max(0))))
    }

    /// Takes the time of a good answer, which came over the verified connection: where the server is not
    /// the one to refuse a wrong date, a clock that was turned back is found out by this alone.
    fn learn_servers_time(&self, date: Option<i64>) {
        let known = self.offset();
        let offset = date.map_or(known, |date| offset(date, self.clock.now(), known));
        if offset != known {
            self.set_offset(offset);
            self.settings.log.warning(format_args!(
                "this device's clock is {offset} s behind the license server's, by its last answer; the later of both counts"
            ));
        }
    }

    /// Takes the server's time, which came over the verified connection, for signing only.
    fn correct_clock(&self, error: &Error) -> bool {
        let Some(server_time) = error.server_time() else {
            return false;
        };
        let offset = server_time.saturating_sub(self.clock.now());
        if offset == self.offset() {
            return false;
        }
        self.set_offset(offset);
        self.settings.log.warning(format_args!(
            "this device's clock is {} s {} the license server's; requests are signed with the server's time",
            offset.unsigned_abs(),
            if offset > 0 { "behind" } else { "ahead of" },
        ));
        true
    }

    fn tell_offset(&self, error: Error) -> Error {
        match self.offset() {
            0 => error,
            offset => error.and(format_args!("this device's clock is off by {offset} s")),
        }
    }
}
