//! Where the browser comes back to after a sign-in at an identity provider: a listener on a loopback port of
//! this device, open until the redirect has arrived or the wait for it is over.
//!
//! Other clients of the port get an answer and change nothing. One thread serves all connections without
//! waiting for any of them.

mod check;
mod connection;
mod listener;
mod page;
mod request;

pub use self::check::{Redirect, RedirectCheck};
pub use self::listener::Listener;
#[cfg(feature = "fuzzing")]
pub use self::request::{Parsed, parse};
