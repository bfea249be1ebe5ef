//! The log callback.

use std::ffi::{c_char, c_void};

use super::read::c_text;
use crate::error::Error;
use crate::log::{Level, Log};

/// How much a line of the log matters.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_log_level {
    /// A fault of this library.
    LS_LOG_ERROR = 1,
    /// Something did not work, and the reason.
    LS_LOG_WARNING = 2,
    /// A line for each call.
    LS_LOG_INFO = 3,
    /// Everything.
    LS_LOG_DEBUG = 4,
}

/// Receives a line of the log.
///
/// It comes on the thread on which the event happened, also the application's own inside a call,
/// several threads at once if several are at work. None is running or comes once ls_agent_free()
/// has returned, or ls_agent_close() has returned LS_OK: until then user_data must live. It must
/// not throw, must not wait for a lock that is held across a call, and must not call back into the
/// agent.
///
/// @param user_data That of the function that was given the callback.
/// @param level The level of the line: a value of ls_log_level.
/// @param message The line, borrowed for the call.
pub type ls_log_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, level: i32, message: *const c_char)>;

/// The caller's pointer. The header asks that it may be used from any thread.
#[derive(Clone, Copy)]
pub(super) struct UserData(pub(super) *mut c_void);

// SAFETY: the pointer is only handed back to the caller's function, which is documented to be
// called from any thread.
unsafe impl Send for UserData {}
// SAFETY: as above.
unsafe impl Sync for UserData {}

pub(super) fn log_to(
    level: i32,
    callback: ls_log_callback,
    user_data: *mut c_void,
) -> Result<Log, Error> {
    let Some(callback) = callback else {
        return Ok(Log::default());
    };
    let level = match level {
        1 => Level::Error,
        2 => Level::Warning,
        3 => Level::Info,
        4 => Level::Debug,
        _ => return Err(Error::invalid("level", "expected a value of ls_log_level")),
    };
    let user_data = UserData(user_data);
    Ok(Log::to(level, move |level, line| {
        let user_data = &user_data;
        let line = c_text(line);
        // SAFETY: the caller promised a function of this type that stays valid with the agent.
        unsafe { callback(user_data.0, number_of(level) as i32, line.as_ptr()) }
    }))
}

fn number_of(level: Level) -> ls_log_level {
    match level {
        Level::Error => ls_log_level::LS_LOG_ERROR,
        Level::Warning => ls_log_level::LS_LOG_WARNING,
        Level::Info => ls_log_level::LS_LOG_INFO,
        Level::Debug => ls_log_level::LS_LOG_DEBUG,
    }
}
