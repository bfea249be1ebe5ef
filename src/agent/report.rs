//! Reports of requests in the background, for callers that have left and for refreshes.

use std::sync::Arc;

use super::request::Outcome;
use super::rooms::Rooms;
use crate::api::Stored;
use crate::error::Status;
use crate::results::AnyAnswer;
use crate::run::is_worker;

/// Reports a request in the background, but only if it failed or changed the stored answer. A cancelled one
/// failed because the application wanted it to.
///
/// The application is called on a thread of the agent. A request that was made on a thread of the application
/// is reported by a new thread: the application may hold a lock around its call that its callback takes too.
pub fn report(rooms: &Arc<Rooms>, call: &dyn Stored, outcome: Outcome) {
    match &outcome.result {
        Ok(_) if !outcome.changed => return,
        Err(error) if error.status() == Status::Cancelled => return,
        Ok(_) | Err(_) => {}
    }
    if is_worker() {
        return notify(rooms, call, outcome);
    }
    // The thread holds the rooms: the agent may be closed meanwhile, and then no report comes.
    let (own, call) = (rooms.clone(), call.share());
    let work = move || notify(&own, &*call, outcome);
    if let Err(error) = rooms.workers.spawn("lsagent-report", Box::new(work)) {
        rooms.log.warning(format_args!("no report of a refresh: {error}"));
    }
}

/// The application hears of answers that grant use, since it may have to close or to open features. Of others the log
/// gets the failures.
fn notify(rooms: &Rooms, call: &dyn Stored, outcome: Outcome) {
    if !call.grants_use() {
        if let Err(error) = outcome.result {
            let kind = call.name();
            rooms.log.warning(format_args!("{kind}: refresh failed, {}", error.for_log()));
        }
        return;
    }
    if let Some(callback) = &rooms.refreshed {
        let licenses = outcome.result.and_then(AnyAnswer::of_type);
        let callbacks = &rooms.workers.callbacks;
        callbacks.call_from_worker(|| callback.call(call.key().product, licenses.as_ref()));
    }
}
