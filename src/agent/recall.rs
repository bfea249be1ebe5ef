//! Calls of users who are remembered: they hold no secret, and get the password that was saved.

use super::rooms::Rooms;
use crate::api::{Readable, SignIn};
use crate::run::Wait;

/// The same call with the saved password of its user; `None` if it has a secret already, or if there is no
/// password, or it does not arrive in time.
pub fn with_password<C: Readable>(rooms: &Rooms, call: &C, wait: &Wait) -> Option<C> {
    let Some(SignIn::Remembered { .. }) = call.sign_in() else {
        return None;
    };
    if !rooms.passwords.is_on() {
        return None;
    }
    let username = rooms.answers.person_of(call)?;
    let password = rooms.passwords.recall(&username, wait)?;
    call.with_sign_in(SignIn::Password { username, password })
}

/// Saves the password that the server has accepted, or removes the one that it has refused.
pub fn note_sign_in_result(rooms: &Rooms, call: &impl Readable, accepted: bool) {
    let Some(SignIn::Password { username, password }) = call.sign_in() else {
        return;
    };
    if accepted {
        rooms.passwords.save_password(username, password);
    } else {
        rooms.passwords.remove_refused(username, password);
    }
}
