//! The ways in which a C program is compiled, linked and watched.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::made::made_once;
use super::programs::{Checker, NATIVE, built, root, run_tool, shared_library, text};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Language {
    C99,
    Cxx17,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Linked {
    Shared,
    Static,
}

#[derive(Clone, Copy)]
pub struct Way {
    language: Language,
    pub linked: Linked,
    pub checker: Checker,
}

pub const PLAIN: Way =
    Way { language: Language::C99, linked: Linked::Shared, checker: Checker::Nobody };
pub const CXX: Way = Way { language: Language::Cxx17, ..PLAIN };
pub const STATIC: Way = Way { linked: Linked::Static, ..PLAIN };
pub const SANITIZED: Way = Way { checker: Checker::Sanitizers, ..PLAIN };
pub const VALGRIND: Way = Way { checker: Checker::Valgrind, ..PLAIN };

/// The program of a source in one of these ways.
pub fn compile(source: &str, way: Way) -> PathBuf {
    // Valgrind looks at the program that runs without it.
    let is_sanitized = way.checker == Checker::Sanitizers;
    let name = format!("{:?} {:?} {is_sanitized}", way.language, way.linked);
    made_once(source, &name, |program| link(source, way, program))
}

fn link(source: &str, way: Way, program: &Path) {
    let (compiler, arguments): (_, &[_]) = match way.language {
        Language::C99 => ("gcc", &["-std=c99"]),
        Language::Cxx17 => ("g++", &["-std=c++17", "-x", "c++"]),
    };
    let mut command = Command::new(compiler);
    command
        .args(arguments)
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-gdwarf-4"])
        .args(["-I", "include"])
        .arg(source)
        .args(["-x", "none", "-pthread", "-o"])
        .arg(program)
        .current_dir(root());
    if way.checker == Checker::Sanitizers {
        command.args(["-fsanitize=address,undefined", "-fno-sanitize-recover"]);
    }
    match way.linked {
        // load.c is the one that finds the library by itself.
        Linked::Shared if source.ends_with("/load.c") => command.arg("-ldl"),
        Linked::Shared => command
            .arg("-L")
            .arg(shared_library())
            .arg(format!("-Wl,-rpath,{}", shared_library().display()))
            .arg("-llsagent"),
        Linked::Static => command.arg(built().join("liblsagent.a")).args(NATIVE),
    };
    let output = run_tool(&mut command, compiler);
    assert!(output.status.success(), "{source}: {}", text(&output));
}
