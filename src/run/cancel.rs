//! A word that ends waits: said once, heard by all.

use crate::sync::{Arc, Mutex};

/// Is woken by a cancellation. It must not block, nor wait for whoever cancels.
pub trait Wake: Send + Sync {
    fn wake(&self);
}

/// Says once, for ever, that something is to end. Clones are the same one; a child is cancelled with
/// its parent, and by itself.
#[derive(Clone)]
pub struct Cancel(Arc<Node>);

struct Node {
    parent: Option<Cancel>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    cancelled: bool,
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

    pub fn child(&self) -> Self {
        Self::below(Some(self.clone()))
    }

    /// Wakes all who wait with this one or with a child of it. No lock is held meanwhile.
    pub fn cancel(&self) {
        let wakers = {
            let mut state = self.0.state.lock();
            state.cancelled = true;
            std::mem::take(&mut state.wakers)
        };
        wakers.iter().for_each(|(_, waker)| waker.wake());
    }

    pub fn is_cancelled(&self) -> bool {
        let own = self.0.state.lock().cancelled;
        own || self.0.parent.as_ref().is_some_and(Self::is_cancelled)
    }

    /// Has somebody woken when this is cancelled, for as long as the registration lives; at once if it
    /// is cancelled already.
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

/// Keeps somebody registered with a cancellation until it is dropped.
pub struct Registration {
    cancel: Cancel,
    number: Option<u64>,
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
