//! `lsagent.h`: what cbindgen prints, in the order of a manual.

use std::path::Path;

use serde::Deserialize;

use crate::header::Header;
use crate::lock::{promises, since};

const OPEN: &str = "#ifdef __cplusplus\nextern \"C\" {\n#endif // __cplusplus\n";
const CLOSE: &str = "\n#ifdef __cplusplus\n}  // extern \"C\"\n";
const COMMENT: &str = "\n/**\n";

/// The parts of the header in their order; sections.toml says what the values mean.
#[derive(Deserialize)]
struct Manual {
    section: Vec<Section>,
}

#[derive(Deserialize)]
struct Section {
    group: String,
    title: String,
    about: String,
    names: Vec<String>,
}

/// The header as the source, sections.toml and the lock give it.
pub fn header(root: &Path) -> String {
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("a configuration");
    let builder = cbindgen::Builder::new().with_config(config).with_crate(root);
    let mut printed = Vec::new();
    builder.generate().expect("the header is generated").write(&mut printed);
    let printed = String::from_utf8(printed).expect("the header is UTF-8");
    arranged(&printed, &crate::read(root, "abi/sections.toml"), &crate::lock(root))
}

/// What cbindgen has printed, put into sections, with the version that had each name first. Panics on a name
/// that belongs to no section.
fn arranged(printed: &str, manual: &str, lock: &str) -> String {
    let manual: Manual = toml::from_str(manual).unwrap_or_else(|error| panic!("{error}"));
    let header = Header::parse(printed);
    let (declared, close) = printed.split_once(CLOSE).expect("it is for C++ too");
    let declared = declared.replace(OPEN, "");
    let mut blocks = declared.split(COMMENT);
    let top = blocks.next().expect("it has a beginning").trim_end();
    let blocks = blocks.map(|block| format!("{COMMENT}{}\n", block.trim_end()));
    let mut placed: Vec<_> = blocks.map(|block| (manual.place(&block), block)).collect();
    placed.sort_by_key(|(place, _)| *place);
    let sections = manual.section.iter().enumerate().map(|(at, section)| {
        let blocks = placed.iter().filter(|((section, _), _)| *section == at);
        let blocks = blocks.map(|(_, block)| dated(block, |name| since(lock, &header, name)));
        section.around(&blocks.collect::<String>())
    });
    format!("{top}\n\n{OPEN}{}{CLOSE}{close}", sections.collect::<String>())
}

impl Manual {
    /// The section of a declaration and its row there: that with its name, or else with its longest
    /// beginning.
    fn place(&self, block: &str) -> (usize, usize) {
        let (name, _) = promises(&Header::parse(block)).swap_remove(0);
        let fits = |row: &str| name == row || row.ends_with('_') && name.starts_with(row);
        let sections = self.section.iter().enumerate();
        let rows = sections.flat_map(|(section, it)| {
            it.names.iter().enumerate().map(move |(at, row)| (row, (section, at)))
        });
        let row = rows.filter(|(row, _)| fits(row)).max_by_key(|(row, _)| row.len());
        row.unwrap_or_else(|| panic!("{name} is in no section of abi/sections.toml")).1
    }
}

impl Section {
    fn around(&self, blocks: &str) -> String {
        let Self { group, title, about, names: _ } = self;
        let about = about.trim().replace('\n', "\n * ").replace(" * \n", " *\n");
        let head = format!("{COMMENT} * @defgroup {group} {title}\n * {about}\n * @{{\n */\n");
        format!("{head}{blocks}\n/** @}} */\n")
    }
}

/// A declaration with the version of its name, and of the constants that came later.
fn dated(block: &str, since: impl Fn(&str) -> String) -> String {
    let mut names = promises(&Header::parse(block)).into_iter().map(|(name, _)| name);
    let version = since(&names.next().expect("a declaration has a name"));
    let (comment, code) = block.split_once("\n */").expect("a comment ends");
    let line = if comment.contains("\n * @") { "" } else { "\n *" };
    let dated = format!("{comment}{line}\n * @since {version}\n */{code}");
    let later = names.filter(|name| since(name) != version);
    later.fold(dated, |dated, name| {
        let end = format!("\n     */\n    {name} = ");
        dated.replace(&end, &format!("\n     * @since {}{end}", since(&name)))
    })
}
