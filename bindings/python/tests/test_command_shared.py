"""`python -m lsagent seat`, `consume` and `balance`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Sandbox
from test_command import run

FEATURES = "FEAT-AAAA-BBBB-CCCC"


@pytest.fixture(autouse=True)
def _activated(sandbox: Sandbox, tmp_path: Path) -> Iterator[None]:
    sandbox.control("DELETE", "/state")
    done = run(sandbox, tmp_path, "activate", "key-product", typed=f"{FEATURES}\n")
    assert done.returncode == 0
    yield
    sandbox.control("DELETE", "/state")


def test_a_seat_is_held_until_the_input_ends(sandbox: Sandbox, tmp_path: Path) -> None:
    done = run(sandbox, tmp_path, "seat", "key-product", "solver", typed="work\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("held until ")
    assert done.stdout.endswith("released: another device can take it\n")
    done = run(sandbox, tmp_path, "seat", "key-product", "solver", "--json", typed="\n")
    assert json.loads(done.stdout)["held"] is True


def test_no_seat_says_what_can_be_done(sandbox: Sandbox, tmp_path: Path) -> None:
    taken = {"license_key": FEATURES, "feature": "solver", "take": ["tower"]}
    sandbox.control("PUT", "/state/seats", taken)
    done = run(sandbox, tmp_path, "seat", "key-product", "solver", typed="\n")
    assert done.returncode == 1
    assert "no seat: NO_SEAT" in done.stderr
    assert "ask a colleague" in done.stderr


def test_what_is_metered_is_counted_and_sent(sandbox: Sandbox, tmp_path: Path) -> None:
    done = run(sandbox, tmp_path, "consume", "key-product", "3", "renders")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "counted: 3\n  5 of 13 at the server, 3 not sent yet\n"
    done = run(sandbox, tmp_path, "consume", "key-product", "6", "renders")
    assert done.returncode == 1
    assert "QUOTA" in done.stderr
    assert "use less" in done.stderr
    done = run(sandbox, tmp_path, "balance", "key-product", "renders", "--sync", "--json")
    expected = {"total": 8, "limit": 13, "unsent": 0, "uncertain": 0}
    assert json.loads(done.stdout) == expected
