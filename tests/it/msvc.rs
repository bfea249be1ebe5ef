//! The headers as Microsoft's compiler reads them: clang in its place, for its target, with /W4 /permissive-. Its
//! own warnings are those of clang, with what Microsoft's has at that level turned on besides. No Windows SDK is
//! at hand: C needs none, and for C++ Debian's libstdc++ stands in, by tests/msvc/libstdcxx.h.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::support::programs::{root, run_tool, text};

/// As errors: all of the level, shadowed names (C4456 to C4459), conversions that lose bits (C4244, C4267), and
/// extensions of GNU.
const WARNINGS: [&str; 6] =
    ["/W4", "/WX", "/permissive-", "-Wshadow", "-Wconversion", "-Wpedantic"];

const WITHOUT_EXCEPTIONS: [&str; 2] = ["/EHs-c-", "/GR-"];

/// The headers to look at: the project's own, or a copy with a fault.
struct Headers {
    c: PathBuf,
    cpp: PathBuf,
}

impl Headers {
    fn of_the_project() -> Self {
        Self { c: root().join("include"), cpp: root().join("bindings/cpp") }
    }

    /// A copy in which the first text is the second.
    fn altered(folder: &Path, file: &str, right: &str, wrong: &str) -> Self {
        let copy = Self { c: folder.to_owned(), cpp: folder.to_owned() };
        for source in
            ["include/lsagent.h", "bindings/cpp/lsagent.hpp", "bindings/cpp/lsagent_fields.hpp"]
        {
            let text = fs::read_to_string(root().join(source)).unwrap();
            let name = source.rsplit('/').next().unwrap();
            assert!(name != file || text.contains(right), "{file} has no {right}");
            let text = if name == file { text.replacen(right, wrong, 1) } else { text };
            fs::write(folder.join(name), text).unwrap();
        }
        copy
    }

    /// What the compiler complains of in a source.
    fn complaints(&self, arguments: &[&str], source: &Path) -> Option<String> {
        let mut clang = Command::new("clang");
        // /Zs: nothing is made.
        clang.args(["--driver-mode=cl", "--target=x86_64-pc-windows-msvc", "/Zs"]);
        clang.args(WARNINGS).args(arguments).arg("-I").arg(&self.c).arg("-I").arg(&self.cpp);
        let output = run_tool(clang.arg("--").arg(source), "clang");
        (!output.status.success()).then(|| text(&output))
    }
}

/// Where the standard library of C++ is on this machine, in the order in which clang++ looks.
fn standard_library() -> Vec<String> {
    let mut clang = Command::new("clang++");
    let said = text(&run_tool(clang.args(["-E", "-v", "-x", "c++", "/dev/null"]), "clang"));
    let (_, folders) = said.split_once("#include <...> search starts here:\n").expect("it tells");
    let (folders, _) = folders.split_once("End of search list.").expect("the list ends");
    let folders = folders.lines().map(str::trim).filter(|folder| !folder.contains("/clang/"));
    let here = root().join("tests/msvc/include");
    let here = std::iter::once(here.to_str().unwrap());
    here.chain(folders).flat_map(|folder| ["-imsvc", folder]).map(str::to_owned).collect()
}

/// The arguments for a program in C++ of one standard.
fn cpp(standard: &str) -> Vec<String> {
    let first = root().join("tests/msvc/libstdcxx.h");
    let mut arguments = vec![standard.to_owned(), format!("/FI{}", first.display())];
    arguments.push(format!("-I{}", root().join("tests/cpp").display()));
    arguments.extend(standard_library());
    arguments
}

fn complaints_in_cpp(
    headers: &Headers,
    standard: &str,
    more: &[&str],
    source: &Path,
) -> Option<String> {
    let arguments = cpp(standard);
    let mut arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    arguments.extend(more);
    headers.complaints(&arguments, source)
}

fn written(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

/// The header of C, in both languages; only the compiler's own headers are there.
fn complaints_of_c(headers: &Headers) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let source = written(
        &folder,
        "header.c",
        "#include \"lsagent.h\"\nint status(void);\nint status(void) { return LS_OK; }\n",
    );
    let standards: [&[&str]; 5] = [
        &["/TC"],
        &["/TC", "/std:c11"],
        &["/TC", "/std:c17"],
        &["/TP", "/std:c++14"],
        &["/TP", "/std:c++20"],
    ];
    standards.iter().find_map(|standard| headers.complaints(standard, &source))
}

/// The headers behind what <windows.h> defines, and behind those of the standard library, which are not ours.
fn complaints_beside_windows(headers: &Headers) -> Option<String> {
    let text = fs::read_to_string(headers.cpp.join("lsagent.hpp")).unwrap();
    let standard = text.lines().filter(|line| line.starts_with("#include <"));
    let own = ["#include \"windows_names.h\"", "#include \"lsagent.hpp\"", "int main() {}\n"];
    let lines: Vec<&str> = standard.chain(own).collect();
    assert!(lines.len() > 20, "{lines:?}");
    let folder = tempfile::tempdir().unwrap();
    let source = written(&folder, "windows.cpp", &lines.join("\n"));
    let names = format!("-I{}", root().join("tests/msvc").display());
    complaints_in_cpp(headers, "/std:c++17", &["/EHsc", &names], &source)
}

fn complaints_of_cpp(headers: &Headers) -> Option<String> {
    // One reads every field, the other makes every kind of call.
    let sources = ["tests/cpp/accessors.cpp", "tests/cpp/calls.cpp"];
    let newest = sources.iter().find_map(|source| {
        complaints_in_cpp(headers, "/std:c++20", &["/EHsc"], &root().join(source))
    });
    let oldest = || {
        let source = root().join("tests/cpp/no_exceptions.cpp");
        complaints_in_cpp(headers, "/std:c++17", &WITHOUT_EXCEPTIONS, &source)
    };
    newest.or_else(oldest)
}

#[test]
fn the_header_is_clean_for_msvc_in_c_and_in_cpp() {
    assert_eq!(complaints_of_c(&Headers::of_the_project()), None);
}

#[test]
fn the_wrapper_is_clean_for_msvc_with_and_without_exceptions() {
    assert_eq!(complaints_of_cpp(&Headers::of_the_project()), None);
}

#[test]
fn the_headers_stand_beside_the_macros_of_windows() {
    assert_eq!(complaints_beside_windows(&Headers::of_the_project()), None);
}

/// Microsoft's compiler says 199711 unless it is asked for the truth, so nothing may depend on more than whether
/// it is C++ at all.
#[test]
fn no_header_asks_msvc_which_cpp_it_is() {
    for file in ["include/lsagent.h", "bindings/cpp/lsagent.hpp", "bindings/cpp/lsagent_fields.hpp"]
    {
        let text = fs::read_to_string(root().join(file)).unwrap();
        let asks = |line: &&str| {
            line.contains("__cplusplus ")
                && line.contains("L")
                && !line.contains("__STDC_VERSION__")
        };
        assert_eq!(text.lines().find(asks), None, "{file}");
    }
}

/// Each fault is one that no compiler for Linux complains of.
#[test]
fn what_msvc_would_complain_of_is_found() {
    type Look = fn(&Headers) -> Option<String>;
    let faults: [(Look, &str, &str, &str); 4] = [
        (
            complaints_of_c,
            "lsagent.h",
            "\n#endif  /* LSAGENT_H */",
            "\nstruct ls_none { int some; int none[0]; };\n#endif",
        ),
        (
            complaints_of_c,
            "lsagent.h",
            "typedef struct ls_agent ls_agent;",
            "typedef struct ls_agent ls_agent;\nstruct ls_wide { int wide[sizeof(long) == 8 ? 1 : -1]; };",
        ),
        (
            complaints_of_cpp,
            "lsagent.hpp",
            "namespace lsagent {\n",
            "namespace lsagent {\ninline long cut(std::int64_t all) { return all; }\n",
        ),
        (complaints_beside_windows, "lsagent.hpp", "(std::min)(", "std::min("),
    ];
    for (look, file, right, wrong) in faults {
        let folder = tempfile::tempdir().unwrap();
        let altered = Headers::altered(folder.path(), file, right, wrong);
        assert!(look(&altered).is_some(), "nobody complains of {wrong}");
    }
}
