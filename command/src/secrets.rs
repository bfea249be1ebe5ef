//! Where secrets come from: the environment, a file, or a prompt that does not show what is typed. Never an argument:
//! those are in the list of processes, and in the history of the shell.

use std::env;
use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::Path;

use zeroize::Zeroizing;

use crate::failure::Failure;

/// A secret by the name that a person knows it by: of a file, else of the variable, else typed in.
pub fn read(what: &str, variable: &str, file: Option<&Path>) -> Result<Zeroizing<String>, Failure> {
    if let Some(file) = file {
        return of_file(what, file);
    }
    if let Ok(value) = env::var(variable) {
        return Ok(Zeroizing::new(value));
    }
    if !io::stdin().is_terminal() {
        let option = what.replace(' ', "-");
        return Err(Failure::usage(format!(
            "there is no {what}: set {variable}, name a file with --{option}-file, or call this at a terminal"
        )));
    }
    let typed = rpassword::prompt_password(format!("{what}: "));
    typed
        .map(Zeroizing::new)
        .map_err(|error| Failure::usage(format!("the {what} cannot be read: {error}")))
}

/// The first line; `-` is the standard input.
fn of_file(what: &str, file: &Path) -> Result<Zeroizing<String>, Failure> {
    let text = if file == Path::new("-") {
        let mut line = Zeroizing::new(String::new());
        io::stdin().lock().read_line(&mut line).map(|_| line)
    } else {
        fs::read_to_string(file).map(Zeroizing::new)
    };
    let text = text.map_err(|error| {
        Failure::usage(format!("the {what} cannot be read from {}: {error}", file.display()))
    })?;
    Ok(Zeroizing::new(text.lines().next().unwrap_or_default().to_owned()))
}
