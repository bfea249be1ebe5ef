//! The services: which call is asked for, and its right answer.

mod authorization;
mod customer_license_users;
pub mod idp;
mod lease;
pub mod life;
pub mod oauth;
mod product;
mod product_details;
pub mod refusal;
mod secret;
mod sign_in;
mod sso_url;

use crate::clock::Clock;
use crate::endpoint::{self, Endpoint};
use crate::http::answer::Answer;
use crate::http::request::Request;
use crate::response_key::ResponseKey;
use crate::setup::options::Options;
use authorization::Keys;
use customer_license_users::Users;
use idp::Idp;
use lease::Leases;
use life::Life;
use life::call::Tools;
use oauth::Oauth;
use refusal::Refusal;
use sign_in::SignIns;

/// What the services know, each call's own in a type of its own.
pub struct Services {
    /// The time, right or wrong.
    pub clock: Clock,
    /// Signs the answers.
    pub response_key: ResponseKey,
    /// The OAuth client and its tokens.
    pub oauth: Oauth,
    /// The identity provider.
    pub idp: Idp,
    /// The users of the customer who has many.
    pub users: Users,
    /// Licenses, devices, accounts.
    pub life: Life,
    keys: Keys,
    leases: Leases,
    sign_ins: SignIns,
    /// `http` or `https`.
    scheme: &'static str,
}

impl Services {
    /// Services at their beginning, to be found at this URL.
    pub fn new(options: &Options, base_url: &str, response_key: ResponseKey) -> Self {
        Self {
            clock: Clock::new(options.clock_offset),
            response_key,
            oauth: Oauth::new(&options.client_id, &options.client_secret, base_url),
            idp: Idp::default(),
            users: Users::new(options.users),
            life: Life::default(),
            keys: Keys::new(&options.api_key, &options.shared_key),
            leases: Leases::new(options.suite, &options.uipath_token),
            sign_ins: SignIns::default(),
            scheme: options.scheme(),
        }
    }

    /// The right answer, as the real services would give it.
    pub fn answer(&self, request: &Request) -> Answer {
        if request.path == idp::PATH {
            return self.idp.answer(request);
        }
        match self.answered(request) {
            Ok(answer) => answer,
            Err(refusal) => refusal.into(),
        }
    }

    /// Makes beforehand what takes long.
    pub fn prepare(&self) {
        self.users.huge(&self.response_key);
    }

    /// The answer of the vendor's portal to the file in a request.
    pub fn portal(&self, request: &Request) -> Answer {
        self.life.portal(self.tools(), request).unwrap_or_else(Answer::from)
    }

    /// The file that brings the license which a request is about to its device.
    pub fn refresh_file(&self, request: &Request) -> Answer {
        self.life.refresh_file(self.tools(), request).unwrap_or_else(Answer::from)
    }

    fn tools(&self) -> Tools<'_> {
        Tools {
            sign_ins: &self.sign_ins,
            keys: &self.keys,
            oauth: &self.oauth,
            key: &self.response_key,
            now: self.clock.now(),
        }
    }

    fn authorize(&self, request: &Request) -> Result<(), Refusal> {
        self.keys.check(request, &self.oauth, self.clock.now())
    }

    fn methods(&self, endpoint: Endpoint) -> &'static [&'static str] {
        match endpoint {
            Endpoint::UserLicenses
            | Endpoint::CustomerLicenseUsers
            | Endpoint::ProductDetails
            | Endpoint::SsoUrl
            | Endpoint::OauthUrl
            | Endpoint::CheckLicense
            | Endpoint::CheckLicenseFeature
            | Endpoint::TrialKey
            | Endpoint::Versions
            | Endpoint::InstallationFile
            | Endpoint::GetDeviceVariables => &["GET"],
            Endpoint::UserLicense => self.leases.methods(),
            Endpoint::Token
            | Endpoint::ActivateLicense
            | Endpoint::DeactivateLicense
            | Endpoint::ChangePassword
            | Endpoint::TrackDeviceVariables
            | Endpoint::ActivateOffline
            | Endpoint::DeactivateOffline
            | Endpoint::AddConsumption
            | Endpoint::AddFeatureConsumption
            | Endpoint::FloatingBorrow
            | Endpoint::FloatingFeatureBorrow
            | Endpoint::FloatingRelease
            | Endpoint::FloatingFeatureRelease => &["POST"],
        }
    }

    fn answered(&self, request: &Request) -> Result<Answer, Refusal> {
        let endpoint = Endpoint::of(&request.path).ok_or_else(Refusal::nothing_here)?;
        let methods = self.methods(endpoint);
        if !methods.contains(&request.method.as_str()) {
            let message = format!("Use {} for this path.", methods.join(" or "));
            return Err(Refusal::new(405, "method_not_allowed", &message));
        }
        match endpoint {
            Endpoint::CustomerLicenseUsers => {
                self.authorize(request)?;
                self.users.answer(&self.response_key, request)
            }
            Endpoint::ProductDetails => {
                self.authorize(request)?;
                product_details::answer(&self.response_key, request)
            }
            Endpoint::SsoUrl => {
                self.authorize(request)?;
                let redirect_uri = self.idp.redirect_uri();
                sso_url::answer(self.scheme, redirect_uri.as_deref(), &self.response_key, request)
            }
            Endpoint::UserLicense => {
                let account = endpoint::account(&request.path).unwrap_or_default();
                Ok(self.leases.answer(request, account))
            }
            Endpoint::OauthUrl => self.oauth.url(request),
            Endpoint::Token => self.oauth.token(request, self.clock.now()),
            Endpoint::UserLicenses
            | Endpoint::ActivateLicense
            | Endpoint::CheckLicense
            | Endpoint::CheckLicenseFeature
            | Endpoint::DeactivateLicense
            | Endpoint::TrialKey
            | Endpoint::ChangePassword
            | Endpoint::Versions
            | Endpoint::InstallationFile
            | Endpoint::TrackDeviceVariables
            | Endpoint::GetDeviceVariables
            | Endpoint::ActivateOffline
            | Endpoint::DeactivateOffline
            | Endpoint::AddConsumption
            | Endpoint::AddFeatureConsumption
            | Endpoint::FloatingBorrow
            | Endpoint::FloatingFeatureBorrow
            | Endpoint::FloatingRelease
            | Endpoint::FloatingFeatureRelease => {
                self.authorize(request)?;
                self.life.answer(endpoint, self.tools(), request)
            }
        }
    }
}
