"""What the library calls: the log, and refreshes."""

from __future__ import annotations

import gc
import json
import threading
import weakref
from typing import Any

import pytest
from conftest import FEATURES, VALID, MakeAgent, Sandbox

import lsagent
from lsagent import LogLevel, Policy, Status


def test_the_log(make_agent: MakeAgent) -> None:
    lines: list[tuple[LogLevel, str]] = []
    agent = make_agent(on_log=lambda *line: lines.append(line), log_level=LogLevel.INFO)
    agent.check("up", **VALID)
    assert lines
    assert all(isinstance(level, LogLevel) for level, _ in lines)
    assert any("up" in text for _, text in lines)
    assert not any("secret" in text or "valid@" in text for _, text in lines)


class Refreshes:
    """Waits for refreshes."""

    def __init__(self) -> None:
        self.seen: list[lsagent.Refresh] = []
        self.came = threading.Semaphore(0)

    def __call__(self, refresh: lsagent.Refresh) -> None:
        self.seen.append(refresh)
        self.came.release()

    def wait(self) -> lsagent.Refresh:
        assert self.came.acquire(timeout=20)
        return self.seen[-1]


def test_a_refresh_that_brings_news(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    refreshes = Refreshes()
    agent = make_agent(on_refresh=refreshes, refresh_after=0)
    agent.check("up", **VALID)
    license = {"id": 7, "product_details": {"short_code": "up"}}
    answer = [{"license": license, "user": {"email": "valid@example.com"}}]
    sandbox.fault("body", body=json.dumps(answer))
    assert agent.check("up", **VALID).source is lsagent.Source.CACHE
    refresh = refreshes.wait()
    assert (refresh.product, refresh.status, refresh.changed) == ("up", Status.OK, True)
    assert refresh.error is None
    assert refresh.licenses is not None
    gc.collect()
    assert [license.id for license in refresh.licenses] == [7]


def test_a_refresh_that_fails(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    refreshes = Refreshes()
    agent = make_agent(on_refresh=refreshes, refresh_after=0)
    agent.check("up", **VALID)
    sandbox.fault("api_error", status=401, code="authentication_failed")
    agent.check("up", **VALID)
    refresh = refreshes.wait()
    assert refresh.status is Status.CREDENTIALS
    assert isinstance(refresh.error, lsagent.CredentialsError)
    assert refresh.licenses is None
    assert not refresh.changed


def test_what_a_callback_raises_goes_to_the_hook(
    make_agent: MakeAgent, unraisable: list[Any], sandbox: Sandbox
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("from the callback")

    came = threading.Event()

    def fail_later(_: lsagent.Refresh) -> None:
        came.set()
        raise KeyError("from the refresh")

    agent = make_agent(
        on_log=fail, log_level=LogLevel.DEBUG, on_refresh=fail_later, refresh_after=0
    )
    assert agent.check("up", **VALID)
    sandbox.fault("api_error", status=401, code="authentication_failed")
    assert agent.check("up", **VALID)
    assert came.wait(20)
    agent.close()
    assert {ValueError, KeyError} == {each.exc_type for each in unraisable}


def test_callbacks_need_not_be_kept(make_agent: MakeAgent) -> None:
    """The application may drop them: the agent has them for as long as it lives, and no longer."""

    class Log:
        def __init__(self) -> None:
            self.lines = 0

        def __call__(self, level: LogLevel, message: str) -> None:
            self.lines += 1

    def make() -> tuple[lsagent.Agent, weakref.ref[Log]]:
        log = Log()
        return make_agent(on_log=log, log_level=LogLevel.DEBUG), weakref.ref(log)

    agent, log = make()
    gc.collect()
    agent.check("up", **VALID)
    alive = log()
    assert alive is not None
    assert alive.lines > 0


def test_an_agent_in_a_cycle_with_its_callback_is_collected(sandbox: Sandbox) -> None:
    class Application:
        def __init__(self) -> None:
            self.agent = lsagent.Agent(
                **sandbox.settings, on_log=self.log, cache_enabled=False, on_refresh=print
            )

        def log(self, level: LogLevel, message: str) -> None:
            pass

    application = weakref.ref(Application())
    with pytest.warns(ResourceWarning, match="unclosed"):
        gc.collect()
    assert application() is None


def test_garbage_is_collected_in_callbacks(make_agent: MakeAgent) -> None:
    agent = make_agent(on_log=lambda *_: gc.collect(), log_level=LogLevel.DEBUG)
    for _ in range(20):
        assert agent.licenses("up", policy=Policy.NETWORK_ONLY, **FEATURES)[0].product_features


def test_an_agent_is_closed_from_a_callback(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    closed = threading.Event()

    def close(_: lsagent.Refresh) -> None:
        agent.close()
        closed.set()

    agent = make_agent(on_refresh=close, refresh_after=0)
    agent.check("up", **VALID)
    sandbox.fault("api_error", status=401, code="authentication_failed")
    agent.check("up", **VALID)
    assert closed.wait(20)
    with pytest.raises(RuntimeError, match="closed"):
        agent.check("up", **VALID)
