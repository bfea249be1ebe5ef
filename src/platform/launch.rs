//! A program that was started and is not waited for.

#[cfg(unix)]
mod bundle;
#[cfg(unix)]
mod descriptors;

use std::process::Child;
#[cfg(unix)]
use std::process::{Command, Stdio};

use super::threads::start_thread;

/// A program that was started to show a page. When it ends, nothing of it stays in the process table.
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

    /// Why it has failed, in a few words, once it has ended that way.
    pub fn failure(&mut self) -> Option<String> {
        let (program, child) = self.0.as_mut()?;
        let failure = match child.try_wait() {
            Ok(None) => return None,
            Ok(Some(status)) if !status.success() => Some(format!("{program} failed: {status}")),
            // It has done its work; or the application reaps all processes itself.
            Ok(Some(_)) | Err(_) => None,
        };
        self.0 = None;
        failure
    }
}

impl Drop for Launched {
    /// An opener may have become the browser itself, and lives as long as its window then.
    fn drop(&mut self) {
        let Some((_, mut child)) = self.0.take() else {
            return;
        };
        if matches!(child.try_wait(), Ok(None)) {
            let reap = move || {
                let _ = child.wait();
            };
            // Without a thread the process stays in the system's table until this one ends.
            let _ = start_thread("lsagent-browser", Box::new(reap));
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
        // Ending the application at its terminal (Ctrl-C) must not end the browser with it.
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

    #[test]
    fn a_program_that_fails_is_reported_once() {
        let mut launched = Launched::first_of(&["false"], "x").unwrap();
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
        let mut launched = Launched::first_of(&["no-such-program", "true"], "x").unwrap();
        while launched.0.is_some() {
            assert_eq!(launched.failure(), None);
            thread::yield_now();
        }
        assert!(Launched::first_of(&["no-such-program"], "x").is_err());
    }
}
