//! Names and prose, as each language wants them.

use crate::header::{Constant, Enum};

/// In the manner of a class: `LICENSE_USERS` and `ls_license_users` are `LicenseUsers`.
pub fn class_name(c: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..].to_lowercase();
    let words = c.trim_start_matches("ls_").split('_').map(word);
    words.collect::<String>().replace("Uipath", "UiPath")
}

/// The name of a constant within its enum: `TIMEOUT`.
pub fn member<'a>(kind: &Enum, constant: &'a Constant) -> &'a str {
    let name = &constant.name[..];
    let regular = name.strip_prefix(&(kind.name.to_uppercase() + "_"));
    let irregular = || ["LS_ERR_", "LS_LOG_", "LS_"].iter().find_map(|it| name.strip_prefix(it));
    regular.or_else(irregular).unwrap_or(name)
}

/// A language, by its column in the table of names.
#[derive(Clone, Copy, PartialEq)]
pub enum Language {
    Python = 1,
    CSharp = 2,
    Cpp = 3,
}

/// Names in the comments of enums: in C, Python, C# and C++.
const NAMES: [[&str; 4]; 4] = [
    ["NULL", "None", "null", "null"],
    ["ls_error_code", "`code`", "LicensingException.Code", "Error::code"],
    ["ls_config_set_product_id", "`product_ids`", "AgentOptions.ProductIds", "Config::product_id"],
    [
        "refresh_after_seconds",
        "`refresh_after`",
        "AgentOptions.RefreshAfter",
        "Config::refresh_after",
    ],
];

impl Language {
    /// A comment of an enum in one line, without the remark that concerns C alone, and with the names
    /// of this language.
    pub fn prose(self, kind: &Enum, comment: &str) -> String {
        let comment = comment.replace('\n', " ");
        let (comment, _) = comment.split_once(" Passed as int32_t").unwrap_or((&comment, ""));
        let is_between = |c: char| !c.is_alphanumeric() && c != '_';
        let parts = comment.split_inclusive(is_between);
        let words = parts.map(|part| part.split_at(part.trim_end_matches(is_between).len()));
        words.map(|(word, between)| self.word(kind, word) + between).collect()
    }

    fn word(self, kind: &Enum, word: &str) -> String {
        let constant = kind.constants.iter().find(|constant| constant.name == word);
        let constant = constant.map(|constant| match (self, member(kind, constant)) {
            (Self::Python, name) => name.to_owned(),
            (Self::CSharp | Self::Cpp, name) => class_name(name),
        });
        let name =
            || NAMES.iter().find(|row| row[0] == word).map(|row| row[self as usize].to_owned());
        match constant.or_else(name) {
            Some(name) if self == Self::CSharp && name != "null" => {
                format!("<see cref=\"{name}\"/>")
            }
            name => name.unwrap_or_else(|| word.to_owned()),
        }
    }
}

/// In lines of at most 100 characters, their beginnings among them.
pub fn wrapped(text: &str, begin: &str) -> String {
    let mut lines = vec![begin.to_owned()];
    for word in text.replace("<see ", "<see\u{a0}").split(' ') {
        let line = lines.last_mut().expect("there is one");
        match line.chars().count() + 1 + word.chars().count() {
            _ if line == begin => *line += word,
            ..=100 => *line = format!("{line} {word}"),
            _ => lines.push(format!("{begin}{word}")),
        }
    }
    lines.join("\n").replace('\u{a0}', " ")
}

/// A file with other text after the line that ends with `begin`, up to the line that holds `end`, or
/// to the end of the file.
pub fn replaced(file: &str, begin: &str, text: &str, end: &str) -> String {
    let (before, rest) = file.split_once(begin).unwrap_or_else(|| panic!("no {begin:?} is there"));
    let end =
        rest.find(end).map_or(rest.len(), |end| rest[..end].rfind('\n').map_or(0, |at| at + 1));
    format!("{before}{begin}{text}{}", &rest[end..])
}

/// A file of `abi/templates`, with the values of variables where it has their names in braces.
macro_rules! fill {
    ($template:literal, $($name:ident),*) => {
        include_str!(concat!("../templates/", $template))
            $(.replace(concat!("{", stringify!($name), "}"), &$name[..]))*
    };
}
pub(crate) use fill;
