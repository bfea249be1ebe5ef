//! `GET /api/v4/check_license`

use super::body::View;
use super::call::Call;
use super::identify::{self, Proof};
use super::{release, seat, standing};
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;
use crate::life::behaviour::Expired;

/// The license as it is on this device.
pub fn answer(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let id = standing::active(call, &subject)?;
    let now = call.now;
    if call.state.behaviour.expired == Expired::Refused {
        let license = call.state.choose(&subject.holder, &subject.exactly(id), now)?;
        standing::check_time(license, now)?;
    }
    seat::take(call, &subject, id, "")?;
    let view = View::of(call, &subject, id)?;
    let all_features = call.parameters.flag("include_expired_features");
    let newest = release::newest(call, &view);
    Ok(call.json(&view.check(call.key, all_features, newest.as_ref())))
}
