//! The doctor.

use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;

use super::agent::{enter, ls_agent};
use super::call::{self, NAME, make_text};
use super::credentials::ls_credentials;
use super::error::ls_error;
use super::log::UserData;
use super::read::c_text;
use super::status::ls_status;
use crate::agent::{Checkup, Health, Observer, json};
use crate::rules::limits;

/// How a step of ls_doctor() went.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ls_doctor_status {
    /// It works.
    LS_DOCTOR_OK = 0,
    /// It works, and something about it may not go on to.
    LS_DOCTOR_WARNING = 1,
    /// It does not work.
    LS_DOCTOR_FAILED = 2,
    /// It was not looked at; the sentence says why.
    LS_DOCTOR_SKIPPED = 3,
}

impl From<Health> for ls_doctor_status {
    fn from(health: Health) -> Self {
        match health {
            Health::Ok => Self::LS_DOCTOR_OK,
            Health::Warning => Self::LS_DOCTOR_WARNING,
            Health::Failed => Self::LS_DOCTOR_FAILED,
            Health::Skipped => Self::LS_DOCTOR_SKIPPED,
        }
    }
}

/// Receives a step of ls_doctor() when it has been taken.
///
/// It comes on a thread of the agent, never on the one that has called ls_doctor(), which waits
/// meanwhile: so it must not wait for that thread, or for a lock that it holds. One at a time, in
/// the order of the steps; none is running or comes once ls_doctor() has returned: until then
/// user_data must live. It may free the agent, and must not throw.
///
/// @param user_data That of ls_doctor().
/// @param step The name of the step, borrowed for the call: "settings", "environment", "names",
/// "connection", "proxy", "tls", "http", "clock", "application", "user", "signature", "store",
/// "secrets" or "versions"; later versions may have more.
/// @param status A value of ls_doctor_status.
/// @param sentence What was found, for a person, in English, borrowed for the call.
/// @param step_json The step as the report has it, borrowed for the call.
pub type ls_doctor_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        step: *const c_char,
        status: i32,
        sentence: *const c_char,
        step_json: *const c_char,
    ),
>;

/// Looks at everything that has to work for an answer, step by step, and says of each step how it
/// went, in a sentence for a person, and what to do: the settings, the environment, the look-up of the
/// name, a connection to each address, the proxy, TLS (with a guess whether something on the way
/// reads along), HTTP, the clock, the application's key, the user's sign-in, the signature of an
/// answer, the store, the platform's place for secrets, and the versions. After a failure it goes
/// on with what does not depend on it.
///
/// The report is JSON; docs/doctor-report.schema.json describes it. It can be sent to anybody: it
/// holds no secret, no email, no query and no path, but names of hosts, addresses, and names of the
/// store's files, which are hashes.
///
/// The server is asked once without a user (about a product that nobody has, if none is named), and once more with
/// the credentials; nothing of the answers is stored, and a code of a single sign-on is not used up. The store's folder is made if it is missing, and a file
/// written into it and removed. The platform's place for secrets is asked only with
/// ls_config_set_remember().
///
/// @param agent The agent.
/// @param product_or_null The product's short code, up to 1,024 bytes; NULL: then no sign-in and no
/// signature is looked at.
/// @param credentials_or_null Who the user is; NULL: then no sign-in is looked at.
/// @param timeout_ms For all steps together, 1 to 3,600,000; 10,000 is a good time for a person who waits.
/// @param step_or_null Receives each step when it has been taken; NULL if nothing is to.
/// @param user_data Passed to the callback, and not looked at. May be NULL.
/// @param out_report_json Receives the report, which the caller frees with ls_string_free(); NULL on
/// failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK: there is a report, whatever it says; LS_ERR_INVALID_ARGUMENT; LS_ERR_CANCELLED (the
/// agent was closed); LS_ERR_CONFIG in a process that was forked later; LS_ERR_INTERNAL (no thread
/// could be started).
///
/// Blocks for at most timeout_ms, and beyond it only while the callback runs: what has not ended by then
/// is in the report as a step that has failed, and the rest as skipped. The steps are taken, and the
/// callback comes, on a thread of the agent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_doctor(
    agent: Option<&ls_agent>,
    product_or_null: *const c_char,
    credentials_or_null: Option<&ls_credentials>,
    timeout_ms: u32,
    step_or_null: ls_doctor_callback,
    user_data: *mut c_void,
    out_report_json: Option<&mut MaybeUninit<*mut c_char>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make_text(out_report_json, "out_report_json", out_error, || {
        let agent = enter(agent)?;
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let product = unsafe { call::optional("product_or_null", product_or_null, NAME) }?;
        let identity = credentials_or_null.map(ls_credentials::identity).transpose()?;
        let timeout = limits::timeout("timeout_ms", timeout_ms)?;
        let checkup = Checkup { product: product.map(str::to_owned), identity, timeout };
        Ok(json(&agent.doctor(checkup, observer(step_or_null, user_data))?))
    })
}

fn observer(callback: ls_doctor_callback, user_data: *mut c_void) -> Option<Observer> {
    let callback = callback?;
    let user_data = UserData(user_data);
    Some(Box::new(move |step| {
        let user_data = &user_data;
        let (name, sentence) = (c_text(step.name()), c_text(step.sentence()));
        let (status, json) = (ls_doctor_status::from(step.health()), c_text(&json(step)));
        // SAFETY: the caller promised a function of this type that stays valid during the call.
        unsafe {
            callback(user_data.0, name.as_ptr(), status as i32, sentence.as_ptr(), json.as_ptr());
        }
    }))
}
