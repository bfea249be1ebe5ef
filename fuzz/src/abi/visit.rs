//! What a callback does: it takes its time, cancels, frees, and calls back into the library.

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use lsagent::ffi::agent::*;
use lsagent::ffi::credentials::*;
use lsagent::ffi::entitlement::*;
use lsagent::ffi::error::*;
use lsagent::ffi::status::ls_status;
use lsagent::ffi::task::*;

use super::{out, owned, text};

/// The longest that a callback of what was freed may take to return, on a busy machine.
const LATE: Duration = Duration::from_secs(20);

/// What the callbacks of tasks of one agent have in common. Who takes a pointer out frees it.
#[derive(Default)]
pub struct Visit {
    /// How many callbacks are to come, have come, and have returned.
    pub begun: AtomicUsize,
    pub come: AtomicUsize,
    gone: AtomicUsize,
    what: u8,
    pub agent: AtomicPtr<ls_agent>,
    pub tasks: [AtomicPtr<ls_task>; 2],
    /// The agent has been freed by a callback.
    is_over: AtomicBool,
}

fn taken<T>(place: &AtomicPtr<T>) -> Option<Box<T>> {
    owned(place.swap(ptr::null_mut(), SeqCst))
}

impl Visit {
    pub fn doing(what: u8) -> Self {
        Self { what, ..Self::default() }
    }

    pub fn is_gone(&self) -> bool {
        self.gone.load(SeqCst) == self.begun.load(SeqCst)
    }

    /// A callback that frees its own agent is not waited for when that is freed.
    pub fn wait_until_gone(&self) {
        let since = Instant::now();
        while !self.is_gone() {
            assert!(since.elapsed() < LATE, "a callback has not come, or has not returned");
            thread::sleep(Duration::from_micros(200));
        }
    }

    /// From within a callback, which may take its time; whether it has freed its agent.
    fn act(&self) -> bool {
        if self.what & 8 != 0 {
            thread::sleep(Duration::from_micros(500));
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
            // SAFETY: NULL is the last user.
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

    /// Its wait for its own task would never end, but for its limit.
    fn wait(&self) {
        for place in &self.tasks {
            if let Some(task) = taken(place) {
                ls_task_wait(Some(&task), 1);
                place.store(Box::into_raw(task), SeqCst);
            }
        }
    }

    /// What no callback has freed.
    pub fn end(&self) {
        ls_agent_free(taken(&self.agent));
        for task in &self.tasks {
            ls_task_free(taken(task));
        }
    }
}

/// Counts, reads what it got, frees it, and does what it is to do.
pub unsafe extern "C" fn on_check(
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
