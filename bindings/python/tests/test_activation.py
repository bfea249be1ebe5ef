"""A license's life: taken into use, checked, described and given up."""

from __future__ import annotations

import asyncio
import copy
import gc
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import MakeAgent, Sandbox

import lsagent
from lsagent import Decision, Policy, Source


def key(kind: str) -> str:
    return f"{kind}-AAAA-BBBB-CCCC"


@pytest.fixture
def device(sandbox: Sandbox, tmp_path: Path) -> Iterator[str]:
    """The id of a device that nobody else is; what the sandbox knows of licenses is forgotten."""
    sandbox.control("DELETE", "/state")
    yield tmp_path.name
    sandbox.control("DELETE", "/state")


@pytest.fixture
def agent(make_agent: MakeAgent, device: str) -> lsagent.Agent:
    return make_agent(device_id=device)


def test_a_license_is_held_checked_and_given_up(agent: lsagent.Agent, device: str) -> None:
    with pytest.raises(lsagent.NotActivatedError):
        agent.open_activation("key-product")
    with agent.activate("key-product", license_key=key("FEAT")) as activation:
        assert activation.hardware_id == device
        assert activation.device_id is not None
        (license,) = activation.licenses()
        assert license.license_key == "FEAT-AAAA-BBBB-CCCC"
        assert license.hardware_id == device
    opened = agent.open_activation("key-product")
    stored = opened.check(policy=Policy.CACHE_ONLY)
    assert stored
    assert stored.source is Source.CACHE
    assert opened.check("export", policy=Policy.NETWORK_ONLY).source is Source.NETWORK
    assert opened.check("nothing").decision is Decision.DENIED_NO_FEATURE
    opened.deactivate()
    with pytest.raises(lsagent.NotActivatedError):
        opened.check()
    with pytest.raises(lsagent.NotActivatedError):
        opened.licenses()
    with pytest.raises(lsagent.NotActivatedError):
        agent.open_activation("key-product")


def test_a_second_device_is_one_too_many(
    agent: lsagent.Agent, make_agent: MakeAgent, tmp_path: Path
) -> None:
    first = agent.activate("key-product", license_key=key("LIM1"))
    other = make_agent(device_id="another device", cache_dir=tmp_path / "another store")
    with pytest.raises(lsagent.ActivationLimitError) as caught:
        other.activate("key-product", license_key=key("LIM1"))
    assert caught.value.code == "license_activated_max_times"
    first.deactivate()
    assert other.activate("key-product", license_key=key("LIM1")).check()


def test_a_coroutine_activates_and_checks(agent: lsagent.Agent) -> None:
    async def story() -> None:
        activation = await agent.activate_async("key-product", license_key=key("PERP"))
        assert await activation.check_async(policy=Policy.NETWORK_ONLY)
        assert not await activation.check_async("nothing")
        await activation.set_variables_async({"plan": "pro"})
        assert [each.value for each in await activation.variables_async()] == ["pro"]
        assert len(await activation.releases_async(environment="linux64")) == 1
        assert (await activation.release_async("2.0", environment="win64")).version == "2.0"
        await activation.deactivate_async()
        with pytest.raises(lsagent.NotActivatedError):
            await activation.check_async()
        assert (await agent.request_trial_async("key-trial")).is_new
        await agent.change_password_async("limit@example.com", "secret", "another secret")

    asyncio.run(story())


def test_a_user_with_several_licenses_says_which(agent: lsagent.Agent) -> None:
    user: dict[str, Any] = {"username": "two@example.com", "password": "secret"}
    with pytest.raises(lsagent.InvalidArgumentError, match="license_id"):
        agent.activate("up", **user)
    activation = agent.activate("up", license_id=1719215304220010, **user)
    assert activation.licenses()[0].id == 1719215304220010


def test_what_is_refused_says_why(agent: lsagent.Agent) -> None:
    with pytest.raises(lsagent.RefusedError):
        agent.activate("key-product", license_key=key("NONE"))
    with pytest.raises(lsagent.RefusedError):
        agent.activate("key-product", license_key=key("DISA"))
    credentials = lsagent.Credentials.from_license_key("PERP-AAAA-BBBB-CCCC")
    assert "PERP" not in repr(credentials)
    with pytest.raises(lsagent.InvalidArgumentError, match="credentials"):
        agent.check("up", credentials=credentials)
    with pytest.raises(lsagent.InvalidArgumentError, match="license_key"):
        lsagent.Credentials.from_license_key("a\0")
    with pytest.raises(lsagent.InvalidArgumentError, match="license_id"):
        agent.activate("key-product", license_id=2**63, credentials=credentials)
    with pytest.raises(TypeError, match="license_id"):
        agent.activate("key-product", license_id="1", credentials=credentials)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="license_key goes without"):
        agent.activate("key-product", license_key=key("PERP"), remembered=True)


def test_a_refusal_holds_offline(agent: lsagent.Agent, sandbox: Sandbox) -> None:
    activation = agent.activate("key-product", license_key=key("PERP"))
    which = {"license_key": key("PERP")}
    sandbox.control("PUT", "/state/licenses", {**which, "set": {"license_enabled": False}})
    refused = activation.check(policy=Policy.NETWORK_ONLY)
    assert refused.decision is Decision.DENIED_DISABLED
    assert activation.check(policy=Policy.CACHE_ONLY).decision is Decision.DENIED_DISABLED
    with pytest.raises(lsagent.RefusedError):
        activation.licenses()
    sandbox.control("PUT", "/state/licenses", {**which, "set": {"license_enabled": True}})
    assert activation.check(policy=Policy.NETWORK_ONLY)


def test_releases(agent: lsagent.Agent) -> None:
    activation = agent.activate("key-product", license_key=key("PERP"))
    releases = activation.releases(environment="win64")
    assert releases[0].version == "1.0"
    assert releases[-1] == list(releases)[-1]
    assert {release.version for release in releases[:2]} == {"1.0", "2.0"}
    assert "1.0" in releases.json
    release = activation.release("2.0", environment="win64")
    assert (release.version, release.requires_version) == ("2.0", "1.0")
    assert release.installation_file == "https://downloads.example.com/2.0/setup.exe"
    with pytest.raises(lsagent.RefusedError) as caught:
        activation.release("9.9")
    assert caught.value.code == "version_not_found"


def test_variables(agent: lsagent.Agent) -> None:
    activation = agent.activate("key-product", license_key=key("PERP"))
    assert len(activation.variables()) == 0
    activation.set_variables({"plan": "pro", "seats": "3"})
    activation.set_variables({"seats": "4"})
    variables = activation.variables()
    assert {each.name: each.value for each in variables} == {"plan": "pro", "seats": "4"}
    assert "seats" in variables.json
    with pytest.raises(lsagent.InvalidArgumentError):
        activation.set_variables({})
    with pytest.raises(TypeError, match="values"):
        activation.set_variables({"plan": 3})  # type: ignore[dict-item]


def test_a_trial(agent: lsagent.Agent) -> None:
    trial = agent.request_trial("key-trial")
    assert trial.is_new
    assert trial.license_key is not None
    again = agent.request_trial("key-trial")
    assert (again.is_new, again.license_key) == (False, trial.license_key)
    assert agent.activate("key-trial", license_key=trial.license_key).check()
    with pytest.raises(lsagent.NotAllowedError):
        agent.request_trial("no-trial", "new@example.com")
    user = agent.request_trial("up", "new@example.com")
    assert user.initial_password
    assert user.initial_password not in repr(user)


def test_a_password_is_changed(agent: lsagent.Agent) -> None:
    agent.change_password("limit@example.com", "secret", "another secret")
    with pytest.raises(lsagent.CredentialsError):
        agent.activate("up", username="limit@example.com", password="secret")
    assert agent.activate("up", username="limit@example.com", password="another secret").check()
    with pytest.raises(lsagent.CredentialsError) as caught:
        agent.change_password("limit@example.com", "wrong", "other")
    assert "wrong" not in str(caught.value)


def test_files(agent: lsagent.Agent, tmp_path: Path) -> None:
    request = tmp_path / "request.lic"
    agent.offline_request("key-product", request, license_key=key("TIME"))
    assert request.stat().st_mode & 0o777 == 0o600
    # A request is no answer to one.
    with pytest.raises(lsagent.ResponseError):
        agent.offline_activate("key-product", request)
    with pytest.raises(lsagent.InvalidArgumentError, match="path"):
        agent.offline_activate("key-product", tmp_path / "none.lic")
    activation = agent.activate("key-product", license_key=key("TIME"))
    with pytest.raises(lsagent.ResponseError):
        activation.offline_refresh(request)
    activation.offline_deactivation(tmp_path / "deactivation.lic")
    assert (tmp_path / "deactivation.lic").stat().st_size > 100
    with pytest.raises(lsagent.NotActivatedError):
        agent.open_activation("key-product")


def test_closing_it_gives_nothing_up(agent: lsagent.Agent) -> None:
    activation = agent.activate("key-product", license_key=key("PERP"))
    assert repr(activation) == "<lsagent.Activation: open>"
    activation.close()
    activation.close()
    assert repr(activation) == "<lsagent.Activation: closed>"
    for use in (activation.check, activation.deactivate, lambda: activation.hardware_id):
        with pytest.raises(RuntimeError, match="this activation is closed"):
            use()
    assert agent.open_activation("key-product").check()


def test_it_ends_with_its_agent(make_agent: MakeAgent, device: str) -> None:
    agent = make_agent(device_id=device)
    activation = agent.activate("key-product", license_key=key("PERP"))
    agent.close()
    for use in (activation.check, activation.deactivate, activation.variables):
        with pytest.raises(RuntimeError, match="this agent is closed"):
            use()
    assert activation.hardware_id == device
    gc.collect()


def test_it_is_neither_made_nor_copied(agent: lsagent.Agent) -> None:
    with pytest.raises(TypeError, match="made by"):
        lsagent.Activation()
    activation = agent.activate("key-product", license_key=key("PERP"))
    for copied in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="cannot be"):
            copied(activation)
