//! A licensing agent for desktop applications: it asks the LicenseSpring License API v4 what a user
//! may run, verifies the answer, keeps the last good one, and hands it out through a C ABI.
//!
//! The interface is `include/lsagent.h`; [`ffi`] is its source. Calls go down once and come up once:
//! `ffi` → `agent` → `network`, `answers`, `passwords`, `rules` → `store`, `redirect`, `api` → `transport`, `model`,
//! `run`, `platform`, `clock`, `environment`.

#![deny(unsafe_code)]
#![warn(clippy::undocumented_unsafe_blocks)]
// What comes from outside (an answer, a file, a browser, an application) makes nothing panic or overflow.
#![cfg_attr(
    not(test),
    warn(
        clippy::arithmetic_side_effects,
        clippy::cast_possible_truncation,
        clippy::cast_possible_wrap,
        clippy::cast_sign_loss,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::string_slice,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

#[cfg(panic = "abort")]
compile_error!("lsagent catches panics at its boundary and cannot be built with panic = \"abort\"");

#[allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    reason = "it counts its own calls, adds its own times and hashes with keys of any length"
)]
mod agent;
mod answers;
mod api;
mod clock;
mod config;
mod der;
mod encode;
mod environment;
mod error;
#[allow(unsafe_code)]
pub mod ffi;
#[cfg(feature = "fuzzing")]
#[allow(clippy::expect_used, clippy::panic, reason = "a fuzzer is to stop there")]
pub mod fuzzing;
mod log;
mod model;
mod network;
mod os_problem;
mod passwords;
mod person;
mod platform;
mod random;
mod redact;
mod redirect;
mod results;
mod rules;
#[allow(clippy::arithmetic_side_effects, reason = "it counts its own threads")]
mod run;
mod secret;
mod store;
mod sync;
mod transport;
mod uipath;
