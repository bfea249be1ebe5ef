//! The doing: the facts of each step, from the rooms that calls use.

use std::time::Duration;

use super::Checkup;
use super::judge::answer::{self, Answered, Asked, NoSignIn, SignedIn};
use super::judge::surroundings::{Settings, Surroundings, versions};
use super::judge::{blame, not_reached, share, store, way};
use super::report::{Finding, Health, StepId};
use super::text::Host;
use crate::agent::recall::recall;
use crate::agent::rooms::Rooms;
use crate::api::{Application, FetchProduct, Identity, ResponseKey, UserLicenses};
use crate::error::{Error, Status};
use crate::network::{Examined, Unanswered};
use crate::passwords::Remember;
use crate::platform;
use crate::rules::entitlement;
use crate::run::Wait;
use crate::transport::{ProxySource, Trace, Way, traced};

/// No vendor has a product of this code.
const NOBODYS_PRODUCT: &str = "lsagent-doctor";

/// One examination, and what it has found so far.
pub struct Examination<'a> {
    rooms: &'a Rooms,
    checkup: &'a Checkup,
    wait: Wait,
    addresses: Vec<std::net::SocketAddr>,
    /// The step for lack of which the way to the service is not to be gone.
    blocked: Option<StepId>,
    call: Option<Called>,
}

/// The call that needs no user.
struct Called {
    trace: Trace,
    outcome: Result<Answered, Unanswered>,
    /// The step that it is to be blamed on, if it has failed.
    blamed: Option<StepId>,
}

impl Called {
    /// Why the call failed, if it did at this step.
    fn failure_at(&self, step: StepId) -> Option<&Error> {
        let error = match &self.outcome {
            Ok(answered) => answered.outcome.as_ref().err(),
            Err(Unanswered::NoToken(error) | Unanswered::NoAnswer(error)) => Some(error),
        };
        error.filter(|_| self.blamed == Some(step))
    }

    /// The step before this one at which it has ended.
    fn ended_before(&self, step: StepId) -> Option<StepId> {
        self.blamed.filter(|blamed| (*blamed as usize) < step as usize)
    }
}

impl<'a> Examination<'a> {
    pub fn new(rooms: &'a Rooms, checkup: &'a Checkup, wait: Wait) -> Self {
        Self { rooms, checkup, wait, addresses: Vec::new(), blocked: None, call: None }
    }

    /// Takes a step, after those before it. A time is that of the step where another step's work has brought it.
    pub fn take(&mut self, step: StepId) -> (Finding, Option<Duration>) {
        match step {
            StepId::Settings => (self.settings(), None),
            StepId::Environment => (self.environment(), None),
            StepId::Names => (self.names(), None),
            StepId::Connection => (self.connection(), None),
            StepId::Proxy
            | StepId::Tls
            | StepId::Http
            | StepId::Clock
            | StepId::Application
            | StepId::Signature => self.on_the_way(step),
            StepId::User => (self.user(), None),
            StepId::Store => (self.store(), None),
            StepId::Secrets => (self.secrets(), None),
            StepId::Versions => (versions(platform::system_release().as_deref()), None),
        }
    }

    fn way(&self) -> Option<&'a dyn Way> {
        self.rooms.server().way()
    }

    fn server(&self) -> Host {
        Host::of(&self.rooms.host)
    }

    fn settings(&mut self) -> Finding {
        let (way, rooms) = (self.way(), self.rooms);
        let trust = way.map_or(Ok(()), |way| self.trust(way));
        let limits = rooms.answers.limits();
        let is_shared = rooms.response_key().bytes() == ResponseKey::production().bytes();
        let product = self.checkup.product.as_deref();
        let settings = Settings {
            server: self.server(),
            is_https: rooms.host.is_https(),
            application: self.application_kind(),
            timeout: rooms.timeout,
            connect_timeout: way.map(Way::connect_timeout),
            response_key: if is_shared { "production" } else { "own" },
            is_product_pinned: product.map(|product| rooms.product_ids().of(product).is_some()),
            has_ca_file: way.is_some_and(Way::has_ca_file),
            is_key_pinned: way.is_some_and(Way::is_pinned),
            offline_grace: limits.offline_grace,
            refresh_after: limits.refresh_after,
            remember: match rooms.passwords.mode() {
                Remember::Off => "off",
                Remember::Anywhere => "anywhere",
                Remember::PlatformOnly => "platform_only",
            },
            trust,
        };
        let finding = settings.finding();
        self.block_if_failed(StepId::Settings, &finding);
        finding
    }

    /// Plain http needs no certificates.
    fn trust(&self, way: &dyn Way) -> Result<(), Error> {
        if way.server().is_https() { way.read_trust() } else { Ok(()) }
    }

    fn application_kind(&self) -> &'static str {
        match self.rooms.application() {
            Ok(Application::OAuth(_)) => "oauth_client",
            Ok(Application::Key(_)) | Err(_) => "api_key",
        }
    }

    fn environment(&mut self) -> Finding {
        let way = self.way();
        let variables = way.map(|way| way.environment().names().collect());
        let surroundings = Surroundings {
            proxy: way.and_then(Way::proxy),
            source: way.map_or(ProxySource::Environment(None), Way::proxy_source),
            unusable: way.and_then(Way::unusable_variable),
            is_past_the_proxy: way.is_some_and(Way::is_past_the_proxy),
            variables: variables.unwrap_or_default(),
            is_privileged: platform::is_privileged(),
            has_ca_file: way.is_some_and(Way::has_ca_file),
            trust: way.map_or(Ok(()), |way| self.trust(way)),
        };
        let finding = surroundings.finding();
        if surroundings.trust.is_err() {
            self.block_if_failed(StepId::Environment, &finding);
        }
        finding
    }

    fn block_if_failed(&mut self, step: StepId, finding: &Finding) {
        if finding.health == Health::Failed {
            self.blocked.get_or_insert(step);
        }
    }

    /// The wait of a step of the network: so many are still to come.
    fn part(&self, usual: Duration, steps_to_come: u32) -> Wait {
        let left = self.wait.deadline.remaining();
        self.wait.at_most(share::of_the_network(left, usual, steps_to_come))
    }

    /// The host that is connected to: the service, or the proxy that leads to it.
    fn first_host(way: &dyn Way) -> Host {
        way.proxy().map_or_else(|| Host::of(way.server()), |proxy| way::host_of(&proxy))
    }

    fn names(&mut self) -> Finding {
        let Some(way) = self.way() else {
            return Finding::skipped("There is no network to look at.");
        };
        let found = way.look_up(&self.part(way.connect_timeout(), 4));
        let finding = way::names(&Self::first_host(way), &found);
        self.block_if_failed(StepId::Names, &finding);
        self.addresses = found.unwrap_or_default();
        finding
    }

    fn connection(&mut self) -> Finding {
        let Some(way) = self.way() else {
            return Finding::skipped("There is no network to look at.");
        };
        if self.addresses.is_empty() {
            return not_reached(StepId::Names);
        }
        let attempted = way.connect_each(&self.addresses, &self.part(way.connect_timeout(), 3));
        let finding = way::connection(&Self::first_host(way), &attempted);
        self.block_if_failed(StepId::Connection, &finding);
        finding
    }

    /// One call has gone through all of these.
    fn on_the_way(&mut self, step: StepId) -> (Finding, Option<Duration>) {
        if let Some(blocked) = self.blocked {
            return (not_reached(blocked), None);
        }
        let call = match self.call.take() {
            Some(call) => call,
            None => self.ask(),
        };
        let result = (self.of_call(step, &call), time_of(step, &call.trace));
        self.call = Some(call);
        result
    }

    fn ask(&self) -> Called {
        let product = self.checkup.product.as_deref().unwrap_or(NOBODYS_PRODUCT);
        let call = FetchProduct { product: product.to_owned() };
        let steps = if self.checkup.identity.is_some() { 2 } else { 1 };
        let wait = self.part(self.rooms.timeout, steps);
        let (outcome, trace) = traced(|| self.rooms.server().examine(&call, &wait));
        let outcome = outcome.map(|Examined { http_status, date, sent_at, offset, outcome }| {
            Answered { http_status, date, sent_at, offset, outcome: outcome.map(drop) }
        });
        let has_proxy = self.way().is_some_and(|way| way.proxy().is_some());
        let blamed = match &outcome {
            Ok(Answered { outcome: Ok(()), .. }) => None,
            Ok(Answered { outcome: Err(error), .. }) if self.is_as_expected(error) => None,
            Ok(Answered { outcome: Err(error), .. }) => Some(blame::answered(error)),
            Err(failure) => Some(blame::unanswered(failure, &trace, has_proxy)),
        };
        Called { trace, outcome, blamed }
    }

    /// Nobody has the product that was asked about in the place of the application's.
    fn is_as_expected(&self, error: &Error) -> bool {
        self.checkup.product.is_none() && answer::is_unknown_product(error)
    }

    fn of_call(&self, step: StepId, call: &Called) -> Finding {
        if let Some(ended) = call.ended_before(step)
            && step != StepId::Signature
        {
            return not_reached(ended);
        }
        let (trace, failure) = (&call.trace, call.failure_at(step));
        let way = self.way();
        match (step, &call.outcome) {
            (StepId::Proxy, _) => {
                way::proxy(way.and_then(|way| way.proxy()).as_ref(), trace, failure)
            }
            (StepId::Tls, _) if !self.rooms.host.is_https() => {
                Finding::skipped("The license server is on this device, and without TLS.")
            }
            (StepId::Tls, _) => {
                let has_ca_file = way.is_some_and(|way| way.has_ca_file());
                way::Tls { trace, failure, now: self.rooms.time().now(), has_ca_file }.finding()
            }
            (step, Ok(answered)) => self.of_answer(step, answered, failure),
            (StepId::Application, Err(Unanswered::NoToken(error))) => {
                super::judge::failed("The application gets no access token", error)
            }
            (step, Err(Unanswered::NoAnswer(error) | Unanswered::NoToken(error)))
                if call.blamed == Some(step) =>
            {
                super::judge::failed("No usable answer of the license server came", error)
            }
            (_, Err(_)) => not_reached(call.blamed.unwrap_or(StepId::Http)),
        }
    }

    fn of_answer(&self, step: StepId, answered: &Answered, failure: Option<&Error>) -> Finding {
        let key = self.rooms.response_key().bytes() == ResponseKey::production().bytes();
        match step {
            StepId::Clock => answer::clock(answered, failure),
            StepId::Application => {
                answer::application(self.asked(), answered, self.application_kind())
            }
            StepId::Signature => {
                answer::signature(answered, if key { "production" } else { "own" })
            }
            _ => answer::http(&self.server(), answered, failure),
        }
    }

    fn asked(&self) -> Asked<'a> {
        self.checkup.product.as_deref().map_or(Asked::Nothing, Asked::Product)
    }

    fn user(&self) -> Finding {
        let (product, identity) = match self.sign_in() {
            Ok(sign_in) => sign_in,
            Err(why) => return answer::no_sign_in(why),
        };
        let ended = self.call.as_ref().and_then(|call| call.blamed);
        if let Some(ended) = self.blocked.or(ended) {
            return not_reached(ended);
        }
        let call = UserLicenses { product: product.clone(), identity };
        let wait = self.part(self.rooms.timeout, 1);
        let outcome = match self.rooms.server().examine(&call, &wait) {
            Ok(examined) => examined.outcome,
            Err(Unanswered::NoToken(error) | Unanswered::NoAnswer(error)) => Err(error),
        };
        answer::user(&outcome.map(|licenses| {
            let now = self.rooms.time().now();
            let verdict = entitlement::decide(&licenses, &product, None, now);
            SignedIn { licenses: licenses.0.len(), decision: verdict.decision }
        }))
    }

    /// As whom to sign in, and for which product.
    fn sign_in(&self) -> Result<(String, Identity), NoSignIn> {
        let identity = self.checkup.identity.clone().ok_or(NoSignIn::NotGiven)?;
        let product = self.checkup.product.clone().ok_or(NoSignIn::NoProduct)?;
        if identity.is_used_up() {
            return Err(NoSignIn::UsedUp);
        }
        if identity.require_secret().is_ok() {
            return Ok((product, identity));
        }
        let call = UserLicenses { product: product.clone(), identity };
        let wait = self.part(self.rooms.timeout, 2);
        let recalled = recall(self.rooms, &call, &wait).ok_or(NoSignIn::NotRemembered)?;
        Ok((product, recalled))
    }

    fn store(&self) -> Finding {
        let answers = &self.rooms.answers;
        store::store(&answers.survey(), answers.limits(), self.rooms.time().now())
    }

    fn secrets(&self) -> Finding {
        let passwords = &self.rooms.passwords;
        store::secrets(passwords.mode(), || passwords.try_out(&self.wait))
    }
}

/// How long the call was at this step.
fn time_of(step: StepId, trace: &Trace) -> Option<Duration> {
    let between = |from: Option<Duration>, to: Option<Duration>| Some(to?.saturating_sub(from?));
    match step {
        StepId::Proxy => between(trace.reached, trace.opened),
        StepId::Tls => between(trace.opened, trace.connected),
        StepId::Http => between(trace.connected, trace.answered),
        _ => None,
    }
}

/// What an examination says that was cut short.
pub fn cut_short() -> Finding {
    let error = Error::new(Status::Timeout, "it has not ended in the time for all steps");
    super::judge::failed("This step could not be ended", &error)
}
