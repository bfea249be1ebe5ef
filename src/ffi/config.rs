//! `ls_config`.

mod network;
mod seats;
mod store;

use std::ffi::{c_char, c_void};

use super::call::{self, LONG, NAME, create};
use super::log::{log_to, ls_log_callback};
use super::read::free;
use super::settings::Settings;
use super::status::ls_status;
use crate::config::Config;
use crate::error::Error;

pub use self::network::*;
pub use self::seats::*;
pub use self::store::*;

/// The settings of an agent. Not for several threads at once; read during ls_agent_new and
/// ls_uipath_new only, and may be freed right after.
///
/// A setter that fails leaves the configuration as it was and is remembered: as long as it has not
/// succeeded in a later call, no agent can be made, so that no application runs with half of its
/// settings. The error of ls_agent_new() then says what was wrong.
#[derive(Default)]
pub struct ls_config {
    settings: Settings<Config>,
}

impl ls_config {
    /// The settings, unless a setter failed.
    pub(super) fn settings(&self) -> Result<&Config, Error> {
        self.settings.get("ls_config_set_")
    }
}

fn set(
    config: Option<&mut ls_config>,
    setter: &'static str,
    change: impl FnOnce(&mut Config) -> Result<(), Error>,
) -> ls_status {
    call::call(None, || {
        let config = config.ok_or_else(|| Error::invalid("config", "is NULL"))?;
        config.settings.set(setter, change)
    })
}

/// Makes a configuration with the defaults.
///
/// @return The configuration, which the caller frees with ls_config_free().
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_new() -> *mut ls_config {
    create(ls_config::default)
}

/// Frees a configuration. Agents made from it are not affected.
///
/// @param config The configuration. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_free(config: Option<Box<ls_config>>) {
    free(config);
}

/// Sets the vendor's API key and shared key. Required, unless ls_config_set_oauth_client() is
/// called instead.
///
/// @param config The configuration.
/// @param api_key The API key: printable ASCII, up to 65,536 bytes; copied.
/// @param shared_key The shared key, which signs each request and never travels: up to 65,536
/// bytes, copied. It neither begins nor ends with white space (such as the line's end of a file
/// that it was read from) and holds no control characters.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
/// Source: https://docs.licensespring.com/license-api/license-api-authorization
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_api_key(
    config: Option<&mut ls_config>,
    api_key: *const c_char,
    shared_key: *const c_char,
) -> ls_status {
    set(config, "api_key", |config| {
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let keys = unsafe {
            (call::string("api_key", api_key, LONG)?, call::string("shared_key", shared_key, LONG)?)
        };
        config.set_api_key(keys.0, keys.1)
    })
}

/// Sets the vendor's OAuth client (grant type "client credentials"), instead of an API key: an
/// agent has one or the other, and with both or neither ls_agent_new() fails with LS_ERR_CONFIG.
///
/// Requests then carry an access token. The first call that needs one gets it from token_url in
/// exchange for client id and client secret, within that call's time. It is cached in memory until
/// shortly before it expires; if the server does not say when, for a minute. Calls that need one at
/// the same time share one request. If the license server calls the token expired or malformed, the
/// agent gets a new one and sends the request again, once.
///
/// The client secret goes to token_url and nowhere else; a redirect is not followed. A client that
/// is refused is LS_ERR_API_KEY, with the code of the token endpoint ("invalid_client"). Failing to
/// get a token never removes a stored answer.
///
/// The store is sealed with the client secret in place of the shared key: an application that
/// changes from one to the other begins with an empty store.
///
/// @param config The configuration.
/// @param client_id The id of the client: up to 65,536 bytes, copied. It neither begins nor ends
/// with white space and holds no control characters; nor does the secret.
/// @param client_secret Its secret: up to 65,536 bytes, copied.
/// @param token_url Where access tokens come from, copied: https, or http to a loopback host; it
/// may have a query. With NULL the license server is asked for it (oauth_url) over its verified
/// connection; it may name any https host, and plain http on a loopback host only if it is at one
/// itself.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
/// Source: https://docs.licensespring.com/license-api/license-api-authorization
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_oauth_client(
    config: Option<&mut ls_config>,
    client_id: *const c_char,
    client_secret: *const c_char,
    token_url: *const c_char,
) -> ls_status {
    set(config, "oauth_client", |config| {
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (id, secret, url) = unsafe {
            (
                call::string("client_id", client_id, LONG)?,
                call::string("client_secret", client_secret, LONG)?,
                call::optional("token_url", token_url, LONG)?,
            )
        };
        config.set_oauth_client(id, secret, url)
    })
}

/// Says which product of the licensing service a short code stands for. Called once for each
/// product; of two ids for one product the later counts. Default: none.
///
/// Short codes are free text, and the built-in response key signs for all customers of the service:
/// without this, another customer's genuine answer for a product of the same short code would
/// count. With it, a license of another id, or of none, is LS_ERR_MISMATCH, whether it comes from
/// the server or from the store. With the built-in response key and no id the log warns once for
/// each agent and product, naming the id of the answer.
///
/// @param config The configuration.
/// @param product The product's short code, up to 1,024 bytes; copied.
/// @param product_id The id that the service has given the product, 1 or more: the vendor's pages
/// show it, and so does ls_product_product_id() of an answer.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_product_id(
    config: Option<&mut ls_config>,
    product: *const c_char,
    product_id: i64,
) -> ls_status {
    call::call(None, || {
        let config = config.ok_or_else(|| Error::invalid("config", "is NULL"))?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let product = unsafe { call::string("product", product, NAME) };
        let about = product.as_ref().map_or("", |product| *product);
        let settings = &mut config.settings;
        settings.set_one("product_id", about, |config| config.set_product_id(product?, product_id))
    })
}

/// Sets the application's name and version, for the User-Agent header ("name/version
/// lsagent/0.2.0"). Default: none.
///
/// @param config The configuration.
/// @param name The name: letters, digits and -._+~, up to 1,024 bytes; copied.
/// @param version The version, likewise.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_app(
    config: Option<&mut ls_config>,
    name: *const c_char,
    version: *const c_char,
) -> ls_status {
    set(config, "app", |config| {
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let app =
            unsafe { (call::string("name", name, NAME)?, call::string("version", version, NAME)?) };
        config.set_app(app.0, app.1)
    })
}

/// Sets a callback for the log. Default: none. Lines hold product codes, host names, statuses and
/// durations; no user, no credential, no URL, no path, and no text of the server's or the system's.
///
/// @param config The configuration.
/// @param level The least important level that is logged: a value of ls_log_level.
/// @param callback The callback, or NULL for none; see ls_log_callback.
/// @param user_data Passed to the callback, and not looked at. Must stay valid, like the callback,
/// until ls_agent_free() has returned for every agent made with it, or ls_agent_close() has
/// returned LS_OK.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_log_callback(
    config: Option<&mut ls_config>,
    level: i32,
    callback: ls_log_callback,
    user_data: *mut c_void,
) -> ls_status {
    set(config, "log_callback", |config| {
        config.set_log(log_to(level, callback, user_data)?);
        Ok(())
    })
}
