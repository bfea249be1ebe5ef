//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::prelude::*;

use super::authority::Kind;

/// How far the clock may be off: beyond this a date is no longer a date.
pub const MAX_CLOCK_OFFSET: i64 = 1_000_000_000;
/// The most users `huge@example.com` can have.
pub const MAX_USERS: usize = 2_000_000;

/// By which method a suite allocates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// POST, and it knows no other.
    Post,
    /// PUT; POST lists.
    Put,
}

/// Everything the command line can say.
pub struct Options {
    /// Where keys are kept; `None` is the default place.
    pub state_dir: Option<PathBuf>,
    /// The port of the services.
    pub port: u16,
    /// The port of the controls.
    pub control_port: u16,
    /// Serve a page on the control port.
    pub console: bool,
    /// Serve without TLS.
    pub plain: bool,
    /// Which certificate to show.
    pub certificate: Kind,
    /// How far the clock is off, in seconds.
    pub clock_offset: i64,
    /// The one known API key.
    pub api_key: String,
    /// The shared key that goes with it.
    pub shared_key: String,
    /// The one known OAuth client.
    pub client_id: String,
    /// The secret that goes with it.
    pub client_secret: String,
    /// The one good bearer token.
    pub uipath_token: String,
    /// By which method UiPath's suite allocates.
    pub suite: Suite,
    /// Stop when standard input ends.
    pub exit_with_stdin: bool,
    /// How many users `huge@example.com` has.
    pub users: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            state_dir: None,
            port: 0,
            control_port: 0,
            console: false,
            plain: false,
            certificate: Kind::Valid,
            clock_offset: 0,
            api_key: "sandbox-api-key".to_owned(),
            shared_key: "sandbox-shared-key".to_owned(),
            client_id: "sandbox-client-id".to_owned(),
            client_secret: "sandbox-client-secret".to_owned(),
            uipath_token: "sandbox-uipath-token".to_owned(),
            suite: Suite::Post,
            exit_with_stdin: false,
            users: 100,
        }
    }
}

impl Options {
    /// How the services are spoken to: `http` or `https`.
    pub fn scheme(&self) -> &'static str {
        if self.plain { "http" } else { "https" }
    }
}

/// What the command line asks for.
pub enum Command {
    /// Serve.
    Run(Box<Options>),
    /// Explain.
    Help,
    /// Say which version this is.
    Version,
}

/// Reads the arguments that follow the program's name.
pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    let mut parser = lexopt::Parser::from_args(arguments);
    let mut options = Options::default();
    while let Some(argument) = parser.next().map_err(text)? {
        match argument {
            Short('h') | Long("help") => return Ok(Command::Help),
            Short('V') | Long("version") => return Ok(Command::Version),
            Long(name) => {
                let name = name.to_owned();
                set(&mut options, &name, &mut parser).map_err(text)?;
            }
            Short(_) | Value(_) => return Err(text(argument.unexpected())),
        }
    }
    Ok(Command::Run(Box::new(options)))
}

fn set(
    options: &mut Options,
    name: &str,
    parser: &mut lexopt::Parser,
) -> Result<(), lexopt::Error> {
    match name {
        "state-dir" => options.state_dir = Some(parser.value()?.into()),
        "port" => options.port = parser.value()?.parse()?,
        "control-port" => options.control_port = parser.value()?.parse()?,
        "console" => options.console = true,
        "plain" => options.plain = true,
        "certificate" => options.certificate = parser.value()?.parse_with(kind)?,
        "clock-offset" => options.clock_offset = parser.value()?.parse_with(clock_offset)?,
        "api-key" => options.api_key = parser.value()?.string()?,
        "shared-key" => options.shared_key = parser.value()?.string()?,
        "client-id" => options.client_id = parser.value()?.string()?,
        "client-secret" => options.client_secret = parser.value()?.string()?,
        "uipath-token" => options.uipath_token = parser.value()?.string()?,
        "uipath-method" => options.suite = parser.value()?.parse_with(suite)?,
        "exit-with-stdin" => options.exit_with_stdin = true,
        "users" => options.users = parser.value()?.parse_with(users)?,
        _ => return Err(lexopt::Error::UnexpectedOption(format!("--{name}"))),
    }
    Ok(())
}

fn kind(name: &str) -> Result<Kind, String> {
    match name {
        "valid" => Ok(Kind::Valid),
        "expired" => Ok(Kind::Expired),
        "not-yet-valid" => Ok(Kind::NotYetValid),
        "wrong-host" => Ok(Kind::WrongHost),
        "self-signed" => Ok(Kind::SelfSigned),
        _ => Err("expected valid, expired, not-yet-valid, wrong-host or self-signed".to_owned()),
    }
}

fn suite(method: &str) -> Result<Suite, String> {
    match method {
        "post" => Ok(Suite::Post),
        "put" => Ok(Suite::Put),
        _ => Err("expected post or put".to_owned()),
    }
}

fn clock_offset(value: &str) -> Result<i64, String> {
    let seconds = value.parse().map_err(text)?;
    check_clock_offset(seconds)
}

fn users(value: &str) -> Result<usize, String> {
    check_users(value.parse().map_err(text)?)
}

/// Refuses an offset that leads out of the calendar.
pub fn check_clock_offset(seconds: i64) -> Result<i64, String> {
    if seconds.unsigned_abs() <= MAX_CLOCK_OFFSET.unsigned_abs() {
        return Ok(seconds);
    }
    Err(format!("at most {MAX_CLOCK_OFFSET} seconds either way"))
}

/// Refuses a number of users whose answer would not fit into memory.
pub fn check_users(count: usize) -> Result<usize, String> {
    if count <= MAX_USERS {
        return Ok(count);
    }
    Err(format!("at most {MAX_USERS} users"))
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(line: &str) -> Result<Options, String> {
        match parse(line.split_whitespace().map(OsString::from))? {
            Command::Run(options) => Ok(*options),
            Command::Help | Command::Version => Err("not a run".to_owned()),
        }
    }

    #[test]
    fn options_are_read() {
        let options = run("--plain --port 81 --certificate wrong-host --clock-offset -90").unwrap();
        assert!(options.plain && !options.exit_with_stdin);
        assert_eq!(options.port, 81);
        assert_eq!(options.certificate, Kind::WrongHost);
        assert_eq!(options.clock_offset, -90);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for line in ["--nope", "stray", "-x", "--port 70000", "--certificate gold", "--plain=1"] {
            assert!(run(line).is_err(), "{line}");
        }
        assert!(run("--uipath-method patch").is_err());
        assert!(run("--clock-offset 99999999999").is_err());
    }
}
