//! The library itself.

use crate::header::{Enum, Header};
use crate::words::fill;

/// For `src/ffi/names.rs`: the enums whose numbers have names at run time.
pub fn names(header: &Header) -> String {
    let is_named = |kind: &&Enum| matches!(&kind.name[..], "ls_status" | "ls_decision");
    let function = |kind: &Enum| {
        let (name, module) = (&kind.name, kind.name.trim_start_matches("ls_"));
        let arms = kind.constants.iter();
        let arms = arms.map(|it| format!("        {} => Some(c\"{}\"),\n", it.number, it.name));
        let arms: String = arms.collect();
        fill!("names.rs", name, module, arms)
    };
    header.enums.iter().filter(is_named).map(function).collect()
}
