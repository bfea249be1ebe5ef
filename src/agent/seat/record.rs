//! What the store knows of the seats of a product: written as a whole, read by all processes of the device. No secret
//! is in it.

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::key::Key;
use crate::api::Parameters;
use crate::model::Members;
use crate::rules::seat::{Stamp, is_over};

/// A seat that this device holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceSeat {
    /// The feature's code; `None`: the license's own.
    pub feature: Option<String>,
    /// Of which license.
    pub license_id: Option<i64>,
    /// When the server was last asked, and has said yes.
    pub heard: Stamp,
    /// After how long without a word it is free again.
    pub timeout: Duration,
    /// Unix seconds; `None`: it is not borrowed.
    pub borrowed_until: Option<i64>,
}

impl DeviceSeat {
    pub fn is_of(&self, key: &Key) -> bool {
        self.feature == key.feature && self.license_id == key.device.license_id
    }

    /// A borrowed one is until its end, and not for the timeout.
    pub fn is_held(&self, now: &Stamp) -> bool {
        match self.borrowed_until {
            Some(_) => self.is_borrowed(now),
            None => !is_over(now.since(&self.heard), self.timeout),
        }
    }

    pub fn is_borrowed(&self, now: &Stamp) -> bool {
        self.borrowed_until.is_some_and(|until| self.time(now) < until)
    }

    /// Unix seconds: the later of the clock and of the time that has passed since the server was heard, so that a
    /// clock that is turned back while the device runs lengthens nothing.
    pub fn time(&self, now: &Stamp) -> i64 {
        let passed = now.since(&self.heard).unwrap_or_default().as_secs();
        now.wall.max(self.heard.wall.saturating_add_unsigned(passed))
    }

    /// When it ends unless something is done, in Unix seconds.
    pub fn ends_at(&self) -> i64 {
        let seat = self.heard.wall.saturating_add_unsigned(self.timeout.as_secs());
        self.borrowed_until.unwrap_or(seat)
    }

    fn encode(&self) -> String {
        let Self { feature, license_id, heard, timeout, borrowed_until } = self;
        let whole = |number: u128| i64::try_from(number).unwrap_or(i64::MAX);
        let parameters = Parameters::default().optional("feature", feature.as_deref());
        let parameters = optional_number(parameters, "license_id", *license_id);
        let parameters = optional_number(parameters, "borrowed_until", *borrowed_until);
        let parameters = parameters.optional("boot_id", heard.boot_id.as_deref());
        let parameters = parameters.number("boot_ms", whole(heard.boot_time.as_millis()));
        let parameters = parameters.number("clock", heard.clock).number("wall", heard.wall);
        parameters.number("timeout_ms", whole(timeout.as_millis())).json().expose().to_owned()
    }

    fn decode(json: &str) -> Option<Self> {
        let members: Members = serde_json::from_str(json).ok()?;
        let milliseconds = |name| get(&members, name).map(Duration::from_millis);
        let wall = get(&members, "wall")?;
        let heard = Stamp {
            boot_id: get(&members, "boot_id"),
            boot_time: milliseconds("boot_ms")?,
            // Former versions have not recorded it.
            clock: get(&members, "clock").unwrap_or(wall),
            wall,
        };
        Some(Self {
            feature: get(&members, "feature"),
            license_id: get(&members, "license_id"),
            heard,
            timeout: milliseconds("timeout_ms")?,
            borrowed_until: get(&members, "borrowed_until"),
        })
    }
}

fn optional_number<'a>(
    parameters: Parameters<'a>,
    name: &'static str,
    number: Option<i64>,
) -> Parameters<'a> {
    match number {
        Some(number) => parameters.number(name, number),
        None => parameters,
    }
}

fn get<T: DeserializeOwned>(members: &Members, name: &str) -> Option<T> {
    serde_json::from_str(members.get(name)?.get()).ok()
}

/// As JSON.
pub fn encode(seats: &[DeviceSeat]) -> String {
    let seats: Vec<_> = seats.iter().map(DeviceSeat::encode).collect();
    format!("[{}]", seats.join(","))
}

/// `None` for what is no record.
pub fn decode(json: &str) -> Option<Vec<DeviceSeat>> {
    let seats: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    seats.into_iter().map(|seat| DeviceSeat::decode(seat.get())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(
        feature: Option<&str>,
        boot_id: Option<&str>,
        borrowed_until: Option<i64>,
    ) -> DeviceSeat {
        let boot_time = Duration::from_millis(1_234_567);
        DeviceSeat {
            feature: feature.map(str::to_owned),
            license_id: borrowed_until.map(|_| i64::MAX),
            heard: Stamp {
                boot_id: boot_id.map(str::to_owned),
                boot_time,
                clock: 4000,
                wall: 5000,
            },
            timeout: Duration::from_secs(600),
            borrowed_until,
        }
    }

    #[test]
    fn a_record_goes_there_and_back_and_a_part_of_one_is_none() {
        let seats = [
            seat(None, Some("a"), None),
            seat(Some("s\"\\é"), None, Some(-7)),
            seat(Some(""), None, None),
        ];
        for count in 0..=seats.len() {
            let json = encode(&seats[..count]);
            assert_eq!(decode(&json).as_deref(), Some(&seats[..count]));
            for length in (0..json.len()).filter(|length| json.is_char_boundary(*length)) {
                assert_eq!(decode(&json[..length]), None, "{length}");
            }
        }
        for name in ["boot_ms", "wall", "timeout_ms"] {
            assert_eq!(decode(&encode(&seats).replace(name, "x")), None, "{name}");
        }
        let former = decode(&encode(&seats).replace("clock", "x")).unwrap();
        assert!(former.iter().all(|seat| seat.heard.clock == 5000));
    }

    fn at(seat: &DeviceSeat, passed: u64, wall: i64) -> Stamp {
        let boot_time = seat.heard.boot_time + Duration::from_secs(passed);
        Stamp { boot_time, clock: wall, wall, ..seat.heard.clone() }
    }

    #[test]
    fn a_seat_is_held_for_its_timeout_whatever_the_clock_is_set_to() {
        let seat = seat(None, Some("a"), None);
        for (passed, wall, expected) in
            [(0, 5000, true), (599, 0, true), (599, 99_999, true), (600, 5000, false)]
        {
            assert_eq!(seat.is_held(&at(&seat, passed, wall)), expected, "{passed}");
        }
        assert_eq!(seat.ends_at(), 5600);
    }

    #[test]
    fn a_borrowed_seat_is_held_until_its_end_by_the_later_of_two_clocks() {
        let seat = seat(None, Some("a"), Some(9000));
        for (passed, wall, expected) in [
            (3999, 8999, true),
            (4000, 8999, false),
            (100, 9000, false),
            // Turned back: what has passed counts.
            (3999, 0, true),
            (4000, 0, false),
        ] {
            let now = at(&seat, passed, wall);
            assert_eq!(seat.is_borrowed(&now), expected, "{passed} {wall}");
            assert_eq!(seat.is_held(&now), expected, "{passed} {wall}");
        }
        let started_again = Stamp { boot_id: Some("b".into()), ..at(&seat, 0, 8999) };
        assert!(seat.is_borrowed(&started_again));
        assert_eq!(seat.ends_at(), 9000);
        assert!(!seat.is_borrowed(&Stamp { wall: 9000, ..started_again }));
    }
}
