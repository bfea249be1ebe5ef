//! Colours, where somebody sees them.

use std::env;
use std::io::{self, IsTerminal};

/// Whether colours are shown: on a terminal that has some, unless `NO_COLOR` is set (<https://no-color.org>).
#[derive(Clone, Copy)]
pub struct Paint(bool);

/// The meaning of a colour.
#[derive(Clone, Copy)]
pub enum Colour {
    /// Good.
    Green,
    /// To be looked at.
    Yellow,
    /// Bad.
    Red,
    /// Of no matter.
    Grey,
}

impl Paint {
    /// For the standard output.
    pub fn for_output() -> Self {
        let is_plain = env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
            || env::var_os("TERM").is_some_and(|term| term == "dumb");
        Self(io::stdout().is_terminal() && !is_plain)
    }

    /// A text in a colour.
    pub fn in_colour(self, colour: Colour, text: &str) -> String {
        let code = match colour {
            Colour::Green => 32,
            Colour::Yellow => 33,
            Colour::Red => 31,
            Colour::Grey => 90,
        };
        if self.0 { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }
}
