//! Handles: used by many threads at once, beside what happens in the background, and after their agent.

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::Mutex;

use lsagent::ffi::config::ls_config_set_refresh_callback;
use lsagent::ffi::error::ls_error;
use lsagent::ffi::license::{ls_license_id, ls_license_times_activated};
use lsagent::ffi::licenses::{ls_licenses, ls_licenses_at, ls_licenses_count};
use lsagent::ffi::releases::{ls_activation_release, ls_activation_releases};
use lsagent::ffi::variables::ls_activation_variables;

use super::*;

#[test]
fn one_handle_serves_many_threads() {
    let world = World::new();
    let client = world.client();
    let held = client.activate(KEYS, &license_key("PERP"), 0).unwrap();
    std::thread::scope(|scope| {
        for number in 0..8 {
            let held = &held;
            scope.spawn(move || {
                for turn in 0..20 {
                    let policy = [CACHE_ONLY, CACHE_FIRST, NETWORK_FIRST, NETWORK_ONLY];
                    assert_eq!(held.allows(policy[(number + turn) % 4]), Ok(true));
                    assert_eq!(held.licenses().unwrap().count(), 1);
                }
            });
        }
    });
    assert_eq!(world.sandbox.activations_of("PERP"), (1, 1));
}

#[test]
fn what_is_on_its_way_when_the_agent_is_freed_is_cancelled_and_so_is_what_comes_later() {
    let world = World::new();
    drop(world.client().activate(KEYS, &license_key("PERP"), 0).unwrap());
    world.sandbox.forget_traffic();
    let client = world.client();
    let held = client.open(KEYS).unwrap();
    world.sandbox.fault(json!({"fault": "silent"}));
    let checked = held.start_check(NETWORK_ONLY);
    let activated = client.start_activate("key-trial", &license_key("PERP"));
    until("both have asked", || world.sandbox.requests().len() >= 2);
    client.free();
    for started in [checked, activated] {
        assert_eq!(started.reported.one().unwrap_err().status, LS_ERR_CANCELLED);
    }
    let (get, path) = (held.get(), world.dir.path().join("file"));
    let releases = |out: Option<&mut _>, error: Option<&mut _>| unsafe {
        // SAFETY: neither an environment nor a channel.
        ls_activation_releases(get, ptr::null(), ptr::null(), out, error)
    };
    let release = |out: Option<&mut _>, error: Option<&mut _>| unsafe {
        // SAFETY: the version ends with NUL.
        ls_activation_release(get, c"1.0".as_ptr(), ptr::null(), ptr::null(), out, error)
    };
    for later in [
        held.check(None, CACHE_ONLY).map(drop),
        held.licenses().map(drop),
        held.deactivate(),
        held.refresh_by_file(&path),
        held.write_deactivation(&path),
        outcome(releases).map(drop),
        outcome(release).map(drop),
        outcome(|out, error| ls_activation_variables(get, out, error)).map(drop),
    ] {
        assert_eq!(later.unwrap_err().status, LS_ERR_CANCELLED);
    }
    assert!(!path.exists());
}

/// What was reported of a refresh: how many licenses, the id of the first, and how often it is activated.
#[derive(Debug, PartialEq, Eq)]
struct News {
    product: String,
    licenses: usize,
    id: i64,
    times_activated: i64,
}

unsafe extern "C" fn refreshed(
    user_data: *mut c_void,
    product: *const c_char,
    status: ls_status,
    _changed: bool,
    licenses: *const ls_licenses,
    _error: *const ls_error,
) {
    assert_eq!(status, LS_OK);
    // SAFETY: the list is never freed; the others are borrowed for the call.
    let (list, licenses) = unsafe { (&*user_data.cast::<Mutex<Vec<News>>>(), licenses.as_ref()) };
    let license = ls_licenses_at(licenses, 0);
    let [mut id, mut times_activated] = [0; 2].map(std::mem::MaybeUninit::new);
    // SAFETY: it lives as long as the licenses; both numbers are filled.
    let (id, times_activated) = unsafe {
        ls_license_id(license.as_ref(), Some(&mut id));
        ls_license_times_activated(license.as_ref(), Some(&mut times_activated));
        (id.assume_init(), times_activated.assume_init())
    };
    let product = text(product).unwrap();
    let news = News { product, licenses: ls_licenses_count(licenses), id, times_activated };
    list.lock().unwrap().push(news);
}

#[test]
fn a_refresh_in_the_background_is_reported_with_the_one_license() {
    let world = World::new();
    drop(world.client().activate(KEYS, &license_key("PERP"), 0).unwrap());
    let news: &'static Mutex<Vec<News>> = Box::leak(Box::default());
    // SAFETY: the list is never freed.
    let settings = world.settings().refresh_after(0).set(|config| unsafe {
        let user_data = ptr::from_ref(news).cast_mut().cast();
        ls_config_set_refresh_callback(config, Some(refreshed), user_data)
    });
    let client = settings.client();
    let held = client.open(KEYS).unwrap();
    // Another device has it too by now.
    drop(world.device("other").activate(KEYS, &license_key("PERP"), 0).unwrap());
    until("a refresh is reported", || {
        assert_eq!(decision(&held, CACHE_FIRST), LS_DECISION_ALLOWED);
        !news.lock().unwrap().is_empty()
    });
    let id = held.licenses().unwrap();
    // SAFETY: it lives as long as the licenses.
    let id = unsafe {
        let mut number = std::mem::MaybeUninit::new(0);
        ls_license_id(ls_licenses_at(id.get(), 0).as_ref(), Some(&mut number));
        number.assume_init()
    };
    let product = KEYS.to_owned();
    assert_eq!(news.lock().unwrap()[0], News { product, licenses: 1, id, times_activated: 2 });
}
