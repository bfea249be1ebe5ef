"""`python -m lsagent activate`, `check` and `deactivate`."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Sandbox
from test_command import COMMAND, run, surroundings

KEY = "LIM1-AAAA-BBBB-CCCC"


@pytest.fixture(autouse=True)
def _as_in_the_beginning(sandbox: Sandbox) -> Iterator[None]:
    sandbox.control("DELETE", "/state")
    yield
    sandbox.control("DELETE", "/state")


def test_a_license_is_activated_checked_and_given_up(sandbox: Sandbox, tmp_path: Path) -> None:
    done = run(sandbox, tmp_path, "check", "key-product")
    assert done.returncode == 1
    assert "NOT_ACTIVATED" in done.stderr
    assert "python -m lsagent activate PRODUCT" in done.stderr
    done = run(sandbox, tmp_path, "activate", "key-product", typed=f"{KEY}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "activated: license 1719215304210007\n  perpetual, in use on 1 of 1 dev" in done.stdout
    sandbox.control("DELETE", "/requests")
    done = run(sandbox, tmp_path, "check", "key-product")
    assert (done.returncode, done.stderr) == (0, "")
    assert "yes (ALLOWED)" in done.stdout
    assert "answer from the store" in done.stdout
    assert sandbox.requests() == 0
    done = run(sandbox, tmp_path, "check", "key-product", "nothing")
    assert done.returncode == 1
    assert "no (DENIED_NO_FEATURE)" in done.stdout
    done = run(sandbox, tmp_path, "deactivate", "key-product")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "given up: another device can use it\n"
    assert run(sandbox, tmp_path, "deactivate", "key-product").returncode == 1


def test_all_of_it_as_json(sandbox: Sandbox, tmp_path: Path) -> None:
    device = {"LSAGENT_DEVICE_ID": "laptop", "LSAGENT_LICENSE_KEY": KEY}
    done = run(sandbox, tmp_path, "activate", "key-product", "--json", **device)
    answer = json.loads(done.stdout)
    assert (answer["activated"], answer["hardware_id"]) == (True, "laptop")
    assert answer["license"]["id"] == 1719215304210007
    done = run(sandbox, tmp_path, "check", "key-product", "--json", **device)
    assert json.loads(done.stdout)["allowed"] is True
    done = run(sandbox, tmp_path, "deactivate", "key-product", "--json", **device)
    assert json.loads(done.stdout) == {"activated": False}


def test_the_limit_of_devices_is_a_no(sandbox: Sandbox, tmp_path: Path) -> None:
    arguments = ["activate", "key-product"]
    first = run(sandbox, tmp_path, *arguments, typed=KEY, LSAGENT_DEVICE_ID="laptop")
    assert first.returncode == 0, first.stderr
    done = run(sandbox, tmp_path, *arguments, typed=KEY, LSAGENT_DEVICE_ID="tower")
    assert done.returncode == 1
    assert "lsagent: not activated: ACTIVATION_LIMIT: " in done.stderr
    assert "code: license_activated_max_times" in done.stderr
    assert "give it up elsewhere" in done.stderr
    assert KEY not in done.stderr


def test_a_user_says_which_of_several_licenses(sandbox: Sandbox, tmp_path: Path) -> None:
    arguments = ["activate", "up", "-u", "two@example.com"]
    done = run(sandbox, tmp_path, *arguments)
    assert done.returncode == 2
    assert "--license-id 1719215304220010: " in done.stderr
    assert "--license-id 1719215304220011: " in done.stderr
    done = run(sandbox, tmp_path, *arguments, "--license-id", "1719215304220010")
    assert (done.returncode, done.stderr) == (0, "")
    assert "activated: license 1719215304220010\n" in done.stdout


def test_a_lost_answer_may_work_later_and_is_found_out(sandbox: Sandbox, tmp_path: Path) -> None:
    sandbox.fault("lost", path="activate_license", times=1)
    sandbox.fault("reset", when="request", path="check_license")
    done = run(sandbox, tmp_path, "activate", "key-product", typed=KEY)
    assert done.returncode == 3
    assert "UNCERTAIN" in done.stderr
    assert "once online, repeat this" in done.stderr
    sandbox.control("DELETE", "/faults")
    done = run(sandbox, tmp_path, "activate", "key-product", typed=KEY)
    assert "in use on 1 of 1 devices" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "status", "printed"),
    [
        (["activate"], {}, 2, "usage"),
        (["deactivate", "key-product", "export"], {}, 2, "usage"),
        (["activate", "key-product", "--license-key", KEY], {}, 2, "usage"),
        (["activate", "up", "--password", "secret"], {}, 2, "usage"),
        (["activate", "key-product"], {}, 2, "LSAGENT_LICENSE_KEY is not set"),
        (["activate", "up", "-u", "limit@example.com"], {"LSAGENT_PASSWORD": "wrong"}, 4, "401"),
        (["check", "key-product"], {"LSAGENT_SHARED_KEY": "unset"}, 2, "LSAGENT_SHARED_KEY"),
        (
            ["activate", "key-product"],
            {"LSAGENT_LICENSE_KEY": KEY, "LSAGENT_BASE_URL": "https://127.0.0.1:1"},
            3,
            "not activated: NETWORK",
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
    assert (done.returncode, done.stdout) == (status, ""), done.stderr
    assert printed in done.stderr
    assert "Traceback" not in done.stderr
    assert "wrong" not in done.stderr


@pytest.mark.parametrize("command", ["activate", "check", "deactivate"])
def test_help_names_the_environment_and_the_exit_status(
    sandbox: Sandbox, tmp_path: Path, command: str
) -> None:
    done = run(sandbox, tmp_path, command, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert "LSAGENT_LICENSE_KEY" in done.stdout
    assert "exit status:" in done.stdout
    assert command in run(sandbox, tmp_path, "--help").stdout


def test_a_product_with_the_name_of_a_command_is_asked_for_after_two_dashes(
    sandbox: Sandbox, tmp_path: Path
) -> None:
    done = run(sandbox, tmp_path, "--", "check")
    assert done.returncode == 4
    assert "NOT_CACHED" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
def test_a_secret_is_not_shown_while_it_is_typed(sandbox: Sandbox, tmp_path: Path) -> None:
    import pty

    person, program = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "activate", "key-product"],
        env=surroundings(sandbox, tmp_path),
        stdin=program,
        stdout=program,
        stderr=program,
        start_new_session=True,
    )
    os.close(program)
    shown = _until(person, b"License key: ")
    os.write(person, f"{KEY}\n".encode())
    shown += _until(person, None)
    os.close(person)
    assert process.wait() == 0, shown
    assert b"activated: license 1719215304210007" in shown
    assert KEY.encode() not in shown


def _until(person: int, question: bytes | None) -> bytes:
    """What is shown until the question; without one until the end."""
    shown = b""
    while question is None or not shown.endswith(question):
        try:
            byte = os.read(person, 1)
        except OSError:  # Linux says so at the end.
            break
        if not byte:
            break
        shown += byte
    return shown
