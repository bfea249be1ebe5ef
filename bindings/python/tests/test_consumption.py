"""What is metered: counted on the disk, sent later, settled after a lost answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeAgent, Sandbox

import lsagent
from lsagent import Balance, Delivery

METERED = "CONS-AAAA-BBBB-CCCC"


@pytest.fixture
def agent(sandbox: Sandbox, make_agent: MakeAgent, tmp_path: Path) -> Iterator[lsagent.Agent]:
    sandbox.control("DELETE", "/state")
    yield make_agent(device_id=tmp_path.name, consumption_sync=0)
    sandbox.control("DELETE", "/state")


@pytest.fixture
def activation(agent: lsagent.Agent) -> lsagent.Activation:
    return agent.activate("key-product", license_key=METERED)


def test_an_amount_is_counted_here_and_sent_later(
    sandbox: Sandbox, activation: lsagent.Activation
) -> None:
    assert activation.balance() == Balance(total=7, limit=100, unsent=0, uncertain=0)
    sandbox.control("DELETE", "/requests")
    activation.consume(2)
    activation.consume(3)
    assert activation.balance() == Balance(total=7, limit=100, unsent=5, uncertain=0)
    assert sandbox.requests() == 0
    activation.sync()
    assert sandbox.requests() == 1
    assert activation.balance() == Balance(total=12, limit=100, unsent=0, uncertain=0)


def test_no_more_than_is_left(activation: lsagent.Activation) -> None:
    with pytest.raises(lsagent.QuotaError):
        activation.consume(94)
    with pytest.raises(lsagent.NotAllowedError):
        activation.consume(-1)
    with pytest.raises(lsagent.InvalidArgumentError, match="amount"):
        activation.consume(0)
    assert activation.balance().unsent == 0


def test_features_have_counters(agent: lsagent.Agent) -> None:
    activation = agent.activate("key-product", license_key="METR-AAAA-BBBB-CCCC")
    activation.consume(4, "prints")
    activation.consume(1, "scans")
    assert activation.balance("prints").limit == 13
    assert activation.balance("scans").limit is None
    activation.sync()
    assert activation.balance("prints").total == 13
    with pytest.raises(lsagent.NotAllowedError):
        activation.consume(1)


def test_without_a_network_it_stays_and_is_sent_by_a_coroutine(
    make_agent: MakeAgent, tmp_path: Path, activation: lsagent.Activation
) -> None:
    activation._agent.close()
    settings: dict[str, Any] = {"device_id": tmp_path.name, "consumption_sync": 0}
    away = make_agent(base_url="https://127.0.0.1:1", **settings).open_activation("key-product")
    away.consume(5)
    with pytest.raises(lsagent.ConnectivityError):
        away.sync()
    assert away.balance().unsent == 5
    away._agent.close()
    activation = make_agent(**settings).open_activation("key-product")
    asyncio.run(activation.sync_async())
    assert activation.balance() == Balance(total=12, limit=100, unsent=0, uncertain=0)


def test_arguments_that_make_no_sense(
    make_agent: MakeAgent, activation: lsagent.Activation
) -> None:
    anything: Any = activation
    with pytest.raises(TypeError, match="amount"):
        anything.consume("many")
    with pytest.raises(lsagent.InvalidArgumentError, match="amount"):
        activation.consume(2**63)
    with pytest.raises(TypeError, match="feature"):
        anything.balance(7)
    with pytest.raises(ValueError, match="5"):
        make_agent(consumption_delivery=5)
    with pytest.raises(lsagent.InvalidArgumentError, match="consumption_sync"):
        make_agent(consumption_sync=-1)
    with pytest.raises(TypeError, match="release_seats"):
        make_agent(release_seats=1)
    make_agent(consumption_delivery=Delivery.AT_LEAST_ONCE, consumption_sync=3600)
