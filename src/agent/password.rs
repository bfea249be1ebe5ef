//! Another password for a user, and what follows from it on this device.
//!
//! The request is sent once. Where its answer is lost nobody knows which password holds: it cannot be found out
//! without a sign-in for a product, which is the application's to choose, and a second request with the old
//! password would say "wrong password" of a change that was made. So the failure says what to try, and nothing
//! is changed here: if the new password holds, the first sign-in with it replaces what is stored, and the old one
//! is removed when the server refuses it.

use super::rooms::Rooms;
use crate::api::ChangePassword;
use crate::error::{Error, Status};

/// Changes a password on the server, then on this device. Blocks for the configured timeout at most, and for files
/// to be written.
pub fn change_password(rooms: &Rooms, call: &ChangePassword) -> Result<(), Error> {
    rooms.server().call(call, &rooms.wait(), &|| ()).map_err(uncertain)?;
    let ChangePassword { username, password, new_password } = call;
    rooms.answers.change_password(username, password, new_password);
    rooms.passwords.replace_password(username, new_password);
    Ok(())
}

/// A failure that leaves open whether the password was changed.
fn uncertain(failure: Error) -> Error {
    if !failure.leaves_open() {
        return failure;
    }
    let (status, why) = (failure.http_status(), failure.message());
    Error::new(
        Status::Uncertain,
        "the password may have been changed: sign in with the new one, and if that is refused with the old one",
    )
    .and(why)
    .with_http_status(status)
    .with_code(failure.code().map(str::to_owned))
}
