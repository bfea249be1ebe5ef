"""Conan 2: the library of the tree that this file lies in.

    conan create packaging/conan
    conan export-pkg packaging/conan -tf packaging/conan/test_package      without a build in Conan's cache

It takes the release archive of the platform from the folder dist of that tree; `make archives` makes them, or somebody
puts a released one there. On Linux, where there is none, it builds the library (export-pkg: takes what `make library`
has built), which needs Rust (rustup) and GNU make.
"""

import os
import re
import shutil

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import cross_building
from conan.tools.files import copy, load, unzip

required_conan_version = ">=2.0"

# What a release calls a processor and a system.
PROCESSORS = {"x86_64": "x86_64", "armv8": "aarch64"}
WINDOWS = {"x86_64": "x86_64-pc-windows-gnu", "armv8": "aarch64-pc-windows-gnullvm"}
# What the static library needs of the system.
NATIVE = {
    "gnu": ["gcc_s", "util", "rt", "pthread", "m", "dl", "c"],
    "musl": ["gcc_s", "c"],
    "Macos": ["iconv", "System", "c", "m"],
}


class LsagentConan(ConanFile):
    name = "lsagent"
    description = "A licensing agent for desktop applications, with a C ABI"
    license = "MIT OR Apache-2.0"
    topics = ("licensing", "licensespring", "c", "rust")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    # Which C library of Linux: Conan has no setting for it.
    options = {"shared": [True, False], "libc": ["gnu", "musl"]}
    default_options = {"shared": True, "libc": "gnu"}

    def _tree(self):
        """Where the sources are: in the cache, or around this file."""
        exported = os.path.join(self.source_folder or "", "Cargo.toml")
        if self.source_folder and os.path.exists(exported):
            return self.source_folder
        return os.path.join(self.recipe_folder, "..", "..")

    def _archive(self):
        """The name of the release archive, and whether it is there."""
        arch = str(self.settings.arch)
        if self.settings.os == "Windows":
            name = f"lsagent-{self.version}-{WINDOWS[arch]}.zip"
        elif self.settings.os == "Macos":
            name = f"lsagent-{self.version}-universal-apple-darwin.tar.gz"
        else:
            name = f"lsagent-{self.version}-{PROCESSORS[arch]}-unknown-linux-{self.options.libc}.tar.gz"
        path = os.path.join(self._tree(), "dist", name)
        return path, os.path.exists(path)

    def set_version(self):
        manifest = load(self, os.path.join(self.recipe_folder, "..", "..", "Cargo.toml"))
        self.version = re.search(r'(?m)^version = "(.*)"$', manifest)[1]

    def export_sources(self):
        tree = os.path.join(self.recipe_folder, "..", "..")
        for pattern in ("Cargo.*", "Makefile", "build.rs", "cbindgen.toml", "LICENSE-*", "*.md"):
            copy(self, pattern, tree, self.export_sources_folder, excludes=("*/*",))
        for folder in (
            "src", "include", "abi", "command", "fleet", "models", "sandbox", "scripts", "benches", "tests", "examples-c", "packaging",
            "bindings/cpp",
        ):  # fmt: skip
            copy(self, f"{folder}/*", tree, self.export_sources_folder)
        for ending in ("tar.gz", "zip"):
            copy(self, f"dist/lsagent-{self.version}-*.{ending}", tree, self.export_sources_folder)

    def config_options(self):
        if self.settings.os != "Linux":
            del self.options.libc

    def configure(self):
        # The library has a C ABI and is always optimised.
        self.settings.rm_safe("compiler.cppstd")
        self.settings.rm_safe("compiler.libcxx")

    def validate(self):
        if self.settings.os not in ("Linux", "Macos", "Windows") or str(self.settings.arch) not in PROCESSORS:
            raise ConanInvalidConfiguration("lsagent is for Linux, macOS and Windows, on x86_64 and armv8")
        if self.settings.os == "Windows" and not self.options.shared:
            raise ConanInvalidConfiguration("on Windows lsagent is a DLL: shared=True")

    def package_id(self):
        del self.info.settings.compiler
        del self.info.settings.build_type

    def build(self):
        archive, is_there = self._archive()
        if is_there:
            return
        if self.settings.os != "Linux" or cross_building(self) or self.options.libc != "gnu":
            raise ConanInvalidConfiguration(f"{archive} is missing: put the release's archive there, or `make archives`")
        self.run("make library", cwd=self._tree())

    def package(self):
        archive, is_there = self._archive()
        if is_there:
            self._package_archive(archive)
        else:
            self._package_built()
        unwanted = ("liblsagent.a",) if self.options.shared else ("liblsagent.so", "liblsagent.dylib", "liblsagent.0.dylib")
        for name in os.listdir(os.path.join(self.package_folder, "lib")):
            if name.startswith(unwanted):
                os.remove(os.path.join(self.package_folder, "lib", name))

    def _package_archive(self, archive):
        unpacked = os.path.join(self.build_folder, "unpacked")
        shutil.rmtree(unpacked, ignore_errors=True)
        unzip(self, archive, destination=unpacked, strip_root=True)
        to = self.package_folder
        copy(self, "*", os.path.join(unpacked, "include"), os.path.join(to, "include"))
        copy(self, "*lsagent*", os.path.join(unpacked, "lib"), os.path.join(to, "lib"), excludes=("cmake/*", "pkgconfig/*"))
        copy(self, "*.dll", os.path.join(unpacked, "bin"), os.path.join(to, "bin"))
        for pattern in ("LICENSE-*", "THIRD-PARTY-LICENSES"):
            copy(self, pattern, unpacked, os.path.join(to, "licenses"), excludes=("*/*",))
        # export-pkg unpacks beside the recipe.
        shutil.rmtree(unpacked)

    def _package_built(self):
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration(f"{self._archive()[0]} is missing")
        tree, to = self._tree(), self.package_folder
        self.run(f'make install PREFIX="{to}" DESTDIR=', cwd=tree)
        os.makedirs(os.path.join(to, "licenses"))
        notices = os.path.join(to, "licenses", "THIRD-PARTY-LICENSES")
        self.run(f'packaging/licenses.py host "{notices}"', cwd=tree)
        copy(self, "LICENSE-*", tree, os.path.join(to, "licenses"), excludes=("*/*",))

    def package_info(self):
        # Conan's generators write what pkg-config and CMake read, under the names of `make install`.
        self.cpp_info.libs = ["lsagent"]
        self.cpp_info.set_property("pkg_config_name", "lsagent")
        self.cpp_info.set_property("cmake_file_name", "lsagent")
        target = "lsagent::lsagent" if self.options.shared else "lsagent::lsagent_static"
        self.cpp_info.set_property("cmake_target_name", target)
        if not self.options.shared:
            self.cpp_info.system_libs = NATIVE[str(self.options.get_safe("libc", self.settings.os))]
            if self.settings.os == "Macos":
                self.cpp_info.frameworks = ["Security", "CoreFoundation"]
