#!/usr/bin/env python3
"""A wheel for each platform that `make binaries` has built, in dist/portable/wheels/PLATFORM.

    packaging/wheels.py [PLATFORM...]    all that are in dist/binaries, if none is named

The build hook of bindings/python says what each is tagged as. auditwheel looks at those for Linux. Run by the Python
that `make python-tools` sets up.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from platforms import PACKAGING, platforms

ROOT = PACKAGING.parent
WHEELS = ROOT / "dist/portable/wheels"


def build(platform):
    to = WHEELS / platform.name
    shutil.rmtree(to, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        licenses = Path(folder) / "THIRD-PARTY-LICENSES"
        script = [sys.executable, PACKAGING / "licenses.py", "--portable", platform.name, licenses]
        subprocess.run(script, check=True)
        library = platform.folder / platform.shared
        given = {"LSAGENT_LIBRARY": str(library), "LSAGENT_LICENSES": str(licenses)}
        command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", to, ROOT / "bindings/python"]
        subprocess.run(command, check=True, env={**os.environ, **given}, stdout=subprocess.DEVNULL)
    (wheel,) = to.iterdir()
    return wheel


def agreed(wheel):
    """Whether auditwheel finds that the wheel may be called what it is called."""
    show = [sys.executable, "-m", "auditwheel", "show", wheel]
    shown = subprocess.run(show, check=True, capture_output=True, text=True).stdout
    tag = wheel.stem.split("-")[-1].split(".")[0]
    return f'"{tag}"' in " ".join(shown.split()), shown


def main():
    named = [platforms()[name] for name in sys.argv[1:]]
    chosen = named or [platform for platform in platforms().values() if platform.is_built]
    if not chosen:
        sys.exit("wheels: dist/binaries holds no platform: make binaries")
    for platform in chosen:
        if not platform.is_built:
            sys.exit(f"wheels: {platform.folder} is missing: make binaries PLATFORM={platform.name}")
        wheel = build(platform)
        if "linux" in platform.name:
            is_right, shown = agreed(wheel)
            if not is_right:
                sys.exit(f"wheels: auditwheel has another opinion of {wheel.name}:\n{shown}")
        print(wheel.relative_to(ROOT))


if __name__ == "__main__":
    main()
