//! The calls of a single sign-on.

mod options;

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;

use super::agent::{enter, ls_agent};
use super::call::{self, NAME, make, make_text};
use super::error::ls_error;
use super::licenses::ls_licenses;
use super::shared::Shared;
use super::status::ls_status;
use super::task::{deliver_to, ls_licenses_callback, ls_task};
use crate::api::SsoUrl;
use crate::error::Error;

use self::options::options;
pub use self::options::*;

/// Signs a person in through the identity provider of a customer account, in a browser, and gets
/// their licenses for a product.
///
/// The agent asks the license server for the provider's page, listens on a port of 127.0.0.1, has
/// the page opened (see ls_browser_callback), takes the code or the token from the address that the
/// browser comes back with, shows a page that says that the window may be closed, stops listening,
/// and asks for the licenses as ls_user_licenses() does with LS_POLICY_NETWORK_ONLY. The answer is
/// stored: ls_credentials_new_remembered() then asks without a browser.
///
/// The page's address gets a redirect_uri and a random state, unless it has them already. A
/// redirect with another state, or with none (see ls_sso_options_set_require_state()), is not
/// taken: the browser shows that, and the agent goes on waiting. Only an https page is opened, or
/// one of this device, whose address the license server has signed (see
/// ls_sso_options_set_require_signature()).
///
/// Where the provider sends the browser back to http://localhost, the agent listens on 127.0.0.1
/// and on [::1]. If another program has the port of either, nothing is opened: LS_ERR_CONFIG.
/// Better register http://127.0.0.1.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param customer_account_code The code of the customer account, up to 1,024 bytes.
/// @param options_or_null The options; NULL for their defaults.
/// @param out_licenses Receives the licenses, which the caller frees with ls_licenses_free(); NULL
/// on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_TIMEOUT (nobody finished in time), LS_ERR_CREDENTIALS (the provider's
/// access_denied, for one: cancelled in the browser), LS_ERR_REFUSED (any other error of the
/// provider: ls_error_code() has it), LS_ERR_CONFIG (no browser can be opened, the port is taken,
/// or the page leads back to another address; the message says what to do), LS_ERR_RESPONSE (a page
/// that is not opened, for one), LS_ERR_CANCELLED, or another status as ls_user_licenses() does.
///
/// Blocks for as long as the person takes, up to the time of ls_sso_options_set_timeout_ms(), and
/// for at most twice the configured timeout_ms more.
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

/// Like ls_sso_sign_in(), on a thread of the agent. ls_task_cancel() or ls_agent_free() ends it
/// with LS_ERR_CANCELLED, whatever the person does. Arguments are copied.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param customer_account_code The code of the customer account, up to 1,024 bytes.
/// @param options_or_null The options; NULL for their defaults.
/// @param callback Receives the outcome.
/// @param user_data Passed to the callback, and not looked at. May be NULL.
/// @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could be started). On
/// failure nothing was begun and no callback comes.
///
/// Does not block.
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

/// Gets the address of the page at which a person signs in, for an application that has a browser
/// of its own and reads the redirect by itself; then ls_credentials_new_code() or
/// ls_credentials_new_id_token(). Never answered from the store.
///
/// Of the addresses that the server gives the agent takes the one that leads to the redirect URI,
/// or one that names no redirect URI, to which it adds this one. The application can add a state.
/// The address is https, or http to this device; characters that a shell takes for its own are
/// percent-encoded. A wrong signature of the answer is LS_ERR_SIGNATURE; one that is not signed is
/// taken.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param customer_account_code The code of the customer account, up to 1,024 bytes.
/// @param response_type A value of ls_sso_response.
/// @param redirect_uri_or_null Where the page leads back to, up to 1,024 bytes, any scheme; NULL
/// for the first address that the server gives.
/// @param out_url Receives the address, which the caller frees with ls_string_free(); NULL on
/// failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, or LS_ERR_CONFIG (no address leads to the redirect URI), or another status as
/// ls_user_licenses() does.
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
            response_type: options::response_type(response_type)?,
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
