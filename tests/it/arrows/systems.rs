//! Which system this is, only the platform asks; and there it chooses a file, in which each duty has the same names.

use std::collections::BTreeSet;

use super::{elsewhere, library, shipped};

/// Each duty of a system has one name in `platform`, whichever system it is.
#[test]
fn only_the_platform_knows_which_system_this_is() {
    assert_eq!(elsewhere(&["platform"], |file| asks_for_a_system(shipped(file))), [""; 0]);
    assert!(library().files().any(|(_, file)| asks_for_a_system(shipped(file))), "it is known");
}

/// What a condition has that speaks of one.
const SYSTEMS: [&str; 3] = ["unix", "windows", "target_"];

/// Whether something of a source is there for some systems alone.
fn asks_for_a_system(code: &str) -> bool {
    let mut asked = ["cfg(", "cfg!(", "cfg_attr("].iter().flat_map(|it| code.split(it).skip(1));
    asked.any(|text| SYSTEMS.iter().any(|system| parenthesised(text).contains(system)))
        || code.contains("std::os::")
}

/// The text before the parenthesis that closes one before it.
fn parenthesised(text: &str) -> &str {
    let mut depth = 1;
    let ends = |c: char| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    };
    text.find(ends).map_or(text, |end| &text[..end])
}

#[test]
fn a_question_for_the_system_is_found() {
    for code in [
        "#[cfg(unix)]\nfn f() {}",
        "#[cfg(not(any(windows, test)))]\nfn f() {}",
        "if cfg!(target_os = \"linux\") {}",
        "#[cfg_attr(windows, path = \"w.rs\")]\nmod sys;",
        "use std::os::fd::OwnedFd;",
    ] {
        assert!(asks_for_a_system(code), "{code}");
    }
    for code in ["#[cfg(feature = \"f\")]\nfn unix() {}", "#[cfg(test)]\nmod m;"] {
        assert!(!asks_for_a_system(code), "{code}");
    }
}

/// There it chooses a file for a duty, or whether there is one, and decides about no code: each file is of one system, or
/// of all.
#[test]
fn within_the_platform_a_question_for_the_system_chooses_a_module_or_a_name() {
    let in_platform =
        library().files().filter(|(names, _)| names.first().is_some_and(|room| room == "platform"));
    let wrong: Vec<_> = in_platform
        .flat_map(|(names, file)| {
            decided(&file.text).into_iter().map(move |item| (names.join("::"), item))
        })
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the questions for the system in a source decide about, but for modules in files, names and tests.
fn decided(code: &str) -> Vec<&str> {
    let questions = ["cfg(", "cfg!(", "cfg_attr("]
        .into_iter()
        .flat_map(|it| code.match_indices(it).map(move |(at, _)| code.split_at(at + it.len()).1));
    let of_a_system = questions
        .map(|text| (parenthesised(text), text))
        .filter(|(asked, _)| SYSTEMS.iter().any(|system| asked.contains(system)));
    of_a_system
        .filter_map(|(asked, text)| match item(text.split_at(asked.len()).1) {
            Some(item) => (!is_chosen(asked, item)).then_some(item),
            None => Some(asked),
        })
        .collect()
}

/// The first line of what an attribute stands before; `None`: it was none.
fn item(behind: &str) -> Option<&str> {
    let mut code = behind.strip_prefix(")]")?.trim_start();
    loop {
        let end = match code.get(..2) {
            Some("#[") => "]\n",
            Some("//") => "\n",
            Some(_) | None => return code.lines().next(),
        };
        code = code.split_once(end)?.1.trim_start();
    }
}

fn is_chosen(asked: &str, item: &str) -> bool {
    let name = item.strip_prefix("pub ").unwrap_or(item);
    let is_file = name.starts_with("mod ") && name.ends_with(';');
    let is_test = asked.starts_with("all(test, ") && item == "mod tests {";
    name.starts_with("use ") || is_file || is_test
}

#[test]
fn a_question_for_the_system_that_decides_about_code_is_found() {
    for (code, item) in [
        ("#[cfg(unix)]\nfn f() {}", "fn f() {}"),
        ("#[cfg(windows)]\n/// It.\n#[allow(unsafe_code)]\nmod sys {\n}", "mod sys {"),
        ("fn f() {\n    #[cfg(unix)]\n    let _blocked = 1;\n}", "let _blocked = 1;"),
        ("if cfg!(windows) {}", "windows"),
        ("#[cfg(not(windows))]\nmod tests {\n}", "mod tests {"),
        ("#[cfg_attr(unix, allow(dead_code))]\nstruct S;", "struct S;"),
    ] {
        assert_eq!(decided(code), [item], "{code}");
    }
    for code in [
        "#[cfg_attr(unix, path = \"u.rs\")]\n#[cfg_attr(\n    windows,\n    path = \"w.rs\"\n)]\nmod sys;",
        "#[cfg(unix)]\npub mod m;\n#[cfg(windows)]\npub use self::m::f;",
        "#[cfg(all(test, windows))]\nmod tests {\n}",
        "#[cfg(feature = \"f\")]\nfn unix() {}",
    ] {
        assert_eq!(decided(code), [""; 0], "{code}");
    }
}

/// What chooses a file does not know which one it was.
#[test]
fn a_duty_has_the_same_names_on_each_system() {
    let choices: Vec<_> =
        library().files().flat_map(|(names, file)| chosen(names, &file.text)).collect();
    assert!(choices.len() > 10, "{choices:?}");
    let differ = choices.iter().filter(|files| {
        let mut all = files.iter().map(|file| public(text_of(file)));
        let first = all.next();
        all.any(|names| Some(names) != first)
    });
    assert_eq!(differ.collect::<Vec<_>>(), Vec::<&Vec<String>>::new());
}

/// The files of which a source chooses one, by their modules' names, for each module that has several.
fn chosen(names: &[String], code: &str) -> Vec<Vec<String>> {
    // The root has none.
    let above = names.split_last().map_or(names, |(_, above)| above);
    let file = |path: &str| {
        let (path, _) = path.split_once(".rs\"")?;
        Some(above.iter().cloned().chain([path.replace('/', "::")]).collect::<Vec<_>>().join("::"))
    };
    let items =
        code.split(';').map(|item| item.split("path = \"").skip(1).filter_map(file).collect());
    items.filter(|files: &Vec<_>| files.len() > 1).collect()
}

fn text_of(module: &str) -> &'static str {
    let found = library().files().find(|(names, _)| names.join("::") == module);
    found.unwrap_or_else(|| panic!("{module} is chosen and not there")).1.text.as_str()
}

/// The names that a source has for others.
fn public(code: &str) -> BTreeSet<&str> {
    const WORDS: [&str; 8] = ["pub", "unsafe", "const", "fn", "struct", "enum", "type", "static"];
    let lines = code.lines().filter(|line| line.starts_with("pub "));
    lines
        .filter_map(|line| {
            let line = line
                .strip_prefix("pub use ")
                .map_or(line, |path| path.rsplit("::").next().unwrap_or(path));
            let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.find(|word| !word.is_empty() && !WORDS.contains(word))
        })
        .collect()
}

#[test]
fn the_names_of_a_duty_and_the_files_that_have_them_are_found() {
    let code = "pub const A: u8 = 1;\npub fn b() {}\nfn c() {}\npub use super::d::e;\n    pub fn f() {}\npub struct G;";
    assert_eq!(public(code), BTreeSet::from(["A", "b", "e", "G"]));
    let code = "mod one;\n#[cfg_attr(unix, path = \"m/u.rs\")]\n#[cfg_attr(windows, path = \"m/w.rs\")]\nmod sys;";
    let names = ["platform", "m"].map(str::to_owned);
    assert_eq!(chosen(&names, code), [["platform::m::u", "platform::m::w"]]);
}
