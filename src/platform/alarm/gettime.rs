//! The clocks of Unix.

#![allow(unsafe_code)]

use std::mem::MaybeUninit;
use std::time::Duration;

/// A clock that every system of this sort has, and that cannot be set.
#[allow(clippy::unnecessary_fallible_conversions, reason = "systems differ in how wide it is")]
pub fn read(clock: libc::clockid_t) -> Duration {
    let mut time = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: it only writes the time, which is valid as zeros too.
    let time = unsafe {
        libc::clock_gettime(clock, time.as_mut_ptr());
        time.assume_init()
    };
    let (seconds, rest) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or_default(), rest.unwrap_or_default())
}
