//! What the threads of an agent share.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use once_cell::sync::OnceCell;

use super::memo::{Memo, Proofs};
use super::remember::{Remembered, passwords_with_platform};
use super::requests::Requests;
use super::token::Access;
use crate::api::{CustomerLicenseUsers, Question, Readable, UserLicenses};
use crate::clock::{Clock, Deadline, Stopwatch};
use crate::config::AgentSettings;
use crate::error::{Error, Status};
use crate::log::Closed;
use crate::model::{LicenseUsers, Licenses};
use crate::os_problem::thread_problem;
use crate::platform;
use crate::results::{Answer, Refreshed, Source, Time};
use crate::run::{Cancel, Wait, Workers};
use crate::store::{CacheSettings, KeySource, Mark, Store};
use crate::sync::{JoinHandle, Mutex};
use crate::transport::Transport;

pub struct Core {
    pub settings: AgentSettings,
    pub transport: Box<dyn Transport>,
    pub clock: Clock,
    /// Cancelled when the agent is closed.
    pub closing: Cancel,
    pub workers: Workers,
    pub proofs: Proofs,
    pub access: Access,
    pub remembered: Remembered,
    licenses: Desk<UserLicenses>,
    users: Desk<CustomerLicenseUsers>,
    store: OnceCell<Store>,
    offset: AtomicI64,
    /// The products whose id the vendor was told.
    pub noted: Mutex<Vec<String>>,
    /// Whether the offset that a former process found out has been looked up.
    offset_known: Mutex<bool>,
}

/// What is remembered of questions of one kind.
pub struct Desk<Q: Asked> {
    pub requests: Requests<Q>,
    pub memo: Memo<Q::Answer>,
}

impl<Q: Asked> Default for Desk<Q> {
    fn default() -> Self {
        Self { requests: Requests::default(), memo: Memo::default() }
    }
}

/// How an answer was had: where it came from, and why the store answered.
pub type How<'a> = (Source, Option<&'a Error>);

/// A question that an agent can be asked.
pub trait Asked: Readable<Answer: Send + Sync> + Clone + PartialEq + Send + Sync + 'static {
    fn desk(core: &Core) -> &Desk<Self>;

    /// Reports to the application what became of a request that nobody waited for. On a thread of the
    /// agent.
    fn report(&self, core: &Core, result: Result<&Answer<Self::Answer>, &Error>);

    /// The same question with the secret that is remembered, if one is.
    fn recalled(&self, _: &Arc<Core>, _: &Wait) -> Option<Self> {
        None
    }

    /// Is told what was read, before anybody gets it.
    fn note(&self, _: &Core, _: &Self::Answer) {}

    /// Is told what the server made of the sign-in: whether it was accepted.
    fn judged(&self, _: &Arc<Core>, _accepted: bool) {}
}

impl Asked for UserLicenses {
    fn desk(core: &Core) -> &Desk<Self> {
        &core.licenses
    }

    fn report(&self, core: &Core, result: Refreshed) {
        if let Some(callback) = &core.settings.refreshed {
            let callbacks = &core.workers.callbacks;
            callbacks.call_from_worker(|| callback.call(&self.product, result));
        }
    }

    fn recalled(&self, core: &Arc<Core>, wait: &Wait) -> Option<Self> {
        core.recall(self, wait)
    }

    fn note(&self, core: &Core, licenses: &Licenses) {
        core.note_product_id(&self.product, licenses);
    }

    fn judged(&self, core: &Arc<Core>, accepted: bool) {
        if accepted { core.remember(self) } else { core.unremember(self) }
    }
}

impl Asked for CustomerLicenseUsers {
    fn desk(core: &Core) -> &Desk<Self> {
        &core.users
    }

    fn report(&self, core: &Core, result: Result<&Answer<LicenseUsers>, &Error>) {
        if let Err(error) = result {
            core.settings.log.warning(format_args!(
                "{}: refresh failed, {}",
                self.kind(),
                error.for_log()
            ));
        }
    }
}

impl Core {
    pub fn new(settings: AgentSettings, transport: Box<dyn Transport>, clock: Clock) -> Self {
        Self {
            settings,
            transport,
            clock,
            closing: Cancel::default(),
            workers: Workers::new(start_worker),
            proofs: Proofs::default(),
            access: Access::default(),
            remembered: Remembered::default(),
            licenses: Desk::default(),
            users: Desk::default(),
            store: OnceCell::new(),
            offset: AtomicI64::new(0),
            noted: Mutex::default(),
            offset_known: Mutex::new(false),
        }
    }

    /// How long a call may take that begins now.
    pub fn wait(&self) -> Wait {
        Wait::new(self.settings.net.timeout, &self.closing)
    }

    /// Opened when it is first needed; `None` if it is switched off.
    pub fn store(&self) -> Result<Option<(&Store, &CacheSettings)>, Error> {
        let Some(settings) = &self.settings.cache else {
            return Ok(None);
        };
        let store = self.store.get_or_try_init(|| {
            let source = KeySource {
                secret: self.settings.application.secret().clone(),
                response_key: self.settings.response_key.bytes().to_vec(),
            };
            let largest = self.settings.net.max_response_bytes;
            Store::open(settings, &source, largest, self.settings.log.clone())
        })?;
        Ok(Some((store, settings)))
    }

    /// How far the server's clock is ahead; a former process may have found that out.
    pub fn offset(&self) -> i64 {
        if !*self.offset_known.lock()
            && let Ok(Some((store, _))) = self.store()
        {
            self.learn_offset(store.mark());
        }
        self.offset.load(Ordering::Relaxed)
    }

    /// Takes what a former process found out, unless this one knows better.
    pub fn learn_offset(&self, mark: Option<Mark>) {
        let mut known = self.offset_known.lock();
        if !*known {
            *known = true;
            self.offset.store(mark.map_or(0, |mark| mark.offset), Ordering::Relaxed);
        }
    }

    pub fn set_offset(&self, offset: i64) {
        *self.offset_known.lock() = true;
        self.offset.store(offset, Ordering::Relaxed);
    }

    /// Cancels what is in flight, and waits until the application is called no more; says whether that
    /// is so. May be called again.
    pub fn close(&self, deadline: Deadline) -> bool {
        self.workers.close();
        self.closing.cancel();
        self.transport.shut_down();
        // A line may still be written by a thread that is waited for.
        if !self.workers.join(deadline) {
            return false;
        }
        match self.settings.log.close(deadline) {
            Closed::NotYet => return false,
            Closed::AfterLines => self.workers.join_ended(),
            Closed::AtOnce => {}
        }
        true
    }

    pub fn time(&self) -> Time {
        Time { clock: self.clock.clone(), offset: self.offset() }
    }

    pub fn forget(self: &Arc<Self>, who: Option<&str>) -> Result<(), Error> {
        self.licenses.memo.clear();
        self.users.memo.clear();
        self.remembered.forget(who);
        let Some((store, _)) = self.store()? else {
            return Ok(());
        };
        let passwords = passwords_with_platform(store, who);
        let removed = self.remove_from_platform(passwords.clone());
        // Of what the platform could not remove the note stays: a later call finds it by that.
        let kept = if removed.is_ok() { Vec::new() } else { passwords };
        store.forget(who, &kept)?;
        removed
    }

    pub fn log_result(
        &self,
        question: &dyn Question,
        result: Result<How, &Error>,
        watch: &Stopwatch,
    ) {
        let (kind, product, ms) = (question.kind(), question.product(), watch.elapsed_ms());
        let log = &self.settings.log;
        match result {
            Ok((source, None)) => {
                log.info(format_args!("{kind} {product}: answered from {source:?} in {ms} ms"));
            }
            Ok((source, Some(why))) => log.warning(format_args!(
                "{kind} {product}: answered from {source:?} in {ms} ms, since {}",
                why.for_log()
            )),
            Err(error) => {
                let why = error.for_log();
                log.warning(format_args!("{kind} {product}: failed after {ms} ms, {why}"));
            }
        }
    }
}

pub fn cancelled() -> Error {
    Error::new(Status::Cancelled, "the call was cancelled")
}

fn start_worker(name: &str, work: Box<dyn FnOnce() + Send>) -> Result<JoinHandle<()>, Error> {
    platform::start_thread(name, work).map_err(|error| {
        let why = thread_problem(&error);
        Error::harmless(Status::Internal, format_args!("no thread can be started: {why}"))
    })
}
