//! What becomes of seats, and of what is consumed.

use super::{ls_config, set};
use crate::ffi::consumption::delivery;
use crate::ffi::status::ls_status;

/// Sets whether ls_seat_free() and the end of the agent release the floating seats that are held. Default:
/// true.
///
/// @param config The configuration.
/// @param release_seats false: a seat stays this device's until its timeout, for an application that is about
/// to be started again; ls_seat_release() releases it all the same.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_release_seats(
    config: Option<&mut ls_config>,
    release_seats: bool,
) -> ls_status {
    set(config, "release_seats", |config| {
        config.set_release_seats(release_seats);
        Ok(())
    })
}

/// Sets how long after an ls_activation_consume() what is unsent is sent in the background: amounts of that
/// time travel together. Default: 60.
///
/// @param config The configuration.
/// @param consumption_sync_seconds The time in seconds, 0 or more; 0: only ls_activation_sync() sends, and
/// what deactivates the license.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_consumption_sync_seconds(
    config: Option<&mut ls_config>,
    consumption_sync_seconds: i64,
) -> ls_status {
    set(config, "consumption_sync_seconds", |config| {
        config.set_consumption_sync_seconds(consumption_sync_seconds)
    })
}

/// Sets what is done with an amount of which nobody knows whether the server has counted it. Default:
/// LS_DELIVERY_AT_MOST_ONCE.
///
/// @param config The configuration.
/// @param delivery A value of ls_delivery.
/// @return LS_OK or LS_ERR_INVALID_ARGUMENT.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_config_set_consumption_delivery(
    config: Option<&mut ls_config>,
    delivery: i32,
) -> ls_status {
    set(config, "consumption_delivery", |config| {
        config.set_consumption_delivery(self::delivery(delivery)?);
        Ok(())
    })
}
