//! What an application hears of a seat that it holds.

use std::ffi::c_void;
use std::ptr;
use std::sync::Arc;

use crate::agent::{SeatEvent, SeatObserver};
use crate::ffi::error::ls_error;
use crate::ffi::log::UserData;

/// What has become of a seat. A newer library may have more.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_seat_event {
    /// A renewal failed. The seat is held still, and is renewed again while time is left.
    LS_SEAT_AT_RISK = 1,
    /// It was renewed after having been at risk. A renewal that succeeds at once is not reported.
    LS_SEAT_RENEWED = 2,
    /// It is not held any more, and is not taken again by itself.
    LS_SEAT_LOST = 3,
}

impl From<SeatEvent> for ls_seat_event {
    fn from(event: SeatEvent) -> Self {
        match event {
            SeatEvent::AtRisk => Self::LS_SEAT_AT_RISK,
            SeatEvent::Renewed => Self::LS_SEAT_RENEWED,
            SeatEvent::Lost => Self::LS_SEAT_LOST,
        }
    }
}

/// Receives what has become of a seat.
///
/// It comes on a thread of the agent, never on one that is inside a call of the application; for one seat one
/// after the other, for several seats perhaps at once. LS_SEAT_LOST comes once for each ls_seat, and is the
/// last; none comes for a seat that the application has released. None is running or comes once
/// ls_agent_free() has returned, or ls_agent_close() has returned LS_OK: until then user_data must live, also
/// after ls_seat_free(). It may release or free the seat, its activation and the agent. It must not throw.
///
/// @param user_data That of the function that was given the callback.
/// @param seat_event What has happened: a value of ls_seat_event.
/// @param error_or_null Why, borrowed for the call; NULL with LS_SEAT_RENEWED.
pub type ls_seat_callback = Option<
    unsafe extern "C" fn(user_data: *mut c_void, seat_event: i32, error_or_null: *const ls_error),
>;

pub(super) fn reported_to(
    callback: ls_seat_callback,
    user_data: *mut c_void,
) -> Option<SeatObserver> {
    let callback = callback?;
    let user_data = UserData(user_data);
    Some(Arc::new(move |event, error| {
        let user_data = &user_data;
        let error = error.map(|error| ls_error::new(error.clone()));
        let error_or_null = error.as_ref().map_or(ptr::null(), ptr::from_ref);
        let event = ls_seat_event::from(event) as i32;
        // SAFETY: the caller promised a function of this type that stays valid with the agent.
        unsafe { callback(user_data.0, event, error_or_null) };
    }))
}
