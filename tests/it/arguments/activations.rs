//! Calls about a license on this device.

use super::*;

/// A license key, wherever one is taken.
pub fn license_keys(world: &World) {
    let (agent, up) = (world.client.agent.as_deref(), c"up".as_ptr());
    let activate = |credentials: &Credentials| {
        refusal(|out, error| unsafe { ls_activate(agent, up, credentials.get(), 0, out, error) })
    };
    for (bad, why) in bad_strings() {
        is_refused(&activate(&credentials_of_key(pointer(&bad))), "license_key", why);
    }
    // Where a user is asked about, it is refused by name.
    let key = credentials_of_key(c"AAAA".as_ptr());
    let failure = world.client.user_licenses("up", &key, CACHE_ONLY).err().unwrap();
    is_refused(&failure, "credentials", "a license key");
    let failure = world.client.check(None, &key, NETWORK_ONLY).err().unwrap();
    is_refused(&failure, "credentials", "a license key");
}

pub fn credentials_of_key(key: *const c_char) -> Credentials {
    // SAFETY: NULL, or it ends with NUL; the call gives out new credentials.
    Credentials::from(unsafe { Box::from_raw(ls_credentials_new_license_key(key)) })
}

/// Calls with one bad argument at a time.
fn activates<T>(
    world: &World,
    result: &str,
    call: impl Fn(
        Option<&ls_agent>,
        *const c_char,
        Option<&ls_credentials>,
        i64,
        Out<T>,
        Out<ls_error>,
    ) -> ls_status,
) {
    let (agent, up) = (world.client.agent.as_deref(), c"up".as_ptr());
    let key = credentials_of_key(c"AAAA".as_ptr());
    let refused = |agent, product, credentials, id| {
        refusal(|out, error| call(agent, product, credentials, id, out, error))
    };
    is_refused(&refused(None, up, key.get(), 0), "agent", "is NULL");
    is_refused(&refused(agent, up, None, 0), "credentials", "is NULL");
    for (bad, why) in bad_strings() {
        is_refused(&refused(agent, pointer(&bad), key.get(), 0), "product", why);
    }
    for id in [-1, i64::MIN] {
        is_refused(&refused(agent, up, key.get(), id), "license_id", "is negative");
    }
    let code = code("c", "acme", None);
    is_refused(&refused(agent, up, code.get(), 0), "license_id", "a code");
    has_nowhere_to_put_it(result, |out, error| call(agent, up, key.get(), 0, out, error));
}

pub fn activate(world: &World) {
    activates(world, "out_activation", |agent, product, credentials, id, out, error| unsafe {
        ls_activate(agent, product, credentials, id, out, error)
    });
}

pub fn activate_start(world: &World) {
    unsafe extern "C" fn never(
        _: *mut c_void,
        _: ls_status,
        _: *mut ls_activation,
        _: *mut ls_error,
    ) {
        panic!("a call that was refused has no outcome");
    }
    let user_data = ptr::null_mut();
    activates(world, "out_task", |agent, product, credentials, id, out, error| unsafe {
        ls_activate_start(agent, product, credentials, id, Some(never), user_data, out, error)
    });
    let (agent, up) = (world.client.agent.as_deref(), c"up".as_ptr());
    let key = credentials_of_key(c"AAAA".as_ptr());
    let failure = refusal(|out, error| unsafe {
        ls_activate_start(agent, up, key.get(), 0, None, user_data, out, error)
    });
    is_refused(&failure, "callback", "is NULL");
}

pub fn activation_open(world: &World) {
    let (agent, up) = (world.client.agent.as_deref(), c"up".as_ptr());
    let open = |agent: Option<&ls_agent>, product| {
        refusal(|out, error| unsafe { ls_activation_open(agent, product, out, error) })
    };
    is_refused(&open(None, up), "agent", "is NULL");
    for (bad, why) in bad_strings() {
        is_refused(&open(agent, pointer(&bad)), "product", why);
    }
    has_nowhere_to_put_it("out_activation", |out, error| unsafe {
        ls_activation_open(agent, up, out, error)
    });
}

/// An activated license, in a store of its own.
pub fn with_activation(world: &World, run: impl FnOnce(&Held)) {
    let dir = tempfile::tempdir().unwrap();
    let client = Settings::of(&world.sandbox).timeout_ms(60_000).store(dir.path()).client();
    let held = client.activate("key-product", &license_key("UNLI"), 0).unwrap();
    run(&held);
    held.deactivate().unwrap();
    world.sandbox.forget_traffic();
}

pub fn activation_licenses(world: &World) {
    let failure = refusal(|out, error| ls_activation_licenses(None, out, error));
    is_refused(&failure, "activation", "is NULL");
    with_activation(world, |held| {
        has_nowhere_to_put_it("out_licenses", |out, error| {
            ls_activation_licenses(held.get(), out, error)
        });
    });
}

/// Calls with one bad argument at a time.
fn activation_checks<T>(
    world: &World,
    result: &str,
    call: impl Fn(Option<&ls_activation>, *const c_char, i32, Out<T>, Out<ls_error>) -> ls_status,
) {
    let refused = |activation: Option<&ls_activation>, feature, policy| {
        refusal(|out, error| call(activation, feature, policy, out, error))
    };
    is_refused(&refused(None, ptr::null(), CACHE_ONLY), "activation", "is NULL");
    with_activation(world, |held| {
        for (bad, why) in bad_strings().into_iter().filter(|(bad, _)| bad.is_some()) {
            let failure = refused(held.get(), pointer(&bad), CACHE_ONLY);
            is_refused(&failure, "feature_or_null", why);
        }
        for policy in NO_POLICIES {
            is_refused(&refused(held.get(), ptr::null(), policy), "policy", "expected");
        }
        has_nowhere_to_put_it(result, |out, error| {
            call(held.get(), ptr::null(), CACHE_ONLY, out, error)
        });
    });
}

pub fn activation_check(world: &World) {
    activation_checks(world, "out_entitlement", |activation, feature, policy, out, error| unsafe {
        ls_activation_check(activation, feature, policy, out, error)
    });
}

pub fn activation_check_start(world: &World) {
    unsafe extern "C" fn never(
        _: *mut c_void,
        _: ls_status,
        _: *mut ls_entitlement,
        _: *mut ls_error,
    ) {
        panic!("a call that was refused has no outcome");
    }
    let user_data = ptr::null_mut();
    activation_checks(world, "out_task", |activation, feature, policy, out, error| unsafe {
        ls_activation_check_start(activation, feature, policy, Some(never), user_data, out, error)
    });
    with_activation(world, |held| {
        let failure = refusal(|out, error| unsafe {
            ls_activation_check_start(held.get(), ptr::null(), 0, None, user_data, out, error)
        });
        is_refused(&failure, "callback", "is NULL");
    });
}

pub fn activation_deactivate(_: &World) {
    let mut error = MaybeUninit::uninit();
    let status = ls_activation_deactivate(None, Some(&mut error));
    assert_eq!(status, ls_status::LS_ERR_INVALID_ARGUMENT);
    // SAFETY: a call that fails has filled it.
    ls_error_free(Some(unsafe { Box::from_raw(error.assume_init()) }));
    assert_eq!(ls_activation_deactivate(None, None), ls_status::LS_ERR_INVALID_ARGUMENT);
}
