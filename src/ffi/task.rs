//! `ls_task`: calls that do not block.

use std::any::Any;
use std::ffi::{c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::time::Duration;

use super::agent::{customer_license_users, enter, ls_agent, user_licenses};
use super::call::{self, NAME, call, make, required};
use super::credentials::ls_credentials;
use super::entitlement::ls_entitlement;
use super::error::ls_error;
use super::license_users::ls_license_users;
use super::licenses::ls_licenses;
use super::log::UserData;
use super::policy::policy;
use super::read::free;
use super::shared::Shared;
use super::status::ls_status;
use crate::agent::Task;
use crate::api::{Call, Stored};
use crate::error::{Error, Status};
use crate::results::{Answer, Entitlement};

/// A call under way. It may be waited for, cancelled and freed from any thread; freeing it neither
/// cancels the call nor waits for it. It may outlive its agent. In a process that was forked off later it
/// can only be freed.
pub struct ls_task(pub(super) Shared<Task>);

/// Receives the outcome of ls_user_licenses_start() or ls_sso_sign_in_start(): licenses or an
/// error.
///
/// It comes exactly once, on a thread of the agent, never on one that is inside a call of the
/// application (it may come before the function that began the call has returned). If the agent is
/// closed or freed, it comes with LS_ERR_CANCELLED, unless it has come or is coming. It may free
/// the agent. None is running or comes once ls_agent_free() has returned, or ls_agent_close() has
/// returned LS_OK: until then user_data must live. It must not throw.
///
/// @param user_data That of the function that was given the callback.
/// @param status The status of the call.
/// @param licenses The licenses, which the callback frees with ls_licenses_free(); NULL on failure.
/// @param error The error, which the callback frees with ls_error_free(); NULL on success.
pub type ls_licenses_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        status: ls_status,
        licenses: *mut ls_licenses,
        error: *mut ls_error,
    ),
>;

/// Receives the outcome of ls_customer_license_users_start(); otherwise like ls_licenses_callback.
///
/// @param user_data That of the function that was given the callback.
/// @param status The status of the call.
/// @param users The users, which the callback frees with ls_license_users_free(); NULL on failure.
/// @param error The error, which the callback frees with ls_error_free(); NULL on success.
pub type ls_license_users_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        status: ls_status,
        users: *mut ls_license_users,
        error: *mut ls_error,
    ),
>;

/// Receives the outcome of ls_check_start(); otherwise like ls_licenses_callback.
///
/// @param user_data That of the function that was given the callback.
/// @param status The status of the call.
/// @param entitlement The entitlement, which the callback frees with ls_entitlement_free(); NULL on
/// failure.
/// @param error The error, which the callback frees with ls_error_free(); NULL on success.
pub type ls_entitlement_callback = Option<
    unsafe extern "C" fn(
        user_data: *mut c_void,
        status: ls_status,
        entitlement: *mut ls_entitlement,
        error: *mut ls_error,
    ),
>;

/// What the callbacks have in common.
pub(super) type Callback<T> = unsafe extern "C" fn(*mut c_void, ls_status, *mut T, *mut ls_error);

/// Begins a call; its outcome becomes the callback's arguments, which the callee owns.
fn start<Q, T>(
    agent: Option<&ls_agent>,
    question: impl FnOnce() -> Result<Q, Error>,
    policy: i32,
    callback: Option<Callback<T>>,
    user_data: *mut c_void,
    convert: impl FnOnce(Answer<Q::Answer>) -> T + Send + 'static,
) -> Result<ls_task, Error>
where
    Q: Stored + Call<Answer: Any + Send + Sync>,
    T: 'static,
{
    let (agent, question) = (enter(agent)?, question()?);
    let deliver = deliver_to(callback, user_data, convert)?;
    agent.start(question, self::policy(policy)?, deliver).map(|task| ls_task(Shared::new(task)))
}

/// Hands an outcome to a callback, which owns it then.
pub(super) fn deliver_to<A, T: 'static>(
    callback: Option<Callback<T>>,
    user_data: *mut c_void,
    convert: impl FnOnce(A) -> T + Send + 'static,
) -> Result<impl FnOnce(Result<A, Error>) + Send + 'static, Error> {
    let callback = callback.ok_or_else(|| Error::invalid("callback", "is NULL"))?;
    let user_data = UserData(user_data);
    Ok(move |result: Result<A, Error>| {
        let user_data = &user_data;
        let (status, value, error) = match result {
            Ok(answer) => (ls_status::LS_OK, own(convert(answer)), ptr::null_mut()),
            Err(error) => (error.status().into(), ptr::null_mut(), own(ls_error::new(error))),
        };
        // SAFETY: the caller promised a function of this type.
        unsafe { callback(user_data.0, status, value, error) };
    })
}

fn own<T>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

/// Like ls_user_licenses(), on a thread of the agent. Arguments are copied.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param credentials Who the user is.
/// @param policy Where the answer may come from: a value of ls_policy.
/// @param callback Receives the outcome.
/// @param user_data Passed to the callback, and not looked at. May be NULL.
/// @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could be started). On
/// failure nothing was begun and no callback comes.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_user_licenses_start(
    agent: Option<&ls_agent>,
    product: *const c_char,
    credentials: Option<&ls_credentials>,
    policy: i32,
    callback: ls_licenses_callback,
    user_data: *mut c_void,
    out_task: Option<&mut MaybeUninit<*mut ls_task>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_task, "out_task", out_error, || {
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let question = || unsafe { user_licenses(product, credentials) };
        start(agent, question, policy, callback, user_data, ls_licenses::new)
    })
}

/// Like ls_check(), on a thread of the agent. Arguments are copied.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param feature_or_null The code of a feature, up to 1,024 bytes; NULL for the product itself.
/// @param credentials Who the user is.
/// @param policy Where the answer may come from: a value of ls_policy.
/// @param callback Receives the outcome.
/// @param user_data Passed to the callback, and not looked at. May be NULL.
/// @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could be started). On
/// failure nothing was begun and no callback comes.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_check_start(
    agent: Option<&ls_agent>,
    product: *const c_char,
    feature_or_null: *const c_char,
    credentials: Option<&ls_credentials>,
    policy: i32,
    callback: ls_entitlement_callback,
    user_data: *mut c_void,
    out_task: Option<&mut MaybeUninit<*mut ls_task>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_task, "out_task", out_error, || {
        let agent = Some(required("agent", agent)?);
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let (question, feature) = unsafe {
            let question = user_licenses(product, credentials)?;
            (question, call::optional("feature_or_null", feature_or_null, NAME)?.map(str::to_owned))
        };
        let product = question.product.clone();
        start(
            agent,
            || Ok(question),
            policy,
            callback,
            user_data,
            move |answer| {
                ls_entitlement::new(Entitlement::of(&answer, &product, feature.as_deref()))
            },
        )
    })
}

/// Like ls_customer_license_users(), on a thread of the agent. Arguments are copied.
///
/// @param agent The agent.
/// @param product The product's short code, up to 1,024 bytes.
/// @param customer_email The email of the customer, up to 1,024 bytes.
/// @param policy Where the answer may come from: a value of ls_policy.
/// @param callback Receives the outcome.
/// @param user_data Passed to the callback, and not looked at. May be NULL.
/// @param out_task Receives the task, which the caller frees with ls_task_free(); NULL on failure.
/// @param out_error Receives the error, which the caller frees with ls_error_free(); NULL on
/// success. May be NULL.
/// @return LS_OK, LS_ERR_INVALID_ARGUMENT or LS_ERR_INTERNAL (no thread could be started). On
/// failure nothing was begun and no callback comes.
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_customer_license_users_start(
    agent: Option<&ls_agent>,
    product: *const c_char,
    customer_email: *const c_char,
    policy: i32,
    callback: ls_license_users_callback,
    user_data: *mut c_void,
    out_task: Option<&mut MaybeUninit<*mut ls_task>>,
    out_error: Option<&mut MaybeUninit<*mut ls_error>>,
) -> ls_status {
    make(out_task, "out_task", out_error, || {
        // SAFETY: the caller passes NULL or strings that end with NUL.
        let question = || unsafe { customer_license_users(product, customer_email) };
        start(agent, question, policy, callback, user_data, ls_license_users::new)
    })
}

/// Waits until the callback of a task has returned. Not from within that callback: it would wait
/// for itself.
///
/// @param task The task.
/// @param timeout_ms How long to wait, in milliseconds.
/// @return LS_OK; LS_ERR_TIMEOUT if it has not returned by then; LS_ERR_INVALID_ARGUMENT;
/// LS_ERR_CONFIG in a process that was forked later.
///
/// Blocks for at most timeout_ms.
#[unsafe(no_mangle)]
pub extern "C" fn ls_task_wait(task: Option<&ls_task>, timeout_ms: u32) -> ls_status {
    call(None, || {
        let task = Shared::of(task.map(|task| &task.0), "task")?;
        if task.wait(Duration::from_millis(timeout_ms.into())) {
            return Ok(());
        }
        Err(Error::new(Status::Timeout, "the task is not done yet"))
    })
}

/// Cancels a task: its callback comes soon, with LS_ERR_CANCELLED, unless it has come or is coming
/// with an outcome already. A request under way may still reach the server, and its answer the
/// store.
///
/// @param task The task.
/// @return LS_OK, LS_ERR_INVALID_ARGUMENT, or LS_ERR_CONFIG in a process that was forked later.
///
/// Does not block.
#[unsafe(no_mangle)]
pub extern "C" fn ls_task_cancel(task: Option<&ls_task>) -> ls_status {
    call(None, || {
        Shared::of(task.map(|task| &task.0), "task")?.cancel();
        Ok(())
    })
}

/// Frees a task; the call goes on, and its callback comes.
///
/// @param task The task. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_task_free(task: Option<Box<ls_task>>) {
    free(task);
}
