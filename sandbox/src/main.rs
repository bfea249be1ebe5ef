//! A local stand-in for the LicenseSpring License API v4 and UiPath's license allocation call.

mod api;
mod cached;
mod cast;
mod clock;
mod control;
mod endpoint;
mod fault;
mod feed;
mod http;
mod life;
mod lock;
mod record;
mod response_key;
mod run;
mod sandbox;
mod server;
mod setup;

use std::process::ExitCode;

use setup::help;
use setup::options::{self, Command};

fn main() -> ExitCode {
    let result = match options::parse(std::env::args_os().skip(1)) {
        Ok(Command::Help) => run::print(&help::text()),
        Ok(Command::Version) => {
            run::print(concat!("lsagent-sandbox ", env!("CARGO_PKG_VERSION"), "\n"))
        }
        Ok(Command::Run(options)) => run::run(*options),
        Err(reason) => Err(format!("{reason} (--help explains the options)")),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            eprintln!("lsagent-sandbox: {reason}");
            ExitCode::FAILURE
        }
    }
}
