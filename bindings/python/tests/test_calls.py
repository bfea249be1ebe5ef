"""Each call is described once: its twin for coroutines, its types and its documentation agree."""

from __future__ import annotations

import ast
import asyncio
import inspect
from pathlib import Path
from typing import Any, Callable

import pytest

import lsagent
from lsagent import Activation, Agent, Credentials, Policy, Seat
from lsagent._credentials import credentials_of, key_or_sign_in
from lsagent._sso import SignIn

CALLS = {
    Agent: [
        *("activate", "change_password", "check", "fetch_product", "license_users", "licenses"),
        *("request_trial", "sso_sign_in"),
    ],
    Activation: [
        *("acquire_seat", "borrow", "check", "deactivate", "release", "releases", "return_seat"),
        *("set_variables", "sync", "variables"),
    ],
    Seat: ["release"],
}


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in CALLS.items() for name in names]
)
def test_the_twin_for_coroutines_takes_the_same(kind: type, name: str) -> None:
    blocking, awaited = getattr(kind, name), getattr(kind, name + "_async")
    assert inspect.iscoroutinefunction(awaited)
    assert inspect.signature(blocking) == inspect.signature(awaited)


def test_no_call_is_without_its_twin() -> None:
    for kind, names in CALLS.items():
        twins = [name for name in dir(kind) if name.endswith("_async")]
        assert twins == sorted(name + "_async" for name in names)


def keys_of(module: str, name: str) -> list[str]:
    """The keys of a TypedDict, which only type checkers see."""
    tree = ast.parse((Path(lsagent.__file__).parent / module).read_text("utf-8"))
    classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    (found,) = [node for node in classes if node.name == name]
    fields = [node for node in found.body if isinstance(node, ast.AnnAssign)]
    return [node.target.id for node in fields if isinstance(node.target, ast.Name)]


@pytest.mark.parametrize(
    ("module", "typed", "taken", "described"),
    [
        ("_credentials.py", "SignInArguments", credentials_of, Agent.check),
        ("_credentials.py", "ActivationArguments", key_or_sign_in, Agent.activate),
        ("_sso.py", "SsoArguments", SignIn, Agent.sso_sign_in),
    ],
)
def test_what_is_typed_is_taken_and_described(
    module: str, typed: str, taken: Callable[..., object], described: Callable[..., object]
) -> None:
    parameters = inspect.signature(taken).parameters.values()
    keywords = [each.name for each in parameters if each.kind is inspect.Parameter.KEYWORD_ONLY]
    assert keys_of(module, typed) == keywords
    documentation = inspect.getdoc(described) or ""
    # "name:" or "name, other:" begins the description of a parameter.
    heads = [line.split(":")[0] for line in documentation.splitlines() if ":" in line]
    named = {word.strip() for head in heads for word in head.split(",")}
    assert not set(keywords) - named


def each_way(agent: Agent, **sign_in: Any) -> list[Callable[[], object]]:
    return [
        lambda: agent.check("up", **sign_in),
        lambda: agent.licenses("up", **sign_in),
        lambda: asyncio.run(agent.check_async("up", **sign_in)),
        lambda: asyncio.run(agent.licenses_async("up", **sign_in)),
    ]


def test_a_keyword_that_is_unknown_is_named(agent: Agent) -> None:
    for call in each_way(agent, usrname="a@example.com"):
        with pytest.raises(TypeError, match="unexpected keyword argument 'usrname'"):
            call()
    with pytest.raises(TypeError, match="unexpected keyword argument 'prot'"):
        agent.sso_sign_in("up", "acme", prot=1)  # type: ignore[call-arg]


def test_credentials_and_their_short_form_ask_the_same(agent: Agent) -> None:
    credentials = Credentials.from_password("features@example.com", "secret")
    short = {"username": "features@example.com", "password": "secret"}
    for whole, brief in zip(each_way(agent, credentials=credentials), each_way(agent, **short)):
        assert type(whole()) is type(brief())
    by_credentials = agent.check("up", "export", credentials=credentials)
    by_keywords = agent.check("up", "export", policy=Policy.NETWORK_ONLY, **short)  # type: ignore[arg-type]
    assert by_credentials.allowed is by_keywords.allowed is True


def test_what_is_not_given_may_be_none(agent: Agent) -> None:
    for call in each_way(
        agent,
        credentials=None,
        id_token=None,
        code=None,
        username="trial@example.com",
        password="secret",
    ):
        assert call()
    for call in each_way(agent, username=None, password=None):
        with pytest.raises(TypeError, match="given: none"):
            call()
