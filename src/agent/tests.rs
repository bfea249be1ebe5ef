//! The stories, with time and network in the tests' hands.

mod activation;
mod clock;
mod closing;
mod consumption;
mod large;
mod passwords;
mod policies;
mod refreshing;
mod requests;
mod retries;
mod seats;
mod tasks;
mod timetable;
mod tokens;
mod trust;
pub mod world;
