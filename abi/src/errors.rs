//! The exceptions: a class for each status but LS_OK, named by rule.

use crate::header::{Constant, Enum, Header};
use crate::words::{class_name, member};

/// Statuses that a binding treats alike: their common parents in Python and in C#.
const FAMILIES: [(&[&str], &str, &str); 4] = [
    (&["NETWORK", "TIMEOUT", "TLS", "PROXY"], "ConnectivityError", "ConnectionException"),
    (&["RESPONSE", "SIGNATURE", "MISMATCH"], "AnswerError", "AnswerException"),
    (&["API_KEY", "CREDENTIALS", "REFUSED"], "LsAgentError", "RefusalException"),
    (&["NOT_CACHED", "CACHE_EXPIRED", "CACHE"], "StoreError", "StoreException"),
];

/// A failure, and the names of its exceptions.
pub struct Failure<'a> {
    /// The enum that it is in.
    pub kind: &'a Enum,
    /// Its constant.
    pub constant: &'a Constant,
    /// `RATE_LIMITED`
    pub name: &'a str,
    /// Its class in Python. A word goes before a name that Python, or its users, have already.
    pub python: String,
    /// What that is derived from.
    pub python_bases: String,
    /// Its class in C#.
    pub csharp: String,
    /// What that is derived from.
    pub csharp_parent: &'static str,
}

/// Every status but that of success.
pub fn of(header: &Header) -> Vec<Failure<'_>> {
    let kind = header.enums.iter().find(|kind| kind.name == "ls_status").expect("there is one");
    kind.constants.iter().skip(1).map(|constant| failure(kind, constant)).collect()
}

fn failure<'a>(kind: &'a Enum, constant: &'a Constant) -> Failure<'a> {
    let name = member(kind, constant);
    let family = FAMILIES.iter().find(|(names, ..)| names.contains(&name));
    let base = (&[][..], "LsAgentError", "LicensingException");
    let (_, python_parent, csharp_parent) = *family.unwrap_or(&base);
    let (python_before, also, csharp_before) = match name {
        "CANCELLED" => ("Call", "", ""),
        "INVALID_ARGUMENT" => ("", ", ValueError", ""),
        "TIMEOUT" => ("Call", ", TimeoutError", "Network"),
        _ => ("", "", ""),
    };
    let python = format!("{python_before}{}Error", class_name(name));
    let python_bases = format!("{python_parent}{also}");
    let csharp = format!("{csharp_before}{}Exception", class_name(name));
    Failure { kind, constant, name, python, python_bases, csharp, csharp_parent }
}
