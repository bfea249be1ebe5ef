//! Calls about seats and consumption.

use lsagent::ffi::borrowing::*;
use lsagent::ffi::consumption::*;
use lsagent::ffi::seat::*;

use super::activations::{credentials_of_key, with_activation};
use super::around::bad_if_given;
use super::*;

pub fn rows() -> Vec<Row> {
    let mut rows = settings();
    rows.extend(vec![
        row("ls_seat_acquire", acquire),
        row("ls_seat_acquire_start", acquire_start),
        row("ls_seat_is_held", |_| assert!(!ls_seat_is_held(None))),
        row("ls_seat_expires_at", |_| has_no_number(ls_seat_expires_at)),
        row("ls_seat_release", |_| {
            let failure = done(|error| ls_seat_release(None, error)).unwrap_err();
            is_refused(&failure, "seat", "is NULL");
            assert_eq!(ls_seat_release(None, None), ls_status::LS_ERR_INVALID_ARGUMENT);
        }),
        row("ls_seat_free", |_| ls_seat_free(None)),
        row("ls_activation_borrow", borrow),
        row("ls_activation_return", |world| {
            by_feature(world, |activation, feature, error| unsafe {
                ls_activation_return(activation, feature, error)
            });
        }),
        row("ls_activation_consume", consume),
        row("ls_activation_sync", |_| {
            let failure = done(|error| ls_activation_sync(None, error)).unwrap_err();
            is_refused(&failure, "activation", "is NULL");
            assert_eq!(ls_activation_sync(None, None), ls_status::LS_ERR_INVALID_ARGUMENT);
        }),
        row("ls_activation_balance", balance),
        row("ls_balance_total", |_| assert_eq!(ls_balance_total(None), 0)),
        row("ls_balance_limit", |_| has_no_number(ls_balance_limit)),
        row("ls_balance_unsent", |_| assert_eq!(ls_balance_unsent(None), 0)),
        row("ls_balance_uncertain", |_| assert_eq!(ls_balance_uncertain(None), 0)),
        row("ls_balance_free", |_| ls_balance_free(None)),
    ]);
    rows
}

fn settings() -> Vec<Row> {
    vec![
        row("ls_config_set_release_seats", |_| {
            let status = ls_config_set_release_seats(None, true);
            assert_eq!(status, ls_status::LS_ERR_INVALID_ARGUMENT);
        }),
        number_setter(
            "ls_config_set_consumption_sync_seconds",
            "consumption_sync_seconds",
            &[-1, i64::MIN],
            ls_config_set_consumption_sync_seconds,
        ),
        number_setter(
            "ls_config_set_consumption_delivery",
            "delivery",
            &[-1, 2, i32::MAX],
            ls_config_set_consumption_delivery,
        ),
    ]
}

fn has_no_number<O>(read: extern "C" fn(Option<&O>, Option<&mut MaybeUninit<i64>>) -> bool) {
    let mut out = MaybeUninit::new(7);
    assert!(!read(None, Some(&mut out)));
    // SAFETY: it was filled from the start.
    assert_eq!(unsafe { out.assume_init() }, 0);
    assert!(!read(None, None));
}

unsafe extern "C" fn no_event(_: *mut c_void, _: i32, _: *const ls_error) {
    panic!("a seat that nobody has taken has no events");
}

/// Calls that give something of a license or a feature, with one bad argument at a time.
fn gives_of_a_feature<T>(
    world: &World,
    result: &str,
    call: impl Fn(Option<&ls_activation>, *const c_char, Out<T>, Out<ls_error>) -> ls_status,
) {
    let refused = |activation: Option<&ls_activation>, feature| {
        refusal(|out, error| call(activation, feature, out, error))
    };
    is_refused(&refused(None, ptr::null()), "activation", "is NULL");
    with_activation(world, |held| {
        for (bad, why) in bad_if_given() {
            is_refused(&refused(held.get(), pointer(&bad)), "feature_or_null", why);
        }
        has_nowhere_to_put_it(result, |out, error| call(held.get(), ptr::null(), out, error));
    });
}

fn acquire(world: &World) {
    gives_of_a_feature(world, "out_seat", |activation, feature, out, error| unsafe {
        ls_seat_acquire(activation, feature, Some(no_event), ptr::null_mut(), out, error)
    });
}

fn acquire_start(world: &World) {
    unsafe extern "C" fn never(_: *mut c_void, _: ls_status, _: *mut ls_seat, _: *mut ls_error) {
        panic!("a call that was refused has no outcome");
    }
    let data = ptr::null_mut();
    gives_of_a_feature(world, "out_task", |activation, feature, out, error| unsafe {
        ls_seat_acquire_start(activation, feature, None, data, Some(never), data, out, error)
    });
    with_activation(world, |held| {
        let failure = refusal(|out, error| unsafe {
            ls_seat_acquire_start(held.get(), ptr::null(), None, data, None, data, out, error)
        });
        is_refused(&failure, "callback", "is NULL");
    });
}

fn borrow(world: &World) {
    let key = credentials_of_key(c"\xff".as_ptr());
    let refused = |activation: Option<&ls_activation>, feature, until, who| {
        let mut out = MaybeUninit::new(7);
        let failure = done(|error| unsafe {
            ls_activation_borrow(activation, feature, until, who, Some(&mut out), error)
        });
        // SAFETY: it was filled from the start.
        assert_eq!(unsafe { out.assume_init() }, 0);
        failure.unwrap_err()
    };
    is_refused(&refused(None, ptr::null(), 0, None), "activation", "is NULL");
    with_activation(world, |held| {
        let (held, any) = (held.get(), ptr::null());
        for (bad, why) in bad_if_given() {
            is_refused(&refused(held, pointer(&bad), 0, None), "feature_or_null", why);
        }
        for until in [-1, i64::MIN] {
            is_refused(&refused(held, any, until, None), "until", "is negative");
        }
        is_refused(&refused(held, any, 0, key.get()), "license_key", "is not UTF-8");
        let failure =
            done(|error| unsafe { ls_activation_borrow(held, any, 0, None, None, error) });
        is_refused(&failure.unwrap_err(), "out_until", "is NULL");
    });
}

/// Calls about an activation or one of its features, that give nothing.
fn by_feature(
    world: &World,
    call: impl Fn(Option<&ls_activation>, *const c_char, Out<ls_error>) -> ls_status,
) {
    let refused = |activation: Option<&ls_activation>, feature| {
        assert_eq!(call(activation, feature, None), ls_status::LS_ERR_INVALID_ARGUMENT);
        done(|error| call(activation, feature, error)).unwrap_err()
    };
    is_refused(&refused(None, ptr::null()), "activation", "is NULL");
    with_activation(world, |held| {
        for (bad, why) in bad_if_given() {
            is_refused(&refused(held.get(), pointer(&bad)), "feature_or_null", why);
        }
    });
}

fn consume(world: &World) {
    by_feature(world, |activation, feature, error| unsafe {
        ls_activation_consume(activation, feature, 1, error)
    });
    with_activation(world, |held| {
        let failure =
            done(|error| unsafe { ls_activation_consume(held.get(), ptr::null(), 0, error) });
        is_refused(&failure.unwrap_err(), "amount", "");
    });
}

fn balance(world: &World) {
    gives_of_a_feature(world, "out_balance", |activation, feature, out, error| unsafe {
        ls_activation_balance(activation, feature, out, error)
    });
}
