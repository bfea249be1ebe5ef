//! Sequences of calls of the C ABI, as no application should make them and some will: also from within
//! callbacks, which cancel, free and call back into the library.

mod visit;

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::LazyLock;
use std::sync::atomic::Ordering::SeqCst;

use lsagent::ffi::agent::*;
use lsagent::ffi::config::*;
use lsagent::ffi::credentials::*;
use lsagent::ffi::entitlement::*;
use lsagent::ffi::error::*;
use lsagent::ffi::licenses::*;
use lsagent::ffi::status::ls_status;
use lsagent::ffi::task::*;

use self::visit::{Visit, on_check};

/// Strings that an application hands over; the last one is no UTF-8.
const TEXTS: [Option<&CStr>; 10] = [
    None,
    Some(c""),
    Some(c"up"),
    Some(c"valid@example.com"),
    Some(c"secret"),
    Some(c"http://127.0.0.1:9"),
    Some(c"a\r\nb: c"),
    Some(c"https://user:pass@example.com/?a#b"),
    Some(c"\xc3\xa4\xf0\x9f\x98\x80"),
    Some(c"\xff\xfe"),
];

/// The timeout of the agents whose calls block. A refused connection is tried again after a backoff, in which
/// nothing happens that a sequence could find fault with: a short one lets it get further.
const SHORT_MS: u32 = 10;
/// That of the agents whose calls nobody waits for: they are under way until a callback or the end frees the agent.
const LONG_MS: u32 = 200;

fn text(byte: u8) -> *const c_char {
    TEXTS[usize::from(byte) % TEXTS.len()].map_or(ptr::null(), CStr::as_ptr)
}

/// Everything that a sequence holds. What is freed becomes NULL.
#[expect(clippy::vec_box, reason = "each stays where it is")]
struct World {
    config: *mut ls_config,
    /// That of the next agent whose calls block.
    timeout_ms: u32,
    agents: [*mut ls_agent; 2],
    credentials: *mut ls_credentials,
    tasks: Vec<*mut ls_task>,
    /// The first two are those of the agents above. Callbacks point to them.
    visits: Vec<Box<Visit>>,
}

static STORE: LazyLock<tempfile::TempDir> =
    LazyLock::new(|| tempfile::tempdir().expect("a folder can be made"));

fn out<T>(slot: &mut MaybeUninit<*mut T>) -> *mut T {
    // SAFETY: every function writes its out parameters, whatever it returns.
    unsafe { slot.assume_init() }
}

fn owned<T>(pointer: *mut T) -> Option<Box<T>> {
    // SAFETY: it came from the library and is given back once.
    (!pointer.is_null()).then(|| unsafe { Box::from_raw(pointer) })
}

impl World {
    fn new() -> Self {
        let config = ls_config_new();
        // SAFETY: `config` is alive, and the texts end with NUL.
        unsafe {
            let dir = format!("{}\0", STORE.path().display());
            ls_config_set_api_key(config.as_mut(), c"key".as_ptr(), c"shared".as_ptr());
            ls_config_set_base_url(config.as_mut(), c"http://127.0.0.1:9".as_ptr());
            ls_config_set_cache_dir(config.as_mut(), dir.as_ptr().cast());
        }
        let (agents, credentials) = ([ptr::null_mut(); 2], ptr::null_mut());
        let visits = vec![Box::default(), Box::new(Visit::doing(8))];
        Self { config, timeout_ms: SHORT_MS, agents, credentials, tasks: Vec::new(), visits }
    }

    fn agent(&self, which: u8) -> Option<&ls_agent> {
        // SAFETY: it is alive, or NULL.
        unsafe { self.agents[usize::from(which % 2)].as_ref() }
    }

    fn credentials(&self) -> Option<&ls_credentials> {
        // SAFETY: it is alive, or NULL.
        unsafe { self.credentials.as_ref() }
    }

    /// One call, with what its arguments are made of.
    fn step(&mut self, call: u8, a: u8, b: u8, c: u8) {
        match call % 12 {
            0 => self.new_agent(a),
            1 => self.free_agent(a),
            2 => self.set(a, b, c),
            3 => self.sign_in(a, b, c),
            4 => self.check(a, b, c),
            5 => self.start(a, b, c),
            6 => self.with_task(a, b),
            7 => drop(self.tasks.pop().map(|task| ls_task_free(owned(task)))),
            8 => self.ask(a, b, c),
            9 => self.forget(a, b),
            _ => self.visit(a, b, c),
        }
    }

    fn new_agent(&mut self, which: u8) {
        let place = usize::from(which % 2);
        if self.agents[place].is_null() {
            self.agents[place] = self.made_agent(self.timeout_ms);
        }
    }

    fn made_agent(&mut self, timeout_ms: u32) -> *mut ls_agent {
        let (mut agent, mut error) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        // SAFETY: `config` is alive.
        let mut config = unsafe { self.config.as_mut() };
        ls_config_set_timeout_ms(config.as_deref_mut(), timeout_ms);
        let config = config.as_deref();
        ls_agent_new(config, Some(&mut agent), Some(&mut error));
        ls_error_free(owned(out(&mut error)));
        out(&mut agent)
    }

    /// An agent of its own with two tasks, whose callbacks use it and them.
    fn visit(&mut self, what: u8, product: u8, policy: u8) {
        let Some(agent) = owned(self.made_agent(LONG_MS)) else { return };
        self.visits.push(Box::new(Visit::doing(what)));
        let visit = &**self.visits.last().expect("it was put there");
        for place in &visit.tasks {
            place.store(self.begin(Some(&agent), product, policy, visit), SeqCst);
        }
        // From here on it is the callbacks', those that are still to come.
        visit.agent.store(Box::into_raw(agent), SeqCst);
    }

    fn free_agent(&mut self, which: u8) {
        let agent = std::mem::replace(&mut self.agents[usize::from(which % 2)], ptr::null_mut());
        ls_agent_free(owned(agent));
        assert!(self.visits[usize::from(which % 2)].is_gone(), "a callback may still come");
    }

    fn set(&mut self, what: u8, a: u8, b: u8) {
        if what % 8 == 3 {
            self.timeout_ms = u32::from(a) % (2 * SHORT_MS);
            return;
        }
        // SAFETY: `config` is alive, and the texts end with NUL.
        unsafe {
            let config = self.config.as_mut();
            match what % 8 {
                0 => ls_config_set_api_key(config, text(a), text(b)),
                1 => ls_config_set_oauth_client(config, text(a), text(b), text(a)),
                2 => ls_config_set_response_public_key(config, text(a)),
                4 => ls_config_set_proxy(config, text(a)),
                5 => ls_config_set_device_id(config, text(a)),
                6 => ls_config_set_app(config, text(a), text(b)),
                _ => ls_config_set_offline_grace_seconds(config, i64::from(a) - 1),
            };
        }
    }

    fn sign_in(&mut self, kind: u8, a: u8, b: u8) {
        ls_credentials_free(owned(self.credentials));
        // SAFETY: the texts end with NUL.
        self.credentials = unsafe {
            match kind % 4 {
                0 => ls_credentials_new_password(text(a), text(b)),
                1 => ls_credentials_new_id_token(text(a), text(b)),
                2 => ls_credentials_new_code(text(a), text(b), text(a)),
                _ => ls_credentials_new_remembered(text(a)),
            }
        };
    }

    fn check(&self, which: u8, product: u8, policy: u8) {
        let (mut found, mut error) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        let (agent, credentials) = (self.agent(which), self.credentials());
        // SAFETY: the texts end with NUL.
        let status = unsafe {
            let (product, feature) = (text(product), text(which));
            let policy = i32::from(policy % 6);
            let (found, error) = (Some(&mut found), Some(&mut error));
            ls_check(agent, product, feature, credentials, policy, found, error)
        };
        assert_eq!(status == ls_status::LS_OK, !out(&mut found).is_null());
        ls_entitlement_free(owned(out(&mut found)));
        ls_error_free(owned(out(&mut error)));
    }

    fn start(&mut self, which: u8, product: u8, policy: u8) {
        let task =
            self.begin(self.agent(which), product, policy, &self.visits[usize::from(which % 2)]);
        if !task.is_null() {
            self.tasks.push(task);
        }
    }

    /// NULL: it could not begin, and no callback will come.
    fn begin(
        &self,
        agent: Option<&ls_agent>,
        product: u8,
        policy: u8,
        visit: &Visit,
    ) -> *mut ls_task {
        let (mut task, mut error) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        let user_data = ptr::from_ref(visit).cast_mut().cast();
        let credentials = self.credentials();
        visit.begun.fetch_add(1, SeqCst);
        // SAFETY: the texts end with NUL, and `user_data` lives until the callback has returned.
        let status = unsafe {
            let policy = i32::from(policy % 6);
            let (product, feature) = (text(product), ptr::null());
            let (task, error) = (Some(&mut task), Some(&mut error));
            let callback = Some(on_check as _);
            ls_check_start(
                agent,
                product,
                feature,
                credentials,
                policy,
                callback,
                user_data,
                task,
                error,
            )
        };
        ls_error_free(owned(out(&mut error)));
        assert_eq!(status != ls_status::LS_OK, out(&mut task).is_null());
        if status != ls_status::LS_OK {
            visit.begun.fetch_sub(1, SeqCst);
        }
        out(&mut task)
    }

    fn with_task(&self, which: u8, what: u8) {
        let place = usize::from(which).checked_rem(self.tasks.len());
        // SAFETY: what is in the list is alive.
        let task = place.and_then(|place| unsafe { self.tasks[place].as_ref() });
        match what % 2 {
            0 => ls_task_cancel(task),
            _ => ls_task_wait(task, u32::from(what % 8)),
        };
    }

    fn ask(&self, which: u8, product: u8, policy: u8) {
        let mut found = MaybeUninit::uninit();
        let (agent, credentials) = (self.agent(which), self.credentials());
        let policy = i32::from(policy % 6);
        // SAFETY: the text ends with NUL.
        unsafe {
            ls_user_licenses(agent, text(product), credentials, policy, Some(&mut found), None)
        };
        ls_licenses_free(owned(out(&mut found)));
    }

    fn forget(&self, which: u8, who: u8) {
        // SAFETY: the text ends with NUL.
        unsafe { ls_agent_forget(self.agent(which), text(who), None) };
    }

    /// Frees everything; each callback has come exactly once by then.
    fn end(mut self) {
        for which in 0..2 {
            self.free_agent(which);
        }
        for visit in &self.visits {
            visit.end();
            visit.wait_until_gone();
            // Once more: a callback may have given back what it used.
            visit.end();
            assert_eq!(visit.begun.load(SeqCst), visit.come.load(SeqCst), "each comes once");
        }
        for task in self.tasks.drain(..) {
            ls_task_free(owned(task));
        }
        ls_credentials_free(owned(self.credentials));
        ls_config_free(owned(self.config));
    }
}

/// Four bytes for each call.
pub fn abi(data: &[u8]) {
    let mut world = World::new();
    for call in data.chunks_exact(4).take(64) {
        world.step(call[0], call[1], call[2], call[3]);
    }
    world.end();
}
