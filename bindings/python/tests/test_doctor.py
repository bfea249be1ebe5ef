"""The doctor."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from conftest import VALID, MakeAgent, Sandbox

import lsagent
from lsagent import DoctorStatus


def statuses(report: dict[str, Any]) -> dict[str, str]:
    return {step["id"]: step["status"] for step in report["steps"]}


def test_where_everything_works(agent: lsagent.Agent) -> None:
    seen: list[tuple[str, DoctorStatus, str, dict[str, Any]]] = []
    threads = set()

    def on_step(*step: Any) -> None:
        seen.append(step)
        threads.add(threading.get_ident())

    report = agent.doctor("up", timeout=60, on_step=on_step, **VALID)
    assert (report["outcome"], report["first_failed"]) == ("ok", None)
    assert [step for *_, step in seen] == report["steps"]
    assert all(status is DoctorStatus[step["status"].upper()] for _, status, _, step in seen)
    assert threading.get_ident() not in threads
    assert statuses(report)["user"] == "ok"


def test_without_a_product_or_a_user(agent: lsagent.Agent) -> None:
    found = statuses(agent.doctor())
    assert (found["application"], found["user"]) == ("ok", "skipped")


def test_the_step_that_fails_is_named(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    sandbox.fault("html")
    report = make_agent().doctor("up", timeout=60)
    assert report["first_failed"] == "http"
    assert "@" not in str(report)


def test_what_a_step_raises_goes_to_the_hook_and_ends_nothing(
    agent: lsagent.Agent, unraisable: list[Any]
) -> None:
    def on_step(*_: Any) -> None:
        raise ValueError

    assert agent.doctor(on_step=on_step)["outcome"] == "ok"
    assert {hook.exc_type for hook in unraisable} == {ValueError}


def test_arguments_that_it_does_not_take(agent: lsagent.Agent) -> None:
    with pytest.raises(TypeError, match="on_step must be callable"):
        agent.doctor(on_step="x")  # type: ignore[arg-type]
    with pytest.raises(lsagent.InvalidArgumentError, match="timeout_ms"):
        agent.doctor(timeout=0)
    with pytest.raises(lsagent.InvalidArgumentError, match="product_or_null"):
        agent.doctor("")
    agent.close()
    with pytest.raises(RuntimeError):
        agent.doctor()
