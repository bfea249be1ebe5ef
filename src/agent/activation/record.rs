//! What the store holds of a license on this device beside the server's answers: whose it is, on which device, and
//! what has become of it. One record a product, written as a whole, so that it is never half of two moments.

use serde::de::DeserializeOwned;

use crate::api::{Identification, Parameters, Who};
use crate::model::Members;
use crate::rules::lifecycle::{Refusal, State};
use crate::secret::Secret;

/// Of one product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The license that this device has, as far as is known.
    pub held: Option<Held>,
    /// An activation on its way; a former license is held until it is there.
    pub pending: Option<Pending>,
}

/// A license on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    pub device: Identification,
    /// The server's number of this device.
    pub device_id: Option<i64>,
    pub floats: bool,
    /// It was activated by a file: what is stored of it lasts without an answer of the server.
    pub is_offline: bool,
    pub state: State,
}

/// An activation that may have reached the server. The call that settles it asks by the holder; by the one who signs in
/// then, where a single sign-on left the name open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    pub hardware_id: String,
    pub holder: Option<Who>,
    pub license_id: Option<i64>,
    /// The server did not know of it when it was asked. It may still have been under way, so it is asked once
    /// more before the next one.
    pub was_unknown: bool,
}

impl Record {
    /// What is known of any license of the product.
    pub fn state(&self) -> State {
        match (&self.held, &self.pending) {
            (Some(held), _) => held.state,
            (None, Some(pending)) if !pending.was_unknown => State::Activating,
            (None, Some(_) | None) => State::NotActivated,
        }
    }

    /// What the server knows this device by already.
    pub fn hardware_id(&self) -> Option<&str> {
        let held = self.held.as_ref().map(|held| &held.device.hardware_id);
        held.or(self.pending.as_ref().map(|pending| &pending.hardware_id)).map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.held.is_none() && self.pending.is_none()
    }

    /// As JSON, in memory that is overwritten: a license key is in it.
    pub fn encode(&self) -> Secret {
        let mut parameters = Parameters::default();
        if let Some(Held { device, device_id, floats, is_offline, state }) = &self.held {
            parameters = parameters.text("hardware_id", &device.hardware_id);
            parameters = add_holder(parameters, &device.who, ["license_key", "username"]);
            parameters = add_number(parameters, "license_id", device.license_id);
            parameters = add_number(parameters, "device_id", *device_id);
            parameters = parameters.flag("floats", *floats).flag("is_offline", *is_offline);
            parameters = parameters.text("state", word(*state));
        }
        if let Some(Pending { hardware_id, holder, license_id, was_unknown }) = &self.pending {
            parameters = parameters.text("pending_hardware_id", hardware_id);
            if let Some(who) = holder {
                let names = ["pending_license_key", "pending_username"];
                parameters = add_holder(parameters, who, names);
            }
            parameters = add_number(parameters, "pending_license_id", *license_id);
            parameters = parameters.flag("pending_was_unknown", *was_unknown);
        }
        parameters.json()
    }

    /// `None` for what is no record.
    pub fn decode(product: &str, json: &str) -> Option<Self> {
        let members: Members = serde_json::from_str(json).ok()?;
        let held = match get::<String>(&members, "hardware_id") {
            Some(hardware_id) => Some(decode_held(product, hardware_id, &members)?),
            None => None,
        };
        let pending = get(&members, "pending_hardware_id").map(|hardware_id| Pending {
            hardware_id,
            holder: holder(&members, ["pending_license_key", "pending_username"]),
            license_id: get(&members, "pending_license_id"),
            was_unknown: get(&members, "pending_was_unknown").unwrap_or_default(),
        });
        Some(Self { held, pending })
    }
}

fn decode_held(product: &str, hardware_id: String, members: &Members) -> Option<Held> {
    let (product, who) = (product.to_owned(), holder(members, ["license_key", "username"])?);
    let license_id = get(members, "license_id");
    Some(Held {
        device: Identification { product, hardware_id, who, license_id },
        device_id: get(members, "device_id"),
        floats: get(members, "floats")?,
        is_offline: get(members, "is_offline").unwrap_or_default(),
        state: state(&get::<String>(members, "state")?)?,
    })
}

const ACTIVE: &str = "active";
const DEACTIVATING: &str = "deactivating";

/// The words are those of the server where there are such.
fn word(state: State) -> &'static str {
    match state {
        State::Refused(refusal) => refusal.code(),
        State::Deactivating => DEACTIVATING,
        // The other two hold no license.
        State::Active | State::NotActivated | State::Activating => ACTIVE,
    }
}

fn state(word: &str) -> Option<State> {
    match word {
        ACTIVE => Some(State::Active),
        DEACTIVATING => Some(State::Deactivating),
        code => Refusal::of(code).map(State::Refused),
    }
}

fn add_holder<'a>(
    parameters: Parameters<'a>,
    who: &'a Who,
    [key_name, user_name]: [&'static str; 2],
) -> Parameters<'a> {
    match who {
        Who::LicenseKey(key) => parameters.secret(key_name, key),
        Who::Username(username) => parameters.text(user_name, username),
        // Never stored.
        Who::SignIn(_) => parameters,
    }
}

fn add_number<'a>(
    parameters: Parameters<'a>,
    name: &'static str,
    number: Option<i64>,
) -> Parameters<'a> {
    match number {
        Some(number) => parameters.number(name, number),
        None => parameters,
    }
}

fn holder(members: &Members, [key_name, user_name]: [&str; 2]) -> Option<Who> {
    let key = get::<String>(members, key_name).map(|key| Who::LicenseKey(Secret::new(key)));
    key.or_else(|| get(members, user_name).map(Who::Username))
}

fn get<T: DeserializeOwned>(members: &Members, name: &str) -> Option<T> {
    serde_json::from_str(members.get(name)?.get()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(who: Who) -> Identification {
        let (product, hardware_id) = ("up".to_owned(), "h \"1\"".to_owned());
        Identification { product, hardware_id, who, license_id: Some(i64::MAX) }
    }

    fn held(who: Who, state: State) -> Held {
        let is_offline = state == State::Active;
        Held { device: device(who), device_id: Some(-1), floats: true, is_offline, state }
    }

    fn records() -> Vec<Record> {
        let key = || Who::LicenseKey(Secret::new("A-\u{e9}\"\\"));
        let user = || Who::Username("a@b.c".into());
        let pending = |holder: Option<Who>, was_unknown| Pending {
            hardware_id: "h2".into(),
            holder,
            license_id: None,
            was_unknown,
        };
        let refused = Refusal::ALL.map(State::Refused);
        let states = refused.into_iter().chain([State::Active, State::Deactivating]);
        let mut records: Vec<_> = states
            .flat_map(|state| [held(key(), state), held(user(), state)])
            .map(|held| Record { held: Some(held), pending: None })
            .collect();
        for pending in
            [pending(None, false), pending(Some(key()), true), pending(Some(user()), false)]
        {
            records.push(Record { held: None, pending: Some(pending.clone()) });
            let held = Some(held(key(), State::Active));
            records.push(Record { held, pending: Some(pending) });
        }
        records.push(Record::default());
        records
    }

    #[test]
    fn a_record_goes_there_and_back() {
        for record in records() {
            let json = record.encode();
            assert_eq!(Record::decode("up", json.expose()).as_ref(), Some(&record));
        }
    }

    #[test]
    fn what_is_no_record_is_none() {
        for record in records() {
            let json = record.encode();
            for length in 0..json.expose().len() {
                if let Some(cut) = json.expose().get(..length) {
                    assert_eq!(Record::decode("up", cut), None, "{cut}");
                }
            }
        }
        let good = records()[0].encode().expose().to_owned();
        for (from, to) in [
            ("\"license_key\"", "\"x\""),
            ("\"floats\":true", "\"floats\":1"),
            ("\"state\":\"", "\"state\":\"x"),
        ] {
            assert_eq!(Record::decode("up", &good.replace(from, to)), None, "{from}");
        }
    }
}
