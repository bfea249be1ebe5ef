//! Single sign-on: `ls_sso_options` and its calls.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::sync::Arc;

use super::agent::{enter, ls_agent};
use super::call::{self, NAME, c_text, create, free, make, make_text};
use super::error::ls_error;
use super::licenses::ls_licenses;
use super::log::UserData;
use super::settings::Settings;
use super::shared::Shared;
use super::status::ls_status;
use super::task::{deliver_to, ls_licenses_callback, ls_task};
use crate::agent::{Browser, SsoOptions};
use crate::api::{ResponseType, SsoUrl};
use crate::error::Error;
use crate::rules::limits;

/// What the identity provider sends back with the browser. Passed as int32_t: another number is
/// LS_ERR_INVALID_ARGUMENT.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_sso_response {
    /// A code that is good for one use (authorization code grant).
    LS_SSO_RESPONSE_CODE = 0,
    /// The token itself, in the fragment of the address (implicit grant).
    LS_SSO_RESPONSE_TOKEN = 1,
}

/// How a person is brought to sign in. Not for several threads at once; read during ls_sso_sign_in and
/// ls_sso_sign_in_start only, and may be freed right after.
///
/// A setter that fails leaves the options as they were and is remembered: as long as it has not
/// succeeded in a later call, nobody can be signed in with them, and the error then says what was wrong.
#[derive(Default)]
pub struct ls_sso_options {
    settings: Settings<SsoOptions>,
}

/// Shows the page at `url`, which is borrowed for the call, to the person: in a browser window of the
/// application's own, say. Returns true if the application shows it; with false the agent has the
/// system's browser open it.
///
/// It comes once for each sign-in, on the thread that is at work on it: the caller's in ls_sso_sign_in,
/// one of the agent's in ls_sso_sign_in_start. It must return soon and not wait for the person, since
/// nobody takes the redirect meanwhile. `user_data` has to live until the sign-in is over, or as long as
/// that of other callbacks: see ls_agent_free. It must not throw.
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

/// The options with their defaults. Freed with ls_sso_options_free. Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_sso_options_new() -> *mut ls_sso_options {
    create(ls_sso_options::default)
}

/// Frees options. NULL is a no-op. A sign-in that was begun with them is not affected.
#[unsafe(no_mangle)]
pub extern "C" fn ls_sso_options_free(options: Option<Box<ls_sso_options>>) {
    free(options);
}

/// The port of 127.0.0.1 to which the identity provider sends the browser back. Default, and with 0: the
/// system chooses one, which takes a provider that lets any port of http://127.0.0.1 pass (RFC 8252).
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// The path to which the browser is sent back, as it stands in the redirect URI that the vendor has
/// registered: beginning with a slash, without query and fragment, up to 1,024 bytes. Default: "/".
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// What the identity provider sends back: a value of ls_sso_response. Default: LS_SSO_RESPONSE_CODE.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// How long the person may take, in milliseconds: 1 to 3,600,000. Default: 300,000 (5 minutes). What the
/// agent asks the license server before and after has its own timeout_ms each.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// Whether what the browser brings back must have the state that was sent along. Default: true. With
/// false a code or a token without a state is taken as well, for an identity provider that loses it: then
/// any web page in the person's browser can sign them in as somebody else while the agent waits. Another
/// state, and an error without one, are not taken in either case.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// Whether the license server must have signed the address of the sign-in page before it is opened.
/// Default: true. With false an unsigned one is opened as well, for a server that does not sign it: then
/// whatever ends the TLS connection on its way decides which page the person signs in at. A wrong
/// signature is LS_ERR_SIGNATURE in either case.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// Who shows the sign-in page. Default, and with NULL: the system's browser. `callback` and `user_data`
/// must stay valid until the sign-ins begun with these options are over; see ls_browser_callback.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// Signs a person in through the identity provider of a customer account, in a browser, and gets their
/// licenses for a product.
///
/// The agent asks the license server for the provider's page, listens on a port of 127.0.0.1, has the
/// page opened (see ls_browser_callback), takes the code or the token from the address that the browser
/// comes back with, shows a page that says that the window may be closed, stops listening, and asks
/// for the licenses as ls_user_licenses does with LS_POLICY_NETWORK_ONLY. The answer is stored:
/// ls_credentials_new_remembered then asks without a browser.
///
/// The page's address gets a redirect_uri and a random state, unless it has them already. What comes back
/// with another state, or with none (see ls_sso_options_set_require_state), is not taken: the browser shows
/// that, and the agent goes on waiting. Only an https page is opened, or one of this device, whose address
/// the license server has signed (see ls_sso_options_set_require_signature).
///
/// Where the provider sends the browser back to http://localhost, the agent listens on 127.0.0.1 and on
/// [::1]. If another program has the port of either, nothing is opened: LS_ERR_CONFIG. Better register
/// http://127.0.0.1.
///
/// `product` is the product's short code, up to 1,024 bytes, like the account's code. With NULL for
/// the options their defaults hold. Nothing is taken over. On success *out_licenses is the caller's, to
/// be freed with ls_licenses_free. On failure it is NULL and *out_error, if out_error is not NULL, is the
/// caller's, to be freed with ls_error_free.
///
/// Returns LS_OK, or LS_ERR_TIMEOUT (nobody finished in time), LS_ERR_CREDENTIALS (the provider's
/// access_denied, for one: cancelled in the browser), LS_ERR_REFUSED (any other error of the provider:
/// ls_error_code has it), LS_ERR_CONFIG (no browser can be opened, the port cannot be had, or the
/// page leads back to another address; the message says what to do), LS_ERR_RESPONSE (a page that is
/// not opened, for one), LS_ERR_CANCELLED, or as ls_user_licenses does.
///
/// Blocks for as long as the person takes, up to the time they have, and for at most twice the
/// configured timeout_ms more.
/// Source: https://docs.licensespring.com/license-api/single-sign-on-url
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_sso_sign_in(
    agent: Option<&ls_agent>,
    product: *const c_char,
    customer_account_code: *const c_char,
    options_or_null: Option<&ls_sso_options>,
    out_licenses: Option<&mut MaybeUninit<*mut ls_licenses>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_licenses, "out_licenses", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (product, account) = unsafe { place(product, customer_account_code) }?;
        let options = options(options_or_null)?;
        Ok(ls_licenses::new(agent.sso_sign_in(product, account, &options)?))
    })
}

/// Like ls_sso_sign_in, on a thread of the agent: `callback` receives the outcome. Does not block.
///
/// ls_task_cancel, or ls_agent_free, ends it with LS_ERR_CANCELLED, whatever the person does. Arguments are
/// copied. On success *out_task is the caller's, to be freed with ls_task_free. On failure nothing was
/// begun and no callback comes. Returns LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could
/// be started).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_sso_sign_in_start(
    agent: Option<&ls_agent>,
    product: *const c_char,
    customer_account_code: *const c_char,
    options_or_null: Option<&ls_sso_options>,
    callback: ls_licenses_callback,
    user_data: *mut c_void,
    out_task: Option<&mut MaybeUninit<*mut ls_task>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_task, "out_task", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (product, account) = unsafe { place(product, customer_account_code) }?;
        let options = options(options_or_null)?;
        let deliver = deliver_to(callback, user_data, ls_licenses::new)?;
        let (product, account) = (product.to_owned(), account.to_owned());
        let task = agent.start_sso_sign_in(product, account, options, deliver)?;
        Ok(ls_task(Shared::new(task)))
    })
}

/// The address of the page at which a person signs in, for an application that has a browser of its own
/// and finds out by itself what it comes back with; then ls_credentials_new_code or
/// ls_credentials_new_id_token.
///
/// `product` and the account's code have up to 1,024 bytes each; `response_type` is a value of
/// ls_sso_response. Of the addresses that the server gives the one is taken that leads to
/// `redirect_uri_or_null` (up to 1,024 bytes, any scheme), or one that names no redirect URI, to which this
/// one is added; with NULL the first one. A state can be added by the application. The address is https, or http
/// to this device; characters that a shell takes for its own are percent-encoded. A wrong signature of the
/// answer is LS_ERR_SIGNATURE; one that is not signed is taken.
///
/// On success *out_url is the caller's, to be freed with ls_string_free. On failure it is NULL and
/// *out_error, if out_error is not NULL, is the caller's. Never answered from the store. Returns LS_OK, or
/// LS_ERR_CONFIG (no address leads to the redirect URI), or as ls_user_licenses does.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/single-sign-on-url
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_sso_url(
    agent: Option<&ls_agent>,
    product: *const c_char,
    customer_account_code: *const c_char,
    response_type: i32,
    redirect_uri_or_null: *const c_char,
    out_url: Option<&mut MaybeUninit<*mut c_char>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make_text(out_url, "out_url", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let ((product, account), redirect_uri) = unsafe {
            let place = place(product, customer_account_code)?;
            (place, call::optional("redirect_uri_or_null", redirect_uri_or_null, NAME)?)
        };
        let question = SsoUrl {
            product: product.to_owned(),
            customer_account_code: account.to_owned(),
            response_type: self::response_type(response_type)?,
            require_signature: false,
        };
        agent.sso_url(&question, redirect_uri)
    })
}

/// # Safety
/// Both are as for [`call::string`].
unsafe fn place<'a>(
    product: *const c_char,
    customer_account_code: *const c_char,
) -> Result<(&'a str, &'a str), Error> {
    // SAFETY: the same promise.
    unsafe {
        let product = call::string("product", product, NAME)?;
        Ok((product, call::string("customer_account_code", customer_account_code, NAME)?))
    }
}

/// The options, unless a setter failed.
fn options(options: Option<&ls_sso_options>) -> Result<SsoOptions, Error> {
    let set = options.map(|options| options.settings.get("ls_sso_options_set_"));
    Ok(set.transpose()?.cloned().unwrap_or_default())
}

fn response_type(number: i32) -> Result<ResponseType, Error> {
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
