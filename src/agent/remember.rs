//! Remembered sign-ins: the password of a person who signed in with one, so that their licenses can be
//! refreshed without asking them again. It lies where the platform keeps secrets, or else in the
//! sealed store.
//!
//! The platform may ask the person for leave, or hang: nobody waits for it beyond their own time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use zeroize::Zeroizing;

use super::core::Core;
use super::stored::person_asked_about;
use crate::api::{SignIn, UserLicenses};
use crate::config::Remember;
use crate::error::{Error, Status};
use crate::person::same_person;
use crate::platform::secrets;
use crate::run::{Handoff, Wait, caught};
use crate::secret::Secret;
use crate::store::{ENTRY_OVERHEAD, Edition, Entry, Slot as StoreSlot, Store, unusable};
use crate::sync::Mutex;

/// The kind of the entry for a person who is remembered. Its body tells where the password is.
const REMEMBERED: &str = "remembered";
/// The platform has it, under the name of the entry's file.
const WITH_PLATFORM: &[u8] = b"remembered by the platform";
/// It follows.
const SEALED: &[u8] = b"remembered here:";

/// What this process knows of it.
#[derive(Default)]
pub struct Remembered {
    /// The sign-ins that are known to be kept.
    known: Mutex<Vec<(String, Secret)>>,
    /// The platform has been asked and has not answered yet: it is not asked again meanwhile.
    busy: AtomicBool,
    /// How often something was forgotten.
    forgotten: AtomicU64,
    /// It has been said that the store keeps what the platform does not.
    fallback_told: AtomicBool,
}

impl Remembered {
    fn recall(&self, who: &str) -> Option<Secret> {
        let known = self.known.lock();
        known.iter().find(|(name, _)| same_person(name, who)).map(|(_, secret)| secret.clone())
    }

    fn learn(&self, who: &str, password: &Secret) {
        self.unlearn(Some(who));
        self.known.lock().push((who.to_owned(), password.clone()));
    }

    /// What is being kept at this moment is removed again.
    pub fn forget(&self, who: Option<&str>) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
        self.unlearn(who);
    }

    fn unlearn(&self, who: Option<&str>) {
        self.known.lock().retain(|(name, _)| who.is_some_and(|who| !same_person(name, who)));
    }
}

impl Core {
    /// Keeps what a person has just signed in with, on a thread of its own.
    pub fn remember(self: &Arc<Self>, question: &UserLicenses) {
        let SignIn::Password { username, password } = &question.sign_in else {
            return;
        };
        if !self.settings.remember.is_on()
            || self.remembered.recall(username).as_ref() == Some(password)
        {
            return;
        }
        self.remembered.learn(username, password);
        let (core, who, password) = (self.clone(), username.clone(), password.clone());
        let before = self.remembered.forgotten.load(Ordering::SeqCst);
        let work = move || {
            let kept = caught(|| core.keep_password(&who, &password));
            let forgotten = core.remembered.forgotten.load(Ordering::SeqCst) != before;
            let undone = if forgotten { core.remove_password(&who) } else { Ok(()) };
            if let Err(error) = kept.and(undone) {
                core.settings.log.warning(format_args!("the sign-in is not remembered: {error}"));
            }
        };
        if let Err(error) = self.workers.spawn("lsagent-keep", Box::new(work)) {
            self.settings.log.warning(format_args!("the sign-in is not remembered: {error}"));
        }
    }

    /// Removes what is kept of a sign-in that was refused; a typing error costs nothing.
    pub fn unremember(self: &Arc<Self>, question: &UserLicenses) {
        let SignIn::Password { username, password } = &question.sign_in else {
            return;
        };
        if !self.settings.remember.is_on()
            || self.remembered.recall(username).as_ref() != Some(password)
        {
            return;
        }
        self.remembered.unlearn(Some(username));
        let (core, who) = (self.clone(), username.clone());
        let work = move || {
            if let Err(error) = caught(|| core.remove_password(&who)) {
                core.settings.log.warning(format_args!("a refused sign-in is still kept: {error}"));
            }
        };
        if let Err(error) = self.workers.spawn("lsagent-keep", Box::new(work)) {
            self.settings.log.warning(error);
        }
    }

    /// The question of somebody who is remembered, with the password they signed in with; `None` if
    /// there is none, or if it cannot be had in half of the time that is left.
    pub fn recall(self: &Arc<Self>, question: &UserLicenses, wait: &Wait) -> Option<UserLicenses> {
        if !self.settings.remember.is_on() || !matches!(question.sign_in, SignIn::Remembered { .. })
        {
            return None;
        }
        let (store, _) = self.store().ok()??;
        let username = person_asked_about(store, question).ok()??.into_owned();
        let password = match self.remembered.recall(&username) {
            Some(password) => password,
            None => self.find_password(store, &username, wait)?,
        };
        let sign_in = SignIn::Password { username, password };
        Some(UserLicenses { product: question.product.clone(), sign_in })
    }

    fn find_password(
        self: &Arc<Self>,
        store: &Store,
        username: &str,
        wait: &Wait,
    ) -> Option<Secret> {
        let entry = store.get(slot(username)).ok().flatten()?;
        let body = Zeroizing::new(entry.body);
        let password = if let Some(sealed) = body.strip_prefix(SEALED) {
            self.sealed_password(store, username, sealed)?
        } else {
            let name = store.name_of(slot(username));
            let half = wait.at_most(wait.deadline.remaining() / 2);
            let environment = self.settings.net.environment.clone();
            let found = self.ask_platform(&half, move || secrets::find(&environment, &name));
            found.unwrap_or_else(|error| {
                self.settings.log.warning(error);
                None
            })?
        };
        self.remembered.learn(username, &password);
        Some(password)
    }

    /// What is in the file; where no password may be in one, what another setting has put there goes.
    fn sealed_password(&self, store: &Store, username: &str, sealed: &[u8]) -> Option<Secret> {
        if self.settings.remember == Remember::Anywhere {
            return Some(Secret::new(str::from_utf8(sealed).ok()?));
        }
        if let Err(error) = store.remove(slot(username)) {
            self.settings.log.warning(format_args!("a password is still in the store: {error}"));
        }
        None
    }

    /// The platform first; where it has no place for it, the sealed store, if that may keep it.
    fn keep_password(&self, who: &str, password: &Secret) -> Result<(), Error> {
        let Some((store, _)) = self.store()? else {
            return Ok(());
        };
        let environment = &self.settings.net.environment;
        let kept = secrets::keep(environment, &store.name_of(slot(who)), password);
        let body = match (kept, self.settings.remember) {
            (Ok(()), _) => WITH_PLATFORM.to_vec(),
            (Err(why), Remember::Anywhere) => {
                self.tell_of_the_fallback(&why);
                note_of(password)
            }
            (Err(why), Remember::Off | Remember::PlatformOnly) => {
                store.remove(slot(who))?;
                return Err(unusable(format_args!("the store may keep no password, and {why}")));
            }
        };
        let entry = Entry {
            who: who.to_owned(),
            fetched_at: self.clock.now(),
            signature: None,
            verifier: None,
            body,
            edition: Edition::default(),
        };
        store.put(slot(who), entry)
    }

    fn tell_of_the_fallback(&self, why: &str) {
        if !self.remembered.fallback_told.swap(true, Ordering::Relaxed) {
            self.settings.log.warning(format_args!(
                "sign-ins are remembered in a file of the sealed store, for {why}"
            ));
        }
    }

    fn remove_password(&self, who: &str) -> Result<(), Error> {
        let Some((store, _)) = self.store()? else {
            return Ok(());
        };
        let note = store.get(slot(who))?.map(|entry| Zeroizing::new(entry.body));
        if note.is_some_and(|note| *note == WITH_PLATFORM) {
            let environment = &self.settings.net.environment;
            secrets::remove(environment, &store.name_of(slot(who))).map_err(unusable)?;
        }
        store.remove(slot(who))
    }

    pub fn remove_from_platform(self: &Arc<Self>, passwords: Vec<String>) -> Result<(), Error> {
        if passwords.is_empty() {
            return Ok(());
        }
        let environment = self.settings.net.environment.clone();
        self.ask_platform(&self.wait(), move || {
            passwords.iter().try_for_each(|name| secrets::remove(&environment, name))
        })
    }

    /// Has the platform asked on a thread of its own, and waits for so long at most.
    fn ask_platform<T: Send + 'static>(
        self: &Arc<Self>,
        wait: &Wait,
        ask: impl FnOnce() -> Result<T, secrets::Unavailable> + Send + 'static,
    ) -> Result<T, Error> {
        let late = || {
            Error::new(
                Status::Cache,
                "where the platform keeps secrets, nobody has answered in time",
            )
        };
        if self.remembered.busy.swap(true, Ordering::SeqCst) {
            return Err(late());
        }
        let place = Handoff::new();
        let (core, left) = (self.clone(), place.clone());
        let work = move || {
            let result = caught(|| ask().map_err(unusable));
            core.remembered.busy.store(false, Ordering::SeqCst);
            left.give(result);
        };
        if let Err(error) = self.workers.spawn("lsagent-secrets", Box::new(work)) {
            self.remembered.busy.store(false, Ordering::SeqCst);
            return Err(error);
        }
        place.take(wait).unwrap_or_else(|_| Err(late()))
    }
}

/// The passwords of one person, or of everybody, that the platform has, by its names for them.
pub fn passwords_with_platform(store: &Store, who: Option<&str>) -> Vec<String> {
    store.names_of(|entry| {
        entry.body == WITH_PLATFORM && who.is_none_or(|who| same_person(who, &entry.who))
    })
}

/// The body of a note that holds the password, with room for what is put behind it and sealed with it: a
/// list that grows leaves copies behind.
fn note_of(password: &Secret) -> Vec<u8> {
    let password = password.expose().as_bytes();
    let mut note = Vec::with_capacity(SEALED.len() + password.len() + ENTRY_OVERHEAD);
    note.extend(SEALED);
    note.extend(password);
    note
}

fn slot(who: &str) -> StoreSlot<'_> {
    StoreSlot { kind: REMEMBERED, product: "", who }
}

/// Why somebody who is not remembered cannot be asked about.
pub fn nobody_remembered() -> Error {
    Error::new(
        Status::NotCached,
        "no sign-in of this user is remembered, or it cannot be had now: they sign in once more",
    )
}
