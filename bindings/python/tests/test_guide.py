"""The programs of the guide are those in examples/, and they run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HERE, Sandbox

EXAMPLES = HERE.parent / "examples"
BLOCK = re.compile(r"<!-- (examples/\w+\.py) -->\n```python\n(.*?)```", re.DOTALL)


def test_the_guide_has_every_example_as_it_is() -> None:
    guide = (HERE.parent / "README.md").read_text(encoding="utf-8")
    blocks = dict(BLOCK.findall(guide))
    assert {f"examples/{path.name}" for path in EXAMPLES.glob("*.py")} == set(blocks)
    assert len(blocks) == 7
    assert guide.count("```python\n") == len(blocks)
    for name, program in blocks.items():
        assert program == (HERE.parent / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize(
    ("name", "arguments", "status", "printed"),
    [
        ("check_at_startup", ["valid@example.com"], 0, "User Product is licensed."),
        ("check_at_startup", ["expired@example.com"], 1, "has expired"),
        ("check_in_background", ["valid@example.com"], 0, "User Product is licensed."),
        ("check_in_background", ["expired@example.com"], 1, "has expired"),
        ("list_licenses", ["features@example.com"], 0, "export yes"),
        ("follow_changes", ["valid@example.com"], 0, "User Product is licensed."),
        ("hold_a_license", ["key-product", "UNLI-AAAA-BBBB-CCCC", "give up"], 0, "Another device"),
        ("hold_a_license", ["key-product"], 1, ""),
        ("allocate_licenses", ["acme", "anna", "TSTNU"], 0, "anna now has TSTNU"),
        ("allocate_licenses", ["full", "anna", "TSTNU"], 1, ""),
    ],
)
def test_the_examples_run(
    sandbox: Sandbox, tmp_path: Path, name: str, arguments: list[str], status: int, printed: str
) -> None:
    done = run(sandbox, tmp_path, name, arguments)
    assert done.returncode == status, done.stderr
    assert printed in done.stdout


def test_the_example_that_waits_for_a_change(sandbox: Sandbox, tmp_path: Path) -> None:
    arguments = [str(EXAMPLES / "follow_changes.py"), "valid@example.com", "again"]
    process = subprocess.Popen(
        [sys.executable, "-X", "dev", "-u", *arguments],
        env=environment(sandbox, tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "User Product is licensed.\n"
    sandbox.fault("api_error", status=401, code="authentication_failed")
    printed, _ = process.communicate("\n")
    assert process.returncode == 0
    assert "refused this user's sign-in" in printed


def environment(sandbox: Sandbox, tmp_path: Path) -> dict[str, str]:
    return {
        **os.environ,
        **sandbox.environment,
        "LSAGENT_CACHE_DIR": str(tmp_path / "store"),
        "LSAGENT_PASSWORD": "secret",
        "LSAGENT_UIPATH_URL": sandbox.ready["base_url"],
        "LSAGENT_UIPATH_TOKEN": sandbox.ready["uipath_token"],
    }


def run(
    sandbox: Sandbox, tmp_path: Path, name: str, arguments: list[str]
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "dev", str(EXAMPLES / f"{name}.py"), *arguments],
        env=environment(sandbox, tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
