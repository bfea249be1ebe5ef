//! The names of the numbers of enums.

use std::ffi::CStr;

// Generated from include/lsagent.h; `make generate` writes it.

/// The name of an [`ls_status`](super::status::ls_status), if the number is one.
pub(super) fn status(number: i32) -> Option<&'static CStr> {
    match number {
        0 => Some(c"LS_OK"),
        1 => Some(c"LS_ERR_INVALID_ARGUMENT"),
        2 => Some(c"LS_ERR_CONFIG"),
        3 => Some(c"LS_ERR_CANCELLED"),
        100 => Some(c"LS_ERR_NETWORK"),
        101 => Some(c"LS_ERR_TIMEOUT"),
        102 => Some(c"LS_ERR_TLS"),
        103 => Some(c"LS_ERR_PROXY"),
        104 => Some(c"LS_ERR_CLOCK"),
        200 => Some(c"LS_ERR_RESPONSE"),
        201 => Some(c"LS_ERR_SIGNATURE"),
        202 => Some(c"LS_ERR_MISMATCH"),
        203 => Some(c"LS_ERR_API_KEY"),
        204 => Some(c"LS_ERR_CREDENTIALS"),
        205 => Some(c"LS_ERR_REFUSED"),
        206 => Some(c"LS_ERR_RATE_LIMITED"),
        207 => Some(c"LS_ERR_SERVER"),
        300 => Some(c"LS_ERR_NOT_CACHED"),
        301 => Some(c"LS_ERR_CACHE_EXPIRED"),
        302 => Some(c"LS_ERR_CACHE"),
        900 => Some(c"LS_ERR_INTERNAL"),
        _ => None,
    }
}

/// The name of an [`ls_decision`](super::decision::ls_decision), if the number is one.
pub(super) fn decision(number: i32) -> Option<&'static CStr> {
    match number {
        0 => Some(c"LS_DECISION_ALLOWED"),
        1 => Some(c"LS_DECISION_ALLOWED_GRACE"),
        10 => Some(c"LS_DECISION_DENIED_NO_LICENSE"),
        11 => Some(c"LS_DECISION_DENIED_DISABLED"),
        12 => Some(c"LS_DECISION_DENIED_INACTIVE"),
        13 => Some(c"LS_DECISION_DENIED_NOT_STARTED"),
        14 => Some(c"LS_DECISION_DENIED_EXPIRED"),
        15 => Some(c"LS_DECISION_DENIED_NO_FEATURE"),
        16 => Some(c"LS_DECISION_DENIED_FEATURE_EXPIRED"),
        _ => None,
    }
}
