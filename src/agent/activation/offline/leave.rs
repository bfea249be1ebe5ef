//! Gives up a license without a network: the request that says so is written, and the license forgotten.
//!
//! A process may be killed at any moment, and the file may be carried away at once. So that no license is usable once
//! its file is there, and none is lost without one:
//!
//! | step | killed after it, this device has |
//! |---|---|
//! | the file is written beside its place | the license |
//! | a note with the file's text is stored | the license; the note is worth nothing as long as it is there |
//! | the record of the license is removed | the note: the same file can be written again |
//! | the file is put in its place | the note, and the file |
//! | the note is removed | neither |

use std::path::Path;

use super::note::{self, About, Note};
use super::path;
use super::request::request_id;
use crate::agent::activation::keep::check_call;
use crate::agent::activation::record::{Held, Record};
use crate::agent::activation::uncertain::not_activated;
use crate::agent::rooms::Rooms;
use crate::api::{Identification, OfflineHolder, OfflineKind, OfflineRequest, Who};
use crate::error::Error;
use crate::run::Wait;
use crate::secret::Secret;
use crate::store::Store;

/// Writes the file, and forgets the license. Of one that was given up already the same file is written again.
pub fn write_deactivation(
    rooms: &Rooms,
    device: &Identification,
    path: &Path,
    wait: &Wait,
) -> Result<(), Error> {
    let product = &device.product;
    let store = rooms.activations.store()?;
    let _lock = rooms.activations.lock(product, wait)?;
    let record = rooms.activations.read(product)?;
    match record.held.clone().filter(|held| held.device == *device) {
        Some(held) => Leaving { rooms, store, record, held }.run(path),
        None => again(store, device, path),
    }
}

/// The license of a product that was given up by a file of which nobody knows whether it was written.
pub fn left(rooms: &Rooms, product: &str) -> Result<Option<Held>, Error> {
    let Some(store) = rooms.activations.store().ok() else {
        return Ok(None);
    };
    let note = note::read(store, product, About::Leaving)?;
    Ok(note.and_then(|note| note.record.held))
}

/// The file of a former call that did not come to its end.
fn again(store: &Store, device: &Identification, path: &Path) -> Result<(), Error> {
    let product = &device.product;
    let note = note::read(store, product, About::Leaving)?;
    let is_this = |note: &Note| note.record.held.as_ref().is_some_and(|it| it.device == *device);
    let note = note.filter(is_this).ok_or_else(not_activated)?;
    let file = path::new_file(path, &note.word)?;
    file.place().map_err(|error| path::not_written(&error))?;
    note::remove(store, product, About::Leaving)
}

/// A license on its way out, under the lock of its product.
struct Leaving<'a> {
    rooms: &'a Rooms,
    store: &'a Store,
    /// As it was before.
    record: Record,
    held: Held,
}

impl Leaving<'_> {
    fn run(&self, path: &Path) -> Result<(), Error> {
        let text = self.text()?;
        let file = path::new_file(path, &text)?;
        self.note(text)?;
        self.forget()?;
        if let Err(error) = file.place() {
            self.stay()?;
            return Err(path::not_written(&error));
        }
        note::remove(self.store, self.product(), About::Leaving)?;
        self.rooms.answers.remove(&check_call(&self.held.device));
        Ok(())
    }

    fn product(&self) -> &str {
        &self.held.device.product
    }

    /// Without a password: none is known here.
    fn text(&self) -> Result<Secret, Error> {
        let device = &self.held.device;
        let holder = match &device.who {
            Who::LicenseKey(key) => OfflineHolder::Key(key),
            Who::Username(username) => OfflineHolder::User { username, password: None },
            Who::SignIn(_) => return Err(not_activated()),
        };
        let request_id = request_id()?;
        let request = OfflineRequest {
            kind: OfflineKind::Deactivation,
            product: &device.product,
            hardware_id: &device.hardware_id,
            holder,
            license_id: device.license_id,
            request_id: &request_id,
            now: self.rooms.time().now(),
        };
        Ok(request.text(self.rooms.application()?))
    }

    /// An answer that was not read yet must not bring the license back.
    fn note(&self, text: Secret) -> Result<(), Error> {
        let record = Record { held: Some(self.held.clone()), pending: None };
        let note = Note { word: text, record };
        let now = self.rooms.time().now();
        note::write(self.store, self.product(), About::Leaving, &note, now)?;
        note::remove(self.store, self.product(), About::Request)
    }

    fn forget(&self) -> Result<(), Error> {
        self.write(&Record { held: None, ..self.record.clone() })
    }

    /// The file is not there, and this process knows it: nothing has happened.
    fn stay(&self) -> Result<(), Error> {
        self.write(&self.record)?;
        note::remove(self.store, self.product(), About::Leaving)
    }

    fn write(&self, record: &Record) -> Result<(), Error> {
        self.rooms.activations.write(self.product(), record, self.rooms.time().now())
    }
}
