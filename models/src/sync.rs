//! The scheduler's primitives, in the form of the shipped ones.

use std::ops::{Deref, DerefMut};
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

pub use std::sync::Arc;

use shuttle::sync::atomic::AtomicUsize;
pub use shuttle::thread::JoinHandle;
pub use shuttle::thread_local;

use crate::any;
use crate::clock::Deadline;

#[derive(Debug, Default)]
pub struct Mutex<T>(shuttle::sync::Mutex<T>);

pub struct MutexGuard<'a, T> {
    mutex: &'a Mutex<T>,
    /// There, but while a wait lets go of it.
    guard: Option<shuttle::sync::MutexGuard<'a, T>>,
}

impl<T> Mutex<T> {
    pub const fn new(value: T) -> Self {
        Self(shuttle::sync::Mutex::new(value))
    }

    pub fn lock(&self) -> MutexGuard<'_, T> {
        let guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        MutexGuard { mutex: self, guard: Some(guard) }
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.guard.as_ref().expect("it is held")
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.guard.as_mut().expect("it is held")
    }
}

/// A lock that outlives a round.
pub struct Global<T>(std::sync::Mutex<T>);

impl<T> Global<T> {
    pub const fn new(value: T) -> Self {
        Self(std::sync::Mutex::new(value))
    }

    pub fn lock(&self) -> std::sync::MutexGuard<'_, T> {
        loop {
            shuttle::thread::yield_now();
            if let Ok(guard) = self.0.try_lock() {
                return guard;
            }
        }
    }
}

#[derive(Debug, Default)]
pub struct Condvar {
    notified: AtomicUsize,
    inner: shuttle::sync::Condvar,
}

impl Condvar {
    /// Without a deadline a wait that nobody ends is found as a deadlock.
    pub fn wait_until<'a, T>(
        &self,
        mut guard: MutexGuard<'a, T>,
        deadline: Deadline,
    ) -> MutexGuard<'a, T> {
        let held = guard.guard.take().expect("it is held");
        if deadline.is_never() {
            let held = self.inner.wait(held).unwrap_or_else(PoisonError::into_inner);
            guard.guard = Some(held);
            return guard;
        }
        let before = self.notified.load(Ordering::SeqCst);
        drop(held);
        while self.notified.load(Ordering::SeqCst) == before {
            if any(4) == 0 {
                deadline.pass();
                break;
            }
            shuttle::thread::yield_now();
        }
        guard.mutex.lock()
    }

    pub fn notify_all(&self) {
        self.notified.fetch_add(1, Ordering::SeqCst);
        self.inner.notify_all();
    }
}
