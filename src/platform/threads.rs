//! The only place that starts threads.
//!
//! A library's threads take no signal that the application waits for elsewhere (in a signalfd, in
//! sigwait, on its main thread): they run with all signals blocked but those that the thread itself
//! causes, and those by which a managed runtime stops its threads.

use std::io;
use std::thread::{Builder, JoinHandle};

#[cfg_attr(unix, path = "threads/unix.rs")]
#[cfg_attr(windows, path = "threads/windows.rs")]
mod signals;

/// Starts a thread of that name (Linux shows 15 characters of it).
pub fn start_thread(name: &str, work: Box<dyn FnOnce() + Send>) -> io::Result<JoinHandle<()>> {
    let builder = Builder::new().name(name.to_owned());
    // It inherits the mask of the thread that starts it.
    let _blocked = signals::Blocked::now();
    builder.spawn(work)
}
