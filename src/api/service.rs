//! The services that are called.

use crate::secret::Secret;

/// A service: what authorizes a call of it, and in which shape and with which codes it says no.
#[derive(Clone, Copy, Debug)]
pub enum Service<'a> {
    /// Authorized by the application, with its key or its access token.
    LicenseApi,
    /// What leads to an access token: nothing authorizes it but what is among the parameters.
    OAuth,
    /// UiPath's suite, authorized by an access token that the caller has.
    Suite(&'a Secret),
}

impl Service<'_> {
    /// Whether an answer of this status is a good one. All others are errors, of which `refusal` makes
    /// one of ours.
    pub fn accepts(self, http_status: u16) -> bool {
        match self {
            Self::LicenseApi | Self::OAuth => http_status == 200,
            Self::Suite(_) => (200..300).contains(&http_status),
        }
    }
}
