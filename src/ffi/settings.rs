//! Values that setters fill in one by one.

use crate::error::Error;

/// A setter that fails is remembered until it succeeds, so that nothing is done with half of the
/// settings.
#[derive(Default)]
pub struct Settings<T> {
    values: T,
    faults: Vec<Fault>,
}

struct Fault {
    setter: &'static str,
    /// Which of several values that it sets; empty: the only one, or one that is not known.
    about: String,
    error: Error,
}

impl<T> Settings<T> {
    /// Runs the setter of this name.
    pub fn set(
        &mut self,
        setter: &'static str,
        change: impl FnOnce(&mut T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.set_one(setter, "", change)
    }

    /// The same for a setter that is called once for each of several things: that one of them succeeds
    /// heals no failure of another.
    pub fn set_one(
        &mut self,
        setter: &'static str,
        about: &str,
        change: impl FnOnce(&mut T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let result = change(&mut self.values);
        note(&mut self.faults, setter, about, result.as_ref().err());
        result
    }

    /// The values, unless a setter failed. `setters` is what the names of their functions begin with.
    pub fn get(&self, setters: &str) -> Result<&T, Error> {
        match self.faults.first() {
            None => Ok(&self.values),
            Some(Fault { setter, error, about: _ }) => {
                let why = error.message();
                Err(Error::new(error.status(), format!("{setters}{setter} failed: {why}")))
            }
        }
    }
}

/// One copy for all setters.
#[inline(never)]
fn note(faults: &mut Vec<Fault>, setter: &'static str, about: &str, failure: Option<&Error>) {
    let is_healed =
        |fault: &Fault| fault.setter == setter && (fault.about == about || fault.about.is_empty());
    faults.retain(|fault| !is_healed(fault));
    let fault = |error: &Error| Fault { setter, about: about.to_owned(), error: error.clone() };
    faults.extend(failure.map(fault));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;

    #[test]
    fn a_setter_called_for_several_things_heals_only_what_it_is_called_for() {
        let mut settings = Settings::<()>::default();
        let fail = |_: &mut ()| Err(Error::invalid("id", "expected 1 or more"));
        let is_good = |settings: &Settings<()>| settings.get("ls_").is_ok();
        settings.set_one("id", "a", fail).unwrap_err();
        settings.set_one("id", "b", |_| Ok(())).unwrap();
        settings.set("other", |_| Ok(())).unwrap();
        assert_eq!(settings.get("ls_").unwrap_err().status(), Status::InvalidArgument);
        settings.set_one("id", "a", |_| Ok(())).unwrap();
        assert!(is_good(&settings));
        // It is not known what it was called for: any other call will do.
        settings.set("id", fail).unwrap_err();
        assert!(!is_good(&settings));
        settings.set_one("id", "b", |_| Ok(())).unwrap();
        assert!(is_good(&settings));
    }
}
