//! Whose a license is.

use serde_json::{Value, json};

use crate::cast::{self, keys};
use crate::clock::Calendar;

/// The holder of licenses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// The owner of this key, which is in upper case.
    Key(String),
    /// The user with this address, which is in lower case.
    User(String),
}

impl Holder {
    /// The holder of a key.
    pub fn key(key: &str) -> Self {
        Self::Key(key.to_uppercase())
    }

    /// A user.
    pub fn user(email: &str) -> Self {
        Self::User(email.to_lowercase())
    }

    /// The licenses that the cast gives this holder.
    pub fn cast(&self, calendar: Calendar) -> Vec<Value> {
        match self {
            Self::Key(key) => keys::license(key, calendar).into_iter().collect(),
            Self::User(email) => cast::entries(email, calendar).unwrap_or_default(),
        }
    }

    /// The key or the address.
    pub fn name(&self) -> &str {
        match self {
            Self::Key(name) | Self::User(name) => name,
        }
    }

    /// As the control port shows it.
    pub fn show(&self) -> Value {
        match self {
            Self::Key(key) => json!({"license_key": key}),
            Self::User(email) => json!({"username": email}),
        }
    }
}
