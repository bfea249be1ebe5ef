//! Deliberate misbehaviour.

mod alter;
mod bulk;
mod perform;
mod queue;
pub mod spec;
pub mod table;

use std::sync::Mutex;

use serde_json::{Value, json};

use crate::api::Services;
use crate::cached::Cached;
use crate::endpoint::Endpoint;
use crate::http::request::Request;
use crate::http::script::Step;
use crate::lock::lock;
use crate::response_key::ResponseKey;
use perform::Exchange;
use queue::Queue;
use spec::{Armed, Fault};

/// The faults to come.
#[derive(Default)]
pub struct Faults {
    queue: Mutex<Queue>,
    bomb: Cached,
}

impl Faults {
    /// Appends one; gives the number of those that wait now. What takes long to make is made now: a client
    /// is not to be measured by it.
    pub fn add(&self, armed: Armed, key: &ResponseKey) -> usize {
        if let Fault::GzipBomb { bytes } = armed.fault {
            alter::gzip_bomb(&self.bomb, key, bytes);
        }
        lock(&self.queue).push(armed)
    }

    /// Forgets all.
    pub fn clear(&self) {
        lock(&self.queue).clear();
    }

    /// What becomes of a connection that has just been accepted, if a fault waits for it.
    pub fn at_accept(&self) -> Option<Step> {
        lock(&self.queue).at_accept().map(|fault| match fault {
            Fault::Reset { .. } => Step::Reset,
            Fault::Close { .. } => Step::Close,
            _ => Step::Hang,
        })
    }

    /// Those that wait, as JSON.
    pub fn show(&self) -> Value {
        json!(lock(&self.queue).waiting())
    }

    /// What happens on the wire after a request, with the fault that waits for it, if one does.
    pub fn answer(&self, services: &Services, request: &Request) -> (Vec<Step>, Option<Fault>) {
        let fault = lock(&self.queue).at_request(Endpoint::of(&request.path));
        (Exchange::new(services, &self.bomb, request).steps(fault.as_ref()), fault)
    }
}
