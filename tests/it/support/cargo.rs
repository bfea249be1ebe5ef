//! Cargo and make, called by a test.

use std::path::PathBuf;
use std::process::Command;

/// Cargo for this package and its target folder.
///
/// The variables that cargo sets for a test would make build scripts that look at them run again, and
/// all that depends on them be built anew: here, and then by the next cargo that is not called by a
/// test.
pub fn cargo() -> Command {
    without_its_variables(Command::new(env!("CARGO")))
}

/// GNU make for this project, with the same target folder, on its own: not as a part of the make that
/// may have called the test.
pub fn make() -> Command {
    let mut make = without_its_variables(Command::new("make"));
    for name in ["MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"] {
        make.env_remove(name);
    }
    make.env("CARGO", env!("CARGO"));
    make
}

/// The build of the library as it is shipped.
pub fn build_library() -> Command {
    let mut build = without_its_variables(Command::new("scripts/library.sh"));
    build.env("CARGO", env!("CARGO"));
    build
}

fn without_its_variables(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let package = name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if package || name == "OUT_DIR" {
            command.env_remove(&*name);
        }
    }
    command.env("CARGO_TARGET_DIR", target()).current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

/// The folder that this test was built into: `<target>/<profile>/deps/<test>`.
pub fn target() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows where it is");
    test.ancestors().nth(3).expect("it lies in a target folder").to_owned()
}
