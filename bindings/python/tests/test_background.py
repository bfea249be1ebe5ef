"""Calls of coroutines."""

from __future__ import annotations

import asyncio
import gc
import threading
from typing import Any

import pytest
from conftest import FEATURES, VALID, MakeAgent, Sandbox

import lsagent
from lsagent import Policy


def test_the_three_calls(agent: lsagent.Agent) -> None:
    async def ask() -> tuple[lsagent.Entitlement, lsagent.Licenses, lsagent.LicenseUsers]:
        return await asyncio.gather(
            agent.check_async("up", "export", **FEATURES),
            agent.licenses_async("up", **FEATURES),
            agent.license_users_async("up", "test@example.com"),
        )

    entitlement, licenses, users = asyncio.run(ask())
    assert entitlement
    assert licenses[0].holder is not None
    assert users.customer.email == "test@example.com"
    assert asyncio.run(agent.check_async("up", policy=Policy.CACHE_ONLY, **FEATURES))


def test_failures_are_raised_where_they_are_awaited(agent: lsagent.Agent) -> None:
    with pytest.raises(lsagent.CredentialsError):
        asyncio.run(agent.check_async("up", username="valid@example.com", password="wrong"))
    with pytest.raises(TypeError):
        asyncio.run(agent.check_async("up"))


def test_the_loop_goes_on(agent: lsagent.Agent, sandbox: Sandbox) -> None:
    """Of two events the one that needs the loop comes first, because the server waits for it."""
    sandbox.fault("silent")

    async def ask() -> bool:
        call = asyncio.ensure_future(agent.check_async("up", policy=Policy.NETWORK_ONLY, **VALID))
        for _ in range(100):
            await asyncio.sleep(0)
        was_waiting = not call.done()
        call.cancel()
        with pytest.raises(asyncio.CancelledError):
            await call
        return was_waiting

    assert asyncio.run(ask())


def test_cancelling_a_coroutine_cancels_the_call(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    """The agent's thread is told, too: closing has nothing left to wait for."""
    outcomes: list[lsagent.Entitlement] = []
    agent = make_agent(timeout=60, cache_enabled=False)
    sandbox.fault("silent", times=1)

    async def ask() -> None:
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(agent.check_async("up", **VALID), 0.05)
        # Of another user: the same question would join the request, which goes on.
        outcomes.append(await agent.check_async("up", **FEATURES))

    asyncio.run(ask())
    assert outcomes
    receivers_are_gone()


def receivers_are_gone() -> None:
    """Every task has delivered; a cancelled one does so soon."""
    from lsagent._questions import under_way

    pause = threading.Event()
    for _ in range(500):
        if not under_way:
            return
        pause.wait(0.01)
    assert not under_way


def test_closing_the_agent_ends_what_is_awaited(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    sandbox.fault("silent")

    async def ask() -> None:
        async with make_agent(timeout=60) as agent:
            call = asyncio.ensure_future(agent.check_async("up", **VALID))
            await asyncio.sleep(0)
        with pytest.raises(lsagent.CallCancelledError):
            await call
        with pytest.raises(RuntimeError, match="closed"):
            await agent.check_async("up", **VALID)

    asyncio.run(ask())


def test_a_loop_that_is_closed_before_the_answer_comes(
    make_agent: MakeAgent, sandbox: Sandbox, unraisable: list[Any]
) -> None:
    agent = make_agent(timeout=60)
    sandbox.fault("silent")
    loop = asyncio.new_event_loop()
    call = agent.check_async("up", **VALID)
    task = loop.create_task(call)
    loop.run_until_complete(asyncio.sleep(0))
    loop.close()
    agent.close()
    receivers_are_gone()
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    del task
    call.close()
    gc.collect()
    assert unraisable == []


def test_one_agent_for_two_loops_and_a_thread(agent: lsagent.Agent) -> None:
    answers: list[lsagent.Entitlement] = []

    async def ask() -> None:
        answers.extend(await asyncio.gather(*(agent.check_async("up", **VALID) for _ in range(20))))

    threads = [threading.Thread(target=asyncio.run, args=(ask(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    answers.extend(agent.check("up", **VALID) for _ in range(20))
    for thread in threads:
        thread.join()
    assert len(answers) == 60
    assert all(answers)


def test_many_cancelled_at_any_moment(agent: lsagent.Agent) -> None:
    async def ask() -> None:
        for turn in range(200):
            call = asyncio.ensure_future(agent.check_async("up", **VALID))
            for _ in range(turn % 7):
                await asyncio.sleep(0)
            call.cancel()
            await asyncio.gather(call, return_exceptions=True)

    asyncio.run(ask())
    receivers_are_gone()
    assert agent.check("up", **VALID)
