#!/usr/bin/env python3
"""Joins files of macOS, each for a processor, into one for all of them: a universal library.

join.py JOINED FILE...

llvm-lipo does the same, but reads what the compiler has put into the objects, and Debian's is too old for that.
"""

import struct
import sys
from pathlib import Path

# <mach/machine.h>: the numbers of a processor and of its kind, and the alignment of its pages as a power of two.
PROCESSORS = {"x86_64": (0x0100_0007, 3, 12), "arm64": (0x0100_000C, 0, 14)}
# <mach-o/fat.h>; everything in the header is big-endian.
MAGIC = 0xCAFE_BABE
HEADER = struct.Struct(">II")
PART = struct.Struct(">IIIII")
MACH_O = b"\xcf\xfa\xed\xfe"
ARCHIVE = b"!<arch>\n"


def processor(content: bytes) -> str:
    """The processor of a Mach-O file, or of the first object in an archive."""
    start = content.index(MACH_O)
    assert start == 0 or content.startswith(ARCHIVE), "neither Mach-O nor an archive"
    (number,) = struct.unpack_from("<I", content, start + len(MACH_O))
    return next(name for name, numbers in PROCESSORS.items() if numbers[0] == number)


def joined(contents: list[bytes]) -> bytes:
    """The contents one after the other, each at a multiple of its page, behind a table of them."""
    table = HEADER.pack(MAGIC, len(contents))
    body = bytearray(HEADER.size + PART.size * len(contents))
    for content in contents:
        number, kind, alignment = PROCESSORS[processor(content)]
        body.extend(bytes(-len(body) % (1 << alignment)))
        table += PART.pack(number, kind, len(body), len(content), alignment)
        body.extend(content)
    body[: len(table)] = table
    return bytes(body)


if __name__ == "__main__":
    to, *files = map(Path, sys.argv[1:])
    to.write_bytes(joined([file.read_bytes() for file in files]))
