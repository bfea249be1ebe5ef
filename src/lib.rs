//! A licensing agent for desktop applications: it asks the LicenseSpring License API v4 what a user
//! may run, verifies the answer, keeps the last good one, and hands it out through a C ABI.
//!
//! The interface is `include/lsagent.h`; [`ffi`] is its source. Calls go down once and come up once:
//! `ffi` → `agent` → `policy`, `cache`, `redirect`, `api` → `transport`, `model`, `run`, `clock`, `device`,
//! `environment`.

#![deny(unsafe_code)]
#![warn(clippy::undocumented_unsafe_blocks)]

#[cfg(panic = "abort")]
compile_error!("lsagent catches panics at its boundary and cannot be built with panic = \"abort\"");

mod agent;
mod answer;
mod api;
mod cache;
mod clock;
mod config;
mod device;
mod entitlement;
mod environment;
mod error;
#[allow(unsafe_code)]
pub mod ffi;
#[cfg(feature = "fuzzing")]
pub mod fuzzing;
mod log;
mod model;
mod os_problem;
mod policy;
mod random;
mod redirect;
mod run;
mod secret;
mod sync;
mod transport;
mod uipath;
