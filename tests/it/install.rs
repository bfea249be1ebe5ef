//! What others get: programs built from the installed tree, from a staged one and from the release
//! archive, each in every way that people build; and what the archive holds.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::{Linked as Crate, Sandbox, build_library, linked_crates, make, target};

mod cmake;
mod command;
mod portable;
mod vcpkg;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn new_folder() -> TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// What a command prints; a panic says what went wrong, or what is not installed.
fn printed(command: &mut Command) -> String {
    let output = output(command);
    assert!(output.status.success(), "{command:?}: {}", text(&output));
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

fn output(command: &mut Command) -> Output {
    let tool = command.get_program().to_string_lossy().into_owned();
    command
        .output()
        .unwrap_or_else(|error| panic!("{tool}: {error}: scripts/setup.sh test install"))
}

fn text(output: &Output) -> String {
    let text = [&output.stdout[..], &output.stderr[..]].concat();
    format!("{}\n{}", output.status, String::from_utf8_lossy(&text))
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The release archives of two runs of `make dist`. What else is installed comes from the same library,
/// which is not touched after that.
fn archives() -> &'static [Vec<u8>; 2] {
    static ARCHIVES: OnceLock<[Vec<u8>; 2]> = OnceLock::new();
    ARCHIVES.get_or_init(|| {
        [(); 2].map(|()| {
            let path = root().join(format!("dist/{}.tar.gz", archive_name()));
            let _ = fs::remove_file(&path);
            printed(make().arg("dist").args(command()));
            fs::read(path).unwrap()
        })
    })
}

/// The program that stands for the command, where it is not to be built as it is shipped: that takes minutes. It is the
/// one of the tests, whose symbols are not wanted.
fn command() -> Option<String> {
    let built = std::env::var_os("LSAGENT_COMMAND")?;
    let stripped = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lsagent-command");
    printed(Command::new("strip").arg("-o").arg(&stripped).arg(built));
    Some(format!("COMMAND={}", stripped.display()))
}

fn host() -> String {
    let about = printed(Command::new("rustc").arg("-vV"));
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.expect("rustc says for what it compiles").to_owned()
}

fn archive_name() -> String {
    format!("lsagent-{VERSION}-{}", host())
}

/// A place where the library is, with its include folder and its library folder.
struct Tree {
    folder: TempDir,
    prefix: PathBuf,
    lib: PathBuf,
}

impl Tree {
    fn installed() -> Self {
        archives();
        let folder = new_folder();
        let prefix = folder.path().join("prefix");
        install(&["install", &format!("PREFIX={}", prefix.display())]);
        Self { lib: prefix.join("lib"), prefix, folder }
    }

    /// As a distribution makes its package: for /usr, but put elsewhere, libraries by architecture.
    fn staged() -> Self {
        archives();
        let folder = new_folder();
        let to = format!("DESTDIR={}", folder.path().display());
        install(&["install", &to, "PREFIX=/usr", "LIBDIR=/usr/lib/x86_64-linux-gnu"]);
        let prefix = folder.path().join("usr");
        Self { lib: prefix.join("lib/x86_64-linux-gnu"), prefix, folder }
    }

    fn unpacked() -> Self {
        let folder = new_folder();
        let archive = folder.path().join("archive.tar.gz");
        fs::write(&archive, &archives()[0]).unwrap();
        printed(Command::new("tar").arg("-xzf").arg(&archive).arg("-C").arg(folder.path()));
        let prefix = folder.path().join("moved");
        fs::rename(folder.path().join(archive_name()), &prefix).unwrap();
        Self { lib: prefix.join("lib"), prefix, folder }
    }
}

fn install(arguments: &[&str]) {
    printed(make().args(arguments));
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Linked {
    Shared,
    Static,
}

/// What people type, for a shell; $CC compiles $SOURCE, and $TREE is where the library is.
const COMMANDS: [(Linked, &str); 4] = [
    (Linked::Shared, "$CC $SOURCE $(pkg-config --cflags --libs lsagent) -o program"),
    (
        Linked::Static,
        "$CC $SOURCE $(pkg-config --cflags lsagent) \
         -Wl,-Bstatic $(pkg-config --libs lsagent) \
         -Wl,-Bdynamic -Wl,--as-needed $(pkg-config --static --libs lsagent) -o program",
    ),
    (Linked::Shared, "$CC $SOURCE -I$TREE/include -L$LIB -llsagent -o program"),
    (
        Linked::Static,
        "$CC $SOURCE -I$TREE/include $LIB/liblsagent.a \
         -lgcc_s -lutil -lrt -lpthread -lm -ldl -lc -o program",
    ),
];

const LANGUAGES: [(&str, &str); 2] =
    [("cc -std=c99 -Wall -Wextra -Werror", "client.c"), ("c++ -std=c++17 -Wall", "client.cpp")];

/// Builds with a command of a shell, in a folder of its own, and runs what came of it.
fn build_and_run(tree: &Tree, linked: Linked, command: &str, sandbox: &Sandbox) {
    for (compiler, source) in LANGUAGES {
        let folder = new_folder();
        fs::copy(root().join("tests/install/client.c"), folder.path().join(source)).unwrap();
        let mut shell = alone(Command::new("sh"), folder.path());
        shell.args(["-ec", command]).env("CC", compiler).env("SOURCE", source);
        shell.env("TREE", &tree.prefix).env("LIB", &tree.lib);
        shell.env("PKG_CONFIG_PATH", tree.lib.join("pkgconfig"));
        printed(&mut shell);
        run(tree, linked, &folder.path().join("program"), source.ends_with(".cpp"), sandbox);
    }
}

/// A command to which nothing of this machine's settings points another library of the name.
fn alone(mut command: Command, folder: &Path) -> Command {
    for name in ["CMAKE_PREFIX_PATH", "CPATH", "LIBRARY_PATH", "LD_LIBRARY_PATH", "LD_RUN_PATH"] {
        command.env_remove(name);
    }
    command.current_dir(folder);
    command
}

/// Runs a program and looks at what it is and what it says.
fn run(tree: &Tree, linked: Linked, program: &Path, is_cxx: bool, sandbox: &Sandbox) {
    let dynamic = printed(Command::new("readelf").arg("-dW").arg(program));
    let needed = dynamic.contains("Shared library: [liblsagent.so.0]");
    assert_eq!(needed, linked == Linked::Shared, "{}: {dynamic}", program.display());
    assert_eq!(dynamic.contains("liblsagent"), needed, "under another name: {dynamic}");
    let mut command = alone(Command::new(program), tree.folder.path());
    command
        .env("LSAGENT_BASE_URL", sandbox.base_url())
        .env("LSAGENT_CA_FILE", sandbox.ca_file())
        .env("LSAGENT_PUBLIC_KEY_FILE", sandbox.said("public_key_file"))
        .env("LSAGENT_API_KEY", sandbox.said("api_key"))
        .env("LSAGENT_SHARED_KEY", sandbox.said("shared_key"));
    if linked == Linked::Shared {
        command.env("LD_LIBRARY_PATH", &tree.lib);
    }
    let has_hpp = tree.prefix.join("include/lsagent.hpp").exists();
    let header = if is_cxx && has_hpp { "lsagent.hpp" } else { "lsagent.h" };
    let said = printed(&mut command);
    assert_eq!(said, format!("{header} {VERSION}, library {VERSION}\nAllowed: yes\n"));
}

/// Builds the project of tests/install; its folder, and where CMake found the library's files.
fn configure(tree: &Tree, arguments: &[&str]) -> (TempDir, PathBuf) {
    let folder = new_folder();
    let mut configure = alone(Command::new("cmake"), folder.path());
    configure.arg("-S").arg(root().join("tests/install")).args(["-B", "build"]);
    configure.arg(format!("-DCMAKE_PREFIX_PATH={}", tree.prefix.display()));
    // Where CMake looks by architecture, as it does in /usr itself.
    configure.arg("-DCMAKE_LIBRARY_ARCHITECTURE=x86_64-linux-gnu").args(arguments);
    let said = printed(&mut configure);
    let found = format!("found: {VERSION} in ");
    let files = said.lines().find_map(|line| Some(line.split_once(&found)?.1));
    let files = files.unwrap_or_else(|| panic!("{said}")).into();
    printed(alone(Command::new("cmake"), folder.path()).args(["--build", "build"]));
    (folder, files)
}

/// Runs what was built, in both languages.
fn run_built(tree: &Tree, folder: &Path, linked: Linked, name: &str, sandbox: &Sandbox) {
    for (is_cxx, language) in [(false, "c"), (true, "cpp")] {
        run(tree, linked, &folder.join(format!("build/{name}-{language}")), is_cxx, sandbox);
    }
}

fn build_with_cmake(tree: &Tree, sandbox: &Sandbox) {
    let (folder, files) = configure(tree, &[]);
    assert_eq!(files, tree.lib.join("cmake/lsagent"));
    run_built(tree, folder.path(), Linked::Shared, "shared", sandbox);
    run_built(tree, folder.path(), Linked::Static, "static", sandbox);
}

fn build_in_every_way(tree: &Tree) {
    let sandbox = Sandbox::start();
    for (linked, command) in COMMANDS {
        build_and_run(tree, linked, command, &sandbox);
    }
    build_with_cmake(tree, &sandbox);
}

#[test]
fn programs_are_built_from_the_installed_tree() {
    build_in_every_way(&Tree::installed());
}

#[test]
fn programs_are_built_from_a_staged_tree() {
    build_in_every_way(&Tree::staged());
}

#[test]
fn programs_are_built_from_the_unpacked_archive() {
    build_in_every_way(&Tree::unpacked());
}

/// As it is where only the static library is packaged.
#[test]
fn pkg_config_suffices_where_there_is_no_shared_library() {
    let tree = Tree::installed();
    for name in ["liblsagent.so", "liblsagent.so.0", &format!("liblsagent.so.{VERSION}")] {
        fs::remove_file(tree.lib.join(name)).unwrap();
    }
    let command = "$CC $SOURCE $(pkg-config --static --cflags --libs lsagent) -o program";
    build_and_run(&tree, Linked::Static, command, &Sandbox::start());
}

#[test]
fn the_links_are_those_of_a_distribution() {
    let tree = Tree::installed();
    let link = |name: &str| fs::read_link(tree.lib.join(name)).unwrap();
    assert_eq!(link("liblsagent.so"), Path::new("liblsagent.so.0"));
    assert_eq!(link("liblsagent.so.0"), Path::new(&format!("liblsagent.so.{VERSION}")));
}

/// A merged /usr: found through /lib, a link to usr/lib, the include folder is still that of /usr.
#[test]
fn cmake_finds_the_headers_through_a_linked_folder() {
    let tree = Tree::staged();
    symlink("usr/lib", tree.folder.path().join("lib")).unwrap();
    let through = tree.folder.path().join("lib/x86_64-linux-gnu/cmake/lsagent");
    let build = new_folder();
    let mut configure = alone(Command::new("cmake"), build.path());
    configure.arg("-S").arg(root().join("tests/install")).args(["-B", "build"]);
    printed(configure.arg(format!("-Dlsagent_DIR={}", through.display())));
    printed(alone(Command::new("cmake"), build.path()).args(["--build", "build"]));
}

#[test]
fn cmake_serves_the_versions_that_fit() {
    let tree = Tree::installed();
    let (asked, said) = {
        let [major, minor, patch] = [0, 1, 2].map(|part| -> u32 {
            VERSION.split('.').nth(part).and_then(|part| part.parse().ok()).unwrap()
        });
        assert_eq!(major, 0, "from 1.0 on, all minor versions up to this one are served");
        let version = |minor: u32, patch: u32| format!("{major}.{minor}.{patch}");
        let asked = [
            (format!("{major}.{minor}"), true),
            (VERSION.to_owned(), true),
            (format!("{VERSION};EXACT"), true),
            (version(minor, patch + 1), false),
            (version(minor + 1, 0), false),
            (version(minor - 1, 0), false),
            ("1.0".to_owned(), false),
            (format!("{}...{}", version(minor - 1, 0), version(minor + 1, 0)), true),
            (format!("{}...<{VERSION}", version(minor - 1, 0)), false),
        ];
        let build = new_folder();
        let mut configure = alone(Command::new("cmake"), build.path());
        configure.arg("-S").arg(root().join("tests/install/versions")).args(["-B", "build"]);
        configure.arg(format!("-DCMAKE_PREFIX_PATH={}", tree.prefix.display()));
        // A semicolon within an element of a list.
        let list: Vec<_> = asked.iter().map(|(asked, _)| asked.replace(';', "\\;")).collect();
        (asked, printed(configure.arg(format!("-DVERSIONS={}", list.join(";")))))
    };
    for (asked, served) in asked {
        let line = format!("asked for {asked}: {}\n", u8::from(served));
        assert!(said.contains(&line), "{line}{said}");
    }
    assert!(said.contains("asked for a component: 0, lsagent has no component nothing"), "{said}");
}

#[test]
fn what_was_installed_can_be_removed() {
    archives();
    let folder = new_folder();
    let theirs = folder.path().join("usr/lib/pkgconfig/theirs.pc");
    fs::create_dir_all(theirs.parent().unwrap()).unwrap();
    fs::write(&theirs, "").unwrap();
    let to = format!("DESTDIR={}", folder.path().display());
    install(&["install", &to, "PREFIX=/usr"]);
    assert!(files(folder.path()).len() > 7, "something was installed");
    install(&["uninstall", &to, "PREFIX=/usr"]);
    assert_eq!(files(folder.path()), BTreeSet::from(["usr/lib/pkgconfig/theirs.pc".to_owned()]));
    assert!(!folder.path().join("usr/lib/cmake/lsagent").exists());
}

#[test]
fn a_folder_that_is_not_absolute_is_refused() {
    archives();
    for wrong in ["PREFIX=here", "LIBDIR=lib", "DESTDIR=stage"] {
        let output = output(make().args(["install", wrong]));
        assert!(!output.status.success(), "{wrong}");
        assert!(text(&output).contains("begin"), "{wrong}: {}", text(&output));
    }
}

/// All files and links below a folder, by their path from there.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                waiting.push(entry.path());
            } else {
                let path = entry.path();
                found.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found
}

/// What lies in a folder of the sources, with one of these endings, as the archive has it.
fn of_the_sources(folder: &str, endings: &[&str]) -> Vec<String> {
    let Ok(entries) = fs::read_dir(root().join(folder)) else {
        return Vec::new();
    };
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names = names.filter(|name| endings.iter().any(|ending| name.ends_with(ending)));
    names.map(|name| format!("{folder}/{name}")).collect()
}

/// The command's files, as the archive has them.
fn of_the_command() -> Vec<String> {
    let moved =
        [("command/man", ".1", "share/man/man1"), ("command/completions", "", "share/completions")];
    let pages = moved.iter().flat_map(|(from, ending, to)| {
        let files = of_the_sources(from, &[ending]).into_iter();
        files.map(move |file| file.replace(from, to))
    });
    let about = ["THIRD-PARTY-LICENSES", "lsagent-command.cdx.json"];
    let about = about.map(|file| format!("{ABOUT_COMMAND}/{file}"));
    pages.chain(about).chain(["bin/lsagent".to_owned()]).collect()
}

const ABOUT_COMMAND: &str = "share/doc/lsagent-command";

#[test]
fn the_archive_is_complete() {
    let tree = Tree::unpacked();
    let real = format!("lib/liblsagent.so.{VERSION}");
    let mut expected: BTreeSet<String> = [
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "SECURITY.md",
        "THIRD-PARTY-LICENSES",
        "include/lsagent.h",
        "lib/cmake/lsagent/lsagentConfig.cmake",
        "lib/cmake/lsagent/lsagentConfigVersion.cmake",
        "lib/liblsagent.a",
        "lib/liblsagent.so",
        "lib/liblsagent.so.0",
        "lib/pkgconfig/lsagent.pc",
        "lsagent.cdx.json",
        &real,
    ]
    .map(str::to_owned)
    .into();
    expected.extend(of_the_sources("examples-c", &[".c", ".h", ".cmake", "CMakeLists.txt"]));
    expected.extend(of_the_sources("command", &["README.md"]));
    expected.extend(of_the_command());
    expected.extend(of_the_sources("docs", &[".md"]));
    for (language, is_built_here, ending) in
        [("cpp", "lsagent.hpp", ""), ("python", ".mk", ".whl"), ("csharp", ".mk", ".nupkg")]
    {
        let folder = format!("bindings/{language}");
        expected.extend(of_the_sources(&folder, &["README.md"]));
        if of_the_sources(&folder, &[is_built_here]).is_empty() {
            continue;
        }
        let headers = ["include/lsagent.hpp", "include/lsagent_fields.hpp"].map(str::to_owned);
        expected.extend((language == "cpp").then_some(headers).into_iter().flatten());
        if !ending.is_empty() {
            let all = files(&tree.prefix);
            let is_package = |name: &&String| name.starts_with(&folder) && name.ends_with(ending);
            let packages: Vec<_> = all.iter().filter(is_package).cloned().collect();
            assert_eq!(packages.len(), 1, "{language}: {packages:?}");
            expected.extend(packages);
        }
    }
    assert_eq!(files(&tree.prefix), expected);
}

#[test]
fn the_archive_is_the_same_again() {
    let [first, second] = archives();
    assert!(first == second, "{} and {} bytes, but not the same", first.len(), second.len());
}

#[test]
fn the_checksum_beside_the_archive_is_that_of_the_archive() {
    archives();
    let mut check = Command::new("sha256sum");
    let said = printed(check.current_dir(root().join("dist")).args(["--check", "SHA256SUMS"]));
    assert!(said.contains(&format!("{}.tar.gz: OK", archive_name())), "{said}");
}

/// What cargo has compiled to be linked into the release library, by the words of cargo itself. What build
/// scripts and macros are made of is not optimised, all else is.
fn compiled_crates() -> BTreeMap<String, Crate> {
    archives();
    let mut build = build_library();
    build.args(["--quiet", "--message-format", "json"]);
    let mut described = linked_crates();
    let mut compiled = BTreeMap::new();
    for message in printed(&mut build).lines() {
        let message: Value = serde_json::from_str(message).unwrap();
        let kind = &message["target"]["kind"][0];
        let optimised = message["profile"]["opt_level"] != "0";
        if message["reason"] == "compiler-artifact" && kind == "lib" && optimised {
            let id = message["package_id"].as_str().unwrap();
            let name = id.rsplit('#').next().unwrap().replace('@', " ");
            let described = described.remove(&name);
            let described =
                described.unwrap_or_else(|| panic!("{name}: its license is not checked"));
            compiled.insert(name, described);
        }
    }
    assert!(compiled.len() > 20, "cargo was heard: {:?}", compiled.keys());
    compiled
}

#[test]
fn the_bill_of_materials_lists_what_is_linked() {
    let tree = Tree::unpacked();
    let bill = fs::read_to_string(tree.prefix.join("lsagent.cdx.json")).unwrap();
    let bill: Value = serde_json::from_str(&bill).unwrap();
    assert_eq!(bill["specVersion"], "1.6");
    let own = &bill["metadata"]["component"];
    assert_eq!((own["name"].as_str(), own["version"].as_str()), (Some("lsagent"), Some(VERSION)));
    let components = bill["components"].as_array().unwrap();
    let name = |component: &Value| {
        let of = |field: &str| component[field].as_str().unwrap().to_owned();
        format!("{} {}", of("name"), of("version"))
    };
    // What the linker of a portable library brings along is looked at in portable.rs.
    let is_brought = |one: &&Value| {
        let purl = one["purl"].as_str().unwrap();
        purl.starts_with("pkg:generic/") && !purl.contains("rust-std")
    };
    let of_cargo = components.iter().filter(|one| !is_brought(one));
    let listed: BTreeSet<_> = of_cargo.map(name).collect();
    let mut linked: BTreeSet<_> = compiled_crates().into_keys().collect();
    let rustc = printed(Command::new("rustc").arg("--version"));
    linked.insert(format!("rust-std {}", rustc.split(' ').nth(1).unwrap()));
    assert_eq!(listed, linked);
    for component in components {
        let purl = component["purl"].as_str().unwrap();
        assert!(!component["licenses"][0]["expression"].as_str().unwrap().is_empty(), "{purl}");
        let hash = component["hashes"][0]["content"].as_str();
        let is_generic = purl.starts_with("pkg:generic/");
        assert!(is_generic || hash.is_some_and(|hash| hash.len() == 64), "{purl}");
        // Each can be reached from the library.
        let needed = bill["dependencies"].as_array().unwrap().iter().any(|dependency| {
            dependency["dependsOn"].as_array().is_some_and(|all| all.contains(&purl.into()))
        });
        assert!(needed, "nobody needs {purl}");
    }
}

#[test]
fn the_bill_of_materials_is_valid() {
    let tree = Tree::unpacked();
    let good = tree.prefix.join("lsagent.cdx.json");
    let check = |file: &Path| {
        let mut python = Command::new(target().join("packaging/venv/bin/python"));
        python.current_dir(root()).args(["packaging/sbom.py", "check"]).arg(file);
        output(&mut python)
    };
    assert!(check(&good).status.success(), "{}", text(&check(&good)));
    let bad = tree.prefix.join("bad.json");
    let text_of_it = fs::read_to_string(&good).unwrap();
    fs::write(&bad, text_of_it.replace("SHA-256", "SHA-257")).unwrap();
    assert!(!check(&bad).status.success(), "a bill with an unknown hash is found valid");
}

/// Each text that a crate's own folder holds, whatever the lines are cut to.
#[test]
fn the_licenses_of_every_linked_crate_are_inside() {
    let tree = Tree::unpacked();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let inside = words(&fs::read_to_string(tree.prefix.join("THIRD-PARTY-LICENSES")).unwrap());
    for (name, linked) in compiled_crates() {
        assert!(inside.contains(&format!("{name}: ")), "{name} is not listed");
        let mut texts = 0;
        for entry in fs::read_dir(&linked.folder).unwrap().map(Result::unwrap) {
            let file = entry.file_name().into_string().unwrap().to_uppercase();
            if file.starts_with("LICENSE") && entry.file_type().unwrap().is_file() {
                let text = words(&fs::read_to_string(entry.path()).unwrap());
                assert!(inside.contains(&text), "{name}: {file} is missing");
                texts += 1;
            }
        }
        assert!(texts > 0, "{name} has no license text");
    }
    assert!(inside.contains("Rust's standard library"));
    assert!(inside.contains("Copyright The Rust Project Developers"));
}

/// The libraries of the system in lsagent.pc are those that the compiler names for a static library.
#[test]
fn the_static_library_needs_what_the_compiler_says() {
    let tree = Tree::installed();
    let folder = new_folder();
    fs::write(folder.path().join("empty.rs"), "").unwrap();
    let mut rustc = alone(Command::new("rustc"), folder.path());
    let said = output(rustc.args([
        "--crate-type=staticlib",
        "--print=native-static-libs",
        "--edition=2024",
        "empty.rs",
    ]));
    let said = String::from_utf8_lossy(&said.stderr).into_owned();
    let wanted = said.lines().find_map(|line| line.split_once("native-static-libs: "));
    let wanted = wanted.unwrap_or_else(|| panic!("{said}")).1;
    let pc = fs::read_to_string(tree.lib.join("pkgconfig/lsagent.pc")).unwrap();
    assert!(pc.contains(&format!("Libs.private: {wanted}\n")), "{wanted}: {pc}");
}

#[test]
fn all_packages_have_the_version_of_the_library() {
    let port = fs::read_to_string(root().join("packaging/vcpkg/ports/lsagent/vcpkg.json")).unwrap();
    let port: Value = serde_json::from_str(&port).unwrap();
    assert_eq!(port["version-semver"], VERSION);
    assert_eq!(port["license"], env!("CARGO_PKG_LICENSE"));
    let example = fs::read_to_string(root().join("examples-c/CMakeLists.txt")).unwrap();
    assert!(example.contains(&format!("fetch_lsagent({VERSION} ")), "{example}");
    let parts: Vec<_> = VERSION.split('.').collect();
    let header = fs::read_to_string(root().join("include/lsagent.h")).unwrap();
    for (name, part) in ["MAJOR", "MINOR", "PATCH"].iter().zip(parts) {
        assert!(header.contains(&format!("#define LS_VERSION_{name} {part}\n")), "{name}");
    }
}

/// Cargo reads the whole workspace, also where only the library is built.
#[test]
fn every_member_of_the_workspace_is_among_the_sources_that_vcpkg_and_conan_build() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let manifest = read("Cargo.toml");
    let members = manifest.lines().find_map(|line| line.strip_prefix("members = [")).unwrap();
    let folders =
        members.split('"').skip(1).step_by(2).map(|member| member.split('/').next().unwrap());
    let recipes = [
        read("packaging/vcpkg/ports/lsagent/portfile.cmake"),
        read("packaging/conan/conanfile.py").replace('"', " "),
    ];
    for folder in folders {
        for recipe in &recipes {
            assert!(
                recipe.split_whitespace().any(|word| word == folder),
                "{folder} is not in {recipe}"
            );
        }
    }
}
