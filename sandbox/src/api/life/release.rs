//! `GET /api/v4/versions`, `GET /api/v4/installation_file`

use serde_json::{Value, json};

use super::body::View;
use super::call::Call;
use super::identify::{self, Proof};
use super::standing;
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;
use crate::life::releases::Wanted;

/// The versions that the license is good for.
pub fn versions(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let view = view(call)?;
    let releases = found(call, &view);
    let version = |release: &Value| json!({"version": release["version"], "release_date": release["release_date"]});
    let versions: Vec<_> = releases.iter().map(version).collect();
    Ok(call.json(&json!(versions)))
}

/// The facts of one version's installer.
pub fn installation_file(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let version = call.required("version")?;
    let view = view(call)?;
    let releases = found(call, &view);
    let release = releases.into_iter().rev().find(|release| release["version"] == *version);
    let mut release =
        release.ok_or_else(|| Refusal::api("version_not_found", "There is no such version."))?;
    release["company"] = view.fields["company"].clone();
    Ok(call.json(&release))
}

/// The newest release that the license is good for.
pub fn newest(call: &Call<'_>, view: &View) -> Option<Value> {
    found(call, view).pop()
}

/// The license, whose end does not count: it has its releases still.
fn view(call: &mut Call<'_>) -> Result<View, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let id = standing::active(call, &subject).map_err(|refusal| match refusal.code {
        "license_not_active" => {
            Refusal::api("active_license_required", "The license is not active.")
        }
        _ => refusal,
    })?;
    View::of(call, &subject, id)
}

fn found(call: &Call<'_>, view: &View) -> Vec<Value> {
    let maintained = view.fields["enable_maintenance_period"] == true;
    let bound = if maintained { "maintenance_period" } else { "validity_period" };
    let wanted = Wanted {
        environment: call.parameters.text("env"),
        channel: call.parameters.text("channel"),
        until: view.fields[bound].as_str().map(str::to_owned),
    };
    call.state.releases.find(&wanted).into_iter().cloned().collect()
}
