//! One verified answer from a server: the way to it, with everything that a call may need on it.
//!
//! [`Server::call`] is the only place where a request is built, sent, retried, verified, and turned into an
//! answer or an error, for every service. It knows nothing of what is stored.
//!
//! | file | holds |
//! |---|---|
//! | `call` | the call: attempts until there is an answer, or none is to be expected |
//! | `retry` | the retry rule: after which failure there is another attempt, and the backoff before it |
//! | `token` | the access token of an OAuth client: where it comes from |
//! | `tokens` | the cached token, and the one request for a new one (single-flight) |
//! | `offset` | how far the server's clock is ahead of this device's |
//!
//! # Threads and locks
//!
//! There is no thread here: a call runs on the thread that makes it. Two calls that need an access token at
//! once share one request for it, which runs on the thread of the first. No lock is held while a request is
//! on its way.

mod call;
mod offset;
mod retry;
mod token;
mod tokens;

use std::time::Duration;

pub use self::call::Fetched;
use self::offset::Offset;
use self::token::Access;
use crate::api::{Application, ProductIds, ResponseKey};
use crate::clock::Clock;
use crate::log::Log;
use crate::transport::{BaseUrl, Transport};

/// A server, and what this process knows of it. Used by any number of threads at once.
pub struct Server {
    settings: ServerSettings,
    transport: Box<dyn Transport>,
    clock: Clock,
    offset: Offset,
    access: Access,
}

/// What calls of one server have in common.
pub struct ServerSettings {
    /// Where calls go that name no server of their own.
    pub host: BaseUrl,
    /// How long a call is retried, at most, whatever its own deadline.
    pub timeout: Duration,
    /// By what calls of the License API are authorized. `None`: a server that has none of them.
    pub application: Option<Application>,
    /// What answers are signed with, where a call asks for a signature.
    pub response_key: ResponseKey,
    pub product_ids: ProductIds,
    pub log: Log,
}

impl Server {
    /// Opens nothing.
    pub fn new(settings: ServerSettings, transport: Box<dyn Transport>, clock: Clock) -> Self {
        let (offset, access) = (Offset::default(), Access::default());
        Self { settings, transport, clock, offset, access }
    }

    /// How far the server's clock is ahead of this device's, in seconds; 0 while they agree, or nobody
    /// has found out.
    pub fn offset(&self) -> i64 {
        self.offset.get()
    }

    /// Whether it has been found out, by this process or by a former one.
    pub fn knows_offset(&self) -> bool {
        self.offset.is_known()
    }

    /// Takes what a former process has found out, unless this one knows better.
    pub fn learn_offset(&self, offset: i64) {
        self.offset.learn(offset);
    }

    /// Ends the requests that are on their way; there will be no more. Does not wait for them.
    pub fn shut_down(&self) {
        self.transport.shut_down();
    }
}

#[cfg(test)]
mod tests;
