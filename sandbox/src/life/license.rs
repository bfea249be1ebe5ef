//! One license: the fields from the cast, its devices, and the changes since.

use std::time::{Duration, SystemTime};

use serde_json::{Map, Value, json};

use super::behaviour::Again;
use super::dates;
use super::device::Device;
use crate::api::refusal::Refusal;

pub mod counters;
pub mod seats;

/// A license and its devices.
#[derive(Clone, Debug)]
pub struct License {
    /// As `user_licenses` would have it: nested, or flat with the user inside.
    entry: Value,
    devices: Vec<Device>,
    /// The devices whose place is free for another one.
    freed: Vec<String>,
    changed: bool,
}

impl License {
    /// A license of the cast, to which nothing has happened.
    pub fn new(entry: Value) -> Self {
        Self { entry, devices: Vec::new(), freed: Vec::new(), changed: false }
    }

    /// A license that is not the cast's.
    pub fn given(entry: Value) -> Self {
        Self { changed: true, ..Self::new(entry) }
    }

    /// Is it another one than the cast's?
    pub fn has_changed(&self) -> bool {
        self.changed
    }

    /// Its fields.
    pub fn fields(&self) -> &Value {
        self.entry.get("license").unwrap_or(&self.entry)
    }

    /// Its user's fields; null where it belongs to a key.
    pub fn user(&self) -> &Value {
        &self.entry["user"]
    }

    /// Changes fields of the license.
    pub fn set(&mut self, changes: Map<String, Value>) {
        self.set_part("", changes);
    }

    /// Changes fields of the license ("") or of a feature; false where there is no such feature.
    pub fn set_part(&mut self, feature: &str, changes: Map<String, Value>) -> bool {
        self.changed = true;
        let nested = self.entry.get("license").is_some();
        let fields = if nested { &mut self.entry["license"] } else { &mut self.entry };
        if feature.is_empty() {
            extend(fields, changes);
            return true;
        }
        let mut features = fields["product_features"].as_array_mut().into_iter().flatten();
        let meant = features.find(|fields| fields["code"] == feature);
        meant.map(|fields| extend(fields, changes)).is_some()
    }

    /// The fields of the license ("") or of a feature.
    pub fn part(&self, feature: &str) -> Option<&Value> {
        if feature.is_empty() {
            return Some(self.fields());
        }
        self.features().find(|fields| fields["code"] == feature)
    }

    fn features(&self) -> impl Iterator<Item = &Value> {
        self.fields()["product_features"].as_array().into_iter().flatten()
    }

    /// The license ("") and its features, by their codes.
    fn parts(&self) -> Vec<&str> {
        let codes = self.features().filter_map(|fields| fields["code"].as_str());
        std::iter::once("").chain(codes).collect()
    }

    /// Changes fields of its user.
    pub fn set_user(&mut self, changes: Map<String, Value>) {
        self.changed = true;
        extend(&mut self.entry["user"], changes);
    }

    /// The number it is known by.
    pub fn id(&self) -> u64 {
        self.fields()["id"].as_u64().unwrap_or_default()
    }

    /// The short code of its product.
    pub fn product(&self) -> &str {
        self.fields()["product_details"]["short_code"].as_str().unwrap_or_default()
    }

    /// A field that is true or false.
    pub fn is(&self, field: &str) -> bool {
        self.fields()[field] == true
    }

    /// A field that is a number; 0 where it is none.
    pub fn number(&self, field: &str) -> i64 {
        self.fields()[field].as_i64().unwrap_or_default()
    }

    /// How many activations are used up.
    pub fn times_activated(&self) -> u64 {
        self.devices.iter().map(|device| device.activations).sum()
    }

    /// All devices it knows.
    pub fn devices(&self) -> &[Device] {
        &self.devices
    }

    /// The device of this name, be it active or not.
    pub fn device(&mut self, hardware_id: &str) -> Option<&mut Device> {
        self.devices.iter_mut().find(|device| device.hardware_id == hardware_id)
    }

    /// Is the license active on this device?
    pub fn is_active_on(&self, hardware_id: &str) -> bool {
        let mut devices = self.devices.iter();
        devices.any(|device| device.hardware_id == hardware_id && device.is_active())
    }

    /// The license does not know this device any more.
    pub fn forget(&mut self, hardware_id: &str) {
        self.devices.retain(|device| device.hardware_id != hardware_id);
    }

    /// Has it ended? Its grace period belongs to it.
    pub fn has_expired(&self, now: SystemTime) -> bool {
        let end = self.fields()["validity_period"].as_str().and_then(dates::end);
        let hours = if self.is("allow_grace_period") { self.number("grace_period") } else { 0 };
        let grace = Duration::from_secs(3600 * u64::try_from(hours).unwrap_or_default());
        end.is_some_and(|end| now >= end + grace)
    }

    /// Is it still to begin?
    pub fn has_not_started(&self, now: SystemTime) -> bool {
        let start = self.fields()["start_date"].as_str().and_then(dates::moment);
        start.is_some_and(|start| now < SystemTime::from(start))
    }

    /// Activates it on a device, which gets this number if it is a new one.
    pub fn activate(&mut self, hardware_id: &str, again: Again, id: u64) -> Result<(), Refusal> {
        let active = self.is_active_on(hardware_id);
        if active && again == Again::Free {
            return Ok(());
        }
        self.check_room()?;
        if !active {
            self.transfer(hardware_id)?;
        }
        if self.device(hardware_id).is_none() {
            self.devices.push(Device::new(id, hardware_id));
        }
        self.changed = true;
        if let Some(device) = self.device(hardware_id) {
            device.activations += 1;
        }
        Ok(())
    }

    /// Deactivates it on a device.
    pub fn deactivate(&mut self, hardware_id: &str) {
        if let Some(device) = self.device(hardware_id).filter(|device| device.is_active()) {
            device.deactivate();
            self.freed.push(hardware_id.to_owned());
        }
    }

    fn check_room(&self) -> Result<(), Refusal> {
        let most = u64::try_from(self.number("max_activations")).unwrap_or_default();
        if self.is("allow_unlimited_activations") || self.times_activated() < most {
            return Ok(());
        }
        let message = "The license is active on as many devices as it may be.";
        Err(Refusal::api("license_activated_max_times", message))
    }

    /// A device that takes the place of another one is a transfer; one that comes back is none.
    fn transfer(&mut self, hardware_id: &str) -> Result<(), Refusal> {
        if let Some(place) = self.freed.iter().position(|freed| freed == hardware_id) {
            self.freed.remove(place);
            return Ok(());
        }
        if self.freed.is_empty() {
            return Ok(());
        }
        let (count, most) = (self.number("transfer_count"), self.number("max_transfers"));
        if most < 0 || (most > 0 && count >= most) {
            let message = "The license was moved as often as it may be.";
            return Err(Refusal::api("license_transferred_max_times", message));
        }
        self.freed.pop();
        self.set(Map::from_iter([("transfer_count".to_owned(), json!(count + 1))]));
        Ok(())
    }

    /// The entry with the count of activations as it is now. Without a device it is the cast's.
    pub fn entry(&self) -> Value {
        let mut now = self.clone();
        if !self.devices.is_empty() {
            let count = json!(self.times_activated());
            now.set(Map::from_iter([("times_activated".to_owned(), count)]));
        }
        now.entry
    }

    /// As the control port shows it at this moment.
    pub fn show(&self, now: SystemTime) -> Value {
        let parts = self.parts();
        let seats = parts.iter().filter_map(|part| self.show_seats(part, now));
        let counters = parts.iter().filter_map(|part| self.show_counter(part));
        json!({
            "license_id": self.id(),
            "product": self.product(),
            "entry": self.entry(),
            "devices": self.devices.iter().map(|device| device.show(now)).collect::<Vec<_>>(),
            "freed": self.freed,
            "seats": seats.collect::<Vec<_>>(),
            "counters": counters.collect::<Vec<_>>(),
        })
    }
}

fn extend(fields: &mut Value, changes: Map<String, Value>) {
    if let Value::Object(fields) = fields {
        fields.extend(changes);
    }
}

/// Is a flag set? Some licenses have numbers for flags.
pub fn is_set(flag: &Value) -> bool {
    *flag == true || flag.as_u64().is_some_and(|number| number != 0)
}

#[cfg(test)]
mod tests;
