//! Deliberate misbehaviour.

mod alter;
mod bulk;
pub mod perform;
pub mod queue;
pub mod spec;
