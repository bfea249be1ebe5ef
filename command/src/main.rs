//! The command `lsagent`: what a support engineer sends to a customer. It has the library inside.

#![warn(missing_docs)]

mod cli;
mod commands;
mod context;
mod failure;
mod library;
mod paint;
mod secrets;
mod settings;

use std::process::ExitCode;

use crate::failure::Failure;

fn main() -> ExitCode {
    let matches = cli::command().get_matches();
    let Some((name, arguments)) = matches.subcommand() else {
        return Failure::usage("no command is named").exit();
    };
    match commands::run(name, arguments) {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            let status = failure.status.as_deref().map(|status| format!("{status}: "));
            eprintln!("lsagent: {}{}", status.unwrap_or_default(), failure.message);
            failure.exit()
        }
    }
}
