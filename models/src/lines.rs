//! Lines of the log.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use shuttle::thread;

use crate::check;
use crate::clock::Deadline;
use crate::log::{Closed, Level, Log};
use crate::sync::Arc;

/// The application's data, and who uses it.
#[derive(Default)]
struct Data {
    freed: AtomicBool,
    lines: AtomicUsize,
}

fn log_of(data: &Arc<Data>) -> Log {
    let data = data.clone();
    Log::to(Level::Debug, move |_, _| {
        assert!(!data.freed.load(Ordering::SeqCst), "a line begins after closing");
        thread::yield_now();
        assert!(!data.freed.load(Ordering::SeqCst), "a line is taken after closing");
        data.lines.fetch_add(1, Ordering::SeqCst);
    })
}

models! {
    fn no_line_is_taken_once_the_log_is_closed() {
        check(|| {
            let data = Arc::new(Data::default());
            let log = log_of(&data);
            let writers: Vec<_> = (0..2)
                .map(|_| {
                    let log = log.clone();
                    thread::spawn(move || {
                        log.info("one");
                        log.info("two");
                    })
                })
                .collect();
            assert_ne!(log.close(Deadline::never()), Closed::NotYet);
            data.freed.store(true, Ordering::SeqCst);
            writers.into_iter().for_each(|writer| writer.join().unwrap());
        });
    }

    fn a_log_that_is_not_closed_in_time_says_so() {
        check(|| {
            let data = Arc::new(Data::default());
            let log = log_of(&data);
            let own = log.clone();
            let writer = thread::spawn(move || own.info("one"));
            if log.close(Deadline::after(Duration::from_millis(1))) != Closed::NotYet {
                data.freed.store(true, Ordering::SeqCst);
            }
            writer.join().unwrap();
        });
    }
}
