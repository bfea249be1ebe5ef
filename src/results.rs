//! What a caller gets.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use crate::clock::Clock;
use crate::error::{Error, Status};
use crate::model::{AnyModel, License, Licenses, quote};
use crate::rules::entitlement::{self, Verdict};
use crate::rules::sentence::sentence;

/// Which of the two an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Network,
    Cache,
}

/// An answer, and how it was obtained.
#[derive(Debug)]
pub struct Answer<T: ?Sized> {
    pub data: Arc<T>,
    pub source: Source,
    /// When the server gave it, in Unix seconds, by the later of this device's clock and the server's.
    pub fetched_at: i64,
    /// Why the store answered although the network was asked: the failure of the network.
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

impl<T: ?Sized> Answer<T> {
    pub fn fresh(data: Arc<T>, fetched_at: i64, time: Time) -> Self {
        Self { data, source: Source::Network, fetched_at, fallback: None, time }
    }
}

/// An answer of whatever type.
///
/// cbindgen:ignore
pub type AnyAnswer = Answer<AnyModel>;

impl AnyAnswer {
    /// The answer as one of this type. Fails only by a mistake in this library.
    pub fn of_type<T: Any + Send + Sync>(self) -> Result<Answer<T>, Error> {
        let Self { data, source, fetched_at, fallback, time } = self;
        let data = data.downcast().map_err(|_| {
            Error::new(Status::Internal, "an answer is of another type than its call says")
        })?;
        Ok(Answer { data, source, fetched_at, fallback, time })
    }
}

impl<T: ?Sized> Clone for Answer<T> {
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
        Self::with(verdict, answer, product, feature)
    }

    /// With a decision that was reached by more than the licenses.
    pub fn with(
        verdict: Verdict,
        answer: &Answer<Licenses>,
        product: &str,
        feature: Option<&str>,
    ) -> Self {
        Self {
            verdict,
            message: sentence(&verdict, &answer.data, product, feature),
            answer: answer.clone(),
            product: product.to_owned(),
            feature: feature.map(str::to_owned),
        }
    }

    /// The license that decided.
    pub fn license(&self) -> Option<&License> {
        self.answer.data.0.get(self.verdict.license?)
    }

    /// All of it as JSON. `decision` is the name of the decision's constant in C.
    pub fn json(&self, decision: &str) -> String {
        let null = || "null".to_owned();
        let optional = |text: Option<&str>| text.map_or_else(null, quote);
        let source = match self.answer.source {
            Source::Network => "network",
            Source::Cache => "cache",
        };
        let fallback = self.answer.fallback.as_ref().map(Error::message);
        let members = [
            ("allowed", self.verdict.decision.is_allowed().to_string()),
            ("decision", quote(decision)),
            ("message", quote(&self.message)),
            ("product", quote(&self.product)),
            ("feature", optional(self.feature.as_deref())),
            ("expires_at", self.verdict.expires_at.map_or_else(null, |end| end.to_string())),
            ("source", quote(source)),
            ("fetched_at", self.answer.fetched_at.to_string()),
            ("fallback", optional(fallback)),
            ("license", self.license().map_or_else(null, |license| license.json().to_owned())),
        ];
        let members = members.map(|(name, value)| format!("\"{name}\":{value}"));
        format!("{{{}}}", members.join(","))
    }
}

/// The outcome of a request in the background.
pub type Refreshed<'a> = Result<&'a Answer<Licenses>, &'a Error>;

/// The application's function for the outcome of a refresh, shared by the agents made from one
/// configuration.
#[derive(Clone)]
pub struct RefreshCallback(Arc<Notify>);

type Notify = dyn Fn(&str, Refreshed) + Send + Sync;

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
