//! What was built for other systems: the libraries as files, and the C programs and the examples
//! compiled for them and run here, under Wine and under qemu, against this machine's sandbox.
//!
//! `make test-windows` and `make test-arm64` build what is looked at and run this.

use std::collections::BTreeSet;
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
    compiler: &'static str,
    package: &'static str,
    flags: &'static [&'static str],
    /// What the static library needs of the system (`--print native-static-libs`).
    native: &'static [&'static str],
    /// Where `make` has put the library.
    built: &'static str,
    /// The file to load, in `built`.
    shared: &'static str,
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
        let path = root().join(self.built).join(file);
        assert!(path.exists(), "no {}: `make test-…` builds it first", path.display());
        path
    }

    /// A folder with the shared library in it, where a program finds it.
    fn folder(&self) -> TempDir {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let library = self.built(self.shared);
        fs::copy(&library, folder.path().join(library.file_name().unwrap())).unwrap();
        folder
    }

    fn compile(&self, source: &str, linked: Linked, folder: &Path) -> PathBuf {
        let name = Path::new(source).file_stem().unwrap().to_str().unwrap();
        let program = folder.join(name).with_extension(self.extension);
        let mut command = Command::new(self.compiler);
        command
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
        let library = folder.path().join(Path::new(self.shared).file_name().unwrap());
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

    /// What a tool that reads binaries says about a file.
    fn printed(&self, tool: &str, arguments: &[&str], file: &Path) -> String {
        let output = run_tool(Command::new(tool).args(arguments).arg(file), self.package);
        assert!(output.status.success(), "{tool}: {}", text(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

fn assert_exports(exported: &BTreeSet<String>) {
    let declared: BTreeSet<_> = crate::support::declared_functions().into_iter().collect();
    let only_exported: Vec<_> = exported.difference(&declared).collect();
    let only_declared: Vec<_> = declared.difference(exported).collect();
    assert!(only_exported.is_empty(), "not declared: {only_exported:?}");
    assert!(only_declared.is_empty(), "not exported: {only_declared:?}");
    assert!(declared.len() > 100, "the header was read");
}

mod windows {
    use super::*;

    const WINDOWS: Platform = Platform {
        compiler: "x86_64-w64-mingw32-gcc",
        package: "gcc-mingw-w64-x86-64",
        flags: &[],
        native: &["-lntdll", "-luserenv", "-lws2_32"],
        built: "dist/windows-x86_64",
        shared: "bin/lsagent.dll",
        runner: &["scripts/wine.sh"],
        extension: "exe",
        path: wine_path,
    };

    /// Wine shows this machine's files on the drive Z.
    fn wine_path(path: &str) -> String {
        format!("Z:{}", path.replace('/', "\\"))
    }

    #[test]
    fn the_examples_do_what_they_say() {
        WINDOWS.examples(Linked::Shared);
    }

    #[test]
    fn licenses_are_held_and_given_up() {
        WINDOWS.stories();
    }

    /// Wine hands an address to this machine's `xdg-open`, unless its registry says otherwise.
    #[test]
    fn the_example_with_a_browser_signs_a_person_in() {
        WINDOWS.sign_in_with_browser();
    }

    #[test]
    fn the_programs_run() {
        WINDOWS.programs(Linked::Shared);
    }

    #[test]
    fn the_programs_run_with_the_static_library() {
        WINDOWS.programs(Linked::Static);
    }

    fn tables() -> String {
        let library = WINDOWS.built(WINDOWS.shared);
        WINDOWS.printed("x86_64-w64-mingw32-objdump", &["-p"], &library)
    }

    fn exported() -> BTreeSet<String> {
        let tables = tables();
        let (_, names) = tables.split_once("[Ordinal/Name Pointer] Table").expect("it exports");
        let names = names.lines().skip(1).take_while(|line| !line.is_empty());
        names.map(|line| line.rsplit_once("] ").expect("a name").1.to_owned()).collect()
    }

    #[test]
    fn the_dll_exports_what_the_header_declares() {
        assert_exports(&exported());
        let definition = fs::read_to_string(WINDOWS.built("lib/lsagent.def")).unwrap();
        let names = definition.strip_prefix("LIBRARY lsagent.dll\nEXPORTS\n").expect("its head");
        let defined: BTreeSet<_> = names.lines().map(|line| line.trim().to_owned()).collect();
        assert_eq!(defined, exported());
    }

    /// All of them come with Windows 10.
    const SYSTEM: [&str; 14] = [
        "advapi32.dll",
        "api-ms-win-core-synch-l1-2-0.dll",
        "bcrypt.dll",
        "bcryptprimitives.dll",
        "combase.dll",
        "crypt32.dll",
        "kernel32.dll",
        "msvcrt.dll",
        "ntdll.dll",
        "ole32.dll",
        "shell32.dll",
        "user32.dll",
        "userenv.dll",
        "ws2_32.dll",
    ];

    #[test]
    fn the_dll_needs_the_system_alone() {
        let tables = tables();
        let needed: BTreeSet<_> = tables
            .lines()
            .filter_map(|line| line.trim().strip_prefix("DLL Name: "))
            .map(str::to_lowercase)
            .collect();
        println!("{needed:?}");
        assert!(needed.contains("kernel32.dll"), "the tables were read");
        for library in &needed {
            assert!(SYSTEM.contains(&library.as_str()), "{library} is needed: {needed:?}");
        }
    }

    /// The value of a name in the version resource: both are UTF-16, padded to 32 bits.
    fn described(library: &[u8], name: &str) -> Option<String> {
        let key: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let at = library.windows(key.len()).position(|window| window == key)? + key.len();
        let units =
            library[at..].chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        let value: Vec<_> =
            units.skip_while(|unit| *unit == 0).take_while(|unit| *unit != 0).collect();
        String::from_utf16(&value).ok()
    }

    /// VS_FIXEDFILEINFO as 32-bit numbers.
    fn fixed_info(library: &[u8]) -> Vec<u32> {
        let signature = 0xFEEF_04BD_u32.to_le_bytes();
        let at = library.windows(4).position(|window| window == signature).expect("a version");
        let numbers = library[at..at + 52].chunks_exact(4);
        numbers.map(|number| u32::from_le_bytes(number.try_into().unwrap())).collect()
    }

    #[test]
    fn the_dll_says_what_it_is() {
        let library = fs::read(WINDOWS.built(WINDOWS.shared)).unwrap();
        for (name, value) in [
            ("FileDescription", "lsagent, a licensing agent"),
            ("FileVersion", env!("CARGO_PKG_VERSION")),
            ("ProductVersion", env!("CARGO_PKG_VERSION")),
            ("ProductName", "lsagent"),
            ("OriginalFilename", "lsagent.dll"),
        ] {
            assert_eq!(described(&library, name).as_deref(), Some(value), "{name}");
        }
        let license = described(&library, "LegalCopyright").unwrap();
        assert!(license.ends_with(env!("CARGO_PKG_LICENSE")), "{license}");
        let part = |text: &str| text.parse::<u32>().unwrap();
        let high =
            part(env!("CARGO_PKG_VERSION_MAJOR")) << 16 | part(env!("CARGO_PKG_VERSION_MINOR"));
        let low = part(env!("CARGO_PKG_VERSION_PATCH")) << 16;
        let info = fixed_info(&library);
        assert_eq!(info[2..6], [high, low, high, low], "the file's version and the product's");
        assert_eq!(info[9], 2, "it is a DLL");
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

    /// As those do who have Microsoft's linker, for which `lib /def:` makes the import library.
    #[test]
    fn an_import_library_can_be_made_of_the_definition() {
        let folder = WINDOWS.folder();
        let made = folder.path().join("lsagent.lib");
        let mut dlltool = Command::new("x86_64-w64-mingw32-dlltool");
        dlltool.arg("-d").arg(WINDOWS.built("lib/lsagent.def")).arg("-l").arg(&made);
        let output = run_tool(&mut dlltool, "binutils-mingw-w64-x86-64");
        assert!(output.status.success(), "{}", text(&output));
        let program = folder.path().join("header.exe");
        let mut compiler = Command::new(WINDOWS.compiler);
        compiler.arg("-I").arg(WINDOWS.built("include")).arg("tests/c/header.c").arg(&made);
        compiler.arg("-o").arg(&program).current_dir(root());
        let output = run_tool(&mut compiler, WINDOWS.package);
        assert!(output.status.success(), "{}", text(&output));
        let output = run(&mut WINDOWS.command(&program, &Stage::set(&[])), "");
        assert!(output.status.success(), "{}", text(&output));
    }
}

mod arm64 {
    use super::*;

    const ARM64: Platform = Platform {
        compiler: "aarch64-linux-gnu-gcc",
        package: "gcc-aarch64-linux-gnu",
        flags: &["-pthread", "-Wl,-rpath,$ORIGIN"],
        native: &["-lgcc_s", "-lutil", "-lrt", "-lpthread", "-lm", "-ldl"],
        built: "dist/linux-aarch64",
        shared: "lib/liblsagent.so.0",
        runner: &["qemu-aarch64", "-L", "/usr/aarch64-linux-gnu"],
        extension: "",
        path: str::to_owned,
    };

    #[test]
    fn the_examples_do_what_they_say() {
        ARM64.examples(Linked::Shared);
    }

    #[test]
    fn licenses_are_held_and_given_up() {
        ARM64.stories();
    }

    #[test]
    fn the_example_with_a_browser_signs_a_person_in() {
        ARM64.sign_in_with_browser();
    }

    #[test]
    fn the_programs_run() {
        ARM64.programs(Linked::Shared);
    }

    #[test]
    fn the_programs_run_with_the_static_library() {
        ARM64.programs(Linked::Static);
    }

    #[test]
    fn the_library_exports_what_the_header_declares() {
        let library = ARM64.built(ARM64.shared);
        let arguments = ["-D", "--defined-only", "--format=just-symbols"];
        let names = ARM64.printed("aarch64-linux-gnu-nm", &arguments, &library);
        assert_exports(&names.lines().map(str::to_owned).collect());
    }

    #[test]
    fn the_library_has_its_name_and_needs_the_c_library_alone() {
        let library = ARM64.built(ARM64.shared);
        let dynamic = ARM64.printed("aarch64-linux-gnu-readelf", &["-hdW"], &library);
        assert!(dynamic.contains("AArch64"), "{dynamic}");
        assert!(dynamic.contains("[liblsagent.so.0]") && dynamic.contains("NODELETE"), "{dynamic}");
        let needed: Vec<_> = dynamic.lines().filter(|line| line.contains("(NEEDED)")).collect();
        let usual = ["[libc.so.", "[libgcc_s.so.", "[libm.so.", "[ld-linux"];
        for library in &needed {
            assert!(usual.iter().any(|usual| library.contains(usual)), "{needed:?}");
        }
        assert!(!needed.is_empty());
    }
}
