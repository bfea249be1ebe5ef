//! `POST /api/v4/add_feature_consumption`: adds to what a feature of a license has consumed.
//!
//! Source: <https://docs.licensespring.com/license-api/add-feature-consumption>.

use super::add_consumption::counter_in;
use super::person::mismatch;
use super::{Call, Identification, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::model::Counter;
use crate::transport::Method;

/// Sent once, as that of a license.
pub struct AddFeatureConsumption {
    pub device: Identification,
    /// The feature's code.
    pub feature: String,
    /// Less than 0 gives back.
    pub amount: i64,
}

impl Call for AddFeatureConsumption {
    /// What the feature has consumed by now, this amount included.
    type Answer = Counter;
    const NAME: &'static str = "add_feature_consumption";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        let parameters = self.device.parameters().text("feature", &self.feature);
        parameters.number("consumptions", self.amount)
    }

    fn once(&self) -> bool {
        true
    }

    /// The answer names the license. A feature it names by a number alone, which the license has too; a code counts
    /// where there is one.
    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<Counter, Error> {
        let counter = counter_in(&answer)?;
        if self.device.license_id.is_some() && counter.license_id.get() != self.device.license_id {
            return Err(mismatch("the answer is about a feature of another license"));
        }
        if counter.code.as_str().is_some_and(|code| code != self.feature) {
            return Err(mismatch("the answer is about another feature"));
        }
        Ok(counter)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Who;
    use super::*;
    use crate::error::Status;

    const ANSWER: &str = include_str!("../../tests/data/add_feature_consumption.200.json");

    fn call(license_id: Option<i64>) -> AddFeatureConsumption {
        let (product, hardware_id) = ("example".into(), "h".into());
        let who = Who::Username("user@example.com".into());
        let device = Identification { product, hardware_id, who, license_id };
        AddFeatureConsumption { device, feature: "renders".into(), amount: 2 }
    }

    fn read(license_id: Option<i64>, json: &str) -> Result<Counter, Status> {
        let answer = Trusted::by_a_signature(json.into());
        let read = call(license_id).read(answer, &ProductIds::default());
        read.map_err(|error| error.status())
    }

    #[test]
    fn the_feature_and_the_amount_are_sent_once() {
        let call = call(Some(7));
        let json = call.parameters().json();
        let sent = r#""license_id":7,"feature":"renders","consumptions":2}"#;
        assert!(json.expose().ends_with(sent) && call.once(), "{json:?}");
    }

    #[test]
    fn the_total_of_the_feature_asked_about_is_read() {
        for id in [Some(1_700_000_000_000_101), None] {
            assert_eq!(read(id, ANSWER).unwrap().total.get(), Some(6));
        }
        assert_eq!(read(Some(1), ANSWER).unwrap_err(), Status::Mismatch);
        let other = ANSWER.replacen("\"id\"", "\"code\": \"scans\", \"id\"", 1);
        assert_eq!(read(None, &other).unwrap_err(), Status::Mismatch);
        assert_eq!(read(None, "null").unwrap_err(), Status::Response);
    }
}
