//! `ls_seat`: one of the seats that the devices of a license or feature share.

mod event;

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::sync::Arc;

pub use self::event::{ls_seat_callback, ls_seat_event};
use super::activation::ls_activation;
use super::call::{self, NAME, call, make};
use super::error::ls_error;
use super::read::{free, read, value};
use super::shared::Shared;
use super::status::ls_status;
use super::task::{deliver_to, ls_task};
use crate::agent::Seat;
use crate::error::Error;

/// A floating seat that this device holds. The seat belongs to the device: several handles, in all processes
/// of the device, share it, and it is released when the last of them is. May be used from any number of
/// threads at once, and freed while calls with it are running. It may outlive its activation, and its agent,
/// which releases it at its end. In a process that was forked off later it can only be freed.
pub struct ls_seat(Shared<Seat>);

impl ls_seat {
    pub(super) fn new(seat: Seat) -> Self {
        Self(Shared::new(seat))
    }

    /// For the length of a call.
    fn of(this: Option<&Self>) -> Result<Arc<Seat>, Error> {
        Shared::of(this.map(|this| &this.0), "seat")
    }
}

/// Receives the outcome of ls_seat_acquire_start(); otherwise like ls_licenses_callback.
///
/// @param user_data That of the function that was given the callback.
/// @param status The status of the call.
/// @param seat The seat, which the callback frees with ls_seat_free(); NULL on failure.
/// @param error The error, which the callback frees with ls_error_free(); NULL on success.
pub type ls_seat_acquired_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        status: ls_status,
        seat: *mut ls_seat,
        error: *mut ls_error,
    ),
>;

/// Takes one of the seats of a license that floats, or of a feature that does, for this device, and keeps it:
/// the agent renews it in the background until it is released or lost. Only then is ls_activation_check() a
/// yes for what floats.
///
/// A seat has a timeout, in minutes, that the vendor has set (ls_license_floating_timeout(),
/// ls_feature_floating_timeout()). The agent renews the seat when half of it is past, give or take a tenth of
/// that; if this fails, once more at 3/4 and at 7/8 of it; and at once when the device has slept. The time is
/// that of a clock which goes on while the device sleeps and which nobody sets. A seat that was not renewed
/// by its end, or that the server refuses to renew, is lost.
///
/// The device holds one seat, however many handles and processes it has: another call shares it, and asks the
/// server only if this device does not hold it yet. A process that is killed keeps nothing from the others:
/// at the next start this call renews the seat of the device and takes no second one.
///
/// @param activation The activation, which may be freed before the seat.
/// @param feature_or_null The code of a feature that floats, up to 1,024 bytes; NULL for the license.
/// @param callback_or_null Receives what becomes of the seat; NULL if nobody wants to hear of it. See
/// ls_seat_callback.
/// @param user_data Passed to the callback, and not looked at. May be NULL.
/// @param out_seat Receives the seat, which the caller frees with ls_seat_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
/// NULL.
/// @return LS_OK; LS_ERR_NO_SEAT if all are taken; LS_ERR_NOT_ALLOWED if the license, or the feature, does
/// not float; LS_ERR_NOT_ACTIVATED; LS_ERR_REFUSED if the server refuses the license, or knows no such
/// feature (ls_error_code() says which); LS_ERR_CLOCK; LS_ERR_CANCELLED also if the agent was closed or
/// freed; or another status as ls_user_licenses() does.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/check-license
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_seat_acquire(
    activation: Option<&ls_activation>,
    feature_or_null: *const c_char,
    callback_or_null: ls_seat_callback,
    user_data: *mut c_void,
    out_seat: Option<&mut MaybeUninit<*mut ls_seat>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_seat, "out_seat", out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let feature = unsafe { call::optional("feature_or_null", feature_or_null, NAME) }?;
        let observer = event::reported_to(callback_or_null, user_data);
        Ok(ls_seat::new(activation.acquire_seat(feature, observer)?))
    })
}

/// Like ls_seat_acquire(), on a thread of the agent. Arguments are copied. One that is cancelled may have
/// reached the server: a seat that it took is released again, in the background.
///
/// @param activation The activation, which may be freed meanwhile.
/// @param feature_or_null The code of a feature that floats, up to 1,024 bytes; NULL for the license.
/// @param event_callback_or_null Receives what becomes of the seat; NULL if nobody wants to hear of it.
/// @param event_user_data Passed to that callback, and not looked at. May be NULL.
/// @param callback Receives the outcome.
/// @param user_data Passed to the callback, and not looked at. May be NULL.
/// @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
/// NULL.
/// @return LS_OK, LS_ERR_INVALID_ARGUMENT, LS_ERR_CANCELLED (the agent was closed) or LS_ERR_INTERNAL (no
/// thread could be started). On failure nothing was begun and no callback comes.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_seat_acquire_start(
    activation: Option<&ls_activation>,
    feature_or_null: *const c_char,
    event_callback_or_null: ls_seat_callback,
    event_user_data: *mut c_void,
    callback: ls_seat_acquired_callback,
    user_data: *mut c_void,
    out_task: Option<&mut MaybeUninit<*mut ls_task>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_task, "out_task", out_error, || {
        let activation = ls_activation::of(activation)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let feature = unsafe { call::optional("feature_or_null", feature_or_null, NAME) }?;
        let observer = event::reported_to(event_callback_or_null, event_user_data);
        let deliver = deliver_to(callback, user_data, ls_seat::new)?;
        let feature = feature.map(str::to_owned);
        Ok(ls_task(Shared::new(activation.start_acquire_seat(feature, observer, deliver)?)))
    })
}

/// Whether the seat is held at this moment: it was neither released nor lost. Asks nobody.
///
/// @param seat The seat, or NULL.
/// @return true if it is held; false also if seat is NULL, and in a process that was forked off later.
#[unsafe(no_mangle)]
pub extern "C" fn ls_seat_is_held(seat: Option<&ls_seat>) -> bool {
    read(seat, false, |seat| ls_seat::of(Some(seat)).is_ok_and(|seat| seat.is_held()))
}

/// When the seat ends, unless it is renewed before: the last renewal and the timeout of the seat. While the
/// license or feature is borrowed, the end of that. It moves with each renewal.
///
/// @param seat The seat, or NULL.
/// @param out Receives the time in Unix seconds; 0 if there is none. May be NULL.
/// @return true if *out has a value; false if the seat is not held.
#[unsafe(no_mangle)]
pub extern "C" fn ls_seat_expires_at(
    seat: Option<&ls_seat>,
    out: Option<&mut MaybeUninit<i64>>,
) -> bool {
    value(seat, out, |seat| ls_seat::of(Some(seat)).ok()?.expires_at())
}

/// Releases the seat, so that another device can take it. If other handles, or other processes of this
/// device, hold it too, the device keeps it, until the last of them has released it.
///
/// A seat that is not held any more is a success, and so is one that the server does not know of. A seat that
/// is borrowed is kept: ls_activation_return() gives it back. After a failure the handle is released all the
/// same, nothing is renewed any more, and the server frees the seat at its timeout.
///
/// @param seat The seat, which is still to be freed.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on success. May be
/// NULL.
/// @return LS_OK, or another status as ls_user_licenses() does.
///
/// Blocks for at most the configured timeout_ms.
/// Source: https://docs.licensespring.com/license-api/floating-release
#[unsafe(no_mangle)]
pub extern "C" fn ls_seat_release(
    seat: Option<&ls_seat>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    call(out_error, || ls_seat::of(seat)?.release())
}

/// Frees a seat, and releases it if it is held: in the background, where the agent goes on, and within the
/// 500 ms of ls_agent_free() at the end. With ls_config_set_release_seats() false it is left to its timeout.
/// No callback of it begins any more, but one may be running. A seat that is borrowed stays so.
///
/// @param seat The seat. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_seat_free(seat: Option<Box<ls_seat>>) {
    free(seat);
}
