//! A program that was started and is not waited for.

#[cfg(unix)]
mod bundle;
#[cfg(unix)]
mod descriptors;

use std::process::Child;
#[cfg(unix)]
use std::process::{Command, Stdio};

use crate::error::Error;

/// What was started to show a page; nothing is left of it once it has ended.
#[derive(Default)]
pub struct Launched(Option<(&'static str, Child)>);

impl Launched {
    /// Starts the first of these programs that there is, with one argument and without a terminal.
    #[cfg(unix)]
    pub fn first_of(programs: &[&'static str], argument: &str) -> Result<Self, String> {
        let mut why = String::new();
        for program in programs {
            match start(program, argument) {
                Ok(child) => return Ok(Self(Some((program, child)))),
                Err(error) if why.is_empty() => why = format!("{program}: {error}"),
                Err(_) => {}
            }
        }
        Err(why)
    }

    /// An error once it has ended in vain.
    pub fn must_not_have_failed(&mut self) -> Result<(), Error> {
        let Some((program, child)) = &mut self.0 else {
            return Ok(());
        };
        match child.try_wait() {
            Ok(None) => Ok(()),
            Ok(Some(status)) if !status.success() => {
                let why = format!("{program} failed: {status}");
                self.0 = None;
                Err(super::no_browser(&why))
            }
            // It has done its work; or the application reaps all processes itself.
            Ok(Some(_)) | Err(_) => {
                self.0 = None;
                Ok(())
            }
        }
    }
}

impl Drop for Launched {
    /// Where the opener has become the browser itself, it lives as long as its window.
    fn drop(&mut self) {
        let Some((_, mut child)) = self.0.take() else {
            return;
        };
        if matches!(child.try_wait(), Ok(None)) {
            let reap = move || {
                let _ = child.wait();
            };
            // Without a thread the process stays in the table until this one ends.
            let _ = super::start_thread("lsagent-browser", Box::new(reap));
        }
    }
}

#[cfg(unix)]
fn start(program: &str, argument: &str) -> std::io::Result<Child> {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new(program);
    command
        .arg(argument)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // Whoever ends the application at its terminal does not end the browser with it.
        .process_group(0);
    bundle::leave(&mut command);
    descriptors::keep(&mut command);
    // No signal is blocked in it, and SIGPIPE is not ignored: `spawn` sees to both.
    command.spawn()
}

#[cfg(all(test, unix))]
mod tests {
    use std::thread;

    use super::*;
    use crate::error::Status;

    #[test]
    fn a_program_that_fails_is_told() {
        let mut launched = Launched::first_of(&["false"], "x").unwrap();
        let error = loop {
            if let Err(error) = launched.must_not_have_failed() {
                break error;
            }
            thread::yield_now();
        };
        assert_eq!(error.status(), Status::Config);
        assert!(error.message().contains("false failed"), "{error}");
        assert!(launched.must_not_have_failed().is_ok());
    }

    #[test]
    fn a_program_that_is_missing_is_passed_over() {
        let mut launched = Launched::first_of(&["no-such-program", "true"], "x").unwrap();
        while launched.0.is_some() {
            assert!(launched.must_not_have_failed().is_ok());
            thread::yield_now();
        }
        assert!(Launched::first_of(&["no-such-program"], "x").is_err());
    }
}
