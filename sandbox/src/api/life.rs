//! The calls of a license's life on a device.

mod activate;
mod body;
pub mod call;
mod change_password;
mod check;
mod consumption;
mod deactivate;
mod feature;
mod floating;
mod identify;
mod offline;
mod release;
mod seat;
mod signature;
mod standing;
mod trial_key;
mod user_licenses;
mod variables;

use std::sync::Mutex;

use super::refusal::Refusal;
use crate::endpoint::Endpoint;
use crate::http::answer::Answer;
use crate::http::parameters::Parameters;
use crate::http::request::Request;
use crate::life::state::State;
use crate::lock::lock;
use call::{Call, Tools};

/// The calls and their shared state.
#[derive(Default)]
pub struct Life(Mutex<State>);

impl Life {
    /// Reads or changes the state.
    pub fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut lock(&self.0))
    }

    /// Answers a call; one at a time, so that none sees half of another.
    pub fn answer(
        &self,
        endpoint: Endpoint,
        tools: Tools<'_>,
        request: &Request,
    ) -> Result<Answer, Refusal> {
        let parameters = parameters(endpoint, request)?;
        let state = &mut *lock(&self.0);
        let call = &mut Call::new(state, tools, parameters);
        match endpoint {
            Endpoint::UserLicenses => user_licenses::answer(call),
            Endpoint::ActivateLicense => activate::answer(call),
            Endpoint::CheckLicense => check::answer(call),
            Endpoint::CheckLicenseFeature => feature::answer(call),
            Endpoint::DeactivateLicense => deactivate::answer(call),
            Endpoint::TrialKey => trial_key::answer(call),
            Endpoint::ChangePassword => change_password::answer(call),
            Endpoint::Versions => release::versions(call),
            Endpoint::InstallationFile => release::installation_file(call),
            Endpoint::TrackDeviceVariables => variables::track(call),
            Endpoint::GetDeviceVariables => variables::get(call),
            Endpoint::ActivateOffline => offline::activate(call),
            Endpoint::DeactivateOffline => offline::deactivate(call),
            Endpoint::AddConsumption => consumption::license(call),
            Endpoint::AddFeatureConsumption => consumption::feature(call),
            Endpoint::FloatingBorrow => floating::borrow(call),
            Endpoint::FloatingFeatureBorrow => floating::feature_borrow(call),
            Endpoint::FloatingRelease => floating::release(call),
            Endpoint::FloatingFeatureRelease => floating::feature_release(call),
            Endpoint::CustomerLicenseUsers
            | Endpoint::ProductDetails
            | Endpoint::SsoUrl
            | Endpoint::UserLicense
            | Endpoint::OauthUrl
            | Endpoint::Token => Err(Refusal::nothing_here()),
        }
    }

    /// The answer for a person who brings a file to the vendor's portal.
    pub fn portal(&self, tools: Tools<'_>, request: &Request) -> Result<Answer, Refusal> {
        let parameters = offline::parameters(&request.body)?;
        let state = &mut *lock(&self.0);
        let deactivation = parameters.text("request").as_deref() == Some("deactivation");
        let call = &mut Call::new(state, tools, parameters);
        if deactivation { offline::deactivate(call) } else { offline::activate(call) }
    }

    /// The file that brings a changed license to a device.
    pub fn refresh_file(&self, tools: Tools<'_>, request: &Request) -> Result<Answer, Refusal> {
        let parameters = object(&request.body)?;
        offline::refresh(&mut Call::new(&mut lock(&self.0), tools, parameters))
    }
}

fn parameters(endpoint: Endpoint, request: &Request) -> Result<Parameters, Refusal> {
    match (endpoint, request.method.as_str()) {
        (Endpoint::ActivateOffline | Endpoint::DeactivateOffline, _) => {
            offline::parameters(&request.body)
        }
        (_, "GET") => Ok(Parameters::query(request)),
        _ => object(&request.body),
    }
}

fn object(body: &[u8]) -> Result<Parameters, Refusal> {
    let message = "The body is not a JSON object.";
    Parameters::json(body).ok_or_else(|| Refusal::api("invalid_json", message))
}
