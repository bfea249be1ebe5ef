//! The calls of a license's life on a device.

mod activate;
mod body;
mod call;
mod check;
mod deactivate;
mod feature;
mod identify;
mod release;
mod seat;
mod signature;
mod standing;
mod user_licenses;

use std::sync::Mutex;
use std::time::SystemTime;

use super::refusal::Refusal;
use super::sign_in::SignIns;
use crate::endpoint::Endpoint;
use crate::http::answer::Answer;
use crate::http::parameters::Parameters;
use crate::http::request::Request;
use crate::life::state::State;
use crate::lock::lock;
use crate::response_key::ResponseKey;
use call::Call;

/// The calls, and what they leave behind.
#[derive(Default)]
pub struct Life(Mutex<State>);

impl Life {
    /// Reads or changes what is remembered.
    pub fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut lock(&self.0))
    }

    /// Answers a call; one at a time, so that none sees half of another.
    pub fn answer(
        &self,
        endpoint: Endpoint,
        sign_ins: &SignIns,
        key: &ResponseKey,
        now: SystemTime,
        request: &Request,
    ) -> Result<Answer, Refusal> {
        let parameters = parameters(request)?;
        let state = &mut *lock(&self.0);
        let call = &mut Call { state, sign_ins, key, now, parameters };
        match endpoint {
            Endpoint::ActivateLicense => activate::answer(call),
            Endpoint::CheckLicense => check::answer(call),
            Endpoint::CheckLicenseFeature => feature::answer(call),
            Endpoint::DeactivateLicense => deactivate::answer(call),
            Endpoint::InstallationFile => release::installation_file(call),
            Endpoint::UserLicenses => user_licenses::answer(call),
            Endpoint::Versions => release::versions(call),
            _ => Err(Refusal::new(404, "not_found", "There is nothing at this path.")),
        }
    }
}

fn parameters(request: &Request) -> Result<Parameters, Refusal> {
    if request.method == "GET" {
        return Ok(Parameters::query(request));
    }
    Parameters::json(&request.body)
        .ok_or_else(|| Refusal::api("invalid_json", "The body is not a JSON object."))
}
