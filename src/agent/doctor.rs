//! The doctor: what has to work for an answer is looked at step by step, with the rooms that calls use.
//!
//! | file | holds |
//! |---|---|
//! | `text` | words that can be shown to anybody |
//! | `report` | the report and its JSON |
//! | `judge` | what follows from what was found, pure |
//! | `examination` | the doing: each step's facts |
//! | `run` | the thread, the deadline, the application's callback |
//!
//! One call that needs no user, and one with the user's sign-in, are made as any other call is; a trace tells where on
//! the way they ended. Nothing is stored of their answers.

mod examination;
mod judge;
mod report;
mod run;
mod text;

use std::time::Duration;

pub use self::report::{Health, Report, Step, json};
pub use self::run::run;
use crate::api::Identity;

/// What is to be looked at.
pub struct Checkup {
    /// Its short code; `None`: no product, and then neither a sign-in nor a signature.
    pub product: Option<String>,
    pub identity: Option<Identity>,
    /// For all of it.
    pub timeout: Duration,
}

/// Gets each step when it has been taken.
pub type Observer = Box<dyn Fn(&Step) + Send>;
