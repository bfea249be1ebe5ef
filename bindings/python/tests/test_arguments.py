"""Wrong arguments get an exception that names them: never a crash, never another meaning."""

from __future__ import annotations

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from conftest import VALID, MakeAgent, Sandbox

import lsagent

TEXT_ARGUMENTS = [
    ("check", "product"),
    ("check", "feature"),
    ("check", "username"),
    ("check", "password"),
    ("licenses", "product"),
    ("license_users", "product"),
    ("license_users", "customer_email"),
]


def arguments(method: str) -> dict[str, Any]:
    if method == "license_users":
        return {"product": "up", "customer_email": "test@example.com"}
    return {"product": "up", **VALID}


@pytest.mark.parametrize(("method", "name"), TEXT_ARGUMENTS)
@pytest.mark.parametrize("value", ["lone \ud800 surrogate", "with \0 NUL", "\udcff"])
def test_text_that_c_cannot_take(agent: lsagent.Agent, method: str, name: str, value: str) -> None:
    with pytest.raises(ValueError, match=name) as caught:
        getattr(agent, method)(**{**arguments(method), name: value})
    assert isinstance(caught.value, lsagent.InvalidArgumentError)
    assert value not in str(caught.value)
    assert caught.value.__context__ is None


@pytest.mark.parametrize(("method", "name"), TEXT_ARGUMENTS)
@pytest.mark.parametrize("value", [b"bytes", 1, 1.5, object(), ["up"]])
def test_what_is_no_text(agent: lsagent.Agent, method: str, name: str, value: object) -> None:
    with pytest.raises(TypeError, match=name):
        getattr(agent, method)(**{**arguments(method), name: value})


@pytest.mark.parametrize(("method", "name"), TEXT_ARGUMENTS)
def test_none_where_a_text_is_needed(agent: lsagent.Agent, method: str, name: str) -> None:
    if name == "feature":
        assert agent.check(**{**arguments(method), name: None})
        return
    with pytest.raises(TypeError, match=name):
        getattr(agent, method)(**{**arguments(method), name: None})


@pytest.mark.parametrize("value", ["", "x" * 1025])
def test_text_that_the_library_refuses(agent: lsagent.Agent, value: str) -> None:
    with pytest.raises(lsagent.InvalidArgumentError, match="product"):
        agent.check(value, **VALID)
    with pytest.raises(ValueError, match="feature"):
        agent.licenses("up", **VALID).check("up", value)


@pytest.mark.parametrize(
    "sign_in",
    [
        {},
        {"username": "a@example.com"},
        {"password": "secret"},
        {"username": "a@example.com", "password": "secret", "remembered": True},
        {"username": "a@example.com", "password": "secret", "id_token": "token"},
        {"id_token": "token"},
        {"code": "code"},
        {"username": "a@example.com", "password": "s", "customer_account_code": "acme"},
        {"id_token": "t", "customer_account_code": "acme", "redirect_uri": "https://localhost"},
        {"credentials": "a@example.com"},
        {"remembered": 7},
        {"remembered": None},
    ],
)
def test_a_sign_in_that_is_not_clear(agent: lsagent.Agent, sign_in: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        agent.check("up", **sign_in)


@pytest.mark.parametrize("policy", [4, -1, 2**32, 2**64, "cache-first", None])
def test_a_policy_that_is_none(agent: lsagent.Agent, sandbox: Sandbox, policy: Any) -> None:
    with pytest.raises(ValueError, match="Policy"):
        agent.check("up", policy=policy, **VALID)
    assert sandbox.requests() == 0


@pytest.mark.parametrize(
    ("setting", "value", "error"),
    [
        ("api_key", None, lsagent.InvalidArgumentError),
        ("api_key", 1, TypeError),
        ("api_key", "", lsagent.InvalidArgumentError),
        ("api_key", "k\ud800", ValueError),
        ("shared_key", b"bytes", TypeError),
        ("shared_key", "s\0", ValueError),
        ("base_url", "ftp://example.com", lsagent.InvalidArgumentError),
        ("base_url", 1, TypeError),
        ("response_public_key", "no key", lsagent.InvalidArgumentError),
        ("timeout", 0, lsagent.InvalidArgumentError),
        ("timeout", -1, ValueError),
        ("timeout", 4294967.301, ValueError),  # Cut to 32 bits it would be 5 ms.
        ("timeout", float("nan"), ValueError),
        ("timeout", float("inf"), ValueError),
        ("timeout", 1e300, ValueError),
        ("timeout", "5", TypeError),
        ("connect_timeout", 3601, lsagent.InvalidArgumentError),
        ("max_response_bytes", 1023, lsagent.InvalidArgumentError),
        ("max_response_bytes", 2**64 + 4096, ValueError),
        ("max_response_bytes", 4096.0, TypeError),
        ("offline_grace", -1, lsagent.InvalidArgumentError),
        ("offline_grace", 2**64 + 1, ValueError),
        ("refresh_after", -1, lsagent.InvalidArgumentError),
        ("refresh_after", None, None),
        ("proxy", "gopher://proxy", lsagent.InvalidArgumentError),
        ("pinned_public_key", "sha256//AAAA", lsagent.InvalidArgumentError),
        ("ca_file", 1, TypeError),
        ("ca_file", Path("with\0NUL"), ValueError),
        ("ca_file", b"/bytes", TypeError),
        ("cache_dir", "\udcff", ValueError),
        ("cache_enabled", 1, TypeError),
        ("remember", None, TypeError),
        ("remember", 2, TypeError),
        ("remember", lsagent.Remember.PLATFORM_ONLY, None),
        ("product_ids", {"up": 1, "other": 2**63 - 1}, None),
        ("product_ids", {"up": 0}, lsagent.InvalidArgumentError),
        ("product_ids", {"up": 0, "other": 1}, lsagent.InvalidArgumentError),
        ("product_ids", {"up": 2**63}, lsagent.InvalidArgumentError),
        ("product_ids", {"up": "1"}, TypeError),
        ("product_ids", {1: 1}, TypeError),
        ("product_ids", {"": 1}, lsagent.InvalidArgumentError),
        ("device_id", "", lsagent.InvalidArgumentError),
        ("app", ("name",), ValueError),
        ("app", ("na me", "1"), lsagent.InvalidArgumentError),
        ("on_log", "print", TypeError),
        ("on_refresh", 1, TypeError),
        ("log_level", 9, None),
    ],
)
def test_settings(
    make_agent: MakeAgent, setting: str, value: Any, error: type[Exception] | None
) -> None:
    if error is None:
        assert make_agent(**{setting: value})
        return
    with pytest.raises(error):
        make_agent(**{setting: value})


def test_a_level_of_the_log_that_is_none(make_agent: MakeAgent) -> None:
    with pytest.raises(ValueError, match="LogLevel"):
        make_agent(on_log=print, log_level=9)


KEYS = {"api_key": "key", "shared_key": "shared"}
CLIENT = {"client_id": "client", "client_secret": "secret"}


@pytest.mark.parametrize(
    ("settings", "error", "message"),
    [
        ({}, lsagent.ConfigError, "API key"),
        ({**KEYS, **CLIENT}, lsagent.ConfigError, "OAuth"),
        ({"shared_key": "shared"}, lsagent.InvalidArgumentError, "api_key"),
        ({"api_key": "key"}, lsagent.InvalidArgumentError, "shared_key"),
        ({"client_id": "client"}, lsagent.InvalidArgumentError, "client_secret"),
        ({"client_secret": "secret"}, lsagent.InvalidArgumentError, "client_id"),
        ({"token_url": "https://example.com"}, lsagent.InvalidArgumentError, "client_id"),
        ({**KEYS, "token_url": "https://example.com"}, lsagent.InvalidArgumentError, "client_id"),
        ({**CLIENT, "token_url": "http://example.com"}, lsagent.InvalidArgumentError, "token_url"),
        ({**CLIENT, "token_url": 1}, TypeError, "token_url"),
        ({**CLIENT, "client_secret": b"bytes"}, TypeError, "client_secret"),
        ({**CLIENT, "client_id": "c\0"}, ValueError, "client_id"),
        ({**KEYS, "remember": True, "cache_enabled": False}, lsagent.ConfigError, "remember"),
    ],
)
def test_an_agent_needs_its_keys_or_a_client(
    settings: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        lsagent.Agent(**settings)


def test_credentials_are_made_by_their_functions() -> None:
    with pytest.raises(TypeError, match="from_password"):
        lsagent.Credentials()
    with pytest.raises(TypeError, match="username"):
        lsagent.Credentials.from_password(None, "secret")  # type: ignore[arg-type]


@pytest.mark.parametrize("duplicate", [pickle.dumps, copy.deepcopy])
def test_handles_are_not_duplicated(agent: lsagent.Agent, duplicate: Any) -> None:
    """Two objects that free the same handle would be a crash to come."""
    credentials = lsagent.Credentials.from_password("valid@example.com", "secret")
    licenses = agent.licenses("up", credentials=credentials)
    for thing in (agent, credentials, licenses, agent.check("up", credentials=credentials)):
        with pytest.raises(TypeError, match="pickle"):
            duplicate(thing)
    # A shallow copy has the same handle, which goes with the last of the two.
    again = copy.copy(licenses)
    del licenses
    assert again[0].id is not None
