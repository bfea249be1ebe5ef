//! What a caller gets.

use std::fmt;
use std::sync::Arc;

use crate::clock::Clock;
use crate::entitlement::{self, Verdict};
use crate::error::Error;
use crate::model::Licenses;

/// Which of the two an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Network,
    Cache,
}

/// An answer, and how it was had.
#[derive(Debug)]
pub struct Answer<T> {
    pub data: Arc<T>,
    pub source: Source,
    /// When the server gave it, in Unix seconds, by the later of this device's clock and the server's.
    pub fetched_at: i64,
    /// Why the store answered although the network was asked.
    pub fallback: Option<Error>,
    pub time: Time,
}

/// The time by which a license is judged.
#[derive(Clone, Debug)]
pub struct Time {
    pub clock: Clock,
    /// The server's time less this device's.
    pub offset: i64,
}

impl Time {
    /// Of the device's clock and the server's the later counts, so that no correction lengthens
    /// a license.
    pub fn now(&self) -> i64 {
        self.clock.now().saturating_add(self.offset.max(0))
    }
}

impl<T> Answer<T> {
    pub fn fresh(data: T, fetched_at: i64, time: Time) -> Self {
        let data = Arc::new(data);
        Self { data, source: Source::Network, fetched_at, fallback: None, time }
    }
}

impl<T> Clone for Answer<T> {
    fn clone(&self) -> Self {
        Self {
            data: self.data.clone(),
            source: self.source,
            fetched_at: self.fetched_at,
            fallback: self.fallback.clone(),
            time: self.time.clone(),
        }
    }
}

/// Whether a user may run a product, with everything that led to it.
#[derive(Clone, Debug)]
pub struct Entitlement {
    pub verdict: Verdict,
    /// A sentence to show a person.
    pub message: String,
    pub answer: Answer<Licenses>,
    pub product: String,
    pub feature: Option<String>,
}

impl Entitlement {
    pub fn of(answer: &Answer<Licenses>, product: &str, feature: Option<&str>) -> Self {
        let verdict = entitlement::decide(&answer.data, product, feature, answer.time.now());
        Self {
            verdict,
            message: entitlement::sentence(&verdict, &answer.data, product, feature),
            answer: answer.clone(),
            product: product.to_owned(),
            feature: feature.map(str::to_owned),
        }
    }
}

/// What became of a request that nobody waited for.
pub type Refreshed<'a> = Result<&'a Answer<Licenses>, &'a Error>;

/// The application's function for what became of a refresh, shared by the agents made from one
/// configuration.
#[derive(Clone)]
pub struct RefreshCallback(Arc<Tell>);

type Tell = dyn Fn(&str, Refreshed) + Send + Sync;

impl RefreshCallback {
    pub fn new(call: impl Fn(&str, Refreshed) + Send + Sync + 'static) -> Self {
        Self(Arc::new(call))
    }

    pub fn call(&self, product: &str, result: Refreshed) {
        (self.0)(product, result);
    }
}

impl fmt::Debug for RefreshCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RefreshCallback")
    }
}
