//! All that the service remembers, from its start or from when it was told to forget.

use std::collections::{BTreeMap, BTreeSet};
use std::time::SystemTime;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::accounts::Accounts;
use super::behaviour::Behaviour;
use super::holder::Holder;
use super::license::License;
use super::releases::Releases;
use super::trials::Trials;
use crate::api::refusal::Refusal;
use crate::cast;
use crate::clock::Calendar;

/// The first number given to a device.
const FIRST: u64 = 1_719_215_304_300_000;

/// The licenses with their devices, and everything around them.
#[derive(Debug, Default)]
pub struct State {
    /// The users' passwords.
    pub accounts: Accounts,
    /// The switches for behaviour that is not published.
    pub behaviour: Behaviour,
    /// The devices that nothing is licensed on.
    pub blacklist: BTreeSet<String>,
    /// The releases of the products.
    pub releases: Releases,
    /// The trials that devices were given.
    pub trials: Trials,
    /// The request files so far, by their ids: `activation` or `deactivation`.
    pub requests: BTreeMap<String, String>,
    licenses: BTreeMap<Holder, Vec<License>>,
    given: u64,
}

impl State {
    /// A number that nothing has yet.
    pub fn next_id(&mut self) -> u64 {
        self.given += 1;
        FIRST + self.given
    }

    /// The licenses of a holder. Their dates count from when they are asked for first.
    pub fn licenses(&mut self, holder: &Holder, now: SystemTime) -> &mut Vec<License> {
        self.licenses.entry(holder.clone()).or_insert_with(|| {
            let entries = holder.cast(Calendar::at(now));
            entries.into_iter().map(License::new).collect()
        })
    }

    /// The same without touching them: licenses that nobody has asked for are as they would be now.
    pub fn look(&self, holder: &Holder, now: SystemTime) -> Vec<License> {
        let new = || holder.cast(Calendar::at(now)).into_iter().map(License::new).collect();
        self.licenses.get(holder).cloned().unwrap_or_else(new)
    }

    /// The license that is meant: the one of this number, or the newest one of the product. One that is
    /// active on the device comes before the newest one.
    pub fn choose(
        &mut self,
        holder: &Holder,
        meant: &Meant<'_>,
        now: SystemTime,
    ) -> Result<&mut License, Refusal> {
        let licenses = self.licenses(holder, now).iter_mut();
        let fits = |license: &License| {
            license.product() == meant.product && meant.id.is_none_or(|id| id == license.id())
        };
        let rank = |license: &License| {
            let here = meant.hardware_id.is_some_and(|device| license.is_active_on(device));
            (here, license.id())
        };
        let chosen = licenses.filter(|license| fits(license)).max_by_key(|license| rank(license));
        chosen.ok_or_else(|| Refusal::api("license_not_found", "There is no such license."))
    }

    /// Activates a license on a device; gives its number.
    pub fn activate(
        &mut self,
        holder: &Holder,
        meant: &Meant<'_>,
        hardware_id: &str,
        now: SystemTime,
    ) -> Result<u64, Refusal> {
        let (again, id) = (self.behaviour.again, self.next_id());
        let full = self.user_is_full(holder, meant, hardware_id, now)?;
        let license = self.choose(holder, meant, now)?;
        let mut activated = license.clone();
        activated.activate(hardware_id, again, id)?;
        if full {
            let message = "The user has activated as many devices as one may.";
            return Err(Refusal::api("licenseUserActivatedMaxTimes", message));
        }
        *license = activated;
        Ok(license.id())
    }

    /// Would this device be one more than the user may have?
    fn user_is_full(
        &mut self,
        holder: &Holder,
        meant: &Meant<'_>,
        hardware_id: &str,
        now: SystemTime,
    ) -> Result<bool, Refusal> {
        let user = self.choose(holder, meant, now)?.user().clone();
        let devices = active_devices(self.licenses(holder, now));
        let full =
            user["max_activations"].as_u64().is_some_and(|most| devices.len() as u64 >= most);
        let limited = user["allow_unlimited_activations"] != true;
        Ok(full && limited && !devices.contains(hardware_id))
    }

    /// A license as it is now, with its user.
    pub fn entry(&self, holder: &Holder, license: &License) -> Value {
        let Holder::User(email) = holder else {
            return license.entry();
        };
        let mut now = Map::new();
        let licenses = self.licenses.get(holder).map(Vec::as_slice).unwrap_or_default();
        if licenses.iter().any(|license| !license.devices().is_empty()) {
            now.insert("total_activations".to_owned(), active_devices(licenses).len().into());
        }
        if let Some(initial) = self.accounts.initial(email) {
            now.insert("is_initial_password".to_owned(), initial.into());
        }
        let mut license = license.clone();
        license.set_user(now);
        license.entry()
    }

    /// The answer to a user who asks for the licenses of a product: to the byte what the cast says,
    /// as long as nothing has happened to them.
    pub fn user_licenses(&self, email: &str, product: &str, now: SystemTime) -> Bytes {
        let holder = Holder::user(email);
        let known = self.licenses.get(&holder);
        let known = known.filter(|licenses| licenses.iter().any(License::has_changed));
        if known.is_none() && self.accounts.initial(email).is_none() && product == cast::PRODUCT {
            let calendar = Calendar::at(now);
            return cast::licenses(email, calendar).unwrap_or(Bytes::from_static(b"[]"));
        }
        let licenses = self.look(&holder, now);
        let of_product = licenses.iter().filter(|license| license.product() == product);
        let entries: Vec<_> = of_product.map(|license| self.entry(&holder, license)).collect();
        Value::from(entries).to_string().into()
    }

    /// As the control port shows it at this moment.
    pub fn show(&self, now: SystemTime) -> Value {
        let of_holder = |(holder, licenses): (&Holder, &Vec<License>)| {
            let all: Vec<_> = licenses.iter().map(|license| license.show(now)).collect();
            json!({"holder": holder.show(), "licenses": all})
        };
        json!({
            "behaviour": self.behaviour,
            "blacklist": self.blacklist,
            "trials": self.trials.show(),
            "offline_requests": self.requests,
            "releases": self.releases.all(),
            "holders": self.licenses.iter().map(of_holder).collect::<Vec<_>>(),
        })
    }

    /// Does this with each license that is known to a device.
    pub fn each_license(&mut self, change: impl FnMut(&mut License)) {
        self.licenses.values_mut().flatten().for_each(change);
    }
}

/// Which of the holder's licenses is meant.
#[derive(Clone, Copy, Debug)]
pub struct Meant<'a> {
    /// One of this product,
    pub product: &'a str,
    /// of this number, where there is one,
    pub id: Option<u64>,
    /// and rather one that is active on this device, where that matters.
    pub hardware_id: Option<&'a str>,
}

fn active_devices(licenses: &[License]) -> BTreeSet<String> {
    let devices = licenses.iter().flat_map(License::devices);
    devices.filter(|device| device.is_active()).map(|device| device.hardware_id.clone()).collect()
}
