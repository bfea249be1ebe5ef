#!/usr/bin/env python3
"""`make startup-order`: writes scripts/startup.ld, by which the linker puts what a start-up runs side by side.

A start-up runs a tenth of the library. Were that scattered all over it, the system would bring nearly all of
the library into memory for it.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import tools
from tools import ROOT, Bench, Sandbox, surroundings

HEAD = """\
/* What a start-up from the store runs, side by side. `make startup-order` writes it; functions that are no
   longer there do no harm, and those that are missing lie with the rest. */
SECTIONS
{
  .text.startup_order :
  {
"""
TAIL = """\
  }
}
INSERT BEFORE .text;
"""


def run_by(bench, who, settings):
    """The names of the functions that a start-up runs, as the linker knows them."""
    out = bench.folder / "callgrind.out"
    tool = ["valgrind", "--tool=callgrind", "--demangle=no", "--compress-strings=no", f"--callgrind-out-file={out}"]
    subprocess.run(
        [*tool, bench.folder / "from_store-static", who, "0"],
        env=surroundings(settings), check=True, capture_output=True,
    )
    return set(re.findall(r"^c?fn=(_ZN\S+|_R\S+|ls_\w+|ring_core_\w+)$", out.read_text(), re.MULTILINE))


def pattern(name):
    """Without what changes with every version of a crate or of the compiler."""
    name = re.sub(r"'\d+$", "", name)
    name = re.sub(r"17h[0-9a-f]{16}E$", "17h*", name)
    return re.sub(r"Cs[0-9A-Za-z]+_", "Cs*_", name)


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        tools.compile_programs(folder)
        bench, sandbox = Bench(folder), Sandbox(folder, 0)
        try:
            settings = sandbox.with_ca_file | {"BENCH_CACHE_DIR": folder / "store"}
            bench.cost("agent", "licenses", "1", **settings)
            names = run_by(bench, "password", settings) | run_by(bench, "remembered", settings)
        finally:
            sandbox.stop()
    patterns = sorted({pattern(name) for name in names})
    if len(patterns) < 100:
        sys.exit(f"callgrind saw only {len(patterns)} functions of the library")
    lines = "".join(f'    *(".text.{one}")\n' for one in patterns)
    (ROOT / "scripts/startup.ld").write_text(HEAD + lines + TAIL)


main()
