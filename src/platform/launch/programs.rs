//! Programs of the system's, started as if by the user.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, Stdio};

use super::launched::Launched;
use super::{bundle, descriptors};

/// Starts the first of these programs that there is, with one argument and without a terminal.
pub fn first_of(programs: &[&'static str], argument: &str) -> Result<Launched, String> {
    let mut why = String::new();
    for program in programs {
        match start(program, argument) {
            Ok(child) => return Ok(Launched(Some((program, child)))),
            Err(error) if why.is_empty() => why = format!("{program}: {error}"),
            Err(_) => {}
        }
    }
    Err(why)
}

fn start(program: &str, argument: &str) -> io::Result<Child> {
    let mut command = Command::new(program);
    command
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Ending the application at its terminal (Ctrl-C) must not end the browser with it.
        .process_group(0);
    bundle::leave(&mut command);
    descriptors::keep(&mut command);
    // No signal is blocked in it, and SIGPIPE is not ignored: `spawn` sees to both.
    command.spawn()
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn a_program_that_fails_is_reported_once() {
        let mut launched = first_of(&["false"], "x").unwrap();
        let failure = loop {
            if let Some(failure) = launched.failure() {
                break failure;
            }
            thread::yield_now();
        };
        assert!(failure.contains("false failed"), "{failure}");
        assert_eq!(launched.failure(), None);
    }

    #[test]
    fn a_program_that_is_missing_is_passed_over() {
        let mut launched = first_of(&["no-such-program", "true"], "x").unwrap();
        while launched.0.is_some() {
            assert_eq!(launched.failure(), None);
            thread::yield_now();
        }
        assert!(first_of(&["no-such-program"], "x").is_err());
    }
}
