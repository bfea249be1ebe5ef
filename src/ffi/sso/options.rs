//! How a person signs in: `ls_sso_options`.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use crate::agent::{Browser, SsoOptions};
use crate::api::ResponseType;
use crate::error::Error;
use crate::ffi::call::{self, NAME, create};
use crate::ffi::log::UserData;
use crate::ffi::read::{c_text, free};
use crate::ffi::settings::Settings;
use crate::ffi::status::ls_status;
use crate::rules::limits;

/// The proof of a sign-in that the identity provider sends with the browser. Passed as int32_t: another number is
/// LS_ERR_INVALID_ARGUMENT.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_sso_response {
    /// A code that is good for one use (authorization code grant).
    LS_SSO_RESPONSE_CODE = 0,
    /// The token itself, in the fragment of the address (implicit grant).
    LS_SSO_RESPONSE_TOKEN = 1,
}

/// How a person signs in. Not for several threads at once; read during ls_sso_sign_in() and
/// ls_sso_sign_in_start() only, and may be freed right after.
///
/// A setter that fails leaves the options as they were and is remembered: as long as it has not
/// succeeded in a later call, a sign-in with them fails, and the error then says what was wrong.
#[derive(Default)]
pub struct ls_sso_options {
    settings: Settings<SsoOptions>,
}

/// Shows a page to the person who signs in: in a browser window of the application's own, for
/// example.
///
/// It comes once for each sign-in, on the thread that is at work on it: the caller's in
/// ls_sso_sign_in(), one of the agent's in ls_sso_sign_in_start(). It must return soon and not wait
/// for the person, since nobody takes the redirect meanwhile. user_data must live until the sign-in
/// is over, or as long as that of other callbacks: see ls_agent_free(). It must not throw.
///
/// @param user_data That of the function that was given the callback.
/// @param url The address of the page, borrowed for the call.
/// @return true if the application shows it; with false the agent has the system's browser open it.
pub type ls_browser_callback =
    Option<unsafe extern "C" fn(user_data: *mut c_void, url: *const c_char) -> bool>;

fn set(
    options: Option<&mut ls_sso_options>,
    setter: &'static str,
    change: impl FnOnce(&mut SsoOptions) -> Result<(), Error>,
) -> ls_status {
    call::call(None, || {
        let options = options.ok_or_else(|| Error::invalid("options", "is NULL"))?;
        options.settings.set(setter, change)
    })
}

/// Makes options with their defaults.
///
/// @return The options, which the caller frees with ls_sso_options_free().
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_sso_options_new() -> *mut ls_sso_options {
    create(ls_sso_options::default)
}

/// Frees options. A sign-in that was begun with them is not affected.
///
/// @param options The options. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_sso_options_free(options: Option<Box<ls_sso_options>>) {
    free(options);
}

/// Sets the port of 127.0.0.1 to which the identity provider sends the browser back. Default: the
/// system chooses one, which takes a provider that lets any port of http://127.0.0.1 pass (RFC
/// 8252).
///
/// @param options The options.
/// @param port The port, or 0 for the default.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_sso_options_set_port(
    options: Option<&mut ls_sso_options>,
    port: u16,
) -> ls_status {
    set(options, "port", |options| {
        options.port = port;
        Ok(())
    })
}

/// Sets the path to which the browser is sent back, as it stands in the redirect URI that the
/// vendor has registered. Default: "/".
///
/// @param options The options.
/// @param path The path: beginning with a slash, without query and fragment, up to 1,024 bytes;
/// copied.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_sso_options_set_path(
    options: Option<&mut ls_sso_options>,
    path: *const c_char,
) -> ls_status {
    set(options, "path", |options| {
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let path = unsafe { call::string("path", path, NAME) }?;
        options.path = limits::redirect_path("path", path)?;
        Ok(())
    })
}

/// Sets what the identity provider sends back. Default: LS_SSO_RESPONSE_CODE.
///
/// @param options The options.
/// @param response_type A value of ls_sso_response.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_sso_options_set_response_type(
    options: Option<&mut ls_sso_options>,
    response_type: i32,
) -> ls_status {
    set(options, "response_type", |options| {
        options.response_type = self::response_type(response_type)?;
        Ok(())
    })
}

/// Sets how long the person may take. Default: 300,000 (5 minutes). The agent's requests to the
/// license server before and after have timeout_ms of the configuration each.
///
/// @param options The options.
/// @param timeout_ms The time in milliseconds: 1 to 3,600,000.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_sso_options_set_timeout_ms(
    options: Option<&mut ls_sso_options>,
    timeout_ms: u32,
) -> ls_status {
    set(options, "timeout_ms", |options| {
        options.timeout = limits::timeout("timeout_ms", timeout_ms)?;
        Ok(())
    })
}

/// Sets whether the redirect of the browser must have the state that was sent along. Default: true.
///
/// With false a code or a token without a state is taken as well, for an identity provider that
/// loses it: then any web page in the person's browser can sign them in as somebody else while the
/// agent waits. Another state, and an error without one, are not taken in either case.
///
/// @param options The options.
/// @param require_state Whether to require it.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_sso_options_set_require_state(
    options: Option<&mut ls_sso_options>,
    require_state: bool,
) -> ls_status {
    set(options, "require_state", |options| {
        options.require_state = require_state;
        Ok(())
    })
}

/// Sets whether the license server must have signed the address of the sign-in page before it is
/// opened. Default: true.
///
/// With false an unsigned one is opened as well, for a server that does not sign it: then a proxy
/// that ends the TLS connection decides which page the person signs in at. A wrong signature is
/// LS_ERR_SIGNATURE in either case.
///
/// @param options The options.
/// @param require_signature Whether to require it.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_sso_options_set_require_signature(
    options: Option<&mut ls_sso_options>,
    require_signature: bool,
) -> ls_status {
    set(options, "require_signature", |options| {
        options.require_signature = require_signature;
        Ok(())
    })
}

/// Sets a callback that shows the sign-in page. Default: the system's browser does.
///
/// @param options The options.
/// @param callback The callback, or NULL for the default; see ls_browser_callback.
/// @param user_data Passed to the callback, and not looked at. Must stay valid, like the callback,
/// until the sign-ins begun with these options are over.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_sso_options_set_browser_callback(
    options: Option<&mut ls_sso_options>,
    callback: ls_browser_callback,
    user_data: *mut c_void,
) -> ls_status {
    set(options, "browser_callback", |options| {
        options.browser = shown_by(callback, user_data);
        Ok(())
    })
}

/// The options, unless a setter failed.
pub(super) fn options(options: Option<&ls_sso_options>) -> Result<SsoOptions, Error> {
    let set = options.map(|options| options.settings.get("ls_sso_options_set_"));
    Ok(set.transpose()?.cloned().unwrap_or_default())
}

pub(super) fn response_type(number: i32) -> Result<ResponseType, Error> {
    const CODE: i32 = ls_sso_response::LS_SSO_RESPONSE_CODE as i32;
    const TOKEN: i32 = ls_sso_response::LS_SSO_RESPONSE_TOKEN as i32;
    match number {
        CODE => Ok(ResponseType::Code),
        TOKEN => Ok(ResponseType::Token),
        _ => Err(Error::invalid("response_type", "expected a value of ls_sso_response")),
    }
}

fn shown_by(callback: ls_browser_callback, user_data: *mut c_void) -> Option<Browser> {
    let callback = callback?;
    let user_data = UserData(user_data);
    Some(Arc::new(move |url: &str| {
        let user_data = &user_data;
        let url = c_text(url);
        // SAFETY: the caller promised a function of this type that stays valid with the sign-in.
        unsafe { callback(user_data.0, url.as_ptr()) }
    }))
}
