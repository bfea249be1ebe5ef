//! The calls of seats and consumption.

use std::sync::{Condvar, Mutex};
use std::time::{Duration, SystemTime};

use lsagent::ffi::borrowing::*;
use lsagent::ffi::consumption::*;
use lsagent::ffi::seat::*;

use super::life::done;
use super::*;

type Call = fn(&mut Native, &mut Asked) -> Answer;

/// The call of a name.
pub fn call(name: &str) -> Option<Call> {
    let call: Call = match name {
        "acquire_seat" => acquire,
        "seat" => look,
        "release_seat" => release,
        "free_seat" => free,
        "borrow" => borrow,
        "return_seat" => give_back,
        "consume" => consume,
        "sync" => sync,
        "balance" => balance,
        _ => return None,
    };
    Some(call)
}

/// What has become of the seat, in the order of the calls.
#[derive(Default)]
pub struct Events {
    heard: Mutex<Vec<String>>,
    news: Condvar,
}

impl Events {
    fn as_user_data(&self) -> *mut c_void {
        ptr::from_ref(self).cast_mut().cast()
    }

    unsafe extern "C" fn hear(data: *mut c_void, event: i32, error: *const ls_error) {
        // SAFETY: they live longer than the agent, and the error as long as the call.
        let (events, error) = unsafe { (&*data.cast::<Self>(), error.as_ref()) };
        let name = match event {
            1 => "AT_RISK",
            2 => "RENEWED",
            3 => "LOST",
            other => panic!("{other} is no event"),
        };
        let told = error.map_or(name.into(), |error| format!("{name}:{}", status_of(error)));
        events.heard.lock().unwrap().push(told);
        events.news.notify_all();
    }

    /// All until now; or, once it has come, until that one.
    fn until(&self, wanted: Option<&str>) -> Vec<String> {
        let heard = self.heard.lock().unwrap();
        let is_missing = |heard: &mut Vec<String>| {
            wanted.is_some_and(|name| !heard.iter().any(|event| event.starts_with(name)))
        };
        let limit = Duration::from_secs(60);
        let (heard, waited) = self.news.wait_timeout_while(heard, limit, is_missing).unwrap();
        assert!(!waited.timed_out(), "{wanted:?} has not come");
        heard.clone()
    }
}

fn acquire(native: &mut Native, asked: &mut Asked) -> Answer {
    let feature = asked.find("feature").map(|feature| c(&feature));
    let (held, feature) = (native.activation.as_deref(), pointer(feature.as_ref()));
    let (hear, hearing) = (Some(Events::hear as _), native.events.as_user_data());
    // SAFETY: here and below: every text ends with NUL, or is NULL, and outlives the call.
    let seat = if asked.in_background() {
        background(|told, data, task, error| unsafe {
            ls_seat_acquire_start(held, feature, hear, hearing, Some(told), data, task, error)
        })
    } else {
        outcome(|out, error| unsafe { ls_seat_acquire(held, feature, hear, hearing, out, error) })
    }?;
    let line = seat_line(&seat);
    ls_seat_free(native.seat.replace(seat));
    Ok(line)
}

fn seat_line(seat: &ls_seat) -> Line {
    Line::ok()
        .and("held", ls_seat_is_held(Some(seat)).to_string())
        .and("seat_ends", number(seat, ls_seat_expires_at))
}

fn look(native: &mut Native, asked: &mut Asked) -> Answer {
    let events = native.events.until(asked.find("wait_for").as_deref());
    Ok(seat_line(native.seat.as_deref().expect("there is a seat")).and("events", events))
}

fn release(native: &mut Native, _: &mut Asked) -> Answer {
    let seat = native.seat.as_deref();
    done(|error| ls_seat_release(seat, error))
}

fn free(native: &mut Native, _: &mut Asked) -> Answer {
    ls_seat_free(native.seat.take());
    Ok(Line::ok())
}

fn borrow(native: &mut Native, asked: &mut Asked) -> Answer {
    let feature = asked.find("feature").map(|feature| c(&feature));
    let until = asked.find("hours").map_or(0, |hours| now() + hours.parse::<i64>().unwrap() * 3600);
    let signs_in = ["username", "license_key"].iter().any(|key| asked.was_given(key).is_some());
    let who = signs_in.then(|| SignIn::of(asked));
    let (held, mut end) = (native.activation.as_deref(), MaybeUninit::new(0));
    let (feature, who) = (pointer(feature.as_ref()), who.as_ref().and_then(SignIn::get));
    done(|error| unsafe { ls_activation_borrow(held, feature, until, who, Some(&mut end), error) })
        // SAFETY: it was filled from the start.
        .map(|line| line.and("borrowed_until", unsafe { end.assume_init() }.to_string()))
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
    since.as_secs().try_into().unwrap()
}

fn give_back(native: &mut Native, asked: &mut Asked) -> Answer {
    let feature = asked.find("feature").map(|feature| c(&feature));
    let (held, feature) = (native.activation.as_deref(), pointer(feature.as_ref()));
    done(|error| unsafe { ls_activation_return(held, feature, error) })
}

fn consume(native: &mut Native, asked: &mut Asked) -> Answer {
    let feature = asked.find("feature").map(|feature| c(&feature));
    let amount = asked.take("amount").parse().expect("a number");
    let (held, feature) = (native.activation.as_deref(), pointer(feature.as_ref()));
    done(|error| unsafe { ls_activation_consume(held, feature, amount, error) })
}

fn sync(native: &mut Native, _: &mut Asked) -> Answer {
    let held = native.activation.as_deref();
    done(|error| ls_activation_sync(held, error))
}

fn balance(native: &mut Native, asked: &mut Asked) -> Answer {
    let feature = asked.find("feature").map(|feature| c(&feature));
    let (held, feature) = (native.activation.as_deref(), pointer(feature.as_ref()));
    let balance =
        outcome(|out, error| unsafe { ls_activation_balance(held, feature, out, error) })?;
    let b = Some(&*balance);
    let line = Line::ok()
        .and("total", ls_balance_total(b).to_string())
        .and("limit", number(&*balance, ls_balance_limit))
        .and("unsent", ls_balance_unsent(b).to_string())
        .and("uncertain", ls_balance_uncertain(b).to_string());
    ls_balance_free(Some(balance));
    Ok(line)
}
