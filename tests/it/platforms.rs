//! The C programs and the examples, compiled for other systems and run here with the library of
//! `make binaries`: in a root of an older Debian, with musl, under qemu and under Wine, against this
//! machine's sandbox. packaging/binaries/tests looks at the libraries as files.
//!
//! `make binaries-run` builds what is needed and runs this.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::desktop::signs_a_person_in;
use crate::support::examples::{EXAMPLES, PROGRAMS, check};
use crate::support::programs::{Stage, run, run_tool, text};
use crate::support::stories::{STORIES, play};

/// Ends what hangs.
const WATCHDOG: [&str; 4] = ["timeout", "-k", "10", "300"];

#[derive(Clone, Copy, PartialEq)]
enum Linked {
    Shared,
    Static,
}

/// A system that programs are built for.
struct Platform {
    /// Its folder in dist/binaries.
    folder: &'static str,
    compiler: &'static [&'static str],
    package: &'static str,
    flags: &'static [&'static str],
    /// What a program needs of the system to be linked to the shared library.
    system: &'static [&'static str],
    /// What the static library needs of it (`--print native-static-libs`).
    native: &'static [&'static str],
    /// What runs a program of that system.
    runner: &'static [&'static str],
    extension: &'static str,
    /// How a program there names a file of this machine.
    path: fn(&str) -> String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl Platform {
    fn built(&self, file: &str) -> PathBuf {
        let path = root().join("dist/binaries").join(self.folder).join(file);
        assert!(path.exists(), "no {}: make binaries", path.display());
        path
    }

    /// The file to load.
    fn shared(&self) -> PathBuf {
        let table = fs::read_to_string(root().join("packaging/binaries/platforms.txt")).unwrap();
        let mut rows = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let row = rows.find(|row| row.first() == Some(&self.folder)).expect("it is in the table");
        self.built(row.last().unwrap())
    }

    /// A folder with the shared library in it, where a program finds it.
    fn folder(&self) -> TempDir {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let library = self.shared();
        fs::copy(&library, folder.path().join(library.file_name().unwrap())).unwrap();
        folder
    }

    fn compile(&self, source: &str, linked: Linked, folder: &Path) -> PathBuf {
        let name = Path::new(source).file_stem().unwrap().to_str().unwrap();
        let program = folder.join(name).with_extension(self.extension);
        let mut command = Command::new(self.compiler[0]);
        command
            .args(&self.compiler[1..])
            .args(["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror"])
            .args(self.flags)
            .arg("-I")
            .arg(self.built("include"))
            .arg(source)
            .arg("-o")
            .arg(&program)
            .current_dir(root());
        match linked {
            // load.c is the one that finds the library by itself.
            Linked::Shared if name == "load" => &mut command,
            Linked::Shared => command.arg("-L").arg(self.built("lib")).arg("-llsagent"),
            Linked::Static => command.arg(self.built("lib/liblsagent.a")).args(self.native),
        };
        command.args(self.system);
        let output = run_tool(&mut command, self.package);
        assert!(output.status.success(), "{source}: {}", text(&output));
        program
    }

    fn command(&self, program: &Path, stage: &Stage) -> Command {
        let mut command = Command::new(WATCHDOG[0]);
        command.args(&WATCHDOG[1..]).args(self.runner).arg(program).current_dir(root());
        stage.surroundings_as(&mut command, self.path);
        command
    }

    fn examples(&self, linked: Linked) {
        let folder = self.folder();
        for (source, cases) in &EXAMPLES {
            let stage = Stage::set(&[]);
            let program = self.compile(source, linked, folder.path());
            for case in *cases {
                let mut command = self.command(&program, &stage);
                command.args(case.arguments).envs(case.surroundings.to_vec());
                check(source, case, &run(&mut command, case.input));
            }
            println!("{source}: {} runs", cases.len());
        }
    }

    fn stories(&self) {
        let folder = self.folder();
        for story in STORIES {
            play(story, &[], self.path, |source, stage| {
                self.command(&self.compile(source, Linked::Shared, folder.path()), stage)
            });
        }
    }

    /// With this machine's `xdg-open`, or what takes its place.
    fn sign_in_with_browser(&self) {
        let folder = self.folder();
        let source = "examples-c/sign_in_with_browser.c";
        let program = self.compile(source, Linked::Shared, folder.path());
        for response_type in ["code", "token"] {
            let stage = Stage::set(&["--plain"]);
            signs_a_person_in(&mut self.command(&program, &stage), response_type);
        }
    }

    fn programs(&self, linked: Linked) {
        let (folder, stage) = (self.folder(), Stage::set(&[]));
        let library = folder.path().join(self.shared().file_name().unwrap());
        for (source, end) in PROGRAMS {
            if linked == Linked::Static && source.ends_with("/load.c") {
                continue;
            }
            let program = self.compile(source, linked, folder.path());
            let mut command = self.command(&program, &stage);
            command.arg((self.path)(library.to_str().unwrap()));
            let output = run(&mut command, "");
            assert!(output.status.success(), "{source}: {}", text(&output));
            assert!(text(&output).contains(end), "{source}: {}", text(&output));
            println!("{source}: {end}");
        }
    }
}

/// What is run on each platform.
macro_rules! runs {
    ($platform:expr) => {
        #[test]
        fn the_examples_do_what_they_say() {
            $platform.examples(Linked::Shared);
        }

        #[test]
        fn licenses_are_held_and_given_up() {
            $platform.stories();
        }

        #[test]
        fn the_programs_run() {
            $platform.programs(Linked::Shared);
        }

        #[test]
        fn the_programs_run_with_the_static_library() {
            $platform.programs(Linked::Static);
        }
    };
}

/// Linux, where this machine's own compiler or one that is like it is used.
const LINUX: Platform = Platform {
    folder: "x86_64-unknown-linux-gnu",
    compiler: &["gcc"],
    package: "gcc",
    flags: &["-pthread", "-Wl,-rpath,$ORIGIN"],
    system: &["-ldl"],
    native: &["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm"],
    runner: &[],
    extension: "",
    path: str::to_owned,
};

/// Debian 11, whose compiler and C library are of 2020.
mod debian_11 {
    use super::*;

    const DEBIAN_11: Platform = Platform {
        compiler: &["scripts/in-root.sh", "debian-11", "gcc"],
        package: "debootstrap",
        runner: &["scripts/in-root.sh", "debian-11"],
        ..LINUX
    };

    runs!(DEBIAN_11);

    /// The one file of that ending in a folder of what was packed.
    fn packed(folder: &str, ending: &str) -> PathBuf {
        let folder = root().join(folder);
        let files = fs::read_dir(&folder).into_iter().flatten().map(|file| file.unwrap().path());
        let mut files = files.filter(|file| file.to_str().unwrap().ends_with(ending));
        let file =
            files.next().unwrap_or_else(|| panic!("nothing in {}: make release", folder.display()));
        assert_eq!(files.next(), None, "there are more than {}", file.display());
        file
    }

    fn output_there(arguments: &[&str]) -> String {
        let mut command = Command::new(DEBIAN_11.runner[0]);
        command.args(&DEBIAN_11.runner[1..]).args(arguments).current_dir(root());
        let output = run_tool(&mut command, DEBIAN_11.package);
        assert!(output.status.success(), "{arguments:?}: {}", text(&output));
        text(&output)
    }

    /// What a program there says of a licensed user.
    fn answer(program: &str, arguments: &[&str]) -> String {
        let stage = Stage::set(&[]);
        let mut command = DEBIAN_11.command(Path::new(program), &stage);
        command.args(arguments).env("LSAGENT_PASSWORD", "secret");
        let output = run(&mut command, "secret\n");
        assert!(output.status.success(), "{}", text(&output));
        text(&output)
    }

    /// As the guide has it, in the folder of the archive.
    #[test]
    fn the_example_of_the_archive_is_linked_there_and_answers() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let archive = packed("dist", "-x86_64-unknown-linux-gnu.tar.gz");
        let mut tar = Command::new("tar");
        tar.arg("-xzf").arg(archive).arg("--strip-components=1").arg("-C").arg(folder.path());
        let unpacked = run_tool(&mut tar, "tar");
        assert!(unpacked.status.success(), "{}", text(&unpacked));
        let (source, include) = (at("examples-c/check_at_startup.c"), at("include"));
        let (library, program) = (format!("-L{}", at("lib")), at("check"));
        output_there(&[
            "gcc",
            "-std=c99",
            &source,
            "-I",
            &include,
            &library,
            "-llsagent",
            "-Wl,-rpath,$ORIGIN/lib",
            "-o",
            &program,
        ]);
        let said = answer(&program, &["up", "features@example.com"]);
        assert!(said.contains("Start: yes"), "{said}");
    }

    #[test]
    fn the_wheel_is_installed_by_its_pip_and_answers() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
        let wheel = packed("dist/portable/wheels/x86_64-unknown-linux-gnu", ".whl");
        output_there(&["python3", "-m", "venv", &at("venv")]);
        output_there(&[&at("venv/bin/pip"), "install", "--no-index", wheel.to_str().unwrap()]);
        let said =
            answer(&at("venv/bin/python"), &["-m", "lsagent", "-u", "features@example.com", "up"]);
        assert!(said.contains("yes"), "{said}");
    }
}

/// By Zig's compiler, which would add checks of its own, and with the loader of Debian's musl.
const MUSL: Platform = Platform {
    folder: "x86_64-unknown-linux-musl",
    compiler: &[ZIG, "cc", "-target", "x86_64-linux-musl", "-fno-sanitize=all"],
    package: "python3-venv",
    flags: &["-dynamic", "-Wl,-rpath,$ORIGIN"],
    system: &[],
    native: &["-lunwind"],
    ..LINUX
};

const ZIG: &str = "target/binaries/tools/bin/python-zig";

mod musl {
    use super::*;

    runs!(MUSL);
}

mod musl_arm64 {
    use super::*;

    const MUSL_ARM64: Platform = Platform {
        folder: "aarch64-unknown-linux-musl",
        compiler: &[ZIG, "cc", "-target", "aarch64-linux-musl", "-fno-sanitize=all"],
        runner: &["qemu-aarch64", "-L", "target/binaries/roots/musl-arm64"],
        ..MUSL
    };

    runs!(MUSL_ARM64);
}

mod arm64 {
    use super::*;

    const ARM64: Platform = Platform {
        folder: "aarch64-unknown-linux-gnu",
        compiler: &["aarch64-linux-gnu-gcc"],
        package: "gcc-aarch64-linux-gnu",
        runner: &["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"],
        ..LINUX
    };

    runs!(ARM64);

    #[test]
    fn the_example_with_a_browser_signs_a_person_in() {
        ARM64.sign_in_with_browser();
    }
}

mod windows {
    use super::*;

    const WINDOWS: Platform = Platform {
        folder: "x86_64-pc-windows-gnu",
        compiler: &["x86_64-w64-mingw32-gcc"],
        package: "gcc-mingw-w64-x86-64",
        flags: &[],
        system: &[],
        native: &["-lntdll", "-luserenv", "-lws2_32"],
        runner: &["scripts/wine.sh"],
        extension: "exe",
        path: wine_path,
    };

    /// Wine shows this machine's files on the drive Z.
    fn wine_path(path: &str) -> String {
        format!("Z:{}", path.replace('/', "\\"))
    }

    runs!(WINDOWS);

    /// Wine hands an address to this machine's `xdg-open`, unless its registry says otherwise.
    #[test]
    fn the_example_with_a_browser_signs_a_person_in() {
        WINDOWS.sign_in_with_browser();
    }

    const FOLDERS: &str =
        r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders";

    /// The registry of the tests' Wine, where Windows keeps the place of a user's folders.
    fn reg(arguments: &[&str]) -> String {
        let mut command = Command::new(WATCHDOG[0]);
        command.args(&WATCHDOG[1..]).args(WINDOWS.runner).arg("reg").args(arguments);
        let output = run(command.current_dir(root()), "");
        assert!(output.status.success(), "reg {arguments:?}: {}", text(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Moves the folder that is called Local AppData; back again when dropped.
    struct Moved(String);

    impl Moved {
        fn to(folder: &Path) -> Self {
            let said = reg(&["query", FOLDERS, "/v", "Local AppData"]);
            let (_, before) = said.split_once("REG_EXPAND_SZ").expect("it has a place");
            let moved = Self(before.trim().to_owned());
            Self::set(&wine_path(folder.to_str().unwrap()));
            moved
        }

        fn set(place: &str) {
            let kind = "REG_EXPAND_SZ";
            reg(&["add", FOLDERS, "/v", "Local AppData", "/t", kind, "/d", place, "/f"]);
        }
    }

    impl Drop for Moved {
        fn drop(&mut self) {
            Self::set(&self.0);
        }
    }

    /// Wherever an administrator has moved it, under whatever name, and whatever the environment says.
    #[test]
    fn the_store_is_in_the_local_app_data_folder() {
        let (folder, stage) = (WINDOWS.folder(), Stage::set(&[]));
        let program =
            WINDOWS.compile("examples-c/check_at_startup.c", Linked::Shared, folder.path());
        let place = folder.path().join("Müller 許可 🎫");
        let _moved = Moved::to(&place);
        let ask = |policy: &str| {
            let mut command = WINDOWS.command(&program, &stage);
            command.env_remove("LSAGENT_CACHE_DIR").env("LOCALAPPDATA", "C:\\elsewhere");
            run(command.args(["up", "features@example.com", policy]), "secret\n")
        };
        for (policy, source) in
            [("network-first", "from the server"), ("cache-only", "from the store")]
        {
            let output = ask(policy);
            assert!(output.status.success(), "{}", text(&output));
            assert!(text(&output).contains(source), "{}", text(&output));
        }
        let mut vendors = fs::read_dir(place.join("lsagent")).unwrap();
        let vendor = vendors.next().expect("a vendor's folder").unwrap().path();
        assert!(fs::read_dir(&vendor).unwrap().count() > 0);
        // What Wine makes of the rights that the folder was given: administrators are a group.
        let mode = fs::metadata(&vendor).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode & 0o707, 0o700, "{mode:o}");
    }

    /// As those do who have Microsoft's linker.
    #[test]
    fn a_program_links_with_the_import_library_of_microsofts_kind() {
        let folder = WINDOWS.folder();
        let program = folder.path().join("header.exe");
        let mut compiler = Command::new(WINDOWS.compiler[0]);
        compiler.arg("-I").arg(WINDOWS.built("include")).arg("tests/c/header.c");
        compiler.arg(WINDOWS.built("lib/lsagent.lib"));
        compiler.arg("-o").arg(&program).current_dir(root());
        let output = run_tool(&mut compiler, WINDOWS.package);
        assert!(output.status.success(), "{}", text(&output));
        let output = run(&mut WINDOWS.command(&program, &Stage::set(&[])), "");
        assert!(output.status.success(), "{}", text(&output));
    }
}
