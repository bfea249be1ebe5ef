//! Models of lsagent's threads. The shipped code is compiled with a scheduler's locks and threads in
//! the place of the system's; `cargo test --package lsagent-models` runs it in many orders, and fails
//! with the order in which something was lost, called twice, called too late, or waited for in vain.
//!
//! Time is chosen as well: a wait with a deadline may end at any moment, and then it is that late.

#![allow(dead_code, unused_imports, reason = "the shipped code is used in part")]

mod clock;
mod sync;

/// The code that is shipped, unchanged.
#[path = "../../src"]
mod shipped {
    pub mod error;
    pub mod log;
    pub mod run;

    #[path = "network"]
    pub mod network {
        pub mod tokens;
    }
}

use shipped::{error, log, network, run};

/// Defines models, and lists them.
macro_rules! models {
    ($($(#[$doc:meta])* fn $name:ident() $body:block)*) => {
        $($(#[$doc])* fn $name() $body)*

        /// All of them, by name.
        pub const MODELS: &[(&str, fn())] = &[$((stringify!($name), $name)),*];
    };
}

pub mod closing;
pub mod jobs;
pub mod lines;
pub mod requests;
pub mod tokens;

/// Runs a model in so many random orders, and in as many that prefer few threads.
fn check(model: impl Fn() + Send + Sync + 'static) {
    /// Rounds of each kind.
    const ROUNDS: usize = 2_000;
    /// How many changes of the preferred thread it takes to go wrong, at most.
    const DEPTH: usize = 3;
    /// The shipped code has one lock for the process, which belongs to one model at a time.
    static ONE_MODEL: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = ONE_MODEL.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let model = std::sync::Arc::new(move || {
        clock::begin();
        model();
    });
    let again = model.clone();
    shuttle::check_random(move || again(), ROUNDS);
    shuttle::check_pct(move || model(), ROUNDS, DEPTH);
}

/// One of a few numbers, in all rounds together each.
fn any(below: u32) -> u32 {
    use shuttle::rand::Rng;
    shuttle::rand::thread_rng().gen_range(0..below)
}
