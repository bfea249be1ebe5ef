//! A server, and a call of it: attempts, until one brings an answer or none is to be expected.
//!
//! ```text
//! call ──┬─ authorization: the vendor's key, or an access token (cached, or fetched by calls of its own)
//!        ├─ attempt: request ── transport ── an error answer? a proven origin? ── received
//!        │     └── failed ── retry: another attempt, or this failure is the outcome
//!        └─ read: parsed, and matched with the call ── fetched
//! ```
//!
//! The order is that of trust: nothing is parsed as an answer whose origin has not been proven, and nothing
//! is handed out that is not an answer to this call.

use std::time::Duration;

use super::examined::{Examined, Unanswered};
use super::offset::Offset;
use super::retry::Attempts;
use super::token::Access;
use super::tokens::Cached;
use crate::api::{
    self, AccessToken, Application, Authorization, Call, Grant, OAuthClient, OAuthUrl, Outgoing,
    ProductIds, Proven, ResponseKey, Service, Signed,
};
use crate::clock::{Clock, parse_http_date};
use crate::error::{Error, Meaning, Status};
use crate::log::Log;
use crate::random;
use crate::run::{Wait, cancelled};
use crate::secret::Secret;
use crate::transport::{BaseUrl, Response, Target, Transport, Way};

/// A server, and what this process knows of it. Used by any number of threads at once.
pub struct Server {
    settings: ServerSettings,
    transport: Box<dyn Transport>,
    clock: Clock,
    offset: Offset,
    access: Access,
}

/// What calls of one server have in common.
pub struct ServerSettings {
    /// Where calls go that name no server of their own.
    pub host: BaseUrl,
    /// How long a call is retried, at most, whatever its own deadline.
    pub timeout: Duration,
    /// By what calls of the License API are authorized. `None`: a server that has none of them.
    pub application: Option<Application>,
    /// What answers are signed with, where a call asks for a signature.
    pub response_key: ResponseKey,
    /// The key signs for all customers of the licensing service: with the id of a product pinned, none of
    /// them can answer for it.
    pub product_ids: ProductIds,
    pub log: Log,
}

/// An answer that was verified and read.
pub struct Fetched<T> {
    pub data: T,
    /// The answer as it was signed, to be stored. `None`: it is not signed, where the call does not ask
    /// for that.
    pub signed: Option<Signed>,
    /// When it came, in Unix seconds by the later of this device's clock and the server's.
    pub at: i64,
}

/// An answer as it came, of which nothing has been proven.
struct Heard {
    answer: Response,
    /// Both in Unix seconds: by this device's clock, and by the server's as the answer says.
    sent_at: i64,
    date: Option<i64>,
}

/// What one attempt has brought: an answer that has proven its origin and has not been read.
struct Received {
    proven: Proven,
    http_status: u16,
    at: i64,
}

impl Received {
    /// A genuine answer to another question is none to this one: the call makes sure of that. Also when the call
    /// was cancelled meanwhile: the answer is good, and can be stored.
    fn read<T>(
        self,
        outgoing: &Outgoing,
        read: impl FnOnce(Proven) -> Result<T, Error>,
    ) -> Result<Fetched<T>, Error> {
        let Self { proven, http_status, at } = self;
        let signed = proven.signed().cloned();
        let data = read(proven).map_err(|error| error.with_http_status(http_status));
        let signed = signed.and_then(|signed| to_store(signed, outgoing));
        Ok(Fetched { data: data?, signed, at })
    }
}

/// One copy for all types of answers.
#[inline(never)]
fn to_store(signed: Signed, outgoing: &Outgoing) -> Option<Signed> {
    if outgoing.answer_is_secret {
        signed.overwrite();
        return None;
    }
    Some(signed)
}

impl Server {
    /// Opens nothing.
    pub fn new(settings: ServerSettings, transport: Box<dyn Transport>, clock: Clock) -> Self {
        let offset = Offset::new(clock.clone(), settings.log.clone());
        Self { settings, transport, clock, offset, access: Access::default() }
    }

    /// What its calls have in common, for what is said to it and by it without a network.
    pub fn settings(&self) -> &ServerSettings {
        &self.settings
    }

    /// How far the server's clock is ahead of this device's, in seconds; 0 while they agree, or nobody
    /// has found out.
    pub fn offset(&self) -> i64 {
        self.offset.get()
    }

    /// Whether it has been found out, by this process or by a former one.
    pub fn knows_offset(&self) -> bool {
        self.offset.is_known()
    }

    /// Takes what a former process has found out, if any has, unless this one knows better.
    pub fn learn_offset(&self, offset: Option<i64>) {
        self.offset.learn(offset);
    }

    /// Ends the requests that are on their way; there will be no more. Does not wait for them.
    pub fn shut_down(&self) {
        self.transport.shut_down();
    }

    /// Asks the server, on this thread, for as long as the wait lasts; retries as `retry` says. `note_asked`
    /// is called each time that the server is about to be asked: a caller that leaves before has waited for
    /// something else, such as an access token, and its timeout is not the server's fault.
    pub fn call<C: Call>(
        &self,
        call: &C,
        wait: &Wait,
        note_asked: &dyn Fn(),
    ) -> Result<Fetched<C::Answer>, Error> {
        self.call_with(&Outgoing::of(call), wait, note_asked, |answer, _, ids| {
            api::read(call, answer, ids)
        })
    }

    /// The same of a call whose type its caller does not know: `read` reads the answer, and gets to know when it came,
    /// as [`Fetched::at`]. One copy of the attempts for
    /// all types of answers: only reading depends on the type.
    pub fn call_with<T>(
        &self,
        outgoing: &Outgoing,
        wait: &Wait,
        note_asked: &dyn Fn(),
        read: impl FnOnce(Proven, i64, &ProductIds) -> Result<T, Error>,
    ) -> Result<Fetched<T>, Error> {
        let received = self.received(outgoing, wait, note_asked)?;
        let at = received.at;
        received.read(outgoing, |answer| read(answer, at, &self.settings.product_ids))
    }

    fn received(
        &self,
        outgoing: &Outgoing,
        wait: &Wait,
        note_asked: &dyn Fn(),
    ) -> Result<Received, Error> {
        let mut attempts = Attempts::within(wait.at_most(self.settings.timeout), &self.offset);
        loop {
            let refused = attempts.refused_token();
            let authorization = self.authorization(outgoing.service, refused, wait)?;
            // A call that began before the agent was closed sends nothing after it.
            if wait.is_cancelled() {
                return Err(cancelled());
            }
            note_asked();
            match self.attempt(outgoing, &authorization, wait) {
                Ok(received) => return Ok(received),
                Err(failure) => attempts.before_next(failure, authorization, outgoing.once)?,
            }
        }
    }

    /// Made anew for each attempt: a token may have been refused, and a signature has a date.
    fn authorization<'a>(
        &'a self,
        service: Service<'a>,
        refused: Option<&Secret>,
        wait: &Wait,
    ) -> Result<Authorization<'a>, Error> {
        match (service, &self.settings.application) {
            (Service::LicenseApi, Some(Application::Key(key))) => Ok(Authorization::Key(key)),
            (Service::LicenseApi, Some(Application::OAuth(client))) => {
                self.token(client, refused, wait).map(Authorization::Token)
            }
            (Service::Suite(token), _) => Ok(Authorization::Bearer(token)),
            // What leads to a token shows the client's secret among its parameters.
            (Service::LicenseApi, None) | (Service::OAuth, _) => Ok(Authorization::Nothing),
        }
    }

    /// The way to the server, to be looked at part by part; `None` where there is none to look at.
    pub fn way(&self) -> Option<&dyn Way> {
        self.transport.way()
    }

    /// Asks the server as [`Server::call`] does, but once, and tells what was seen of the answer also where that is
    /// none to this call. A date that was refused is corrected, an access token that has ended is replaced, and the
    /// server asked once more. Blocks for as long as the wait lasts.
    pub fn examine<C: Call>(
        &self,
        call: &C,
        wait: &Wait,
    ) -> Result<Examined<C::Answer>, Unanswered> {
        let outgoing = Outgoing::of(call);
        let authorization =
            self.authorization(outgoing.service, None, wait).map_err(Unanswered::NoToken)?;
        let read = |answer, ids: &ProductIds| api::read(call, answer, ids);
        let examined = self.examine_once(&outgoing, &authorization, wait, read)?;
        match &examined.outcome {
            Err(error) if error.status() == Status::Clock && self.offset.correct(error) => {
                self.examine_once(&outgoing, &authorization, wait, read)
            }
            Err(error) if error.meaning() == Meaning::TokenEnded => {
                let token = authorization.token();
                let another = self.authorization(outgoing.service, token, wait);
                let another = another.map_err(Unanswered::NoToken)?;
                self.examine_once(&outgoing, &another, wait, read)
            }
            Ok(_) | Err(_) => Ok(examined),
        }
    }

    fn examine_once<T>(
        &self,
        outgoing: &Outgoing,
        authorization: &Authorization,
        wait: &Wait,
        read: impl FnOnce(Proven, &ProductIds) -> Result<T, Error>,
    ) -> Result<Examined<T>, Unanswered> {
        let heard = self.send(outgoing, authorization, wait).map_err(Unanswered::NoAnswer)?;
        let (http_status, date, sent_at) = (heard.answer.status, heard.date, heard.sent_at);
        let received = self.receive(heard, outgoing, authorization);
        let outcome = received
            .and_then(|received| {
                received.read(outgoing, |answer| read(answer, &self.settings.product_ids))
            })
            .map(|fetched| fetched.data);
        Ok(Examined { http_status, date, sent_at, offset: self.offset(), outcome })
    }

    fn attempt(
        &self,
        outgoing: &Outgoing,
        authorization: &Authorization,
        wait: &Wait,
    ) -> Result<Received, Error> {
        let heard = self.send(outgoing, authorization, wait)?;
        self.receive(heard, outgoing, authorization)
    }

    fn send(
        &self,
        outgoing: &Outgoing,
        authorization: &Authorization,
        wait: &Wait,
    ) -> Result<Heard, Error> {
        // The answer is as old as its request: how long it was on its way nobody knows.
        let sent_at = self.clock.now();
        let request = outgoing.request(authorization, self.date(authorization, sent_at));
        let answer = self.transport.send(&request, wait)?;
        let date = answer.header("date").and_then(parse_http_date);
        Ok(Heard { answer, sent_at, date })
    }

    /// By the server's clock. Only what is signed is dated back: an access token is another one on each device.
    fn date(&self, authorization: &Authorization, sent_at: i64) -> i64 {
        let back = match authorization {
            Authorization::Key(_) => self.offset.dated_back(random::per_mille()),
            Authorization::Token(_) | Authorization::Bearer(_) | Authorization::Nothing => 0,
        };
        sent_at.saturating_add(self.offset()).saturating_sub(back)
    }

    fn receive(
        &self,
        heard: Heard,
        outgoing: &Outgoing,
        authorization: &Authorization,
    ) -> Result<Received, Error> {
        let Heard { answer, sent_at: now, date } = heard;
        let host = self.host_of(&outgoing.target).authority();
        self.log_answer(outgoing, host, &answer);
        let http_status = answer.status;
        let application = self.settings.application.iter().flat_map(Application::secrets);
        let known: Vec<_> = application.chain(authorization.token()).collect();
        let proven = outgoing.receive(answer, host, &known, &self.settings.response_key, now)?;
        // The date is that of the licensing service only once the answer has proven to be its own. The
        // other services have clocks that no license is judged by.
        if matches!(outgoing.service, Service::LicenseApi) {
            self.offset.learn_date(date);
        }
        Ok(Received { proven, http_status, at: now.saturating_add(self.offset().max(0)) })
    }

    /// For messages and the log, which name the server that has answered.
    fn host_of<'a>(&'a self, target: &'a Target) -> &'a BaseUrl {
        match target {
            Target::Path(_) => &self.settings.host,
            Target::Endpoint(endpoint) => endpoint.server(),
        }
    }

    /// Neither path nor query: they name users and hold secrets.
    fn log_answer(&self, outgoing: &Outgoing, host: &str, answer: &Response) {
        self.settings.log.debug(format_args!(
            "{}: {host} answered {} with {} bytes",
            outgoing.name,
            answer.status,
            answer.body.len()
        ));
    }

    /// A token to ask with; never the one that was refused.
    pub(crate) fn token(
        &self,
        client: &OAuthClient,
        refused: Option<&Secret>,
        wait: &Wait,
    ) -> Result<Secret, Error> {
        // Not the clock of the device: setting that must neither lengthen nor end a token's life.
        let now = || self.clock.instant();
        let fetch = || self.fetch_token(client, wait);
        self.access.token(refused, wait, self.settings.timeout, &now, &fetch)
    }

    /// Asks for a token, on this thread, by calls like any other: they too are retried and verified.
    fn fetch_token(&self, client: &OAuthClient, wait: &Wait) -> Result<Cached<Secret>, Error> {
        let endpoint = match &client.token_url {
            Some(endpoint) => endpoint.clone(),
            None => self.access.endpoint(|| {
                let call = OAuthUrl { server: &self.settings.host };
                Ok(self.call(&call, wait, &|| ())?.data)
            })?,
        };
        // The token's life begins later than this, so it is renewed too early rather than too late.
        let begun = self.clock.instant();
        let call = AccessToken { client, endpoint: &endpoint };
        let Grant { token, usable } = self.call(&call, wait, &|| ())?.data;
        Ok(Cached { token, until: begun.checked_add(usable).unwrap_or(begun) })
    }

    /// How many calls wait for the token that is under way.
    #[cfg(test)]
    pub fn waiting_for_token(&self) -> usize {
        self.access.waiting()
    }
}
