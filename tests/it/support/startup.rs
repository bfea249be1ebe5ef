//! Start-up through the C ABI: decisions, calls that do not block, news of refreshes, and child
//! processes that play a part.

use std::ffi::{OsStr, c_char, c_void};
use std::io::{BufRead, BufReader, Write};
use std::mem::MaybeUninit;
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::ptr;
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

use lsagent::ffi::agent::*;
use lsagent::ffi::config::*;
use lsagent::ffi::credentials::*;
use lsagent::ffi::decision::ls_decision;
use lsagent::ffi::entitlement::*;
use lsagent::ffi::error::*;
use lsagent::ffi::license::ls_license_to_json;
use lsagent::ffi::license_users::*;
use lsagent::ffi::licenses::*;
use lsagent::ffi::source::ls_source;
use lsagent::ffi::status::ls_status;
use lsagent::ffi::task::*;
use serde_json::Value;

use super::Sandbox;
use super::client::*;

/// Long enough for anything that does not hang.
pub const LONG: Duration = Duration::from_secs(60);
const LONG_MS: u32 = 60_000;

/// Looks until something holds; panics when it takes far too long.
pub fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < LONG, "never: {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// Unix seconds, by this machine's clock.
pub fn now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_secs()).unwrap()
}

/// A member of the cast, by password.
pub fn member(name: &str) -> Credentials {
    password(&email(name), "secret")
}

pub fn email(name: &str) -> String {
    if name.contains('@') { name.to_owned() } else { format!("{name}@example.com") }
}

pub fn remembered(username: Option<&str>) -> Credentials {
    let username = username.map(c);
    let username = username.as_ref().map_or(ptr::null(), |username| username.as_ptr());
    // SAFETY: NULL, or it ends with NUL and outlives the call, which gives out new credentials.
    Credentials(Some(unsafe { Box::from_raw(ls_credentials_new_remembered(username)) }))
}

/// An answer about one license of a member, known by its id; for the fault `body`.
pub fn license_with_id(member: &str, id: i64) -> Value {
    let license = serde_json::json!([{
        "license": {"id": id, "license_enabled": true, "license_active": true,
            "product_details": {"short_code": "up"}},
        "user": {"email": email(member)},
    }]);
    serde_json::json!({"fault": "body", "times": 1, "body": license.to_string()})
}

/// The ids in an answer.
pub fn ids(json: &str) -> Vec<i64> {
    let entries: Value = serde_json::from_str(json).unwrap();
    let id = |entry: &Value| entry["license"]["id"].as_i64().unwrap();
    entries.as_array().unwrap().iter().map(id).collect()
}

/// An answer to `ls_check` or `ls_licenses_check`.
pub struct Entitled(pub(super) Option<Box<ls_entitlement>>);

impl Entitled {
    pub fn get(&self) -> Option<&ls_entitlement> {
        self.0.as_deref()
    }

    pub fn is_allowed(&self) -> bool {
        ls_entitlement_is_allowed(self.get())
    }

    pub fn decision(&self) -> ls_decision {
        ls_entitlement_decision(self.get())
    }

    pub fn message(&self) -> String {
        text(ls_entitlement_message(self.get())).unwrap()
    }

    pub fn expires_at(&self) -> Option<i64> {
        let mut out = MaybeUninit::uninit();
        let has = ls_entitlement_expires_at(self.get(), Some(&mut out));
        // SAFETY: it is filled in either case.
        let seconds = unsafe { out.assume_init() };
        assert!(has || seconds == 0);
        has.then_some(seconds)
    }

    pub fn source(&self) -> ls_source {
        ls_entitlement_source(self.get())
    }

    pub fn fetched_at(&self) -> i64 {
        ls_entitlement_fetched_at(self.get())
    }

    pub fn fallback(&self) -> Option<Failure> {
        // SAFETY: NULL, or an error that lives as long as the entitlement.
        unsafe { ls_entitlement_fallback(self.get()).as_ref() }.map(Failure::read)
    }

    /// The license that decided, as its JSON.
    pub fn license(&self) -> Value {
        // SAFETY: NULL, or a license that lives as long as the entitlement.
        let license = unsafe { ls_entitlement_license(self.get()).as_ref() };
        let json = license.map(|license| owned(ls_license_to_json(Some(license))).unwrap());
        json.map_or(Value::Null, |json| serde_json::from_str(&json).unwrap())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&owned(ls_entitlement_to_json(self.get())).unwrap()).unwrap()
    }
}

impl Drop for Entitled {
    fn drop(&mut self) {
        ls_entitlement_free(self.0.take());
    }
}

impl Client {
    pub fn check(
        &self,
        feature: Option<&str>,
        credentials: &Credentials,
        policy: i32,
    ) -> Result<Entitled, Failure> {
        let (product, feature) = (c("up"), feature.map(c));
        let feature = feature.as_ref().map_or(ptr::null(), |feature| feature.as_ptr());
        // SAFETY: NULL, or they end with NUL and outlive the call; so below.
        let entitlement = outcome(|out, error| unsafe {
            ls_check(
                self.agent.as_deref(),
                product.as_ptr(),
                feature,
                credentials.get(),
                policy,
                out,
                error,
            )
        });
        entitlement.map(|entitlement| Entitled(Some(entitlement)))
    }

    pub fn ask(&self, credentials: &Credentials, policy: i32) -> Result<UserLicenses, Failure> {
        self.user_licenses("up", credentials, policy)
    }

    /// The ids of the licenses in the store, and what keeps them from being had.
    pub fn stored(&self, credentials: &Credentials) -> Result<Vec<i64>, ls_status> {
        let licenses = self.ask(credentials, CACHE_ONLY);
        licenses.map(|licenses| ids(&licenses.json())).map_err(|failure| failure.status)
    }

    pub fn forget(&self, username: Option<&str>) -> ls_status {
        let username = username.map(c);
        let username = username.as_ref().map_or(ptr::null(), |username| username.as_ptr());
        // SAFETY: NULL, or it ends with NUL and outlives the call.
        unsafe { ls_agent_forget(self.agent.as_deref(), username, None) }
    }

    pub fn clock_offset(&self) -> Option<i64> {
        let mut out = MaybeUninit::uninit();
        let has = ls_agent_clock_offset(self.agent.as_deref(), Some(&mut out));
        // SAFETY: it is filled in either case.
        let seconds = unsafe { out.assume_init() };
        assert_eq!(has, seconds != 0);
        has.then_some(seconds)
    }

    pub fn start_licenses(&self, credentials: &Credentials, policy: i32) -> Started {
        let (product, reported) = (c("up"), Reported::new());
        let task = outcome(|out, error| unsafe {
            ls_user_licenses_start(
                self.agent.as_deref(),
                product.as_ptr(),
                credentials.get(),
                policy,
                Some(report_licenses),
                reported.as_user_data(),
                out,
                error,
            )
        });
        Started { task: Some(task.unwrap()), reported }
    }

    pub fn start_check(&self, credentials: &Credentials, policy: i32) -> Started {
        let (product, reported) = (c("up"), Reported::new());
        let task = outcome(|out, error| unsafe {
            ls_check_start(
                self.agent.as_deref(),
                product.as_ptr(),
                ptr::null(),
                credentials.get(),
                policy,
                Some(report_entitlement),
                reported.as_user_data(),
                out,
                error,
            )
        });
        Started { task: Some(task.unwrap()), reported }
    }

    pub fn start_users(&self, customer: &str, policy: i32) -> Started {
        let (product, customer, reported) = (c("up"), c(customer), Reported::new());
        let task = outcome(|out, error| unsafe {
            ls_customer_license_users_start(
                self.agent.as_deref(),
                product.as_ptr(),
                customer.as_ptr(),
                policy,
                Some(report_users),
                reported.as_user_data(),
                out,
                error,
            )
        });
        Started { task: Some(task.unwrap()), reported }
    }

    /// Frees it now; how long that took.
    pub fn free(mut self) -> Duration {
        let begun = Instant::now();
        ls_agent_free(self.agent.take());
        begun.elapsed()
    }
}

impl UserLicenses {
    pub fn check(&self, feature: Option<&str>) -> Entitled {
        let (product, feature) = (c("up"), feature.map(c));
        let feature = feature.as_ref().map_or(ptr::null(), |feature| feature.as_ptr());
        // SAFETY: NULL, or they end with NUL and outlive the call.
        let entitlement = outcome(|out, error| unsafe {
            ls_licenses_check(self.get(), product.as_ptr(), feature, out, error)
        });
        Entitled(Some(entitlement.unwrap()))
    }
}

/// The outcomes that the callbacks of one task reported. Never freed, so that one too many is seen and
/// not a crash.
#[derive(Default)]
pub struct Reported {
    outcomes: Mutex<Vec<Result<String, Failure>>>,
    changed: Condvar,
}

impl Reported {
    pub(super) fn new() -> &'static Self {
        Box::leak(Box::default())
    }

    pub(super) fn as_user_data(&'static self) -> *mut c_void {
        ptr::from_ref(self).cast_mut().cast()
    }

    /// # Safety
    /// As a callback of a task is called, with `as_user_data`.
    pub(super) unsafe fn take<T>(
        user_data: *mut c_void,
        status: ls_status,
        value: *mut T,
        error: *mut ls_error,
        read: impl FnOnce(Box<T>) -> String,
    ) {
        // SAFETY: it is never freed.
        let reported = unsafe { &*user_data.cast::<Self>() };
        let outcome = if status == ls_status::LS_OK {
            assert!(error.is_null() && !value.is_null());
            // SAFETY: it is the callee's.
            Ok(read(unsafe { Box::from_raw(value) }))
        } else {
            assert!(!error.is_null() && value.is_null());
            // SAFETY: it is the callee's.
            let error = unsafe { Box::from_raw(error) };
            let failure = Failure::read(&error);
            ls_error_free(Some(error));
            assert_eq!(failure.status, status);
            Err(failure)
        };
        reported.outcomes.lock().unwrap().push(outcome);
        reported.changed.notify_all();
    }

    /// Everything so far.
    pub fn all(&self) -> Vec<Result<String, Failure>> {
        self.outcomes.lock().unwrap().clone()
    }

    /// The one outcome there is to be, once it has come.
    pub fn one(&self) -> Result<String, Failure> {
        let none_yet = |outcomes: &mut Vec<_>| outcomes.is_empty();
        let outcomes = self.outcomes.lock().unwrap();
        let (outcomes, _) = self.changed.wait_timeout_while(outcomes, LONG, none_yet).unwrap();
        assert_eq!(outcomes.len(), 1, "one callback");
        outcomes[0].clone()
    }
}

unsafe extern "C" fn report_licenses(
    user_data: *mut c_void,
    status: ls_status,
    licenses: *mut ls_licenses,
    error: *mut ls_error,
) {
    let read = |licenses| UserLicenses(Some(licenses)).json();
    // SAFETY: as the library calls it; so below.
    unsafe { Reported::take(user_data, status, licenses, error, read) };
}

pub(super) unsafe extern "C" fn report_entitlement(
    user_data: *mut c_void,
    status: ls_status,
    entitlement: *mut ls_entitlement,
    error: *mut ls_error,
) {
    let read = |entitlement| Entitled(Some(entitlement)).json().to_string();
    unsafe { Reported::take(user_data, status, entitlement, error, read) };
}

unsafe extern "C" fn report_users(
    user_data: *mut c_void,
    status: ls_status,
    users: *mut ls_license_users,
    error: *mut ls_error,
) {
    let read = |users| Users(Some(users)).json();
    unsafe { Reported::take(user_data, status, users, error, read) };
}

/// A task, and the outcome that its callback reported.
pub struct Started {
    pub task: Option<Box<ls_task>>,
    pub reported: &'static Reported,
}

impl Started {
    pub fn wait(&self) -> ls_status {
        self.wait_ms(LONG_MS)
    }

    pub fn wait_ms(&self, ms: u32) -> ls_status {
        ls_task_wait(self.task.as_deref(), ms)
    }

    pub fn cancel(&self) -> ls_status {
        ls_task_cancel(self.task.as_deref())
    }

    pub fn free(&mut self) {
        ls_task_free(self.task.take());
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        self.free();
    }
}

/// News of a request that nobody waited for.
#[derive(Clone, Debug)]
pub struct News {
    pub status: ls_status,
    pub changed: bool,
    /// The ids of the new licenses.
    pub ids: Option<Vec<i64>>,
    pub failure: Option<Failure>,
}

/// All of them; never freed either.
#[derive(Default)]
pub struct Refreshes(Mutex<Vec<News>>);

impl Refreshes {
    pub fn all(&self) -> Vec<News> {
        self.0.lock().unwrap().clone()
    }

    /// The last one, once there are so many.
    pub fn number(&self, count: usize) -> News {
        until("news of a refresh", || self.all().len() >= count);
        let all = self.all();
        assert_eq!(all.len(), count, "{all:?}");
        all[count - 1].clone()
    }
}

unsafe extern "C" fn refreshed(
    user_data: *mut c_void,
    product: *const c_char,
    status: ls_status,
    changed: bool,
    licenses: *const ls_licenses,
    error: *const ls_error,
) {
    // SAFETY: never freed; the others are borrowed for the call.
    let (list, licenses, error) =
        unsafe { (&*user_data.cast::<Refreshes>(), licenses.as_ref(), error.as_ref()) };
    assert_eq!(text(product).as_deref(), Some("up"));
    let ids = licenses.map(|licenses| ids(&owned(ls_licenses_to_json(Some(licenses))).unwrap()));
    let failure = error.map(Failure::read);
    list.0.lock().unwrap().push(News { status, changed, ids, failure });
}

impl Settings {
    pub fn refresh_after(self, seconds: i64) -> Self {
        self.set(|config| ls_config_set_refresh_after_seconds(config, seconds))
    }

    pub fn refreshes(self) -> (Self, &'static Refreshes) {
        let list: &'static Refreshes = Box::leak(Box::default());
        let user_data = ptr::from_ref(list).cast_mut().cast();
        // SAFETY: the list is never freed.
        let settings = self.set(|config| unsafe {
            ls_config_set_refresh_callback(config, Some(refreshed), user_data)
        });
        (settings, list)
    }

    /// What a child process was told by [`Part::new`].
    pub fn in_child() -> Self {
        let told = told();
        let said = |name: &str| told[name].as_str().unwrap();
        Self::in_child_without_store(&told).ca_file(said("ca_file")).store(Path::new(said("store")))
    }

    /// The same with a store in the place that is the default, and the authority's certificate in the
    /// folder that was named.
    pub fn in_child_at_home() -> Self {
        let told = told();
        let ca_file = Path::new(told["store"].as_str().unwrap()).join("ca.pem");
        Self::in_child_without_store(&told)
            .ca_file(ca_file.to_str().unwrap())
            .set(|config| ls_config_set_cache_enabled(config, true))
    }

    fn in_child_without_store(told: &Value) -> Self {
        let said = |name: &str| told[name].as_str().unwrap();
        Self::empty()
            .api_key(said("api_key"), said("shared_key"))
            .base_url(said("base_url"))
            .public_key(said("public_key"))
            .proxy("")
            .logged()
    }
}

/// What this child process was told by [`Part::new`].
pub fn told() -> Value {
    serde_json::from_str(&std::env::var(SANDBOX).unwrap()).unwrap()
}

const PART: &str = "LSAGENT_TEST_PART";
const SANDBOX: &str = "LSAGENT_TEST_SANDBOX";
const APART: &str = "LSAGENT_TEST_APART";
/// What starts a test binary that is not of this machine's kind.
const RUNNER: &str = "LSAGENT_TEST_RUNNER";
/// Begins each line that a child says to its parent; the test runner prints others.
const SAYS: &str = "@@ ";

/// The part that this process is to play, if a test started it.
pub fn part() -> Option<String> {
    std::env::var(PART).ok()
}

/// Says something to the parent.
pub fn say(line: impl std::fmt::Display) {
    let mut out = std::io::stdout().lock();
    // On a line of its own, whatever the test runner has printed.
    write!(out, "\n{SAYS}{line}\n").and_then(|()| out.flush()).unwrap();
}

/// Says that it is ready, and waits for the parent's word.
pub fn wait_for_go() {
    say("ready");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
}

/// This test binary, started by another program, whose arguments end where its own begin.
pub fn this_program(before: &[&str]) -> Command {
    let own = std::env::current_exe().unwrap();
    let runner = std::env::var(RUNNER).unwrap_or_default();
    let mut words = before.iter().copied().chain(runner.split_whitespace()).map(OsStr::new);
    let Some(program) = words.next() else { return Command::new(own) };
    let mut command = Command::new(program);
    command.args(words).arg(own);
    command
}

/// The arguments with which this test binary runs one test alone: that of a module, which `module_path!()`
/// names.
pub fn alone(module: &str, test: &str) -> [String; 4] {
    let (_, module) = module.split_once("::").expect("a module within this program");
    ["--exact".into(), format!("{module}::{test}"), "--nocapture".into(), "--test-threads=1".into()]
}

/// A part to be played by a child process: this test binary, in which the test `as_a_child` of the module
/// plays it.
pub struct Part(Command);

impl Part {
    /// `module` is the caller's `module_path!()`.
    pub fn new(module: &str, part: &str, sandbox: &Sandbox, store: &Path) -> Self {
        Self::through(&[], module, part, sandbox, store)
    }

    /// Started by another program, as [`this_program`] is.
    pub fn through(
        before: &[&str],
        module: &str,
        part: &str,
        sandbox: &Sandbox,
        store: &Path,
    ) -> Self {
        let told = serde_json::json!({
            "api_key": sandbox.said("api_key"), "shared_key": sandbox.said("shared_key"),
            "base_url": sandbox.base_url(), "public_key": sandbox.public_key(),
            "ca_file": sandbox.ca_file(), "store": store.to_str().unwrap(),
        });
        let mut command = this_program(before);
        command.args(alone(module, "as_a_child"));
        command.env(PART, part).env(SANDBOX, told.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        Self(command)
    }

    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.0.env(name, value);
        self
    }

    pub fn start(mut self) -> Actor {
        let mut child = self.0.spawn().expect("a test can start itself");
        let output = BufReader::new(child.stdout.take().unwrap());
        let input = child.stdin.take();
        Actor { child, output, input }
    }

    /// Plays it to the end; what it said, line by line.
    pub fn play(self) -> Vec<String> {
        self.start().finish()
    }
}

/// Runs a test in a process of its own: this test binary, which runs that test and no other. `module` is
/// the caller's `module_path!()`.
pub fn apart(module: &str, test: &str, run: impl FnOnce()) {
    if std::env::var_os(APART).is_some() {
        return run();
    }
    let output = this_program(&[]).args(alone(module, test)).env(APART, "yes").output();
    let output = output.expect("a test can start itself");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// A child process.
pub struct Actor {
    pub child: Child,
    output: BufReader<std::process::ChildStdout>,
    input: Option<ChildStdin>,
}

impl Actor {
    /// The next thing it says; `None` if it says no more.
    pub fn says(&mut self) -> Option<String> {
        let mut line = String::new();
        while self.output.read_line(&mut line).unwrap() > 0 {
            if let Some(said) = line.trim_end().strip_prefix(SAYS) {
                return Some(said.to_owned());
            }
            line.clear();
        }
        None
    }

    pub fn is_ready(&mut self) {
        assert_eq!(self.says().as_deref(), Some("ready"));
    }

    pub fn go(&mut self) {
        self.input.take().unwrap().write_all(b"go\n").unwrap();
    }

    /// Tells it what to do; what it says then.
    pub fn does(&mut self, what: &str) -> Option<String> {
        self.input.as_mut().unwrap().write_all(format!("{what}\n").as_bytes()).unwrap();
        self.says()
    }

    /// As the system would: it gets no chance to put anything in order.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Waits for its end, which must be a good one.
    pub fn finish(mut self) -> Vec<String> {
        drop(self.input.take());
        let mut lines = Vec::new();
        while let Some(line) = self.says() {
            lines.push(line);
        }
        let status = self.child.wait().unwrap();
        assert!(status.success(), "the child failed ({status}): {lines:?}");
        lines
    }
}

impl Drop for Actor {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
