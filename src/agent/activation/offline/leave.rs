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
use crate::agent::consumption;
use crate::agent::rooms::Rooms;
use crate::api::{Identification, OfflineHolder, OfflineKind, OfflineRequest, Who};
use crate::error::{Error, Status};
use crate::run::Wait;
use crate::secret::Secret;
use crate::store::{NewFile, Store};

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
        Some(held) => {
            let counts = consumption::unsent(rooms, device)?;
            Leaving { rooms, store, record, held, counts }.run(path, &STEPS)
        }
        None => again(rooms, device, path),
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

/// Forgets what is left of a license that this device has no more: the server's last answer about it, and the note
/// of a file, if it is of this license.
pub fn forget_left(rooms: &Rooms, device: &Identification) -> Result<(), Error> {
    rooms.answers.remove(&check_call(device));
    consumption::forget(rooms, device)?;
    let (store, product) = (rooms.activations.store()?, &device.product);
    match note_about(store, device)? {
        Some(_) => note::remove(store, product, About::Leaving),
        None => Ok(()),
    }
}

fn note_about(store: &Store, device: &Identification) -> Result<Option<Note>, Error> {
    let is_this = |note: &Note| note.record.held.as_ref().is_some_and(|it| it.device == *device);
    Ok(note::read(store, &device.product, About::Leaving)?.filter(is_this))
}

/// The file of a former call that did not come to its end.
fn again(rooms: &Rooms, device: &Identification, path: &Path) -> Result<(), Error> {
    let note = note_about(rooms.activations.store()?, device)?.ok_or_else(not_activated)?;
    let file = path::new_file(path, &note.word)?;
    file.place().map_err(|error| path::not_written(&error))?;
    forget_left(rooms, device)
}

/// A license on its way out, under the lock of its product.
struct Leaving<'a> {
    rooms: &'a Rooms,
    store: &'a Store,
    /// As it was before.
    record: Record,
    held: Held,
    /// What is unsent of its consumption, which the file takes along.
    counts: Vec<(Option<String>, i64)>,
}

/// What is done once the file is written beside its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Note,
    Forget,
    Place,
    Finish,
}

const STEPS: [Step; 4] = [Step::Note, Step::Forget, Step::Place, Step::Finish];

impl Leaving<'_> {
    fn run(&self, path: &Path, steps: &[Step]) -> Result<(), Error> {
        let text = self.text()?;
        let mut file = Some(path::new_file(path, &text)?);
        steps.iter().try_for_each(|step| self.take(*step, &text, &mut file))
    }

    fn take(&self, step: Step, text: &Secret, file: &mut Option<NewFile>) -> Result<(), Error> {
        match step {
            Step::Note => self.note(text),
            Step::Forget => self.write(&Record { held: None, ..self.record.clone() }),
            Step::Place => self.place(file.take()),
            Step::Finish => forget_left(self.rooms, &self.held.device),
        }
    }

    /// What is in a file that may be carried away is not sent as well, whatever happens from then on.
    fn place(&self, file: Option<NewFile>) -> Result<(), Error> {
        let device = &self.held.device;
        let Some(given) = consumption::hand_over(self.rooms, device, &self.counts)? else {
            self.stay()?;
            return Err(counted_meanwhile());
        };
        file.map_or(Ok(()), NewFile::place).or_else(|error| {
            consumption::take_back(self.rooms, device, &given)?;
            self.stay()?;
            Err(path::not_written(&error))
        })
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
            counts: &self.counts,
        };
        Ok(request.text(self.rooms.application()?))
    }

    /// An answer that was not read yet must not bring the license back.
    fn note(&self, text: &Secret) -> Result<(), Error> {
        let record = Record { held: Some(self.held.clone()), pending: None };
        let note = Note { word: text.clone(), record };
        let now = self.rooms.time().now();
        note::write(self.store, self.product(), About::Leaving, &note, now)?;
        note::remove(self.store, self.product(), About::Request)
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

fn counted_meanwhile() -> Error {
    Error::new(
        Status::Timeout,
        "something was consumed while the file was written, and would not have been in it; nothing has changed",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agent::Agent;
    use crate::agent::tests::world::{World, activated, status};
    use crate::api::Who;
    use crate::error::Status;
    use crate::rules::policy::Policy::CacheOnly;

    /// A license that is activated, and the folder for the file.
    fn world() -> (World, tempfile::TempDir) {
        let world = World::new();
        world.server.gives_text(&activated(1, ""));
        let who = Who::LicenseKey(Secret::new("K-1"));
        let request = crate::agent::ActivateRequest::new("up".into(), who, 0).unwrap();
        world.agent().activate(request).unwrap();
        (world, tempfile::tempdir().unwrap())
    }

    /// Gives the license up until the process is killed, after so many steps.
    fn killed_after(agent: &Agent, path: &Path, steps: usize) {
        let rooms = &agent.rooms;
        let store = rooms.activations.store().unwrap();
        let record = rooms.activations.read("up").unwrap();
        let held = record.held.clone().unwrap();
        let counts = consumption::unsent(rooms, &held.device).unwrap();
        Leaving { rooms, store, record, held, counts }.run(path, &STEPS[..steps]).unwrap();
    }

    fn is_usable(world: &World) -> bool {
        let agent = world.agent();
        let activation = agent.open_activation("up");
        activation.is_ok_and(|activation| activation.check(None, CacheOnly).is_ok())
    }

    #[test]
    fn killed_anywhere_no_license_is_usable_beside_its_file_and_none_is_lost_without_one() {
        for steps in 0..=STEPS.len() {
            let (world, folder) = world();
            let (path, again) = (folder.path().join("d.req"), folder.path().join("again.req"));
            killed_after(&world.agent(), &path, steps);
            assert!(!(path.exists() && is_usable(&world)), "after {steps} steps");
            let agent = world.agent();
            let Ok(activation) = agent.open_activation("up") else {
                assert!(path.exists(), "lost after {steps} steps");
                continue;
            };
            activation.write_deactivation(&again).unwrap();
            assert!(!is_usable(&world) && again.exists(), "after {steps} steps");
            if path.exists() {
                assert_eq!(std::fs::read(&path).unwrap(), std::fs::read(&again).unwrap());
            }
            assert_eq!(status(world.agent().open_activation("up")), Status::NotActivated);
        }
    }

    /// The files that the store has of licenses: all but the newest time.
    fn stored(world: &World) -> usize {
        let folders = std::fs::read_dir(world.folder()).unwrap().map(|it| it.unwrap().path());
        let files = folders.filter(|path| path.is_dir()).flat_map(|dir| dir.read_dir().unwrap());
        files.filter(|file| file.as_ref().unwrap().metadata().unwrap().len() > 0).count() - 1
    }

    #[test]
    fn nothing_of_a_license_is_stored_once_it_is_given_up_in_one_go_or_in_two() {
        for steps in 0..STEPS.len() {
            let (world, folder) = world();
            killed_after(&world.agent(), &folder.path().join("d.req"), steps);
            assert_ne!(stored(&world), 0);
            let agent = world.agent();
            let activation = agent.open_activation("up").unwrap();
            activation.write_deactivation(&folder.path().join("again.req")).unwrap();
            assert_eq!(stored(&world), 0, "after {steps} steps");
        }
    }

    #[test]
    fn what_is_half_given_up_is_given_up_at_the_server_and_needs_no_file_then() {
        for steps in [2, 3] {
            let (world, folder) = world();
            killed_after(&world.agent(), &folder.path().join("d.req"), steps);
            let agent = world.agent();
            let activation = agent.open_activation("up").unwrap();
            world.server.fails(Status::Tls).loses_the_answer().refuses(400, "license_not_found");
            for expected in [Status::Tls, Status::Uncertain, Status::Refused] {
                assert_eq!(status(activation.deactivate()), expected);
                assert!(!is_usable(&world), "it was given up here");
                assert!(agent.open_activation("up").is_ok(), "its file can still be written");
            }
            world.server.refuses(400, "device_not_found");
            activation.deactivate().unwrap();
            assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
            let again = folder.path().join("again.req");
            assert_eq!(status(activation.write_deactivation(&again)), Status::NotActivated);
            assert_eq!((stored(&world), world.server.asked()), (0, 5));
        }
    }

    #[test]
    fn a_note_does_not_outlive_the_license_that_was_activated_again_and_given_up() {
        let (world, folder) = world();
        killed_after(&world.agent(), &folder.path().join("d.req"), 3);
        world.server.gives_text(&activated(1, "")).refuses(400, "device_not_found");
        let who = Who::LicenseKey(Secret::new("K-1"));
        let request = crate::agent::ActivateRequest::new("up".into(), who, 0).unwrap();
        let agent = world.agent();
        agent.activate(request).unwrap().deactivate().unwrap();
        assert_eq!(status(agent.open_activation("up")), Status::NotActivated);
        assert_eq!(stored(&world), 0);
    }

    #[test]
    fn what_was_given_up_and_activated_again_is_usable_whatever_note_was_left() {
        let (world, folder) = world();
        killed_after(&world.agent(), &folder.path().join("d.req"), 3);
        world.server.gives_text(&activated(1, ""));
        let who = Who::LicenseKey(Secret::new("K-1"));
        let request = crate::agent::ActivateRequest::new("up".into(), who, 0).unwrap();
        world.agent().activate(request).unwrap();
        assert!(is_usable(&world));
    }
}
