//! Asking: may this user, which licenses, whose.

use serde_json::Value;

use crate::context::Context;
use crate::failure::{Failure, Outcome};

/// May this user, or this device, run the product?
pub fn check(context: &Context) -> Result<Outcome, Failure> {
    let (product, feature) =
        (context.required_product()?, crate::cli::text(context.matches, "feature"));
    let (sign_in, agent) = (context.sign_in()?, context.agent()?);
    let decision = match &sign_in {
        Some(who) => agent.check(&product, feature, who, context.policy()),
        None => agent.check_activated(&product, feature, context.policy()),
    }?;
    if context.json {
        println!("{}", decision.json);
    } else {
        println!("{}: {}", if decision.is_allowed { "yes" } else { "no" }, decision.message);
        if let Some(why) = decision.fallback {
            println!("Answered from the store, since {why}");
        }
    }
    Ok(if decision.is_allowed { Outcome::Yes } else { Outcome::No })
}

/// The licenses of a user, or of this device.
pub fn licenses(context: &Context) -> Result<Outcome, Failure> {
    let (product, sign_in, agent) =
        (context.required_product()?, context.sign_in()?, context.agent()?);
    let json = match &sign_in {
        Some(who) => agent.licenses(&product, who, context.policy()),
        None => agent.activated_license(&product),
    }?;
    show_licenses(context, &json);
    Ok(Outcome::Yes)
}

/// JSON as it is, or a line for each license.
pub fn show_licenses(context: &Context, json: &str) {
    if context.json {
        println!("{json}");
        return;
    }
    let licenses = listed(json);
    println!("{} license{}", licenses.len(), if licenses.len() == 1 { "" } else { "s" });
    for one in &licenses {
        // The answer of one call has the license inside, that of another is it.
        show_license(one.get("license").unwrap_or(one));
    }
}

fn show_license(license: &Value) {
    let text = |name: &str| license.get(name).and_then(Value::as_str).unwrap_or("-");
    let id = license.get("id").map(Value::to_string).unwrap_or_default();
    println!("  {id}  {}  until {}", text("license_type"), text("validity_period"));
    let features = license.get("product_features").and_then(Value::as_array);
    for feature in features.into_iter().flatten() {
        println!("    feature {}", feature.get("code").and_then(Value::as_str).unwrap_or("-"));
    }
}

fn listed(json: &str) -> Vec<Value> {
    match serde_json::from_str(json) {
        Ok(Value::Array(list)) => list,
        Ok(one) => vec![one],
        Err(_) => Vec::new(),
    }
}

/// The users of a customer's licenses.
pub fn users(context: &Context) -> Result<Outcome, Failure> {
    let (product, agent) = (context.required_product()?, context.agent()?);
    let customer = crate::cli::text(context.matches, "customer").unwrap_or_default();
    let json = agent.users(&product, customer, context.policy())?;
    if context.json {
        println!("{json}");
        return Ok(Outcome::Yes);
    }
    let answers = listed(&json);
    let users = answers.iter().flat_map(|answer| answer.get("users").and_then(Value::as_array));
    let users: Vec<_> = users.flatten().collect();
    println!("{} users", users.len());
    for user in users {
        let text = |name: &str| user.get(name).and_then(Value::as_str).unwrap_or("-");
        println!("  {}  {} {}", text("email"), text("first_name"), text("last_name"));
    }
    Ok(Outcome::Yes)
}
