"""The wheel, and how it is made."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import HERE, ROOT

import lsagent

PROJECT = HERE.parent
GIVEN = ("LSAGENT_LIBRARY", "LSAGENT_LICENSES")


@pytest.fixture(scope="module")
def wheel() -> Path:
    given = os.environ.get("LSAGENT_WHEEL")
    if not given:
        pytest.fail("LSAGENT_WHEEL does not name the wheel: make test-python")
    return Path(given)


def build(
    tmp_path: Path, *arguments: str, project: Path = PROJECT, **environment: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path / "out")]
    inherited = {name: value for name, value in os.environ.items() if name not in GIVEN}
    return subprocess.run(
        [*command, *arguments, str(project)],
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def test_it_is_what_is_tested(wheel: Path) -> None:
    assert "site-packages" in lsagent.__file__
    with zipfile.ZipFile(wheel) as archive:
        installed = Path(lsagent.__file__).parent
        for name in archive.namelist():
            if name.startswith("lsagent/"):
                assert (installed.parent / name).read_bytes() == archive.read(name), name


def test_it_carries_what_it_needs(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        info = f"lsagent-{lsagent.__version__}.dist-info"
        metadata = email.message_from_bytes(archive.read(f"{info}/METADATA"))
    assert {"lsagent/liblsagent.so", "lsagent/py.typed"} <= names
    assert {f"{info}/licenses/LICENSE-MIT", f"{info}/licenses/LICENSE-APACHE"} <= names
    assert f"{info}/licenses/THIRD-PARTY-LICENSES" in names
    assert not any(name.startswith(("tests", "examples")) for name in names)
    assert metadata["License-Expression"] == "MIT OR Apache-2.0"
    assert metadata["Requires-Python"] == ">=3.9"
    assert metadata.get_all("Requires-Dist") is None
    assert str(metadata.get_payload()).startswith("# lsagent for Python")


def locked_crates() -> set[str]:
    packages = (ROOT / "Cargo.lock").read_text().split("[[package]]")[1:]
    found = (re.search(r'name = "(.*)"\nversion = "(.*)"', package) for package in packages)
    return {f"{crate[1]} {crate[2]}" for crate in found if crate}


def test_it_brings_the_licenses_of_what_is_linked(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        info = f"lsagent-{lsagent.__version__}.dist-info"
        text = archive.read(f"{info}/licenses/THIRD-PARTY-LICENSES").decode()
        library = archive.read("lsagent/liblsagent.so")
    named = set(re.findall(r"^([\w-]+ \d[\w.+-]*): ", text, re.MULTILINE))
    assert named
    assert named <= locked_crates()
    # The library tells of some of what it is made of, where it may panic.
    seen = re.findall(rb"/([a-z][\w-]*?)-(\d+\.\d+\.\d+[\w.+-]*)/src/", library)
    inside = {f"{name.decode()} {version.decode()}" for name, version in seen}
    assert inside & locked_crates()
    assert inside & locked_crates() <= named
    assert "Permission is hereby granted" in text
    assert "Rust's standard library" in text


def test_the_same_sources_give_the_same_wheel(tmp_path: Path, wheel: Path) -> None:
    library = Path(lsagent.__file__).with_name("liblsagent.so")
    made = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        inputs: dict[str, Any] = {
            "LSAGENT_LIBRARY": str(library),
            "SOURCE_DATE_EPOCH": "1700000000",
        }
        done = build(tmp_path / folder, "--wheel", **inputs)
        assert done.returncode == 0, done.stdout
        (path,) = (tmp_path / folder / "out").iterdir()
        assert path.name == wheel.name
        made.append(path.read_bytes())
    assert made[0] == made[1]


def test_licenses_that_are_given(tmp_path: Path) -> None:
    library, licenses = tmp_path / "some.dll", tmp_path / "texts"
    library.write_bytes(fake_dll(0x8664))
    inputs: dict[str, Any] = {"LSAGENT_LIBRARY": str(library), "LSAGENT_LICENSES": str(licenses)}
    done = build(tmp_path, "--wheel", **inputs)
    assert done.returncode != 0
    assert "LSAGENT_LICENSES names no file" in done.stdout
    licenses.write_text("all of them\n")
    done = build(tmp_path, "--wheel", **inputs, PATH="/none", CARGO="")
    assert done.returncode == 0, done.stdout
    (made,) = (tmp_path / "out").iterdir()
    with zipfile.ZipFile(made) as archive:
        info = f"lsagent-{lsagent.__version__}.dist-info"
        assert archive.read(f"{info}/licenses/THIRD-PARTY-LICENSES") == b"all of them\n"


def test_no_wheel_without_licenses(tmp_path: Path) -> None:
    library = tmp_path / "some.dll"
    library.write_bytes(fake_dll(0x8664))
    inputs: dict[str, Any] = {"LSAGENT_LIBRARY": str(library), "PATH": "/none", "CARGO": ""}
    done = build(tmp_path, "--wheel", **inputs)
    assert done.returncode != 0
    assert "LSAGENT_LICENSES" in done.stdout


def test_auditwheel_agrees_with_its_tag(wheel: Path) -> None:
    show = [sys.executable, "-m", "auditwheel", "show", str(wheel)]
    shown = subprocess.run(show, check=True, capture_output=True, text=True).stdout
    tag = wheel.stem.split("-")[-1].split(".")[0]
    assert tag.startswith("manylinux_")
    assert f'"{tag}"' in " ".join(shown.split())


def fake_dll(machine: int) -> bytes:
    head = bytearray(256)
    head[:2] = b"MZ"
    head[0x3C:0x40] = (128).to_bytes(4, "little")
    head[128:134] = b"PE\0\0" + machine.to_bytes(2, "little")
    return bytes(head)


@pytest.mark.parametrize(("machine", "tag"), [(0x8664, "win_amd64"), (0xAA64, "win_arm64")])
def test_a_wheel_for_windows(tmp_path: Path, machine: int, tag: str) -> None:
    library = tmp_path / "some.dll"
    library.write_bytes(fake_dll(machine))
    done = build(tmp_path, "--wheel", LSAGENT_LIBRARY=str(library))
    assert done.returncode == 0, done.stdout
    (made,) = (tmp_path / "out").iterdir()
    assert made.name == f"lsagent-{lsagent.__version__}-py3-none-{tag}.whl"
    with zipfile.ZipFile(made) as archive:
        assert archive.read("lsagent/lsagent.dll") == fake_dll(machine)
        assert "lsagent/liblsagent.so" not in archive.namelist()


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "names no file"), (b"text", "no shared library"), (fake_dll(1), "not known here")],
)
def test_a_library_that_is_none(tmp_path: Path, content: bytes | None, message: str) -> None:
    library = tmp_path / "library"
    if content is not None:
        library.write_bytes(content)
    done = build(tmp_path, "--wheel", LSAGENT_LIBRARY=str(library))
    assert done.returncode != 0
    assert message in done.stdout


def test_the_source_distribution_brings_the_rust_sources(tmp_path: Path) -> None:
    import tarfile

    done = build(tmp_path, "--sdist")
    assert done.returncode == 0, done.stdout
    (made,) = (tmp_path / "out").iterdir()
    with tarfile.open(made) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for needed in (
        "packaging/licenses.py",
        "packaging/linked.py",
        "packaging/platforms.py",
        "packaging/binaries/platforms.txt",
        "Cargo.toml",
        "Cargo.lock",
        "build.rs",
        "src/lib.rs",
        "abi/Cargo.toml",
        "sandbox/Cargo.toml",
    ):
        assert f"rust/{needed}" in names
    assert "src/lsagent/_abi.py" in names


def test_without_cargo_it_says_what_to_do(tmp_path: Path) -> None:
    done = build(tmp_path, "--wheel", PATH="/none", CARGO="")
    assert done.returncode != 0
    assert "cargo is missing" in done.stdout
    assert "LSAGENT_LIBRARY" in done.stdout
