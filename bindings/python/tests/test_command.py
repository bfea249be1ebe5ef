"""`python -m lsagent`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Sandbox

COMMAND = [sys.executable, "-X", "dev", "-m", "lsagent"]


def surroundings(sandbox: Sandbox, tmp_path: Path, **environment: str) -> dict[str, str]:
    everything = {
        **os.environ,
        **sandbox.environment,
        "LSAGENT_CACHE_DIR": str(tmp_path / "store"),
        "LSAGENT_PASSWORD": "secret",
        **environment,
    }
    return {name: value for name, value in everything.items() if value != "unset"}


def run(
    sandbox: Sandbox, tmp_path: Path, *arguments: str, typed: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=surroundings(sandbox, tmp_path, **environment),
        input=typed,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("arguments", "status", "printed"),
    [
        (["up", "-u", "valid@example.com"], 0, "yes (ALLOWED)"),
        (["up", "export", "-u", "features@example.com"], 0, "decided by license"),
        (["up", "-u", "expired@example.com"], 1, "no (DENIED_EXPIRED)"),
        (["up", "-u", "valid@example.com", "--json"], 0, '"allowed":true'),
        (["--help"], 0, "LSAGENT_SHARED_KEY"),
        (["--version"], 0, "lsagent 0."),
    ],
)
def test_answers(
    sandbox: Sandbox, tmp_path: Path, arguments: list[str], status: int, printed: str
) -> None:
    done = run(sandbox, tmp_path, *arguments)
    assert (done.returncode, done.stderr) == (status, "")
    assert printed in done.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "status", "printed"),
    [
        ([], {}, 2, "usage"),
        (["up", "-u", "valid@example.com"], {"LSAGENT_PASSWORD": "wrong"}, 4, "CREDENTIALS"),
        (["up", "-p", "cache-only"], {}, 4, "NOT_CACHED"),
        (["up", "-p", "network-only"], {}, 2, "INVALID_ARGUMENT"),
        (["up", "-u", "x@example.com"], {"LSAGENT_PASSWORD": "unset"}, 2, "LSAGENT_PASSWORD"),
        (["up"], {"LSAGENT_API_KEY": "unset"}, 2, "LSAGENT_API_KEY"),
        (["up"], {"LSAGENT_PUBLIC_KEY_FILE": "/none"}, 2, "/none"),
        (
            ["up", "-u", "valid@example.com"],
            {"LSAGENT_BASE_URL": "https://127.0.0.1:1"},
            3,
            "NETWORK",
        ),
    ],
)
def test_failures(
    sandbox: Sandbox,
    tmp_path: Path,
    arguments: list[str],
    environment: dict[str, str],
    status: int,
    printed: str,
) -> None:
    done = run(sandbox, tmp_path, *arguments, **environment)
    assert done.returncode == status, done.stderr
    assert printed in done.stderr
    assert "Traceback" not in done.stderr
    assert "wrong" not in done.stderr


def test_an_oauth_client(sandbox: Sandbox, tmp_path: Path) -> None:
    arguments = ["up", "-u", "valid@example.com"]
    done = run(sandbox, tmp_path, *arguments, **sandbox.client, LSAGENT_API_KEY="unset")
    assert (done.returncode, done.stderr) == (0, "")
    wrong = {**sandbox.client, "LSAGENT_CLIENT_SECRET": "wrong"}
    done = run(sandbox, tmp_path, *arguments, "-p", "network-only", **wrong)
    assert done.returncode == 4
    assert "code: invalid_client" in done.stderr
    assert "wrong" not in done.stderr
    done = run(sandbox, tmp_path, *arguments, LSAGENT_CLIENT_ID="client")
    assert done.returncode == 2
    assert "LSAGENT_CLIENT_SECRET" in done.stderr


def test_who_signed_in_last_is_remembered(sandbox: Sandbox, tmp_path: Path) -> None:
    assert run(sandbox, tmp_path, "up", "-u", "valid@example.com").returncode == 0
    done = run(sandbox, tmp_path, "up", LSAGENT_PASSWORD="unset")
    assert done.returncode == 0, done.stderr
    assert "from the store" in done.stdout
