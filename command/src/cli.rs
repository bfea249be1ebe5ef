//! What can be asked for, and how: the arguments. The man page and the completions are made from this.

use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

const ABOUT: &str = "A licensing agent's command: looks for what is wrong, asks what a user may run, and shows what is stored";
const LONG: &str = "\
Everything that is secret comes from the environment, a file or a prompt that does not show it, and never from an \
argument, which others on the same machine can read.

The settings come from a file (--config, or LSAGENT_CONFIG, or lsagent.toml beside the program) and from the \
environment, which has the last word: api_key is LSAGENT_API_KEY there, and so on.";

/// What stands below the help.
const AFTER: &str = "\
Exit status:
  0  yes; everything works
  1  no; a step of the doctor has failed
  2  called wrongly, or a setting is wrong
  3  nobody knows: the call has failed
  4  the doctor: everything works, with warnings

Settings (in the file in small letters; in the environment as LSAGENT_ and capitals):
  api_key, shared_key                the vendor's keys; or
  client_id, client_secret, token_url   the vendor's OAuth client
  base_url, response_public_key_file, product_id   the licensing service and its product
  product, user                      what is meant where it is not said
  proxy, ca_file, pinned_public_key, timeout_ms    the network
  cache_dir, device_id, offline_grace_seconds, remember   the store
  password, license_key              in the environment alone";

/// The policies in the order of their numbers.
pub const POLICIES: [&str; 4] = ["network-first", "cache-first", "network-only", "cache-only"];

/// All commands.
pub fn command() -> Command {
    Command::new("lsagent")
        .version(env!("CARGO_PKG_VERSION"))
        .about(ABOUT)
        .long_about(format!("{ABOUT}.\n\n{LONG}"))
        .after_long_help(AFTER)
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .args(global())
        .subcommands([doctor(), check(), licenses(), users()])
        .subcommands([activate(), deactivate(), seat(), balance(), store()])
}

fn global() -> [Arg; 2] {
    [
        Arg::new("config")
            .long("config")
            .value_name("FILE")
            .help("The settings")
            .value_parser(value_parser!(PathBuf))
            .value_hint(clap::ValueHint::FilePath)
            .global(true),
        Arg::new("json")
            .long("json")
            .help("Answers in JSON")
            .action(ArgAction::SetTrue)
            .global(true),
    ]
}

fn doctor() -> Command {
    Command::new("doctor")
        .about("Looks at everything that has to work for an answer, step by step")
        .long_about(
            "Looks at everything that has to work for an answer, step by step, and says what is wrong and what to do. \
             The report (--json) holds no secret, no email, no query and no path: it can be sent to anybody.",
        )
        .arg(product(false))
        .args(sign_in("Also tries the sign-in of this user"))
        .arg(
            Arg::new("timeout")
                .long("timeout")
                .value_name("SECONDS")
                .help("For all steps together")
                .default_value("10")
                .value_parser(value_parser!(u32).range(1..=3600)),
        )
        .arg(
            Arg::new("verbose")
                .long("verbose")
                .short('v')
                .help("Shows the details of each step")
                .action(ArgAction::SetTrue),
        )
}

fn check() -> Command {
    Command::new("check")
        .about("May this user run this product? Without a user: is a license activated on this device?")
        .arg(product(false))
        .arg(feature())
        .args(sign_in("The user; without one the license that is activated on this device"))
        .arg(policy("network-first"))
}

fn licenses() -> Command {
    Command::new("licenses")
        .about("The licenses of a user, or the one that is activated on this device")
        .arg(product(false))
        .args(sign_in("The user; without one the license that is activated on this device"))
        .arg(policy("network-first"))
}

fn users() -> Command {
    Command::new("users")
        .about("The users of a customer's licenses")
        .arg(product(false))
        .arg(
            Arg::new("customer")
                .long("customer")
                .value_name("EMAIL")
                .help("The customer")
                .required(true)
                .value_hint(clap::ValueHint::EmailAddress),
        )
        .arg(policy("network-first"))
}

fn activate() -> Command {
    Command::new("activate")
        .about("Takes a license into use on this device: by a user's sign-in, or by a license key")
        .long_about(
            "Takes a license into use on this device: by a user's sign-in, or without a user by a license key, which \
             comes from LSAGENT_LICENSE_KEY, a file or a prompt.",
        )
        .arg(product(false))
        .args(sign_in("The user; without one a license key is asked for"))
        .arg(file("license-key-file", "The license key is the first line of this file; - is the standard input"))
        .arg(
            Arg::new("license-id")
                .long("license-id")
                .value_name("NUMBER")
                .help("Which license, where the user has several")
                .default_value("0")
                .value_parser(value_parser!(i64)),
        )
}

fn deactivate() -> Command {
    Command::new("deactivate")
        .about("Gives up the license that is activated on this device")
        .arg(product(false))
}

fn seat() -> Command {
    Command::new("seat")
        .about("Holds a seat of what floats until the standard input ends")
        .long_about(
            "Holds a seat of the license that is activated on this device, or of a feature, until the standard input \
             ends (Ctrl-D); then it is released. A process that is killed leaves it to its timeout.",
        )
        .arg(product(false))
        .arg(feature())
}

fn balance() -> Command {
    Command::new("balance")
        .about("What was consumed of the license that is activated on this device, or of a feature")
        .arg(product(false))
        .arg(feature())
        .arg(
            Arg::new("sync")
                .long("sync")
                .help("Sends what is unsent first")
                .action(ArgAction::SetTrue),
        )
}

fn store() -> Command {
    let forget = Command::new("forget")
        .about("Removes what is stored of a user, or of all; an activated license stays")
        .arg(user("The user").conflicts_with("all").required_unless_present("all"))
        .arg(Arg::new("all").long("all").help("Of all users").action(ArgAction::SetTrue));
    Command::new("store")
        .about("What is stored on this device")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(
            Command::new("list").about("Lists the files of the store, without asking the network"),
        )
        .subcommand(forget)
}

fn product(required: bool) -> Arg {
    Arg::new("product").value_name("PRODUCT").help("The product's short code").required(required)
}

fn feature() -> Arg {
    Arg::new("feature").long("feature").value_name("CODE").help("A feature of the product")
}

fn user(help: &'static str) -> Arg {
    Arg::new("user")
        .long("user")
        .value_name("EMAIL")
        .help(help)
        .value_hint(clap::ValueHint::EmailAddress)
}

fn sign_in(help: &'static str) -> [Arg; 3] {
    [
        user(help),
        file(
            "password-file",
            "The password is the first line of this file; - is the standard input",
        ),
        Arg::new("remembered")
            .long("remembered")
            .help("As a user who has signed in here before, without a password")
            .action(ArgAction::SetTrue)
            .conflicts_with("password-file"),
    ]
}

fn file(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name)
        .value_name("FILE")
        .help(help)
        .value_parser(value_parser!(PathBuf))
        .value_hint(clap::ValueHint::FilePath)
}

fn policy(default: &'static str) -> Arg {
    Arg::new("policy")
        .long("policy")
        .value_name("POLICY")
        .help("Whether the server or the store answers")
        .default_value(default)
        .value_parser(PossibleValuesParser::new(POLICIES))
}

/// The text of an argument.
pub fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.try_get_one::<String>(name).ok().flatten().map(String::as_str)
}

/// The path of an argument.
pub fn path<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a PathBuf> {
    matches.try_get_one::<PathBuf>(name).ok().flatten()
}

/// Whether an argument is given that is one or none.
pub fn flag(matches: &ArgMatches, name: &str) -> bool {
    matches.try_get_one::<bool>(name).ok().flatten().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_go_together() {
        command().debug_assert();
    }

    #[test]
    fn no_argument_takes_a_secret() {
        let mut all = vec![command()];
        let mut names = Vec::new();
        while let Some(command) = all.pop() {
            names.extend(command.get_arguments().map(|arg| arg.get_id().to_string()));
            all.extend(command.get_subcommands().cloned());
        }
        for secret in
            ["password", "license-key", "key", "shared-key", "client-secret", "token", "code"]
        {
            assert!(!names.iter().any(|name| name == secret), "{secret}");
        }
    }
}
