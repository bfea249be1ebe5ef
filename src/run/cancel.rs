//! A cancellation: it happens once, never ends, and ends all waits that are registered with it.
//!
//! Cancellations form a tree: an agent has the root, each task and each request a child. Closing the agent
//! cancels the root; a single task is cancelled without touching the others.

use crate::sync::{Arc, Mutex};

/// Is woken by a cancellation, on the thread that cancels: it must neither block nor wait for that thread.
pub trait Wake: Send + Sync {
    fn wake(&self);
}

/// A request to end something; it is never taken back. Clones are the same one; a child is cancelled with its
/// parent, or by itself. Thread-safe.
#[derive(Clone)]
pub struct Cancel(Arc<Node>);

struct Node {
    /// A child knows its parent, and not the other way round: children come and go with requests, and
    /// nobody has to remove them from a list.
    parent: Option<Cancel>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    cancelled: bool,
    /// The number of the last registration.
    registered: u64,
    wakers: Vec<(u64, Arc<dyn Wake>)>,
}

impl Default for Cancel {
    fn default() -> Self {
        Self::below(None)
    }
}

impl Cancel {
    fn below(parent: Option<Cancel>) -> Self {
        Self(Arc::new(Node { parent, state: Mutex::new(State::default()) }))
    }

    /// One that is cancelled with this one. A child that is dropped leaves nothing behind here.
    pub fn child(&self) -> Self {
        Self::below(Some(self.clone()))
    }

    /// Wakes all who wait with this one or with a child of it. No lock is held meanwhile: a waker takes the
    /// lock of what it wakes, and a waiter takes that one before it registers here.
    pub fn cancel(&self) {
        let wakers = {
            let mut state = self.0.state.lock();
            state.cancelled = true;
            std::mem::take(&mut state.wakers)
        };
        wakers.iter().for_each(|(_, waker)| waker.wake());
    }

    /// Walks up to the root: a child does not learn of its parent's cancellation in any other way.
    pub fn is_cancelled(&self) -> bool {
        let own = self.0.state.lock().cancelled;
        own || self.0.parent.as_ref().is_some_and(Self::is_cancelled)
    }

    /// Wakes somebody when this is cancelled, for as long as the registration lives; at once if it is cancelled
    /// already. Registers with all parents too, the root first.
    pub fn when_cancelled(&self, waker: Arc<dyn Wake>) -> Registration {
        let above = self.0.parent.as_ref().map(|parent| parent.when_cancelled(waker.clone()));
        let number = self.register(waker.clone());
        if number.is_none() {
            waker.wake();
        }
        Registration { cancel: self.clone(), number, _above: above.map(Box::new) }
    }

    /// `None`: it is cancelled already.
    fn register(&self, waker: Arc<dyn Wake>) -> Option<u64> {
        let mut state = self.0.state.lock();
        if state.cancelled {
            return None;
        }
        state.registered = state.registered.wrapping_add(1);
        let number = state.registered;
        state.wakers.push((number, waker));
        Some(number)
    }
}

/// Somebody who is registered with a cancellation, until this is dropped: a long-lived agent must not collect
/// the wakers of waits that are over.
pub struct Registration {
    cancel: Cancel,
    /// `None`: it was cancelled before, so there is nothing to take off.
    number: Option<u64>,
    /// Those with the parents.
    _above: Option<Box<Registration>>,
}

impl Drop for Registration {
    fn drop(&mut self) {
        if let Some(own) = self.number {
            self.cancel.0.state.lock().wakers.retain(|(number, _)| *number != own);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::monitor::Monitor;

    #[test]
    fn nobody_stays_registered_longer_than_they_want() {
        let parent = Cancel::default();
        let child = parent.child();
        drop(child.when_cancelled(Arc::new(Monitor::new(()))));
        for cancel in [parent, child] {
            assert!(cancel.0.state.lock().wakers.is_empty());
        }
    }
}
