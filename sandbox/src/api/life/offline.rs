//! `POST /api/v4/activate_offline`, `POST /api/v4/deactivate_offline`: files of schema 1.

use std::time::SystemTime;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::body::View;
use super::call::Call;
use super::identify::{self, Proof};
use super::{activate, deactivate, signature, standing};
use crate::api::refusal::Refusal;
use crate::api::secret;
use crate::http::answer::Answer;
use crate::http::parameters::Parameters;
use crate::response_key::ResponseKey;

/// Reads the base64 of a request file.
pub fn parameters(body: &[u8]) -> Result<Parameters, Refusal> {
    let decoded = BASE64_STANDARD.decode(body.trim_ascii()).ok();
    decoded.and_then(|json| Parameters::json(&json)).ok_or_else(|| {
        let message = "The body is not the base64 of a JSON object.";
        Refusal::api("authorization_missing_params", message)
    })
}

/// Activates, and answers the file for the device.
pub fn activate(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let request = Request::read(call, "activation")?;
    let subject = identify::subject(call, Proof::Secret)?;
    let license = call.state.choose(&subject.holder, &subject.meant(), call.now)?;
    if license.fields()["allow_offline_activation"] == false {
        let message = "The license cannot be activated by a file.";
        return Err(Refusal::api("offline_activation_not_allowed", message));
    }
    let view = activate::activate(call, &subject)?;
    call.state.requests.insert(request.id.clone(), "activation".to_owned());
    let file = License::of(&view, call.key).file(call.key, &request.answer(call.now));
    Ok(text_file(call, &file))
}

/// Deactivates.
pub fn deactivate(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let request = Request::read(call, "deactivation")?;
    let subject = identify::subject(call, Proof::Name)?;
    let answer = deactivate::deactivate(call, &subject)?;
    call.state.requests.insert(request.id, "deactivation".to_owned());
    Ok(answer)
}

/// The license of an active device as a file that nobody has made a request for.
///
/// Nothing is published on a `license_signature` in such a file: it has one on request.
pub fn refresh(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let subject = identify::subject(call, Proof::Name)?;
    let id = standing::active(call, &subject)?;
    let view = View::of(call, &subject, id)?;
    let mut license = License::of(&view, call.key);
    if !call.parameters.flag("license_signature") {
        license.signature = None;
    }
    let date = json!({"date": httpdate::fmt_http_date(call.now)});
    let file = license.file(call.key, &date);
    Ok(text_file(call, &file))
}

/// The members of a request file that its signature covers.
struct Request {
    id: String,
    /// The lines of the signature that follow the date.
    lines: String,
    /// The secret that signs it.
    secret: String,
}

impl Request {
    /// Reads the file, and refuses one that was not signed as documented.
    fn read(call: &Call<'_>, kind: &str) -> Result<Self, Refusal> {
        if call.required("request")? != kind {
            let message = format!("request is not {kind}.");
            return Err(Refusal::api("validation_error", &message));
        }
        let (id, date) = (call.required("request_id")?, call.required("date")?);
        let given = call.required("signature")?;
        let holder = call.parameters.text("license_key");
        let holder = holder.map_or_else(|| call.required("username"), Ok)?;
        let hardware_id = call.required("hardware_id")?;
        let (client, secret) = client(call)?;
        let lines = format!("{holder}\n{hardware_id}\n{client}");
        if !secret::verifies(&secret, &signature::request(&date, &lines), &given) {
            let message = "The signature does not belong to this file.";
            return Err(Refusal::new(401, "signature_mismatch", message));
        }
        Ok(Self { id, lines, secret })
    }

    /// The members of the answer beside the license.
    fn answer(&self, now: SystemTime) -> Value {
        let date = httpdate::fmt_http_date(now);
        let signed = secret::sign(&self.secret, &signature::request(&date, &self.lines));
        json!({"request_id": self.id, "date": date, "offline_signature": signed})
    }
}

/// The API key or the OAuth client of a file, and its secret.
fn client(call: &Call<'_>) -> Result<(String, String), Refusal> {
    if let Some(id) = call.parameters.text("client_id") {
        let unknown = || Refusal::api("invalid_api_key", "There is no such client.");
        let secret = call.tools.oauth.secret(&id).ok_or_else(unknown)?.to_owned();
        return Ok((id, secret));
    }
    let api_key = call.required("api_key")?;
    let secret = call.tools.keys.shared_key(&api_key)?.to_owned();
    Ok((api_key, secret))
}

/// A license as text, to be made a file of.
struct License {
    text: String,
    signature: Option<String>,
}

impl License {
    fn of(view: &View, key: &ResponseKey) -> Self {
        let text = Value::Object(view.activated()).to_string();
        Self { text, signature: Some(view.signature(key)) }
    }

    /// The base64 of a file: the second signature is for the text without both of them.
    fn file(&self, key: &ResponseKey, more: &Value) -> String {
        let license = inside(&self.text);
        let more = more.to_string();
        let more = inside(&more);
        let second = key.sign(format!("{{{license},{more}}}").as_bytes());
        let first = self.signature.as_ref();
        let first = first.map(|first| format!(",\"license_signature\":\"{first}\""));
        let first = first.unwrap_or_default();
        let file = format!("{{{license}{first},{more},\"license_signature_v2\":\"{second}\"}}");
        BASE64_STANDARD.encode(file)
    }
}

/// The members of an object that is written as compact JSON.
fn inside(object: &str) -> &str {
    object.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).unwrap_or_default()
}

/// Nothing is published on a signature of the whole file: a switch adds one.
fn text_file(call: &Call<'_>, file: &str) -> Answer {
    let mut answer = Answer::new(200, "text/plain", file.to_owned());
    answer.signature = call.state.behaviour.text_signed.then(|| call.key.sign(file.as_bytes()));
    answer
}
