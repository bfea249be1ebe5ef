//! The rules, pure: what follows from an answer, a failure and a time. Nothing here reads a clock, a file or
//! a socket, so tables of cases test all of it.
//!
//! | file | decides |
//! |---|---|
//! | `entitlement` | whether a user may run a product, or a feature of it |
//! | `expiry` | when a license, or a feature of it, ends |
//! | `sentence` | how a person is told the decision |
//! | `policy` | where an answer may come from, and what a failure means for the stored one |
//! | `offline_grace` | how long a stored answer may be used |
//! | `refresh` | when a stored answer is due for a refresh |
//! | `retry` | whether a failed request is tried again, and when |
//! | `clock_offset` | by how much the server's clock is ahead of this device's |
//! | `tolerance` | when two clocks agree |
//! | `limits` | which values a setting may have |

#[allow(clippy::arithmetic_side_effects, reason = "128 bits are wide enough for any time")]
pub mod refresh;
#[allow(clippy::arithmetic_side_effects, reason = "there are a few tries")]
pub mod retry;

pub mod clock_offset;
pub mod entitlement;
pub mod expiry;
pub mod limits;
pub mod offline_grace;
pub mod policy;
pub mod sentence;
mod tolerance;
