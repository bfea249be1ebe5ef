//! `ls_config`.

use std::ffi::{c_char, c_void};

use super::call::{self, LONG, NAME, create, free};
use super::log::{log_to, ls_log_callback};
use super::refresh::{ls_refresh_callback, refreshed_to};
use super::settings::Settings;
use super::status::ls_status;
use crate::config::Config;
use crate::error::Error;
use crate::passwords::Remember;

/// The settings of an agent. Not for several threads at once; read during ls_agent_new and
/// ls_uipath_new only, and may be freed right after.
///
/// A setter that fails leaves the configuration as it was and is remembered: as long as it has not
/// succeeded in a later call, no agent can be made, so that nobody runs with half of the settings
/// meant. The error of ls_agent_new then says what was wrong.
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

/// A configuration with the defaults. Freed with ls_config_free. Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_new() -> *mut ls_config {
    create(ls_config::default)
}

/// Frees a configuration. NULL is a no-op. Agents made from it are not affected.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_free(config: Option<Box<ls_config>>) {
    free(config);
}

/// The vendor's API key and shared key; required, unless ls_config_set_oauth_client is called
/// instead. The shared key signs each request and never travels. Both are copied. Up to 65,536 bytes
/// each; the API key is printable ASCII, and the shared key neither begins nor ends with white space (the
/// line's end of a file that it was read from, say) and holds no control characters.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// The vendor's OAuth client (grant type "client credentials"), instead of an API key: an agent has
/// one or the other, and with both or neither ls_agent_new fails with LS_ERR_CONFIG. All three are
/// copied. Up to 65,536 bytes each. Client id and client secret neither begin nor end with white space, and
/// hold no control characters.
///
/// Requests then carry an access token, which is had from `token_url` in exchange for client id and
/// client secret, by the first call that needs one, within that call's time. It is kept in memory
/// until shortly before its end; where the server does not tell its end, for a minute. Calls that need
/// one at the same time share it. If the license server calls it expired or malformed, it is replaced
/// and the request sent again, once.
///
/// `token_url` is https, or http to a loopback host; it may have a query. With NULL the license server
/// is asked for it (oauth_url) over its verified connection; it may name any https host, and plain
/// http on a loopback host only if it is at one itself. The client secret goes there and nowhere else;
/// a redirect is not followed.
///
/// A client that is refused is LS_ERR_API_KEY, with the code of the token endpoint ("invalid_client").
/// Whatever keeps a token from being had, a stored answer is not dropped for it.
///
/// The store is sealed with the client secret in the place of the shared key: an application that
/// goes over from the one to the other begins with an empty store.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// Where the License API is. Default: https://api.licensespring.com. A path in it is kept, a user,
/// query or fragment refused. Plain http is refused unless the host is a loopback address.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_base_url(
    config: Option<&mut ls_config>,
    base_url: *const c_char,
) -> ls_status {
    set(config, "base_url", |config| {
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        config.set_base_url(unsafe { call::string("base_url", base_url, LONG) }?)
    })
}

/// The RSA key (2048 to 8192 bits) that answers are signed with, as PEM text beginning with
/// "-----BEGIN PUBLIC KEY-----". Default: the key of LicenseSpring's production servers.
/// Single-tenant customers and test servers have another.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_response_public_key(
    config: Option<&mut ls_config>,
    pem: *const c_char,
) -> ls_status {
    set(config, "response_public_key", |config| {
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        config.set_response_public_key(unsafe { call::string("pem", pem, LONG) }?)
    })
}

/// Which product of the licensing service a short code stands for. Once for each product; of two ids
/// for one product the later counts. Default: none.
///
/// `product` is the short code, up to 1,024 bytes, copied. `product_id` is the id that the service has
/// given the product, 1 or more: the vendor's pages show it, and so does ls_product_product_id of an answer.
///
/// Short codes are free text, and the built-in response key signs for all customers of the service: without
/// this, another customer's genuine answer for a product of the same short code would count. With it,
/// a license of another id, or of none, is LS_ERR_MISMATCH, off the wire as well as out of the store. With
/// the built-in response key and no id the log warns once for each agent and product, naming the id of
/// the answer.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// How long a call may take in all, in milliseconds: 1 to 3,600,000. Default: 5,000. It covers name
/// look-up, connection, proxy, TLS, request and answer.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_timeout_ms(
    config: Option<&mut ls_config>,
    timeout_ms: u32,
) -> ls_status {
    set(config, "timeout_ms", |config| config.set_timeout_ms(timeout_ms))
}

/// How long it may take to set up one connection (TCP, proxy, TLS), in milliseconds: 1 to 3,600,000.
/// Default: as long as the call may take.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_connect_timeout_ms(
    config: Option<&mut ls_config>,
    connect_timeout_ms: u32,
) -> ls_status {
    set(config, "connect_timeout_ms", |config| config.set_connect_timeout_ms(connect_timeout_ms))
}

/// The largest answer that is accepted, in bytes after inflating: 1,024 to 1,073,741,824. Default:
/// 67,108,864 (64 MiB). A larger one is LS_ERR_RESPONSE.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_max_response_bytes(
    config: Option<&mut ls_config>,
    max_response_bytes: u64,
) -> ls_status {
    set(config, "max_response_bytes", |config| config.set_max_response_bytes(max_response_bytes))
}

/// The proxy: http://, https://, socks5:// (names are looked up here) or socks5h:// (by the proxy);
/// without a scheme, http. User and password may stand in the URL, special characters percent-encoded
/// ("#" as %23, "/" as %2F, "?" as %3F, "@" as %40); a path, a query, a fragment, or a port that is not 1
/// to 65535, is refused. "" means none. Up to 65,536 bytes; copied. A plain http base URL is never sent
/// through a proxy.
///
/// Default: the environment (https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY, in this order), read by
/// ls_agent_new and ls_uipath_new. A variable that cannot be used is ignored; the log says so, and so does
/// a call that then fails. no_proxy or NO_PROXY names servers that are reached directly, as curl reads it:
/// a list separated by commas, semicolons or blanks of hosts ("example.com" and ".example.com" both stand
/// for the host and all below it), addresses ("10.1.2.3", "::1", "[::1]"), networks ("10.0.0.0/8",
/// "fd00::/8"), each of them but a network also with a port ("example.com:8443"), beginnings ("127.*"), or
/// "*" for all. Case does not matter. What ls_config_set_proxy names is used for all servers.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_proxy(
    config: Option<&mut ls_config>,
    url: *const c_char,
) -> ls_status {
    set(config, "proxy", |config| {
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        config.set_proxy(unsafe { call::maybe_empty("url", url, LONG) }?)
    })
}

/// A file of certificates in PEM form, to be trusted instead of the operating system's store. They are
/// authorities, or the server's own certificate, even one with CA:TRUE. Authorities are trusted whatever
/// their dates; dates and name of the server's certificate always count.
/// It is read when the first connection is made, and again after a server's certificate was refused; if
/// that fails, the call fails with LS_ERR_CONFIG, and as after any failure that is not the user's the store
/// may answer in its place.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_ca_file(
    config: Option<&mut ls_config>,
    path: *const c_char,
) -> ls_status {
    set(config, "ca_file", |config| {
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        config.set_ca_file(unsafe { call::string("path", path, LONG) }?);
        Ok(())
    })
}

/// The public keys that the server's certificate may have, in the form of curl's
/// CURLOPT_PINNEDPUBLICKEY: "sha256//" and the base64 of a SHA-256 over the key (its
/// SubjectPublicKeyInfo in DER), several separated by ";". Default: any key. Up to 65,536 bytes; copied.
///
/// They count besides the verified chain, not instead of it, so that neither an authority that the user
/// added to the trust store nor SSL_CERT_FILE is enough to stand in for the server; and neither is the
/// authority of a proxy that inspects TLS. They are for the host of the base URL (that of ls_uipath_new
/// too), on every port, through a proxy or not. They are not for a token URL on another host, not for a
/// proxy, and not for a base URL of plain http. Another key is LS_ERR_TLS, and the message names it.
/// Pin the next key too: a server that changes to one that is not pinned cannot be reached.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_config_set_pinned_public_key(
    config: Option<&mut ls_config>,
    pins: *const c_char,
) -> ls_status {
    set(config, "pinned_public_key", |config| {
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        config.set_pinned_public_key(unsafe { call::string("pins", pins, LONG) }?)
    })
}

/// The folder of the store. Default: "lsagent" in the user's local data folder ($XDG_DATA_HOME or
/// ~/.local/share, ~/Library/Application Support, %LOCALAPPDATA%). It is made when the first answer
/// is stored. Agents of other vendors may share it.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// Whether good answers are stored. Default: true. With false nothing is read or written.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// Whether the agent remembers what a person signed in with, by user name and password, so that
/// ls_credentials_new_remembered also asks the server, as the policy says. Default: false.
///
/// The password lies where the platform keeps secrets: in Windows's Credential Manager, in the Keychain of
/// macOS, elsewhere in the Secret Service (through libsecret, if it is installed and a service runs);
/// where there is none, in the sealed store, which other programs of the same user can open if they know
/// the vendor's key (ls_config_set_remember_mode has a mode that never does that). It stays there until the server refuses it or ls_agent_forget removes it. Needs the
/// store: with cache_enabled false ls_agent_new returns LS_ERR_CONFIG.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// Whether the agent remembers what a person signed in with, and where a password may lie: a value of
/// ls_remember. Default: LS_REMEMBER_OFF. LS_REMEMBER_ANYWHERE is what ls_config_set_remember sets with true;
/// the later call of the two counts.
///
/// With LS_REMEMBER_PLATFORM_ONLY no password is ever in a file of the store: where the platform has no place
/// for secrets, or refuses, the sign-in is not remembered, and a warning is logged. A password that
/// LS_REMEMBER_ANYWHERE has put into the store is not used, and is removed when it is seen.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_remember_mode(
    config: Option<&mut ls_config>,
    mode: i32,
) -> ls_status {
    set(config, "remember_mode", |config| {
        config.set_remember(super::remember::remember(mode)?);
        Ok(())
    })
}

/// How old a stored answer may be and still be used, in seconds, 0 or more. Default: 172,800 (48 h).
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_offline_grace_seconds(
    config: Option<&mut ls_config>,
    offline_grace_seconds: i64,
) -> ls_status {
    set(config, "offline_grace_seconds", |config| {
        config.set_offline_grace_seconds(offline_grace_seconds)
    })
}

/// For LS_POLICY_CACHE_FIRST: how old an answer may be before it is refreshed behind the caller, in
/// seconds, 0 or more. Default: 3,600 (1 h). It varies by a tenth to either side from call to call, so
/// that devices which started together do not all ask together.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_refresh_after_seconds(
    config: Option<&mut ls_config>,
    refresh_after_seconds: i64,
) -> ls_status {
    set(config, "refresh_after_seconds", |config| {
        config.set_refresh_after_seconds(refresh_after_seconds)
    })
}

/// Who is told what became of a request for licenses that nobody waited for: a refresh of
/// LS_POLICY_CACHE_FIRST, or a request of LS_POLICY_NETWORK_FIRST that went on after the store had
/// answered. Default, and with NULL: nobody. `callback` and `user_data` must stay valid until
/// ls_agent_free has returned for the agents made with them, or ls_agent_close LS_OK; see
/// ls_refresh_callback.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// What ties the store to this device, up to 1,024 bytes. Default: the machine's own id. A store
/// made under one id cannot be read under another.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// The application's name and version, for the User-Agent header ("name/version lsagent/0.2.0"):
/// letters, digits and -._+~, up to 1,024 bytes each. Default: none.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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

/// Who receives the log, and from which level (ls_log_level) on. Default, and with NULL: nobody.
/// `callback` and `user_data` must stay valid until ls_agent_free has returned for the agents made with
/// them, or ls_agent_close LS_OK. Lines hold product codes, host names, statuses and durations; no user,
/// no credential, no URL, no path, and no text of the server's or the system's.
///
/// Returns LS_OK or LS_ERR_INVALID_ARGUMENT. Does not block.
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
