//! The seat of a license or a feature that floats: acquired, shared, renewed, given back, borrowed.
//!
//! A seat is this device's. What is known of it lies in the store, one record a product: when the server was last heard,
//! by both clocks, for how long that counts, and until when it is borrowed. All processes of the device go by it.
//!
//! ```text
//! acquire ── held by this process? ── yes ── one handle more
//!               │ no
//!               └── held by another process, and not over? ── yes ── shared
//!                      │ no
//!                      └── the server is asked ── recorded ── renewed in the background ── lost
//!                                                                └── the last handle of the last process ── released
//! ```
//!
//! | file | holds |
//! |---|---|
//! | `handle` | a seat, as the application holds it |
//! | `seats` | the room: records, locks, and what this process holds |
//! | `record`, `key` | what the store knows of a seat; which seat it is |
//! | `hold` | a seat that this process holds, with its handles and their events |
//! | `acquire`, `renew`, `release`, `borrow` | what is done with it |
//! | `ask` | what the server is asked |
//! | `judge` | what checks go by |
//! | `leave` | the end of the license on this device, and of an agent |
//! | `unacquired` | seats that nobody wanted |
//!
//! # Locks
//!
//! All of them lie in the store, are held by open files, and die with their process:
//!
//! - the turn, one for each product: it is held while the server is asked about a seat. So one process renews, the
//!   others find in the record that it was done, and nobody takes a seat while another gives it back. Those who activate
//!   or deactivate take it while they hold the product's lock, and never the other way round;
//! - the share, one for each seat: each process that holds it has one. The process that finds nobody else to share it
//!   with, in its turn, is the last one, and releases the seat. A child made by fork has the share of its parent as
//!   long as either of them lives, and gives nothing back.
//!
//! Where the file system has no locks, nobody can tell whether another process holds the seat: then it is asked for at
//! each acquisition, renewed by each process, and never given back before its timeout, so that none loses it by
//! another's doing.
//!
//! # Time
//!
//! A seat counts from the moment at which the server was asked, so that it is over here no later than there. It is
//! judged where it is used: by each check and each look at a handle, and not only by the thread that renews.

mod acquire;
mod ask;
mod borrow;
mod handle;
mod hold;
mod judge;
mod key;
mod leave;
mod record;
mod release;
mod renew;
mod seats;
mod unacquired;

pub use self::acquire::acquire;
pub use self::borrow::{borrow, give_back};
pub use self::handle::Seat;
pub use self::hold::SeatObserver;
pub use self::judge::{Seating, may_ask, may_ask_about, seating};
pub use self::leave::{ask_without_a_seat, close, forget_all, release_all};
pub use self::seats::Seats;
pub use self::unacquired::{give_back_unacquired, settle_unacquired};
pub use crate::rules::seat::SeatEvent;
