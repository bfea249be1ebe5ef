//! Seats of floating licenses and features. A check takes or renews one; an activation does so only by a switch.

use serde_json::Value;

use super::call::Call;
use super::identify::Subject;
use crate::api::refusal::Refusal;
use crate::life::license::Seat;

/// Takes or renews the license's own seat, if it floats.
pub fn take(call: &mut Call<'_>, subject: &Subject, license: u64) -> Result<(), Refusal> {
    let found = call.state.choose(&subject.holder, &subject.exactly(license), call.now)?;
    let fields = found.fields().clone();
    sit(call, subject, license, "", &fields)
}

/// Takes or renews the seat of a license or a feature with these fields, if it floats.
pub fn sit(
    call: &mut Call<'_>,
    subject: &Subject,
    license: u64,
    feature: &str,
    fields: &Value,
) -> Result<(), Refusal> {
    if fields["is_floating_cloud"] != true {
        return Ok(());
    }
    let count = |name: &str| fields[name].as_u64().unwrap_or_default();
    let seat = Seat {
        feature,
        seats: count("floating_users"),
        elsewhere: count("floating_in_use_devices"),
        minutes: count("floating_timeout").max(1),
    };
    let now = call.now;
    let license = call.state.choose(&subject.holder, &subject.exactly(license), now)?;
    license.sit(&subject.hardware_id, &seat, now)
}
