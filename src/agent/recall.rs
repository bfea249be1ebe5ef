//! Calls of users who are remembered: they hold no secret, and get the password that was saved.

use std::sync::Arc;

use super::rooms::Rooms;
use crate::api::{Identity, Stored};
use crate::run::Wait;

/// The sign-in of a call's user with the saved password; `None` if the call has a secret already, or if there is no
/// password, or it does not arrive in time. A remembered user without a name is the one who signed in last,
/// whose name the store knows. Blocks for half of the wait at most.
pub fn recall(rooms: &Rooms, call: &dyn Stored, wait: &Wait) -> Option<Identity> {
    let Some(Identity::Remembered { .. }) = call.identity() else {
        return None;
    };
    if !rooms.passwords.is_on() {
        return None;
    }
    let username = rooms.answers.person_of(call)?;
    let password = rooms.passwords.recall(&username, wait)?;
    Some(Identity::Password { username, password })
}

/// The same call with that sign-in.
pub fn with_password(rooms: &Rooms, call: &dyn Stored, wait: &Wait) -> Option<Arc<dyn Stored>> {
    call.with_identity(recall(rooms, call, wait)?)
}

/// Saves the password that the server has accepted, or removes the one that it has refused. Codes and tokens are
/// not saved: they are of use once, or for minutes. Does not block.
pub fn note_sign_in_result(rooms: &Rooms, call: &dyn Stored, accepted: bool) {
    let Some(Identity::Password { username, password }) = call.identity() else {
        return;
    };
    if accepted {
        rooms.passwords.save_password(username, password);
    } else {
        rooms.passwords.remove_refused(username, password);
    }
}
