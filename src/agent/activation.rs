//! A license on this device: taken into use, asked about, given up.
//!
//! What is known lies in the store, in two entries of a license: the server's last answer, as it was signed, and a
//! record beside it (whose license it is, on which device, what the server has refused since, and what is on its
//! way). Both are bound to this device, as the store is. What follows from them is decided in
//! `rules::lifecycle`.
//!
//! | file | holds |
//! |---|---|
//! | `handle` | an activation, as the application holds it |
//! | `record`, `keep` | the record; how it is read, and changed under a lock |
//! | `activate`, `choose`, `adopt` | how a license gets here: which one, and what is stored of it |
//! | `check` | may it be used? |
//! | `deactivate` | how it is given up |
//! | `open` | what the store alone says |
//! | `offline` | the same by files, without a network |
//! | `report` | what the log gets |
//! | `uncertain` | failures of which nobody knows what became |
//!
//! # Locks
//!
//! Activating and deactivating hold a lock of the store, one for each product, while they ask the server; threads
//! and processes wait for it. What a check hears is recorded under it too, and then nothing is asked.

mod activate;
mod adopt;
mod check;
mod choose;
mod deactivate;
mod handle;
mod keep;
mod offline;
mod open;
mod record;
mod report;
mod uncertain;

pub use self::activate::{ActivateRequest, activate};
pub use self::choose::with_secret;
pub use self::handle::{Activation, ReleaseFilter};
pub use self::keep::{Activations, News, check_call, floats, stored_call};
pub use self::offline::{activate_by_file, write_request};
pub use self::open::{open, refused};
#[cfg(feature = "fuzzing")]
pub use self::record::Record;
