"""What a wheel is tagged as, by the library that it is made of: made-up libraries of each kind."""

from __future__ import annotations

import importlib.util
import struct
import subprocess
import sys
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from conftest import HERE
from test_wheel import build

X64, ARM64 = 0x01000007, 0x0100000C


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("hatch_build", HERE.parent / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["hatch_build"] = module
    spec.loader.exec_module(module)
    return module


def compiled(folder: Path, name: str, source: str, *arguments: str) -> Path:
    file = folder / f"{name}.c"
    file.write_text(source)
    made = folder / name
    command = ["cc", "-shared", "-fPIC", "-nostdlib", "-o", str(made), str(file), *arguments]
    subprocess.run(command, check=True)
    return made


def of_glibc(folder: Path, *versions: str, needs: str = "libc.so.6") -> Path:
    """A library that asks for a symbol of each of these versions of a C library."""
    script = folder / "versions"
    script.write_text(
        "".join(f"{version} {{ global: f{i}; }};\n" for i, version in enumerate(versions))
    )
    names = [f"f{i}" for i in range(len(versions))]
    source = "".join(f"void {name}(void) {{}}\n" for name in names)
    libc = compiled(
        folder, "libc", source, f"-Wl,-soname,{needs}", f"-Wl,--version-script={script}"
    )
    declared = "".join(f"void {name}(void);\n" for name in names)
    calls = "".join(f"{name}();" for name in names)
    return compiled(folder, "some.so", f"{declared}void ls(void) {{ {calls} }}\n", str(libc))


def of_musl(folder: Path, needs: str = "libc.so") -> Path:
    libc = compiled(folder, "libc", "void f(void) {}\n", f"-Wl,-soname,{needs}")
    return compiled(folder, "some.so", "void f(void);\nvoid ls(void) { f(); }\n", str(libc))


def for_arm(library: Path) -> Path:
    """The same, as a library of another machine: what it asks for is not looked up by it."""
    content = bytearray(library.read_bytes())
    content[18:20] = (0xB7).to_bytes(2, "little")
    library.write_bytes(content)
    return library


def mach_o(machine: int, major: int, minor: int = 0) -> bytes:
    oldest = struct.pack("<6I", 0x32, 24, 1, major << 16 | minor << 8, 0, 0)
    other = struct.pack("<2I", 0x1B, 24) + bytes(16)
    return struct.pack("<8I", 0xFEEDFACF, machine, 0, 6, 2, 48, 0, 0) + other + oldest


def universal(*parts: bytes) -> bytes:
    head, body = struct.pack(">2I", 0xCAFEBABE, len(parts)), b""
    begin = 8 + 20 * len(parts)
    for part in parts:
        (machine,) = struct.unpack_from("<I", part, 4)
        head += struct.pack(">5I", machine, 0, begin + len(body), len(part), 0)
        body += part
    return head + body


@pytest.mark.parametrize(
    ("versions", "tag"),
    [
        (["GLIBC_2.17"], "manylinux_2_17_x86_64.manylinux2014_x86_64"),
        (["GLIBC_2.2.5", "GLIBC_2.14"], "manylinux_2_17_x86_64.manylinux2014_x86_64"),
        (["GLIBC_2.17", "GLIBC_2.4"], "manylinux_2_17_x86_64.manylinux2014_x86_64"),
        (["GLIBC_2.3", "GLIBC_2.18"], "manylinux_2_18_x86_64"),
        (["GLIBC_2.34", "GLIBC_2.4"], "manylinux_2_34_x86_64"),
        (["GLIBC_2.17", "GLIBC_PRIVATE"], "manylinux_2_17_x86_64.manylinux2014_x86_64"),
    ],
)
def test_a_library_for_glibc_is_tagged_by_what_it_asks_for(
    tmp_path: Path, hook: ModuleType, versions: list[str], tag: str
) -> None:
    library = of_glibc(tmp_path, *versions)
    assert hook.Platform.of(library) == (tag, "liblsagent.so", None)
    assert hook.Platform.of(library).target == "x86_64-unknown-linux-gnu"
    platform = hook.Platform.of(for_arm(library))
    assert platform.tag == tag.replace("x86_64", "aarch64")
    assert platform.target == "aarch64-unknown-linux-gnu"


def test_a_library_that_needs_another_one_is_for_this_kind_of_machine(
    tmp_path: Path, hook: ModuleType
) -> None:
    library = of_glibc(tmp_path, "GLIBC_2.17", needs="libother.so.1")
    assert hook.Platform.of(library).tag == "linux_x86_64"
    assert hook.Platform.of(library).target == "x86_64-unknown-linux-gnu"


def test_a_library_for_musl_asks_for_libc_as_alpine_calls_it(
    tmp_path: Path, hook: ModuleType
) -> None:
    alpine = "libc.musl-x86_64.so.1"
    library = of_musl(tmp_path)
    assert hook.Platform.of(library) == ("musllinux_1_2_x86_64", "liblsagent.so", alpine)
    assert hook.Platform.of(library).target == "x86_64-unknown-linux-musl"
    arm = hook.Platform.of(for_arm(library))
    assert arm == ("musllinux_1_2_aarch64", "liblsagent.so", "libc.musl-aarch64.so.1")
    assert arm.target == "aarch64-unknown-linux-musl"
    assert hook.Platform.of(of_musl(tmp_path, needs=alpine)) == (
        "musllinux_1_2_x86_64",
        "liblsagent.so",
        None,
    )


@pytest.mark.parametrize(
    ("content", "tag", "target"),
    [
        (mach_o(ARM64, 11), "macosx_11_0_arm64", "aarch64-apple-darwin"),
        (mach_o(X64, 10, 12), "macosx_10_12_x86_64", "x86_64-apple-darwin"),
        (mach_o(X64, 11, 3), "macosx_12_0_x86_64", "x86_64-apple-darwin"),
        (
            universal(mach_o(X64, 10, 12), mach_o(ARM64, 11)),
            "macosx_11_0_universal2",
            "aarch64-apple-darwin,x86_64-apple-darwin",
        ),
    ],
    ids=["arm64", "x86_64", "x86_64-later", "universal"],
)
def test_a_library_for_macos_is_tagged_by_its_processors_and_its_oldest_system(
    tmp_path: Path, hook: ModuleType, content: bytes, tag: str, target: str
) -> None:
    library = tmp_path / "some.dylib"
    library.write_bytes(content)
    assert hook.Platform.of(library) == (tag, "liblsagent.dylib", None)
    assert hook.Platform.of(library).target == target


def test_a_library_for_macos_of_no_known_kind_is_refused(tmp_path: Path, hook: ModuleType) -> None:
    library = tmp_path / "some.dylib"
    for content in (
        mach_o(7, 11),
        mach_o(ARM64, 11).replace(struct.pack("<2I", 0x32, 24), struct.pack("<2I", 0x33, 24)),
    ):
        library.write_bytes(content)
        with pytest.raises(SystemExit):
            hook.Platform.of(library)


def shown(wheel: Path) -> str:
    show = [sys.executable, "-m", "auditwheel", "show", str(wheel)]
    done = subprocess.run(show, check=True, capture_output=True, text=True)
    return " ".join(done.stdout.split())


def made(tmp_path: Path, library: Path) -> Path:
    licenses = tmp_path / "licenses"
    licenses.write_text("none")
    done = build(tmp_path, "--wheel", LSAGENT_LIBRARY=str(library), LSAGENT_LICENSES=str(licenses))
    assert done.returncode == 0, done.stdout
    (wheel,) = (tmp_path / "out").iterdir()
    return wheel


def test_auditwheel_agrees_with_the_wheel_for_an_old_glibc_whose_alias_is_in_it(
    tmp_path: Path,
) -> None:
    wheel = made(tmp_path, of_glibc(tmp_path, "GLIBC_2.17"))
    assert wheel.name.endswith(
        "-py3-none-manylinux2014_x86_64.manylinux_2_17_x86_64.whl"
    ) or wheel.name.endswith("-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl")
    assert '"manylinux_2_17_x86_64"' in shown(wheel)
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith("/WHEEL"))
        tags = {
            line for line in archive.read(name).decode().splitlines() if line.startswith("Tag: ")
        }
    assert tags == {"Tag: py3-none-manylinux_2_17_x86_64", "Tag: py3-none-manylinux2014_x86_64"}


def test_auditwheel_agrees_with_the_wheel_for_musl(tmp_path: Path, hook: ModuleType) -> None:
    library = of_musl(tmp_path)
    wheel = made(tmp_path, library)
    assert wheel.name.endswith("-py3-none-musllinux_1_2_x86_64.whl")
    assert '"musllinux_1_2_x86_64"' in shown(wheel)
    with zipfile.ZipFile(wheel) as archive:
        inside = tmp_path / "inside.so"
        inside.write_bytes(archive.read("lsagent/liblsagent.so"))
    assert hook.Platform.of(inside) == ("musllinux_1_2_x86_64", "liblsagent.so", None)
    assert hook.Platform.of(library).needs is not None, "what was given is as it was"
