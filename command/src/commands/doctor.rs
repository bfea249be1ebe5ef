//! The doctor: each step as it is taken, then what is to be done.

use std::io::{self, Write};

use serde_json::Value;

use crate::cli::flag;
use crate::context::Context;
use crate::failure::{Failure, Outcome};
use crate::paint::{Colour, Paint};

/// Examines, and shows it.
pub fn doctor(context: &Context) -> Result<Outcome, Failure> {
    let (product, sign_in) = (context.product(), context.sign_in()?);
    let seconds = context.matches.get_one::<u32>("timeout").copied().unwrap_or(10);
    let (paint, is_verbose) = (Paint::for_output(), flag(context.matches, "verbose"));
    let show = |step: &str| {
        if !context.json {
            show(step, paint, is_verbose);
        }
    };
    let timeout_ms = seconds.saturating_mul(1_000);
    let agent = context.agent()?;
    let product = product.as_deref().map(String::as_str);
    let text = agent.doctor(product, sign_in.as_ref(), timeout_ms, &show)?;
    let report: Value = serde_json::from_str(&text).unwrap_or_default();
    if context.json {
        println!("{text}");
    } else {
        conclude(&report, paint);
    }
    Ok(outcome(&report))
}

fn outcome(report: &Value) -> Outcome {
    match report["outcome"].as_str() {
        Some("ok") => Outcome::Yes,
        Some("warning") => Outcome::Warnings,
        _ => Outcome::No,
    }
}

/// A line for a step, with what is to be done below it.
fn show(step: &str, paint: Paint, is_verbose: bool) {
    let step: Value = serde_json::from_str(step).unwrap_or_default();
    let text = |name: &str| step[name].as_str().unwrap_or_default();
    let (colour, mark) = match text("status") {
        "ok" => (Colour::Green, "ok     "),
        "warning" => (Colour::Yellow, "warning"),
        "failed" => (Colour::Red, "FAILED "),
        _ => (Colour::Grey, "skipped"),
    };
    let mut line =
        format!("{}  {:<12} {}", paint.in_colour(colour, mark), text("id"), text("sentence"));
    if let Some(ms) = step["milliseconds"].as_u64().filter(|ms| *ms > 0) {
        line += &paint.in_colour(Colour::Grey, &format!(" ({ms} ms)"));
    }
    if !text("advice").is_empty() {
        line += &format!("\n         {:<12} {}", "", paint.in_colour(colour, text("advice")));
    }
    if is_verbose && let Value::Object(details) = &step["details"] {
        line.extend(details.iter().map(|(name, value)| format!("\n           {name}: {value}")));
    }
    // Nobody may see the end of it: the reader may have gone.
    let _ = writeln!(io::stdout(), "{line}");
}

fn conclude(report: &Value, paint: Paint) {
    let line = match (report["outcome"].as_str(), report["first_failed"].as_str()) {
        (Some("ok"), _) => paint.in_colour(Colour::Green, "Everything works."),
        (Some("warning"), _) => paint.in_colour(Colour::Yellow, "Everything works, with warnings."),
        (_, Some(step)) => {
            paint.in_colour(Colour::Red, &format!("It does not work: begin with the step {step}."))
        }
        (_, None) => paint.in_colour(Colour::Red, "It does not work."),
    };
    let _ = writeln!(io::stdout(), "\n{line}");
}
