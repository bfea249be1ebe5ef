//! Objects that a call holds on to: freed meanwhile, they go with the last call.

use std::mem;
use std::sync::Arc;

use super::call::required;
use crate::error::Error;
use crate::platform::Process;

pub struct Shared<T> {
    object: Arc<T>,
    made_in: Process,
}

impl<T> Shared<T> {
    pub fn new(object: impl Into<Arc<T>>) -> Self {
        Self { object: object.into(), made_in: Process::this() }
    }

    /// For the length of a call. `what` is the name of the parameter, and says what it is.
    pub fn of(shared: Option<&Self>, what: &str) -> Result<Arc<T>, Error> {
        let shared = required(what, shared)?;
        shared.made_in.must_be_this(what)?;
        Ok(shared.object.clone())
    }
}

impl<T> Drop for Shared<T> {
    /// In a forked child nothing is ended that the parent still uses: the memory is left alone.
    fn drop(&mut self) {
        if !self.made_in.is_this() {
            mem::forget(self.object.clone());
        }
    }
}
