//! A million devices on a morning: what their calls add up to, by the rules that the agent ships.
//!
//! A discrete-event simulation: [`run::run`] lets a [`scenario::Scenario`] go by and gives back a [`tally::Tally`], which
//! is the same for the same seed; [`verdict::misses`] says what must hold. `docs/fleet.md` has the results.

pub mod limits;
pub mod plot;
pub mod queue;
pub mod run;
pub mod scenario;
pub mod table;
pub mod tally;
pub mod verdict;

mod device;
