//! The rules, pure: what follows from an answer, a failure and a time. Nothing here reads a clock, a file or
//! a socket, so tables of cases test all of it. (The retry rule is `network::retry`.)
//!
//! | file | decides |
//! |---|---|
//! | `entitlement` | whether a user may run a product, or a feature of it |
//! | `lifecycle` | what the server's word changes for a license on this device, and what follows |
//! | `seat` | when the seat of what floats is renewed, and when it is lost |
//! | `consumption` | how much may be consumed, and what a total says about amounts whose answer was lost |
//! | `expiry` | when a license, or a feature of it, ends |
//! | `sentence` | the decision in words for a person |
//! | `policy` | where an answer may come from, and what a failure means for the stored one |
//! | `offline_grace` | how long a stored answer may be used |
//! | `refresh` | when a stored answer is due for a refresh |
//! | `limits` | which values a setting may have |

#[allow(clippy::arithmetic_side_effects, reason = "128 bits are wide enough for any time")]
pub mod refresh;

pub mod consumption;
pub mod entitlement;
pub mod expiry;
pub mod lifecycle;
pub mod limits;
pub mod offline_grace;
pub mod policy;
pub mod seat;
pub mod sentence;
