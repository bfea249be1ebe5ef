//! The runner in Rust: calls the functions of the C ABI in this process.

use std::ffi::{CString, c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::mpsc::{Receiver, Sender, channel};

use lsagent::ffi::activation::{ls_activation, ls_activation_free};
use lsagent::ffi::agent::*;
use lsagent::ffi::allocations::*;
use lsagent::ffi::config::*;
use lsagent::ffi::credentials::*;
use lsagent::ffi::custom_field::*;
use lsagent::ffi::customer::ls_customer_email;
use lsagent::ffi::entitlement::*;
use lsagent::ffi::error::*;
use lsagent::ffi::feature::ls_feature_code;
use lsagent::ffi::license::*;
use lsagent::ffi::license_user::ls_license_user_email;
use lsagent::ffi::license_users::*;
use lsagent::ffi::licenses::*;
use lsagent::ffi::product::*;
use lsagent::ffi::product_custom_field::*;
use lsagent::ffi::seat::{ls_seat, ls_seat_free};
use lsagent::ffi::sso::*;
use lsagent::ffi::task::*;
use lsagent::ffi::uipath::*;
use lsagent::ffi::user::ls_user_email;

mod life;
mod seats;

use super::runner::Runner;
use crate::support::sso::{Sso, sso_url};
use crate::support::{Failure, c, ls_status, outcome, owned, text};

type Outcome<T> = Result<Box<T>, Failure>;
type Answer = Result<Line, Failure>;

#[derive(Default)]
pub struct Native {
    config: Option<Box<ls_config>>,
    agent: Option<Box<ls_agent>>,
    activation: Option<Box<ls_activation>>,
    seat: Option<Box<ls_seat>>,
    /// Goes after the agent.
    events: Box<seats::Events>,
}

impl Runner for Native {
    fn ask(&mut self, line: &str) -> String {
        let mut asked = Asked::of(line);
        let answer = match &asked.name[..] {
            "agent" => self.agent(&mut asked),
            "check" => self.check(&mut asked),
            "licenses" => self.licenses(&mut asked),
            "users" => self.users(&mut asked),
            "product" => self.product(&mut asked),
            "allocate" => self.allocate(&mut asked),
            "forget" => self.forget(&mut asked),
            "sso_url" => self.sso_url(&mut asked),
            "sign_in" => self.sign_in(&mut asked),
            other => {
                let call = life::call(other).or_else(|| seats::call(other));
                let call = call.unwrap_or_else(|| panic!("unknown: {other}"));
                call(self, &mut asked)
            }
        };
        assert!(asked.fields.is_empty(), "unknown: {:?}", asked.fields);
        asked.name + &answer.unwrap_or_else(failed).0
    }
}

impl Drop for Native {
    fn drop(&mut self) {
        self.let_go();
    }
}

impl Native {
    fn let_go(&mut self) {
        ls_seat_free(self.seat.take());
        ls_activation_free(self.activation.take());
        ls_agent_free(self.agent.take());
        ls_config_free(self.config.take());
    }

    fn agent(&mut self, asked: &mut Asked) -> Answer {
        self.let_go();
        *self.events = seats::Events::default();
        // SAFETY: the library gives out a new configuration. Here and below: every text ends with
        // NUL, or is NULL, and outlives the call.
        self.config = Some(unsafe { Box::from_raw(ls_config_new()) });
        for (key, value) in std::mem::take(&mut asked.fields) {
            if !TOLD_WITH_OTHERS.contains(&&key[..]) {
                self.set(&key, &value, asked);
            }
        }
        let agent = outcome(|out, error| ls_agent_new(self.config.as_deref(), out, error))?;
        self.agent = Some(agent);
        Ok(Line::ok())
    }

    /// A failure is told by `ls_agent_new`.
    fn set(&mut self, key: &str, value: &str, asked: &Asked) {
        let config = self.config.as_deref_mut();
        let number = || value.parse::<i64>().unwrap();
        let ms = || u32::try_from(number()).unwrap();
        let string = c(value);
        let string = string.as_ptr();
        let _ = match key {
            "api_key" => {
                let shared = asked.was_given("shared_key").map(c);
                unsafe { ls_config_set_api_key(config, string, pointer(shared.as_ref())) }
            }
            "client_id" => {
                let [secret, url] =
                    ["client_secret", "token_url"].map(|key| asked.was_given(key).map(c));
                let (secret, url) = (pointer(secret.as_ref()), pointer(url.as_ref()));
                unsafe { ls_config_set_oauth_client(config, string, secret, url) }
            }
            "remember" => ls_config_set_remember(config, flag(value)),
            "public_key_file" => {
                let pem = c(&std::fs::read_to_string(value).unwrap());
                unsafe { ls_config_set_response_public_key(config, pem.as_ptr()) }
            }
            "base_url" => unsafe { ls_config_set_base_url(config, string) },
            "ca_file" => unsafe { ls_config_set_ca_file(config, string) },
            "cache_dir" => unsafe { ls_config_set_cache_dir(config, string) },
            "device_id" => unsafe { ls_config_set_device_id(config, string) },
            "proxy" => unsafe { ls_config_set_proxy(config, string) },
            "cache_enabled" => ls_config_set_cache_enabled(config, flag(value)),
            "timeout_ms" => ls_config_set_timeout_ms(config, ms()),
            "connect_timeout_ms" => ls_config_set_connect_timeout_ms(config, ms()),
            "offline_grace_seconds" => ls_config_set_offline_grace_seconds(config, number()),
            "refresh_after_seconds" => ls_config_set_refresh_after_seconds(config, number()),
            "release_seats" => ls_config_set_release_seats(config, flag(value)),
            "consumption_sync_seconds" => ls_config_set_consumption_sync_seconds(config, number()),
            "consumption_delivery" => ls_config_set_consumption_delivery(config, delivery(value)),
            other => panic!("unknown: {other}"),
        };
    }

    fn check(&mut self, asked: &mut Asked) -> Answer {
        let (product, feature) = (c(&asked.take("product")), asked.find("feature").map(|f| c(&f)));
        let (credentials, policy) = (SignIn::of(asked), asked.policy());
        let (agent, feature) = (self.agent.as_deref(), pointer(feature.as_ref()));
        let entitlement = if asked.in_background() {
            background(|told, data, task, error| unsafe {
                let (product, user) = (product.as_ptr(), credentials.get());
                ls_check_start(agent, product, feature, user, policy, Some(told), data, task, error)
            })
        } else {
            outcome(|out, error| unsafe {
                ls_check(agent, product.as_ptr(), feature, credentials.get(), policy, out, error)
            })
        }?;
        let line = entitlement_line(&entitlement);
        ls_entitlement_free(Some(entitlement));
        Ok(line)
    }

    fn licenses(&mut self, asked: &mut Asked) -> Answer {
        let product = c(&asked.take("product"));
        let (credentials, policy) = (SignIn::of(asked), asked.policy());
        let (agent, user) = (self.agent.as_deref(), credentials.get());
        let licenses = if asked.in_background() {
            background(|told, data, task, error| unsafe {
                let product = product.as_ptr();
                ls_user_licenses_start(agent, product, user, policy, Some(told), data, task, error)
            })
        } else {
            outcome(|out, error| unsafe {
                ls_user_licenses(agent, product.as_ptr(), user, policy, out, error)
            })
        }?;
        let line = licenses_line(&licenses);
        ls_licenses_free(Some(licenses));
        Ok(line)
    }

    fn sso_url(&mut self, asked: &mut Asked) -> Answer {
        let (product, account) = (asked.take("product"), asked.take("account"));
        let response_type = response_type(&asked.take("response_type"));
        let redirect_uri = asked.find("redirect_uri");
        let (agent, redirect_uri) = (self.agent.as_deref(), redirect_uri.as_deref());
        let url = sso_url(agent, &product, &account, response_type, redirect_uri)?;
        Ok(Line::ok().and("url", url))
    }

    fn sign_in(&mut self, asked: &mut Asked) -> Answer {
        let (product, account) = (c(&asked.take("product")), c(&asked.take("account")));
        let (product, account) = (product.as_ptr(), account.as_ptr());
        let options = sso_options(asked);
        let (agent, options) = (self.agent.as_deref(), options.get());
        let licenses = if asked.in_background() {
            background(|told, data, task, error| unsafe {
                let told = Some(told);
                ls_sso_sign_in_start(agent, product, account, options, told, data, task, error)
            })
        } else {
            outcome(|out, error| unsafe {
                ls_sso_sign_in(agent, product, account, options, out, error)
            })
        }?;
        let line = licenses_line(&licenses);
        ls_licenses_free(Some(licenses));
        Ok(line)
    }

    fn users(&mut self, asked: &mut Asked) -> Answer {
        let (product, customer) = (c(&asked.take("product")), c(&asked.take("customer")));
        let (agent, policy) = (self.agent.as_deref(), asked.policy());
        let (product, customer) = (product.as_ptr(), customer.as_ptr());
        let users = if asked.in_background() {
            background(|told, data, task, error| unsafe {
                let told = Some(told);
                ls_customer_license_users_start(
                    agent, product, customer, policy, told, data, task, error,
                )
            })
        } else {
            outcome(|out, error| unsafe {
                ls_customer_license_users(agent, product, customer, policy, out, error)
            })
        }?;
        let line = users_line(&users);
        ls_license_users_free(Some(users));
        Ok(line)
    }

    fn product(&mut self, asked: &mut Asked) -> Answer {
        let (agent, name) = (self.agent.as_deref(), c(&asked.take("product")));
        let product =
            outcome(|out, error| unsafe { ls_fetch_product(agent, name.as_ptr(), out, error) })?;
        let line = product_line(&product);
        ls_product_free(Some(product));
        Ok(line)
    }

    fn allocate(&mut self, asked: &mut Asked) -> Answer {
        let (base_url, token) = (c(&asked.take("base_url")), c(&asked.take("token")));
        let account = c(&asked.take("account"));
        let [users, bundles] = ["users", "bundles"].map(|key| list(&asked.take(key)));
        let [user_ids, codes] = [&users, &bundles].map(|texts| pointers(texts));
        let external = flag(&asked.take("external"));
        let method = asked.find("method").map(|name| allocation_method(&name));
        let config = self.config.as_deref();
        let uipath = outcome(|out, error| unsafe {
            ls_uipath_new(config, base_url.as_ptr(), token.as_ptr(), out, error)
        })?;
        if let Some(method) = method {
            assert_eq!(ls_uipath_set_method(Some(&uipath), method), ls_status::LS_OK);
        }
        let allocations = outcome(|out, error| unsafe {
            ls_uipath_allocate_user_licenses(
                Some(&*uipath),
                account.as_ptr(),
                user_ids.as_ptr(),
                user_ids.len(),
                codes.as_ptr(),
                codes.len(),
                external,
                out,
                error,
            )
        });
        ls_uipath_free(Some(uipath));
        let allocations = allocations?;
        let line = allocations_line(&allocations);
        ls_allocations_free(Some(allocations));
        Ok(line)
    }

    fn forget(&mut self, asked: &mut Asked) -> Answer {
        let username = asked.find("username").map(|name| c(&name));
        let mut error = MaybeUninit::uninit();
        let agent = self.agent.as_deref();
        let status =
            unsafe { ls_agent_forget(agent, pointer(username.as_ref()), Some(&mut error)) };
        assert_eq!(status, ls_status::LS_OK);
        Ok(Line::ok())
    }
}

/// A line, taken apart.
struct Asked {
    name: String,
    fields: Vec<(String, String)>,
    all: Vec<(String, String)>,
}

impl Asked {
    fn of(line: &str) -> Self {
        let mut words = line.split('\t');
        let name = words.next().unwrap().to_owned();
        let field =
            |word: &str| word.split_once('=').map(|(key, value)| (key.into(), value.into()));
        let fields: Vec<_> = words.map(|word| field(word).expect("key=value")).collect();
        Self { name, all: fields.clone(), fields }
    }

    fn find(&mut self, key: &str) -> Option<String> {
        let at = self.fields.iter().position(|(name, _)| name == key)?;
        Some(self.fields.remove(at).1)
    }

    fn take(&mut self, key: &str) -> String {
        self.find(key).unwrap_or_else(|| panic!("{}: no {key}", self.name))
    }

    fn was_given(&self, key: &str) -> Option<&str> {
        self.all.iter().find(|(name, _)| name == key).map(|(_, value)| &value[..])
    }

    fn policy(&mut self) -> i32 {
        match &self.take("policy")[..] {
            "network-first" => 0,
            "cache-first" => 1,
            "network-only" => 2,
            "cache-only" => 3,
            other => panic!("unknown: {other}"),
        }
    }

    fn in_background(&mut self) -> bool {
        match &self.take("mode")[..] {
            "call" => false,
            "background" => true,
            other => panic!("unknown: {other}"),
        }
    }
}

/// Settings that another one's setter takes along.
const TOLD_WITH_OTHERS: [&str; 3] = ["shared_key", "client_secret", "token_url"];

fn response_type(name: &str) -> i32 {
    match name {
        "code" => 0,
        "token" => 1,
        number => number.parse().expect("a response type"),
    }
}

fn delivery(name: &str) -> i32 {
    match name {
        "at-most-once" => 0,
        "at-least-once" => 1,
        other => panic!("unknown: {other}"),
    }
}

fn allocation_method(name: &str) -> i32 {
    match name {
        "auto" => 0,
        "post" => 1,
        "put" => 2,
        other => panic!("unknown: {other}"),
    }
}

/// With a browser that shows the page to nobody.
fn sso_options(asked: &mut Asked) -> Sso {
    let mut options = Sso::new();
    let mut number = |key: &str| asked.find(key).map(|text| text.parse::<u32>().unwrap());
    if let Some(port) = number("port") {
        options = options.port(u16::try_from(port).unwrap());
    }
    if let Some(ms) = number("wait_ms") {
        options = options.timeout_ms(ms);
    }
    if let Some(name) = asked.find("response_type") {
        options = options.response_type(response_type(&name));
    }
    if let Some(path) = asked.find("path") {
        options = options.path(&path);
    }
    options
}

struct SignIn(Option<Box<ls_credentials>>);

impl SignIn {
    fn of(asked: &mut Asked) -> Self {
        let [username, token, code, key, who] =
            ["username", "id_token", "code", "license_key", "remembered"]
                .map(|key| asked.find(key).map(|t| c(&t)));
        let credentials = if let Some(username) = username {
            let password = c(&asked.take("password"));
            unsafe { ls_credentials_new_password(username.as_ptr(), password.as_ptr()) }
        } else if let Some(token) = token {
            let account = c(&asked.take("account"));
            unsafe { ls_credentials_new_id_token(token.as_ptr(), account.as_ptr()) }
        } else if let Some(code) = code {
            let account = c(&asked.take("account"));
            let redirect = asked.find("redirect_uri").map(|uri| c(&uri));
            let redirect = pointer(redirect.as_ref());
            unsafe { ls_credentials_new_code(code.as_ptr(), account.as_ptr(), redirect) }
        } else if let Some(key) = key {
            unsafe { ls_credentials_new_license_key(key.as_ptr()) }
        } else {
            let who = who.expect("somebody signs in");
            let who = (!who.is_empty()).then_some(&who);
            unsafe { ls_credentials_new_remembered(pointer(who)) }
        };
        // SAFETY: the library gives out new credentials.
        Self(Some(unsafe { Box::from_raw(credentials) }))
    }

    fn get(&self) -> Option<&ls_credentials> {
        self.0.as_deref()
    }
}

impl Drop for SignIn {
    fn drop(&mut self) {
        ls_credentials_free(self.0.take());
    }
}

type Told<T> = unsafe extern "C" fn(*mut c_void, ls_status, *mut T, *mut ls_error);
type Out<'a, T> = Option<&'a mut MaybeUninit<*mut T>>;

/// Begins a call, and waits for what its callback brings.
fn background<T>(
    start: impl FnOnce(Told<T>, *mut c_void, Out<ls_task>, Out<ls_error>) -> ls_status,
) -> Outcome<T> {
    unsafe extern "C" fn told<T>(
        data: *mut c_void,
        status: ls_status,
        value: *mut T,
        error: *mut ls_error,
    ) {
        // SAFETY: it is the sender below, and used once.
        let sender = unsafe { Box::from_raw(data.cast::<Sender<(ls_status, usize, usize)>>()) };
        sender.send((status, value as usize, error as usize)).unwrap();
    }
    let (sender, receiver): (_, Receiver<(ls_status, usize, usize)>) = channel();
    let data: *mut c_void = Box::into_raw(Box::new(sender)).cast();
    let task = match outcome(|task, error| start(told::<T>, data, task, error)) {
        Ok(task) => task,
        Err(failure) => {
            // SAFETY: no callback comes.
            drop(unsafe { Box::from_raw(data.cast::<Sender<(ls_status, usize, usize)>>()) });
            return Err(failure);
        }
    };
    let (status, value, error) = receiver.recv().expect("the callback comes");
    ls_task_free(Some(task));
    outcome(|out, out_error| {
        out.unwrap().write(value as *mut T);
        out_error.unwrap().write(error as *mut ls_error);
        status
    })
}

/// What follows the name in an answer.
struct Line(String);

impl Line {
    fn ok() -> Self {
        Self("\tstatus=LS_OK".into())
    }

    fn and(mut self, key: &str, value: impl Into<Field>) -> Self {
        if let Some(value) = value.into().0 {
            self.0 += &format!("\t{key}={}", value.replace(['\r', '\n'], ""));
        }
        self
    }
}

/// A value, if there is one.
struct Field(Option<String>);

impl From<Option<String>> for Field {
    fn from(value: Option<String>) -> Self {
        Self(value)
    }
}

impl From<Option<i64>> for Field {
    fn from(value: Option<i64>) -> Self {
        Self(value.map(|number| number.to_string()))
    }
}

impl From<String> for Field {
    fn from(value: String) -> Self {
        Self(Some(value))
    }
}

/// Joined; nothing for none.
impl From<Vec<String>> for Field {
    fn from(values: Vec<String>) -> Self {
        Self((!values.is_empty()).then(|| values.join(",")))
    }
}

fn failed(failure: Failure) -> Line {
    let http_status = (failure.http_status != 0).then_some(i64::from(failure.http_status));
    Line(format!("\tstatus={:?}", failure.status))
        .and("code", failure.code)
        .and("http_status", http_status)
        .and("retryable", failure.retryable.to_string())
        .and("retry_after", failure.retry_after)
        .and("message", failure.message)
}

fn entitlement_line(entitlement: &ls_entitlement) -> Line {
    let e = Some(entitlement);
    // SAFETY: NULL, or they live as long as the entitlement.
    let (license, fallback) =
        unsafe { (ls_entitlement_license(e).as_ref(), ls_entitlement_fallback(e).as_ref()) };
    Line::ok()
        .and("allowed", ls_entitlement_is_allowed(e).to_string())
        .and("decision", format!("{:?}", ls_entitlement_decision(e)))
        .and("license", license.and_then(|license| number(license, ls_license_id)))
        .and("expires_at", number(entitlement, ls_entitlement_expires_at))
        .and("source", format!("{:?}", ls_entitlement_source(e)))
        .and("fetched_at", ls_entitlement_fetched_at(e).to_string())
        .and("fallback", fallback.map(status_of))
        .and("message", text(ls_entitlement_message(e)))
        .and("json", owned(ls_entitlement_to_json(e)))
}

fn product_line(product: &ls_product) -> Line {
    let p = Some(product);
    Line::ok()
        .and("product_id", number(product, ls_product_product_id))
        .and("product_name", text(ls_product_product_name(p)))
        .and("short_code", text(ls_product_short_code(p)))
        .and("authorization_method", text(ls_product_authorization_method(p)))
        .and("metadata", text(ls_product_metadata(p)))
        .and("latest_version", text(ls_product_latest_version(p)))
        .and("company_id", number(product, ls_product_company_id))
        .and("custom", custom_of_product(product))
}

fn custom_of_product(product: &ls_product) -> Vec<String> {
    let field = |index| {
        // SAFETY: it lives as long as the product.
        let field = unsafe { ls_product_custom_fields_at(Some(product), index).as_ref() };
        let parts = [ls_product_custom_field_name, ls_product_custom_field_default_value];
        parts.map(|part| or_dash(text(part(field)))).join(":")
    };
    (0..ls_product_custom_fields_count(Some(product))).map(field).collect()
}

fn licenses_line(licenses: &ls_licenses) -> Line {
    let l = Some(licenses);
    // SAFETY: NULL, or it lives as long as the licenses; so below.
    let fallback = unsafe { ls_licenses_fallback(l).as_ref() };
    let all: Vec<&ls_license> = (0..ls_licenses_count(l))
        .map(|index| unsafe { ls_licenses_at(l, index).as_ref() }.unwrap())
        .collect();
    let each = |read: fn(&ls_license) -> Vec<String>| -> Vec<String> {
        all.iter().flat_map(|license| read(license)).collect()
    };
    Line::ok()
        .and("count", all.len().to_string())
        .and("source", format!("{:?}", ls_licenses_source(l)))
        .and("fetched_at", ls_licenses_fetched_at(l).to_string())
        .and("fallback", fallback.map(status_of))
        .and("ids", each(|license| number_text(license, ls_license_id).into_iter().collect()))
        .and("features", each(features))
        .and("holders", each(|license| holder(license).into_iter().collect()))
        .and("fields", all.first().map(|license| fields(license)))
        .and("custom", all.first().map(|license| custom(license)).unwrap_or_default())
        .and("json", owned(ls_licenses_to_json(l)))
}

fn features(license: &ls_license) -> Vec<String> {
    let count = ls_license_product_features_count(Some(license));
    let code = |index| {
        // SAFETY: NULL, or it lives as long as the license; so below.
        let feature = unsafe { ls_license_product_features_at(Some(license), index).as_ref() };
        text(ls_feature_code(feature))
    };
    (0..count).filter_map(code).collect()
}

fn holder(license: &ls_license) -> Option<String> {
    text(ls_user_email(unsafe { ls_license_holder(Some(license)).as_ref() }))
}

fn fields(license: &ls_license) -> String {
    let l = Some(license);
    [
        text(ls_license_order_store_id(l)),
        text(ls_license_license_type(l)),
        number_text(license, ls_license_validity_period),
        number_text(license, ls_license_start_date),
        flag_text(license, ls_license_is_expired),
        flag_text(license, ls_license_license_enabled),
        number_text(license, ls_license_max_activations),
        text(ls_license_metadata(l)),
    ]
    .map(or_dash)
    .join("|")
}

fn custom(license: &ls_license) -> Vec<String> {
    let field = |index| {
        let field = unsafe { ls_license_custom_fields_at(Some(license), index).as_ref() };
        let parts = [ls_custom_field_name, ls_custom_field_data_type, ls_custom_field_value];
        parts.map(|part| or_dash(text(part(field)))).join(":")
    };
    (0..ls_license_custom_fields_count(Some(license))).map(field).collect()
}

fn users_line(users: &ls_license_users) -> Line {
    let u = Some(users);
    // SAFETY: NULL, or they live as long as the users; so below.
    let (fallback, customer) =
        unsafe { (ls_license_users_fallback(u).as_ref(), ls_license_users_customer(u).as_ref()) };
    let count = ls_license_users_count(u);
    let email =
        |index| text(ls_license_user_email(unsafe { ls_license_users_at(u, index).as_ref() }));
    Line::ok()
        .and("count", count.to_string())
        .and("source", format!("{:?}", ls_license_users_source(u)))
        .and("fetched_at", ls_license_users_fetched_at(u).to_string())
        .and("fallback", fallback.map(status_of))
        .and("customer", text(ls_customer_email(customer)))
        .and("emails", (0..count).filter_map(email).collect::<Vec<_>>())
        .and("json", owned(ls_license_users_to_json(u)))
}

fn allocations_line(allocations: &ls_allocations) -> Line {
    let a = Some(allocations);
    let count = ls_allocations_count(a);
    let user = |index| text(ls_allocation_user_id(unsafe { ls_allocations_at(a, index).as_ref() }));
    Line::ok()
        .and("count", count.to_string())
        .and("users", (0..count).filter_map(user).collect::<Vec<_>>())
        .and("json", owned(ls_allocations_to_json(a)))
}

type Getter<O, T> = extern "C" fn(Option<&O>, Option<&mut MaybeUninit<T>>) -> bool;

fn value<O, T>(object: &O, get: Getter<O, T>) -> Option<T> {
    let mut out = MaybeUninit::uninit();
    // SAFETY: it is filled where it says so.
    get(Some(object), Some(&mut out)).then(|| unsafe { out.assume_init() })
}

fn number<O>(object: &O, get: Getter<O, i64>) -> Option<i64> {
    value(object, get)
}

fn number_text<O>(object: &O, get: Getter<O, i64>) -> Option<String> {
    number(object, get).map(|number| number.to_string())
}

fn flag_text<O>(object: &O, get: Getter<O, bool>) -> Option<String> {
    value(object, get).map(|flag| flag.to_string())
}

fn status_of(error: &ls_error) -> String {
    format!("{:?}", ls_error_status(Some(error)))
}

fn or_dash(text: Option<String>) -> String {
    text.unwrap_or_else(|| "-".into())
}

fn pointer(text: Option<&CString>) -> *const c_char {
    text.map_or(ptr::null(), |text| text.as_ptr())
}

fn pointers(texts: &[CString]) -> Vec<*const c_char> {
    texts.iter().map(|text| text.as_ptr()).collect()
}

fn list(text: &str) -> Vec<CString> {
    text.split(',').map(c).collect()
}

fn flag(text: &str) -> bool {
    text.parse().expect("true or false")
}
