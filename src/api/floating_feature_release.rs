//! `POST /api/v4/floating/feature_release`: gives back the seat of a feature that this device holds or has borrowed.
//!
//! Source: <https://docs.licensespring.com/license-api/floating-feature-release>.

use super::floating_release::must_be_nothing;
use super::{Call, Identification, Parameters, ProductIds, Trust, Trusted};
use crate::error::Error;
use crate::transport::Method;

/// Idempotent, as [`super::FloatingRelease`].
pub struct FloatingFeatureRelease {
    pub device: Identification,
    /// The feature's code.
    pub feature: String,
}

impl Call for FloatingFeatureRelease {
    type Answer = ();
    const NAME: &'static str = "floating/feature_release";

    fn method(&self) -> Method {
        Method::Post
    }

    fn parameters(&self) -> Parameters<'_> {
        self.device.parameters().text("feature", &self.feature)
    }

    /// No right to use rests on it.
    fn trust(&self) -> Trust {
        Trust::SignatureIfAny
    }

    fn read(&self, answer: Trusted, _: &ProductIds) -> Result<(), Error> {
        must_be_nothing(&answer)
    }
}
