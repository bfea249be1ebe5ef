//! One call with all that it needs.

use std::time::SystemTime;

use bytes::Bytes;
use serde_json::Value;

use crate::api::authorization::Keys;
use crate::api::oauth::Oauth;
use crate::api::refusal::Refusal;
use crate::api::sign_in::SignIns;
use crate::http::answer::Answer;
use crate::http::parameters::Parameters;
use crate::life::dates;
use crate::life::state::State;
use crate::response_key::ResponseKey;

/// The parts of the other services that the calls use.
#[derive(Clone, Copy)]
pub struct Tools<'a> {
    /// Checks sign-ins.
    pub sign_ins: &'a SignIns,
    /// The API key, which signs files too.
    pub keys: &'a Keys,
    /// The OAuth client, which signs files too.
    pub oauth: &'a Oauth,
    /// Signs the answers.
    pub key: &'a ResponseKey,
    /// The server's time.
    pub now: SystemTime,
}

/// The parameters of a call, and the state that it may change.
pub struct Call<'a> {
    /// The state; no other call has it meanwhile.
    pub state: &'a mut State,
    /// The parameters that were sent.
    pub parameters: Parameters,
    /// The other services.
    pub tools: Tools<'a>,
    /// Signs the answer.
    pub key: &'a ResponseKey,
    /// The server's time.
    pub now: SystemTime,
}

impl<'a> Call<'a> {
    /// A call with these parameters.
    pub fn new(state: &'a mut State, tools: Tools<'a>, parameters: Parameters) -> Self {
        Self { state, parameters, tools, key: tools.key, now: tools.now }
    }
}

impl Call<'_> {
    /// A parameter that has to be there.
    pub fn required(&self, name: &str) -> Result<String, Refusal> {
        let missing = || Refusal::missing(&format!("{name} is missing."));
        self.parameters.text(name).ok_or_else(missing)
    }

    /// A signed answer.
    pub fn json(&self, body: &Value) -> Answer {
        self.key.answer(body.to_string().into())
    }

    /// An answer without a body.
    pub fn empty(&self) -> Answer {
        let signature = self.state.behaviour.text_signed.then(|| self.key.sign(b""));
        let mut answer = Answer::new(200, "", Bytes::new());
        answer.signature = signature;
        answer
    }

    /// A date in an answer, in the form that the switches say.
    pub fn date(&self, moment: SystemTime) -> String {
        let mut date = dates::written(moment.into());
        if !self.state.behaviour.dates_zoned {
            date.pop();
        }
        date
    }

    /// An answer of text, in the form that the switches say.
    pub fn text(&self, text: &str) -> Answer {
        let quoted = self.state.behaviour.text_quoted;
        let body = if quoted { Value::from(text).to_string() } else { text.to_owned() };
        let signature = self.state.behaviour.text_signed.then(|| self.key.sign(body.as_bytes()));
        let mut answer = Answer::new(200, "text/plain", Bytes::from(body));
        answer.signature = signature;
        answer
    }
}
