//! Holding a license on this device.

use std::io;

use serde_json::json;

use crate::cli::{flag, text};
use crate::commands::ask::show_licenses;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::library::{Balance, Seat};

/// Takes a license into use.
pub fn activate(context: &Context) -> Result<Outcome, Failure> {
    let product = context.required_product()?;
    let who = match context.sign_in()? {
        Some(who) => who,
        None => context.license_key()?,
    };
    let license_id = context.matches.get_one::<i64>("license-id").copied().unwrap_or_default();
    let json = context.agent()?.activate(&product, &who, license_id)?;
    if !context.json {
        println!("Activated on this device:");
    }
    show_licenses(context, &json);
    Ok(Outcome::Yes)
}

/// Gives it up.
pub fn deactivate(context: &Context) -> Result<Outcome, Failure> {
    context.agent()?.deactivate(&context.required_product()?)?;
    println!(
        "{}",
        if context.json { "{}" } else { "Deactivated: another device can use the license now." }
    );
    Ok(Outcome::Yes)
}

/// Holds a seat until the standard input ends.
pub fn seat(context: &Context) -> Result<Outcome, Failure> {
    let (product, feature) = (context.required_product()?, text(context.matches, "feature"));
    let agent = context.agent()?;
    match agent.acquire_seat(&product, feature) {
        Ok(seat) => hold(context, &seat),
        Err(failure) if failure.is("LS_ERR_NO_SEAT") => {
            show_seat(context, None, &format!("no: {}", failure.message));
            Ok(Outcome::No)
        }
        Err(failure) => Err(failure),
    }
}

fn hold(context: &Context, seat: &Seat) -> Result<Outcome, Failure> {
    show_seat(context, Some(seat), "The seat is held until the input ends.");
    // An input that cannot be read has ended.
    let _ = io::copy(&mut io::stdin().lock(), &mut io::sink());
    if !seat.is_held() {
        show_seat(context, Some(seat), "The seat was lost meanwhile.");
        return Ok(Outcome::No);
    }
    seat.release()?;
    show_seat(context, Some(seat), "The seat is released.");
    Ok(Outcome::Yes)
}

/// A line, in JSON or for a person.
fn show_seat(context: &Context, seat: Option<&Seat>, sentence: &str) {
    if !context.json {
        println!("{sentence}");
        return;
    }
    let is_held = seat.is_some_and(Seat::is_held);
    let expires_at = seat.and_then(Seat::expires_at);
    println!("{}", json!({"held": is_held, "expires_at": expires_at}));
}

/// What was consumed of a license or a feature.
pub fn balance(context: &Context) -> Result<Outcome, Failure> {
    let (product, feature) = (context.required_product()?, text(context.matches, "feature"));
    let agent = context.agent()?;
    if flag(context.matches, "sync") {
        agent.sync(&product)?;
    }
    let Balance { total, limit, unsent, uncertain } = agent.balance(&product, feature)?;
    if context.json {
        let json =
            json!({"total": total, "limit": limit, "unsent": unsent, "uncertain": uncertain});
        println!("{json}");
        return Ok(Outcome::Yes);
    }
    let limit = limit.map_or("no limit".to_owned(), |limit| format!("limit {limit}"));
    println!("total {total}, {limit}; on this device unsent {unsent}, uncertain {uncertain}");
    Ok(Outcome::Yes)
}
