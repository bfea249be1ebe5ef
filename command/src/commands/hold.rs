//! Holding a license on this device.

use crate::commands::ask::show_licenses;
use crate::context::Context;
use crate::failure::{Failure, Outcome};

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
