//! What becomes of a password when the threads that save and remove run in another order than they were started.

use super::*;
use crate::run::Cancel;
use crate::store::{CacheSettings, KeySource};

const WHO: &str = "a@b.c";

/// Those of a process. No platform is asked: the environment names none.
fn passwords(dir: &tempfile::TempDir) -> Passwords {
    let settings = CacheSettings {
        dir: Some(dir.path().to_owned()),
        environment: Environment::default(),
        offline_grace: 0,
        refresh_after: 0,
        device_id: Some("d".into()),
    };
    let source = KeySource { secret: Secret::new("k"), response_key: b"key".to_vec() };
    let store = LazyStore::new(Some(settings), source, 1 << 20, Log::default());
    Passwords::new(PasswordSettings {
        remember: Remember::Anywhere,
        environment: Environment::default(),
        store: Arc::new(store),
        clock: Clock::manual(0),
        workers: Workers::new(|_, _| unreachable!("no thread is started")),
        log: Log::default(),
    })
}

/// What another process finds.
fn remembered(dir: &tempfile::TempDir) -> Option<String> {
    let wait = Wait::new(Duration::from_secs(60), &Cancel::default());
    passwords(dir).recall(WHO, &wait).map(|password| password.expose().to_owned())
}

#[test]
fn the_password_that_came_last_stays_whichever_is_saved_last() {
    let (dir, old, new) = (tempfile::tempdir().unwrap(), Secret::new("old"), Secret::new("new"));
    let Passwords(shared) = passwords(&dir);
    for password in [&old, &new] {
        shared.known.add(WHO, password);
    }
    for late in [&new, &old] {
        shared.save_known(WHO, late, 0).unwrap();
        assert_eq!(remembered(&dir).as_deref(), Some("new"));
    }
}

#[test]
fn a_refused_password_goes_and_one_that_has_come_since_stays() {
    let (dir, old, new) = (tempfile::tempdir().unwrap(), Secret::new("old"), Secret::new("new"));
    let Passwords(shared) = passwords(&dir);
    shared.known.add(WHO, &new);
    shared.save_known(WHO, &new, 0).unwrap();
    shared.remove_unless_replaced(WHO, &old).unwrap();
    assert_eq!(remembered(&dir).as_deref(), Some("new"));
    shared.remove_unless_replaced(WHO, &new).unwrap();
    assert_eq!((remembered(&dir), shared.known.get(WHO)), (None, None));
    shared.save_known(WHO, &new, 0).unwrap();
    assert_eq!(remembered(&dir), None, "it was refused before it was saved");
}
