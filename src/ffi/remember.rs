//! Where passwords that are remembered may lie.

use crate::error::Error;
use crate::passwords::Remember;

/// Where passwords that are remembered may lie. Passed as int32_t: another number is
/// LS_ERR_INVALID_ARGUMENT.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_remember {
    /// Nowhere: none is kept.
    LS_REMEMBER_OFF = 0,
    /// Where the platform keeps secrets; if it has no such place, or refuses, in the sealed store, with a
    /// warning in the log, once for each agent.
    LS_REMEMBER_ANYWHERE = 1,
    /// Where the platform keeps secrets, or nowhere. No password is in a file of the store.
    LS_REMEMBER_PLATFORM_ONLY = 2,
}

pub(super) fn remember(number: i32) -> Result<Remember, Error> {
    const OFF: i32 = ls_remember::LS_REMEMBER_OFF as i32;
    const ANYWHERE: i32 = ls_remember::LS_REMEMBER_ANYWHERE as i32;
    const PLATFORM_ONLY: i32 = ls_remember::LS_REMEMBER_PLATFORM_ONLY as i32;
    match number {
        OFF => Ok(Remember::Off),
        ANYWHERE => Ok(Remember::Anywhere),
        PLATFORM_ONLY => Ok(Remember::PlatformOnly),
        _ => Err(Error::invalid("mode", "expected a value of ls_remember")),
    }
}
