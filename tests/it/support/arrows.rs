//! Which files of a crate use which others, read from its sources: `use` lines, and paths that begin with
//! `crate`, `super`, `self` or a name that a `use` line has brought in. Tests of the crate are not read.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree, Visibility};

/// A path of names from the root of the crate; empty for the root.
pub type Names = Vec<String>;

/// The sources of a crate, without its tests.
pub struct Crate {
    files: BTreeMap<Names, File>,
}

/// One file.
pub struct File {
    /// All paths in it that lead into the crate.
    used: BTreeSet<Names>,
    /// All paths in it, as they are written.
    pub mentioned: BTreeSet<Names>,
    /// What it passes on under its own name: `pub use`.
    passed_on: BTreeMap<String, Names>,
    types: BTreeSet<String>,
    /// The types that it adds methods to.
    extended: BTreeSet<String>,
    pub lines: usize,
    pub text: String,
}

/// Of a file on another one.
pub type Arrow = (Names, Names);

impl Crate {
    /// Reads all files below the folder of the crate's root.
    pub fn read(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut tests = Vec::new();
        for path in sources(folder) {
            let names = names_of(path.strip_prefix(folder).unwrap());
            let (file, own_tests) = File::read(&path, &names);
            tests.extend(own_tests);
            files.insert(names, file);
        }
        files.retain(|names, _| !tests.iter().any(|test| names.starts_with(test)));
        Self { files }
    }

    pub fn files(&self) -> impl Iterator<Item = (&Names, &File)> {
        self.files.iter()
    }

    /// Each use of a file by another one. A file that only passes a name on is passed by.
    pub fn arrows(&self) -> BTreeSet<Arrow> {
        let mut arrows = BTreeSet::new();
        for (from, file) in &self.files {
            let used = file.used.iter().filter_map(|path| self.file_of(path, 0));
            arrows.extend(used.filter(|to| to != from).map(|to| (from.clone(), to)));
        }
        arrows
    }

    /// The arrows between rooms: the files at the root, and the folders.
    pub fn rooms(&self) -> BTreeSet<(String, String)> {
        let arrows = self.arrows().into_iter();
        let rooms = arrows.map(|(from, to)| (room(&from), room(&to)));
        rooms.filter(|(from, to)| from != to && !from.is_empty() && !to.is_empty()).collect()
    }

    /// The files that use each other, directly or through others.
    pub fn circles(&self) -> Vec<Vec<Names>> {
        circles(&self.arrows())
    }

    /// The types to which a file adds methods that does not define them.
    pub fn extended_elsewhere(&self) -> Vec<String> {
        let extended = |(names, file): (&Names, &File)| {
            let others = file.extended.difference(&file.types);
            others.map(|name| format!("{} in {}", name, names.join("::"))).collect::<Vec<_>>()
        };
        self.files.iter().flat_map(extended).collect()
    }

    /// The file in which what a path leads to stands. `None`: the path names a file and nothing in it.
    fn file_of(&self, path: &Names, depth: usize) -> Option<Names> {
        assert!(depth < 16, "{path:?} is passed on in a circle");
        let length =
            (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
        let (file, name) = (&path[..length], path.get(length)?);
        match self.files[file].passed_on.get(name) {
            Some(path) => self.file_of(path, depth + 1).or_else(|| Some(file.to_vec())),
            None => Some(file.to_vec()),
        }
    }
}

/// The room of a file.
pub fn room(names: &Names) -> String {
    names.first().cloned().unwrap_or_default()
}

/// The sets of names that lead back to themselves.
pub fn circles<T: Clone + Ord>(arrows: &BTreeSet<(T, T)>) -> Vec<Vec<T>> {
    let nodes: BTreeSet<_> = arrows.iter().flat_map(|(from, to)| [from, to]).cloned().collect();
    let reached: BTreeMap<_, _> = nodes.iter().map(|node| (node, reached(arrows, node))).collect();
    let mut circles: Vec<Vec<T>> = Vec::new();
    for node in nodes.iter().filter(|node| reached[node].contains(node)) {
        let is_mutual =
            |other: &&T| reached[node].contains(*other) && reached[*other].contains(node);
        let circle: Vec<T> = nodes.iter().filter(is_mutual).cloned().collect();
        if !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    circles
}

fn reached<T: Clone + Ord>(arrows: &BTreeSet<(T, T)>, start: &T) -> BTreeSet<T> {
    let (mut reached, mut to_see) = (BTreeSet::new(), vec![start.clone()]);
    while let Some(node) = to_see.pop() {
        let next = arrows.iter().filter(|(from, _)| *from == node).map(|(_, to)| to.clone());
        to_see.extend(next.filter(|to| reached.insert(to.clone())));
    }
    reached
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

fn names_of(path: &Path) -> Names {
    let path = path.with_extension("");
    let names = path.iter().map(|name| name.to_str().unwrap().to_owned());
    names.filter(|name| !["lib", "main", "mod"].contains(&name.as_str())).collect()
}

impl File {
    /// The file, and the modules of tests that it has in other files.
    fn read(path: &Path, names: &Names) -> (Self, Vec<Names>) {
        let text = fs::read_to_string(path).unwrap();
        let parsed =
            syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut reader = Reader::new(names.clone());
        reader.visit_file(&parsed);
        let lines = text.lines().count();
        let used = reader.used();
        let Reader { written, mut mentioned, passed_on, types, extended, tests, .. } = reader;
        mentioned.extend(written);
        (Self { used, mentioned, passed_on, types, extended, lines, text }, tests)
    }
}

/// Collects what a file says.
struct Reader {
    /// The module that is read.
    module: Names,
    /// Paths in its code.
    written: BTreeSet<Names>,
    /// Paths of its `use` lines.
    mentioned: BTreeSet<Names>,
    /// Names that `use` lines and modules bring in, and what they stand for.
    known: BTreeMap<String, Names>,
    passed_on: BTreeMap<String, Names>,
    types: BTreeSet<String>,
    extended: BTreeSet<String>,
    tests: Vec<Names>,
}

impl Reader {
    fn new(module: Names) -> Self {
        Self {
            module,
            written: BTreeSet::new(),
            mentioned: BTreeSet::new(),
            known: BTreeMap::new(),
            passed_on: BTreeMap::new(),
            types: BTreeSet::new(),
            extended: BTreeSet::new(),
            tests: Vec::new(),
        }
    }

    /// The paths into the crate, from its root. What a `use` line brings in counts where it is used, but for
    /// traits, which are used without their name: so each line counts that brings in more than a module.
    fn used(&self) -> BTreeSet<Names> {
        let private = self.known.iter().filter(|(name, _)| !self.passed_on.contains_key(*name));
        let brought = private.map(|(_, path)| path.clone());
        let written = self.written.iter().filter_map(|path| self.absolute(path));
        brought.chain(written).collect()
    }

    fn absolute(&self, path: &[String]) -> Option<Names> {
        let (first, rest) = path.split_first()?;
        let mut names = match first.as_str() {
            "crate" => Vec::new(),
            "self" => self.module.clone(),
            "super" => self.module[..self.module.len().checked_sub(1)?].to_vec(),
            name => self.known.get(name)?.clone(),
        };
        for name in rest {
            match name.as_str() {
                "super" => drop(names.pop()),
                _ => names.push(name.clone()),
            }
        }
        Some(names)
    }

    fn read_use(&mut self, tree: &UseTree, before: &[String], is_passed_on: bool) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.read_use(&path.tree, &with(&path.ident), is_passed_on),
            UseTree::Group(group) => {
                group.items.iter().for_each(|tree| self.read_use(tree, before, is_passed_on));
            }
            UseTree::Name(name) if name.ident == "self" => {
                let last = before.last().unwrap().clone();
                self.bring_in(last, before.to_vec(), is_passed_on);
            }
            UseTree::Name(name) => {
                self.bring_in(name.ident.to_string(), with(&name.ident), is_passed_on);
            }
            UseTree::Rename(renamed) => {
                let name = renamed.rename.to_string();
                let name = if name == "_" { renamed.ident.to_string() } else { name };
                self.bring_in(name, with(&renamed.ident), is_passed_on);
            }
            UseTree::Glob(_) => self.bring_in("*".into(), before.to_vec(), is_passed_on),
        }
    }

    fn bring_in(&mut self, name: String, path: Names, is_passed_on: bool) {
        self.mentioned.insert(path.clone());
        let Some(path) = self.absolute(&path) else {
            return;
        };
        if is_passed_on {
            self.passed_on.insert(name.clone(), path.clone());
        }
        self.known.insert(name, path);
    }

    /// What macros are called with is not parsed: the paths in it are found by their form.
    fn read_tokens(&mut self, tokens: &str) {
        let tokens = tokens.replace(" :: ", "::");
        let is_name = |c: char| c.is_alphanumeric() || "_:".contains(c);
        for word in tokens.split(|c| !is_name(c)).filter(|word| word.contains("::")) {
            let names = word.split("::").filter(|name| !name.is_empty());
            self.written.insert(names.map(str::to_owned).collect());
        }
    }
}

/// Whether something is compiled for tests only.
fn is_test(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        attribute.path().is_ident("test")
            || attribute.path().is_ident("cfg")
                && attribute.meta.require_list().is_ok_and(|list| {
                    let words = list.tokens.to_string();
                    words.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
                        && !words.contains("not")
                })
    };
    attributes.iter().any(is_test)
}

/// The files that `#[path]` names, one for each system perhaps.
fn files_of_other_names(attributes: &[Attribute]) -> Vec<Names> {
    let texts = attributes.iter().filter_map(|attribute| {
        let text = match &attribute.meta {
            syn::Meta::List(list) => list.tokens.to_string(),
            syn::Meta::NameValue(value) => match &value.value {
                syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(text), .. }) => {
                    format!("path = \"{}\"", text.value())
                }
                _ => return None,
            },
            syn::Meta::Path(_) => return None,
        };
        let (_, path) = text.split_once("path = \"")?;
        Some(names_of(Path::new(path.split('"').next()?)))
    });
    texts.collect()
}

impl<'a> Visit<'a> for Reader {
    fn visit_item(&mut self, item: &'a Item) {
        let attributes = match item {
            Item::Const(item) => &item.attrs,
            Item::Enum(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            Item::Macro(item) => &item.attrs,
            Item::Mod(item) => &item.attrs,
            Item::Static(item) => &item.attrs,
            Item::Struct(item) => &item.attrs,
            Item::Trait(item) => &item.attrs,
            Item::Type(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !is_test(attributes) {
            return visit::visit_item(self, item);
        }
        if let Item::Mod(module) = item {
            self.tests.push([&self.module[..], &[module.ident.to_string()]].concat());
        }
    }

    fn visit_impl_item_fn(&mut self, function: &'a syn::ImplItemFn) {
        if !is_test(&function.attrs) {
            visit::visit_impl_item_fn(self, function);
        }
    }

    fn visit_arm(&mut self, arm: &'a syn::Arm) {
        if !is_test(&arm.attrs) {
            visit::visit_arm(self, arm);
        }
    }

    fn visit_variant(&mut self, variant: &'a syn::Variant) {
        if !is_test(&variant.attrs) {
            visit::visit_variant(self, variant);
        }
    }

    fn visit_item_mod(&mut self, module: &'a syn::ItemMod) {
        let name = module.ident.to_string();
        if module.content.is_some() {
            self.module.push(name);
            visit::visit_item_mod(self, module);
            self.module.pop();
            return;
        }
        // A name for one of several files: any of them stands for what the name leads to.
        let parent = self.module.len().saturating_sub(1);
        let file = files_of_other_names(&module.attrs).pop();
        let path = match file {
            Some(file) => [&self.module[..parent], &file[..]].concat(),
            None => [&self.module[..], std::slice::from_ref(&name)].concat(),
        };
        self.known.insert(name, path);
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        let is_passed_on = !matches!(item.vis, Visibility::Inherited);
        self.read_use(&item.tree, &[], is_passed_on);
    }

    fn visit_item_struct(&mut self, item: &'a syn::ItemStruct) {
        self.types.insert(item.ident.to_string());
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'a syn::ItemEnum) {
        self.types.insert(item.ident.to_string());
        visit::visit_item_enum(self, item);
    }

    fn visit_item_type(&mut self, item: &'a syn::ItemType) {
        self.types.insert(item.ident.to_string());
        visit::visit_item_type(self, item);
    }

    fn visit_item_impl(&mut self, item: &'a syn::ItemImpl) {
        if let (None, syn::Type::Path(path)) = (&item.trait_, &*item.self_ty) {
            self.extended.extend(path.path.segments.last().map(|last| last.ident.to_string()));
        }
        visit::visit_item_impl(self, item);
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        self.written.insert(path.segments.iter().map(|name| name.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'a syn::Macro) {
        self.read_tokens(&called.tokens.to_string());
        visit::visit_macro(self, called);
    }
}
