//! Status codes. A number never changes: retired ones are not used again.

use std::ffi::c_char;

use super::names::named;
use super::panic::guard;
use crate::error::Status;

/// The outcome of a call. 1-99: the caller; 100-199: this device and the network;
/// 200-299: the server; 300-399: the local store; 900: internal. A newer library may have more.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_status {
    /// It succeeded.
    LS_OK = 0,
    /// An argument is NULL, empty, too long, not UTF-8 or out of range; the message names it.
    LS_ERR_INVALID_ARGUMENT = 1,
    /// A setting is missing or cannot be used; the message says which.
    LS_ERR_CONFIG = 2,
    /// The call was cancelled.
    LS_ERR_CANCELLED = 3,
    /// The server cannot be reached: name look-up, connection refused, connection lost.
    LS_ERR_NETWORK = 100,
    /// The call did not end within its timeout.
    LS_ERR_TIMEOUT = 101,
    /// No secure connection: certificate, host name, authority, protocol.
    LS_ERR_TLS = 102,
    /// The proxy refused, or cannot be reached.
    LS_ERR_PROXY = 103,
    /// This device's clock is wrong, or was turned back.
    LS_ERR_CLOCK = 104,
    /// The answer is not a documented one of the API: a captive portal, a gateway's own JSON, a redirect, a
    /// damaged or cut body.
    LS_ERR_RESPONSE = 200,
    /// The answer's signature is missing or wrong.
    LS_ERR_SIGNATURE = 201,
    /// A genuine answer, but to another question, or for a product of another id than
    /// ls_config_set_product_id says; UiPath: one that does not repeat what was asked for.
    LS_ERR_MISMATCH = 202,
    /// The vendor's API key, request signature or OAuth client was refused.
    LS_ERR_API_KEY = 203,
    /// This user's sign-in was refused.
    LS_ERR_CREDENTIALS = 204,
    /// The server refused for any other reason; see ls_error_code.
    LS_ERR_REFUSED = 205,
    /// The server asks for fewer calls.
    LS_ERR_RATE_LIMITED = 206,
    /// The server has a fault (5xx).
    LS_ERR_SERVER = 207,
    /// This device holds no activated license of the product, or the server does not know the device any more:
    /// activate.
    LS_ERR_NOT_ACTIVATED = 208,
    /// The license is in use on as many devices, or was moved as often, as it may be; ls_error_code says which.
    LS_ERR_ACTIVATION_LIMIT = 209,
    /// All seats of what floats are taken.
    LS_ERR_NO_SEAT = 210,
    /// What may be consumed is used up.
    LS_ERR_QUOTA = 211,
    /// The vendor does not allow it: a trial, a borrowing, a seat of what does not float.
    LS_ERR_NOT_ALLOWED = 212,
    /// A change may have reached the server, and whether it did cannot be found out now; the next call about it
    /// finds out first.
    LS_ERR_UNCERTAIN = 213,
    /// Nothing usable was ever stored for this question, or the store no longer knows the newest time it has
    /// seen.
    LS_ERR_NOT_CACHED = 300,
    /// Something is stored, but it is past the offline grace.
    LS_ERR_CACHE_EXPIRED = 301,
    /// The store cannot be read or written.
    LS_ERR_CACHE = 302,
    /// A fault of this library; please report it.
    LS_ERR_INTERNAL = 900,
}

impl From<Status> for ls_status {
    fn from(status: Status) -> Self {
        match status {
            Status::InvalidArgument => Self::LS_ERR_INVALID_ARGUMENT,
            Status::Config => Self::LS_ERR_CONFIG,
            Status::Cancelled => Self::LS_ERR_CANCELLED,
            Status::Network => Self::LS_ERR_NETWORK,
            Status::Timeout => Self::LS_ERR_TIMEOUT,
            Status::Tls => Self::LS_ERR_TLS,
            Status::Proxy => Self::LS_ERR_PROXY,
            Status::Clock => Self::LS_ERR_CLOCK,
            Status::Response => Self::LS_ERR_RESPONSE,
            Status::Signature => Self::LS_ERR_SIGNATURE,
            Status::Mismatch => Self::LS_ERR_MISMATCH,
            Status::ApiKey => Self::LS_ERR_API_KEY,
            Status::Credentials => Self::LS_ERR_CREDENTIALS,
            Status::Refused => Self::LS_ERR_REFUSED,
            Status::RateLimited => Self::LS_ERR_RATE_LIMITED,
            Status::Server => Self::LS_ERR_SERVER,
            Status::NotActivated => Self::LS_ERR_NOT_ACTIVATED,
            Status::ActivationLimit => Self::LS_ERR_ACTIVATION_LIMIT,
            Status::NoSeat => Self::LS_ERR_NO_SEAT,
            Status::Quota => Self::LS_ERR_QUOTA,
            Status::NotAllowed => Self::LS_ERR_NOT_ALLOWED,
            Status::Uncertain => Self::LS_ERR_UNCERTAIN,
            Status::NotCached => Self::LS_ERR_NOT_CACHED,
            Status::CacheExpired => Self::LS_ERR_CACHE_EXPIRED,
            Status::Cache => Self::LS_ERR_CACHE,
            Status::Internal => Self::LS_ERR_INTERNAL,
        }
    }
}

named!(ls_status {
    LS_OK,
    LS_ERR_INVALID_ARGUMENT,
    LS_ERR_CONFIG,
    LS_ERR_CANCELLED,
    LS_ERR_NETWORK,
    LS_ERR_TIMEOUT,
    LS_ERR_TLS,
    LS_ERR_PROXY,
    LS_ERR_CLOCK,
    LS_ERR_RESPONSE,
    LS_ERR_SIGNATURE,
    LS_ERR_MISMATCH,
    LS_ERR_API_KEY,
    LS_ERR_CREDENTIALS,
    LS_ERR_REFUSED,
    LS_ERR_RATE_LIMITED,
    LS_ERR_SERVER,
    LS_ERR_NOT_ACTIVATED,
    LS_ERR_ACTIVATION_LIMIT,
    LS_ERR_NO_SEAT,
    LS_ERR_QUOTA,
    LS_ERR_NOT_ALLOWED,
    LS_ERR_UNCERTAIN,
    LS_ERR_NOT_CACHED,
    LS_ERR_CACHE_EXPIRED,
    LS_ERR_CACHE,
    LS_ERR_INTERNAL,
});

/// The name of a status, such as "LS_ERR_TIMEOUT".
///
/// @param status A status; any number may be passed.
/// @return The name, static; "unknown status" for a number that is none.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_status_name(status: i32) -> *const c_char {
    guard(c"unknown status".as_ptr(), || {
        let found = ls_status::ALL.iter().find(|constant| **constant as i32 == status);
        found.map_or(c"unknown status", |constant| constant.name()).as_ptr()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    fn name(status: i32) -> &'static str {
        // SAFETY: the name is static.
        unsafe { CStr::from_ptr(ls_status_name(status)) }.to_str().unwrap()
    }

    #[test]
    fn a_name_is_that_of_its_number() {
        for status in ls_status::ALL {
            assert_eq!(name(*status as i32), format!("{status:?}"));
        }
        assert!(ls_status::ALL.is_sorted_by_key(|status| *status as i32));
    }

    #[test]
    fn a_number_that_is_no_status_has_no_name() {
        for number in [-1, 4, 99, 899, i32::MIN, i32::MAX] {
            assert_eq!(name(number), "unknown status");
        }
    }
}
