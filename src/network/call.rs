//! A call: attempts, until one brings an answer or none is to be expected.

use super::Server;
use super::retry::Attempts;
use crate::api::{self, Application, Authorization, Call, Outgoing, Proven, Service, Signed};
use crate::clock::parse_http_date;
use crate::error::Error;
use crate::run::{Wait, cancelled};
use crate::secret::Secret;
use crate::transport::{BaseUrl, Response, Target};

/// An answer that was verified and read.
pub struct Fetched<T> {
    pub data: T,
    /// The answer as it was signed, to be stored. `None`: it is not signed, where the call does not ask
    /// for that.
    pub signed: Option<Signed>,
    /// When it came, in Unix seconds by the later of this device's clock and the server's.
    pub at: i64,
}

/// What one attempt has brought: an answer that has proven its origin and has not been read.
struct Received {
    proven: Proven,
    http_status: u16,
    at: i64,
}

impl Server {
    /// Asks the server, on this thread, for as long as the wait lasts; retries as `retry` says. `note_asked`
    /// is called each time that the server is about to be asked: who leaves before has waited for something
    /// else, such as an access token.
    pub fn call<C: Call>(
        &self,
        call: &C,
        wait: &Wait,
        note_asked: &dyn Fn(),
    ) -> Result<Fetched<C::Answer>, Error> {
        let outgoing = Outgoing::of(call);
        let mut attempts = Attempts::within(wait.at_most(self.settings.timeout));
        loop {
            let refused = attempts.refused_token.as_ref();
            let authorization = self.authorization(outgoing.service, refused, wait)?;
            // A call that began before the agent was closed sends nothing after it.
            if wait.is_cancelled() {
                return Err(cancelled());
            }
            note_asked();
            match self.attempt(&outgoing, &authorization, wait) {
                Ok(received) => return self.read(call, received),
                Err(failure) => {
                    self.before_retry(failure, authorization, outgoing.once, &mut attempts)?;
                }
            }
        }
    }

    /// Anew for each attempt: a token may have been refused, and a signature has a date.
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

    fn attempt(
        &self,
        outgoing: &Outgoing,
        authorization: &Authorization,
        wait: &Wait,
    ) -> Result<Received, Error> {
        let now = self.clock.now();
        let request = outgoing.request(authorization, now.saturating_add(self.offset()));
        let answer = self.transport.send(&request, wait)?;
        let host = self.host_of(&outgoing.target).authority();
        self.log_answer(outgoing, host, &answer);
        let (http_status, date) = (answer.status, answer.header("date").and_then(parse_http_date));
        let key = &self.settings.response_key;
        let proven = outgoing.receive(answer, host, authorization, key, now)?;
        // Only the server whose clock requests are dated by, and only once it is known that it was it.
        if matches!(outgoing.service, Service::LicenseApi) {
            self.learn_date(date);
        }
        Ok(Received { proven, http_status, at: now.saturating_add(self.offset().max(0)) })
    }

    fn host_of<'a>(&'a self, target: &'a Target) -> &'a BaseUrl {
        match target {
            Target::Path(_) => &self.settings.host,
            Target::Endpoint(endpoint) => endpoint.server(),
        }
    }

    fn log_answer(&self, outgoing: &Outgoing, host: &str, answer: &Response) {
        self.settings.log.debug(format_args!(
            "{}: {host} answered {} with {} bytes",
            outgoing.name,
            answer.status,
            answer.body.len()
        ));
    }

    /// A genuine answer to another question is none to this one: the call makes sure of that.
    fn read<C: Call>(&self, call: &C, received: Received) -> Result<Fetched<C::Answer>, Error> {
        let Received { proven, http_status, at } = received;
        let signed = match &proven {
            Proven::Signed(signed) => Some(signed.clone()),
            Proven::ByConnection(_) => None,
        };
        let data = api::read(call, proven, &self.settings.product_ids)
            .map_err(|error| error.with_http_status(http_status))?;
        Ok(Fetched { data, signed, at })
    }
}
