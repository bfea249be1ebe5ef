//! The stories: how a question gets its answer.

mod core;
mod fetch;
mod flight;
mod keep;
mod memo;
mod remember;
mod sso;
mod stored;
mod task;
mod token;
mod workers;

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;

pub use self::core::Asked;
use self::core::{Core, cancelled};
pub use self::sso::{Browser, SsoOptions};
pub use self::task::Task;
use crate::answer::{Answer, Entitlement, Source};
use crate::api::UserLicenses;
use crate::clock::{Clock, Deadline, Stopwatch};
use crate::config::AgentSettings;
use crate::error::Error;
use crate::policy::{self, AfterFailure, Policy};
use crate::transport::{HttpTransport, Transport};

/// How long freeing an agent may take.
const FAREWELL: Duration = Duration::from_millis(500);

/// A client of the License API. Its methods may be called from any number of threads.
pub struct Agent {
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
        Self { core: Arc::new(Core::new(settings, transport, clock)) }
    }

    /// Answers a question as the policy says, within the configured time.
    pub fn ask<Q: Asked>(&self, question: &Q, policy: Policy) -> Result<Answer<Q::Answer>, Error> {
        ask(&self.core, question, policy, &Patience::of(&self.core))
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

    /// Asks likewise, on a thread of its own; what came of it is delivered there, once.
    pub fn start<Q: Asked>(
        &self,
        question: Q,
        policy: Policy,
        deliver: impl FnOnce(Result<Answer<Q::Answer>, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error> {
        if policy == Policy::NetworkOnly && !self.core.settings.remember.is_on() {
            question.must_hold_a_secret()?;
        }
        self.begin(move |core, patience| ask(core, &question, policy, patience), deliver)
    }

    fn begin<T>(
        &self,
        story: impl FnOnce(&Arc<Core>, &Patience) -> Result<T, Error> + Send + 'static,
        deliver: impl FnOnce(Result<T, Error>) + Send + 'static,
    ) -> Result<Arc<Task>, Error> {
        let task = Arc::new(Task::default());
        let deliver = Arc::new(Mutex::new(Some(deliver)));
        let (core, kept, own) = (self.core.clone(), task.clone(), deliver.clone());
        let work = move || {
            let patience = Patience { task: Some(kept.clone()), ..Patience::of(&core) };
            let result = task::caught(|| story(&core, &patience));
            core.workers.call_back(|| {
                let undelivered = own.lock().take();
                if let Some(deliver) = undelivered {
                    deliver(result);
                }
            });
            kept.finish();
        };
        let kept = task.clone();
        let otherwise = move || {
            let undelivered = deliver.lock().take();
            if let Some(deliver) = undelivered {
                deliver(Err(cancelled()));
                kept.finish();
            }
        };
        let workers = &self.core.workers;
        workers.spawn_or("lsagent-task", Box::new(work), Some(Box::new(otherwise)))?;
        Ok(task)
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

impl Drop for Agent {
    fn drop(&mut self) {
        self.core.workers.close();
        self.core.transport.shut_down();
        self.core.workers.join(FAREWELL);
        self.core.settings.log.close(FAREWELL);
    }
}

/// How long somebody waits for an answer.
pub struct Patience {
    deadline: Deadline,
    /// Whoever waits for a task can change their mind.
    task: Option<Arc<Task>>,
}

impl Patience {
    fn of(core: &Core) -> Self {
        Self { deadline: Deadline::after(core.settings.net.timeout), task: None }
    }

    /// The same somebody, who begins to wait anew.
    fn renewed(&self, core: &Core) -> Self {
        Self { task: self.task.clone(), ..Self::of(core) }
    }

    fn is_over(&self, core: &Core) -> bool {
        core.workers.is_closed() || self.task.as_ref().is_some_and(|task| task.is_cancelled())
    }
}

fn ask<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    policy: Policy,
    patience: &Patience,
) -> Result<Answer<Q::Answer>, Error> {
    let watch = Stopwatch::start();
    let result = match policy {
        Policy::NetworkOnly => match question.recalled(core, patience) {
            Some(question) => network_only(core, &question, patience),
            None => network_only(core, question, patience),
        },
        Policy::CacheOnly => core.stored(question),
        Policy::NetworkFirst => recall_and_ask(core, question, patience),
        Policy::CacheFirst => cache_first(core, question, patience),
    };
    let how = result.as_ref().map(|answer| (answer.source, answer.fallback.as_ref()));
    core.log_result(question, how, &watch);
    result
}

fn network_only<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    patience: &Patience,
) -> Result<Answer<Q::Answer>, Error> {
    let answer = from_network(core, question, patience)?;
    if answer.source == Source::Network {
        return Ok(answer);
    }
    // Another process had just asked the same, and its answer was taken; here that will not do.
    flight::alone(core, question, patience)
}

fn from_network<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    patience: &Patience,
) -> Result<Answer<Q::Answer>, Error> {
    question.must_hold_a_secret().map_err(|error| {
        if core.settings.remember.is_on() { remember::nobody_remembered() } else { error }
    })?;
    // Whoever may change their mind must not be busy asking.
    if patience.task.is_some() {
        flight::behind(core, question)?.wait(core, patience)
    } else {
        flight::inline(core, question, patience)
    }
}

fn recall_and_ask<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    patience: &Patience,
) -> Result<Answer<Q::Answer>, Error> {
    match question.recalled(core, patience) {
        Some(question) => network_first(core, &question, patience),
        None => network_first(core, question, patience),
    }
}

fn network_first<Q: Asked>(
    core: &Arc<Core>,
    question: &Q,
    patience: &Patience,
) -> Result<Answer<Q::Answer>, Error> {
    if question.must_hold_a_secret().is_err() {
        return core.stored(question);
    }
    // With an answer in hand nobody waits longer than they have to: when the time is up the
    // request goes on behind the caller.
    let result = if core.may_be_stored(question) {
        flight::behind(core, question).and_then(|flight| flight.wait(core, patience))
    } else {
        from_network(core, question, patience)
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
    patience: &Patience,
) -> Result<Answer<Q::Answer>, Error> {
    let Ok(answer) = core.stored(question) else {
        return recall_and_ask(core, question, patience);
    };
    if question.is_repeatable() && core.is_due(answer.fetched_at) {
        let refreshed = if question.must_hold_a_secret().is_ok() {
            refresh(core, question)
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

fn refresh<Q: Asked>(core: &Arc<Core>, question: &Q) -> Result<(), Error> {
    flight::behind(core, question).map(|flight| flight.tell_when_done(core))
}

/// Looks behind the caller for what is remembered: that may take its time.
fn recall_and_refresh<Q: Asked>(core: &Arc<Core>, question: &Q) -> Result<(), Error> {
    let (seeker, question) = (core.clone(), question.clone());
    let work = move || {
        let recall = || Ok(question.recalled(&seeker, &Patience::of(&seeker)));
        if let Ok(Some(question)) = task::caught(recall)
            && let Err(error) = refresh(&seeker, &question)
        {
            seeker.settings.log.warning(format_args!("no refresh: {error}"));
        }
    };
    core.workers.spawn("lsagent-recall", Box::new(work))
}

#[cfg(test)]
mod tests;
