//! The seats of a license or a feature that floats: who holds them, and until when.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::License;
use crate::api::refusal::Refusal;
use crate::life::behaviour::BorrowAgain;
use crate::life::dates;
use crate::life::device::{Device, Held};

/// The seats there are of a license ("") or a feature.
#[derive(Clone, Debug)]
pub struct Terms {
    feature: String,
    total: u64,
    /// How many of them are held by devices that nobody sees.
    elsewhere: u64,
    /// For how long one is held without a word.
    timeout: Duration,
}

impl License {
    /// The seats of the license ("") or of a feature; `None` where it does not float in the cloud.
    pub fn seats(&self, feature: &str) -> Option<Terms> {
        let fields = self.part(feature)?;
        let count = |name: &str| fields[name].as_u64().unwrap_or_default();
        (fields["is_floating_cloud"] == true).then(|| Terms {
            feature: feature.to_owned(),
            total: count("floating_users"),
            elsewhere: count("floating_in_use_devices"),
            timeout: Duration::from_secs(60 * count("floating_timeout").max(1)),
        })
    }

    /// Takes or renews a seat for a device. A borrowed one stays as it is.
    pub fn sit(
        &mut self,
        hardware_id: &str,
        seats: &Terms,
        now: SystemTime,
    ) -> Result<(), Refusal> {
        let until = now + seats.timeout;
        match self.seat(hardware_id, &seats.feature, now).filter(|seat| seat.borrowed) {
            Some(_) => Ok(()),
            None => self.hold(hardware_id, seats, Held { until, borrowed: false }, now),
        }
    }

    /// Lends a seat to a device; gives its end.
    pub fn borrow(
        &mut self,
        hardware_id: &str,
        seats: &Terms,
        (until, again): (SystemTime, BorrowAgain),
        now: SystemTime,
    ) -> Result<SystemTime, Refusal> {
        let seat = self.seat(hardware_id, &seats.feature, now).filter(|seat| seat.borrowed);
        match (seat, again) {
            (Some(_), BorrowAgain::Refused) => {
                Err(Refusal::api("license_borrow_not_allowed", "The seat is borrowed already."))
            }
            (Some(seat), BorrowAgain::Keeps) => Ok(seat.until),
            (Some(_), BorrowAgain::Extends) | (None, _) => {
                self.hold(hardware_id, seats, Held { until, borrowed: true }, now)?;
                Ok(until)
            }
        }
    }

    /// Gives back a seat, be it borrowed or not; false where the device holds none.
    pub fn give_back(&mut self, hardware_id: &str, feature: &str, now: SystemTime) -> bool {
        let held = self.seat(hardware_id, feature, now).is_some();
        if let Some(device) = self.device(hardware_id) {
            device.stand_up(feature);
        }
        held
    }

    /// All seats of the license ("") or a feature are free; also those of devices that nobody sees.
    pub fn free_seats(&mut self, feature: &str) {
        self.devices.iter_mut().for_each(|device| device.stand_up(feature));
        let none = json!({"floating_in_use_devices": 0});
        self.set_part(feature, none.as_object().cloned().unwrap_or_default());
    }

    /// The seat that a device holds.
    pub fn seat(&self, hardware_id: &str, feature: &str, now: SystemTime) -> Option<Held> {
        let mut devices = self.devices.iter();
        devices.find(|device| device.hardware_id == hardware_id)?.seat(feature, now)
    }

    /// How many devices hold a seat, those included that nobody sees.
    pub fn seats_in_use(&self, feature: &str, now: SystemTime) -> u64 {
        let elsewhere = self.seats(feature).map_or(0, |seats| seats.elsewhere);
        self.holders(feature, now).len() as u64 + elsewhere
    }

    /// The seats as the control port shows them; `None` where the license ("") or the feature does not float.
    pub fn show_seats(&self, feature: &str, now: SystemTime) -> Option<Value> {
        let seats = self.seats(feature)?;
        let holder = |(device, seat): &(&Device, Held)| {
            json!({
                "hardware_id": device.hardware_id, "until": dates::written(seat.until.into()),
                "borrowed": seat.borrowed,
            })
        };
        Some(json!({
            "feature": feature,
            "total": seats.total,
            "in_use": self.seats_in_use(feature, now),
            "timeout_seconds": seats.timeout.as_secs(),
            "holders": self.holders(feature, now).iter().map(holder).collect::<Vec<_>>(),
        }))
    }

    fn holders(&self, feature: &str, now: SystemTime) -> Vec<(&Device, Held)> {
        let seat = |device| Some((device, Device::seat(device, feature, now)?));
        self.devices.iter().filter_map(seat).collect()
    }

    fn hold(
        &mut self,
        hardware_id: &str,
        seats: &Terms,
        seat: Held,
        now: SystemTime,
    ) -> Result<(), Refusal> {
        let holders = self.holders(&seats.feature, now);
        let others = holders.iter().filter(|(device, _)| device.hardware_id != hardware_id);
        if others.count() as u64 + seats.elsewhere >= seats.total {
            return Err(Refusal::api("floating_not_available", "All seats are taken."));
        }
        if let Some(device) = self.device(hardware_id) {
            device.sit(&seats.feature, seat);
        }
        Ok(())
    }

    /// Takes a seat for a device that the license need not be active on, for so long or as long as usual.
    pub fn seat_somebody(
        &mut self,
        hardware_id: &str,
        id: u64,
        seats: &Terms,
        (seconds, borrowed): (Option<u64>, bool),
        now: SystemTime,
    ) -> Result<(), Refusal> {
        if self.device(hardware_id).is_none() {
            self.devices.push(Device::new(id, hardware_id));
        }
        let until = now + seconds.map_or(seats.timeout, Duration::from_secs);
        self.hold(hardware_id, seats, Held { until, borrowed }, now)
    }
}

#[cfg(test)]
mod tests;
