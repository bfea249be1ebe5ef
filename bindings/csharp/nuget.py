#!/usr/bin/env python3
"""Assembles LsAgent.VERSION.nupkg as `dotnet pack` would, where there is no .NET SDK.

    nuget.py VERSION [FOLDER]          into dist/nuget, or into the folder
    nuget.py --all VERSION [FOLDER]    into dist/portable/nuget, or into the folder

From target/csharp/bin (make csharp) and dist/lib (make library). Native libraries of other systems are taken
from dist/nuget/native/RID/ if somebody has put them there. With --all the libraries are those of `make binaries`,
for all platforms or not at all. The content also stays unpacked, in "content" in the folder.

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
sys.path.insert(0, str(ROOT / "packaging"))
from platforms import platforms  # noqa: E402

SOURCE = ROOT / "bindings/csharp"
DIST = ROOT / "dist/nuget"
ALL = ROOT / "dist/portable/nuget"
# A zip knows no earlier time.
FIRST_TIME = (1980, 1, 1, 0, 0, 0)

# The platform of each of the systems that .NET names.
PLATFORMS = {rid: platform for platform in platforms().values() for rid in platform.rids}

CONTENT_TYPES = {
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "psmdcp": "application/vnd.openxmlformats-package.core-properties+xml",
}


def main() -> None:
    is_all = "--all" in sys.argv
    version, *rest = [argument for argument in sys.argv[1:] if argument != "--all"]
    folder = Path(*rest) if rest else ALL if is_all else DIST
    content = folder / "content"
    shutil.rmtree(content, ignore_errors=True)
    libraries = of_all_platforms() if is_all else of_this_machine()
    collect(content, libraries)
    (content / "THIRD-PARTY-LICENSES").write_text(notices(libraries, content, is_all), encoding="utf-8", newline="\n")
    (content / "LsAgent.nuspec").write_text(nuspec(version), encoding="utf-8")
    package = folder / f"LsAgent.{version}.nupkg"
    write(package, content, version)
    print(os.path.relpath(package, ROOT))


def of_this_machine() -> dict[str, Path]:
    """The native libraries, by their place in the package."""
    # Without the soname's number: the name that the runtime looks for.
    libraries = {f"runtimes/{own_rid()}/native/liblsagent.so": ROOT / "dist/lib/liblsagent.so.0"}
    for library in sorted((DIST / "native").glob("*/*")):
        libraries[f"runtimes/{library.parent.name}/native/{library.name}"] = library
    return libraries


def of_all_platforms() -> dict[str, Path]:
    missing = sorted({platform.name for platform in PLATFORMS.values() if not platform.is_built})
    if missing:
        sys.exit(
            "nuget: a package for all platforms lacks the libraries of "
            + ", ".join(missing)
            + ": make binaries PLATFORM=...; `make nuget` makes one for this machine"
        )
    libraries = {}
    for rid, platform in PLATFORMS.items():
        # The name that the runtime looks for: liblsagent.so, liblsagent.dylib, lsagent.dll.
        name = Path(platform.shared).name.replace(".so.0", ".so").replace(".0.dylib", ".dylib")
        libraries[f"runtimes/{rid}/native/{name}"] = platform.folder / platform.shared
    return libraries


def collect(content: Path, libraries: dict[str, Path]) -> None:
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
    for name, source in {**files, **libraries}.items():
        target = content / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def notices(libraries: dict[str, Path], content: Path, portable: bool) -> str:
    """The license texts of all that is linked into the native libraries."""
    rids: dict[str, list[str]] = {}
    for rid in sorted({name.split("/")[1] for name in libraries}):
        if rid not in PLATFORMS:
            sys.exit(f"nuget: {rid} is of no platform of packaging/platforms.py")
        rids.setdefault(PLATFORMS[rid].name, []).append(rid)
    texts = []
    for name, those in rids.items():
        file = content / "notices"
        # A library that somebody has put there was linked by who knows what.
        what = ["--portable", name] if portable else [",".join(PLATFORMS[those[0]].targets)]
        subprocess.run([ROOT / "packaging/licenses.py", *what, file], check=True)
        folders = " and ".join(f"runtimes/{rid}/native" for rid in those)
        texts.append(f"In {folders}:\n\n" + file.read_text(encoding="utf-8"))
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
