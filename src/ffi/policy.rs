//! Where an answer may come from.

use crate::error::Error;
use crate::rules::policy::Policy;

/// Where an answer may come from. Passed as int32_t: another number is LS_ERR_INVALID_ARGUMENT.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_policy {
    /// Ask the server; if it does not answer in time, answer from the store while the offline
    /// grace lasts, and let the request go on in the background.
    LS_POLICY_NETWORK_FIRST = 0,
    /// Answer from the store at once, without opening a socket, if it holds a usable answer, and
    /// refresh it in the background when it is older than refresh_after_seconds; otherwise as
    /// LS_POLICY_NETWORK_FIRST.
    LS_POLICY_CACHE_FIRST = 1,
    /// Ask the server only.
    LS_POLICY_NETWORK_ONLY = 2,
    /// Ask the store only. Opens no socket.
    LS_POLICY_CACHE_ONLY = 3,
}

pub(super) fn policy(number: i32) -> Result<Policy, Error> {
    const NETWORK_FIRST: i32 = ls_policy::LS_POLICY_NETWORK_FIRST as i32;
    const CACHE_FIRST: i32 = ls_policy::LS_POLICY_CACHE_FIRST as i32;
    const NETWORK_ONLY: i32 = ls_policy::LS_POLICY_NETWORK_ONLY as i32;
    const CACHE_ONLY: i32 = ls_policy::LS_POLICY_CACHE_ONLY as i32;
    match number {
        NETWORK_FIRST => Ok(Policy::NetworkFirst),
        CACHE_FIRST => Ok(Policy::CacheFirst),
        NETWORK_ONLY => Ok(Policy::NetworkOnly),
        CACHE_ONLY => Ok(Policy::CacheOnly),
        _ => Err(Error::invalid("policy", "expected a value of ls_policy")),
    }
}
