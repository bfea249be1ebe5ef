"""Conan 2: the library from the tree that this file lies in. Needs Rust (rustup) and GNU make.

    conan create packaging/conan                    builds in Conan's cache
    make library && conan export-pkg packaging/conan -tf packaging/conan/test_package
                                                    packages what is built already
"""

import os
import re

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.files import copy, load

required_conan_version = ">=2.0"


class LsagentConan(ConanFile):
    name = "lsagent"
    description = "A licensing agent for desktop applications, with a C ABI"
    license = "MIT OR Apache-2.0"
    topics = ("licensing", "licensespring", "c", "rust")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {"shared": [True, False]}
    default_options = {"shared": True}

    def _tree(self):
        """Where the sources are: in the cache, or around this file."""
        exported = os.path.join(self.source_folder or "", "Cargo.toml")
        if self.source_folder and os.path.exists(exported):
            return self.source_folder
        return os.path.join(self.recipe_folder, "..", "..")

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

    def validate(self):
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration("this recipe is for Linux")

    def configure(self):
        # The library has a C ABI and is always optimised.
        self.settings.rm_safe("compiler.cppstd")
        self.settings.rm_safe("compiler.libcxx")

    def package_id(self):
        del self.info.settings.compiler
        del self.info.settings.build_type

    def build(self):
        self.run("make library", cwd=self._tree())

    def package(self):
        tree, to = self._tree(), self.package_folder
        self.run(f'make install PREFIX="{to}" DESTDIR=', cwd=tree)
        os.makedirs(os.path.join(to, "licenses"))
        notices = os.path.join(to, "licenses", "THIRD-PARTY-LICENSES")
        self.run(f'packaging/licenses.py host "{notices}"', cwd=tree)
        copy(self, "LICENSE-*", tree, os.path.join(to, "licenses"), excludes=("*/*",))
        unwanted = "liblsagent.a" if self.options.shared else "liblsagent.so"
        for name in os.listdir(os.path.join(to, "lib")):
            if name.startswith(unwanted):
                os.remove(os.path.join(to, "lib", name))

    def package_info(self):
        # Conan's generators write what pkg-config and CMake read, under the names of `make install`.
        self.cpp_info.libs = ["lsagent"]
        self.cpp_info.set_property("pkg_config_name", "lsagent")
        self.cpp_info.set_property("cmake_file_name", "lsagent")
        target = "lsagent::lsagent" if self.options.shared else "lsagent::lsagent_static"
        self.cpp_info.set_property("cmake_target_name", target)
        if not self.options.shared:
            self.cpp_info.system_libs = ["gcc_s", "util", "rt", "pthread", "m", "dl", "c"]
