"""Floating seats: taken, shared, lost, borrowed, and let go in every way."""

from __future__ import annotations

import asyncio
import copy
import gc
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeAgent, Sandbox

import lsagent
from lsagent import Decision, Policy, SeatEvent

FLOATING = "FLOA-AAAA-BBBB-CCCC"


@pytest.fixture
def agent(sandbox: Sandbox, make_agent: MakeAgent, tmp_path: Path) -> Iterator[lsagent.Agent]:
    sandbox.control("DELETE", "/state")
    yield make_agent(device_id=tmp_path.name)
    sandbox.control("DELETE", "/state")


@pytest.fixture
def activation(agent: lsagent.Agent) -> lsagent.Activation:
    return agent.activate("key-product", license_key=FLOATING)


def take_all_seats(sandbox: Sandbox) -> None:
    taken = {"license_key": FLOATING, "free_all": True, "take": ["first", "second"]}
    sandbox.control("PUT", "/state/seats", taken)


def is_held(seat: lsagent.Seat) -> bool:
    return seat.is_held


def holders(sandbox: Sandbox) -> int:
    answer = sandbox.control("PUT", "/state/seats", {"license_key": FLOATING})
    in_use: int = answer["seats"]["in_use"]
    return in_use


def test_a_seat_is_held_while_the_block_runs(activation: lsagent.Activation) -> None:
    assert activation.check().decision is Decision.DENIED_NO_SEAT
    with activation.acquire_seat() as seat:
        assert is_held(seat)
        end = seat.expires_at
        assert end is not None
        assert timedelta() < end - datetime.now(timezone.utc) <= timedelta(minutes=10)
        assert activation.check()
        assert repr(seat) == "<lsagent.Seat: held>"
    assert not is_held(seat)
    assert seat.expires_at is None
    assert repr(seat) == "<lsagent.Seat: closed>"
    seat.release()


def test_releasing_says_what_came_of_it(sandbox: Sandbox, activation: lsagent.Activation) -> None:
    seat = activation.acquire_seat()
    other = activation.acquire_seat()
    seat.release()
    assert not is_held(seat)
    assert is_held(other)
    assert holders(sandbox) == 1
    other.release()
    other.release()
    assert holders(sandbox) == 0


def test_a_seat_that_nobody_has_any_more_is_released(
    sandbox: Sandbox, activation: lsagent.Activation
) -> None:
    seat = activation.acquire_seat()
    assert holders(sandbox) == 1
    del seat
    gc.collect()
    deadline = time.monotonic() + 30
    while holders(sandbox) > 0:
        assert time.monotonic() < deadline, "it is released in the background"
        time.sleep(0.01)


def test_a_seat_stays_where_it_is_to(
    sandbox: Sandbox, make_agent: MakeAgent, tmp_path: Path
) -> None:
    sandbox.control("DELETE", "/state")
    agent = make_agent(device_id=tmp_path.name, release_seats=False)
    agent.activate("key-product", license_key=FLOATING).acquire_seat().close()
    agent.close()
    assert holders(sandbox) == 1
    sandbox.control("DELETE", "/state")


def test_all_seats_are_taken(sandbox: Sandbox, activation: lsagent.Activation) -> None:
    take_all_seats(sandbox)
    with pytest.raises(lsagent.NoSeatError) as raised:
        activation.acquire_seat()
    assert raised.value.code == "floating_not_available"


def test_what_does_not_float_has_no_seats(agent: lsagent.Agent) -> None:
    activation = agent.activate("key-product", license_key="FEAT-AAAA-BBBB-CCCC")
    with pytest.raises(lsagent.NotAllowedError):
        activation.acquire_seat()
    with pytest.raises(lsagent.NotAllowedError):
        activation.acquire_seat("export")
    with activation.acquire_seat("solver") as seat:
        assert is_held(seat)
        assert activation.check("solver")


def test_a_loss_is_reported(sandbox: Sandbox, activation: lsagent.Activation) -> None:
    heard: list[tuple[SeatEvent, Any, str]] = []
    lost = threading.Event()

    def hear(event: SeatEvent, error: lsagent.LsAgentError | None) -> None:
        heard.append((event, error, threading.current_thread().name))
        lost.set()

    seat = activation.acquire_seat(on_event=hear)
    take_all_seats(sandbox)
    assert activation.check(policy=Policy.NETWORK_ONLY).decision is Decision.DENIED_NO_SEAT
    assert lost.wait(30)
    assert not is_held(seat)
    ((event, error, thread),) = heard
    assert event is SeatEvent.LOST
    assert isinstance(error, lsagent.NoSeatError)
    assert thread != threading.main_thread().name


def test_the_callback_may_close_everything(
    sandbox: Sandbox, agent: lsagent.Agent, activation: lsagent.Activation
) -> None:
    done = threading.Event()

    def close_all(_: SeatEvent, __: object) -> None:
        seat.close()
        activation.close()
        agent.close()
        done.set()

    seat = activation.acquire_seat(on_event=close_all)
    take_all_seats(sandbox)
    try:
        activation.check(policy=Policy.NETWORK_ONLY)
    except (lsagent.CallCancelledError, RuntimeError):
        # The agent was closed meanwhile.
        pass
    assert done.wait(30)


def test_an_exception_of_the_callback_is_not_lost(
    sandbox: Sandbox, activation: lsagent.Activation, unraisable: list[Any]
) -> None:
    called = threading.Event()

    def fail(_: SeatEvent, __: object) -> None:
        called.set()
        raise ValueError("on purpose")

    seat = activation.acquire_seat(on_event=fail)
    take_all_seats(sandbox)
    activation.check(policy=Policy.NETWORK_ONLY)
    assert called.wait(30)
    activation._agent.close()
    assert not is_held(seat)
    assert [each.exc_type for each in unraisable] == [ValueError]


def test_a_seat_that_is_closed_hears_no_more(
    sandbox: Sandbox, activation: lsagent.Activation
) -> None:
    heard: list[SeatEvent] = []
    seat = activation.acquire_seat(on_event=lambda event, _: heard.append(event))
    other = activation.acquire_seat()
    seat.close()
    take_all_seats(sandbox)
    activation.check(policy=Policy.NETWORK_ONLY)
    activation._agent.close()
    assert not is_held(other)
    assert heard == []


def test_a_coroutine_holds_a_seat(sandbox: Sandbox, activation: lsagent.Activation) -> None:
    async def story() -> None:
        with await activation.acquire_seat_async() as seat:
            assert is_held(seat)
            assert await activation.check_async()
            await seat.release_async()
        assert holders(sandbox) == 0
        await activation.borrow_async()
        assert await activation.check_async()
        await activation.return_seat_async()
        take_all_seats(sandbox)
        with pytest.raises(lsagent.NoSeatError):
            await activation.acquire_seat_async()

    asyncio.run(story())


def test_a_seat_is_borrowed_and_returned(sandbox: Sandbox, activation: lsagent.Activation) -> None:
    wanted = datetime.now(timezone.utc) + timedelta(hours=8)
    end = activation.borrow(until=wanted)
    assert timedelta() <= wanted - end < timedelta(seconds=2)
    sandbox.fault("reset", when="request")
    assert activation.check(policy=Policy.NETWORK_FIRST)
    sandbox.control("DELETE", "/faults")
    activation.return_seat()
    activation.return_seat()
    assert activation.check().decision is Decision.DENIED_NO_SEAT
    with pytest.raises(lsagent.NotAllowedError):
        activation.borrow(until=wanted + timedelta(days=2))


def test_a_user_signs_in_to_borrow(agent: lsagent.Agent) -> None:
    activation = agent.activate("up", username="seats@example.com", password="secret")
    with pytest.raises(lsagent.CredentialsError):
        wrong = lsagent.Credentials.from_password("seats@example.com", "wrong")
        activation.borrow(credentials=wrong)
    right = lsagent.Credentials.from_password("seats@example.com", "secret")
    assert activation.borrow(credentials=right) > datetime.now(timezone.utc)
    activation.return_seat()


def test_arguments_that_make_no_sense(activation: lsagent.Activation) -> None:
    anything: Any = activation
    with pytest.raises(TypeError, match="on_event"):
        anything.acquire_seat(on_event="loud")
    with pytest.raises(TypeError, match="feature"):
        anything.acquire_seat(7)
    with pytest.raises(TypeError, match="until"):
        anything.borrow(until=7)
    with pytest.raises(lsagent.InvalidArgumentError, match="time zone"):
        activation.borrow(until=datetime(2030, 1, 1))
    with pytest.raises(lsagent.InvalidArgumentError, match="1970"):
        activation.borrow(until=datetime(1969, 1, 1, tzinfo=timezone.utc))
    with pytest.raises(TypeError):
        lsagent.Seat()
    with activation.acquire_seat() as seat, pytest.raises(TypeError):
        copy.copy(seat)


def test_a_seat_outlives_its_agent(agent: lsagent.Agent, activation: lsagent.Activation) -> None:
    seat = activation.acquire_seat()
    activation.close()
    assert is_held(seat)
    agent.close()
    assert not is_held(seat)
    with pytest.raises(RuntimeError):
        seat.release()
    seat.close()
