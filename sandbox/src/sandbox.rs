//! What all connections share.

use std::collections::HashSet;
use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;

use crate::api::idp::Behaviour;
use crate::api::lease::{Held, Suite};
use crate::api::oauth::{self, Tokens};
use crate::clock::Clock;
use crate::fault::queue::Queue;
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::record::Record;
use crate::setup::options::Options;
use crate::setup::response_key::ResponseKey;

/// The state of a running sandbox.
pub struct Sandbox {
    /// Where the services are.
    base_url: String,
    /// The known API key.
    pub api_key: String,
    /// Its shared key.
    pub shared_key: String,
    /// The known OAuth client.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// The access tokens that client has been given.
    pub tokens: Mutex<Tokens>,
    /// The good bearer token.
    pub uipath_token: String,
    /// How the suite allocates.
    pub suite: Suite,
    /// What it has allocated.
    pub held: Mutex<Held>,
    /// Signs the answers.
    pub response_key: ResponseKey,
    /// The time, right or wrong.
    pub clock: Clock,
    /// The faults to come.
    pub faults: Mutex<Queue>,
    /// The requests so far.
    pub record: Mutex<Record>,
    /// Single sign-on codes that have been used.
    pub used_codes: Mutex<HashSet<String>>,
    /// How the identity provider behaves.
    pub idp: Mutex<Behaviour>,
    /// Serves http instead of https.
    plain: bool,
    /// How many users `huge@example.com` has.
    pub users: AtomicUsize,
    /// The answer for that customer, with that number.
    pub huge_answer: Kept,
    /// The last gzip bomb, with its size.
    pub bomb: Kept,
}

/// An answer that is worth keeping until another one is wanted.
#[derive(Default)]
pub struct Kept(Mutex<Option<(u64, Answer)>>);

impl Kept {
    /// The answer made for `key`, made now unless it is the one kept.
    pub fn get(&self, key: u64, make: impl FnOnce() -> Answer) -> Answer {
        let mut kept = lock(&self.0);
        match &*kept {
            Some((made_for, answer)) if *made_for == key => answer.clone(),
            _ => {
                let answer = make();
                *kept = Some((key, answer.clone()));
                answer
            }
        }
    }
}

impl Sandbox {
    /// A sandbox at its beginning.
    pub fn new(options: &Options, base_url: String, response_key: ResponseKey) -> Self {
        Self {
            base_url,
            api_key: options.api_key.clone(),
            shared_key: options.shared_key.clone(),
            client_id: options.client_id.clone(),
            client_secret: options.client_secret.clone(),
            tokens: Mutex::default(),
            uipath_token: options.uipath_token.clone(),
            suite: options.suite,
            held: Mutex::default(),
            response_key,
            clock: Clock::new(options.clock_offset),
            faults: Mutex::default(),
            record: Mutex::default(),
            used_codes: Mutex::default(),
            idp: Mutex::default(),
            plain: options.plain,
            users: AtomicUsize::new(options.users),
            huge_answer: Kept::default(),
            bomb: Kept::default(),
        }
    }

    /// Where access tokens are had.
    pub fn token_url(&self) -> String {
        format!("{}{}", self.base_url, oauth::TOKEN_PATH)
    }

    /// Where the client has found this, without a slash at its end.
    pub fn url_of(&self, request: &Request) -> String {
        let scheme = if self.plain { "http" } else { "https" };
        format!("{scheme}://{}", request.header("host").unwrap_or_default())
    }

    /// A genuine 200.
    pub fn signed(&self, body: Bytes) -> Answer {
        let signature = self.response_key.sign(&body);
        Answer::signed(body, signature)
    }
}

/// Locks; what one connection's panic left behind is still good enough for a test server.
pub fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
