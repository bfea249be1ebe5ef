//! Threads and waiting: what runs where, what waits for what, and when the application may be called. It
//! knows nothing of licensing, and is small enough for a checker of schedules (`models/`), which runs this
//! code in thousands of orders. So it uses the locks of `crate::sync`, and no others.
//!
//! | file | holds |
//! |---|---|
//! | `monitor` | a value behind a lock that can be waited for |
//! | `cancel` | a cancellation, which ends waits |
//! | `wait` | how long a thread waits: a deadline and a cancellation |
//! | `handoff` | one value from one thread to another |
//! | `single_flight` | one request for all callers that ask the same at once |
//! | `thread_id` | a number for each thread, unique in the process |
//! | `callbacks` | which threads are calling the application, and which wait for that |
//! | `workers` | the threads of an agent |
//! | `timetable` | what happens at a time |
//! | `task` | a call that goes on while its caller does something else |

mod callbacks;
mod cancel;
mod handoff;
mod monitor;
mod single_flight;
mod task;
mod thread_id;
mod timetable;
mod wait;
mod workers;

pub use self::callbacks::{Callbacks, Outcome};
pub use self::cancel::{Cancel, Registration, Wake};
pub use self::handoff::Handoff;
pub use self::monitor::Monitor;
pub use self::single_flight::{Joined, Left, Running, SingleFlight};
pub use self::task::{Task, cancelled, caught, lost};
pub use self::thread_id::is_worker;
pub use self::timetable::{Alarm, JobId, Timetable};
pub use self::wait::{Ended, Wait};
pub use self::workers::Workers;
