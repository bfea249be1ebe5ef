"""Puts the shared library into the wheel, with the licenses of all that is linked into it, and says in
the wheel's name where that runs.

The library is the one that the environment variable LSAGENT_LIBRARY names, or is built by cargo
from the Rust sources: those of the repository that this folder is in, or those that the source
distribution brings in its folder `rust`. The licenses are in the file that LSAGENT_LICENSES names,
or are gathered from the packages of the crates that the sources ask for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from elftools.elf.elffile import ELFFile
from elftools.elf.gnuversions import GNUVerNeedSection
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# What the Rust workspace needs to be built, and nothing that only its tests need. Cargo wants to see
# the members of the workspace and the tests that Cargo.toml names.
RUST_SOURCES = ("Cargo.toml", "Cargo.lock", "build.rs", "src", "tests", "abi", "models", "sandbox")
LICENSE_SCRIPTS = ("packaging/licenses.py", "packaging/linked.py")
LICENSES = "THIRD-PARTY-LICENSES"
# What every Linux of a manylinux tag has.
SYSTEM_LIBRARIES = {"ld-linux", "libc", "libdl", "libgcc_s", "libm", "libpthread", "librt"}
ELF_MACHINES = {"EM_X86_64": "x86_64", "EM_AARCH64": "aarch64", "EM_386": "i686"}
PE_MACHINES = {0x8664: "win_amd64", 0xAA64: "win_arm64", 0x014C: "win32"}
# What cargo calls the systems of a library that it did not just build.
TARGETS = {
    "win_amd64": "x86_64-pc-windows-gnu",
    "win_arm64": "aarch64-pc-windows-msvc",
    "win32": "i686-pc-windows-gnu",
    "linux_x86_64": "x86_64-unknown-linux-gnu",
    "linux_aarch64": "aarch64-unknown-linux-gnu",
    "linux_i686": "i686-unknown-linux-gnu",
}


class LibraryHook(BuildHookInterface):  # type: ignore[misc]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if self.target_name == "sdist":
            for source in (*RUST_SOURCES, *LICENSE_SCRIPTS):
                build_data["force_include"][str(repository(root) / source)] = f"rust/{source}"
            return
        if version == "editable":
            raise SystemExit("lsagent: editable installs are not supported; build the wheel")
        library = find_library(root)
        platform = Platform.of(library)
        build_data["force_include"][str(library)] = f"lsagent/{platform.name}"
        licenses = self.find_licenses(root, platform)
        folder = f"lsagent-{self.metadata.version}.dist-info/licenses"
        build_data["force_include"][str(licenses)] = f"{folder}/{LICENSES}"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-{platform.tag}"

    def find_licenses(self, root: Path, platform: Platform) -> Path:
        given = os.environ.get("LSAGENT_LICENSES")
        if given is not None:
            if not Path(given).is_file():
                raise SystemExit(f"lsagent: LSAGENT_LICENSES names no file: {given!r}")
            return Path(given).resolve()
        find_cargo("LSAGENT_LICENSES to the texts of the licenses of what is linked")
        self.gathered = tempfile.TemporaryDirectory()
        file = Path(self.gathered.name) / LICENSES
        script = repository(root) / LICENSE_SCRIPTS[0]
        subprocess.run([sys.executable, str(script), platform.target, str(file)], check=True)
        return file

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "gathered"):
            self.gathered.cleanup()


def repository(root: Path) -> Path:
    for folder in (root / "rust", root.parent.parent):
        if (folder / "Cargo.toml").is_file():
            return folder
    raise SystemExit(
        "lsagent: the Rust sources are missing here; set LSAGENT_LIBRARY to the shared library, or"
        " build in the repository or from the source distribution"
    )


def find_library(root: Path) -> Path:
    given = os.environ.get("LSAGENT_LIBRARY")
    if given is not None:
        if not Path(given).is_file():
            raise SystemExit(f"lsagent: LSAGENT_LIBRARY names no file: {given!r}")
        return Path(given).resolve()
    return build_library(repository(root))


def find_cargo(otherwise: str) -> str:
    cargo = os.environ.get("CARGO") or shutil.which("cargo")
    if cargo is None:
        raise SystemExit(
            f"lsagent: cargo is missing: install Rust (https://rustup.rs), or set {otherwise}"
        )
    return cargo


def build_library(workspace: Path) -> Path:
    cargo = find_cargo("LSAGENT_LIBRARY to the shared library")
    # As scripts/library.sh does, which says why; here also where there is no shell.
    command = [cargo, "rustc", "--locked", "--release", "--package", "lsagent", "--lib"]
    command += ["--features", "shipped", "--crate-type", "cdylib"]
    crates = Path(os.environ.get("CARGO_HOME") or Path.home() / ".cargo") / "registry" / "src"
    prefixes = (f"{workspace}=lsagent", f"{crates}=crates")
    flags = os.environ.get("RUSTFLAGS", "").split()
    flags += [f"--remap-path-prefix={prefix}" for prefix in prefixes]
    environment = {**os.environ, "CARGO_ENCODED_RUSTFLAGS": "\x1f".join(flags)}
    subprocess.run(command, cwd=workspace, env=environment, check=True)
    target = workspace / os.environ.get("CARGO_TARGET_DIR", "target")
    for name in ("liblsagent.so", "lsagent.dll", "liblsagent.dylib"):
        if (target / "release" / name).is_file():
            return (target / "release" / name).resolve()
    raise SystemExit(f"lsagent: cargo has left no shared library in {target / 'release'}")


class Platform(NamedTuple):
    """Where a library runs, and what it is called in the package."""

    tag: str
    name: str

    @property
    def target(self) -> str:
        system, _, machine = self.tag.partition("_")
        if system == "manylinux":
            machine = machine.split("_", 2)[-1]
        known = f"linux_{machine}" if system.endswith("linux") else self.tag
        return TARGETS.get(known, "host")

    @classmethod
    def of(cls, library: Path) -> Platform:
        """By what is in the file, which need not be for the machine that builds."""
        with library.open("rb") as file:
            head = file.read(4096)
            if head.startswith(b"\x7fELF"):
                file.seek(0)
                return cls(linux_tag(ELFFile(file)), "liblsagent.so")
        if head.startswith(b"MZ"):
            header = int.from_bytes(head[0x3C:0x40], "little")
            machine = int.from_bytes(head[header + 4 : header + 6], "little")
            if machine not in PE_MACHINES:
                raise SystemExit(f"lsagent: {library} is for a machine that is not known here")
            return cls(PE_MACHINES[machine], "lsagent.dll")
        if sysconfig.get_platform().startswith("macosx"):
            return cls(
                sysconfig.get_platform().replace("-", "_").replace(".", "_"), "liblsagent.dylib"
            )
        raise SystemExit(f"lsagent: {library} is no shared library of Linux, Windows or macOS")


def linux_tag(elf: ELFFile) -> str:
    """manylinux with the newest glibc that a symbol asks for, if nothing but glibc and its company is
    needed; otherwise the tag that promises no more than this kind of machine."""
    machine = elf["e_machine"]
    if machine not in ELF_MACHINES:
        raise SystemExit(f"lsagent: a library for a machine that is not known here: {machine}")
    dynamic = elf.get_section_by_name(".dynamic")
    needed = {stem(tag.needed) for tag in dynamic.iter_tags("DT_NEEDED")}
    versions = [
        tuple(map(int, version.name[len("GLIBC_") :].split(".")))
        for section in elf.iter_sections()
        if isinstance(section, GNUVerNeedSection)
        for _, needs in section.iter_versions()
        for version in needs
        if version.name.startswith("GLIBC_") and version.name[len("GLIBC_")].isdigit()
    ]
    if not versions or not needed <= SYSTEM_LIBRARIES:
        return f"linux_{ELF_MACHINES[machine]}"
    major, minor, *_ = max(versions)
    return f"manylinux_{major}_{minor}_{ELF_MACHINES[machine]}"


def stem(name: str) -> str:
    """`libc` for "libc.so.6", `ld-linux` for "ld-linux-x86-64.so.2"."""
    return "ld-linux" if name.startswith("ld-linux") else name.split(".so")[0]
