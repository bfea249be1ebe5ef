"""The crates that become a part of the library, or of the command, on one target, as cargo resolves them."""

import json
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CARGO = os.environ.get("CARGO", "cargo")


@dataclass
class Crate:
    name: str
    version: str
    license: str
    folder: Path
    needs: set = field(default_factory=set)

    @property
    def key(self):
        return f"{self.name} {self.version}"


def printed(*command):
    result = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return result.stdout


def rustc(*arguments):
    return printed(os.environ.get("RUSTC", "rustc"), *arguments)


def triple(target):
    """The target, or where it is "host", that of this machine."""
    if target != "host":
        return target
    return next(line[6:] for line in rustc("-vV").splitlines() if line.startswith("host: "))


def described(target):
    """What each crate says about itself, by name and version."""
    told = printed(CARGO, "metadata", "--locked", "--format-version=1", "--filter-platform", target)
    packages = json.loads(told)["packages"]
    return {f"{package['name']} {package['version']}": package for package in packages}


def linked(target, package="lsagent"):
    """All crates that are linked into a package by name and version, its own first; for all targets that are
    joined into one file, where "target" is several with commas between.

    From `cargo tree`, which resolves features for the package alone: `cargo metadata` adds those
    that the tests and the sandbox ask for.
    """
    crates = {}
    for one in target.split(","):
        add_linked(crates, one, package)
    return crates


def add_linked(crates, target, package):
    packages = described(target)
    tree = printed(
        CARGO, "tree", "--locked", f"--package={package}", "--edges=normal,no-proc-macro",
        f"--target={target}", "--prefix=depth", "--format=\t{p}",
    )  # fmt: skip
    above = []
    for line in tree.splitlines():
        depth, named = line.split("\t")
        name, version = named.split(" ")[:2]
        key = f"{name} {version.removeprefix('v')}"
        crate = crates.setdefault(key, crate_of(packages[key]))
        above[int(depth):] = [crate]
        if len(above) > 1:
            above[-2].needs.add(crate.key)


def crate_of(about):
    license = (about["license"] or "").replace("/", " OR ")
    return Crate(about["name"], about["version"], license, Path(about["manifest_path"]).parent)
