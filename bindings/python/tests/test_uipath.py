"""License allocation of UiPath's Automation Suite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from conftest import Sandbox

import lsagent


@pytest.fixture
def uipath(sandbox: Sandbox) -> Iterator[lsagent.UiPath]:
    ready = sandbox.ready
    with lsagent.UiPath(
        ready["base_url"], ready["uipath_token"], ca_file=ready["ca_file"], timeout=60
    ) as client:
        yield client


def test_every_user_gets_every_license(uipath: lsagent.UiPath) -> None:
    allocations = uipath.allocate("acme", ["anna", "bert"], ("RPADEVNU", "TSTNU"))
    assert len(allocations) == 2
    assert [each.user_id for each in allocations] == ["anna", "bert"]
    assert allocations[0].user_bundle_codes == ("RPADEVNU", "TSTNU")
    assert allocations[0].use_external_license is False
    assert "anna" in allocations.json
    assert uipath.allocate("acme", iter(["carl"]), ["ATTUNU"], use_external_license=True)[
        0
    ].use_external_license


def test_refusals(uipath: lsagent.UiPath) -> None:
    with pytest.raises(lsagent.RefusedError):
        uipath.allocate("full", ["anna"], ["RPADEVNU"])
    uipath.set_access_token("another-token")
    with pytest.raises(lsagent.CredentialsError):
        uipath.allocate("acme", ["anna"], ["RPADEVNU"])


def test_the_method_is_said(uipath: lsagent.UiPath) -> None:
    uipath.set_method(lsagent.UiPathMethod.PUT)
    with pytest.raises(lsagent.RefusedError) as refused:
        uipath.allocate("acme", ["anna"], ["RPADEVNU"])
    assert refused.value.http_status == 405
    with pytest.raises(ValueError, match="UiPathMethod"):
        uipath.set_method(3)  # type: ignore[arg-type]
    uipath.set_method(lsagent.UiPathMethod.POST)
    assert len(uipath.allocate("acme", ["anna"], ["RPADEVNU"])) == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("acme", [], ["RPADEVNU"]), lsagent.InvalidArgumentError),
        (("acme", ["anna"], []), lsagent.InvalidArgumentError),
        (("acme", [""], ["RPADEVNU"]), lsagent.InvalidArgumentError),
        (("acme", ["u"] * 10_001, ["RPADEVNU"]), lsagent.InvalidArgumentError),
        (("", ["anna"], ["RPADEVNU"]), lsagent.InvalidArgumentError),
        ((None, ["anna"], ["RPADEVNU"]), TypeError),
        (("acme", "anna", ["RPADEVNU"]), TypeError),
        (("acme", b"anna", ["RPADEVNU"]), TypeError),
        (("acme", None, ["RPADEVNU"]), TypeError),
        (("acme", ["anna", None], ["RPADEVNU"]), TypeError),
        (("acme", ["anna"], ["RPADEVNU\ud800"]), ValueError),
        (("acme", ["an\0na"], ["RPADEVNU"]), ValueError),
    ],
)
def test_wrong_arguments(uipath: lsagent.UiPath, arguments: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        uipath.allocate(*arguments)


def test_a_closed_one(uipath: lsagent.UiPath) -> None:
    uipath.close()
    uipath.close()
    with pytest.raises(RuntimeError, match="closed"):
        uipath.allocate("acme", ["anna"], ["RPADEVNU"])
    with pytest.raises(RuntimeError, match="closed"):
        uipath.set_access_token("token")


def test_one_that_cannot_be_made(sandbox: Sandbox) -> None:
    with pytest.raises(lsagent.InvalidArgumentError, match="base_url"):
        lsagent.UiPath("http://example.com", "token")
    with pytest.raises(TypeError, match="access_token"):
        lsagent.UiPath("https://example.com", None)  # type: ignore[arg-type]


def test_its_log(sandbox: Sandbox) -> None:
    lines: list[str] = []
    ready = sandbox.ready
    with lsagent.UiPath(
        ready["base_url"],
        ready["uipath_token"],
        ca_file=ready["ca_file"],
        on_log=lambda _, text: lines.append(text),
        log_level=lsagent.LogLevel.DEBUG,
    ) as client:
        client.allocate("acme", ["anna"], ["RPADEVNU"])
    assert lines
