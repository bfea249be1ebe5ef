//! Values that setters fill in one by one.

use crate::error::Error;

/// A setter that fails is remembered until it succeeds, so that nothing is done with half of what was
/// meant.
#[derive(Default)]
pub struct Settings<T> {
    values: T,
    faults: Vec<(&'static str, Error)>,
}

impl<T> Settings<T> {
    /// What a setter of this name does.
    pub fn set(
        &mut self,
        setter: &'static str,
        change: impl FnOnce(&mut T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let result = change(&mut self.values);
        self.faults.retain(|(failed, _)| *failed != setter);
        if let Err(error) = &result {
            self.faults.push((setter, error.clone()));
        }
        result
    }

    /// The values, unless a setter failed. `setters` is what the names of their functions begin with.
    pub fn get(&self, setters: &str) -> Result<&T, Error> {
        match self.faults.first() {
            None => Ok(&self.values),
            Some((setter, fault)) => {
                let why = fault.message();
                Err(Error::new(fault.status(), format!("{setters}{setter} failed: {why}")))
            }
        }
    }
}
