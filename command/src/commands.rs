//! The commands.

mod ask;
mod doctor;
mod hold;
mod store;

use clap::ArgMatches;

use crate::context::Context;
use crate::failure::{Failure, Outcome};

/// Runs a command by its name.
pub fn run(name: &str, matches: &ArgMatches) -> Result<Outcome, Failure> {
    if let ("store", Some((name, matches))) = (name, matches.subcommand()) {
        let context = Context::new(matches)?;
        return if name == "list" { store::list(&context) } else { store::forget(&context) };
    }
    let context = Context::new(matches)?;
    match name {
        "doctor" => doctor::doctor(&context),
        "check" => ask::check(&context),
        "licenses" => ask::licenses(&context),
        "users" => ask::users(&context),
        "activate" => hold::activate(&context),
        "deactivate" => hold::deactivate(&context),
        "seat" => hold::seat(&context),
        "balance" => hold::balance(&context),
        _ => Err(Failure::usage(format!("{name} is no command"))),
    }
}
