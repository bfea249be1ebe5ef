//! What distinguishes one request to the server from another, and its outcome.
//!
//! All calls share one list of requests, whatever the type of their answers: in the list an answer has no
//! type, and a caller gets it back as the one that its call has.

use std::sync::Arc;

use crate::api::Stored;
use crate::error::Error;
use crate::results::AnyAnswer;
use crate::run::{Running, SingleFlight, lost};

/// How many requests may go on that all callers have left. Each has a thread and a socket, and an application
/// that asks again and again through a broken network must not collect them.
const MAX_LEFT: usize = 4;

/// The requests under way, single-flight: callers that ask the same share one.
pub type Requests = SingleFlight<Key, Outcome>;
/// One of them, to be run.
pub type Request = Running<Key, Outcome>;

pub fn requests() -> Requests {
    SingleFlight::new(|| Outcome::failed(lost()), MAX_LEFT)
}

/// Calls that are equal share a request. The call is shared and not copied, since it holds a secret.
#[derive(Clone)]
pub struct Key {
    call: Arc<dyn Stored>,
    from: From,
}

/// Whose answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// The server's, or the one that another process of this device has just got from it.
    ServerOrOtherProcess,
    Server,
}

impl Key {
    pub fn new(call: &dyn Stored, from: From) -> Self {
        Self { call: call.share(), from }
    }

    pub fn is_of(&self, call: &dyn Stored) -> bool {
        self.call.is_same(call)
    }

    pub fn from(&self) -> From {
        self.from
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.from == other.from && self.call.is_same(&*other.call)
    }
}

/// What all callers of a request get. Clones share the answer.
#[derive(Clone)]
pub struct Outcome {
    pub result: Result<AnyAnswer, Error>,
    /// Whether the store holds something else now. Only then is a refresh worth a report.
    pub changed: bool,
}

impl Outcome {
    pub fn failed(error: Error) -> Self {
        Self { result: Err(error), changed: true }
    }
}
