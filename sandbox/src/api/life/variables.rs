//! `POST /api/v4/track_device_variables`, `GET /api/v4/get_device_variables`

use serde_json::{Value, json};

use super::call::Call;
use super::identify::{self, Proof, Subject};
use super::{activate, standing};
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;
use crate::life::device::Device;

/// Writes variables down, and answers those that were sent.
pub fn track(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let sent = call.parameters.object("variables").cloned();
    let sent = sent.ok_or_else(|| Refusal::missing("variables is missing."))?;
    let id = standing::active(call, &subject)?;
    activate::track(call, &subject, id)?;
    let all = of_device(call, &subject, id, Device::tracked)?;
    let was_sent = |variable: &Value| {
        variable["variable"].as_str().is_some_and(|name| sent.contains_key(name))
    };
    let tracked: Vec<_> = all.into_iter().filter(was_sent).collect();
    Ok(call.json(&json!(tracked)))
}

/// All variables of the device.
pub fn get(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let id = standing::active(call, &subject)?;
    let variables = of_device(call, &subject, id, Device::variables)?;
    Ok(call.json(&json!(variables)))
}

fn of_device(
    call: &mut Call<'_>,
    subject: &Subject,
    license: u64,
    read: impl Fn(&Device) -> Vec<Value>,
) -> Result<Vec<Value>, Refusal> {
    let license = call.state.choose(&subject.holder, &subject.exactly(license), call.now)?;
    let device = license.device(&subject.hardware_id);
    Ok(device.map(|device| read(device)).unwrap_or_default())
}
