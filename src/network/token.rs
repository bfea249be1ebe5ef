//! The access token of an application with an OAuth client: where it comes from, and who asks for it.
//!
//! Many calls need it, and one of them gets it for all (single-flight): the first runs the request on its own
//! thread, the others wait, each for as long as its own deadline allows.

use super::Server;
use super::tokens::{Cached, Next, TokenRequest, Tokens};
use crate::api::{AccessToken, Grant, OAuthClient, OAuthUrl};
use crate::clock::Deadline;
use crate::error::{Error, Status};
use crate::run::{self, Ended, Joined, Left, Wait, cancelled, caught};
use crate::secret::Secret;
use crate::sync::Mutex;
use crate::transport::Endpoint;

/// What is known of tokens.
pub struct Access {
    tokens: Tokens<Secret>,
    /// Where tokens come from, as the license server said.
    discovered: Mutex<Option<Endpoint>>,
}

impl Default for Access {
    fn default() -> Self {
        Self { tokens: Tokens::new(|| Err(run::lost())), discovered: Mutex::default() }
    }
}

impl Server {
    /// A token to ask with; never the one that was refused, which is replaced for all calls that used it.
    pub(crate) fn token(
        &self,
        client: &OAuthClient,
        refused: Option<&Secret>,
        wait: &Wait,
    ) -> Result<Secret, Error> {
        loop {
            match self.access.tokens.next(refused, self.clock.instant(), &wait.cancel) {
                Next::Use(token) => return Ok(token),
                Next::Fetch(request) => return self.fetch_for_all(client, request, wait),
                Next::WaitFor(joined) => {
                    if let Some(outcome) = self.wait_for(joined, wait) {
                        return outcome;
                    }
                }
            }
        }
    }

    fn fetch_for_all(
        &self,
        client: &OAuthClient,
        request: TokenRequest<Secret>,
        wait: &Wait,
    ) -> Result<Secret, Error> {
        let outcome = caught(|| self.fetch_token(client, wait));
        // The endpoint may be what is wrong: the next call asks for it again.
        if outcome.is_err() {
            *self.access.discovered.lock() = None;
        }
        self.access.tokens.publish(request, outcome.clone());
        outcome.map(|cached| cached.token)
    }

    /// `None`: that request timed out or is overdue, and this call still has time for a new one. So
    /// a request that hangs holds up none of those that come later.
    fn wait_for(
        &self,
        joined: Joined<(), Result<Secret, Error>>,
        wait: &Wait,
    ) -> Option<Result<Secret, Error>> {
        match joined.wait(&wait.at_most(self.settings.timeout)) {
            // The deadline was that of the call that runs the request, and not this one's.
            Ok(Err(error)) if error.status() == Status::Timeout && !wait.deadline.is_over() => None,
            Ok(outcome) => Some(outcome),
            Err(Left { why: Ended::Cancelled, .. }) => Some(Err(cancelled())),
            Err(_) if wait.deadline.is_over() => Some(Err(too_late(wait.deadline))),
            Err(_) => None,
        }
    }

    fn fetch_token(&self, client: &OAuthClient, wait: &Wait) -> Result<Cached<Secret>, Error> {
        let endpoint = match &client.token_url {
            Some(endpoint) => endpoint.clone(),
            None => self.token_endpoint(wait)?,
        };
        // The token's life begins later than this, so it is renewed too early rather than too late.
        let begun = self.clock.instant();
        let call = AccessToken { client, endpoint: &endpoint };
        let Grant { token, usable } = self.call(&call, wait, &|| ())?.data;
        let until = begun.checked_add(usable).unwrap_or(begun);
        Ok(Cached { token, until })
    }

    /// Asks the license server once; the endpoint is used for as long as it leads to tokens.
    fn token_endpoint(&self, wait: &Wait) -> Result<Endpoint, Error> {
        if let Some(endpoint) = &*self.access.discovered.lock() {
            return Ok(endpoint.clone());
        }
        let call = OAuthUrl { server: &self.settings.host };
        let endpoint = self.call(&call, wait, &|| ())?.data;
        *self.access.discovered.lock() = Some(endpoint.clone());
        Ok(endpoint)
    }

    /// How many calls wait for the token that is under way.
    #[cfg(test)]
    pub fn waiting_for_token(&self) -> usize {
        self.access.tokens.waiting()
    }
}

fn too_late(deadline: Deadline) -> Error {
    let ms = deadline.total().as_millis();
    Error::harmless(Status::Timeout, format_args!("no access token has come within {ms} ms"))
}
