//! Remembered passwords: of a person who signed in with one, so that their licenses can be refreshed without
//! asking them again. A password lies in the platform's place for secrets, or else in the sealed store, which
//! in both cases holds a note of it.
//!
//! The platform may ask the person for permission, or hang: no caller waits for it longer than it wants to.

mod known;
mod note;
mod platform;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use self::known::Known;
use self::note::Note;
use self::platform::Platform;
use crate::clock::Clock;
use crate::environment::Environment;
use crate::error::Error;
use crate::log::Log;
use crate::run::{Wait, Workers, caught};
use crate::secret::Secret;
use crate::store::{LazyStore, Store, unusable};

/// Where remembered passwords may lie. The numbers that C sees are in `ffi::remember`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Remember {
    /// None is saved.
    #[default]
    Off,
    /// In the platform's place for secrets, else in the sealed store.
    Anywhere,
    /// Never in a file.
    PlatformOnly,
}

impl Remember {
    pub fn is_on(self) -> bool {
        match self {
            Self::Off => false,
            Self::Anywhere | Self::PlatformOnly => true,
        }
    }
}

/// The remembered passwords of an agent. Thread-safe; clones share them.
#[derive(Clone)]
pub struct Passwords(Arc<Shared>);

struct Shared {
    remember: Remember,
    store: Arc<LazyStore>,
    platform: Platform,
    known: Known,
    clock: Clock,
    workers: Workers,
    log: Log,
    /// The log says once that the store holds what the platform does not.
    fallback_logged: AtomicBool,
}

/// What passwords are saved with.
pub struct PasswordSettings {
    pub remember: Remember,
    pub environment: Environment,
    pub store: Arc<LazyStore>,
    pub clock: Clock,
    pub workers: Workers,
    pub log: Log,
}

/// What came of forgetting.
pub struct Forgotten {
    /// The notes whose passwords the platform still has, by their names in the store. They must stay: a
    /// later call finds the passwords by them.
    pub remaining: Vec<String>,
    pub outcome: Result<(), Error>,
}

impl Passwords {
    /// Opens nothing, and asks nobody.
    pub fn new(settings: PasswordSettings) -> Self {
        let PasswordSettings { remember, environment, store, clock, workers, log } = settings;
        let platform = Platform::new(environment, workers.clone());
        let (known, fallback_logged) = (Known::default(), AtomicBool::new(false));
        let shared =
            Shared { remember, store, platform, known, clock, workers, log, fallback_logged };
        Self(Arc::new(shared))
    }

    /// Whether passwords are remembered at all.
    pub fn is_on(&self) -> bool {
        self.0.remember.is_on()
    }

    /// The remembered password of a person; `None` if there is none, or if it does not arrive within half of
    /// the time that is left, so that the caller can still do without it.
    pub fn recall(&self, who: &str, wait: &Wait) -> Option<Secret> {
        if !self.is_on() {
            return None;
        }
        if let Some(password) = self.0.known.get(who) {
            return Some(password);
        }
        let half = wait.at_most(wait.deadline.remaining() / 2);
        let password = self.0.find(who, &half)?;
        self.0.known.add(who, &password);
        Some(password)
    }

    /// Saves a password that the server has accepted, in the background, unless it is known to be saved.
    pub fn save_password(&self, who: &str, password: &Secret) {
        if !self.is_on() || self.is_known(who, password) {
            return;
        }
        self.0.known.add(who, password);
        let (shared, name, password) = (self.0.clone(), who.to_owned(), password.clone());
        let before = self.0.known.times_forgotten();
        let work = move || {
            if let Err(error) = caught(|| shared.save_unless_forgotten(&name, &password, before)) {
                shared.log.warning(format_args!("the sign-in is not remembered: {error}"));
            }
        };
        if let Err(error) = self.0.workers.spawn("lsagent-save", Box::new(work)) {
            self.0.log.warning(format_args!("the sign-in is not remembered: {error}"));
        }
    }

    /// Removes a password that the server has refused, in the background; another one, mistyped perhaps,
    /// leaves the saved one where it is.
    pub fn remove_refused(&self, who: &str, password: &Secret) {
        if !self.is_on() || !self.is_known(who, password) {
            return;
        }
        self.0.known.remove(Some(who));
        let (shared, who) = (self.0.clone(), who.to_owned());
        let work = move || {
            if let Err(error) = caught(|| shared.remove(&who)) {
                shared.log.warning(format_args!("a refused sign-in is still remembered: {error}"));
            }
        };
        if let Err(error) = self.0.workers.spawn("lsagent-save", Box::new(work)) {
            self.0.log.warning(error);
        }
    }

    /// Removes the passwords of one person, or of everybody, from memory and from the platform. The notes
    /// are left to the caller, who removes all entries of the store together.
    pub fn forget(&self, who: Option<&str>, wait: &Wait) -> Forgotten {
        self.0.known.forget(who);
        let names = match self.0.store.get() {
            Ok(Some(store)) => note::in_platform(store, who),
            Ok(None) => Vec::new(),
            Err(error) => return Forgotten { remaining: Vec::new(), outcome: Err(error) },
        };
        let outcome = self.0.platform.remove_all(names.clone(), wait);
        let remaining = if outcome.is_ok() { Vec::new() } else { names };
        Forgotten { remaining, outcome }
    }

    fn is_known(&self, who: &str, password: &Secret) -> bool {
        self.0.known.get(who).as_ref() == Some(password)
    }
}

impl Shared {
    fn find(&self, who: &str, wait: &Wait) -> Option<Secret> {
        let store = self.store.get().ok()??;
        match note::read(store, who)? {
            Note::InPlatform => {
                let found = self.platform.find(store.name_of(note::key(who)), wait);
                found.unwrap_or_else(|error| {
                    self.log.warning(error);
                    None
                })
            }
            Note::Sealed(password) if self.remember == Remember::Anywhere => Some(password),
            Note::Sealed(_) => self.remove_sealed(store, who),
        }
    }

    /// No password may be in a file now; one that an earlier setting has put there is removed.
    fn remove_sealed(&self, store: &Store, who: &str) -> Option<Secret> {
        if let Err(error) = store.remove(note::key(who)) {
            self.log.warning(format_args!("a password is still in the store: {error}"));
        }
        None
    }

    /// A call to forget that came while the password was being saved has removed nothing of it: it is
    /// removed again.
    fn save_unless_forgotten(
        &self,
        who: &str,
        password: &Secret,
        forgotten_before: u64,
    ) -> Result<(), Error> {
        let saved = caught(|| self.save(who, password));
        let is_forgotten = self.known.times_forgotten() != forgotten_before;
        let undone = if is_forgotten { self.remove(who) } else { Ok(()) };
        saved.and(undone)
    }

    /// In the platform's place for secrets; where it has none, in the sealed store, if that may hold it.
    fn save(&self, who: &str, password: &Secret) -> Result<(), Error> {
        let Some(store) = self.store.get()? else {
            return Ok(());
        };
        let name = store.name_of(note::key(who));
        let note = match (self.platform.set(&name, password), self.remember) {
            (Ok(()), _) => Note::InPlatform,
            (Err(why), Remember::Anywhere) => {
                self.log_fallback(&why);
                Note::Sealed(password.clone())
            }
            (Err(why), Remember::Off | Remember::PlatformOnly) => {
                store.remove(note::key(who))?;
                return Err(unusable(format_args!("the store may keep no password, and {why}")));
            }
        };
        note::write(store, who, &note, self.clock.now())
    }

    fn log_fallback(&self, why: &str) {
        if !self.fallback_logged.swap(true, Ordering::Relaxed) {
            self.log.warning(format_args!(
                "sign-ins are remembered in a file of the sealed store, for {why}"
            ));
        }
    }

    fn remove(&self, who: &str) -> Result<(), Error> {
        let Some(store) = self.store.get()? else {
            return Ok(());
        };
        if let Some(Note::InPlatform) = note::read(store, who) {
            self.platform.remove(&store.name_of(note::key(who)))?;
        }
        store.remove(note::key(who))
    }
}
