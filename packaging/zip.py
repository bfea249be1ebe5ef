#!/usr/bin/env python3
"""Writes a folder as a zip file to standard output, the same bytes for the same files: sorted, with the time
SOURCE_DATE_EPOCH.

    packaging/zip.py PARENT NAME    PARENT/NAME, with paths that begin with NAME
"""

import os
import stat
import sys
import time
import zipfile
from pathlib import Path

# A zip knows no earlier time.
FIRST_TIME = (1980, 1, 1, 0, 0, 0)


def entry(name, path, when):
    info = zipfile.ZipInfo(name, when)
    info.compress_type = zipfile.ZIP_DEFLATED
    executable = path.stat().st_mode & stat.S_IXUSR
    info.external_attr = (stat.S_IFREG | (0o755 if executable else 0o644)) << 16
    return info


def main():
    parent, name = sys.argv[1:]
    when = max(FIRST_TIME, time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6])
    paths = sorted(path for path in (Path(parent) / name).rglob("*") if path.is_file())
    with zipfile.ZipFile(sys.stdout.buffer, "w") as archive:
        for path in paths:
            info = entry(path.relative_to(parent).as_posix(), path, when)
            archive.writestr(info, path.read_bytes(), compresslevel=9)


if __name__ == "__main__":
    main()
