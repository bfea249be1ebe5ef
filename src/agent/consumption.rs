//! Consumption: what an application counts of a license on this device, or of a feature of it.
//!
//! ```text
//! consume ── a record in the journal ── (a while) ── added up, marked as on its way ── add_consumption ── settled
//! ```
//!
//! An amount is on the disk when it is counted, and nothing waits for the network meanwhile. It is sent once; what
//! became of it is found out by the total where an answer is lost, as far as a total can tell
//! (`rules::consumption`). Damage of the journal costs what cannot be read and no more (`store::journal`).
//!
//! | file | holds |
//! |---|---|
//! | `count` | counting, and the balance |
//! | `send` | how it gets to the server |
//! | `background` | when |
//! | `give_up` | what becomes of it with the license |
//! | `book`, `state` | what the store has of it |
//! | `meter` | what the license says of its counters |
//!
//! # Locks
//!
//! The journal's lock is held while a record is written, or the state is: never while the server is asked. It is one
//! of this process and one among all, which a process that dies gives back. The right to send is held while the server
//! is asked, by one process; those who count never wait for it. Where both are held, the right to send is taken first.

mod background;
mod book;
mod count;
mod give_up;
mod meter;
mod send;
mod state;

pub use self::background::{take_up, unschedule_if_done};
pub use self::book::Books;
pub use self::count::{Balance, balance, consume};
pub use self::give_up::{
    forget, hand_over, send_before_the_end, send_of_former, take_back, unsent,
};
pub use self::send::{Cause, send_all};
#[cfg(feature = "fuzzing")]
pub use self::state::State;
