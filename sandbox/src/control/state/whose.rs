//! Whose licenses a change is about.

use std::time::SystemTime;

use crate::life::holder::Holder;
use crate::life::license::License;
use crate::life::state::State;

/// The holder of licenses, and which of them are meant.
pub struct Whose {
    holder: Holder,
    license_id: Option<u64>,
}

impl Whose {
    /// Names the holder by a key or an address.
    pub fn new(
        license_key: Option<String>,
        username: Option<String>,
        license_id: Option<u64>,
    ) -> Result<Self, String> {
        let holder = match (license_key, username) {
            (Some(key), None) => Holder::key(&key),
            (None, Some(email)) => Holder::user(&email),
            _ => return Err("expected either license_key or username".to_owned()),
        };
        Ok(Self { holder, license_id })
    }

    /// The licenses; at least one.
    pub fn licenses<'a>(
        &self,
        state: &'a mut State,
        now: SystemTime,
    ) -> Result<Vec<&'a mut License>, String> {
        let licenses = state.licenses(&self.holder, now).iter_mut();
        let is_meant = |license: &License| self.license_id.is_none_or(|id| id == license.id());
        let meant: Vec<_> = licenses.filter(|license| is_meant(license)).collect();
        if meant.is_empty() {
            return Err("there is no such license".to_owned());
        }
        Ok(meant)
    }
}
