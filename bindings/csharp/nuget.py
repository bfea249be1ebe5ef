#!/usr/bin/env python3
"""Assembles dist/nuget/LsAgent.VERSION.nupkg as `dotnet pack` would, where there is no .NET SDK.

    nuget.py VERSION [FOLDER]

From target/csharp/bin (make csharp) and dist/lib (make library). Native libraries of other systems are taken
from dist/nuget/native/RID/ if somebody has put them there. The content also stays unpacked, in "content" in the
folder; without one, that is dist/nuget.

The same input gives the same bytes: the time of everything is SOURCE_DATE_EPOCH, or the earliest that there is.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "bindings/csharp"
DIST = ROOT / "dist/nuget"
# A zip knows no earlier time.
FIRST_TIME = (1980, 1, 1, 0, 0, 0)

# What .NET calls a system, and Rust; one of several that link the same crates.
TARGETS = {
    "linux-x64": "x86_64-unknown-linux-gnu",
    "linux-arm64": "aarch64-unknown-linux-gnu",
    "linux-musl-x64": "x86_64-unknown-linux-musl",
    "linux-musl-arm64": "aarch64-unknown-linux-musl",
    "win-x64": "x86_64-pc-windows-gnu",
    "win-arm64": "aarch64-pc-windows-gnullvm",
    "osx-x64": "x86_64-apple-darwin",
    "osx-arm64": "aarch64-apple-darwin",
}

CONTENT_TYPES = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "psmdcp": "application/vnd.openxmlformats-package.core-properties+xml",
}


def main() -> None:
    version, *rest = sys.argv[1:]
    folder = Path(*rest) if rest else DIST
    content = folder / "content"
    shutil.rmtree(content, ignore_errors=True)
    collect(content)
    (content / "LsAgent.nuspec").write_text(nuspec(version), encoding="utf-8")
    package = folder / f"LsAgent.{version}.nupkg"
    write(package, content, version)
    print(os.path.relpath(package, ROOT))


def collect(content: Path) -> None:
    """Lays out what the package carries."""
    built = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "csharp/bin"
    targets = SOURCE / "src/LsAgent/LsAgent.targets"
    files = {
        "lib/netstandard2.0/LsAgent.dll": built / "LsAgent.dll",
        "lib/netstandard2.0/LsAgent.xml": built / "LsAgent.xml",
        "build/net461/LsAgent.targets": targets,
        "buildTransitive/net461/LsAgent.targets": targets,
        "README.md": SOURCE / "README.md",
        "LICENSE-MIT": ROOT / "LICENSE-MIT",
        "LICENSE-APACHE": ROOT / "LICENSE-APACHE",
    }
    # Without the soname's number: the name that the runtime looks for.
    libraries = {f"runtimes/{own_rid()}/native/liblsagent.so": ROOT / "dist/lib/liblsagent.so.0"}
    for library in sorted((DIST / "native").glob("*/*")):
        libraries[f"runtimes/{library.parent.name}/native/{library.name}"] = library
    for name, source in {**files, **libraries}.items():
        target = content / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    rids = sorted({name.split("/")[1] for name in libraries})
    (content / "THIRD-PARTY-LICENSES").write_text(notices(rids, content), encoding="utf-8", newline="\n")


def notices(rids: list[str], content: Path) -> str:
    """The license texts of all that is linked into the native libraries."""
    texts = []
    for rid in rids:
        if rid not in TARGETS:
            sys.exit(f"nuget: what Rust calls {rid} is not known: add it to TARGETS in {Path(__file__).name}")
        file = content / "notices"
        subprocess.run([ROOT / "packaging/licenses.py", TARGETS[rid], file], check=True)
        texts.append(f"In runtimes/{rid}/native:\n\n" + file.read_text(encoding="utf-8"))
        file.unlink()
    return "\n\n".join(texts)


def own_rid() -> str:
    machine = {"x86_64": "x64", "aarch64": "arm64"}[platform.machine()]
    return f"linux-{machine}"


def nuspec(version: str) -> str:
    """The package's description, with what the project file says."""
    project = (SOURCE / "src/LsAgent/LsAgent.csproj").read_text(encoding="utf-8")

    def said(name: str) -> str:
        return re.search(f"<{name}>(.*?)</{name}>", project).group(1)

    return f"""<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://schemas.microsoft.com/packaging/2013/05/nuspec.xsd">
  <metadata minClientVersion="5.0">
    <id>{said("PackageId")}</id>
    <version>{escape(version)}</version>
    <authors>{said("Authors")}</authors>
    <license type="expression">{said("PackageLicenseExpression")}</license>
    <licenseUrl>https://licenses.nuget.org/{said("PackageLicenseExpression").replace(" ", "%20")}</licenseUrl>
    <readme>{said("PackageReadmeFile")}</readme>
    <description>{said("Description")}</description>
    <tags>{said("PackageTags")}</tags>
    <dependencies>
      <group targetFramework=".NETStandard2.0" />
    </dependencies>
  </metadata>
</package>
"""


def content_types(names: list[str]) -> str:
    """One type for each extension; a file without one is named."""
    extensions = {Path(name).suffix[1:] for name in names} - {""}
    types = {extension: "application/octet" for extension in extensions} | CONTENT_TYPES
    defaults = "".join(
        f'<Default Extension="{extension}" ContentType="{kind}" />' for extension, kind in sorted(types.items())
    )
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="application/octet" />' for name in names if not Path(name).suffix
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f"{defaults}{overrides}</Types>"
    )


PROPERTIES = "package/services/metadata/core-properties/lsagent.psmdcp"

RELATIONSHIPS = (
    '<?xml version="1.0" encoding="utf-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest"'
    ' Target="/LsAgent.nuspec" Id="R1" />'
    '<Relationship Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"'
    f' Target="/{PROPERTIES}" Id="R2" />'
    "</Relationships>"
)


def properties(version: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>'
        '<coreProperties xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:creator>lsagent contributors</dc:creator><dc:identifier>LsAgent</dc:identifier>"
        f"<version>{escape(version)}</version></coreProperties>"
    )


def write(package: Path, content: Path, version: str) -> None:
    names = sorted(path.relative_to(content).as_posix() for path in content.rglob("*") if path.is_file())
    parts = {
        "_rels/.rels": RELATIONSHIPS.encode(),
        **{name: (content / name).read_bytes() for name in names},
        "[Content_Types].xml": content_types(names).encode(),
        PROPERTIES: properties(version).encode(),
    }
    epoch = int(os.environ.get("SOURCE_DATE_EPOCH") or 0)
    when = max(FIRST_TIME, time.gmtime(epoch)[:6])
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)


if __name__ == "__main__":
    main()
