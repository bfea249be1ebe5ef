//! The committed header, as a C compiler would see it.

/// A function that the header declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prototype {
    pub name: String,
    /// The whole declaration on one line, without the semicolon.
    pub text: String,
}

/// Every function of the header.
pub fn prototypes() -> Vec<Prototype> {
    let code = without_comments(include_str!("../../include/lsagent.h"));
    let code: Vec<_> = code
        .lines()
        .filter(|line| !line.trim_start().starts_with('#'))
        .collect();
    let statements = code.join(" ");
    statements
        .split([';', '{', '}'])
        .filter_map(prototype)
        .collect()
}

fn prototype(statement: &str) -> Option<Prototype> {
    let text = statement.split_whitespace().collect::<Vec<_>>().join(" ");
    let (before, _) = text.split_once('(')?;
    let name = before.rsplit([' ', '*']).next()?.to_owned();
    let declares = name.starts_with("ls_") && !text.starts_with("typedef");
    declares.then_some(Prototype { name, text })
}

fn without_comments(header: &str) -> String {
    let mut code = String::new();
    let mut rest = header;
    while let Some((before, after)) = rest.split_once("/*") {
        code.push_str(before);
        rest = after.split_once("*/").expect("a comment ends").1;
    }
    code.push_str(rest);
    let lines = code
        .lines()
        .map(|line| line.split("//").next().unwrap_or(line));
    lines.collect::<Vec<_>>().join("\n")
}
