//! The refresh callback.

use std::ffi::{CString, c_char, c_void};
use std::ptr;

use super::error::ls_error;
use super::licenses::ls_licenses;
use super::log::UserData;
use super::status::ls_status;
use crate::results::{Answer, RefreshCallback};

/// Is told what became of a request for licenses that nobody waited for: that the answer has changed
/// (LS_OK, `changed` is true and `licenses_or_null` has them), that it was refused, or that it failed
/// (`error_or_null` says why). A request that brought nothing new is not told.
///
/// `product`, the licenses and the error are borrowed for the call. It comes on a thread of the agent, never
/// on one that is inside a call of the application, once for each request; several at once, if several
/// requests end at once. It may free the agent. None is running or comes once ls_agent_free has
/// returned, or ls_agent_close has returned LS_OK: until then `user_data` has to live. It must not throw.
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
