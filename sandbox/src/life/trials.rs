//! The trials that devices were given.

use serde_json::{Value, json};

use super::holder::Holder;

/// A trial.
#[derive(Debug)]
pub struct Trial {
    /// The short code of the product.
    pub product: String,
    /// The device.
    pub hardware_id: String,
    /// Whose the license is.
    pub holder: Holder,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Trials(Vec<Trial>);

impl Trials {
    /// The last one of this device.
    pub fn find(&self, product: &str, hardware_id: &str) -> Option<&Trial> {
        let same = |trial: &&Trial| trial.product == product && trial.hardware_id == hardware_id;
        self.0.iter().rev().find(same)
    }

    /// One more.
    pub fn add(&mut self, trial: Trial) {
        self.0.push(trial);
    }

    /// The holders of their licenses.
    pub fn holders(&self) -> impl Iterator<Item = &Holder> {
        self.0.iter().map(|trial| &trial.holder)
    }

    /// As the control port shows them.
    pub fn show(&self) -> Value {
        let show = |trial: &Trial| {
            json!({
                "product": trial.product, "hardware_id": trial.hardware_id,
                "holder": trial.holder.show(),
            })
        };
        self.0.iter().map(show).collect()
    }
}
