//! Sequences of calls of the C ABI, as no application should make them and some will: also from within
//! callbacks, which cancel, free and call back into the library.

use std::ffi::{CStr, c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use lsagent::ffi::agent::*;
use lsagent::ffi::config::*;
use lsagent::ffi::credentials::*;
use lsagent::ffi::entitlement::*;
use lsagent::ffi::error::*;
use lsagent::ffi::licenses::*;
use lsagent::ffi::status::ls_status;
use lsagent::ffi::task::*;

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

fn text(byte: u8) -> *const c_char {
    TEXTS[usize::from(byte) % TEXTS.len()].map_or(ptr::null(), CStr::as_ptr)
}

/// The longest that a callback of what was freed may take to return, on a busy machine.
const LATE: Duration = Duration::from_secs(20);

/// What the callbacks of tasks of one agent have in common. Who takes a pointer out frees it.
#[derive(Default)]
struct Visit {
    /// How many callbacks are to come, have come, and have returned.
    begun: AtomicUsize,
    come: AtomicUsize,
    gone: AtomicUsize,
    what: u8,
    agent: AtomicPtr<ls_agent>,
    tasks: [AtomicPtr<ls_task>; 2],
    /// The agent has been freed by a callback.
    is_over: AtomicBool,
}

fn taken<T>(place: &AtomicPtr<T>) -> Option<Box<T>> {
    owned(place.swap(ptr::null_mut(), SeqCst))
}

impl Visit {
    fn is_gone(&self) -> bool {
        self.gone.load(SeqCst) == self.begun.load(SeqCst)
    }

    /// A callback that frees its own agent is not waited for when that is freed.
    fn wait_until_gone(&self) {
        let since = Instant::now();
        while !self.is_gone() {
            assert!(since.elapsed() < LATE, "a callback has not come, or has not returned");
            thread::sleep(Duration::from_micros(200));
        }
    }

    /// From within a callback, which may take its time; whether it has freed its agent.
    fn act(&self) -> bool {
        if self.what & 8 != 0 {
            thread::sleep(Duration::from_millis(2));
        }
        match self.what % 8 {
            0 => {}
            1 => self.cancel(),
            2 => return self.free_agent(),
            3 => self.call_back(),
            4 => self.close(),
            5 => self.wait(),
            6 => {
                self.close();
                return self.free_agent();
            }
            _ => {
                self.cancel();
                self.call_back();
                return self.free_agent();
            }
        }
        false
    }

    /// Tasks, the own one among them, if they are here already.
    fn cancel(&self) {
        for task in &self.tasks {
            let task = taken(task);
            ls_task_cancel(task.as_deref());
            ls_task_free(task);
        }
    }

    fn free_agent(&self) -> bool {
        let agent = taken(&self.agent);
        let is_here = agent.is_some();
        ls_agent_free(agent);
        self.is_over.fetch_or(is_here, SeqCst);
        is_here
    }

    /// Uses the agent, and gives it back, unless it is the turn of another callback.
    fn with_agent(&self, call: impl FnOnce(&ls_agent)) {
        if let Some(agent) = taken(&self.agent) {
            call(&agent);
            self.agent.store(Box::into_raw(agent), SeqCst);
        }
    }

    fn call_back(&self) {
        self.with_agent(|agent| {
            let mut found = MaybeUninit::uninit();
            // SAFETY: NULL is whoever was last.
            let credentials = owned(unsafe { ls_credentials_new_remembered(ptr::null()) });
            // SAFETY: the text ends with NUL.
            let status = unsafe {
                let (credentials, found) = (credentials.as_deref(), Some(&mut found));
                ls_check(Some(agent), text(2), ptr::null(), credentials, 3, found, None)
            };
            assert_ne!(status, ls_status::LS_OK, "nobody has signed in");
            assert!(out(&mut found).is_null());
            ls_credentials_free(credentials);
        });
    }

    /// It cannot wait for the callback that it is called from, and has to say so.
    fn close(&self) {
        self.with_agent(|agent| {
            let status = ls_agent_close(Some(agent), 1);
            assert!(matches!(status, ls_status::LS_OK | ls_status::LS_ERR_TIMEOUT), "{status:?}");
        });
    }

    /// For its own task it would wait for ever, if it had the time.
    fn wait(&self) {
        for place in &self.tasks {
            if let Some(task) = taken(place) {
                ls_task_wait(Some(&task), 1);
                place.store(Box::into_raw(task), SeqCst);
            }
        }
    }

    /// What no callback has freed.
    fn end(&self) {
        ls_agent_free(taken(&self.agent));
        for task in &self.tasks {
            ls_task_free(taken(task));
        }
    }
}

/// Everything that a sequence holds. What is freed becomes NULL.
#[expect(clippy::vec_box, reason = "each stays where it is")]
struct World {
    config: *mut ls_config,
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

/// Counts, reads what it got, frees it, and does what it is to do.
unsafe extern "C" fn on_check(
    user_data: *mut c_void,
    status: ls_status,
    entitlement: *mut ls_entitlement,
    error: *mut ls_error,
) {
    // SAFETY: the sequence keeps it until all callbacks have returned.
    let visit = unsafe { &*user_data.cast::<Visit>() };
    assert!(!visit.is_over.load(SeqCst), "a callback of an agent that was freed");
    visit.come.fetch_add(1, SeqCst);
    assert_eq!(entitlement.is_null(), status != ls_status::LS_OK);
    assert_ne!(entitlement.is_null(), error.is_null());
    ls_entitlement_free(owned(entitlement));
    let has_freed = visit.act();
    ls_error_free(owned(error));
    assert!(has_freed || !visit.is_over.load(SeqCst), "freed without waiting for a callback");
    visit.gone.fetch_add(1, SeqCst);
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
            ls_config_set_timeout_ms(config.as_mut(), 200);
        }
        let (agents, credentials) = ([ptr::null_mut(); 2], ptr::null_mut());
        let slow = Visit { what: 8, ..Visit::default() };
        let visits = vec![Box::default(), Box::new(slow)];
        Self { config, agents, credentials, tasks: Vec::new(), visits }
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
            self.agents[place] = self.made_agent();
        }
    }

    fn made_agent(&self) -> *mut ls_agent {
        let (mut agent, mut error) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        // SAFETY: `config` is alive.
        let config = unsafe { self.config.as_ref() };
        ls_agent_new(config, Some(&mut agent), Some(&mut error));
        ls_error_free(owned(out(&mut error)));
        out(&mut agent)
    }

    /// An agent of its own with two tasks, whose callbacks use it and them.
    fn visit(&mut self, what: u8, product: u8, policy: u8) {
        let Some(agent) = owned(self.made_agent()) else { return };
        self.visits.push(Box::new(Visit { what, ..Visit::default() }));
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
        // SAFETY: `config` is alive, and the texts end with NUL.
        unsafe {
            let config = self.config.as_mut();
            match what % 8 {
                0 => ls_config_set_api_key(config, text(a), text(b)),
                1 => ls_config_set_oauth_client(config, text(a), text(b), text(a)),
                2 => ls_config_set_response_public_key(config, text(a)),
                3 => ls_config_set_timeout_ms(config, u32::from(a)),
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
