//! The calls of a license's life.

use lsagent::ffi::activation::*;
use lsagent::ffi::offline::*;
use lsagent::ffi::release::*;
use lsagent::ffi::releases::*;
use lsagent::ffi::trial::*;
use lsagent::ffi::variable::*;
use lsagent::ffi::variables::*;

use super::*;
use crate::support;

type Call = fn(&mut Native, &mut Asked) -> Answer;

/// The call of a name.
pub fn call(name: &str) -> Option<Call> {
    let call: Call = match name {
        "activate" => activate,
        "open" => open,
        "check_activation" => check,
        "activation_licenses" => licenses,
        "deactivate" => deactivate,
        "trial" => trial,
        "change_password" => change_password,
        "releases" => releases,
        "release" => release,
        "set_variables" => set_variables,
        "variables" => variables,
        "offline_request" => offline_request,
        "offline_activate" => offline_activate,
        "offline_refresh" => offline_refresh,
        "offline_deactivation" => offline_deactivation,
        _ => return None,
    };
    Some(call)
}

fn activate(native: &mut Native, asked: &mut Asked) -> Answer {
    let (product, credentials) = (c(&asked.take("product")), SignIn::of(asked));
    let (id, product, user) = (license_id(asked), product.as_ptr(), credentials.get());
    let agent = native.agent.as_deref();
    // SAFETY: here and below: every text ends with NUL, or is NULL, and outlives the call.
    let activation = if asked.in_background() {
        background(|told, data, task, error| unsafe {
            ls_activate_start(agent, product, user, id, Some(told), data, task, error)
        })
    } else {
        outcome(|out, error| unsafe { ls_activate(agent, product, user, id, out, error) })
    }?;
    Ok(kept(native, activation))
}

fn open(native: &mut Native, asked: &mut Asked) -> Answer {
    let (agent, product) = (native.agent.as_deref(), c(&asked.take("product")));
    let activation =
        outcome(|out, error| unsafe { ls_activation_open(agent, product.as_ptr(), out, error) })?;
    Ok(kept(native, activation))
}

/// The activation is the one that later calls are about.
fn kept(native: &mut Native, activation: Box<ls_activation>) -> Line {
    let line = Line::ok()
        .and("hardware_id", text(ls_activation_hardware_id(Some(&activation))))
        .and("device_id", number(&*activation, ls_activation_device_id));
    ls_activation_free(native.activation.replace(activation));
    line
}

fn check(native: &mut Native, asked: &mut Asked) -> Answer {
    let (feature, policy) = (asked.find("feature").map(|f| c(&f)), asked.policy());
    let (held, feature) = (native.activation.as_deref(), pointer(feature.as_ref()));
    let entitlement = if asked.in_background() {
        background(|told, data, task, error| unsafe {
            ls_activation_check_start(held, feature, policy, Some(told), data, task, error)
        })
    } else {
        outcome(|out, error| unsafe { ls_activation_check(held, feature, policy, out, error) })
    }?;
    let line = entitlement_line(&entitlement);
    ls_entitlement_free(Some(entitlement));
    Ok(line)
}

fn licenses(native: &mut Native, _: &mut Asked) -> Answer {
    let held = native.activation.as_deref();
    let licenses = outcome(|out, error| ls_activation_licenses(held, out, error))?;
    let line = licenses_line(&licenses);
    ls_licenses_free(Some(licenses));
    Ok(line)
}

fn deactivate(native: &mut Native, _: &mut Asked) -> Answer {
    let held = native.activation.as_deref();
    done(|error| ls_activation_deactivate(held, error))
}

fn trial(native: &mut Native, asked: &mut Asked) -> Answer {
    let (product, email) = (c(&asked.take("product")), asked.find("email").map(|text| c(&text)));
    let (agent, email) = (native.agent.as_deref(), pointer(email.as_ref()));
    let trial = outcome(|out, error| unsafe {
        ls_trial_request(agent, product.as_ptr(), email, out, error)
    })?;
    let line = Line::ok()
        .and("license_key", text(ls_trial_license_key(Some(&trial))))
        .and("username", text(ls_trial_username(Some(&trial))))
        .and("initial_password", text(ls_trial_initial_password(Some(&trial))))
        .and("is_new", flag_text(&*trial, ls_trial_is_new))
        .and("days", number(&*trial, ls_trial_days));
    ls_trial_free(Some(trial));
    Ok(line)
}

fn change_password(native: &mut Native, asked: &mut Asked) -> Answer {
    let [user, old, new] = ["username", "password", "new_password"].map(|key| c(&asked.take(key)));
    let agent = native.agent.as_deref();
    let (user, old, new) = (user.as_ptr(), old.as_ptr(), new.as_ptr());
    done(|error| unsafe { ls_change_password(agent, user, old, new, error) })
}

fn releases(native: &mut Native, asked: &mut Asked) -> Answer {
    let [environment, channel] =
        ["environment", "channel"].map(|key| asked.find(key).map(|text| c(&text)));
    let (environment, channel) = (pointer(environment.as_ref()), pointer(channel.as_ref()));
    let held = native.activation.as_deref();
    let releases = outcome(|out, error| unsafe {
        ls_activation_releases(held, environment, channel, out, error)
    })?;
    let r = Some(&*releases);
    let count = ls_releases_count(r);
    // SAFETY: NULL, or it lives as long as the releases; so below.
    let version = |index| text(ls_release_version(unsafe { ls_releases_at(r, index).as_ref() }));
    let line = Line::ok()
        .and("count", count.to_string())
        .and("versions", (0..count).filter_map(version).collect::<Vec<_>>())
        .and("json", owned(ls_releases_to_json(r)));
    ls_releases_free(Some(releases));
    Ok(line)
}

fn release(native: &mut Native, asked: &mut Asked) -> Answer {
    let version = c(&asked.take("version"));
    let [environment, channel] =
        ["environment", "channel"].map(|key| asked.find(key).map(|text| c(&text)));
    let (environment, channel) = (pointer(environment.as_ref()), pointer(channel.as_ref()));
    let held = native.activation.as_deref();
    let releases = outcome(|out, error| unsafe {
        ls_activation_release(held, version.as_ptr(), environment, channel, out, error)
    })?;
    let r = unsafe { ls_releases_at(Some(&releases), 0).as_ref() };
    let line = Line::ok()
        .and("version", text(ls_release_version(r)))
        .and("environment", text(ls_release_environment(r)))
        .and("requires_version", text(ls_release_requires_version(r)))
        .and("installation_file", text(ls_release_installation_file(r)))
        .and("hash_md5", text(ls_release_hash_md5(r)));
    ls_releases_free(Some(releases));
    Ok(line)
}

fn set_variables(native: &mut Native, asked: &mut Asked) -> Answer {
    let [names, values] = ["names", "values"].map(|key| list(&asked.take(key)));
    let (names, values) = (pointers(&names), pointers(&values));
    assert_eq!(names.len(), values.len(), "each name has a value");
    let (held, count) = (native.activation.as_deref(), names.len());
    done(|error| unsafe {
        ls_activation_set_variables(held, names.as_ptr(), values.as_ptr(), count, error)
    })
}

fn variables(native: &mut Native, _: &mut Asked) -> Answer {
    let held = native.activation.as_deref();
    let variables = outcome(|out, error| ls_activation_variables(held, out, error))?;
    let v = Some(&*variables);
    let each = |index| {
        let variable = unsafe { ls_variables_at(v, index).as_ref() };
        [ls_variable_name, ls_variable_value].map(|part| or_dash(text(part(variable)))).join(":")
    };
    let count = ls_variables_count(v);
    let line = Line::ok()
        .and("count", count.to_string())
        .and("variables", (0..count).map(each).collect::<Vec<_>>());
    ls_variables_free(Some(variables));
    Ok(line)
}

fn offline_request(native: &mut Native, asked: &mut Asked) -> Answer {
    let (product, path) = (c(&asked.take("product")), c(&asked.take("path")));
    let (credentials, id) = (SignIn::of(asked), license_id(asked));
    let (agent, user) = (native.agent.as_deref(), credentials.get());
    done(|error| unsafe {
        ls_offline_request(agent, product.as_ptr(), user, id, path.as_ptr(), error)
    })
}

fn offline_activate(native: &mut Native, asked: &mut Asked) -> Answer {
    let (product, path) = (c(&asked.take("product")), c(&asked.take("path")));
    let agent = native.agent.as_deref();
    let activation = outcome(|out, error| unsafe {
        ls_offline_activate(agent, product.as_ptr(), path.as_ptr(), out, error)
    })?;
    Ok(kept(native, activation))
}

fn offline_refresh(native: &mut Native, asked: &mut Asked) -> Answer {
    let (held, path) = (native.activation.as_deref(), c(&asked.take("path")));
    done(|error| unsafe { ls_offline_refresh(held, path.as_ptr(), error) })
}

fn offline_deactivation(native: &mut Native, asked: &mut Asked) -> Answer {
    let (held, path) = (native.activation.as_deref(), c(&asked.take("path")));
    done(|error| unsafe { ls_offline_deactivation(held, path.as_ptr(), error) })
}

fn license_id(asked: &mut Asked) -> i64 {
    asked.find("license_id").map_or(0, |text| text.parse().expect("a number"))
}

/// A call that hands out nothing.
pub fn done(call: impl FnOnce(Option<&mut MaybeUninit<*mut ls_error>>) -> ls_status) -> Answer {
    support::done(call).map(|()| Line::ok())
}
