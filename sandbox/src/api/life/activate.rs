//! `POST /api/v4/activate_license`

use super::body::View;
use super::call::Call;
use super::identify::{self, Proof, Subject};
use super::{seat, standing};
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;
use crate::http::parameters;

/// Activates a license on a device.
pub fn answer(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Secret)?;
    let activated = activate(call, &subject)?;
    Ok(call.json(&activated.activation(call.key)))
}

/// Does it; gives the license as it is then.
pub fn activate(call: &mut Call<'_>, subject: &Subject) -> Result<View, Refusal> {
    check(call, subject)?;
    let (meant, hardware_id) = (subject.meant(), &subject.hardware_id);
    let id = call.state.activate(&subject.holder, &meant, hardware_id, call.now)?;
    track(call, subject, id)?;
    if call.state.behaviour.activation_takes_seat {
        seat::take(call, subject, id, "")?;
    }
    View::of(call, subject, id)
}

fn check(call: &mut Call<'_>, subject: &Subject) -> Result<(), Refusal> {
    let blacklisted = call.state.blacklist.contains(&subject.hardware_id);
    let now = call.now;
    let license = call.state.choose(&subject.holder, &subject.meant(), now)?;
    standing::check_allowed(license, blacklisted)?;
    standing::check_time(license, now)?;
    if license.has_not_started(now) {
        return Err(Refusal::api("license_not_started", "The license has not begun."));
    }
    Ok(())
}

/// Writes down the variables that were sent along.
pub fn track(call: &mut Call<'_>, subject: &Subject, license: u64) -> Result<(), Refusal> {
    let sent = call.parameters.object("variables").cloned().unwrap_or_default();
    for (name, value) in sent {
        let value = parameters::plain(&value).unwrap_or_else(|| value.to_string());
        let (id, now) = (call.state.next_id(), call.now);
        let license = call.state.choose(&subject.holder, &subject.exactly(license), now)?;
        if let Some(device) = license.device(&subject.hardware_id) {
            device.set_variable(id, &name, value, now);
        }
    }
    Ok(())
}
