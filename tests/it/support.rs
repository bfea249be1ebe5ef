//! What the integration tests stand on: a sandbox of their own, and the C ABI without pointers.

mod activation;
pub mod arrows;
mod cargo;
mod cases;
mod client;
mod consumption;
mod daemon;
#[cfg(all(unix, any(feature = "system-tests", feature = "foreign")))]
pub mod desktop;
mod doctor;
#[cfg(any(feature = "system-tests", feature = "foreign"))]
pub mod examples;
pub mod fields;
mod header;
#[cfg(target_os = "linux")]
pub mod killed;
mod linked;
#[cfg(feature = "system-tests")]
pub mod made;
#[cfg(unix)]
pub mod programs;
mod raw;
mod sandbox;
mod seats;
pub mod sso;
mod startup;
#[cfg(any(feature = "system-tests", feature = "foreign"))]
pub mod stories;
mod suite;
pub mod tls;
#[cfg(feature = "system-tests")]
pub mod ways;
pub mod webdriver;

pub use activation::*;
pub use cargo::{build_library, make, target};
pub use cases::each_case;
pub use client::*;
pub use consumption::*;
pub use daemon::Daemon;
pub use doctor::*;
pub use header::{declarations, declared_functions, statuses};
pub use linked::{Linked, linked_crates, linked_crates_of};
pub use lsagent::ffi::source::ls_source;
pub use lsagent::ffi::status::ls_status;
pub use raw::{NOBODY, RawServer, read_head, read_on};
pub use sandbox::{Sandbox, sandbox_binary};
pub use seats::Place;
pub use startup::*;
pub use suite::{Allocated, Suite};
