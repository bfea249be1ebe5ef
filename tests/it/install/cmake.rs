//! The package of each platform, with made-up libraries in it: what CMake and pkg-config say there. And an example by
//! the archive that CMake fetches.

use super::*;

/// A platform, by what its package is to say.
pub(super) struct Platform {
    pub triple: &'static str,
    /// What is built, with the shared library first.
    pub built: &'static [&'static str],
    /// What CMake sets where it compiles for it.
    cmake: &'static str,
    /// As it is installed.
    pub shared: &'static str,
    /// What is linked instead of it, or what it is asked for by.
    linked: &'static str,
    native: &'static str,
}

const LINUX: &[&str] = &["lib/liblsagent.so.0", "lib/liblsagent.a"];
const WINDOWS: &[&str] =
    &["bin/lsagent.dll", "lib/lsagent.lib", "lib/liblsagent.dll.a", "lib/liblsagent.a"];
const SO: &str = "lib/liblsagent.so.0.2.0";
const DLL: &str = "bin/lsagent.dll";

pub(super) const PLATFORMS: [Platform; 7] = [
    Platform {
        triple: "x86_64-unknown-linux-gnu",
        built: LINUX,
        cmake: "CMAKE_SYSTEM_NAME=Linux;CMAKE_SYSTEM_PROCESSOR=x86_64",
        shared: SO,
        linked: "SONAME: liblsagent.so.0",
        native: "-lgcc_s -lutil -lrt -lpthread -lm -ldl -lc",
    },
    Platform {
        triple: "aarch64-unknown-linux-gnu",
        built: LINUX,
        cmake: "CMAKE_SYSTEM_NAME=Linux;CMAKE_SYSTEM_PROCESSOR=aarch64",
        shared: SO,
        linked: "SONAME: liblsagent.so.0",
        native: "-lgcc_s -lutil -lrt -lpthread -lm -ldl -lc",
    },
    Platform {
        triple: "x86_64-unknown-linux-musl",
        built: LINUX,
        cmake: "CMAKE_SYSTEM_NAME=Linux;CMAKE_SYSTEM_PROCESSOR=x86_64",
        shared: SO,
        linked: "SONAME: liblsagent.so.0",
        native: "-lgcc_s -lc",
    },
    Platform {
        triple: "aarch64-unknown-linux-musl",
        built: LINUX,
        cmake: "CMAKE_SYSTEM_NAME=Linux;CMAKE_SYSTEM_PROCESSOR=aarch64",
        shared: SO,
        linked: "SONAME: liblsagent.so.0",
        native: "-lgcc_s -lc",
    },
    Platform {
        triple: "universal-apple-darwin",
        built: &["lib/liblsagent.0.dylib", "lib/liblsagent.a"],
        cmake: "CMAKE_SYSTEM_NAME=Darwin;CMAKE_SYSTEM_PROCESSOR=arm64;APPLE=1",
        shared: "lib/liblsagent.0.dylib",
        linked: "SONAME: @rpath/liblsagent.0.dylib",
        native: "-framework Security -framework CoreFoundation -liconv -lSystem -lc -lm",
    },
    Platform {
        triple: "x86_64-pc-windows-gnu",
        built: WINDOWS,
        cmake: "CMAKE_SYSTEM_NAME=Windows;CMAKE_SYSTEM_PROCESSOR=AMD64;WIN32=1",
        shared: DLL,
        linked: "IMPLIB: TREE/lib/liblsagent.dll.a",
        native: "-lntdll -luserenv -lws2_32",
    },
    Platform {
        triple: "aarch64-pc-windows-gnullvm",
        built: WINDOWS,
        // Visual Studio, on a machine of x64 for one of ARM64.
        cmake: "CMAKE_SYSTEM_NAME=Windows;CMAKE_SYSTEM_PROCESSOR=AMD64;WIN32=1;MSVC=1;CMAKE_C_COMPILER_ARCHITECTURE_ID=ARM64",
        shared: DLL,
        linked: "IMPLIB: TREE/lib/lsagent.lib",
        native: "-lntdll -luserenv -lws2_32 -lunwind",
    },
];

/// The package of a platform, as it is in an archive.
pub(super) fn package(platform: &Platform, to: &Path) {
    let built = new_folder();
    for file in platform.built {
        let path = built.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, platform.triple).unwrap();
    }
    fs::create_dir(built.path().join("include")).unwrap();
    fs::copy(root().join("include/lsagent.h"), built.path().join("include/lsagent.h")).unwrap();
    let mut install = Command::new(root().join("packaging/install.sh"));
    install.arg("install").env("PREFIX", to).env("BUILT", built.path());
    printed(install.env("TRIPLE", platform.triple));
}

/// What CMake says with these packages at hand, where it compiles for a platform.
pub(super) fn cmake_says(platform: &Platform, packages: &[PathBuf]) -> String {
    let build = new_folder();
    let paths: Vec<_> = packages.iter().map(|path| path.to_str().unwrap()).collect();
    let mut configure = alone(Command::new("cmake"), build.path());
    configure.arg("-S").arg(root().join("tests/install/platform")).args(["-B", "build"]);
    configure.arg(format!("-DCMAKE_PREFIX_PATH={}", paths.join(";")));
    printed(configure.arg(format!("-DFOR={}", platform.cmake)))
}

#[test]
fn the_package_of_each_platform_names_its_own_files() {
    for platform in &PLATFORMS {
        let folder = new_folder();
        let tree = folder.path().join(platform.triple);
        package(platform, &tree);
        let said = cmake_says(platform, std::slice::from_ref(&tree));
        let tree = tree.to_str().unwrap();
        let expected = [
            format!("found: {tree}/lib/cmake/lsagent\n"),
            format!("lsagent::lsagent IMPORTED_LOCATION: {tree}/{}\n", platform.shared),
            format!("lsagent::lsagent IMPORTED_{}\n", platform.linked.replace("TREE", tree)),
        ];
        for line in expected {
            assert!(said.contains(&line), "{}: {line}: {said}", platform.triple);
        }
        // Microsoft's linker does not take it.
        let is_static = !platform.cmake.contains("MSVC=1");
        assert_eq!(said.contains("lsagent::lsagent_static"), is_static, "{said}");
        let native = platform.native.replace(" -", ";-");
        assert_eq!(
            said.contains(&format!("INTERFACE_LINK_LIBRARIES: {native}\n")),
            is_static,
            "{said}"
        );
        let mut pkg_config = Command::new("pkg-config");
        pkg_config.args(["--static", "--libs", "lsagent"]);
        pkg_config.env("PKG_CONFIG_PATH", format!("{tree}/lib/pkgconfig"));
        let said = printed(&mut pkg_config);
        assert!(said.contains("/lib") && said.contains("-llsagent "), "{said}");
        assert!(said.trim_end().ends_with(platform.native), "{}: {said}", platform.triple);
    }
}

#[test]
fn of_the_packages_of_all_platforms_cmake_takes_the_one_that_fits() {
    let folder = new_folder();
    // Which C library a Linux has CMake does not know: there the first of two counts.
    let of_one_libc = PLATFORMS.iter().filter(|platform| !platform.triple.ends_with("musl"));
    let platforms: Vec<&Platform> = of_one_libc.collect();
    let mut packages = Vec::new();
    for platform in &platforms {
        packages.push(folder.path().join(platform.triple));
        package(platform, packages.last().unwrap());
    }
    for (platform, tree) in platforms.iter().zip(&packages) {
        let said = cmake_says(platform, &packages);
        let line = format!("found: {}/lib/cmake/lsagent\n", tree.display());
        assert!(said.contains(&line), "{}: {said}", platform.triple);
    }
    let others = Platform {
        cmake: "CMAKE_SYSTEM_NAME=FreeBSD;CMAKE_SYSTEM_PROCESSOR=amd64",
        ..PLATFORMS[0]
    };
    let said = cmake_says(&others, &packages);
    assert!(said.contains("found: lsagent_DIR-NOTFOUND"), "{said}");
}

/// What is installed elsewhere goes without a trace, too.
#[test]
fn what_was_installed_for_another_platform_can_be_removed() {
    for platform in &PLATFORMS {
        let folder = new_folder();
        package(platform, folder.path());
        assert!(files(folder.path()).len() > 7, "{}", platform.triple);
        let mut uninstall = Command::new(root().join("packaging/install.sh"));
        uninstall.arg("uninstall").env("PREFIX", folder.path()).env("TRIPLE", platform.triple);
        printed(&mut uninstall);
        assert_eq!(files(folder.path()), BTreeSet::new(), "{}", platform.triple);
    }
}

#[test]
fn a_program_that_is_deployed_looks_beside_itself() {
    let beside_and_in_bundle = "@executable_path;@executable_path/../Frameworks";
    for (triple, built, installed) in [
        ("x86_64-unknown-linux-gnu", "$ORIGIN", "$ORIGIN"),
        ("universal-apple-darwin", beside_and_in_bundle, beside_and_in_bundle),
        // It looks there anyway.
        ("x86_64-pc-windows-gnu", "value-NOTFOUND", ""),
    ] {
        let folder = new_folder();
        let platform = PLATFORMS.iter().find(|platform| platform.triple == triple).unwrap();
        package(platform, folder.path());
        let config = folder.path().join("lib/cmake/lsagent/lsagentConfig.cmake");
        let build = new_folder();
        let mut configure = alone(Command::new("cmake"), build.path());
        configure.arg("-S").arg(root().join("tests/install/deploy")).args(["-B", "build"]);
        let said = printed(configure.arg(format!("-DCONFIG={}", config.display())));
        for line in [format!("BUILD_RPATH: {built}\n"), format!("INSTALL_RPATH: {installed}\n")] {
            assert!(said.contains(&line), "{triple}: {line}{said}");
        }
    }
}

/// The hash of an archive, from the SHA256SUMS beside it.
fn checksum() -> String {
    archives();
    let sums = fs::read_to_string(root().join("dist/SHA256SUMS")).unwrap();
    let line = sums.lines().find(|line| line.ends_with(&format!("{}.tar.gz", archive_name())));
    line.unwrap_or_else(|| panic!("{sums}")).split(' ').next().unwrap().to_owned()
}

/// How CMake configures the examples, with an archive of that hash.
fn fetch(build: &Path, hash: &str) -> Output {
    let mut configure = alone(Command::new("cmake"), build);
    configure.arg("-S").arg(root().join("examples-c")).args(["-B", "build"]);
    configure.arg(format!("-DLSAGENT_ARCHIVES={}", root().join("dist").display()));
    output(configure.arg(format!("-DLSAGENT_SHA256={hash}")))
}

#[test]
fn an_example_is_built_by_a_fetched_archive_and_runs_wherever_its_folder_is_moved() {
    let build = new_folder();
    let configured = fetch(build.path(), &checksum());
    assert!(configured.status.success(), "{}", text(&configured));
    let mut make = alone(Command::new("cmake"), build.path());
    printed(make.args(["--build", "build", "--target", "check_at_startup"]));
    let moved = new_folder();
    for file in ["check_at_startup", "liblsagent.so.0"] {
        fs::copy(build.path().join("build").join(file), moved.path().join(file)).unwrap();
    }
    drop(build);
    let ran = output(&mut alone(Command::new(moved.path().join("check_at_startup")), moved.path()));
    assert!(text(&ran).to_lowercase().contains("usage"), "{}", text(&ran));
}

#[test]
fn an_archive_with_another_hash_than_the_one_that_is_known_is_not_used() {
    let hash = checksum();
    let other = if hash.starts_with('0') { "1" } else { "0" };
    for hash in [format!("{other}{}", &hash[1..]), String::new()] {
        let build = new_folder();
        let configured = fetch(build.path(), &hash);
        assert!(!configured.status.success(), "{hash}: {}", text(&configured));
    }
}
