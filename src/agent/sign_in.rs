//! Single sign-on: the server names the provider's page, a browser shows it, and comes back with a code or a
//! token. That signs in like a password: the licenses are asked for with it.
//!
//! ```text
//! listen ── ask the server for the page ── show it ── wait for the redirect ── ask for licenses
//! ```
//!
//! Each step has its own time: the two requests the configured timeout, the person the one of the options.

use std::sync::Arc;
use std::time::Duration;

use super::ask::ask;
use super::caller::Caller;
use super::rooms::Rooms;
use crate::api::{Identity, ResponseType, SignInPage, SignInUrl, SsoUrl, UserLicenses, is_by_name};
use crate::clock::Stopwatch;
use crate::error::{Error, Status};
use crate::model::Licenses;
use crate::platform::{self, Launched};
use crate::random;
use crate::redirect::{Listener, Redirect, RedirectCheck};
use crate::results::Answer;
use crate::rules::policy::Policy;
use crate::run::{Ended, Handoff, Wait, cancelled, caught};

/// For the person, unless the application sets another.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(300);
/// Between two polls of the port: the system wakes nobody when a browser connects.
const PORT_POLL: Duration = Duration::from_millis(20);
/// The longest error code of a provider that is passed on.
const MAX_CODE: usize = 64;

/// Shows a page; returns false if it does not.
pub type Browser = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// How a person signs in. The defaults are the strict ones.
#[derive(Clone)]
pub struct SsoOptions {
    /// 0: the system chooses.
    pub port: u16,
    /// Of the redirect URI, as it is registered with the provider.
    pub path: String,
    pub response_type: ResponseType,
    /// For the person.
    pub timeout: Duration,
    /// Whether the redirect must carry the state that was sent.
    pub require_state: bool,
    /// Whether the server must have signed the address of the page.
    pub require_signature: bool,
    /// The application's; `None`: the system's.
    pub browser: Option<Browser>,
}

impl Default for SsoOptions {
    fn default() -> Self {
        Self {
            port: 0,
            path: "/".to_owned(),
            response_type: ResponseType::default(),
            timeout: DEFAULT_TIMEOUT,
            require_state: true,
            require_signature: true,
            browser: None,
        }
    }
}

/// The address of the page at which a person signs in, for an application that shows it itself.
pub fn sso_url(
    rooms: &Arc<Rooms>,
    call: &SsoUrl,
    redirect_uri: Option<&str>,
    caller: &Caller,
) -> Result<String, Error> {
    let page = sign_in_page(rooms, call, caller)?;
    Ok(page.leading_to(redirect_uri, None)?.url)
}

/// One sign-in by a browser.
pub struct SsoAttempt<'a> {
    pub product: &'a str,
    pub customer_account_code: &'a str,
    pub options: &'a SsoOptions,
}

impl SsoAttempt<'_> {
    /// Blocks until the person has signed in and their licenses are there. The licenses are asked of the server
    /// in any case: an answer from the store would not show that this person has signed in.
    pub fn sign_in(&self, rooms: &Arc<Rooms>, caller: &Caller) -> Result<Answer<Licenses>, Error> {
        let watch = Stopwatch::start();
        let identity = self.fetch_identity(rooms, caller);
        let (log, ms) = (&rooms.log, watch.elapsed_ms());
        match &identity {
            Ok(_) => log.info(format_args!(
                "sign-in {}: the browser came back after {ms} ms",
                self.product
            )),
            Err(error) => {
                log.warning(format_args!(
                    "sign-in {}: failed after {ms} ms, {}",
                    self.product,
                    error.for_log()
                ));
            }
        }
        let call = UserLicenses { product: self.product.to_owned(), identity: identity? };
        ask(rooms, &call, Policy::NetworkOnly, &caller.anew(rooms.timeout))
    }

    /// Listens before the browser can come back, and no longer than this takes. The port is taken first: without
    /// it, there is no use in asking the server or the person.
    fn fetch_identity(&self, rooms: &Arc<Rooms>, caller: &Caller) -> Result<Identity, Error> {
        let SsoOptions { port, path, response_type, require_state, timeout, .. } = self.options;
        let mut listener = Listener::bind(*port)?;
        let redirect_uri = format!("http://127.0.0.1:{}{path}", listener.port());
        let SignInUrl { url, redirect_uri: registered, state } =
            self.page(rooms, caller, &redirect_uri)?;
        let redirect_uri = registered.unwrap_or(redirect_uri);
        if is_by_name(&redirect_uri) {
            listener.also_by_name()?;
        }
        let check =
            RedirectCheck::new(listener.port(), path, *response_type, state, *require_state)?;
        let mut launched = self.show(rooms, caller, &url)?;
        // The time of the person begins when the page is shown.
        let wait = caller.wait.anew(*timeout);
        let redirect = listener.wait(&check, || {
            platform::must_be_shown(&mut launched)?;
            go_on_waiting(&wait)
        })?;
        self.identity(redirect, redirect_uri)
    }

    /// The page to be shown, which leads back to the redirect URI with a state that nobody can guess.
    fn page(
        &self,
        rooms: &Arc<Rooms>,
        caller: &Caller,
        redirect_uri: &str,
    ) -> Result<SignInUrl, Error> {
        let call = SsoUrl {
            product: self.product.to_owned(),
            customer_account_code: self.customer_account_code.to_owned(),
            response_type: self.options.response_type,
            require_signature: self.options.require_signature,
        };
        let page = sign_in_page(rooms, &call, caller)?;
        let state = random::hex(&random::bytes::<16>()?);
        page.leading_to(Some(redirect_uri), Some(&state))
    }

    /// Has the application show the page, or else the system's browser. The application may cancel meanwhile;
    /// then no browser is opened any more.
    pub fn show(&self, rooms: &Rooms, caller: &Caller, url: &str) -> Result<Launched, Error> {
        let mut is_shown = false;
        if let Some(browser) = &self.options.browser {
            rooms.workers.callbacks.call(|| is_shown = browser(url));
        }
        if caller.wait.is_cancelled() {
            return Err(cancelled());
        }
        if is_shown { Ok(Launched::default()) } else { platform::open_in_browser(url) }
    }

    /// What the person signs in with. The server wants the redirect URI again with a code.
    fn identity(&self, redirect: Redirect, redirect_uri: String) -> Result<Identity, Error> {
        let customer_account_code = self.customer_account_code.to_owned();
        match redirect {
            Redirect::Code(code) => {
                Ok(Identity::Code { code, customer_account_code, redirect_uri: Some(redirect_uri) })
            }
            Redirect::Token(id_token) => Ok(Identity::IdToken { id_token, customer_account_code }),
            Redirect::Refused(code) => Err(refused(&code)),
        }
    }
}

/// Sleeps until the next poll of the port.
fn go_on_waiting(wait: &Wait) -> Result<(), Error> {
    let seconds = wait.deadline.total().as_millis().div_ceil(1000);
    wait.pause(PORT_POLL).map_err(|ended| match ended {
        Ended::Cancelled => cancelled(),
        Ended::Late => Error::harmless(
            Status::Timeout,
            format_args!("nobody has finished signing in in the browser within {seconds} s"),
        ),
    })
}

/// Only the code of a provider's error is passed on, and only if it looks like one: the rest of the redirect is
/// foreign text, which any page in the browser can send.
fn refused(code: &str) -> Error {
    let proper = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let proper = code.len() <= MAX_CODE && code.bytes().all(proper);
    let code = if proper { code } else { "unknown" };
    let error = match code {
        "access_denied" => Error::new(
            Status::Credentials,
            "the sign-in was cancelled in the browser, or the identity provider refused it (access_denied)",
        ),
        code => Error::new(
            Status::Refused,
            format!("the identity provider could not sign anybody in ({code})"),
        ),
    };
    error.with_code(Some(code.to_owned()))
}

/// Asks the server; the address is never stored. A cancellable caller waits for another thread, so that
/// cancelling takes effect at once.
fn sign_in_page(rooms: &Arc<Rooms>, call: &SsoUrl, caller: &Caller) -> Result<SignInPage, Error> {
    // A caller that is blocked cannot cancel anything but the agent, which ends the request too.
    if !caller.is_task {
        return fetch_page(rooms, call, &caller.wait);
    }
    let page = Handoff::new();
    let (own, call, wait, given) = (rooms.clone(), call.clone(), caller.wait.clone(), page.clone());
    let work = move || given.give(caught(|| fetch_page(&own, &call, &wait)));
    rooms.workers.spawn("lsagent-fetch", Box::new(work))?;
    // The request has the deadline too, and its error says what took so long.
    let answer = page.take(&caller.wait.anew(Duration::MAX));
    answer.unwrap_or_else(|_| Err(cancelled()))
}

fn fetch_page(rooms: &Rooms, call: &SsoUrl, wait: &Wait) -> Result<SignInPage, Error> {
    rooms.server().call(call, wait, &|| ()).map(|fetched| fetched.data)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_providers_refusal_keeps_its_code_if_it_looks_like_one() {
        let of = |code: &str| {
            let error = refused(code);
            (error.status(), error.code().unwrap().to_owned())
        };
        assert_eq!(of("access_denied"), (Status::Credentials, "access_denied".into()));
        assert_eq!(
            of("temporarily_unavailable"),
            (Status::Refused, "temporarily_unavailable".into())
        );
        for code in ["<script>", "a b", "ä", &"a".repeat(MAX_CODE + 1)] {
            assert_eq!(of(code), (Status::Refused, "unknown".into()));
        }
    }
}
