//! The store.

use serde_json::Value;

use crate::cli::{flag, text};
use crate::context::Context;
use crate::failure::{Failure, Outcome};

/// An address of this device at which nobody listens.
const NOWHERE: &str = "https://127.0.0.1:1";

/// For the steps that are not looked at here.
const TIMEOUT_MS: u32 = 10_000;

/// Lists what is stored. It is a step of the doctor, who is sent nowhere for the others: nothing leaves this device.
pub fn list(context: &Context) -> Result<Outcome, Failure> {
    let mut config = context.config()?;
    config.set_base_url(NOWHERE)?;
    config.set_proxy("")?;
    let report = config.agent()?.doctor(None, None, TIMEOUT_MS, &|_| ())?;
    let report: Value = serde_json::from_str(&report).unwrap_or_default();
    let steps = report.get("steps").and_then(Value::as_array);
    let step = steps.into_iter().flatten().find(|step| step["id"] == "store");
    let step = step.cloned().unwrap_or_default();
    if context.json {
        println!("{}", step["details"]);
    } else {
        show(&step);
    }
    Ok(if step["status"] == "failed" { Outcome::No } else { Outcome::Yes })
}

fn show(step: &Value) {
    println!("{}", step["sentence"].as_str().unwrap_or_default());
    for entry in step["details"]["entries"].as_array().into_iter().flatten() {
        let text = |name: &str| entry[name].as_str().unwrap_or("(not the library's)").to_owned();
        let age = lasting(entry["age_seconds"].as_i64().unwrap_or_default());
        let left = entry["grace_left_seconds"].as_i64().map(lasting);
        let left = left.map(|left| format!(", usable offline for {left}")).unwrap_or_default();
        println!("  {}  {}  {age} old{left}", text("file"), text("kind"));
    }
}

/// The largest unit of which there are two at least.
fn lasting(seconds: i64) -> String {
    let units = [(86_400, "d"), (3_600, "h"), (60, "min")];
    let unit = units.into_iter().find(|(length, _)| seconds >= 2 * length);
    unit.map_or(format!("{seconds} s"), |(length, name)| format!("{} {name}", seconds / length))
}

/// Removes what is stored of a user, or of all.
pub fn forget(context: &Context) -> Result<Outcome, Failure> {
    let user = text(context.matches, "user").filter(|_| !flag(context.matches, "all"));
    context.agent()?.forget(user)?;
    println!("{}", if context.json { "{}" } else { "Forgotten." });
    Ok(Outcome::Yes)
}

#[cfg(test)]
mod tests {
    use super::lasting;

    #[test]
    fn a_time_is_told_in_a_unit_that_fits() {
        assert_eq!(
            [5, 119, 120, 7_199, 7_200, 172_800].map(lasting),
            ["5 s", "119 s", "2 min", "119 min", "2 h", "2 d"]
        );
    }
}
