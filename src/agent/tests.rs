//! The stories, with time and network in the tests' hands.

mod clock;
mod policies;
mod retries;
mod tasks;
mod tokens;
mod trust;
mod world;
