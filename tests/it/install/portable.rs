//! The archives of other platforms, with made-up libraries.

use super::cmake::{PLATFORMS, Platform};
use super::*;

/// What `make binaries` leaves behind for these platforms.
fn binaries(platforms: &[&Platform]) -> TempDir {
    let folder = new_folder();
    for platform in platforms {
        let built = folder.path().join(platform.triple);
        for file in platform.built {
            let path = built.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, platform.triple).unwrap();
        }
        fs::create_dir(built.join("include")).unwrap();
        fs::copy(root().join("include/lsagent.h"), built.join("include/lsagent.h")).unwrap();
    }
    folder
}

fn dist(binaries: &Path, out: &Path, platforms: &[&str]) -> Output {
    // Its tools are those of `make dist`.
    archives();
    let mut dist = Command::new(root().join("packaging/dist.sh"));
    dist.arg(target().join("packaging")).args(platforms).env("SOURCE_DATE_EPOCH", "1700000000");
    output(dist.env("LSAGENT_BINARIES", binaries).env("OUT", out))
}

fn platform(triple: &str) -> &'static Platform {
    PLATFORMS.iter().find(|platform| platform.triple == triple).unwrap()
}

#[test]
fn the_table_of_platforms_is_the_one_that_is_packaged() {
    let table = fs::read_to_string(root().join("packaging/binaries/platforms.txt")).unwrap();
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let named = lines.map(|line| {
        let words: Vec<_> = line.split_whitespace().collect();
        (words[0], words[4])
    });
    let packaged = PLATFORMS.iter().map(|platform| (platform.triple, platform.built[0]));
    assert_eq!(named.collect::<BTreeSet<_>>(), packaged.collect::<BTreeSet<_>>());
}

#[test]
fn the_archive_of_another_platform_has_its_files_and_the_notices_of_its_linker() {
    let triples = ["aarch64-unknown-linux-musl", "x86_64-pc-windows-gnu"];
    let (binaries, out) = (binaries(&triples.map(platform)), new_folder());
    let done = dist(binaries.path(), out.path(), &triples);
    assert!(done.status.success(), "{}", text(&done));
    let names = triples.map(|triple| format!("lsagent-{VERSION}-{triple}"));
    let unpacked = new_folder();
    for (name, ending) in names.iter().zip(["tar.gz", "zip"]) {
        let mut unpack = Command::new("cmake");
        unpack.args(["-E", "tar", "xf"]).arg(out.path().join(format!("{name}.{ending}")));
        printed(unpack.current_dir(unpacked.path()));
    }
    for (triple, name, brought) in [
        (triples[0], &names[0], ["LLVM's libunwind (ziglang ", "musl's start-up code"]),
        (
            triples[1],
            &names[1],
            ["mingw-w64's start-up code (gcc-mingw-w64-x86-64 ", "GCC's libgcc"],
        ),
    ] {
        let tree = unpacked.path().join(name);
        let has = files(&tree);
        for file in platform(triple).built.iter().filter(|file| !file.ends_with(".so.0")) {
            assert!(has.contains(*file), "{file}: {has:?}");
        }
        let common = [
            "include/lsagent.h",
            "lib/cmake/lsagent/lsagentConfig.cmake",
            "docs/c.md",
            "LICENSE-MIT",
        ];
        assert!(common.iter().all(|file| has.contains(*file)), "{has:?}");
        assert!(!has.contains("bin/lsagent"), "the command is this machine's");
        let notices = fs::read_to_string(tree.join("THIRD-PARTY-LICENSES")).unwrap();
        let bill = fs::read_to_string(tree.join("lsagent.cdx.json")).unwrap();
        for runtime in brought {
            assert!(notices.contains(runtime), "{triple}: {runtime}");
            assert!(bill.contains(runtime.split(" (").next().unwrap()), "{triple}: {runtime}");
        }
        let is_windows = triple.contains("windows");
        assert_eq!(
            notices.contains("\nwindows-sys "),
            is_windows,
            "crates are those of the platform"
        );
    }
    let again = new_folder();
    let done = dist(binaries.path(), again.path(), &triples[1..]);
    assert!(done.status.success(), "{}", text(&done));
    let read =
        |folder: &TempDir| fs::read(folder.path().join(format!("{}.zip", names[1]))).unwrap();
    assert!(read(&out) == read(&again), "another zip of the same files");
    let mut check = Command::new("sha256sum");
    let said = printed(check.current_dir(out.path()).args(["--check", "SHA256SUMS"]));
    assert_eq!(said.matches(": OK").count(), 2, "{said}");
}

#[test]
fn no_archive_is_made_of_what_is_not_there_or_is_of_other_sources() {
    let triple = "universal-apple-darwin";
    let (binaries, out) = (binaries(&[platform(triple)]), new_folder());
    let done = dist(binaries.path(), out.path(), &["aarch64-unknown-linux-gnu"]);
    assert!(
        !done.status.success() && text(&done).contains("make binaries PLATFORM=aarch64"),
        "{}",
        text(&done)
    );
    fs::write(binaries.path().join(triple).join("include/lsagent.h"), "of another version")
        .unwrap();
    let done = dist(binaries.path(), out.path(), &[triple]);
    assert!(!done.status.success() && text(&done).contains("of other sources"), "{}", text(&done));
    assert_eq!(files(out.path()), BTreeSet::new());
}
