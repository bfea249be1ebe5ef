//! Calls around a license: trials, passwords, releases, variables, and those by files.

use lsagent::ffi::offline::*;
use lsagent::ffi::release::*;
use lsagent::ffi::releases::*;
use lsagent::ffi::trial::*;
use lsagent::ffi::variable::*;
use lsagent::ffi::variables::*;

use super::activations::{credentials_of_key, with_activation};
use super::*;

pub fn rows() -> Vec<Row> {
    let mut rows = vec![
        row("ls_trial_request", trial_request),
        row("ls_trial_free", |_| ls_trial_free(None)),
        row("ls_change_password", change_password),
        row("ls_activation_releases", releases),
        row("ls_activation_release", release),
        row("ls_releases_count", |_| assert_eq!(ls_releases_count(None), 0)),
        row("ls_releases_at", |_| assert!(ls_releases_at(None, 0).is_null())),
        row("ls_releases_to_json", |_| assert!(ls_releases_to_json(None).is_null())),
        row("ls_releases_free", |_| ls_releases_free(None)),
        row("ls_activation_set_variables", set_variables),
        row("ls_activation_variables", variables),
        row("ls_variables_count", |_| assert_eq!(ls_variables_count(None), 0)),
        row("ls_variables_at", |_| assert!(ls_variables_at(None, 0).is_null())),
        row("ls_variables_to_json", |_| assert!(ls_variables_to_json(None).is_null())),
        row("ls_variables_free", |_| ls_variables_free(None)),
        row("ls_offline_request", offline_request),
        row("ls_offline_activate", offline_activate),
        row("ls_offline_refresh", |world| {
            by_file(world, |activation, path, error| unsafe {
                ls_offline_refresh(activation, path, error)
            });
        }),
        row("ls_offline_deactivation", |world| {
            by_file(world, |activation, path, error| unsafe {
                ls_offline_deactivation(activation, path, error)
            });
        }),
    ];
    accessors(&mut rows, fields::TRIAL, |_| ptr::null::<ls_trial>());
    accessors(&mut rows, fields::RELEASE, |_| ptr::null::<ls_release>());
    accessors(&mut rows, fields::VARIABLE, |_| ptr::null::<ls_variable>());
    rows
}

/// Bad strings for a parameter that may be NULL.
pub fn bad_if_given() -> impl Iterator<Item = (Option<CString>, &'static str)> {
    bad_strings().into_iter().filter(|(bad, _)| bad.is_some())
}

fn trial_request(world: &World) {
    let (agent, up) = (world.client.agent.as_deref(), c"up".as_ptr());
    let refused = |agent: Option<&ls_agent>, product, email| {
        refusal(|out, error| unsafe { ls_trial_request(agent, product, email, out, error) })
    };
    is_refused(&refused(None, up, ptr::null()), "agent", "is NULL");
    for (bad, why) in bad_strings() {
        is_refused(&refused(agent, pointer(&bad), ptr::null()), "product", why);
    }
    for (bad, why) in bad_if_given() {
        is_refused(&refused(agent, up, pointer(&bad)), "email_or_null", why);
    }
    has_nowhere_to_put_it("out_trial", |out, error| unsafe {
        ls_trial_request(agent, up, ptr::null(), out, error)
    });
}

fn change_password(world: &World) {
    let agent = world.client.agent.as_deref();
    let refused = |agent: Option<&ls_agent>, texts: [*const c_char; 3]| {
        let [user, from, to] = texts;
        done(|error| unsafe { ls_change_password(agent, user, from, to, error) }).unwrap_err()
    };
    let good = [c"a@b.c".as_ptr(), c"old".as_ptr(), c"new".as_ptr()];
    is_refused(&refused(None, good), "agent", "is NULL");
    for (place, parameter) in ["username", "password", "new_password"].into_iter().enumerate() {
        for (bad, why) in bad_strings() {
            let mut texts = good;
            texts[place] = pointer(&bad);
            is_refused(&refused(agent, texts), parameter, why);
        }
    }
}

fn releases(world: &World) {
    let refused = |activation: Option<&ls_activation>, environment, channel| {
        refusal(|out, error| unsafe {
            ls_activation_releases(activation, environment, channel, out, error)
        })
    };
    is_refused(&refused(None, ptr::null(), ptr::null()), "activation", "is NULL");
    with_activation(world, |held| {
        for (bad, why) in bad_if_given() {
            let environment = refused(held.get(), pointer(&bad), ptr::null());
            is_refused(&environment, "environment_or_null", why);
            let channel = refused(held.get(), ptr::null(), pointer(&bad));
            is_refused(&channel, "channel_or_null", why);
        }
        has_nowhere_to_put_it("out_releases", |out, error| unsafe {
            ls_activation_releases(held.get(), ptr::null(), ptr::null(), out, error)
        });
    });
}

fn release(world: &World) {
    let (none, version) = (ptr::null(), c"1.0".as_ptr());
    let refused = |activation: Option<&ls_activation>, texts: [*const c_char; 3]| {
        let [version, environment, channel] = texts;
        refusal(|out, error| unsafe {
            ls_activation_release(activation, version, environment, channel, out, error)
        })
    };
    is_refused(&refused(None, [version, none, none]), "activation", "is NULL");
    with_activation(world, |held| {
        for (bad, why) in bad_strings() {
            is_refused(&refused(held.get(), [pointer(&bad), none, none]), "version", why);
        }
        for (bad, why) in bad_if_given() {
            let environment = refused(held.get(), [version, pointer(&bad), none]);
            is_refused(&environment, "environment_or_null", why);
            let channel = refused(held.get(), [version, none, pointer(&bad)]);
            is_refused(&channel, "channel_or_null", why);
        }
        has_nowhere_to_put_it("out_releases", |out, error| unsafe {
            ls_activation_release(held.get(), version, none, none, out, error)
        });
    });
}

fn set_variables(world: &World) {
    type Texts = *const *const c_char;
    let (names, values) = ([c"a".as_ptr(), c"a".as_ptr()], [c"1".as_ptr(), c"2".as_ptr()]);
    let refused = |activation: Option<&ls_activation>, names: Texts, values: Texts, count| {
        done(|error| unsafe {
            ls_activation_set_variables(activation, names, values, count, error)
        })
        .unwrap_err()
    };
    is_refused(&refused(None, names.as_ptr(), values.as_ptr(), 1), "activation", "is NULL");
    with_activation(world, |held| {
        let refused = |names, values, count| refused(held.get(), names, values, count);
        for count in [0, 1_001, usize::MAX] {
            let failure = refused(names.as_ptr(), values.as_ptr(), count);
            is_refused(&failure, "count", "expected 1 to 1,000");
        }
        is_refused(&refused(ptr::null(), values.as_ptr(), 1), "names", "is NULL");
        is_refused(&refused(names.as_ptr(), ptr::null(), 1), "values", "is NULL");
        is_refused(&refused(names.as_ptr(), values.as_ptr(), 2), "names[1]", "is there twice");
        for (bad, why) in bad_strings() {
            let bad = [pointer(&bad)];
            is_refused(&refused(bad.as_ptr(), values.as_ptr(), 1), "names[0]", why);
            if !["is empty", "is longer than"].contains(&why) {
                is_refused(&refused(names.as_ptr(), bad.as_ptr(), 1), "values[0]", why);
            }
        }
    });
}

fn variables(world: &World) {
    let failure = refusal(|out, error| ls_activation_variables(None, out, error));
    is_refused(&failure, "activation", "is NULL");
    with_activation(world, |held| {
        has_nowhere_to_put_it("out_variables", |out, error| {
            ls_activation_variables(held.get(), out, error)
        });
    });
}

fn offline_request(world: &World) {
    let (agent, up, path) = (world.client.agent.as_deref(), c"up".as_ptr(), c"/nowhere/r".as_ptr());
    let key = credentials_of_key(c"AAAA".as_ptr());
    let refused = |agent: Option<&ls_agent>, product, who: Option<&ls_credentials>, id, path| {
        done(|error| unsafe { ls_offline_request(agent, product, who, id, path, error) })
            .unwrap_err()
    };
    is_refused(&refused(None, up, key.get(), 0, path), "agent", "is NULL");
    is_refused(&refused(agent, up, None, 0, path), "credentials", "is NULL");
    is_refused(&refused(agent, up, key.get(), -1, path), "license_id", "is negative");
    for (bad, why) in bad_strings() {
        is_refused(&refused(agent, pointer(&bad), key.get(), 0, path), "product", why);
        is_refused(&refused(agent, up, key.get(), 0, pointer(&bad)), "path", why);
    }
}

fn offline_activate(world: &World) {
    let (agent, up, path) = (world.client.agent.as_deref(), c"up".as_ptr(), c"/nowhere/r".as_ptr());
    let refused = |agent: Option<&ls_agent>, product, path| {
        refusal(|out, error| unsafe { ls_offline_activate(agent, product, path, out, error) })
    };
    is_refused(&refused(None, up, path), "agent", "is NULL");
    for (bad, why) in bad_strings() {
        is_refused(&refused(agent, pointer(&bad), path), "product", why);
        is_refused(&refused(agent, up, pointer(&bad)), "path", why);
    }
    has_nowhere_to_put_it("out_activation", |out, error| unsafe {
        ls_offline_activate(agent, up, path, out, error)
    });
}

/// A call that has an activation and the path of a file.
fn by_file(
    world: &World,
    call: impl Fn(Option<&ls_activation>, *const c_char, Out<ls_error>) -> ls_status,
) {
    let refused = |activation: Option<&ls_activation>, path| {
        done(|error| call(activation, path, error)).unwrap_err()
    };
    is_refused(&refused(None, c"/nowhere/r".as_ptr()), "activation", "is NULL");
    with_activation(world, |held| {
        for (bad, why) in bad_strings() {
            is_refused(&refused(held.get(), pointer(&bad)), "path", why);
        }
    });
}
