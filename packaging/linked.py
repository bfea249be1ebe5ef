"""The crates that become a part of the library on one target, as cargo resolves them."""

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


def linked(target):
    """All linked crates by name and version, lsagent's own first.

    From `cargo tree`, which resolves features for the library alone: `cargo metadata` adds those
    that the tests and the sandbox ask for.
    """
    packages = described(target)
    tree = printed(
        CARGO, "tree", "--locked", "--package=lsagent", "--edges=normal,no-proc-macro",
        f"--target={target}", "--prefix=depth", "--format=\t{p}",
    )  # fmt: skip
    crates, above = {}, []
    for line in tree.splitlines():
        depth, package = line.split("\t")
        name, version = package.split(" ")[:2]
        key = f"{name} {version.removeprefix('v')}"
        about = packages[key]
        crate = crates.setdefault(
            key,
            Crate(
                about["name"],
                about["version"],
                (about["license"] or "").replace("/", " OR "),
                Path(about["manifest_path"]).parent,
            ),
        )
        above[int(depth):] = [crate]
        if len(above) > 1:
            above[-2].needs.add(crate.key)
    return crates
