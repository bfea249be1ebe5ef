//! One verified answer from a server: the way to it, with everything that a call may need on it.
//!
//! [`Server::call`] is the only place where a request is built, sent, retried, verified, and turned into an
//! answer or an error, for every service. It knows nothing of what is stored.
//!
//! | file | holds |
//! |---|---|
//! | `server` | the call: attempts until there is an answer, or none is to be expected |
//! | `examined` | what one exchange has shown, for those who look for what is wrong |
//! | `retry` | the retry rule: after which failure there is another attempt, and the backoff before it |
//! | `token` | the access token of an OAuth client: who asks for it, and where it comes from |
//! | `tokens` | the cached token, and the one request for a new one (single-flight) |
//! | `offset` | how far the server's clock is ahead of this device's |
//!
//! # Threads and locks
//!
//! There is no thread here: a call runs on the thread that makes it. Two calls that need an access token at
//! once share one request for it, which runs on the thread of the first. No lock is held while a request is
//! on its way.

mod examined;
mod offset;
mod retry;
mod server;
mod token;
mod tokens;

pub use self::examined::{Examined, Unanswered};
#[cfg(feature = "fuzzing")]
pub use self::offset::{Agreement, dated_back, offset};
#[cfg(feature = "fuzzing")]
pub use self::retry::backoff;
pub use self::server::{Fetched, Server, ServerSettings};

#[cfg(test)]
mod tests;
