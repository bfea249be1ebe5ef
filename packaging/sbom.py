#!/usr/bin/env python3
"""Writes the list of what is linked into the shared library (CycloneDX 1.6, JSON), or checks one.

    packaging/sbom.py write TARGET FILE        the same bytes again for the same sources and toolchain
    packaging/sbom.py portable PLATFORM FILE   of the library that `make binaries` makes
    packaging/sbom.py command TARGET FILE      of the command lsagent
    packaging/sbom.py check FILE               against the official schema

Needs the packages of requirements.txt; `make dist` sets them up.
"""

import os
import sys
import tomllib
import uuid
from datetime import datetime, timezone
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.model.tool import ToolRepository
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from linked import ROOT, linked, rustc
from platforms import platforms


def checksums():
    """The SHA-256 of each crate's package, from Cargo.lock."""
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))
    packages = lock["package"]
    return {f"{package['name']} {package['version']}": package.get("checksum") for package in packages}


def part(name, purl, expression, **more):
    """What was taken in from elsewhere."""
    licenses = [LicenseExpression(expression)]
    return Component(name=name, version=purl.version, bom_ref=str(purl), purl=purl, licenses=licenses, **more)


def component(crate, checksum):
    if checksum is None:
        sys.exit(f"sbom: Cargo.lock has no checksum of {crate.key}")
    purl = PackageURL("cargo", None, crate.name, crate.version)
    return part(crate.name, purl, crate.license, hashes=[HashType(alg=HashAlgorithm.SHA_256, content=checksum)])


def standard_library():
    purl = PackageURL("generic", None, "rust-std", rustc("--version").split()[1])
    expression = "(MIT OR Apache-2.0) AND Unicode-3.0"
    return part("rust-std", purl, expression, description="Rust's standard library, as it comes with the compiler")


def runtime(of):
    purl = PackageURL("generic", None, of.package, of.version, subpath=of.text.removesuffix(".txt"))
    return part(of.name, purl, of.license, description=f"Linked in by {of.package}")


def root_of(own, kind, target):
    return Component(
        name=own.name,
        version=own.version,
        type=kind,
        bom_ref=f"{own.name}@{own.version}",
        licenses=[LicenseExpression(own.license)],
        properties=[Property(name="target", value=target)],
    )


def bill(target, crates, kind, runtimes=()):
    sums = checksums()
    own, *others = crates.values()
    root = root_of(own, kind, target)
    # The library itself, where it is a part of the command, is of this repository as well.
    members = {crate.key: root_of(crate, ComponentType.LIBRARY, target) for crate in others if sums[crate.key] is None}
    locked = {crate.key: component(crate, sums[crate.key]) for crate in others if crate.key not in members}
    components = members | locked
    brought = [standard_library(), *map(runtime, runtimes)]
    made = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc)
    # No tool's name and no random number: the same library has the same bill.
    parts = sorted(component.bom_ref.value for component in [*components.values(), *brought])
    identity = " ".join([root.bom_ref.value, target, *parts, made.isoformat()])
    serial = uuid.uuid5(uuid.NAMESPACE_URL, identity)
    metadata = BomMetaData(component=root, timestamp=made, tools=ToolRepository())
    bom = Bom(components=[*components.values(), *brought], metadata=metadata, serial_number=serial)
    components[own.key] = root
    for crate in crates.values():
        needed = [components[key] for key in sorted(crate.needs)]
        bom.register_dependency(components[crate.key], needed + brought * (crate is own))
    return bom


def bill_of_platform(name):
    platform = platforms()[name]
    crates = linked(",".join(platform.targets))
    return bill(name, crates, ComponentType.LIBRARY, platform.runtimes)


def must_be_valid(text, file):
    faults = list(JsonStrictValidator(SchemaVersion.V1_6).validate_str(text, all_errors=True) or [])
    for fault in faults:
        print(f"sbom: {file}: {fault}", file=sys.stderr)
    if faults:
        sys.exit(1)


def write(bom, file):
    text = JsonV1Dot6(bom).output_as_string(indent=2) + "\n"
    must_be_valid(text, file)
    Path(file).write_text(text, encoding="utf-8", newline="\n")


def main():
    match sys.argv[1:]:
        case ["write", target, file]:
            write(bill(target, linked(target), ComponentType.LIBRARY), file)
        case ["portable", name, file]:
            write(bill_of_platform(name), file)
        case ["command", target, file]:
            crates = linked(target, "lsagent-command")
            write(bill(target, crates, ComponentType.APPLICATION), file)
        case ["check", file]:
            must_be_valid(Path(file).read_text(encoding="utf-8"), file)
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
