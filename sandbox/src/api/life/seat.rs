//! Seats of floating licenses and features. A check takes or renews one; an activation does so only by a switch.

use super::call::Call;
use super::identify::Subject;
use crate::api::refusal::Refusal;

/// Takes or renews the seat of the license ("") or of a feature, if it floats.
pub fn take(
    call: &mut Call<'_>,
    subject: &Subject,
    license: u64,
    feature: &str,
) -> Result<(), Refusal> {
    let now = call.now;
    let license = call.state.choose(&subject.holder, &subject.exactly(license), now)?;
    match license.seats(feature) {
        None => Ok(()),
        Some(seats) => license.sit(&subject.hardware_id, &seats, now),
    }
}
