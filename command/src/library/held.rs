//! The seat of what floats, and what was counted, of a license that is activated on this device.

use lsagent::ffi::consumption::*;
use lsagent::ffi::seat::*;

use super::*;

/// A seat; released when it is dropped.
pub struct Seat(Option<Box<ls_seat>>);

impl Seat {
    /// Whether it was not lost.
    pub fn is_held(&self) -> bool {
        ls_seat_is_held(self.0.as_deref())
    }

    /// When it ends unless it is renewed, in Unix seconds.
    pub fn expires_at(&self) -> Option<i64> {
        let mut out = MaybeUninit::uninit();
        let has = ls_seat_expires_at(self.0.as_deref(), Some(&mut out));
        // SAFETY: it is filled in either case.
        has.then_some(unsafe { out.assume_init() })
    }

    /// Gives it back.
    pub fn release(&self) -> Result<(), Failure> {
        done(|error| ls_seat_release(self.0.as_deref(), error))
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        ls_seat_free(self.0.take());
    }
}

/// What was consumed.
pub struct Balance {
    /// On all devices, as last heard.
    pub total: i64,
    /// `None`: unlimited.
    pub limit: Option<i64>,
    /// On this device, and not sent.
    pub unsent: i64,
    /// Sent, and nobody knows whether it has arrived.
    pub uncertain: i64,
}

impl Agent {
    /// A seat of the license, or of a feature.
    pub fn acquire_seat(&self, product: &str, feature: Option<&str>) -> Result<Seat, Failure> {
        let (activation, feature) = (self.activation(product)?, Text::optional(feature)?);
        // SAFETY: the text ends with NUL or is NULL, and outlives the call; nobody is called back.
        let seat = made(|out, error| unsafe {
            ls_seat_acquire(
                activation.0.as_deref(),
                pointer(&feature),
                None,
                ptr::null_mut(),
                out,
                error,
            )
        });
        // SAFETY: it is the caller's.
        Ok(Seat(Some(unsafe { Box::from_raw(seat?) })))
    }

    /// Sends what is unsent.
    pub fn sync(&self, product: &str) -> Result<(), Failure> {
        let activation = self.activation(product)?;
        done(|error| ls_activation_sync(activation.0.as_deref(), error))
    }

    /// What was consumed of the license, or of a feature.
    pub fn balance(&self, product: &str, feature: Option<&str>) -> Result<Balance, Failure> {
        let (activation, feature) = (self.activation(product)?, Text::optional(feature)?);
        // SAFETY: the text ends with NUL or is NULL, and outlives the call.
        let balance = made(|out, error| unsafe {
            ls_activation_balance(activation.0.as_deref(), pointer(&feature), out, error)
        });
        // SAFETY: it is the caller's.
        let balance = unsafe { Box::from_raw(balance?) };
        let mut limit = MaybeUninit::uninit();
        let is_limited = ls_balance_limit(Some(&balance), Some(&mut limit));
        let counted = Balance {
            total: ls_balance_total(Some(&balance)),
            // SAFETY: it is filled in either case.
            limit: is_limited.then_some(unsafe { limit.assume_init() }),
            unsent: ls_balance_unsent(Some(&balance)),
            uncertain: ls_balance_uncertain(Some(&balance)),
        };
        ls_balance_free(Some(balance));
        Ok(counted)
    }
}
