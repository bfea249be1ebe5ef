//! `POST /api/v4/change_password`

use super::call::Call;
use crate::api::refusal::Refusal;
use crate::http::answer::Answer;

/// The text of an answer that says it was done.
const DONE: &str = "password_changed";

/// A user chooses another password.
pub fn answer(call: &mut Call<'_>) -> Result<Answer, Refusal> {
    let username = call.required("username")?;
    let password = call.required("password")?;
    let new_password = call.required("new_password")?;
    if !call.state.accounts.opens(&username, &password) {
        return Err(Refusal::sign_in());
    }
    if call.state.behaviour.passwords_fixed {
        let message = "This user's password cannot be changed here.";
        return Err(Refusal::api("change_password_not_allowed", message));
    }
    call.state.accounts.set(&username, &new_password, false);
    Ok(call.text(DONE))
}
