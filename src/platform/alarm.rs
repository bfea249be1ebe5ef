//! Sleep until a moment of the boot-time clock, which goes on while the device is suspended: a sleeper whose moment
//! has passed by then is awake as soon as the device is.

#[cfg(unix)]
mod gettime;
#[cfg_attr(windows, path = "alarm/windows.rs")]
#[cfg_attr(target_os = "macos", path = "alarm/macos.rs")]
#[cfg_attr(any(target_os = "linux", target_os = "android"), path = "alarm/linux.rs")]
#[cfg_attr(
    not(any(windows, target_os = "macos", target_os = "linux", target_os = "android")),
    path = "alarm/other.rs"
)]
mod system;

pub use self::system::{Alarm, boot_time};

/// Which run of the system this is; `None` where it keeps no id of that.
pub fn boot_id() -> Option<String> {
    system::boot_id().map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::thread;
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_boot_time_goes_on_and_the_boot_stays_the_same() {
        let begun = boot_time();
        assert!(boot_time() >= begun && !begun.is_zero());
        assert_eq!(boot_id(), boot_id());
    }

    #[test]
    fn a_sleeper_is_awake_when_its_moment_has_come_and_not_before() {
        let alarm = Alarm::new().unwrap();
        let due = boot_time() + Duration::from_millis(20);
        while boot_time() < due {
            alarm.sleep_until(due);
        }
        // Moments that have passed, of which the first one is no time at all for some systems.
        for due in [Duration::ZERO, Duration::from_nanos(1), due] {
            alarm.sleep_until(due);
        }
    }

    #[test]
    fn a_sleeper_is_woken_by_a_bell_that_rang_before_it_slept_or_rings_meanwhile() {
        let far = boot_time() + Duration::from_secs(100_000);
        let alarm = Arc::new(Alarm::new().unwrap());
        alarm.ring();
        alarm.ring();
        alarm.sleep_until(far);
        let sleeper = {
            let alarm = alarm.clone();
            thread::spawn(move || alarm.sleep_until(Duration::MAX))
        };
        alarm.ring();
        sleeper.join().unwrap();
    }
}
