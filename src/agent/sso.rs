//! Single sign-on: the server names the provider's page, a browser shows it, and what the browser
//! brings back is a sign-in like any other.

use std::sync::Arc;
use std::time::Duration;

use super::core::{Core, cancelled};
use super::fetch::Receive;
use super::{Caller, Client, ask};
use crate::api::{
    self, ResponseType, SignIn, SignInPage, SsoUrl, Trusted, UserLicenses, is_by_name,
};
use crate::clock::Stopwatch;
use crate::error::{Error, Status};
use crate::model::Licenses;
use crate::platform::{self, Launched};
use crate::random;
use crate::redirect::{Arrival, Listener, Reception};
use crate::results::Answer;
use crate::rules::policy::Policy;
use crate::run::{Ended, Handoff, Task, Wait, caught};

/// How long the person may take, unless the application says otherwise.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(300);
/// Between two looks at the port: nobody is woken when a browser comes.
const PORT_POLL: Duration = Duration::from_millis(20);
/// The longest error code of a provider that is carried through.
const LONGEST_CODE: usize = 64;

/// Shows a page; false if it does not.
pub type Browser = Arc<dyn Fn(&str) -> bool + Send + Sync>;

/// How a person is brought to sign in.
#[derive(Clone)]
pub struct SsoOptions {
    /// 0: the system chooses.
    pub port: u16,
    pub path: String,
    pub response_type: ResponseType,
    pub timeout: Duration,
    /// Whether what the browser brings must have the state that went out.
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

impl Client {
    /// The address of the page at which a person signs in, for an application that shows it itself.
    pub fn sso_url(&self, question: &SsoUrl, redirect_uri: Option<&str>) -> Result<String, Error> {
        let caller = Caller::blocked(&self.core);
        let page = sign_in_page(&self.core, question, api::receive_unsigned_too, &caller)?;
        Ok(page.leading_to(redirect_uri, None)?.url)
    }

    /// Signs a person in and asks for their licenses.
    pub fn sso_sign_in(
        &self,
        product: &str,
        customer_account_code: &str,
        options: &SsoOptions,
    ) -> Result<Answer<Licenses>, Error> {
        let visit = Visit { product, customer_account_code, options };
        visit.sign_in(&self.core, &Caller::blocked(&self.core))
    }

    /// Does likewise on a thread of its own; what came of it is delivered there, once.
    pub fn start_sso_sign_in(
        &self,
        product: String,
        customer_account_code: String,
        options: SsoOptions,
        deliver: impl FnOnce(Result<Answer<Licenses>, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error> {
        let job = move |core: &Arc<Core>, caller: &Caller| {
            let (product, customer_account_code) = (&product, &customer_account_code);
            Visit { product, customer_account_code, options: &options }.sign_in(core, caller)
        };
        self.begin(job, deliver)
    }
}

/// One person's way to the provider and back.
pub(super) struct Visit<'a> {
    pub product: &'a str,
    pub customer_account_code: &'a str,
    pub options: &'a SsoOptions,
}

impl Visit<'_> {
    fn sign_in(&self, core: &Arc<Core>, caller: &Caller) -> Result<Answer<Licenses>, Error> {
        let watch = Stopwatch::start();
        let came = self.fetch_sign_in(core, caller);
        let (log, ms) = (&core.settings.log, watch.elapsed_ms());
        match &came {
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
        let question = UserLicenses { product: self.product.to_owned(), sign_in: came? };
        ask(core, &question, Policy::NetworkOnly, &caller.anew(core))
    }

    /// The listener is there before anybody can come, and gone when this returns.
    fn fetch_sign_in(&self, core: &Arc<Core>, caller: &Caller) -> Result<SignIn, Error> {
        let SsoOptions { port, path, response_type, require_state, .. } = self.options;
        let mut listener = Listener::bind(*port)?;
        let redirect_uri = format!("http://127.0.0.1:{}{path}", listener.port());
        let question = SsoUrl {
            product: self.product.to_owned(),
            customer_account_code: self.customer_account_code.to_owned(),
            response_type: *response_type,
        };
        let page = sign_in_page(core, &question, self.receive(), caller)?;
        let state = random::hex(&random::bytes::<16>()?);
        let destination = page.leading_to(Some(&redirect_uri), Some(&state))?;
        let redirect_uri = destination.redirect_uri.unwrap_or(redirect_uri);
        if is_by_name(&redirect_uri) {
            listener.also_by_name()?;
        }
        let reception = Reception::new(
            listener.port(),
            path,
            *response_type,
            destination.state,
            *require_state,
        )?;
        let mut launched = self.show(core, caller, &destination.url)?;
        let wait = caller.wait.anew(self.options.timeout);
        let arrival = listener.wait(&reception, || {
            launched.must_not_have_failed()?;
            go_on_waiting(&wait)
        })?;
        self.judge(arrival, redirect_uri)
    }

    fn receive(&self) -> Receive<Trusted> {
        if self.options.require_signature {
            api::receive_trusted
        } else {
            api::receive_unsigned_too
        }
    }

    /// Has the page shown, by the application or by the system's browser.
    pub(super) fn show(&self, core: &Core, caller: &Caller, url: &str) -> Result<Launched, Error> {
        let mut is_shown = false;
        if let Some(browser) = &self.options.browser {
            core.workers.callbacks.call(|| is_shown = browser(url));
        }
        if caller.wait.is_cancelled() {
            return Err(cancelled());
        }
        if is_shown { Ok(Launched::default()) } else { platform::open_in_browser(url) }
    }

    fn judge(&self, arrival: Arrival, redirect_uri: String) -> Result<SignIn, Error> {
        let customer_account_code = self.customer_account_code.to_owned();
        match arrival {
            Arrival::Code(code) => {
                Ok(SignIn::Code { code, customer_account_code, redirect_uri: Some(redirect_uri) })
            }
            Arrival::Token(id_token) => Ok(SignIn::IdToken { id_token, customer_account_code }),
            Arrival::Refused(code) => Err(refused(&code)),
        }
    }
}

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

/// Of what a provider says only its code is carried through, and only if it looks like one.
fn refused(code: &str) -> Error {
    let proper = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
    let proper = code.len() <= LONGEST_CODE && code.bytes().all(proper);
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

/// Asks the server, whatever is stored. A caller who can be cancelled waits for another thread, so
/// that it takes effect at once.
fn sign_in_page(
    core: &Arc<Core>,
    question: &SsoUrl,
    receive: Receive<Trusted>,
    caller: &Caller,
) -> Result<SignInPage, Error> {
    if !caller.is_task {
        return fetch_page(core, question, receive, &caller.wait);
    }
    let place = Handoff::new();
    let (own, asked, wait, left) =
        (core.clone(), question.clone(), caller.wait.clone(), place.clone());
    let work = move || left.give(caught(|| fetch_page(&own, &asked, receive, &wait)));
    core.workers.spawn("lsagent-fetch", Box::new(work))?;
    // The request keeps the deadline, and says what it was at when the time was up.
    let answer = place.take(&caller.wait.anew(Duration::MAX));
    answer.unwrap_or_else(|_| Err(cancelled()))
}

fn fetch_page(
    core: &Core,
    question: &SsoUrl,
    receive: Receive<Trusted>,
    wait: &Wait,
) -> Result<SignInPage, Error> {
    let (answer, _) = core.fetch_as(question, wait, &|| (), receive)?;
    SignInPage::read(&answer)
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
        for code in ["<script>", "a b", "ä", &"a".repeat(LONGEST_CODE + 1)] {
            assert_eq!(of(code), (Status::Refused, "unknown".into()));
        }
    }
}
