//! The state of the service: licenses, devices, accounts, trials, files.
//!
//! The parts are pure: they are given the time, and have no lock. `state` holds them all.

pub mod accounts;
pub mod behaviour;
pub mod dates;
pub mod device;
pub mod holder;
pub mod license;
pub mod releases;
pub mod state;
pub mod trials;
