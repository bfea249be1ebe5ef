//! Runners that have to be compiled.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::programs::{root, run_tool, shared_library, text};

pub fn c(source: &str) -> PathBuf {
    compile("gcc", &["-std=c99"], source)
}

pub fn cpp(source: &str) -> PathBuf {
    compile("g++", &["-std=c++17", "-I", "bindings/cpp"], source)
}

fn compile(compiler: &str, arguments: &[&str], source: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scenarios");
    fs::create_dir_all(&folder).unwrap();
    let program = folder.join(source.replace(['/', '.'], "-"));
    let library = shared_library().display();
    let mut command = Command::new(compiler);
    command
        .args(arguments)
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g", "-I", "include", "-o"])
        .arg(&program)
        .arg(source)
        .args([&format!("-L{library}"), "-llsagent", &format!("-Wl,-rpath,{library}"), "-pthread"])
        .current_dir(root());
    let output = run_tool(&mut command, compiler);
    assert!(output.status.success(), "{source}: {}", text(&output));
    program
}
