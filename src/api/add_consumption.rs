//! `POST /api/v4/add_consumption`: adds to what a license has consumed.
//!
//! Source: <https://docs.licensespring.com/license-api/add-consumption>.

use super::person::mismatch;
use super::{Call, Identification, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::{Counter, is_too_deep};
use crate::transport::Method;

/// Sent once: the service has no idempotency key, so a second one would be counted too.
pub struct AddConsumption {
    pub device: Identification,
    /// Less than 0 gives back.
    pub amount: i64,
}

impl Call for AddConsumption {
    /// What the license has consumed by now, this amount included.
    type Answer = Counter;
    const NAME: &'static str = "add_consumption";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device.parameters().number("consumptions", self.amount)
    }

    fn once(&self) -> bool {
        true
    }

    /// The answer names the license, and neither the product nor the device.
    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<Counter, Error> {
        let counter = counter_in(&answer)?;
        if self.device.license_id.is_some() && counter.id.get() != self.device.license_id {
            return Err(mismatch("the answer is about the consumption of another license"));
        }
        Ok(counter)
    }
}

pub(super) fn counter_in(answer: &Trusted) -> Result<Counter, Error> {
    if is_too_deep(answer.text()) {
        return Err(answer.unreadable("it is nested too deeply"));
    }
    Counter::parse(answer.share()).map_err(|_| answer.unreadable("it is not an object"))
}

#[cfg(test)]
mod tests {
    use super::super::Who;
    use super::*;
    use crate::error::Status;
    use crate::secret::Secret;

    const ANSWER: &str = include_str!("../../tests/data/add_consumption.200.json");

    fn call(license_id: Option<i64>) -> AddConsumption {
        let (product, hardware_id) = ("example".into(), "h".into());
        let who = Who::LicenseKey(Secret::new("A-B"));
        let device = Identification { product, hardware_id, who, license_id };
        AddConsumption { device, amount: -3 }
    }

    fn read(license_id: Option<i64>, json: &str) -> Result<Counter, Status> {
        let answer = Trusted::by_a_signature(json.into());
        let read = call(license_id).read(answer, &ProductIds::default());
        read.map_err(|error| error.status())
    }

    #[test]
    fn the_amount_is_sent_as_a_number_and_once() {
        let call = call(None);
        let json = call.parameters().json();
        assert!(json.expose().ends_with(r#""license_key":"A-B","consumptions":-3}"#));
        assert!(call.once());
    }

    #[test]
    fn the_total_of_the_license_asked_about_is_read() {
        for id in [Some(1_700_000_000_000_101), None] {
            assert_eq!(read(id, ANSWER).unwrap().total.get(), Some(8));
        }
        assert_eq!(read(Some(1), ANSWER).unwrap_err(), Status::Mismatch);
        assert_eq!(read(None, "[]").unwrap_err(), Status::Response);
    }
}
