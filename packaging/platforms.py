"""The platforms that the library is built for, from packaging/binaries/platforms.txt, and what of the tools there
becomes a part of it."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

PACKAGING = Path(__file__).resolve().parent
TABLE = PACKAGING / "binaries/platforms.txt"
# Where `make binaries` puts them; or somebody else.
BINARIES = Path(os.environ.get("LSAGENT_BINARIES") or PACKAGING.parent / "dist/binaries")

# Its tools.
TOOLS = PACKAGING.parent / "target/binaries/tools"

# What .NET calls a platform; a universal library of macOS is for both processors.
RIDS = {
    "x86_64-unknown-linux-gnu": ("linux-x64",),
    "aarch64-unknown-linux-gnu": ("linux-arm64",),
    "x86_64-unknown-linux-musl": ("linux-musl-x64",),
    "aarch64-unknown-linux-musl": ("linux-musl-arm64",),
    "universal-apple-darwin": ("osx-x64", "osx-arm64"),
    "x86_64-pc-windows-gnu": ("win-x64",),
    "aarch64-pc-windows-gnullvm": ("win-arm64",),
}


@dataclass(frozen=True)
class Runtime:
    """What a tool links into everything; the text of its license is in packaging/notices."""

    name: str
    license: str
    text: str
    # The file that names the version, and the package in it.
    locked: str
    package: str
    # Where the package itself has the text, if it does.
    original: str = ""

    @property
    def version(self) -> str:
        lock = (PACKAGING.parent / self.locked).read_text(encoding="utf-8")
        found = re.search(rf"(?m)^{re.escape(self.package)}(?:==| +)(\S+)", lock)
        if found is None:
            raise SystemExit(f"platforms: {self.locked} names no version of {self.package}")
        return found[1]

    @property
    def notice(self) -> str:
        """Its text; where the tools of `make binaries` are here, it has to be theirs."""
        text = (PACKAGING / "notices" / self.text).read_text(encoding="utf-8")
        for file in TOOLS.glob(f"lib/python3*/site-packages/{self.package}/{self.original}") if self.original else ():
            if file.read_text(encoding="utf-8") != text:
                raise SystemExit(f"platforms: packaging/notices/{self.text} is another text than {file}")
        return text


ZIG = ("packaging/binaries/requirements.in", "ziglang")
MINGW = ("scripts/debian-packages.txt", "gcc-mingw-w64-x86-64")
UNWINDER = Runtime("LLVM's libunwind", "Apache-2.0 WITH LLVM-exception", "llvm-libunwind.txt", *ZIG, "lib/libunwind/LICENSE.TXT")
BUILTINS = Runtime("Zig's compiler-rt", "MIT", "zig.txt", *ZIG, "LICENSE")
MUSL = Runtime("musl's start-up code", "MIT", "musl.txt", *ZIG, "lib/libc/musl/COPYRIGHT")
MINGW_BY_ZIG = Runtime("mingw-w64's start-up code", "ZPL-2.1", "mingw-w64.txt", *ZIG, "lib/libc/mingw/COPYING")
MINGW_BY_GCC = Runtime("mingw-w64's start-up code", "ZPL-2.1", "mingw-w64.txt", *MINGW)
LIBGCC = Runtime("GCC's libgcc", "GPL-3.0-or-later WITH GCC-exception-3.1", "gcc-runtime.txt", *MINGW)


@dataclass(frozen=True)
class Platform:
    name: str
    targets: tuple
    linker: str
    oldest: str
    shared: str

    @property
    def rids(self) -> tuple:
        return RIDS[self.name]

    @property
    def folder(self) -> Path:
        """Where `make binaries` puts it."""
        return BINARIES / self.name

    @property
    def is_built(self) -> bool:
        return (self.folder / self.shared).is_file()

    @property
    def runtimes(self) -> tuple:
        """What its linker brings along."""
        if self.linker == "lld":
            return ()
        if self.linker == "mingw":
            return (MINGW_BY_GCC, LIBGCC)
        system = (MUSL,) if "musl" in self.name else (MINGW_BY_ZIG,) if "windows" in self.name else ()
        return (UNWINDER, BUILTINS, *system)


def platforms() -> dict:
    """All of the table, by name and in its order."""
    found = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, targets, linker, oldest, shared = line.split()
            found[name] = Platform(name, tuple(targets.split(",")), linker, oldest, shared)
    return found
