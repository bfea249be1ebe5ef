//! A device that a license was activated on.

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde_json::{Value, json};

use super::dates;

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
    /// Its seats with their ends, by feature; "" is the license's own.
    seats: BTreeMap<String, SystemTime>,
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
    pub fn sit(&mut self, feature: &str, until: SystemTime) {
        self.seats.insert(feature.to_owned(), until);
    }

    /// Does it hold a seat?
    pub fn sits(&self, feature: &str, now: SystemTime) -> bool {
        self.seats.get(feature).is_some_and(|until| *until > now)
    }

    /// As the control port shows it.
    pub fn show(&self) -> Value {
        let seat = |(feature, until): (&String, &SystemTime)| json!({"feature": feature, "until": dates::written((*until).into())});
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
