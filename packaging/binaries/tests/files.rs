//! What `make binaries` has made: that each file is what the table and the lock of the ABI say, and needs no
//! more of a system than is listed. `make binaries-test` runs it, for all platforms or for those that are
//! named in `LSAGENT_PLATFORMS`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{env, fs};

use lsagent_binaries::{Library, Platform, System, describe, platforms, read, read_archive};

/// A tenth more than the library of `make build` for x86-64 had; of each processor's part.
const MOST_BYTES: usize = 2_800_000;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// `LSAGENT_BINARIES` is another folder than dist/binaries.
fn folder(platform: &Platform) -> PathBuf {
    let built = env::var_os("LSAGENT_BINARIES").map(PathBuf::from);
    built.unwrap_or_else(|| root().join("dist/binaries")).join(&platform.folder)
}

fn chosen() -> Vec<Platform> {
    let named = env::var("LSAGENT_PLATFORMS").unwrap_or_default();
    let named: Vec<_> = named.split_whitespace().collect();
    let mut all = platforms();
    all.retain(|platform| named.is_empty() || named.contains(&platform.folder.as_str()));
    assert!(!all.is_empty() && (named.is_empty() || all.len() == named.len()), "{named:?}");
    all
}

fn bytes(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}: make binaries", path.display()))
}

fn shared(platform: &Platform) -> Vec<u8> {
    bytes(&folder(platform).join(&platform.shared))
}

fn libraries(platform: &Platform) -> Vec<Library> {
    let libraries = read(&shared(platform)).unwrap();
    assert_eq!(libraries.len(), platform.targets.len(), "a library for each target");
    libraries
}

fn each_library(check: impl Fn(&Platform, &Library)) {
    for platform in chosen() {
        libraries(&platform).iter().for_each(|library| check(&platform, library));
    }
}

/// The names of the files below a folder.
fn files(folder: &Path) -> BTreeSet<String> {
    let entries =
        fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path());
    let names = paths.flat_map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let below = if path.is_dir() { files(&path) } else { BTreeSet::from([String::new()]) };
        let below = below.into_iter().map(move |below| format!("{name}/{below}"));
        below.map(|path| path.trim_end_matches('/').to_owned()).collect::<Vec<_>>()
    });
    names.collect()
}

/// Beside the shared library.
fn others(platform: &Platform) -> &'static [&'static str] {
    match platform.oldest {
        System::Glibc(_) | System::Musl(_) => &["lib/liblsagent.so", "lib/liblsagent.a"],
        System::MacOs(_) => &["lib/liblsagent.dylib", "lib/liblsagent.a"],
        System::Windows(_) => &["lib/lsagent.lib", "lib/liblsagent.dll.a", "lib/liblsagent.a"],
    }
}

#[test]
fn each_platform_has_its_files_and_no_other() {
    for platform in chosen() {
        let mut expected: BTreeSet<_> = others(&platform).iter().copied().collect();
        expected.extend([platform.shared.as_str(), "include/lsagent.h"]);
        let found = files(&folder(&platform));
        assert_eq!(found.iter().map(String::as_str).collect::<BTreeSet<_>>(), expected);
        let header = bytes(&folder(&platform).join("include/lsagent.h"));
        assert!(header == bytes(&root().join("include/lsagent.h")), "an old header: make binaries");
    }
}

fn promised() -> BTreeSet<String> {
    let lock = String::from_utf8(bytes(&root().join(lsagent_abi::LOCK))).unwrap();
    let promised: BTreeSet<_> = lsagent_abi::lock::functions(&lock).collect();
    assert!(promised.len() > 100, "the lock was read");
    promised
}

#[test]
fn the_libraries_export_what_the_lock_promises_and_nothing_else() {
    each_library(|platform, library| {
        let exports = &library.exports;
        let (more, promised) = (exports - &promised(), promised());
        let missing = &promised - exports;
        let folder = &platform.folder;
        assert!(more.is_empty() && missing.is_empty(), "{folder}: {more:?}, without {missing:?}");
    });
}

fn is_archive(file: &str) -> bool {
    file.ends_with(".a") || file.ends_with(".lib")
}

/// The static libraries, for each processor, and for Windows the import libraries.
#[test]
fn a_program_that_links_finds_every_function() {
    for platform in chosen() {
        for file in others(&platform).iter().filter(|file| is_archive(file)) {
            let archives = read_archive(&bytes(&folder(&platform).join(file))).unwrap();
            assert_eq!(archives.len(), platform.targets.len(), "{file}");
            for names in archives {
                let missing = &promised() - &names;
                assert!(missing.is_empty(), "{}: {file}: {missing:?}", platform.folder);
            }
        }
    }
}

#[test]
fn a_program_looks_for_the_library_by_its_name() {
    each_library(|platform, library| {
        let name = match platform.oldest {
            System::Glibc(_) | System::Musl(_) => "liblsagent.so.0",
            System::MacOs(_) => "@rpath/liblsagent.0.dylib",
            System::Windows(_) => "lsagent.dll",
        };
        assert_eq!(library.name, name, "{}", platform.folder);
    });
}

#[test]
fn the_libraries_are_small() {
    each_library(|platform, library| {
        println!("{} {}: {} bytes", platform.folder, library.processor, library.bytes);
        assert!(library.bytes <= MOST_BYTES, "{}: {}", platform.folder, library.bytes);
    });
}

/// musl's file names no version, nor does that of Windows: there the list of imports is what holds.
#[test]
fn the_libraries_ask_for_no_newer_system() {
    each_library(|platform, library| {
        let expected = match &platform.oldest {
            System::Glibc(version) | System::MacOs(version) => Some(version),
            System::Musl(_) | System::Windows(_) => None,
        };
        assert_eq!(library.oldest.as_ref(), expected, "{}", platform.folder);
    });
}

/// Exactly these: that a linker has learned something more is to be seen as well.
#[test]
fn the_libraries_are_hardened() {
    let linux = [
        "bound at once",
        "no executable stack",
        "no relocations in code",
        "no run path",
        "no writable code",
        "read-only relocations",
        "stays loaded",
    ];
    let macos = ["no run path", "no writable code", "read-only relocations", "signed ad hoc"];
    // Without control flow guard, which neither linker makes the tables of.
    let windows = [
        "address space layout randomised",
        "no executable data",
        "no writable code",
        "with all of 64 bits",
    ];
    each_library(|platform, library| {
        let expected = match platform.oldest {
            System::Glibc(_) | System::Musl(_) => &linux[..],
            System::MacOs(_) => &macos,
            System::Windows(_) => &windows,
        };
        let hardened: Vec<_> = library.hardened.iter().copied().collect();
        assert_eq!(hardened, expected, "{} {}", platform.folder, library.processor);
    });
}

/// What a library needs, a line for each library and each function.
fn needed(library: &Library) -> BTreeSet<String> {
    let libraries = library.libraries.iter().map(|name| format!("needs {name}"));
    libraries.chain(library.imports.iter().cloned()).collect()
}

fn list(platform: &Platform) -> PathBuf {
    let imports = Path::new(env!("CARGO_MANIFEST_DIR")).join("imports");
    imports.join(&platform.folder).with_extension("txt")
}

fn listed(platform: &Platform) -> BTreeSet<String> {
    if let System::MacOs(_) = platform.oldest {
        return stubs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("macos-sdk"));
    }
    let text = fs::read_to_string(list(platform)).unwrap_or_default();
    text.lines().map(str::to_owned).collect()
}

/// For macOS the linker has the same list: the libraries of the SDK, each with the names that it exports.
fn stubs(folder: &Path) -> BTreeSet<String> {
    let stubs = files(folder).into_iter().map(|name| folder.join(name));
    let stubs =
        stubs.filter(|path| path.extension().is_some_and(|it| it == "tbd") && !path.is_symlink());
    stubs.flat_map(|path| stub(&fs::read_to_string(path).unwrap())).collect()
}

/// A library that nothing is used of is named to the linker, and left out by it.
fn stub(text: &str) -> Vec<String> {
    let (_, rest) = text.split_once("\ninstall-name: '").expect("it has a name");
    let (library, rest) = rest.split_once('\'').unwrap();
    let (_, symbols) = rest.split_once("symbols: [").expect("it has names");
    let symbols = symbols.split(']').next().unwrap().split(',');
    let symbols = symbols.map(|name| name.trim().trim_matches('\''));
    let symbols: Vec<_> = symbols.filter(|name| !name.is_empty()).collect();
    let needs = (!symbols.is_empty()).then(|| format!("needs {library}"));
    needs.into_iter().chain(symbols.iter().map(|name| format!("{library} {name}"))).collect()
}

/// A function that a system does not have keeps the library from being loaded there. Where the list is
/// to grow, the failure says which file to take for it.
#[test]
fn the_libraries_need_of_a_system_what_is_listed() {
    let mut wrong = Vec::new();
    for platform in chosen() {
        let found: BTreeSet<_> = libraries(&platform).iter().flat_map(needed).collect();
        let listed = listed(&platform);
        if found != listed {
            let made = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&platform.folder);
            let text: Vec<_> = found.iter().map(|line| line.clone() + "\n").collect();
            fs::write(&made, text.concat()).unwrap();
            let (more, fewer) = (&found - &listed, &listed - &found);
            let (made, list) = (made.display(), list(&platform));
            wrong.push(format!("more: {more:?}\nfewer: {fewer:?}\ncp {made} {}\n", list.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// Where it was built is nobody's business, and would make each machine's library another.
#[test]
fn no_file_tells_a_path_of_the_machine_that_built_it() {
    let home = env::var("HOME").expect("who builds has a home");
    let cargo_home = env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
    let here = root().to_str().unwrap().to_owned();
    // As a tool puts it into a symbol.
    let in_symbols = here.replace(|character: char| !character.is_ascii_alphanumeric(), "_");
    let paths = [format!("{home}/"), cargo_home, here, in_symbols];
    for platform in chosen() {
        for file in files(&folder(&platform)).iter().filter(|file| !file.ends_with(".h")) {
            let bytes = bytes(&folder(&platform).join(file));
            let told = paths.iter().find(|path| holds(&bytes, path));
            assert_eq!(told, None, "{}/{file}", platform.folder);
        }
        assert!(holds(&shared(&platform), "crates/"), "the places of panics are there");
    }
}

/// Of the library: this crate has its own.
fn version() -> String {
    let manifest = String::from_utf8(bytes(&root().join("Cargo.toml"))).unwrap();
    let (_, version) = manifest.split_once("\nversion = \"").expect("it has a version");
    version.split('"').next().unwrap().to_owned()
}

#[test]
fn the_dll_says_what_it_is() {
    let windows = chosen().into_iter().filter(|it| matches!(it.oldest, System::Windows(_)));
    for platform in windows {
        let (bytes, version) = (shared(&platform), version());
        let description = describe(&bytes);
        for (name, value) in [
            ("FileDescription", "lsagent, a licensing agent"),
            ("FileVersion", version.as_str()),
            ("ProductVersion", version.as_str()),
            ("ProductName", "lsagent"),
            ("OriginalFilename", "lsagent.dll"),
        ] {
            assert_eq!(description.text(name).as_deref(), Some(value), "{name}");
        }
        let license = description.text("LegalCopyright").unwrap();
        assert!(license.ends_with(env!("CARGO_PKG_LICENSE")), "{license}");
        let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
        let (high, low) = (parts[0] << 16 | parts[1], parts[2] << 16);
        let numbers = description.numbers().expect("a version");
        assert_eq!(numbers[2..6], [high, low, high, low], "the file's version and the product's");
        assert_eq!(numbers[9], 2, "it is a DLL");
    }
}
