//! Seats, as the C ABI has them.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use lsagent::ffi::borrowing::*;
use lsagent::ffi::error::ls_error;
use lsagent::ffi::seat::*;
use serde_json::{Value, json};

use super::activation::{done, or_null};
use super::{Client, Credentials, Failure, Held, Sandbox, c, outcome};

/// A seat, and how often it was said to be lost.
pub struct Place {
    seat: Option<Box<ls_seat>>,
    losses: &'static AtomicUsize,
}

unsafe extern "C" fn count_losses(data: *mut c_void, event: i32, error: *const ls_error) {
    assert_eq!(event == ls_seat_event::LS_SEAT_RENEWED as i32, error.is_null());
    if event == ls_seat_event::LS_SEAT_LOST as i32 {
        // SAFETY: it is never freed.
        unsafe { &*data.cast::<AtomicUsize>() }.fetch_add(1, Ordering::SeqCst);
    }
}

impl Place {
    pub fn is_held(&self) -> bool {
        ls_seat_is_held(self.seat.as_deref())
    }

    pub fn losses(&self) -> usize {
        self.losses.load(Ordering::SeqCst)
    }

    pub fn release(&self) -> Result<(), Failure> {
        done(|error| ls_seat_release(self.seat.as_deref(), error))
    }

    pub fn expires_at(&self) -> Option<i64> {
        let mut out = MaybeUninit::uninit();
        let has = ls_seat_expires_at(self.seat.as_deref(), Some(&mut out));
        // SAFETY: it is filled in either case.
        has.then_some(unsafe { out.assume_init() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        ls_seat_free(self.seat.take());
    }
}

impl Held {
    pub fn acquire(&self, feature: Option<&str>) -> Result<Place, Failure> {
        let feature = feature.map(c);
        let losses: &'static AtomicUsize = Box::leak(Box::default());
        let data = ptr::from_ref(losses).cast_mut().cast();
        // SAFETY: NULL, or it ends with NUL and outlives the call; what counts is never freed.
        let seat = outcome(|out, error| unsafe {
            let feature = or_null(feature.as_ref());
            ls_seat_acquire(self.get(), feature, Some(count_losses), data, out, error)
        });
        seat.map(|seat| Place { seat: Some(seat), losses })
    }

    /// For as long as the vendor allows, by a license key.
    pub fn borrow(&self, feature: Option<&str>) -> Result<i64, Failure> {
        self.borrow_as(feature, None)
    }

    /// The same by a user, who signs in.
    pub fn borrow_as(
        &self,
        feature: Option<&str>,
        who: Option<&Credentials>,
    ) -> Result<i64, Failure> {
        let (feature, who) = (feature.map(c), who.and_then(Credentials::get));
        let mut until = MaybeUninit::new(0);
        // SAFETY: as above.
        done(|error| unsafe {
            let feature = or_null(feature.as_ref());
            ls_activation_borrow(self.get(), feature, 0, who, Some(&mut until), error)
        })?;
        // SAFETY: it was filled from the start.
        Ok(unsafe { until.assume_init() })
    }

    pub fn give_back(&self, feature: Option<&str>) -> Result<(), Failure> {
        let feature = feature.map(c);
        // SAFETY: as above.
        done(|error| unsafe { ls_activation_return(self.get(), or_null(feature.as_ref()), error) })
    }
}

impl Client {
    /// The license of a key of the sandbox's, activated.
    pub fn activates(&self, kind: &str) -> Held {
        let held = self.activate("key-product", &super::license_key(kind), 0);
        held.unwrap_or_else(|failure| panic!("{failure:?}"))
    }
}

impl Sandbox {
    /// Lets time pass at the server.
    pub fn passes(&self, seconds: i64) {
        self.control("PUT", "/clock", &json!({"advance_seconds": seconds}).to_string());
    }

    /// Which devices hold seats of the license of a key.
    pub fn seated(&self, kind: &str) -> Vec<String> {
        self.seats(kind, &json!({}))
    }

    /// Takes a seat from a device, as the vendor can.
    pub fn unseats(&self, kind: &str, device: &str) {
        self.seats(kind, &json!({"free": [device]}));
    }

    fn seats(&self, kind: &str, change: &Value) -> Vec<String> {
        let mut change = change.clone();
        change["license_key"] = format!("{kind}-AAAA-BBBB-CCCC").into();
        let seats = self.control("PUT", "/state/seats", &change.to_string());
        let holders = seats["seats"]["holders"].as_array().expect("the sandbox says who holds");
        let name = |holder: &Value| holder["hardware_id"].as_str().unwrap().to_owned();
        holders.iter().map(name).collect()
    }
}
