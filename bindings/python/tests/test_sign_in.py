"""The vendor's OAuth client, and sign-ins that are remembered."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import VALID, MakeAgent, Sandbox

import lsagent
from lsagent import Policy, Source

NO_KEYS = {"api_key": None, "shared_key": None}


def client(sandbox: Sandbox, **more: Any) -> dict[str, Any]:
    ready = sandbox.ready
    names = {"client_id": ready["client_id"], "client_secret": ready["client_secret"]}
    return {**NO_KEYS, **names, **more}


def asked(sandbox: Sandbox) -> list[str]:
    seen = sandbox.control("GET", "/requests")["requests"]
    return [request["path"].rpartition("/")[2] for request in seen]


def test_a_token_url_that_is_given(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    agent = make_agent(**client(sandbox, token_url=sandbox.ready["token_url"]))
    for _ in range(2):
        assert agent.licenses("up", policy=Policy.NETWORK_ONLY, **VALID)
    assert asked(sandbox) == ["token", "user_licenses", "user_licenses"]
    assert agent.check("up", policy=Policy.CACHE_ONLY, **VALID)


def test_a_token_url_that_the_server_names(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    agent = make_agent(**client(sandbox))
    assert agent.check("up", **VALID)
    assert asked(sandbox) == ["oauth_url", "token", "user_licenses"]


@pytest.mark.parametrize("wrong", ["client_id", "client_secret"])
def test_a_client_that_is_refused(make_agent: MakeAgent, sandbox: Sandbox, wrong: str) -> None:
    agent = make_agent(**client(sandbox, **{wrong: "sesame-wrong"}))
    with pytest.raises(lsagent.ApiKeyError) as caught:
        agent.check("up", **VALID)
    assert caught.value.code == "invalid_client"


def test_no_secret_of_the_client_is_shown(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    from test_secrets import everything_said

    secrets = {"client_id": "sesame-id", "client_secret": "sesame-secret"}
    url = sandbox.ready["token_url"] + "?sesame=1"
    agent = make_agent(**NO_KEYS, **secrets, token_url=url)
    assert "sesame" not in repr(agent) + repr(vars(agent)) + repr(vars(agent._handle))
    assert "sesame" not in everything_said(lambda: agent.check("up", **VALID))
    for wrong in ({"timeout": -1}, {"api_key": "sesame", "shared_key": "sesame"}):
        settings = {**sandbox.settings, **NO_KEYS, **secrets, "token_url": url, **wrong}
        assert "sesame" not in everything_said(functools.partial(lsagent.Agent, **settings))
    for name in (*secrets, "token_url"):
        settings = {**NO_KEYS, **secrets, name: "sesame\ud800"}
        said = everything_said(functools.partial(make_agent, **settings), variables=False)
        assert "sesame" not in said


# Whoever is remembered lies in the sealed store where no Secret Service is to be found: nobody's own
# is asked by a test.
REMEMBER = """
import os, sys, time
import lsagent
from lsagent import Policy
settings, who = {settings!r}, {who!r}
def asks(username=True):
    with lsagent.Agent(**settings, remember=True) as agent:
        return agent.licenses("up", remembered=username, policy=Policy.NETWORK_ONLY)
def until(is_so):
    for _ in range(1000):
        if is_so():
            return
        time.sleep(0.01)
    sys.exit("it does not come to that")
def is_remembered(username=True):
    try:
        return bool(asks(username))
    except lsagent.NotCachedError:
        return False
with lsagent.Agent(**settings, remember=True) as agent:
    agent.licenses("up", policy=Policy.NETWORK_ONLY, **who)
    until(is_remembered)
for username in (True, who["username"]):
    assert asks(username).source is lsagent.Source.NETWORK
for folder, _, files in os.walk(settings["cache_dir"]):
    for name in files:
        with open(os.path.join(folder, name), "rb") as file:
            assert b"secret" not in file.read()
with lsagent.Agent(**settings) as agent:
    try:
        agent.licenses("up", remembered=True, policy=Policy.NETWORK_ONLY)
        sys.exit("asked without remember")
    except lsagent.InvalidArgumentError:
        pass
with lsagent.Agent(**settings, remember=True) as agent:
    agent.forget()
assert not is_remembered()
assert not is_remembered(who["username"])
print("done")
"""


def test_a_sign_in_is_remembered(sandbox: Sandbox, tmp_path: Path) -> None:
    settings = {**sandbox.settings, "cache_dir": str(tmp_path / "store"), "timeout": 60}
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", REMEMBER.format(settings=settings, who=VALID)],
        env=without_a_secret_service(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "done\n")


def without_a_secret_service(home: Path) -> dict[str, str]:
    surroundings = {"DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY"}
    kept = {name: value for name, value in os.environ.items() if name not in surroundings}
    folders = ("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    return {**kept, **{name: str(home) for name in folders}}


def test_nothing_is_remembered_unasked(make_agent: MakeAgent) -> None:
    agent = make_agent()
    assert agent.check("up", **VALID)
    assert agent.check("up", remembered=True).source is Source.CACHE
    with pytest.raises(lsagent.InvalidArgumentError):
        agent.check("up", remembered=True, policy=Policy.NETWORK_ONLY)
