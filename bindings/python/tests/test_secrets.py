"""Passwords, keys and tokens are in no text that a program may print."""

from __future__ import annotations

import asyncio
import functools
import traceback
from pathlib import Path
from typing import Any, Callable

import pytest
from conftest import MakeAgent, Sandbox

import lsagent
from lsagent import Policy

SECRETS = {
    "password": "sesame-password",
    "id_token": "sesame-id-token",
    "code": "sesame-code",
    "api_key": "sesame-api-key",
    "shared_key": "sesame-shared-key",
    "access_token": "sesame-access-token",
    "proxy": "sesame-proxy-password",
    "license_key": "sesame-license-key",
}


def everything_said(call: Callable[[], object], *, variables: bool = True) -> str:
    """The exception as tools show it, with the variables of the package's own frames.

    Not where the caller's mistake is in the secret itself, as in text that C cannot take: the
    functions that look at it have it in their hands then, and so has the caller.
    """
    with pytest.raises(Exception) as caught:  # noqa: PT011
        call()
    error: BaseException | None = caught.value
    texts = []
    while error is not None:
        texts += [str(error), repr(error), repr(vars(error)), repr(error.args)]
        trace = traceback.TracebackException.from_exception(error, capture_locals=True)
        ours = [frame for frame in trace.stack if "site-packages/lsagent" in frame.filename]
        assert ours, "the wheel is not what is tested"
        texts += [repr(frame.locals) for frame in ours if variables]
        texts += traceback.format_exception(type(error), error, None)
        error = error.__context__
    return "\n".join(texts)


def refuse(agent: lsagent.Agent, **sign_in: Any) -> list[Callable[[], object]]:
    asked = {"product": "up", "policy": Policy.NETWORK_ONLY, **sign_in}
    return [
        lambda: agent.check(**asked),
        lambda: agent.licenses(**asked),
        lambda: asyncio.run(agent.check_async(**asked)),
        lambda: asyncio.run(agent.licenses_async(**asked)),
    ]


@pytest.mark.parametrize(
    "sign_in",
    [
        {"username": "valid@example.com", "password": SECRETS["password"] + "\ud800"},
        {"username": "valid@example.com", "password": SECRETS["password"] + "\0"},
        {"username": "valid@example.com", "password": SECRETS["password"], "remembered": True},
        {"id_token": SECRETS["id_token"] + "\ud800", "customer_account_code": "acme"},
    ],
)
def test_in_a_mistake(agent: lsagent.Agent, sign_in: dict[str, Any]) -> None:
    for call in refuse(agent, **sign_in):
        assert "sesame" not in everything_said(call, variables=False)


@pytest.mark.parametrize(
    "sign_in",
    [
        {"username": "valid@example.com", "password": SECRETS["password"]},
        {"id_token": SECRETS["id_token"], "customer_account_code": "acme"},
        {"code": SECRETS["code"], "customer_account_code": "acme"},
    ],
)
@pytest.mark.parametrize("fault", [None, "echo_query"])
def test_of_a_user(
    make_agent: MakeAgent, sandbox: Sandbox, sign_in: dict[str, str], fault: str | None
) -> None:
    agent = make_agent()
    if fault:
        sandbox.fault(fault)
    for call in refuse(agent, **sign_in):
        assert "sesame" not in everything_said(call)


def test_of_the_vendor(sandbox: Sandbox, make_agent: MakeAgent) -> None:
    keys = {"api_key": SECRETS["api_key"], "shared_key": SECRETS["shared_key"]}
    proxy = f"http://user:{SECRETS['proxy']}@127.0.0.1:1"
    agent = make_agent(**keys)
    assert "sesame" not in repr(agent) + repr(vars(agent))
    for call in refuse(agent, username="valid@example.com", password="secret"):
        assert "sesame" not in everything_said(call)
    for call in refuse(make_agent(proxy=proxy), username="valid@example.com", password="secret"):
        assert "sesame" not in everything_said(call)
    for wrong in ({"timeout": -1}, {"api_key": "sesame\ud800"}, {"proxy": "sesame:\0"}):
        settings = {**keys, "proxy": proxy, **wrong}
        make = functools.partial(make_agent, **settings)
        assert "sesame" not in everything_said(make, variables=False)


def test_of_a_license(agent: lsagent.Agent, sandbox: Sandbox, tmp_path: Path) -> None:
    key = {"license_key": SECRETS["license_key"]}
    user, old, new = "valid@example.com", SECRETS["password"], "sesame-new-password"
    calls: list[Callable[[], object]] = [
        lambda: agent.activate("key-product", **key),  # type: ignore[arg-type]
        lambda: asyncio.run(agent.activate_async("key-product", **key)),  # type: ignore[arg-type]
        lambda: agent.activate("up", username=user, password=old),
        lambda: agent.change_password(user, old, new),
        lambda: asyncio.run(agent.change_password_async(user, old, new)),
        lambda: agent.offline_request("key-product", tmp_path / "none" / "file", **key),  # type: ignore[arg-type]
    ]
    for call in calls:
        assert "sesame" not in everything_said(call)
    mistakes: list[Callable[[], object]] = [
        lambda: agent.activate("key-product", license_key=SECRETS["license_key"] + "\0"),
        lambda: agent.change_password(user, old, new + "\ud800"),
    ]
    for call in mistakes:
        assert "sesame" not in everything_said(call, variables=False)
    sandbox.fault("echo_query")
    for call in calls[:-1]:
        assert "sesame" not in everything_said(call)


def test_of_credentials() -> None:
    for credentials in (
        lsagent.Credentials.from_password("a@example.com", SECRETS["password"]),
        lsagent.Credentials.from_id_token(SECRETS["id_token"], "acme"),
        lsagent.Credentials.from_code(SECRETS["code"], "acme"),
        lsagent.Credentials.from_license_key(SECRETS["license_key"]),
        lsagent.Credentials.remembered("a@example.com"),
    ):
        shown = repr(credentials) + str(credentials) + f"{credentials}"
        shown += repr([getattr(credentials, name) for name in credentials.__slots__])
        assert "sesame" not in shown
        assert "example.com" not in shown


def test_of_a_suite(sandbox: Sandbox) -> None:
    url, ca_file = sandbox.ready["base_url"], sandbox.ready["ca_file"]
    with lsagent.UiPath(url, SECRETS["access_token"], ca_file=ca_file) as uipath:
        shown = repr(uipath) + repr(vars(uipath))
        shown += everything_said(lambda: uipath.allocate("acme", ["user"], ["RPADEVNU"]))
        shown += everything_said(lambda: uipath.set_access_token("sesame\n"))
        shown += everything_said(lambda: uipath.set_access_token("sesame\ud800"), variables=False)
    shown += everything_said(lambda: lsagent.UiPath(url, "sesame\n", ca_file=ca_file))
    assert "sesame" not in shown


def test_of_the_users_of_a_customer(agent: lsagent.Agent) -> None:
    users = agent.license_users("up", "test@example.com")
    password = users[0].initial_password
    assert password
    assert password not in repr(users) + repr(users[0]) + repr(list(users))
