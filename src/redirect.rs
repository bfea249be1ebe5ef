//! Where the browser comes back to after a sign-in at an identity provider: a listener on a loopback
//! port of this device, open until one answer came or nobody waits for it any more.
//!
//! Whoever else finds the port is answered politely and changes nothing. One thread serves them all
//! without ever waiting for one of them.

mod listener;
mod page;
mod reception;
mod request;
mod visitor;

pub use self::listener::Listener;
pub use self::reception::{Arrival, Reception};
#[cfg(feature = "fuzzing")]
pub use self::request::{Parsed, parse};
