//! The C ABI: the source of `include/lsagent.h`.
//!
//! An exported function converts its arguments, calls one method of the core, and converts the
//! result. Its signature says who owns what: `Option<&T>` is borrowed, `Option<Box<T>>` is freed,
//! `Option<&mut MaybeUninit<*mut T>>` is filled. Every one of them goes through a helper of
//! [`call`] or [`read`], where panics stop. C types carry their C names.

#![allow(non_camel_case_types, clippy::missing_safety_doc)]

mod call;
mod fields;
mod names;
mod panic;
mod read;
mod settings;
mod shared;

pub mod activation;
pub mod agent;
pub mod allocations;
pub mod borrowing;
pub mod config;
pub mod consumption;
pub mod credentials;
pub mod decision;
pub mod doctor;
pub mod entitlement;
pub mod error;
pub mod license_users;
pub mod licenses;
pub mod log;
pub mod offline;
pub mod policy;
pub mod refresh;
pub mod releases;
pub mod remember;
pub mod seat;
pub mod source;
pub mod sso;
pub mod status;
pub mod string;
pub mod task;
pub mod trial;
pub mod uipath;
pub mod variables;
pub mod version;

pub use self::fields::*;
