//! The access token of an application with an OAuth client: how it is fetched, and where from.

use super::core::Core;
use super::tokens::{Cached, Next, TokenRequest, Tokens};
use crate::api::{self, Grant, OAuthClient};
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::run::{self, Ended, Joined, Left, Wait, cancelled, caught};
use crate::secret::Secret;
use crate::sync::Mutex;
use crate::transport::Endpoint;

/// What an agent knows of tokens.
pub struct Access {
    pub tokens: Tokens<Secret>,
    /// Where tokens come from, as the license server said.
    discovered: Mutex<Option<Endpoint>>,
}

impl Default for Access {
    fn default() -> Self {
        Self { tokens: Tokens::new(|| Err(run::lost())), discovered: Mutex::default() }
    }
}

impl Core {
    /// A token to ask with; never the one that was refused, which is replaced for all who used it.
    pub fn token(
        &self,
        client: &OAuthClient,
        refused: Option<&Secret>,
        wait: &Wait,
    ) -> Result<Secret, Error> {
        loop {
            match self.access.tokens.next(refused, self.clock.instant(), &wait.cancel) {
                Next::Use(token) => return Ok(token),
                Next::Fetch(request) => return self.run(client, request, wait),
                Next::WaitFor(joined) => {
                    if let Some(outcome) = self.wait_for(joined, wait) {
                        return outcome;
                    }
                }
            }
        }
    }

    fn run(
        &self,
        client: &OAuthClient,
        request: TokenRequest<Secret>,
        wait: &Wait,
    ) -> Result<Secret, Error> {
        let outcome = caught(|| self.fetch_token(client, wait));
        if outcome.is_err() {
            *self.access.discovered.lock() = None;
        }
        self.access.tokens.publish(request, outcome.clone());
        outcome.map(|cached| cached.token)
    }

    /// `None`: it took too long for the one who fetches it, or to be waited for, and there is time for
    /// another. Nobody waits longer than a call may take: one that hangs does not hold up later ones.
    fn wait_for(
        &self,
        joined: Joined<(), Result<Secret, Error>>,
        wait: &Wait,
    ) -> Option<Result<Secret, Error>> {
        match joined.wait(&wait.at_most(self.settings.net.timeout)) {
            Ok(Err(error)) if error.status() == Status::Timeout && !wait.deadline.is_over() => None,
            Ok(outcome) => Some(outcome),
            Err(Left { why: Ended::Cancelled, .. }) => Some(Err(cancelled())),
            Err(_) if wait.deadline.is_over() => Some(Err(too_late(wait.deadline))),
            Err(_) => None,
        }
    }

    /// What may pass by itself is tried again here, for all who wait.
    fn fetch_token(&self, client: &OAuthClient, wait: &Wait) -> Result<Cached<Secret>, Error> {
        let tries = wait.at_most(self.settings.net.timeout);
        let mut failures = 0;
        loop {
            let error = match self.request_token(client, wait) {
                Ok(cached) => return Ok(cached),
                Err(error) => error,
            };
            failures += 1;
            self.wait_to_retry(error, failures, &tries)?;
        }
    }

    fn request_token(&self, client: &OAuthClient, wait: &Wait) -> Result<Cached<Secret>, Error> {
        let endpoint = match &client.token_url {
            Some(endpoint) => endpoint.clone(),
            None => self.token_endpoint(client, wait)?,
        };
        // Its life begins later than this.
        let (now, begun) = (self.clock.now(), self.clock.instant());
        let answer = self.transport.post_form(&endpoint, &client.form(), wait)?;
        self.settings.log.debug(format_args!(
            "access token: {} answered {} with {} bytes",
            endpoint.server().authority(),
            answer.status,
            answer.body.len()
        ));
        let Grant { token, usable } = client.receive(answer, &endpoint, now)?;
        Ok(Cached { token, until: begun + usable })
    }

    /// Asks the license server once; what it says holds for as long as it leads to tokens.
    fn token_endpoint(&self, client: &OAuthClient, wait: &Wait) -> Result<Endpoint, Error> {
        if let Some(endpoint) = &*self.access.discovered.lock() {
            return Ok(endpoint.clone());
        }
        let server = &self.settings.base_url;
        let answer = self.transport.send(&api::discovery(), wait)?;
        self.settings.log.debug(format_args!(
            "token URL: {} answered {} with {} bytes",
            server.authority(),
            answer.status,
            answer.body.len()
        ));
        let endpoint = client.discovered(&answer, server, self.clock.now())?;
        *self.access.discovered.lock() = Some(endpoint.clone());
        Ok(endpoint)
    }
}

fn too_late(deadline: Deadline) -> Error {
    let ms = deadline.total().as_millis();
    Error::harmless(Status::Timeout, format_args!("no access token has come within {ms} ms"))
}
