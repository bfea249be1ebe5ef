//! What all connections share.

use std::sync::Mutex;

use crate::api::Services;
use crate::fault::Faults;
use crate::record::Record;

/// The state of a running sandbox, each room's in a type of its own.
pub struct Sandbox {
    /// The services and all that they know.
    pub services: Services,
    /// What goes wrong on purpose.
    pub faults: Faults,
    /// The requests so far.
    pub record: Mutex<Record>,
}

impl Sandbox {
    /// Services without faults, which nobody has asked anything.
    pub fn new(services: Services) -> Self {
        Self { services, faults: Faults::default(), record: Mutex::default() }
    }
}
