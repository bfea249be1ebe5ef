//! The lock, `abi/0.1.txt`: a line for each name of the ABI, as promised to applications that are built
//! already. Lines are added, and never changed or taken away.

use std::collections::{BTreeMap, BTreeSet};

use crate::header::{Function, Header};

const HEAD: &str = "\
# The C ABI: each name of lsagent.h, the version that had it first, and its declaration in C.
# `make generate` adds a line for each new name, and fails rather than change a line or take one away:
# an application that was built against it may be anywhere.

";

/// A name, and the text after the colon.
type Promise = (String, String);

/// The lock with a line for each name of the header that is new in it. `Err` has the lines that the
/// header does not keep.
pub fn extended(lock: &str, header: &Header) -> Result<String, String> {
    let lines = lock.lines().filter_map(|line| Some((promise(line)?, line.to_owned())));
    let mut lines: BTreeMap<Promise, String> = lines.collect();
    let version = version(header);
    let mut extended = HEAD.to_owned();
    // By name: the order of the header may change.
    for promise in BTreeSet::from_iter(promises(header)) {
        let new = || format!("{} since {version}: {}", promise.0, promise.1);
        extended += &(lines.remove(&promise).unwrap_or_else(new) + "\n");
    }
    let broken: Vec<String> = lines.into_values().collect();
    let refusal = || format!("lsagent.h breaks promises of abi/0.1.txt:\n{}", broken.join("\n"));
    if broken.is_empty() { Ok(extended) } else { Err(refusal()) }
}

/// The version of the header: that of each name that is new in it.
fn version(header: &Header) -> String {
    let number = |name| header.macros.iter().find(|it| it.0 == name).map_or("", |it| &it.1);
    format!("{}.{}", number("LS_VERSION_MAJOR"), number("LS_VERSION_MINOR"))
}

/// The version that had a name first.
pub fn since(lock: &str, header: &Header, name: &str) -> String {
    let line = lock.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" since "));
    let since = line.and_then(|line| line.split(": ").next()).map(str::to_owned);
    since.unwrap_or_else(|| version(header))
}

/// The promise of a line; `None` for a comment or an empty line.
fn promise(line: &str) -> Option<Promise> {
    let (name, rest) = line.split_once(" since ")?;
    let (_, what) = rest.split_once(": ")?;
    (!line.starts_with('#')).then_some((name.to_owned(), what.to_owned()))
}

/// The names of a header, an enum before its constants, each with what the lock says of it.
pub(crate) fn promises(header: &Header) -> Vec<Promise> {
    let mut promises = Vec::new();
    let mut add = |name: &String, what: &str| promises.push((name.clone(), what.to_owned()));
    header.macros.iter().for_each(|(name, _)| add(name, "macro"));
    header.objects.iter().for_each(|it| add(&it.name, "struct"));
    for kind in &header.enums {
        add(&kind.name, "enum of int32_t");
        kind.constants.iter().for_each(|it| add(&it.name, &format!("{} {}", kind.name, it.number)));
    }
    header.functions.iter().for_each(|it| add(&it.name, &signature(it)));
    header.callbacks.iter().for_each(|it| add(&it.name, &format!("callback {}", signature(it))));
    promises
}

fn signature(function: &Function) -> String {
    let taken: Vec<&str> = function.parameters.iter().map(|(kind, _)| &kind[..]).collect();
    format!("{}({})", function.returned, taken.join(", "))
}

/// The functions that were promised.
pub fn functions(lock: &str) -> impl Iterator<Item = String> {
    let is_function = |what: &str| what.ends_with(')') && !what.starts_with("callback ");
    let functions = lock.lines().filter_map(promise).filter(move |(_, what)| is_function(what));
    functions.map(|(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &str = include_str!("../../include/lsagent.h");

    fn lock_of(header: &str) -> String {
        extended("", &Header::parse(header)).unwrap()
    }

    /// The header with one change, against the lock of the one without.
    fn changed(from: &str, to: &str) -> Result<String, String> {
        assert_eq!(HEADER.matches(from).count(), 1, "{from}");
        extended(&lock_of(HEADER), &Header::parse(&HEADER.replace(from, to)))
    }

    #[test]
    fn a_new_name_gets_a_line_and_the_version_of_the_header() {
        let version = "LS_VERSION_MINOR ";
        let minor = HEADER.split(version).nth(1).unwrap().lines().next().unwrap();
        let header = HEADER.replace(&format!("{version}{minor}\n"), "LS_VERSION_MINOR 987\n");
        let new = "/**\n * New.\n */\nvoid ls_new(const char *text);\n\n#ifdef __cplusplus\n}";
        let header = header.replace("#ifdef __cplusplus\n}", new);
        let old = lock_of(HEADER);
        let lock = extended(&old, &Header::parse(&header)).unwrap();
        let added: Vec<_> = lock.lines().filter(|line| !old.contains(line)).collect();
        assert_eq!(added, ["ls_new since 0.987: void(const char *)"]);
        assert_eq!(lock.lines().count(), old.lines().count() + 1);
    }

    #[test]
    fn the_order_and_the_words_of_the_header_may_change() {
        let same = changed("An argument is NULL", "It is NULL").unwrap();
        assert_eq!(same, lock_of(HEADER));
    }

    #[test]
    fn no_promise_may_be_broken() {
        for (from, to) in [
            ("LS_ERR_TIMEOUT = 101", "LS_ERR_TIMEOUT = 105"),
            ("LS_ERR_TIMEOUT = 101", "LS_ERR_LATE = 101"),
            ("bool ls_user_id(", "bool ls_user_number("),
            (
                "bool ls_user_id(const ls_user *user, int64_t *",
                "bool ls_user_id(const ls_user *user, bool *",
            ),
            ("bool ls_user_id(const ls_user *", "bool ls_user_id(ls_user *"),
            ("bool ls_user_id(", "int32_t ls_user_id("),
            (
                "bool (*ls_browser_callback)(void *user_data, const char *url)",
                "bool (*ls_browser_callback)(void *user_data)",
            ),
            ("typedef struct ls_task ls_task;", "typedef struct ls_job ls_job;"),
            ("#define LS_VERSION_PATCH", "#define LS_VERSION_THIRD"),
        ] {
            let error = changed(from, to).expect_err(to);
            assert_eq!(error.lines().count(), 2, "{to}: {error}");
        }
    }

    #[test]
    fn functions_are_read_from_their_lines() {
        let lock = lock_of(HEADER);
        let functions: Vec<_> = functions(&lock).collect();
        assert_eq!(functions.len(), Header::parse(HEADER).functions.len());
        assert!(functions.contains(&"ls_check".to_owned()));
    }
}
