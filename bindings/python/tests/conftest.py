"""A sandbox for the tests, and agents for it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Callable

import pytest

import lsagent

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
FEATURES: dict[str, Any] = {"username": "features@example.com", "password": "secret"}
VALID: dict[str, Any] = {"username": "valid@example.com", "password": "secret"}


class Sandbox:
    """A server of its own for the tests of a module."""

    def __init__(self, program: Path, state: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [str(program), "--exit-with-stdin", "--state-dir", str(state), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.ready: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.public_key = Path(self.ready["public_key_file"]).read_text()

    @property
    def settings(self) -> dict[str, Any]:
        """What an agent needs to ask it."""
        return {
            "api_key": self.ready["api_key"],
            "shared_key": self.ready["shared_key"],
            "base_url": self.ready["base_url"],
            "ca_file": self.ready.get("ca_file"),
            "response_public_key": self.public_key,
        }

    @property
    def environment(self) -> dict[str, str]:
        """The same for a program."""
        return {
            "LSAGENT_API_KEY": self.ready["api_key"],
            "LSAGENT_SHARED_KEY": self.ready["shared_key"],
            "LSAGENT_BASE_URL": self.ready["base_url"],
            "LSAGENT_PUBLIC_KEY_FILE": self.ready["public_key_file"],
            **({"LSAGENT_CA_FILE": self.ready["ca_file"]} if "ca_file" in self.ready else {}),
        }

    @property
    def client(self) -> dict[str, str]:
        """An OAuth client for a program."""
        return {
            "LSAGENT_CLIENT_ID": self.ready["client_id"],
            "LSAGENT_CLIENT_SECRET": self.ready["client_secret"],
        }

    def control(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.ready["control_url"] + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request) as answer:
            return json.load(answer)

    def fault(self, fault: str, **parameters: object) -> None:
        self.control("POST", "/faults", {"fault": fault, **parameters})

    def requests(self) -> int:
        return len(self.control("GET", "/requests")["requests"])

    def stop(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def sandbox_program() -> Path:
    given = os.environ.get("LSAGENT_SANDBOX")
    program = Path(given) if given else ROOT / "target/release/lsagent-sandbox"
    if not program.is_file():
        pytest.exit(f"{program} is missing: cargo build --release -p lsagent-sandbox", 1)
    return program


@pytest.fixture(scope="session", autouse=True)
def _no_proxies() -> None:
    for name in list(os.environ):
        if name.lower().endswith("_proxy"):
            del os.environ[name]


@pytest.fixture(scope="session")
def _running_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    running = Sandbox(sandbox_program(), tmp_path_factory.mktemp("sandbox"))
    yield running
    running.stop()


@pytest.fixture
def sandbox(_running_sandbox: Sandbox) -> Iterator[Sandbox]:
    """Without faults, and with no request seen."""
    _running_sandbox.control("DELETE", "/requests")
    yield _running_sandbox
    _running_sandbox.control("DELETE", "/faults")


MakeAgent = Callable[..., lsagent.Agent]


@pytest.fixture
def make_agent(sandbox: Sandbox, tmp_path: Path) -> Iterator[MakeAgent]:
    """Makes agents with a store of their own, which are closed when the test ends."""
    agents: list[lsagent.Agent] = []

    def make(**settings: Any) -> lsagent.Agent:
        # A machine that is busy with other things shall not make a test fail.
        common = {"cache_dir": tmp_path / "store", "timeout": 60}
        everything = {**sandbox.settings, **common, **settings}
        agents.append(lsagent.Agent(**everything))
        return agents[-1]

    yield make
    for agent in agents:
        agent.close()


@pytest.fixture
def agent(make_agent: MakeAgent) -> lsagent.Agent:
    return make_agent()


@pytest.fixture
def unraisable(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was raised where nobody could catch it."""
    seen: list[Any] = []

    class Note:
        def __init__(self, hook: Any) -> None:
            self.exc_type = hook.exc_type

    monkeypatch.setattr(sys, "unraisablehook", lambda hook: seen.append(Note(hook)))
    return seen
