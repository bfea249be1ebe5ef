//! The settings of the store: what is kept there, for how long, and when it is refreshed.

use std::ffi::{c_char, c_void};

use super::{ls_config, set};
use crate::ffi::call::{self, LONG, NAME};
use crate::ffi::refresh::{ls_refresh_callback, refreshed_to};
use crate::ffi::remember;
use crate::ffi::status::ls_status;
use crate::passwords::Remember;

/// Sets the folder of the store (cache). Default: "lsagent" in the user's local data folder
/// ($XDG_DATA_HOME or ~/.local/share, ~/Library/Application Support, %LOCALAPPDATA%). It is made
/// when the first answer is stored. Agents of other vendors may share it.
///
/// @param config The configuration.
/// @param path The path of the folder: UTF-8, up to 65,536 bytes, copied.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_cache_dir(
    config: Option<&mut ls_config>,
    path: *const c_char,
) -> ls_status {
    set(config, "cache_dir", |config| {
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        config.set_cache_dir(unsafe { call::string("path", path, LONG) }?);
        Ok(())
    })
}

/// Sets whether good answers are stored. Default: true.
///
/// @param config The configuration.
/// @param enabled false: nothing is read from the store or written to it.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_cache_enabled(
    config: Option<&mut ls_config>,
    enabled: bool,
) -> ls_status {
    set(config, "cache_enabled", |config| {
        config.set_cache_enabled(enabled);
        Ok(())
    })
}

/// Sets how old a stored answer may be and still be used. Default: 172,800 (48 h).
///
/// @param config The configuration.
/// @param offline_grace_seconds The age in seconds, 0 or more.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_offline_grace_seconds(
    config: Option<&mut ls_config>,
    offline_grace_seconds: i64,
) -> ls_status {
    set(config, "offline_grace_seconds", |config| {
        config.set_offline_grace_seconds(offline_grace_seconds)
    })
}

/// Sets, for LS_POLICY_CACHE_FIRST, how old an answer may be before it is refreshed in the
/// background. Default: 3,600 (1 h). It varies by a tenth to either side from call to call, and
/// the refresh is made at a moment up to as much later, which differs from device to device: those
/// which started together do not all ask together. So a license that was withdrawn is used for twice
/// as long at most, and until the next check. With 0 it is refreshed at each check, at once.
///
/// @param config The configuration.
/// @param refresh_after_seconds The age in seconds, 0 or more.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_refresh_after_seconds(
    config: Option<&mut ls_config>,
    refresh_after_seconds: i64,
) -> ls_status {
    set(config, "refresh_after_seconds", |config| {
        config.set_refresh_after_seconds(refresh_after_seconds)
    })
}

/// Sets a callback for the outcome of requests in the background: a refresh of
/// LS_POLICY_CACHE_FIRST, or a request of LS_POLICY_NETWORK_FIRST that went on after the store had
/// answered. Default: none.
///
/// @param config The configuration.
/// @param callback The callback, or NULL for none; see ls_refresh_callback.
/// @param user_data Passed to the callback, and not looked at. Must stay valid, like the callback,
/// until ls_agent_free() has returned for every agent made with it, or ls_agent_close() has
/// returned LS_OK.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_refresh_callback(
    config: Option<&mut ls_config>,
    callback: ls_refresh_callback,
    user_data: *mut c_void,
) -> ls_status {
    set(config, "refresh_callback", |config| {
        config.set_refresh_callback(refreshed_to(callback, user_data));
        Ok(())
    })
}

/// Sets an id that ties the store to this device. Default: the machine's own id. A store made under
/// one id cannot be read under another, nor can a license that was activated under it. The licensing
/// service is told this id, as it is, when a license is activated on this device; by default it is told
/// a hash of the machine's own id.
///
/// @param config The configuration.
/// @param device_id The id, up to 1,024 bytes; copied.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_device_id(
    config: Option<&mut ls_config>,
    device_id: *const c_char,
) -> ls_status {
    set(config, "device_id", |config| {
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        config.set_device_id(unsafe { call::string("device_id", device_id, NAME) }?);
        Ok(())
    })
}

/// Sets whether the agent remembers the user name and password that a person signed in with, so
/// that ls_credentials_new_remembered() also asks the server, as the policy says. Default: false.
///
/// The password lies where the platform keeps secrets: in Windows's Credential Manager, in the
/// Keychain of macOS, elsewhere in the Secret Service (through libsecret, if it is installed and a
/// service runs); where there is none, in the sealed store, which other programs of the same user
/// can open if they know the vendor's key (ls_config_set_remember_mode() has a mode that never does
/// that). It stays there until the server refuses it or ls_agent_forget() removes it. Needs the
/// store: with cache_enabled false ls_agent_new() returns LS_ERR_CONFIG.
///
/// @param config The configuration.
/// @param remember Whether to remember; true is LS_REMEMBER_ANYWHERE.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_remember(
    config: Option<&mut ls_config>,
    remember: bool,
) -> ls_status {
    set(config, "remember", |config| {
        config.set_remember(if remember { Remember::Anywhere } else { Remember::Off });
        Ok(())
    })
}

/// Sets whether the agent remembers sign-ins as ls_config_set_remember() says, and where a password
/// may lie. The later call of the two counts. Default: LS_REMEMBER_OFF.
///
/// With LS_REMEMBER_PLATFORM_ONLY no password is ever in a file of the store: where the platform
/// has no place for secrets, or refuses, the sign-in is not remembered, and a warning is logged. A
/// password that LS_REMEMBER_ANYWHERE has put into the store is not used, and is removed when it is
/// seen.
///
/// @param config The configuration.
/// @param mode A value of ls_remember.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_remember_mode(
    config: Option<&mut ls_config>,
    mode: i32,
) -> ls_status {
    set(config, "remember_mode", |config| {
        config.set_remember(remember::remember(mode)?);
        Ok(())
    })
}
