//! Every exported function, called with everything that it must not be called with: NULL for each
//! pointer, bytes that are not UTF-8, empty strings, 1 MB strings, numbers out of range.

mod activations;
mod around;
mod doctor;
mod seats;

use std::collections::BTreeSet;
use std::ffi::{CString, c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;

use lsagent::ffi::activation::*;
use lsagent::ffi::agent::*;
use lsagent::ffi::allocations::*;
use lsagent::ffi::config::*;
use lsagent::ffi::credentials::*;
use lsagent::ffi::decision::ls_decision;
use lsagent::ffi::entitlement::*;
use lsagent::ffi::error::*;
use lsagent::ffi::license::*;
use lsagent::ffi::license_users::*;
use lsagent::ffi::licenses::*;
use lsagent::ffi::product::*;
use lsagent::ffi::sso::*;
use lsagent::ffi::status::*;
use lsagent::ffi::string::ls_string_free;
use lsagent::ffi::task::*;
use lsagent::ffi::uipath::*;
use lsagent::ffi::version::ls_version;
use serde_json::Value;

use crate::support::fields::{self, Field, Reader};
use crate::support::*;

/// What is there to call functions with.
struct World {
    sandbox: Sandbox,
    client: Client,
    licenses: UserLicenses,
    users: Users,
    allocated: Allocated,
}

impl World {
    fn new() -> Self {
        let sandbox = Sandbox::start();
        let settings = || Settings::of(&sandbox).timeout_ms(60_000);
        let client = settings().client();
        let licenses = client.licenses_of("features", NETWORK_ONLY).unwrap();
        let users = client.users_of("test@example.com", NETWORK_ONLY).unwrap();
        let allocated = settings().suite(&sandbox).allocate_to("song").unwrap();
        sandbox.forget_traffic();
        Self { sandbox, client, licenses, users, allocated }
    }

    fn license(&self) -> Option<&ls_license> {
        // SAFETY: it lives as long as the licenses.
        unsafe { ls_licenses_at(self.licenses.get(), 0).as_ref() }
    }

    fn product(&self) -> Option<&ls_product> {
        // SAFETY: it lives as long as the license.
        unsafe { ls_license_product_details(self.license()).as_ref() }
    }

    fn allocation(&self) -> Option<&ls_allocation> {
        // SAFETY: it lives as long as the allocations.
        unsafe { ls_allocations_at(self.allocated.get(), 0).as_ref() }
    }
}

/// The name of a function, and all the bad calls of it.
type Row = (&'static str, Box<dyn Fn(&World)>);

fn row(name: &'static str, calls: impl Fn(&World) + 'static) -> Row {
    (name, Box::new(calls))
}

/// Strings that no parameter takes, and what is said of them.
fn bad_strings() -> Vec<(Option<CString>, &'static str)> {
    vec![
        (None, "is NULL"),
        (Some(c("")), "is empty"),
        (Some(CString::new(b"\xff\xfe\xc3\x28").unwrap()), "is not UTF-8"),
        (Some(CString::new(b"good, but\xff").unwrap()), "is not UTF-8"),
        (Some(c(&"x".repeat(1 << 20))), "is longer than"),
    ]
}

fn pointer(text: &Option<CString>) -> *const c_char {
    text.as_ref().map_or(ptr::null(), |text| text.as_ptr())
}

fn is_refused(failure: &Failure, parameter: &str, why: &str) {
    assert_eq!(failure.status, ls_status::LS_ERR_INVALID_ARGUMENT);
    let expected = format!("{parameter}: {why}");
    assert!(failure.message.contains(&expected), "{expected}: {failure:?}");
}

/// Where a call puts what it made.
type Out<'a, T> = Option<&'a mut MaybeUninit<*mut T>>;

/// What a call says to an argument.
fn refusal<T>(call: impl FnOnce(Out<T>, Out<ls_error>) -> ls_status) -> Failure {
    outcome(call).err().expect("it is refused")
}

/// A call without the place for its result, or without either.
fn has_nowhere_to_put_it<T>(parameter: &str, call: impl Fn(Out<T>, Out<ls_error>) -> ls_status) {
    let mut error = MaybeUninit::uninit();
    let status = call(None, Some(&mut error));
    assert_eq!(status, ls_status::LS_ERR_INVALID_ARGUMENT);
    // SAFETY: a call that fails has filled it.
    let error = unsafe { Box::from_raw(error.assume_init()) };
    let message = text(ls_error_message(Some(&error))).unwrap();
    assert_eq!(message, format!("{parameter}: is NULL"));
    ls_error_free(Some(error));
    assert_eq!(call(None, None), ls_status::LS_ERR_INVALID_ARGUMENT);
}

/// A setter that takes a string; how it is called beside the configuration and that string.
fn string_setter(
    name: &'static str,
    parameter: &'static str,
    may_be_empty: bool,
    set: impl Fn(Option<&mut ls_config>, *const c_char) -> ls_status + 'static,
) -> Row {
    row(name, move |_| {
        let good = c("x");
        assert_eq!(set(None, good.as_ptr()), ls_status::LS_ERR_INVALID_ARGUMENT);
        for (bad, why) in bad_strings() {
            if may_be_empty && why == "is empty" {
                continue;
            }
            let failed = setter_fails(name, |config| set(config, pointer(&bad)));
            is_refused(&failed, parameter, why);
        }
    })
}

/// Calls a setter that must fail, and gives what `ls_agent_new` then says.
fn setter_fails(name: &str, set: impl FnOnce(Option<&mut ls_config>) -> ls_status) -> Failure {
    let mut settings = Settings::empty().api_key("k", "s");
    let status = set(settings.config.as_deref_mut());
    assert_eq!(status, ls_status::LS_ERR_INVALID_ARGUMENT, "{name}");
    let failure = settings.try_client().err().unwrap();
    assert!(failure.message.contains(name), "{name}: {failure:?}");
    failure
}

fn number_setter<N: Copy + 'static>(
    name: &'static str,
    parameter: &'static str,
    bad: &'static [N],
    set: extern "C" fn(Option<&mut ls_config>, N) -> ls_status,
) -> Row {
    row(name, move |_| {
        for number in bad {
            assert_eq!(set(None, *number), ls_status::LS_ERR_INVALID_ARGUMENT);
            is_refused(&setter_fails(name, |config| set(config, *number)), parameter, "expected");
        }
    })
}

// SAFETY, for every call below: pointers are NULL, or strings that end with NUL and outlive the call.

fn setters() -> Vec<Row> {
    vec![
        string_setter("ls_config_set_api_key", "api_key", false, |config, key| unsafe {
            ls_config_set_api_key(config, key, c"s".as_ptr())
        }),
        string_setter("ls_config_set_api_key", "shared_key", false, |config, key| unsafe {
            ls_config_set_api_key(config, c"k".as_ptr(), key)
        }),
        string_setter("ls_config_set_oauth_client", "client_id", false, |config, id| unsafe {
            ls_config_set_oauth_client(config, id, c"s".as_ptr(), ptr::null())
        }),
        string_setter("ls_config_set_oauth_client", "client_secret", false, |config, id| unsafe {
            ls_config_set_oauth_client(config, c"i".as_ptr(), id, ptr::null())
        }),
        row("ls_config_set_oauth_client", |_| {
            let set = |config: Option<&mut ls_config>, url: &CString| unsafe {
                ls_config_set_oauth_client(config, c"i".as_ptr(), c"s".as_ptr(), url.as_ptr())
            };
            // NULL is no mistake: the license server is asked.
            let bad = bad_strings().into_iter().filter_map(|(bad, why)| Some((bad?, why)));
            for (bad, why) in bad.chain([(c("http://example.com/token"), "expected https")]) {
                let failed = setter_fails("ls_config_set_oauth_client", |config| set(config, &bad));
                is_refused(&failed, "token_url", why);
            }
        }),
        string_setter("ls_config_set_base_url", "base_url", false, |config, url| unsafe {
            ls_config_set_base_url(config, url)
        }),
        string_setter("ls_config_set_response_public_key", "pem", false, |config, pem| unsafe {
            ls_config_set_response_public_key(config, pem)
        }),
        string_setter("ls_config_set_proxy", "url", true, |config, url| unsafe {
            ls_config_set_proxy(config, url)
        }),
        string_setter("ls_config_set_ca_file", "path", false, |config, path| unsafe {
            ls_config_set_ca_file(config, path)
        }),
        string_setter("ls_config_set_pinned_public_key", "pins", false, |config, pins| unsafe {
            ls_config_set_pinned_public_key(config, pins)
        }),
        string_setter("ls_config_set_cache_dir", "path", false, |config, path| unsafe {
            ls_config_set_cache_dir(config, path)
        }),
        string_setter("ls_config_set_device_id", "device_id", false, |config, id| unsafe {
            ls_config_set_device_id(config, id)
        }),
        string_setter("ls_config_set_app", "name", false, |config, name| unsafe {
            ls_config_set_app(config, name, c"1".as_ptr())
        }),
        string_setter("ls_config_set_app", "version", false, |config, version| unsafe {
            ls_config_set_app(config, c"app".as_ptr(), version)
        }),
        number_setter(
            "ls_config_set_timeout_ms",
            "timeout_ms",
            &[0, 3_600_001, u32::MAX],
            ls_config_set_timeout_ms,
        ),
        number_setter(
            "ls_config_set_connect_timeout_ms",
            "connect_timeout_ms",
            &[0, 3_600_001, u32::MAX],
            ls_config_set_connect_timeout_ms,
        ),
        number_setter(
            "ls_config_set_max_response_bytes",
            "max_response_bytes",
            &[0, 1_023, (1 << 30) + 1, u64::MAX],
            ls_config_set_max_response_bytes,
        ),
        number_setter(
            "ls_config_set_offline_grace_seconds",
            "offline_grace_seconds",
            &[-1, i64::MIN],
            ls_config_set_offline_grace_seconds,
        ),
        row("ls_config_set_cache_enabled", |_| {
            let status = ls_config_set_cache_enabled(None, true);
            assert_eq!(status, ls_status::LS_ERR_INVALID_ARGUMENT);
        }),
        product_id_setter(),
        row("ls_config_set_remember", |_| {
            assert_eq!(ls_config_set_remember(None, true), ls_status::LS_ERR_INVALID_ARGUMENT);
        }),
        number_setter("ls_config_set_remember_mode", "mode", &[-1, 3], ls_config_set_remember_mode),
        number_setter(
            "ls_config_set_refresh_after_seconds",
            "refresh_after_seconds",
            &[-1, i64::MIN],
            ls_config_set_refresh_after_seconds,
        ),
        row("ls_config_set_refresh_callback", |_| {
            let set = |config: Option<&mut ls_config>| unsafe {
                ls_config_set_refresh_callback(config, None, ptr::null_mut())
            };
            assert_eq!(set(None), ls_status::LS_ERR_INVALID_ARGUMENT);
            drop(Settings::empty().api_key("k", "s").set(set).client());
        }),
        row("ls_config_set_log_callback", |_| {
            unsafe extern "C" fn ignore(_: *mut c_void, _: i32, _: *const c_char) {}
            let set = |config: Option<&mut ls_config>, level| unsafe {
                ls_config_set_log_callback(config, level, Some(ignore), ptr::null_mut())
            };
            assert_eq!(set(None, 1), ls_status::LS_ERR_INVALID_ARGUMENT);
            for level in [i32::MIN, -1, 0, 5, i32::MAX] {
                let failure =
                    setter_fails("ls_config_set_log_callback", |config| set(config, level));
                is_refused(&failure, "level", "expected");
            }
            let nobody = Settings::empty().api_key("k", "s").set(|config| unsafe {
                ls_config_set_log_callback(config, 1, None, ptr::null_mut())
            });
            drop(nobody.client());
        }),
    ]
}

/// Credentials that could not be made are told by the call that uses them.
fn constructor(
    name: &'static str,
    parameter: &'static str,
    may_be_null: bool,
    make: impl Fn(*const c_char) -> *mut ls_credentials + 'static,
) -> Row {
    row(name, move |world| {
        for (bad, why) in bad_strings() {
            if may_be_null && bad.is_none() {
                continue;
            }
            // SAFETY: a constructor gives out new credentials.
            let credentials = unsafe { Box::from_raw(make(pointer(&bad))) };
            let failure = refusal(|out, error| unsafe {
                let agent = world.client.agent.as_deref();
                let product = c"up".as_ptr();
                ls_user_licenses(agent, product, Some(&credentials), NETWORK_ONLY, out, error)
            });
            ls_credentials_free(Some(credentials));
            is_refused(&failure, parameter, why);
        }
    })
}

fn constructors() -> Vec<Row> {
    let good = || c"good".as_ptr();
    vec![
        constructor("ls_credentials_new_password", "username", false, move |bad| unsafe {
            ls_credentials_new_password(bad, good())
        }),
        constructor("ls_credentials_new_password", "password", false, move |bad| unsafe {
            ls_credentials_new_password(good(), bad)
        }),
        row("ls_credentials_new_license_key", activations::license_keys),
        constructor("ls_credentials_new_id_token", "id_token", false, move |bad| unsafe {
            ls_credentials_new_id_token(bad, good())
        }),
        constructor(
            "ls_credentials_new_id_token",
            "customer_account_code",
            false,
            move |bad| unsafe { ls_credentials_new_id_token(good(), bad) },
        ),
        constructor("ls_credentials_new_remembered", "username_or_null", true, |bad| unsafe {
            ls_credentials_new_remembered(bad)
        }),
        constructor("ls_credentials_new_code", "code", false, move |bad| unsafe {
            ls_credentials_new_code(bad, good(), ptr::null())
        }),
        constructor("ls_credentials_new_code", "customer_account_code", false, move |bad| unsafe {
            ls_credentials_new_code(good(), bad, ptr::null())
        }),
        constructor("ls_credentials_new_code", "redirect_uri", true, move |bad| unsafe {
            ls_credentials_new_code(good(), good(), bad)
        }),
    ]
}

/// Numbers that are no policy. There may be more policies one day, but not as many.
const NO_POLICIES: [i32; 5] = [i32::MIN, -1, 99, 1_000_000, i32::MAX];

fn calls() -> Vec<Row> {
    vec![
        row("ls_agent_new", |_| {
            is_refused(&refusal(|out, error| ls_agent_new(None, out, error)), "config", "is NULL");
            let settings = Settings::empty().api_key("k", "s");
            let config = settings.config.as_deref();
            has_nowhere_to_put_it("out_agent", |out, error| ls_agent_new(config, out, error));
        }),
        row("ls_user_licenses", user_licenses),
        row("ls_customer_license_users", customer_license_users),
        row("ls_check", check),
        row("ls_user_licenses_start", user_licenses_start),
        row("ls_check_start", check_start),
        row("ls_customer_license_users_start", customer_license_users_start),
        row("ls_sso_sign_in", sso_sign_in),
        row("ls_sso_sign_in_start", sso_sign_in_start),
        row("ls_sso_url", sso_url),
        row("ls_fetch_product", fetch_product),
        row("ls_activate", activations::activate),
        row("ls_activate_start", activations::activate_start),
        row("ls_activation_open", activations::activation_open),
        row("ls_activation_licenses", activations::activation_licenses),
        row("ls_activation_check", activations::activation_check),
        row("ls_activation_check_start", activations::activation_check_start),
        row("ls_activation_deactivate", activations::activation_deactivate),
        row("ls_licenses_check", licenses_check),
        row("ls_agent_forget", agent_forget),
        row("ls_uipath_new", uipath_new),
        row("ls_uipath_allocate_user_licenses", allocate),
        row("ls_uipath_set_method", |world| {
            assert_eq!(ls_uipath_set_method(None, 0), ls_status::LS_ERR_INVALID_ARGUMENT);
            with_suite(world, |uipath| {
                for number in [-1, 3, i32::MIN, i32::MAX] {
                    let status = ls_uipath_set_method(Some(uipath), number);
                    assert_eq!(status, ls_status::LS_ERR_INVALID_ARGUMENT, "{number}");
                }
            });
        }),
        row("ls_uipath_set_access_token", |world| {
            let token = c"token".as_ptr();
            let none = unsafe { ls_uipath_set_access_token(None, token) };
            assert_eq!(none, ls_status::LS_ERR_INVALID_ARGUMENT);
            with_suite(world, |uipath| {
                for (bad, why) in bad_strings() {
                    let status = unsafe { ls_uipath_set_access_token(Some(uipath), pointer(&bad)) };
                    assert_eq!(status, ls_status::LS_ERR_INVALID_ARGUMENT, "{why}");
                }
            });
        }),
    ]
}

/// The arguments that the calls to an agent have in common.
struct Asked<'a> {
    agent: Option<&'a ls_agent>,
    product: *const c_char,
    /// The customer, or the feature.
    other: *const c_char,
    credentials: Option<&'a ls_credentials>,
    policy: i32,
}

/// Which of them a call has.
struct Takes {
    result: &'static str,
    credentials: bool,
    other: Option<&'static str>,
    other_may_be_null: bool,
}

/// Calls with one bad argument at a time.
fn asks<T>(
    world: &World,
    takes: &Takes,
    call: impl Fn(&Asked, Out<T>, Out<ls_error>) -> ls_status,
) {
    let valid = password("valid@example.com", "secret");
    let (product, other) = (c("up"), c("test@example.com"));
    let good = || Asked {
        agent: world.client.agent.as_deref(),
        product: product.as_ptr(),
        other: other.as_ptr(),
        credentials: valid.get(),
        policy: NETWORK_ONLY,
    };
    let refused = |asked: Asked, parameter: &str, why: &str| {
        is_refused(&refusal(|out, error| call(&asked, out, error)), parameter, why);
    };
    refused(Asked { agent: None, ..good() }, "agent", "is NULL");
    for (bad, why) in bad_strings() {
        refused(Asked { product: pointer(&bad), ..good() }, "product", why);
        if let Some(name) = takes.other
            && !(takes.other_may_be_null && bad.is_none())
        {
            refused(Asked { other: pointer(&bad), ..good() }, name, why);
        }
    }
    if takes.credentials {
        refused(Asked { credentials: None, ..good() }, "credentials", "is NULL");
    }
    for policy in NO_POLICIES {
        refused(Asked { policy, ..good() }, "policy", "expected");
    }
    has_nowhere_to_put_it(takes.result, |out, error| call(&good(), out, error));
}

const USER_LICENSES: Takes =
    Takes { result: "out_licenses", credentials: true, other: None, other_may_be_null: false };
const CUSTOMER: Takes = Takes {
    result: "out_users",
    credentials: false,
    other: Some("customer_email"),
    other_may_be_null: false,
};
const CHECK: Takes = Takes {
    result: "out_entitlement",
    credentials: true,
    other: Some("feature_or_null"),
    other_may_be_null: true,
};

fn user_licenses(world: &World) {
    asks(world, &USER_LICENSES, |asked, out, error| unsafe {
        ls_user_licenses(asked.agent, asked.product, asked.credentials, asked.policy, out, error)
    });
}

fn customer_license_users(world: &World) {
    asks(world, &CUSTOMER, |asked, out, error| unsafe {
        ls_customer_license_users(asked.agent, asked.product, asked.other, asked.policy, out, error)
    });
}

fn check(world: &World) {
    asks(world, &CHECK, |asked, out, error| unsafe {
        let Asked { agent, product, other, credentials, policy } = asked;
        ls_check(*agent, *product, *other, *credentials, *policy, out, error)
    });
}

/// No outcome may come of a call that was refused.
unsafe extern "C" fn never<T>(_: *mut c_void, _: ls_status, _: *mut T, _: *mut ls_error) {
    eprintln!("a callback came although nothing was begun");
    std::process::abort();
}

fn user_licenses_start(world: &World) {
    let takes = Takes { result: "out_task", ..USER_LICENSES };
    let start = |asked: &Asked,
                 callback: ls_licenses_callback,
                 out: Out<ls_task>,
                 error: Out<ls_error>| unsafe {
        let Asked { agent, product, credentials, policy, .. } = asked;
        let data = ptr::null_mut();
        ls_user_licenses_start(*agent, *product, *credentials, *policy, callback, data, out, error)
    };
    asks(world, &takes, |asked, out, error| start(asked, Some(never), out, error));
    has_no_callback(world, |asked, out, error| start(asked, None, out, error));
}

fn check_start(world: &World) {
    let takes = Takes { result: "out_task", ..CHECK };
    let start = |asked: &Asked,
                 callback: ls_entitlement_callback,
                 out: Out<ls_task>,
                 error: Out<ls_error>| unsafe {
        let Asked { agent, product, other, credentials, policy } = asked;
        let data = ptr::null_mut();
        ls_check_start(*agent, *product, *other, *credentials, *policy, callback, data, out, error)
    };
    asks(world, &takes, |asked, out, error| start(asked, Some(never), out, error));
    has_no_callback(world, |asked, out, error| start(asked, None, out, error));
}

fn customer_license_users_start(world: &World) {
    let takes = Takes { result: "out_task", ..CUSTOMER };
    let start = |asked: &Asked,
                 callback: ls_license_users_callback,
                 out: Out<ls_task>,
                 error: Out<ls_error>| unsafe {
        let Asked { agent, product, other, policy, .. } = asked;
        let data = ptr::null_mut();
        ls_customer_license_users_start(
            *agent, *product, *other, *policy, callback, data, out, error,
        )
    };
    asks(world, &takes, |asked, out, error| start(asked, Some(never), out, error));
    has_no_callback(world, |asked, out, error| start(asked, None, out, error));
}

/// Each of its texts, bad in every way.
fn bad_places(mut call: impl FnMut(*const c_char, *const c_char) -> Failure) {
    let good = c"good".as_ptr();
    for (bad, why) in bad_strings() {
        is_refused(&call(pointer(&bad), good), "product", why);
        is_refused(&call(good, pointer(&bad)), "customer_account_code", why);
    }
}

fn sso_sign_in(world: &World) {
    let (agent, up) = (world.client.agent.as_deref(), c"up".as_ptr());
    let none = refusal(|out, error| unsafe { ls_sso_sign_in(None, up, up, None, out, error) });
    is_refused(&none, "agent", "is NULL");
    bad_places(|product, account| {
        refusal(|out, error| unsafe { ls_sso_sign_in(agent, product, account, None, out, error) })
    });
    has_nowhere_to_put_it("out_licenses", |out, error| unsafe {
        ls_sso_sign_in(agent, up, up, None, out, error)
    });
}

fn sso_sign_in_start(world: &World) {
    let (agent, up, data) = (world.client.agent.as_deref(), c"up".as_ptr(), ptr::null_mut());
    let start = |agent: Option<&ls_agent>, product, account, callback: ls_licenses_callback| {
        refusal(|out, error| unsafe {
            ls_sso_sign_in_start(agent, product, account, None, callback, data, out, error)
        })
    };
    is_refused(&start(None, up, up, Some(never)), "agent", "is NULL");
    is_refused(&start(agent, up, up, None), "callback", "is NULL");
    bad_places(|product, account| start(agent, product, account, Some(never)));
    has_nowhere_to_put_it("out_task", |out, error| unsafe {
        ls_sso_sign_in_start(agent, up, up, None, Some(never), data, out, error)
    });
}

/// Its result is text, and never there when the call is refused.
fn sso_url(world: &World) {
    let (agent, up) = (world.client.agent.as_deref(), c"up".as_ptr());
    let url = |agent: Option<&ls_agent>, product, account, response_type, redirect_uri| {
        refusal::<c_char>(|out, error| unsafe {
            ls_sso_url(agent, product, account, response_type, redirect_uri, out, error)
        })
    };
    is_refused(&url(None, up, up, 0, ptr::null()), "agent", "is NULL");
    bad_places(|product, account| url(agent, product, account, 0, ptr::null()));
    for (bad, why) in bad_strings().into_iter().filter(|(bad, _)| bad.is_some()) {
        is_refused(&url(agent, up, up, 0, pointer(&bad)), "redirect_uri_or_null", why);
    }
    for number in [i32::MIN, -1, 2, i32::MAX] {
        is_refused(&url(agent, up, up, number, ptr::null()), "response_type", "expected");
    }
    has_nowhere_to_put_it("out_url", |out, error| unsafe {
        ls_sso_url(agent, up, up, 0, ptr::null(), out, error)
    });
}

fn fetch_product(world: &World) {
    let (agent, up) = (world.client.agent.as_deref(), c"up".as_ptr());
    let fetch = |agent: Option<&ls_agent>, product| {
        refusal(|out, error| unsafe { ls_fetch_product(agent, product, out, error) })
    };
    is_refused(&fetch(None, up), "agent", "is NULL");
    for (bad, why) in bad_strings() {
        is_refused(&fetch(agent, pointer(&bad)), "product", why);
    }
    has_nowhere_to_put_it("out_product", |out, error| unsafe {
        ls_fetch_product(agent, up, out, error)
    });
}

fn product_id_setter() -> Row {
    let name = "ls_config_set_product_id";
    let set = |config: Option<&mut ls_config>, product: *const c_char, id| unsafe {
        ls_config_set_product_id(config, product, id)
    };
    let (_, of_the_product) =
        string_setter(name, "product", false, move |config, product| set(config, product, 1));
    row(name, move |world| {
        of_the_product(world);
        for id in [0, -1, i64::MIN] {
            let failure = setter_fails(name, |config| set(config, c"up".as_ptr(), id));
            is_refused(&failure, "product_id", "expected");
        }
        // That another product is pinned heals nothing.
        let mut settings = Settings::empty().api_key("k", "s");
        let config = settings.config.as_deref_mut();
        assert_ne!(set(config, c"up".as_ptr(), 0), ls_status::LS_OK);
        let settings = settings.set(|config| set(config, c"other".as_ptr(), 1));
        let failure = settings.try_client().err().expect("half of the pins are none");
        is_refused(&failure, "product_id", "expected");
    })
}

/// An option that was not taken: told by its setter, and by the sign-in as long as it lasts.
fn option_setter(
    name: &'static str,
    parameter: &'static str,
    set: impl Fn(Option<&mut ls_sso_options>, bool) -> ls_status + 'static,
) -> Row {
    row(name, move |world| {
        assert_eq!(set(None, true), ls_status::LS_ERR_INVALID_ARGUMENT);
        // SAFETY: the library gives out new options.
        let mut options = unsafe { Box::from_raw(ls_sso_options_new()) };
        if set(Some(&mut options), false) != ls_status::LS_OK {
            let failure = refusal(|out, error| unsafe {
                let (agent, up) = (world.client.agent.as_deref(), c"up".as_ptr());
                ls_sso_sign_in(agent, up, up, Some(&options), out, error)
            });
            is_refused(&failure, parameter, "");
            assert!(failure.message.contains(&format!("{name} failed")), "{failure:?}");
        }
        assert_eq!(set(Some(&mut options), true), ls_status::LS_OK);
        ls_sso_options_free(Some(options));
    })
}

fn option_setters() -> Vec<Row> {
    vec![
        option_setter("ls_sso_options_set_port", "port", |options, _| {
            ls_sso_options_set_port(options, u16::MAX)
        }),
        option_setter("ls_sso_options_set_path", "path", |options, good| unsafe {
            let path = if good { c"/back" } else { c"back" };
            ls_sso_options_set_path(options, path.as_ptr())
        }),
        option_setter("ls_sso_options_set_response_type", "response_type", |options, good| {
            ls_sso_options_set_response_type(options, if good { 1 } else { 2 })
        }),
        option_setter("ls_sso_options_set_timeout_ms", "timeout_ms", |options, good| {
            ls_sso_options_set_timeout_ms(options, if good { 1 } else { 0 })
        }),
        option_setter("ls_sso_options_set_require_state", "require_state", |options, good| {
            ls_sso_options_set_require_state(options, good)
        }),
        option_setter(
            "ls_sso_options_set_require_signature",
            "require_signature",
            |options, good| ls_sso_options_set_require_signature(options, good),
        ),
        option_setter("ls_sso_options_set_browser_callback", "callback", |options, _| unsafe {
            ls_sso_options_set_browser_callback(options, None, ptr::null_mut())
        }),
    ]
}

fn has_no_callback(
    world: &World,
    start: impl Fn(&Asked, Out<ls_task>, Out<ls_error>) -> ls_status,
) {
    let valid = password("valid@example.com", "secret");
    let text = c("up");
    let asked = Asked {
        agent: world.client.agent.as_deref(),
        product: text.as_ptr(),
        other: text.as_ptr(),
        credentials: valid.get(),
        policy: NETWORK_ONLY,
    };
    is_refused(&refusal(|out, error| start(&asked, out, error)), "callback", "is NULL");
}

fn licenses_check(world: &World) {
    let (up, feature) = (c"up".as_ptr(), c"export".as_ptr());
    let licenses = world.licenses.get();
    let none = refusal(|out, error| unsafe { ls_licenses_check(None, up, feature, out, error) });
    is_refused(&none, "licenses", "is NULL");
    for (bad, why) in bad_strings() {
        let bad = pointer(&bad);
        let product =
            refusal(|out, error| unsafe { ls_licenses_check(licenses, bad, feature, out, error) });
        is_refused(&product, "product", why);
        if !bad.is_null() {
            let of =
                refusal(|out, error| unsafe { ls_licenses_check(licenses, up, bad, out, error) });
            is_refused(&of, "feature_or_null", why);
        }
    }
    has_nowhere_to_put_it("out_entitlement", |out, error| unsafe {
        ls_licenses_check(licenses, up, feature, out, error)
    });
}

/// It has no result but its status, so it is called without `refusal`.
fn agent_forget(world: &World) {
    let forget = |agent: Option<&ls_agent>, username: *const c_char| {
        let mut error = MaybeUninit::uninit();
        let status = unsafe { ls_agent_forget(agent, username, Some(&mut error)) };
        // SAFETY: the call has filled it, and it is the caller's.
        let error = unsafe { Box::from_raw(error.assume_init()) };
        let message = text(ls_error_message(Some(&error))).unwrap();
        ls_error_free(Some(error));
        assert_eq!(unsafe { ls_agent_forget(agent, username, None) }, status);
        assert_eq!(status, ls_status::LS_ERR_INVALID_ARGUMENT);
        message
    };
    assert!(forget(None, ptr::null()).contains("agent: is NULL"));
    for (bad, why) in bad_strings().into_iter().filter(|(bad, _)| bad.is_some()) {
        let message = forget(world.client.agent.as_deref(), pointer(&bad));
        assert!(message.contains(&format!("username_or_null: {why}")), "{message}");
    }
}

fn uipath_new(_: &World) {
    let settings = Settings::empty();
    let config = settings.config.as_deref();
    let (url, token) = (c"https://suite.example.com".as_ptr(), c"token".as_ptr());
    let none = refusal(|out, error| unsafe { ls_uipath_new(None, url, token, out, error) });
    is_refused(&none, "config", "is NULL");
    for (bad, why) in bad_strings() {
        let bad = pointer(&bad);
        let base = refusal(|out, error| unsafe { ls_uipath_new(config, bad, token, out, error) });
        is_refused(&base, "base_url", why);
        let access = refusal(|out, error| unsafe { ls_uipath_new(config, url, bad, out, error) });
        is_refused(&access, "access_token", why);
    }
    has_nowhere_to_put_it("out_uipath", |out, error| unsafe {
        ls_uipath_new(config, url, token, out, error)
    });
}

fn with_suite(world: &World, calls: impl FnOnce(&ls_uipath)) {
    let settings = Settings::of(&world.sandbox);
    let (url, token) = (c(world.sandbox.base_url()), c(world.sandbox.said("uipath_token")));
    let uipath = outcome(|out, error| unsafe {
        let config = settings.config.as_deref();
        ls_uipath_new(config, url.as_ptr(), token.as_ptr(), out, error)
    })
    .unwrap();
    calls(&uipath);
    ls_uipath_free(Some(uipath));
}

fn allocate(world: &World) {
    let good = [c"good".as_ptr()];
    let account = c"song".as_ptr();
    let call = |uipath: Option<&ls_uipath>,
                account: *const c_char,
                users: (*const *const c_char, usize),
                bundles: (*const *const c_char, usize)| {
        refusal(|out, error| unsafe {
            ls_uipath_allocate_user_licenses(
                uipath, account, users.0, users.1, bundles.0, bundles.1, true, out, error,
            )
        })
    };
    let one = (good.as_ptr(), 1);
    is_refused(&call(None, account, one, one), "uipath", "is NULL");
    with_suite(world, |uipath| {
        let uipath = Some(uipath);
        for (bad, why) in bad_strings() {
            is_refused(&call(uipath, pointer(&bad), one, one), "account_id", why);
            let texts = [c"good".as_ptr(), pointer(&bad)];
            let two = (texts.as_ptr(), 2);
            is_refused(&call(uipath, account, two, one), "user_ids[1]", why);
            is_refused(&call(uipath, account, one, two), "bundle_codes[1]", why);
        }
        for count in [0, 1, usize::MAX] {
            let null = (ptr::null(), count);
            is_refused(&call(uipath, account, null, one), "user_ids", "is NULL");
            is_refused(&call(uipath, account, one, null), "bundle_codes", "is NULL");
        }
        for count in [0, 10_001, usize::MAX] {
            let many = (good.as_ptr(), count);
            is_refused(&call(uipath, account, many, one), "user_ids", "expected");
            is_refused(&call(uipath, account, one, many), "bundle_codes", "expected");
        }
        has_nowhere_to_put_it("out_allocations", |out, error| unsafe {
            let texts = good.as_ptr();
            ls_uipath_allocate_user_licenses(uipath, account, texts, 1, texts, 1, true, out, error)
        });
    });
}

/// Freeing nothing.
fn destructors() -> Vec<Row> {
    vec![
        row("ls_agent_free", |_| ls_agent_free(None)),
        row("ls_allocations_free", |_| ls_allocations_free(None)),
        row("ls_entitlement_free", |_| ls_entitlement_free(None)),
        row("ls_activation_free", |_| ls_activation_free(None)),
        row("ls_task_free", |_| ls_task_free(None)),
        row("ls_config_free", |_| ls_config_free(None)),
        row("ls_credentials_free", |_| ls_credentials_free(None)),
        row("ls_error_free", |_| ls_error_free(None)),
        row("ls_license_users_free", |_| ls_license_users_free(None)),
        row("ls_product_free", |_| ls_product_free(None)),
        row("ls_licenses_free", |_| ls_licenses_free(None)),
        row("ls_uipath_free", |_| ls_uipath_free(None)),
        row("ls_sso_options_free", |_| ls_sso_options_free(None)),
        row("ls_string_free", |_| unsafe { ls_string_free(ptr::null_mut()) }),
    ]
}

/// What takes nothing, or nothing that could be wrong.
fn others() -> Vec<Row> {
    vec![
        row("ls_config_new", |_| drop(Settings::empty())),
        row("ls_sso_options_new", |_| drop(sso::Sso::new())),
        row("ls_version", |_| {
            assert_eq!(text(ls_version()).unwrap(), env!("CARGO_PKG_VERSION"));
        }),
        row("ls_status_name", |_| {
            for number in [i32::MIN, -1, 4, 99, 399, 901, i32::MAX] {
                assert_eq!(text(ls_status_name(number)).unwrap(), "unknown status");
            }
            let statuses = statuses();
            assert!(statuses.len() > 20);
            for (name, number) in statuses {
                assert_eq!(text(ls_status_name(number)).unwrap(), name);
            }
        }),
        row("ls_agent_close", |_| {
            for ms in [0, 1, u32::MAX] {
                assert_eq!(ls_agent_close(None, ms), ls_status::LS_ERR_INVALID_ARGUMENT);
            }
        }),
        row("ls_task_wait", |_| {
            for ms in [0, 1, u32::MAX] {
                assert_eq!(ls_task_wait(None, ms), ls_status::LS_ERR_INVALID_ARGUMENT);
            }
        }),
        row("ls_task_cancel", |_| {
            assert_eq!(ls_task_cancel(None), ls_status::LS_ERR_INVALID_ARGUMENT);
        }),
        row("ls_agent_clock_offset", |world| {
            let mut out = MaybeUninit::new(1);
            assert!(!ls_agent_clock_offset(None, Some(&mut out)));
            // SAFETY: it was initialised.
            assert_eq!(unsafe { out.assume_init() }, 0);
            assert!(!ls_agent_clock_offset(None, None));
            assert!(!ls_agent_clock_offset(world.client.agent.as_deref(), None));
        }),
        row("ls_error_status", |_| {
            assert_eq!(ls_error_status(None), ls_status::LS_ERR_INTERNAL);
        }),
        row("ls_error_message", |_| assert!(ls_error_message(None).is_null())),
        row("ls_error_code", |_| assert!(ls_error_code(None).is_null())),
        row("ls_error_http_status", |_| assert_eq!(ls_error_http_status(None), 0)),
        row("ls_error_is_retryable", |_| assert!(!ls_error_is_retryable(None))),
        row("ls_error_retry_after", |_| {
            let mut seconds = MaybeUninit::new(7);
            assert!(!ls_error_retry_after(None, Some(&mut seconds)));
            // SAFETY: it was filled from the start.
            assert_eq!(unsafe { seconds.assume_init() }, 0);
        }),
    ]
}

/// Asks for what is at an index: nothing where there is no object, and nothing past the end.
fn elements<O: 'static, E: 'static>(
    count: (&'static str, extern "C" fn(Option<&O>) -> usize),
    at: (&'static str, extern "C" fn(Option<&O>, usize) -> *const E),
    object: fn(&World) -> Option<&O>,
) -> [Row; 2] {
    let (count, at) = ((count.0, count.1), (at.0, at.1));
    [
        row(count.0, move |world| {
            assert_eq!(count.1(None), 0);
            assert!(count.1(object(world)) > 0);
        }),
        row(at.0, move |world| {
            let size = count.1(object(world));
            for index in [0, 1, usize::MAX] {
                assert!(at.1(None, index).is_null());
            }
            assert!(!at.1(object(world), size - 1).is_null());
            for index in [size, size + 1, usize::MAX / 2, usize::MAX] {
                assert!(at.1(object(world), index).is_null(), "{} {index}", at.0);
            }
        }),
    ]
}

macro_rules! named {
    ($function:ident) => {
        (stringify!($function), $function)
    };
}

fn lists() -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(elements(named!(ls_licenses_count), named!(ls_licenses_at), |world| {
        world.licenses.get()
    }));
    rows.extend(elements(named!(ls_license_users_count), named!(ls_license_users_at), |world| {
        world.users.get()
    }));
    rows.extend(elements(named!(ls_allocations_count), named!(ls_allocations_at), |world| {
        world.allocated.get()
    }));
    rows.extend(elements(
        named!(ls_allocation_user_bundle_codes_count),
        named!(ls_allocation_user_bundle_codes_at),
        World::allocation,
    ));
    rows.extend(elements(
        named!(ls_license_product_features_count),
        named!(ls_license_product_features_at),
        World::license,
    ));
    // Nobody of the cast but "sparse" has one of these.
    rows.push(row("ls_license_custom_fields_count", |world| {
        assert_eq!(ls_license_custom_fields_count(None), 0);
        assert_eq!(ls_license_custom_fields_count(world.license()), 0);
    }));
    rows.push(row("ls_license_custom_fields_at", |world| {
        for index in [0, 1, usize::MAX] {
            assert!(ls_license_custom_fields_at(None, index).is_null());
            assert!(ls_license_custom_fields_at(world.license(), index).is_null());
        }
    }));
    // Only the answer of ls_fetch_product() has some.
    rows.push(row("ls_product_custom_fields_count", |world| {
        assert_eq!(ls_product_custom_fields_count(None), 0);
        assert_eq!(ls_product_custom_fields_count(world.product()), 0);
    }));
    rows.push(row("ls_product_custom_fields_at", |world| {
        for index in [0, 1, usize::MAX] {
            assert!(ls_product_custom_fields_at(None, index).is_null());
            assert!(ls_product_custom_fields_at(world.product(), index).is_null());
        }
    }));
    rows
}

/// What is read from a result and is no field.
fn parts() -> Vec<Row> {
    let null = ptr::null_mut::<c_char>();
    vec![
        row("ls_license_to_json", move |_| assert_eq!(ls_license_to_json(None), null)),
        row("ls_licenses_to_json", move |_| assert_eq!(ls_licenses_to_json(None), null)),
        row("ls_license_users_to_json", move |_| {
            assert_eq!(ls_license_users_to_json(None), null);
        }),
        row("ls_allocations_to_json", move |_| {
            assert_eq!(ls_allocations_to_json(None), null);
        }),
        row("ls_license_holder", |_| assert!(ls_license_holder(None).is_null())),
        row("ls_license_customer", |_| assert!(ls_license_customer(None).is_null())),
        row("ls_license_product_details", |_| {
            assert!(ls_license_product_details(None).is_null());
        }),
        row("ls_license_users_customer", |_| {
            assert!(ls_license_users_customer(None).is_null());
        }),
        row("ls_licenses_fallback", |_| assert!(ls_licenses_fallback(None).is_null())),
        row("ls_license_users_fallback", |_| {
            assert!(ls_license_users_fallback(None).is_null());
        }),
        row("ls_licenses_fetched_at", |_| assert_eq!(ls_licenses_fetched_at(None), 0)),
        row("ls_license_users_fetched_at", |_| {
            assert_eq!(ls_license_users_fetched_at(None), 0);
        }),
        row("ls_licenses_source", |_| {
            assert_eq!(ls_licenses_source(None), ls_source::LS_SOURCE_NETWORK)
        }),
        row("ls_license_users_source", |_| {
            assert_eq!(ls_license_users_source(None), ls_source::LS_SOURCE_NETWORK)
        }),
        row("ls_entitlement_is_allowed", |_| assert!(!ls_entitlement_is_allowed(None))),
        row("ls_entitlement_decision", |_| {
            let none = ls_decision::LS_DECISION_DENIED_NO_LICENSE;
            assert_eq!(ls_entitlement_decision(None), none);
        }),
        row("ls_entitlement_license", |_| assert!(ls_entitlement_license(None).is_null())),
        row("ls_entitlement_expires_at", |world| {
            let mut out = MaybeUninit::new(1);
            assert!(!ls_entitlement_expires_at(None, Some(&mut out)));
            // SAFETY: it was initialised.
            assert_eq!(unsafe { out.assume_init() }, 0);
            assert!(!ls_entitlement_expires_at(None, None));
            let entitlement = outcome(|out, error| unsafe {
                let licenses = world.licenses.get();
                ls_licenses_check(licenses, c"up".as_ptr(), ptr::null(), out, error)
            })
            .unwrap();
            let present = ls_entitlement_expires_at(Some(&entitlement), Some(&mut out));
            assert_eq!(ls_entitlement_expires_at(Some(&entitlement), None), present);
            ls_entitlement_free(Some(entitlement));
        }),
        row("ls_entitlement_source", |_| {
            assert_eq!(ls_entitlement_source(None), ls_source::LS_SOURCE_NETWORK)
        }),
        row("ls_entitlement_fetched_at", |_| assert_eq!(ls_entitlement_fetched_at(None), 0)),
        row("ls_entitlement_fallback", |_| assert!(ls_entitlement_fallback(None).is_null())),
        row("ls_entitlement_message", |_| assert!(ls_entitlement_message(None).is_null())),
        row("ls_activation_hardware_id", |_| assert!(ls_activation_hardware_id(None).is_null())),
        row("ls_activation_device_id", |_| {
            let mut out = MaybeUninit::new(-1);
            assert!(!ls_activation_device_id(None, Some(&mut out)));
            // SAFETY: the call has filled it.
            assert_eq!(unsafe { out.assume_init() }, 0);
            assert!(!ls_activation_device_id(None, None));
        }),
        row("ls_entitlement_to_json", move |_| {
            assert_eq!(ls_entitlement_to_json(None), null);
        }),
    ]
}

/// A field without an object, and without a place for its value.
fn accessors<T>(rows: &mut Vec<Row>, fields: &'static [Field<T>], object: fn(&World) -> *const T) {
    for field in fields {
        rows.push(row(field.function, move |world| {
            assert_eq!(field.read(None), Value::Null);
            // SAFETY: NULL, or it lives as long as the world.
            let object = unsafe { object(world).as_ref() };
            let present = !field.read(object).is_null();
            match field.reader {
                Reader::Text(_) | Reader::Json(_) => {}
                Reader::Int(read) | Reader::Time(read) => {
                    assert!(!read(None, None));
                    assert_eq!(read(object, None), present);
                }
                Reader::Flag(read) => {
                    assert!(!read(None, None));
                    assert_eq!(read(object, None), present);
                }
            }
        }));
    }
}

fn table() -> Vec<Row> {
    let mut rows = Vec::new();
    rows.extend(calls());
    rows.extend(setters());
    rows.extend(option_setters());
    rows.extend(constructors());
    rows.extend(destructors());
    rows.extend(others());
    rows.extend(lists());
    rows.extend(parts());
    rows.extend(around::rows());
    rows.extend(doctor::rows());
    rows.extend(seats::rows());
    accessors(&mut rows, fields::LICENSE, |world| ls_licenses_at(world.licenses.get(), 0));
    accessors(&mut rows, fields::FEATURE, |world| {
        ls_license_product_features_at(world.license(), 0)
    });
    accessors(&mut rows, fields::CUSTOM_FIELD, |_| ptr::null());
    accessors(&mut rows, fields::CUSTOMER, |world| ls_license_users_customer(world.users.get()));
    accessors(&mut rows, fields::PRODUCT, |world| ls_license_product_details(world.license()));
    accessors(&mut rows, fields::PRODUCT_CUSTOM_FIELD, |_| ptr::null());
    accessors(&mut rows, fields::USER, |world| ls_license_holder(world.license()));
    accessors(&mut rows, fields::LICENSE_USER, |world| ls_license_users_at(world.users.get(), 0));
    accessors(&mut rows, fields::ALLOCATION, |world| {
        world.allocation().map_or(ptr::null(), ptr::from_ref)
    });
    rows
}

#[test]
fn every_function_of_the_header_is_in_the_table() {
    let declared: BTreeSet<_> = declared_functions().into_iter().collect();
    let listed: BTreeSet<_> = table().iter().map(|row| row.0.to_owned()).collect();
    let missing: Vec<_> = declared.difference(&listed).collect();
    let stale: Vec<_> = listed.difference(&declared).collect();
    assert!(missing.is_empty(), "no bad call is tried of {missing:?}");
    assert!(stale.is_empty(), "the header does not declare {stale:?}");
}

#[test]
fn no_function_takes_what_it_must_not_be_given() {
    let world = World::new();
    for (name, calls) in table() {
        println!("{name}");
        calls(&world);
    }
    let (connections, requests) = world.sandbox.traffic();
    assert_eq!((connections, requests), (0, 0), "nothing was sent");
}
