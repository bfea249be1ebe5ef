//! `POST /api/v4/deactivate_license`

use super::call::Call;
use super::identify::{self, Proof, Subject};
use super::{activate, consumption, standing};
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;

/// The text of an answer that says it was done.
const DONE: &str = "license_deactivated";

/// Deactivates the license on a device. One that has expired can be deactivated too.
pub fn answer(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    deactivate(call, &subject)
}

/// Does it.
pub fn deactivate(call: &mut Call<'_>, subject: &Subject) -> Result<Answer, Refusal> {
    let id = standing::active(call, subject)?;
    activate::track(call, subject, id)?;
    consumption::settle(call, subject, id)?;
    let license = call.state.choose(&subject.holder, &subject.exactly(id), call.now)?;
    license.deactivate(&subject.hardware_id);
    Ok(call.text(DONE))
}
