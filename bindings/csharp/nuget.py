#!/usr/bin/env python3
"""Assembles dist/nuget/LsAgent.VERSION.nupkg as `dotnet pack` would, where there is no .NET SDK.

    nuget.py VERSION

From target/csharp/bin (make csharp) and dist/lib (make library). Native libraries of other systems are taken
from dist/nuget/native/RID/ if somebody has put them there. The content also stays unpacked in
dist/nuget/content.
"""

import os
import platform
import re
import shutil
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "bindings/csharp"
DIST = ROOT / "dist/nuget"
CONTENT = DIST / "content"
# A zip knows no earlier time; the same input gives the same package.
TIME = (1980, 1, 1, 0, 0, 0)

CONTENT_TYPES = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "psmdcp": "application/vnd.openxmlformats-package.core-properties+xml",
}


def main() -> None:
    version = sys.argv[1]
    shutil.rmtree(CONTENT, ignore_errors=True)
    collect()
    (CONTENT / "LsAgent.nuspec").write_text(nuspec(version), encoding="utf-8")
    package = DIST / f"LsAgent.{version}.nupkg"
    write(package, version)
    print(package.relative_to(ROOT))


def collect() -> None:
    """Lays out what the package carries."""
    built = ROOT / os.environ.get("CARGO_TARGET_DIR", "target") / "csharp/bin"
    targets = SOURCE / "src/LsAgent/LsAgent.targets"
    copy(built / "LsAgent.dll", "lib/netstandard2.0/LsAgent.dll")
    copy(built / "LsAgent.xml", "lib/netstandard2.0/LsAgent.xml")
    copy(targets, "build/net461/LsAgent.targets")
    copy(targets, "buildTransitive/net461/LsAgent.targets")
    copy(SOURCE / "README.md", "README.md")
    for license_file in ("LICENSE-MIT", "LICENSE-APACHE"):
        copy(ROOT / license_file, license_file)
    # Without the soname's number: the name that the runtime looks for.
    copy(ROOT / "dist/lib/liblsagent.so.0", f"runtimes/{own_rid()}/native/liblsagent.so")
    for library in sorted((DIST / "native").glob("*/*")):
        copy(library, f"runtimes/{library.parent.name}/native/{library.name}")


def own_rid() -> str:
    machine = {"x86_64": "x64", "aarch64": "arm64"}[platform.machine()]
    return f"linux-{machine}"


def copy(source: Path, name: str) -> None:
    target = CONTENT / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


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


def write(package: Path, version: str) -> None:
    names = sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.rglob("*") if path.is_file())
    parts = {
        "_rels/.rels": RELATIONSHIPS.encode(),
        **{name: (CONTENT / name).read_bytes() for name in names},
        "[Content_Types].xml": content_types(names).encode(),
        PROPERTIES: properties(version).encode(),
    }
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)


if __name__ == "__main__":
    main()
