//! The doctor as the tests call it.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::sync::Mutex;

use lsagent::ffi::doctor::ls_doctor;
use lsagent::ffi::error::*;
use lsagent::ffi::status::ls_status;
use serde_json::Value;

use super::{Client, Credentials, Failure, c, owned, text};

/// A step as the callback got it.
#[derive(Clone, Debug)]
pub struct ReportedStep {
    pub step: String,
    pub status: i32,
    pub sentence: String,
    pub json: Value,
    pub thread: std::thread::ThreadId,
}

/// Does something for each step, on the thread that it is reported on.
pub type OnStep<'a> = &'a (dyn Fn(ReportedStep) + Sync);

unsafe extern "C" fn on_step(
    user_data: *mut c_void,
    step: *const c_char,
    status: i32,
    sentence: *const c_char,
    json: *const c_char,
) {
    // SAFETY: the caller of the doctor waits for it, and has the function on its stack.
    let observer = unsafe { &*user_data.cast::<OnStep>() };
    observer(ReportedStep {
        step: text(step).unwrap(),
        status,
        sentence: text(sentence).unwrap(),
        json: serde_json::from_str(&text(json).unwrap()).unwrap(),
        thread: std::thread::current().id(),
    });
}

/// Calls the doctor; each step is handed to `observer`.
pub fn doctor_with(
    client: &Client,
    product: Option<&str>,
    credentials: Option<&Credentials>,
    timeout_ms: u32,
    observer: OnStep,
) -> Result<String, Failure> {
    let (mut report, mut error) = (MaybeUninit::uninit(), MaybeUninit::uninit());
    let product = product.map(c);
    // SAFETY: the text ends with NUL, and the function outlives the call.
    let status = unsafe {
        ls_doctor(
            client.agent.as_deref(),
            product.as_ref().map_or(ptr::null(), |product| product.as_ptr()),
            credentials.and_then(Credentials::get),
            timeout_ms,
            Some(on_step),
            ptr::from_ref(&observer).cast_mut().cast(),
            Some(&mut report),
            Some(&mut error),
        )
    };
    // SAFETY: the call has filled both.
    let (report, error): (*mut c_char, *mut ls_error) =
        unsafe { (report.assume_init(), error.assume_init()) };
    if status == ls_status::LS_OK {
        return Ok(owned(report).unwrap());
    }
    assert!(report.is_null(), "a failure has no result");
    // SAFETY: it is the caller's.
    let error = unsafe { Box::from_raw(error) };
    let failure = Failure::read(&error);
    ls_error_free(Some(error));
    Err(failure)
}

/// A report, and the steps that were reported on the way.
pub struct Examined {
    pub text: String,
    pub report: Value,
    pub steps: Vec<ReportedStep>,
}

impl Examined {
    /// With the product `up`, and this user of the sandbox's cast.
    pub fn of(client: &Client, member: Option<&str>, timeout_ms: u32) -> Self {
        let credentials =
            member.map(|member| super::password(&format!("{member}@example.com"), "secret"));
        Self::with(client, Some("up"), credentials.as_ref(), timeout_ms)
    }

    pub fn with(
        client: &Client,
        product: Option<&str>,
        credentials: Option<&Credentials>,
        timeout_ms: u32,
    ) -> Self {
        let steps = Mutex::new(Vec::new());
        let note = |step| steps.lock().unwrap().push(step);
        let text = doctor_with(client, product, credentials, timeout_ms, &note).unwrap();
        let report = serde_json::from_str(&text).unwrap();
        Self { text, report, steps: steps.into_inner().unwrap() }
    }

    pub fn step(&self, id: &str) -> &Value {
        let mut steps = self.report["steps"].as_array().unwrap().iter();
        steps.find(|step| step["id"] == id).unwrap_or_else(|| panic!("no {id}"))
    }

    pub fn status(&self, id: &str) -> &str {
        self.step(id)["status"].as_str().unwrap()
    }

    /// The first step that has failed.
    pub fn failed(&self) -> Option<&str> {
        self.report["first_failed"].as_str()
    }
}
