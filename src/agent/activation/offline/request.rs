//! The request for an activation, as a file.

use std::path::Path;

use super::note::{self, About, Note};
use super::path;
use crate::agent::activation::activate::ActivateRequest;
use crate::agent::activation::choose::with_secret;
use crate::agent::activation::record::{Pending, Record};
use crate::agent::rooms::Rooms;
use crate::api::{Identity, OfflineHolder, OfflineKind, OfflineRequest, Who};
use crate::error::Error;
use crate::random;
use crate::run::Wait;
use crate::secret::Secret;

/// Writes the file, and stores the request's id, by which its answer is known. The newest request counts.
pub fn write_request(
    rooms: &Rooms,
    request: ActivateRequest,
    path: &Path,
    wait: &Wait,
) -> Result<(), Error> {
    let ActivateRequest { product, who, license_id } = request;
    let store = rooms.activations.store()?;
    let _lock = rooms.activations.lock(&product, wait)?;
    let who = with_secret(rooms, &product, who, wait)?;
    let known = rooms.activations.read(&product)?;
    let hardware_id = known.hardware_id().map_or_else(|| store.hardware_id(), str::to_owned);
    let (now, request_id) = (rooms.time().now(), request_id()?);
    let (kind, holder) = (OfflineKind::Activation, holder_in(&who)?);
    let request = OfflineRequest {
        kind,
        product: &product,
        hardware_id: &hardware_id,
        holder,
        license_id,
        request_id: &request_id,
        now,
        counts: &[],
    };
    let file = path::new_file(path, &request.text(rooms.application()?))?;
    // Stored before the file is there: an answer to a request that nobody knows of would be of no use.
    let holder = who.known_holder();
    let pending = Some(Pending { hardware_id, holder, license_id, was_unknown: false });
    let record = Record { held: None, pending };
    let note = Note { word: Secret::new(request_id), record };
    note::write(store, &product, About::Request, &note, now)?;
    file.place().map_err(|error| path::not_written(&error))
}

/// A token or a code is of no use by the time that a person has carried it to the portal.
fn holder_in(who: &Who) -> Result<OfflineHolder<'_>, Error> {
    match who {
        Who::LicenseKey(key) => Ok(OfflineHolder::Key(key)),
        Who::SignIn(Identity::Password { username, password }) => {
            Ok(OfflineHolder::User { username, password: Some(password) })
        }
        Who::SignIn(
            Identity::IdToken { .. } | Identity::Code { .. } | Identity::Remembered { .. },
        )
        | Who::Username(_) => Err(Error::invalid(
            "credentials",
            "a request file needs a license key, or a user's password",
        )),
    }
}

/// A UUID of version 4.
pub fn request_id() -> Result<String, Error> {
    let [mut bytes] = [random::bytes::<16>()?];
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = random::hex(&bytes);
    let parts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    let parts = parts.map(|(from, to)| hex.get(from..to).unwrap_or_default());
    Ok(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_has_an_id_of_its_own_in_the_form_of_a_uuid() {
        let ids = [request_id().unwrap(), request_id().unwrap()];
        assert_ne!(ids[0], ids[1]);
        for id in ids {
            let lengths: Vec<_> = id.split('-').map(str::len).collect();
            assert_eq!((lengths, id.as_bytes()[14]), (vec![8, 4, 4, 4, 12], b'4'), "{id}");
            assert!(b"89ab".contains(&id.as_bytes()[19]), "{id}");
        }
    }
}
