//! Remembered passwords: of a person who signed in with one, so that their licenses can be refreshed without
//! asking them again. A password lies in the platform's place for secrets, or else in the sealed store, which
//! in both cases holds a note of it.
//!
//! The platform may ask the person for permission, or hang: no caller waits for it longer than it wants to. A
//! password is looked up in memory first, then where its note says; it is saved and removed on threads of the
//! agent, after the server has accepted or refused it. Threads run in any order: each of them works by itself, and
//! does nothing where another password has come meanwhile.
//!
//! This room knows nothing of calls, policies or the server: it is handed a name and a password.
//!
//! | file | holds |
//! |---|---|
//! | `known` | the passwords in memory |
//! | `note` | the store's notes |
//! | `platform` | the platform's place for secrets |

mod known;
mod note;
mod platform;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

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
use crate::sync::Mutex;

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
    /// Whether passwords are saved anywhere.
    pub fn is_on(self) -> bool {
        match self {
            Self::Off => false,
            Self::Anywhere | Self::PlatformOnly => true,
        }
    }
}

/// The remembered passwords of an agent. Thread-safe; clones share them. Threads that save a password hold a clone,
/// since the platform may take longer than the agent lives.
#[derive(Clone)]
pub struct Passwords(Arc<Shared>);

struct Shared {
    /// Where they may lie.
    remember: Remember,
    /// Holds the notes. The answers lie in the same store.
    store: Arc<LazyStore>,
    platform: Platform,
    /// Those that this process has saved or found.
    known: Known,
    /// Dates the notes, of which the oldest would go first.
    clock: Clock,
    workers: Workers,
    log: Log,
    /// Held by the thread that saves or removes a password.
    turn: Mutex<()>,
    /// The log says once that the store holds what the platform does not.
    fallback_logged: AtomicBool,
}

/// What passwords are saved with.
pub struct PasswordSettings {
    pub remember: Remember,
    /// Says where the platform's service is.
    pub environment: Environment,
    pub store: Arc<LazyStore>,
    pub clock: Clock,
    pub workers: Workers,
    pub log: Log,
}

/// The outcome of forgetting.
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
        let (known, turn, fallback_logged) = <_>::default();
        let shared =
            Shared { remember, store, platform, known, clock, workers, log, turn, fallback_logged };
        Self(Arc::new(shared))
    }

    /// Whether passwords are remembered at all. If not, no other method does anything.
    pub fn is_on(&self) -> bool {
        self.0.remember.is_on()
    }

    /// Where passwords may lie.
    pub fn mode(&self) -> Remember {
        self.0.remember
    }

    /// Whether the platform's place for secrets can be used. Blocks for as long as `wait` says; the platform may ask
    /// the person for permission.
    pub fn try_out(&self, wait: &Wait) -> Result<(), Error> {
        self.0.platform.try_out(wait)
    }

    /// The remembered password of a person; `None` if there is none, or if it does not arrive within half of the time
    /// that is left, so that the caller still has time to do without it. Blocks for that long at most.
    pub fn recall(&self, who: &str, wait: &Wait) -> Option<Secret> {
        if !self.is_on() {
            return None;
        }
        if let Some(password) = self.0.known.get(who) {
            return Some(password);
        }
        let half = wait.at_most(half(wait.deadline.remaining()));
        let password = self.0.find(who, &half)?;
        // The platform is asked once for each process.
        Some(self.0.known.keep(who, password))
    }

    /// Saves a password that the server has accepted, in the background, unless it is known to be saved: the caller
    /// has its answer and does not wait for the platform. A failure is logged, since the licenses are there.
    pub fn save_password(&self, who: &str, password: &Secret) {
        if !self.is_on() || self.is_known(who, password) {
            return;
        }
        self.0.known.add(who, password);
        let (who, password) = (who.to_owned(), password.clone());
        // Noted before the thread begins, or a call to forget in between would be missed.
        let before = self.0.known.times_forgotten();
        self.in_background("the sign-in is not remembered", move |shared| {
            shared.save_known(&who, &password, before)
        });
    }

    /// Puts another password in the place of a remembered one, in the background as [`Passwords::save_password`] does.
    /// Who is not remembered stays so. Blocks while a file is read.
    pub fn replace_password(&self, who: &str, password: &Secret) {
        if self.is_on() && (self.0.known.get(who).is_some() || self.0.is_noted(who)) {
            self.save_password(who, password);
        }
    }

    /// Removes a password that the server has refused, in the background. Another one, mistyped perhaps, leaves the
    /// saved one where it is. From memory it is removed at once, so that no further refresh is refused.
    pub fn remove_refused(&self, who: &str, password: &Secret) {
        if !self.is_on() || !self.is_known(who, password) {
            return;
        }
        self.0.known.remove(Some(who));
        let (who, password) = (who.to_owned(), password.clone());
        self.in_background("a refused sign-in is still remembered", move |shared| {
            shared.remove_unless_replaced(&who, &password)
        });
    }

    /// Works on a thread of the agent. The caller has its answer: a failure is a line of the log, which begins with
    /// its consequence.
    fn in_background(
        &self,
        consequence: &'static str,
        work: impl FnOnce(&Shared) -> Result<(), Error> + Send + 'static,
    ) {
        let shared = self.0.clone();
        let work = move || shared.log_failure(consequence, caught(|| work(&shared)));
        let spawned = self.0.workers.spawn("lsagent-save", Box::new(work));
        self.0.log_failure(consequence, spawned);
    }

    /// Removes the passwords of one person, or of everybody, from memory and from the platform. The notes are not
    /// removed here: the caller removes all entries of the store together. Blocks for as long as `wait` says;
    /// what the platform has not removed by then is in [`Forgotten::remaining`].
    pub fn forget(&self, who: Option<&str>, wait: &Wait) -> Forgotten {
        self.0.known.forget(who);
        let names = match self.0.store.get() {
            Ok(Some(store)) => note::in_platform(store, who),
            Ok(None) => Vec::new(),
            Err(error) => return Forgotten { remaining: Vec::new(), outcome: Err(error) },
        };
        // All at once, and before the notes: a note without its password is removed by the next call, but a
        // password without its note is found by none.
        let outcome = self.0.platform.remove_all(names.clone(), wait);
        let remaining = if outcome.is_ok() { Vec::new() } else { names };
        Forgotten { remaining, outcome }
    }

    /// Whether this very password is known to be saved.
    fn is_known(&self, who: &str, password: &Secret) -> bool {
        self.0.known.get(who).as_ref() == Some(password)
    }
}

/// The other half is the server's.
#[allow(clippy::arithmetic_side_effects, reason = "two is not zero")]
fn half(time: Duration) -> Duration {
    time / 2
}

impl Shared {
    fn log_failure(&self, consequence: &str, outcome: Result<(), Error>) {
        if let Err(error) = outcome {
            self.log.warning(format_args!("{consequence}: {error}"));
        }
    }

    /// Whether the store has a note of a person's password.
    fn is_noted(&self, who: &str) -> bool {
        let store = self.store.get().ok().flatten();
        store.is_some_and(|store| note::read(store, who).is_some())
    }

    /// Where the note says. A store or a platform that fails counts as one without the password: the user can
    /// sign in once more.
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

    /// No password may be in a file now; one that an earlier setting has put there is removed as soon as it is
    /// seen. The user signs in once more.
    fn remove_sealed(&self, store: &Store, who: &str) -> Option<Secret> {
        self.log_failure("a password is still in the store", store.remove(note::key(who)));
        None
    }

    /// Saves a password, unless another one is to be saved by now, or none. A call to forget that came while it was
    /// being saved has removed nothing of it: it is removed again.
    fn save_known(&self, who: &str, password: &Secret, forgotten_before: u64) -> Result<(), Error> {
        let _turn = self.turn.lock();
        if self.known.get(who).as_ref() != Some(password) {
            return Ok(());
        }
        let saved = caught(|| self.save(who, password));
        let is_forgotten = self.known.times_forgotten() != forgotten_before;
        let undone = if is_forgotten { self.remove(who) } else { Ok(()) };
        saved.and(undone)
    }

    /// Removes a password that was refused, unless another one has come since. It may have been looked up once more.
    fn remove_unless_replaced(&self, who: &str, refused: &Secret) -> Result<(), Error> {
        let _turn = self.turn.lock();
        if self.known.get(who).is_some_and(|known| known != *refused) {
            return Ok(());
        }
        self.known.remove(Some(who));
        self.remove(who)
    }

    /// In the platform's place for secrets; where it has none, in the sealed store, if that may hold it. An older
    /// note must not stay where nothing is saved: it would lead to a password of another time.
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

    /// A warning, since a file of the user's folder is less than what was asked for first.
    fn log_fallback(&self, why: &str) {
        if !self.fallback_logged.swap(true, Ordering::Relaxed) {
            self.log.warning(format_args!(
                "sign-ins are remembered in a file of the sealed store, for {why}"
            ));
        }
    }

    /// The password first and the note last: as long as the note is there, a later call finds the password by it.
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
