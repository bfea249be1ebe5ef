//! The refresh callback.

use std::ffi::{CString, c_char, c_void};
use std::ptr;

use super::error::ls_error;
use super::licenses::ls_licenses;
use super::log::UserData;
use super::status::ls_status;
use crate::results::{Answer, RefreshCallback};

/// Receives the outcome of a request in the background: the answer has changed (LS_OK, and changed
/// is true), it was refused, or the request failed. A request that brought nothing new is not
/// reported.
///
/// It comes on a thread of the agent, never on one that is inside a call of the application, once
/// for each request; several at once, if several requests end at once. It may free the agent. None
/// is running or comes once ls_agent_free() has returned, or ls_agent_close() has returned LS_OK:
/// until then user_data must live. It must not throw.
///
/// @param user_data That of the function that was given the callback.
/// @param product The product's short code, borrowed for the call.
/// @param status LS_OK, or why the request was refused or failed.
/// @param changed Whether the licenses differ from the stored ones.
/// @param licenses_or_null The licenses, borrowed for the call; NULL if they have not changed.
/// @param error_or_null The error, borrowed for the call; NULL if there is none.
pub type ls_refresh_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        product: *const c_char,
        status: ls_status,
        changed: bool,
        licenses_or_null: *const ls_licenses,
        error_or_null: *const ls_error,
    ),
>;

pub(super) fn refreshed_to(
    callback: ls_refresh_callback,
    user_data: *mut c_void,
) -> Option<RefreshCallback> {
    let callback = callback?;
    let user_data = UserData(user_data);
    Some(RefreshCallback::new(move |product, result| {
        let user_data = &user_data;
        let product = CString::new(product).unwrap_or_default();
        let licenses = result.ok().map(|answer: &Answer<_>| ls_licenses::new(answer.clone()));
        let error = result.err().map(|error| ls_error::new(error.clone()));
        let status = result.err().map_or(ls_status::LS_OK, |error| error.status().into());
        let licenses_or_null = licenses.as_ref().map_or(ptr::null(), ptr::from_ref);
        let error_or_null = error.as_ref().map_or(ptr::null(), ptr::from_ref);
        let changed = licenses.is_some();
        // SAFETY: the caller promised a function of this type that stays valid with the agent.
        unsafe {
            callback(
                user_data.0,
                product.as_ptr(),
                status,
                changed,
                licenses_or_null,
                error_or_null,
            );
        }
    }))
}
