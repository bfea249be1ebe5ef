//! The failure of a write of which nobody knows what became.

use crate::error::{Error, Status};

/// `lost` is why there is no answer.
pub fn uncertain(lost: &Error) -> Error {
    Error::new(
        Status::Uncertain,
        "only the license server knows whether the license is activated on this device, and it cannot be asked now",
    )
    .and(lost.message())
}

/// The same, of what was found in the store.
pub fn not_settled() -> Error {
    Error::new(
        Status::Uncertain,
        "an activation or deactivation on this device did not end; go online to find out what became of it",
    )
}

/// This device has no license of the product.
pub fn not_activated() -> Error {
    Error::new(Status::NotActivated, "no license of this product is activated on this device")
}
