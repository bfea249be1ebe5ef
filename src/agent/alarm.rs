//! What wakes the thread of the timetable: the system, or in tests a clock that is moved on by hand.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use crate::clock::Clock;
use crate::error::{Error, Status};
use crate::os_problem::os_problem;
use crate::platform;
use crate::run::Alarm;

/// An alarm by this clock. The only errors are limits of the process or the machine.
pub fn alarm(clock: &Clock) -> Result<Arc<dyn Alarm>, Error> {
    match clock {
        Clock::System => match platform::Alarm::new() {
            Ok(alarm) => Ok(Arc::new(SystemAlarm(alarm))),
            Err(error) => Err(no_alarm(&error)),
        },
        #[cfg(test)]
        Clock::Manual(_) => Ok(manual::ManualAlarm::by(clock)),
    }
}

fn no_alarm(error: &io::Error) -> Error {
    let why = os_problem(error);
    Error::harmless(Status::Internal, format_args!("the system has no timer left: {why}"))
}

struct SystemAlarm(platform::Alarm);

impl Alarm for SystemAlarm {
    fn now(&self) -> Duration {
        Clock::System.boot_time()
    }

    fn sleep_until(&self, due: Duration) {
        self.0.sleep_until(due);
    }

    fn ring(&self) {
        self.0.ring();
    }
}

#[cfg(test)]
mod manual {
    use std::sync::Arc;
    use std::time::Duration;

    use crate::clock::{Clock, Deadline};
    use crate::run::Alarm;
    use crate::sync::{Condvar, Mutex};

    pub struct ManualAlarm {
        clock: Clock,
        has_rung: Mutex<bool>,
        bell: Condvar,
    }

    impl ManualAlarm {
        pub fn by(clock: &Clock) -> Arc<Self> {
            let (has_rung, bell) = Default::default();
            let alarm = Arc::new(Self { clock: clock.clone(), has_rung, bell });
            let own = Arc::downgrade(&alarm);
            clock.when_passed(move || {
                own.upgrade().iter().for_each(|alarm| alarm.ring());
            });
            alarm
        }
    }

    impl Alarm for ManualAlarm {
        fn now(&self) -> Duration {
            self.clock.boot_time()
        }

        fn sleep_until(&self, due: Duration) {
            let mut has_rung = self.has_rung.lock();
            while !*has_rung && self.now() < due {
                has_rung = self.bell.wait_until(has_rung, Deadline::never());
            }
            *has_rung = false;
        }

        fn ring(&self) {
            *self.has_rung.lock() = true;
            self.bell.notify_all();
        }
    }
}
