//! Names, prose and lines, as each language wants them. Most are filters of the templates.

use crate::header::{Enum, Header};

/// In the manner of a class: `LICENSE_USERS` and `ls_license_users` are `LicenseUsers`.
pub fn class_name(c: &str) -> String {
    let word = |word: &str| word[..1].to_uppercase() + &word[1..].to_lowercase();
    let words = c.trim_start_matches("ls_").split('_').map(word);
    words.collect::<String>().replace("Uipath", "UiPath")
}

/// The name of a constant within its enum: `TIMEOUT`.
pub fn member(constant: &str, kind: &str) -> String {
    let regular = constant.strip_prefix(&(kind.to_uppercase() + "_"));
    let irregular = || {
        let prefixes = ["LS_ERR_", "LS_LOG_", "LS_SEAT_", "LS_DOCTOR_", "LS_"];
        prefixes.iter().find_map(|it| constant.strip_prefix(it))
    };
    regular.or_else(irregular).unwrap_or(constant).to_owned()
}

const LANGUAGES: [&str; 4] = ["c", "python", "csharp", "cpp"];
/// Names in the comments of enums, a column for each language.
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

/// A comment of an enum in one line, without the remarks that concern C alone, and with the names of a
/// language.
pub fn prose(header: &Header, comment: &str, kind: &str, language: &str) -> String {
    let kind = header.enums.iter().find(|it| it.name == kind).expect("it is an enum");
    let comment = comment.replace('\n', " ").replace("  ", " ");
    let ends = [" Passed as int32_t", " @"].iter().filter_map(|end| comment.find(end));
    let comment = &comment[..ends.min().unwrap_or(comment.len())];
    let is_between = |c: char| !c.is_alphanumeric() && c != '_';
    let parts = comment.split_inclusive(is_between);
    let words = parts.map(|part| part.split_at(part.trim_end_matches(is_between).len()));
    words.map(|(word, between)| named(word, kind, language) + between).collect()
}

fn named(word: &str, kind: &Enum, language: &str) -> String {
    let column = LANGUAGES.iter().position(|it| *it == language).expect("a language");
    let constant = kind.constants.iter().any(|constant| constant.name == word);
    let constant = constant.then(|| member(word, &kind.name));
    let constant = constant.map(|it| if language == "python" { it } else { class_name(&it) });
    let name = || NAMES.iter().find(|row| row[0] == word).map(|row| row[column].to_owned());
    match constant.or_else(name) {
        Some(name) if language == "csharp" && name != "null" => format!("<see cref=\"{name}\"/>"),
        name => name.unwrap_or_else(|| word.to_owned()),
    }
}

/// As it stands within a sentence, unless it begins with a word like `TLS`.
pub fn uncapitalised(prose: &str) -> String {
    let is_word = !prose[1..].starts_with(char::is_uppercase);
    if is_word { prose[..1].to_lowercase() + &prose[1..] } else { prose.to_owned() }
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

/// Lines of code as one, if that has no more characters than the width.
pub fn fitted(code: &str, width: usize) -> String {
    let code = code.trim_matches('\n');
    let parts = code.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let joined = parts.replace("( ", "(").replace(" )", ")").replace(",)", ")");
    let indented = code[..code.len() - code.trim_start().len()].to_owned() + &joined;
    if indented.chars().count() <= width { indented } else { code.to_owned() }
}

/// A file with other text after the line that ends with `begin`, up to the line that holds `end`.
pub fn replaced(file: &str, begin: &str, text: &str, end: &str) -> String {
    let (before, rest) = file.split_once(begin).unwrap_or_else(|| panic!("no {begin:?} is there"));
    let end = rest.find(end).map_or(rest.len(), |at| rest[..at].rfind('\n').map_or(0, |at| at + 1));
    format!("{before}{begin}{text}{}", &rest[end..])
}
