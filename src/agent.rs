//! The stories: how a question gets its answer.
//!
//! # Threads
//!
//! An agent begins without a thread. What it starts, it starts with all signals blocked but those of a
//! thread's own faults and those by which a managed runtime stops threads
//! ([`crate::platform::start_thread`], the only place that starts threads):
//!
//! | thread | does | ends |
//! |---|---|---|
//! | `lsagent-task` | one call of the application that does not block, and its callback | with the callback |
//! | `lsagent-fetch` | one request in the background; reports it, if that is wanted | with the request, after 30 s at most |
//! | `lsagent-report` | the report of a request that ran on a thread of the application's | with the callback |
//! | `lsagent-cancel` | the callback of a task whose thread the system holds while the agent is closed | with the callback |
//! | `lsagent-recall`, `lsagent-keep`, `lsagent-secrets` | ask the platform for a password, or have it keep one | when the platform answers |
//! | `lsagent-dns` | one look-up of a name; belongs to no agent and calls nobody | when the system answers |
//! | `lsagent-browser` | waits for the program that shows a page to end, calls nobody | with that program |
//!
//! A call that blocks runs on the application's thread, its request too, unless the store has an answer:
//! then the request runs in the background, so that the caller has the stored answer when the time is up.
//! Of requests that everybody has left, four of each kind go on; the socket of the oldest of more is shut
//! down.
//!
//! ```text
//! ask ── store has an answer, or a task? ── no ── request on the caller's thread ── answer
//!                     │ yes
//!                     └── request in the background (single-flight) ── answer, or left when late
//!                                      └── late, or a refresh: report, if it failed or changed something
//! ```
//!
//! # Waiting
//!
//! All waits are a [`Wait`]: a deadline and a cancellation. Closing the agent cancels `Core::closing`,
//! the root of all of them; a task and a request have a child of it each. A waiter is woken. Two things
//! outside of the process are polled, since the system wakes nobody for them: the lock of another
//! process, and the port to which a browser comes back.
//!
//! # Locks
//!
//! No lock is held while the application is called, while a request is on its way, or while the store is
//! read or written. Where two are held, they are taken in this order:
//!
//! 1. an access token's (`tokens`), 2. the list of requests, 3. one request (`run::single_flight`);
//! 1. the process's list of threads that close (`run::callbacks`), 2. the calls of one agent or log;
//! 1. the list of an agent's threads (`run::workers`), and nothing below it.
//!
//! A cancellation is locked by itself, and wakes others after it is unlocked.
//!
//! # Callbacks
//!
//! | callback | on which thread |
//! |---|---|
//! | task | the task's own, or `lsagent-cancel`; exactly once |
//! | refresh | `lsagent-fetch` or `lsagent-report`; once for each request, if there is something to report |
//! | browser | the one that signs in: the caller's in a call that blocks, else the task's |
//! | log | the one on which something happened, also the caller's inside a call |
//!
//! Tasks and refreshes are never reported on a thread that is inside the library for the application;
//! debug builds assert it. (A system that has no thread left for `lsagent-cancel` is the exception: the
//! callback then comes on the thread that closes.)
//!
//! # The end
//!
//! Closing cancels, shuts the sockets down and waits: for every callback of every other thread, without
//! a bound but the caller's (`ls_agent_close`); for threads that the system holds, 500 ms at most after
//! that. A task whose thread is held by then is delivered by another thread in its place. Not waited for
//! are the callback from which the agent is closed, and one that itself waits for that callback: two
//! callbacks that free each other's agents both return, the later one first.
//!
//! A call that is inside holds [`Client`], and with it the memory; it ends as cancelled. In a forked
//! child nothing of this is touched: calls fail, and freeing leaves everything to the parent.

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
use crate::api::UserLicenses;
use crate::clock::{Clock, Deadline, Stopwatch};
use crate::config::AgentSettings;
use crate::error::{Error, Status};
use crate::platform::Process;
use crate::results::{Answer, Entitlement};
use crate::rules::policy::{self, AfterFailure, Policy};
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
        crate::platform::stay_loaded();
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
