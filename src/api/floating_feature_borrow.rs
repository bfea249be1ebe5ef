//! `POST /api/v4/floating/feature_borrow`: takes the seat of a feature along, as [`super::FloatingBorrow`] does that of a
//! license.
//!
//! Source: <https://docs.licensespring.com/license-api/floating-feature-borrow>.

use super::floating_borrow::borrowed_until;
use super::{Call, Identification, Parameters, ProductIds, Trusted};
use crate::error::Error;
use crate::transport::Method;

/// Sent once, as [`super::FloatingBorrow`].
pub struct FloatingFeatureBorrow {
    /// With what proves who the user is.
    pub device: Identification,
    /// The feature's code.
    pub feature: String,
    /// Unix seconds; `None`: for as long as the vendor allows.
    pub until: Option<i64>,
}

impl Call for FloatingFeatureBorrow {
    /// Until when it is borrowed, in Unix seconds.
    type Answer = i64;
    const NAME: &'static str = "floating/feature_borrow";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        let parameters = self.device.parameters().text("feature", &self.feature);
        parameters.moment("borrowed_until", self.until)
    }

    fn once(&self) -> bool {
        true
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<i64, Error> {
        borrowed_until(&answer, &self.device)
    }
}
