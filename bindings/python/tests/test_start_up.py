"""What a start-up loads."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ["asyncio", "importlib.resources", "inspect", "logging", "socket", "ssl", "subprocess"]


def modules_after(program: str) -> set[str]:
    printing = "; import sys; print(*sys.modules)"
    command = [sys.executable, "-I", "-c", program + printing]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def test_nothing_but_what_it_says() -> None:
    before = modules_after("import ctypes, json, dataclasses, datetime")
    loaded = modules_after("import ctypes, json, dataclasses, datetime, lsagent") - before
    ours = {name for name in loaded if name.startswith("lsagent")}
    assert loaded - ours <= {"__future__", "atexit", "math", "threading", "warnings"}
    assert not ours & {"lsagent._background", "lsagent._records", "lsagent._uipath"}


@pytest.mark.parametrize("name", HEAVY)
def test_the_modules_that_cost_can_be_seen(name: str) -> None:
    """The test above would find them."""
    assert name in modules_after(f"import {name}")
