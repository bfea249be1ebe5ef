//! The settings of connections.

use std::ffi::c_char;

use super::{ls_config, set};
use crate::ffi::call::{self, LONG};
use crate::ffi::status::ls_status;

/// Sets where the License API is. Default: https://api.licensespring.com.
///
/// @param config The configuration.
/// @param base_url An absolute URL, up to 65,536 bytes, copied. A path in it is kept; a user, a
/// query or a fragment is refused, and so is plain http unless the host is a loopback address.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
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

/// Sets the RSA key (2048 to 8192 bits) that answers are signed with. Default: the key of
/// LicenseSpring's production servers. Single-tenant customers and test servers have another.
///
/// @param config The configuration.
/// @param pem The key as PEM text beginning with "-----BEGIN PUBLIC KEY-----", up to 65,536 bytes;
/// copied.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
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

/// Sets how long a call may take in all: name look-up, connection, proxy, TLS, request and answer.
/// Default: 5,000.
///
/// @param config The configuration.
/// @param timeout_ms The time in milliseconds: 1 to 3,600,000.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_timeout_ms(
    config: Option<&mut ls_config>,
    timeout_ms: u32,
) -> ls_status {
    set(config, "timeout_ms", |config| config.set_timeout_ms(timeout_ms))
}

/// Sets how long it may take to make one connection (TCP, proxy, TLS). Default: as long as the call
/// may take.
///
/// @param config The configuration.
/// @param connect_timeout_ms The time in milliseconds: 1 to 3,600,000.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_connect_timeout_ms(
    config: Option<&mut ls_config>,
    connect_timeout_ms: u32,
) -> ls_status {
    set(config, "connect_timeout_ms", |config| config.set_connect_timeout_ms(connect_timeout_ms))
}

/// Sets the largest answer that is accepted. A larger one is LS_ERR_RESPONSE. Default: 67,108,864
/// (64 MiB).
///
/// @param config The configuration.
/// @param max_response_bytes The size in bytes after inflating: 1,024 to 1,073,741,824.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_max_response_bytes(
    config: Option<&mut ls_config>,
    max_response_bytes: u64,
) -> ls_status {
    set(config, "max_response_bytes", |config| config.set_max_response_bytes(max_response_bytes))
}

/// Sets the proxy, for all servers. A plain http base URL is never sent through one.
///
/// Default: the environment (https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY, in this order), read
/// by ls_agent_new() and ls_uipath_new(). A variable that cannot be used is ignored; the log says
/// so, and so does a call that then fails. no_proxy or NO_PROXY names servers that are reached
/// directly, as curl reads it: a list separated by commas, semicolons or blanks of hosts
/// ("example.com" and ".example.com" both stand for the host and all below it), addresses
/// ("10.1.2.3", "::1", "[::1]"), networks ("10.0.0.0/8", "fd00::/8"), each of them but a network
/// also with a port ("example.com:8443"), beginnings ("127.*"), or "*" for all. Case does not
/// matter.
///
/// @param config The configuration.
/// @param url The proxy: http://, https://, socks5:// (names are looked up here) or socks5h:// (by
/// the proxy); without a scheme, http; "" for none. Up to 65,536 bytes, copied. User and password
/// may stand in it, special characters percent-encoded ("#" as %23, "/" as %2F, "?" as %3F, "@" as
/// %40); a path, a query, a fragment, or a port that is not 1 to 65535, is refused.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
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

/// Sets a file of certificates that are trusted instead of the operating system's store. They are
/// authorities, or the server's own certificate, even one with CA:TRUE. Authorities are trusted
/// whatever their dates; dates and name of the server's certificate always count.
///
/// It is read when the first connection is made, and again after a server's certificate was
/// refused; if that fails, the call fails with LS_ERR_CONFIG, and as after any failure that is not
/// the user's the store may answer in its place.
///
/// @param config The configuration.
/// @param path The path of the file, in PEM form: UTF-8, up to 65,536 bytes, copied.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
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

/// Sets the public keys that the server's certificate may have. Default: any key.
///
/// They count besides the verified chain, not instead of it, so that neither an authority that the
/// user added to the trust store nor SSL_CERT_FILE is enough to stand in for the server; and
/// neither is the authority of a proxy that inspects TLS. They are for the host of the base URL
/// (that of ls_uipath_new() too), on every port, through a proxy or not. They are not for a token
/// URL on another host, not for a proxy, and not for a base URL of plain http. Another key is
/// LS_ERR_TLS, and the message names it. Pin the next key too: a server that changes to one that is
/// not pinned cannot be reached.
///
/// @param config The configuration.
/// @param pins The keys in the form of curl's CURLOPT_PINNEDPUBLICKEY: "sha256//" and the base64 of
/// a SHA-256 over the key (its SubjectPublicKeyInfo in DER), several separated by ";". Up to 65,536
/// bytes; copied.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
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
