//! The stories: how a question gets its answer.

mod core;
mod fetch;
mod keep;
mod memo;
mod remember;
mod requests;
mod sso;
mod stored;
mod token;
mod tokens;

use std::mem;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

pub use self::core::Asked;
use self::core::{Core, cancelled};
pub use self::sso::{Browser, SsoOptions};
use crate::answer::{Answer, Entitlement};
use crate::api::UserLicenses;
use crate::clock::{Clock, Deadline, Stopwatch};
use crate::config::AgentSettings;
use crate::device::Process;
use crate::error::{Error, Status};
use crate::policy::{self, AfterFailure, Policy};
pub use crate::run::Task;
use crate::run::{Cancel, Wait, caught};
use crate::transport::{HttpTransport, Transport};

/// A client of the License API, and its life: it is closed when this is dropped.
pub struct Agent {
    client: Client,
    made_in: Process,
}

/// What an agent can be asked, from any number of threads. Whoever holds one keeps the memory alive,
/// but not the agent open.
#[derive(Clone)]
pub struct Client {
    core: Arc<Core>,
}

impl Agent {
    /// Opens nothing: no socket, no thread, no trust store and no file.
    pub fn new(settings: AgentSettings) -> Self {
        let transport =
            HttpTransport::new(settings.base_url.clone(), settings.net.clone(), &settings.log);
        Self::with(settings, Box::new(transport), Clock::System)
    }

    pub fn with(settings: AgentSettings, transport: Box<dyn Transport>, clock: Clock) -> Self {
        // Elsewhere the linker sees to that (build.rs).
        #[cfg(windows)]
        crate::device::stay_loaded();
        let core = Arc::new(Core::new(settings, transport, clock));
        Self { client: Client { core }, made_in: Process::this() }
    }

    /// For a call: an error if the agent is closed, or belongs to the process that this one was forked
    /// off from.
    pub fn enter(&self) -> Result<Client, Error> {
        self.made_in.must_be_this("agent")?;
        if self.client.core.closing.is_cancelled() {
            return Err(cancelled());
        }
        Ok(self.client.clone())
    }

    /// Cancels what is in flight, and waits for callbacks for so long at most.
    pub fn close(&self, limit: Duration) -> Result<(), Error> {
        self.made_in.must_be_this("agent")?;
        // Freed meanwhile, the memory is still there.
        let core = self.client.core.clone();
        if core.close(Deadline::after(limit)) {
            return Ok(());
        }
        Err(Error::new(Status::Timeout, "a callback of the application has not returned yet"))
    }
}

impl Deref for Agent {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Drop for Agent {
    /// In a forked child the parent's sockets, threads and memory are left alone.
    fn drop(&mut self) {
        let core = self.client.core.clone();
        if self.made_in.is_this() {
            core.close(Deadline::never());
        } else {
            mem::forget(core);
        }
    }
}

impl Client {
    /// Answers a question as the policy says, within the configured time.
    pub fn ask<Q: Asked>(&self, question: &Q, policy: Policy) -> Result<Answer<Q::Answer>, Error> {
        ask(&self.core, question, policy, &Caller::blocked(&self.core))
    }

    /// May this user run this product, or this feature of it?
    pub fn check(
        &self,
        question: &UserLicenses,
        feature: Option<&str>,
        policy: Policy,
    ) -> Result<Entitlement, Error> {
        let answer = self.ask(question, policy)?;
        Ok(Entitlement::of(&answer, &question.product, feature))
    }

    /// Asks likewise, on a thread of its own; the outcome is delivered there, once.
    pub fn start<Q: Asked>(
        &self,
        question: Q,
        policy: Policy,
        deliver: impl FnOnce(Result<Answer<Q::Answer>, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error> {
        if policy == Policy::NetworkOnly && !self.core.settings.remember.is_on() {
            question.must_hold_a_secret()?;
        }
        self.begin(move |core, caller| ask(core, &question, policy, caller), deliver)
    }

    fn begin<T: Send + 'static>(
        &self,
        job: impl FnOnce(&Arc<Core>, &Caller) -> Result<T, Error> + Send + 'static,
        deliver: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error> {
        let core = self.core.clone();
        let job = move |cancel: &Cancel| {
            let wait = Wait::new(core.settings.net.timeout, cancel);
            caught(|| job(&core, &Caller { wait, is_task: true }))
        };
        let cancelled = || Err(cancelled());
        Task::start(&self.core.workers, &self.core.closing, job, deliver, cancelled)
    }

    /// Removes what is stored of one person, or of everybody.
    pub fn forget(&self, who: Option<&str>) -> Result<(), Error> {
        self.core.forget(who)
    }

    /// How far the server's clock is ahead of this device's, in seconds; 0 while they agree.
    pub fn clock_offset(&self) -> i64 {
        self.core.offset()
    }
}

/// Somebody who waits for an answer.
pub struct Caller {
    wait: Wait,
    /// On a thread of the agent; somebody can cancel it.
    is_task: bool,
}

impl Caller {
    /// One who is blocked meanwhile.
    fn blocked(core: &Core) -> Self {
        Self { wait: core.wait(), is_task: false }
    }

    /// The same one, whose time begins anew.
    fn anew(&self, core: &Core) -> Self {
        Self { wait: self.wait.anew(core.settings.net.timeout), is_task: self.is_task }
    }
}

fn ask<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    policy: Policy,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    let watch = Stopwatch::start();
    let result = match policy {
        Policy::NetworkOnly => match question.recalled(core, &caller.wait) {
            Some(question) => network_only(core, &question, caller),
            None => network_only(core, question, caller),
        },
        Policy::CacheOnly => core.stored(question),
        Policy::NetworkFirst => recall_and_ask(core, question, caller),
        Policy::CacheFirst => cache_first(core, question, caller),
    };
    let how = result.as_ref().map(|answer| (answer.source, answer.fallback.as_ref()));
    core.log_result(question, how, &watch);
    result
}

fn network_only<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    require_secret(core, question)?;
    requests::ask_now(core, question, caller)
}

fn require_secret<Q: Asked>(core: &Core, question: &Q) -> Result<(), Error> {
    question.must_hold_a_secret().map_err(|error| {
        if core.settings.remember.is_on() { remember::nobody_remembered() } else { error }
    })
}

fn recall_and_ask<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    match question.recalled(core, &caller.wait) {
        Some(question) => network_first(core, &question, caller),
        None => network_first(core, question, caller),
    }
}

fn network_first<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    if question.must_hold_a_secret().is_err() {
        return core.stored(question);
    }
    // With an answer at hand nobody waits longer than they have to: when the time is up the request
    // goes on in the background.
    let result = if core.may_be_stored(question) {
        requests::ask_in_background(core, question, caller)
    } else {
        requests::ask(core, question, caller)
    };
    result.or_else(|failure| fall_back(core, question, failure))
}

fn fall_back<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    failure: Error,
) -> Result<Answer<Q::Answer>, Error> {
    if policy::after(&failure) != AfterFailure::MayUseStored {
        return Err(failure);
    }
    match core.stored(question) {
        Ok(answer) => Ok(Answer { fallback: Some(failure), ..answer }),
        Err(error) if policy::adds_nothing(&error) => Err(failure),
        Err(error) => Err(failure.and(error.message())),
    }
}

fn cache_first<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    caller: &Caller,
) -> Result<Answer<Q::Answer>, Error> {
    let Ok(answer) = core.stored(question) else {
        return recall_and_ask(core, question, caller);
    };
    if question.is_repeatable() && core.is_due(answer.fetched_at) {
        let refreshed = if question.must_hold_a_secret().is_ok() {
            requests::refresh(core, question)
        } else if core.settings.remember.is_on() {
            recall_and_refresh(core, question)
        } else {
            Ok(())
        };
        if let Err(error) = refreshed {
            core.settings.log.warning(format_args!("no refresh: {error}"));
        }
    }
    Ok(answer)
}

/// Looks in the background for what is remembered: that may take its time.
fn recall_and_refresh<Q: Asked>(core: &Arc<Core>, question: &Q) -> Result<(), Error> {
    let (seeker, question) = (core.clone(), question.clone());
    let work = move || {
        let recall = || Ok(question.recalled(&seeker, &seeker.wait()));
        if let Ok(Some(question)) = caught(recall)
            && let Err(error) = requests::refresh(&seeker, &question)
        {
            seeker.settings.log.warning(format_args!("no refresh: {error}"));
        }
    };
    core.workers.spawn("lsagent-recall", Box::new(work))
}

#[cfg(test)]
mod tests;
