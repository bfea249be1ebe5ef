"""A failure has a class of its own, and says what it was."""

from __future__ import annotations

import pickle
import threading
from typing import Any

import pytest
from conftest import VALID, MakeAgent, Sandbox

import lsagent
from lsagent import Policy, Status


@pytest.mark.parametrize(
    ("fault", "kind", "parent"),
    [
        ({"fault": "reset", "when": "request"}, lsagent.NetworkError, lsagent.ConnectivityError),
        ({"fault": "silent"}, lsagent.CallTimeoutError, TimeoutError),
        ({"fault": "html"}, lsagent.ResponseError, lsagent.AnswerError),
        ({"fault": "signature", "how": "missing"}, lsagent.SignatureError, lsagent.AnswerError),
        (
            {"fault": "somebody_else", "email": "trial@example.com"},
            lsagent.MismatchError,
            lsagent.AnswerError,
        ),
        ({"fault": "status", "status": 503}, lsagent.ServerError, lsagent.LsAgentError),
        ({"fault": "status", "status": 429}, lsagent.RateLimitedError, lsagent.LsAgentError),
        (
            {"fault": "api_error", "status": 400, "code": "some_code"},
            lsagent.RefusedError,
            lsagent.LsAgentError,
        ),
    ],
    ids=lambda value: value["fault"] if isinstance(value, dict) else None,
)
def test_kinds(
    make_agent: MakeAgent, sandbox: Sandbox, fault: dict[str, Any], kind: type, parent: type
) -> None:
    # Enough for every retry, except where it is the time that is to run out.
    agent = make_agent(timeout=0.5 if fault["fault"] == "silent" else 60)
    sandbox.fault(**fault)
    with pytest.raises(kind) as caught:
        agent.licenses("up", policy=Policy.NETWORK_ONLY, **VALID)
    error = caught.value
    assert isinstance(error, parent)
    assert isinstance(error, lsagent.LsAgentError)
    assert str(error)
    assert error.http_status == fault.get("status", error.http_status)
    retryable = {Status.NETWORK, Status.TIMEOUT, Status.RATE_LIMITED, Status.SERVER}
    assert error.is_retryable is (error.status in retryable)


def test_what_the_server_said(agent: lsagent.Agent) -> None:
    with pytest.raises(lsagent.CredentialsError) as caught:
        agent.check("up", username="valid@example.com", password="wrong")
    assert caught.value.status is Status.CREDENTIALS
    assert caught.value.code == "authentication_failed"
    assert caught.value.http_status == 401
    with pytest.raises(lsagent.RefusedError) as refused:
        agent.check("no-such-product", **VALID)
    assert refused.value.code == "unknown_product"


def test_the_store_has_its_kinds(make_agent: MakeAgent) -> None:
    with pytest.raises(lsagent.NotCachedError):
        make_agent().check("up", policy=Policy.CACHE_ONLY, **VALID)
    agent = make_agent(offline_grace=0)
    agent.check("up", **VALID)
    pause = threading.Event()
    with pytest.raises(lsagent.CacheExpiredError):
        while agent.check("up", policy=Policy.CACHE_ONLY, **VALID):
            pause.wait(0.05)


def test_a_wrong_authority_and_a_wrong_key(make_agent: MakeAgent, tmp_path: Any) -> None:
    with pytest.raises(lsagent.ConfigError):
        make_agent(ca_file=tmp_path / "missing.pem").check("up", **VALID)
    with pytest.raises(lsagent.ApiKeyError):
        make_agent(api_key="revoked-api-key").check("up", **VALID)
    with pytest.raises(lsagent.ProxyError):
        make_agent(proxy="http://127.0.0.1:1").check("up", **VALID)
    with pytest.raises(lsagent.TlsError):
        make_agent(ca_file="/etc/ssl/certs/ca-certificates.crt").check("up", **VALID)


def test_each_status_has_a_class() -> None:
    from lsagent._errors import _BY_STATUS

    assert set(_BY_STATUS) == set(Status) - {Status.OK}
    for status, kind in _BY_STATUS.items():
        assert kind.status == status
        assert getattr(lsagent, kind.__name__) is kind


def test_an_error_survives_pickling(agent: lsagent.Agent) -> None:
    """From a process of a pool, say."""
    with pytest.raises(lsagent.CredentialsError) as caught:
        agent.check("up", username="valid@example.com", password="wrong")
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is lsagent.CredentialsError
    assert str(again) == str(caught.value)
    assert (again.code, again.http_status) == ("authentication_failed", 401)
    timeout = pickle.loads(pickle.dumps(lsagent.CallTimeoutError("late", is_retryable=True)))
    assert timeout.is_retryable
