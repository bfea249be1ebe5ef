//! A device that a license was activated on.

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde_json::{Value, json};

use super::dates;

/// A seat that a device has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its end.
    pub until: SystemTime,
    /// Has the device taken it along, so that checks neither renew nor shorten it?
    pub borrowed: bool,
}

/// A device, as one license knows it.
#[derive(Clone, Debug)]
pub struct Device {
    /// The number the service gives it.
    pub id: u64,
    /// The name that the client gives it.
    pub hardware_id: String,
    /// How many activations it uses up; 0 after it was deactivated.
    pub activations: u64,
    /// Its variables, in the order of their names.
    variables: BTreeMap<String, Variable>,
    /// Its seats by feature, held or timed out; "" is the license's own.
    seats: BTreeMap<String, Held>,
}

#[derive(Clone, Debug)]
struct Variable {
    id: u64,
    value: String,
    created_at: SystemTime,
}

impl Device {
    /// A device that nothing was done on.
    pub fn new(id: u64, hardware_id: &str) -> Self {
        let hardware_id = hardware_id.to_owned();
        Self { id, hardware_id, activations: 0, variables: BTreeMap::new(), seats: BTreeMap::new() }
    }

    /// May the license be used on it?
    pub fn is_active(&self) -> bool {
        self.activations > 0
    }

    /// Gives back its activations and seats.
    pub fn deactivate(&mut self) {
        self.activations = 0;
        self.seats.clear();
    }

    /// Writes down a variable, or overwrites it.
    pub fn set_variable(&mut self, id: u64, name: &str, value: String, now: SystemTime) {
        let id = self.variables.get(name).map_or(id, |variable| variable.id);
        self.variables.insert(name.to_owned(), Variable { id, value, created_at: now });
    }

    /// The variables as they are answered when they are written.
    pub fn tracked(&self) -> Vec<Value> {
        let show = |(name, variable): (&String, &Variable)| {
            json!({
                "variable": name, "value": variable.value, "device_id": self.id,
                "created_at": dates::milliseconds(variable.created_at),
            })
        };
        self.variables.iter().map(show).collect()
    }

    /// The variables as they are answered when they are asked for.
    pub fn variables(&self) -> Vec<Value> {
        let show = |(name, variable): (&String, &Variable)| {
            json!({
                "id": variable.id, "variable": name, "value": variable.value, "device_id": self.id,
                "created_at": dates::written(variable.created_at.into()),
            })
        };
        self.variables.iter().map(show).collect()
    }

    /// Takes or renews a seat.
    pub fn sit(&mut self, feature: &str, seat: Held) {
        self.seats.insert(feature.to_owned(), seat);
    }

    /// Gives back a seat.
    pub fn stand_up(&mut self, feature: &str) {
        self.seats.remove(feature);
    }

    /// The seat that it holds.
    pub fn seat(&self, feature: &str, now: SystemTime) -> Option<Held> {
        self.seats.get(feature).copied().filter(|seat| seat.until > now)
    }

    /// As the control port shows it at this moment.
    pub fn show(&self, now: SystemTime) -> Value {
        let seat = |(feature, seat): (&String, &Held)| {
            json!({
                "feature": feature, "until": dates::written(seat.until.into()),
                "borrowed": seat.borrowed, "held": seat.until > now,
            })
        };
        json!({
            "device_id": self.id,
            "hardware_id": self.hardware_id,
            "active": self.is_active(),
            "activations": self.activations,
            "variables": self.variables(),
            "seats": self.seats.iter().map(seat).collect::<Vec<_>>(),
        })
    }
}
