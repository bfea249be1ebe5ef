//! What the integration tests stand on: a sandbox of their own, and the C ABI without pointers.

#![allow(dead_code, unused_imports, reason = "each test binary uses a part of it")]

mod client;
mod header;
mod sandbox;

pub use client::*;
pub use header::{Declaration, declarations, declared_functions};
pub use lsagent::ffi::source::ls_source;
pub use lsagent::ffi::status::ls_status;
pub use sandbox::{Sandbox, sandbox_binary};
