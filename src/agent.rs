//! The stories: how a question gets its answer.

use once_cell::sync::OnceCell;

use crate::api::{self, Question, Signed, Subject, Trusted};
use crate::cache::{CacheSettings, Entry, KeySource, Slot, Store, Verifier};
use crate::clock::{Clock, Deadline, Stopwatch};
use crate::config::AgentSettings;
use crate::error::{Error, Status};
use crate::model::blank_members;
use crate::policy::{self, AfterFailure, Policy};
use crate::transport::{HttpTransport, Transport};

/// Which of the two an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Network,
    Cache,
}

/// An answer, and how it was had.
#[derive(Debug)]
pub struct Answer<T> {
    pub data: T,
    pub source: Source,
    /// When the server gave it, in Unix seconds by this device's clock.
    pub fetched_at: i64,
    /// Why the store answered although the network was asked.
    pub fallback: Option<Error>,
}

/// A client of the License API. Its methods may be called from any number of threads.
pub struct Agent {
    settings: AgentSettings,
    transport: Box<dyn Transport>,
    clock: Clock,
    store: OnceCell<Option<Store>>,
}

/// The stored answer to which the name of the person is kept who last signed in through an account.
const LAST_OF_ACCOUNT: &str = "last_of_account";
/// Cut out of what is stored.
const INITIAL_PASSWORD: &str = "initial_password";

impl Agent {
    /// Opens nothing: no socket, no thread, no trust store and no file.
    pub fn new(settings: AgentSettings) -> Self {
        let transport = HttpTransport::new(
            settings.base_url.clone(),
            settings.net.clone(),
            &settings.log,
        );
        Self::with(settings, Box::new(transport), Clock::System)
    }

    pub fn with(settings: AgentSettings, transport: Box<dyn Transport>, clock: Clock) -> Self {
        Self {
            settings,
            transport,
            clock,
            store: OnceCell::new(),
        }
    }

    /// Answers a question as the policy says, within the configured time.
    pub fn ask<Q: Question>(
        &self,
        question: &Q,
        policy: Policy,
    ) -> Result<Answer<Q::Answer>, Error> {
        let watch = Stopwatch::start();
        let result = match policy {
            Policy::NetworkOnly => self.ask_network(question),
            Policy::CacheOnly => self.ask_store(question),
            Policy::NetworkFirst => self
                .ask_network(question)
                .or_else(|failure| self.fall_back(question, failure)),
        };
        self.log_result(question, &result, &watch);
        result
    }

    fn ask_network<Q: Question>(&self, question: &Q) -> Result<Answer<Q::Answer>, Error> {
        let result = self.fetch(question);
        match &result {
            Ok((signed, answer)) => self.keep(question, signed, answer),
            Err(failure) if policy::after(failure) == AfterFailure::DropStored => {
                self.drop_stored(question)
            }
            Err(_) => {}
        }
        result.map(|(_, answer)| answer)
    }

    /// One request; its answer verified, parsed and matched with the question.
    fn fetch<Q: Question>(&self, question: &Q) -> Result<(Signed, Answer<Q::Answer>), Error> {
        let deadline = Deadline::after(self.settings.net.timeout);
        let now = self.clock.now();
        let key = &self.settings.api_key;
        let request = api::request(question, key, now);
        let response = self.transport.send(&request, deadline)?;
        self.settings.log.debug(format_args!(
            "{}: {} answered {} with {} bytes",
            Q::KIND,
            self.settings.base_url.authority(),
            response.status,
            response.body.len()
        ));
        let mut secrets = vec![&key.api_key, &key.shared_key];
        secrets.extend(question.proof());
        let signed = api::receive(response, &self.settings.response_key, &secrets, now)?;
        let data = question.read(signed.clone().trust()?)?;
        let answer = Answer {
            data,
            source: Source::Network,
            fetched_at: now,
            fallback: None,
        };
        Ok((signed, answer))
    }

    fn fall_back<Q: Question>(
        &self,
        question: &Q,
        failure: Error,
    ) -> Result<Answer<Q::Answer>, Error> {
        if policy::after(&failure) == AfterFailure::DropStored {
            return Err(failure);
        }
        match self.ask_store(question) {
            Ok(answer) => Ok(Answer {
                fallback: Some(failure),
                ..answer
            }),
            // There is nothing to add where nothing was stored.
            Err(error) if error.status() == Status::NotCached => Err(failure),
            Err(error) => Err(failure.and(error)),
        }
    }

    fn ask_store<Q: Question>(&self, question: &Q) -> Result<Answer<Q::Answer>, Error> {
        let Some((store, settings)) = self.store()? else {
            return Err(Error::new(
                Status::NotCached,
                "nothing is stored: the store is switched off",
            ));
        };
        let person = self.person_asked_about(store, question)?;
        let entry = match person {
            Some(person) => store.get(slot::<Q>(question, &person))?,
            None => None,
        };
        let entry = entry.ok_or_else(nothing_stored)?;
        if !earned_by(&entry, question) {
            return Err(Error::new(
                Status::NotCached,
                "what is stored was earned with another sign-in, so it is not given out for this one",
            ));
        }
        policy::usable(entry.fetched_at, self.clock.now(), settings.offline_grace)?;
        let fetched_at = entry.fetched_at;
        let data = question.read(self.trust_again::<Q>(entry)?)?;
        Ok(Answer {
            data,
            source: Source::Cache,
            fetched_at,
            fallback: None,
        })
    }

    /// The same proof of origin as for what comes off the wire.
    fn trust_again<Q: Question>(&self, entry: Entry) -> Result<Trusted, Error> {
        match entry.signature {
            Some(signature) => {
                let signed = Signed::verify(entry.body, signature, &self.settings.response_key);
                signed.and_then(Signed::trust).map_err(|_| nothing_stored())
            }
            None if Q::DECIDES => Err(nothing_stored()),
            None => String::from_utf8(entry.body)
                .map(Trusted::by_the_seal)
                .map_err(|_| nothing_stored()),
        }
    }

    /// Stores a good answer. That it cannot be stored is logged, and is nobody's failure.
    fn keep<Q: Question>(&self, question: &Q, signed: &Signed, answer: &Answer<Q::Answer>) {
        if let Err(error) = self.try_keep(question, signed, answer) {
            self.settings.log.warning(format_args!(
                "{}: the answer is not stored: {error}",
                Q::KIND
            ));
        }
    }

    fn try_keep<Q: Question>(
        &self,
        question: &Q,
        signed: &Signed,
        answer: &Answer<Q::Answer>,
    ) -> Result<(), Error> {
        let Some((store, _)) = self.store()? else {
            return Ok(());
        };
        let Some(mut entry) = entry_for::<Q>(signed, answer.fetched_at)? else {
            return Err(crate::cache::unusable(
                "the answer holds a password, and must be kept as it was signed",
            ));
        };
        entry.verifier = question.proof().map(Verifier::of).transpose()?;
        match question.subject() {
            Subject::Person(person) => store.put(slot::<Q>(question, person), &entry),
            Subject::SomebodyOf(account) => {
                // An answer without a license does not tell whom it is about.
                let Some(person) = Q::person_in(&answer.data) else {
                    self.drop_stored(question);
                    return Ok(());
                };
                store.put(slot::<Q>(question, person), &entry)?;
                let name = Entry {
                    signature: None,
                    body: person.into(),
                    ..entry
                };
                store.put(account_slot(question, account), &name)
            }
        }
    }

    /// Removes what this very sign-in had earned; a typing error costs nothing.
    fn drop_stored<Q: Question>(&self, question: &Q) {
        let dropped = self.store().and_then(|store| match store {
            Some((store, _)) => self.drop_from(store, question),
            None => Ok(()),
        });
        if let Err(error) = dropped {
            self.settings
                .log
                .warning(format_args!("{}: {error}", Q::KIND));
        }
    }

    fn drop_from<Q: Question>(&self, store: &Store, question: &Q) -> Result<(), Error> {
        let Some(person) = self.person_asked_about(store, question)? else {
            return Ok(());
        };
        let slot = slot::<Q>(question, &person);
        match store.get(slot)? {
            Some(entry) if earned_by(&entry, question) => store.remove(slot),
            _ => Ok(()),
        }
    }

    fn person_asked_about<Q: Question>(
        &self,
        store: &Store,
        question: &Q,
    ) -> Result<Option<String>, Error> {
        match question.subject() {
            Subject::Person(person) => Ok(Some(person.to_owned())),
            Subject::SomebodyOf(account) => {
                let entry = store.get(account_slot(question, account))?;
                Ok(entry.and_then(|entry| String::from_utf8(entry.body).ok()))
            }
        }
    }

    /// Opened when it is first needed; `None` if it is switched off.
    fn store(&self) -> Result<Option<(&Store, &CacheSettings)>, Error> {
        let Some(settings) = &self.settings.cache else {
            return Ok(None);
        };
        let store = self.store.get_or_try_init(|| {
            let source = KeySource {
                secret: self.settings.api_key.shared_key.clone(),
                response_key: self.settings.response_key.bytes().to_vec(),
            };
            Store::open(settings, &source, self.settings.net.max_response_bytes).map(Some)
        })?;
        Ok(store.as_ref().map(|store| (store, settings)))
    }

    fn log_result<Q: Question>(
        &self,
        question: &Q,
        result: &Result<Answer<Q::Answer>, Error>,
        watch: &Stopwatch,
    ) {
        let (kind, product, ms) = (Q::KIND, question.product(), watch.elapsed_ms());
        match result {
            Ok(Answer {
                source,
                fallback: None,
                ..
            }) => {
                self.settings.log.info(format_args!(
                    "{kind} {product}: answered from {source:?} in {ms} ms"
                ));
            }
            Ok(Answer {
                fallback: Some(failure),
                ..
            }) => {
                self.settings.log.warning(format_args!(
                    "{kind} {product}: answered from Cache in {ms} ms, since {}",
                    failure.for_log()
                ));
            }
            Err(error) => {
                self.settings.log.warning(format_args!(
                    "{kind} {product}: failed after {ms} ms, {}",
                    error.for_log()
                ));
            }
        }
    }
}

fn slot<'a, Q: Question>(question: &'a Q, who: &'a str) -> Slot<'a> {
    Slot {
        kind: Q::KIND,
        product: question.product(),
        who,
    }
}

fn account_slot<'a>(question: &'a impl Question, account: &'a str) -> Slot<'a> {
    Slot {
        kind: LAST_OF_ACCOUNT,
        product: question.product(),
        who: account,
    }
}

fn earned_by<Q: Question>(entry: &Entry, question: &Q) -> bool {
    match (&entry.verifier, question.proof()) {
        (Some(verifier), Some(proof)) => verifier.matches(proof),
        (None, None) => true,
        _ => false,
    }
}

/// No initial password reaches the disk: it is cut out, and where that would cost an answer on
/// which a right to use rests its signature, there is no entry at all.
fn entry_for<Q: Question>(signed: &Signed, fetched_at: i64) -> Result<Option<Entry>, Error> {
    let text = std::str::from_utf8(signed.body())
        .map_err(|_| Error::new(Status::Internal, "a parsed answer is not UTF-8"))?;
    let entry = |signature, body| Entry {
        fetched_at,
        signature,
        verifier: None,
        body,
    };
    Ok(match blank_members(text, INITIAL_PASSWORD) {
        None => Some(entry(
            Some(signed.signature().to_vec()),
            signed.body().to_vec(),
        )),
        Some(blanked) => (!Q::DECIDES).then(|| entry(None, blanked.into_bytes())),
    })
}

fn nothing_stored() -> Error {
    Error::new(
        Status::NotCached,
        "nothing is stored for this product and user on this device",
    )
}
