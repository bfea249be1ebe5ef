//! Runners that have to be compiled.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

pub fn c(source: &str) -> PathBuf {
    compile(&["gcc", "-std=c99"], source)
}

/// Linked to the library that cargo has built for this test.
fn compile(compiler: &[&str], source: &str) -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let program = folder().join(source.replace(['/', '.'], "-"));
    let library = folder().display();
    let output = Command::new(compiler[0])
        .args(&compiler[1..])
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-g", "-I", "include", "-o"])
        .arg(&program)
        .arg(source)
        .args([&format!("-L{library}"), "-llsagent", &format!("-Wl,-rpath,{library}"), "-pthread"])
        .current_dir(root)
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}", compiler[0]));
    assert!(output.status.success(), "{source}: {}", String::from_utf8_lossy(&output.stderr));
    program
}

/// Where the library lies under the names by which it is linked and loaded.
fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("scenarios");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        let built = std::env::current_exe().unwrap().with_file_name("liblsagent.so");
        for name in ["liblsagent.so", "liblsagent.so.0"] {
            symlink(&built, folder.join(name)).unwrap();
        }
        folder
    })
}
