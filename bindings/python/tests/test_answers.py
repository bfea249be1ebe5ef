"""What is asked, and what is read from the answers."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import pickle
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from conftest import FEATURES, VALID, MakeAgent, Sandbox

import lsagent
from lsagent import Decision, Policy, Source


def test_a_check_says_yes_and_why(agent: lsagent.Agent) -> None:
    before = datetime.now(timezone.utc) - timedelta(seconds=2)
    entitlement = agent.check("up", **VALID)
    assert entitlement.allowed is True
    assert bool(entitlement) is True
    assert entitlement.decision is Decision.ALLOWED
    assert entitlement.source is Source.NETWORK
    assert entitlement.message == "User Product is licensed."
    assert entitlement.expires_at is None
    assert entitlement.fallback is None
    assert before <= entitlement.fetched_at <= datetime.now(timezone.utc)
    assert entitlement.license is not None
    assert json.loads(entitlement.json)["allowed"] is True
    assert json.loads(entitlement.license.json)["license"]["id"] == entitlement.license.id


def test_a_product_is_fetched_without_a_user(agent: lsagent.Agent) -> None:
    product = agent.fetch_product("up")
    assert (product.product_id, product.short_code) == (10006, "up")
    assert (product.allow_trial, product.trial_days, product.prevent_vm) == (True, 30, True)
    assert (product.latest_version, product.company_id) == ("2.0", 1001)
    fields = [(field.id, field.name, field.default_value) for field in product.custom_fields]
    assert fields == [(311, "seat_class", "gold"), (312, "seats", "5")]
    assert asyncio.run(agent.fetch_product_async("up")) == product
    with pytest.raises(lsagent.RefusedError) as refused:
        asyncio.run(agent.fetch_product_async("nope"))
    assert refused.value.code == "unknown_product"
    agent.close()
    with pytest.raises(RuntimeError):
        agent.fetch_product("up")


def test_a_no_is_an_answer_and_false(agent: lsagent.Agent) -> None:
    entitlement = agent.check("up", username="expired@example.com", password="secret")
    assert bool(entitlement) is False
    assert entitlement.decision is Decision.DENIED_EXPIRED
    assert entitlement.expires_at is not None
    assert entitlement.expires_at.utcoffset() == timedelta(0)
    assert entitlement.expires_at < datetime.now(timezone.utc)


@pytest.mark.parametrize(
    ("feature", "decision"),
    [
        ("export", Decision.ALLOWED),
        ("old", Decision.DENIED_FEATURE_EXPIRED),
        ("flying", Decision.DENIED_NO_FEATURE),
    ],
)
def test_features_are_judged(agent: lsagent.Agent, feature: str, decision: Decision) -> None:
    assert agent.check("up", feature, **FEATURES).decision is decision
    assert agent.licenses("up", **FEATURES).check("up", feature).decision is decision


def test_the_store_answers_with_the_server_gone(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    agent = make_agent()
    agent.check("up", **VALID)
    sandbox.fault("status", status=503)
    entitlement = agent.check("up", policy=Policy.NETWORK_FIRST, **VALID)
    assert entitlement.source is Source.CACHE
    assert isinstance(entitlement.fallback, lsagent.ServerError)
    assert entitlement.fallback.http_status == 503
    assert agent.check("up", policy=Policy.CACHE_ONLY, **VALID).source is Source.CACHE


def test_a_check_is_answered_from_the_store_by_default(
    agent: lsagent.Agent, sandbox: Sandbox
) -> None:
    assert agent.check("up", **VALID).source is Source.NETWORK
    assert agent.check("up", **VALID).source is Source.CACHE
    assert sandbox.requests() == 1


@pytest.mark.parametrize(
    "sign_in",
    [
        {"credentials": lsagent.Credentials.from_password("valid@example.com", "secret")},
        {"id_token": "token:valid@example.com", "customer_account_code": "acme"},
        {"code": "code:valid@example.com:keyword", "customer_account_code": "acme"},
        {
            "credentials": lsagent.Credentials.from_code(
                "code:valid@example.com:object", "acme", "https://localhost/back"
            )
        },
        {"credentials": lsagent.Credentials.from_id_token("token:valid@example.com", "acme")},
    ],
    ids=["password", "id_token", "code", "code-credentials", "id_token-credentials"],
)
def test_each_way_to_sign_in(agent: lsagent.Agent, sign_in: dict[str, Any]) -> None:
    assert agent.check("up", policy=Policy.NETWORK_ONLY, **sign_in)


def test_who_signed_in_is_remembered_until_forgotten(agent: lsagent.Agent) -> None:
    with pytest.raises(lsagent.NotCachedError):
        agent.check("up", remembered=True)
    agent.check("up", **VALID)
    assert agent.check("up", remembered=True)
    assert agent.check("up", remembered="valid@example.com")
    assert agent.check("up", credentials=lsagent.Credentials.remembered())
    with pytest.raises(lsagent.NotCachedError):
        agent.check("up", remembered="trial@example.com")
    agent.forget("valid@example.com")
    with pytest.raises(lsagent.StoreError):
        agent.check("up", remembered=True)
    agent.forget()


def test_licenses_are_a_sequence(agent: lsagent.Agent) -> None:
    licenses = agent.licenses("up", username="several@example.com", password="secret")
    assert len(licenses) == 4
    assert list(licenses) == [licenses[index] for index in range(4)]
    assert licenses[-1] == licenses[3]
    assert licenses[1:3] == (licenses[1], licenses[2])
    assert licenses[0] in licenses
    with pytest.raises(IndexError):
        licenses[4]
    with pytest.raises(TypeError):
        licenses["0"]  # type: ignore[call-overload]
    assert [item["license"]["id"] for item in json.loads(licenses.json)] == [
        each.id for each in licenses
    ]


def test_every_field_reads_as_the_json_has_it(agent: lsagent.Agent) -> None:
    """Fields whose spelling or form the library makes uniform are left out."""
    (license,) = agent.licenses("up", **FEATURES)
    sent = json.loads(license.json)
    skipped = {"json", "metadata", "consumption_period", "company_id", "allow_overages"}
    compared = 0
    pairs = [
        (license, sent["license"]),
        (license.holder, sent["user"]),
        (license.customer, sent["license"]["customer"]),
        (license.product_details, sent["license"]["product_details"]),
        *zip(license.product_features, sent["license"]["product_features"]),
    ]
    for record, source in pairs:
        assert dataclasses.is_dataclass(record)
        for field in dataclasses.fields(record):
            value = getattr(record, field.name)
            scalar = value is None or isinstance(value, (str, int))
            if scalar and field.name not in skipped and field.name in source:
                expected = source[field.name]
                if not (value is None and isinstance(expected, str)):
                    assert value == expected, field.name
                    compared += 1
    assert compared > 80
    export, render, cloud, old = license.product_features
    assert (export.code, cloud.is_floating_cloud) == ("export", True)
    assert (render.consumption_period, render.total_consumptions) == ("annually", 250)
    assert old.expiry_date is not None
    assert old.expiry_date.tzinfo is timezone.utc


def test_ids_beyond_a_double_are_exact(agent: lsagent.Agent) -> None:
    (license,) = agent.licenses("up", **VALID)
    assert license.id is not None
    assert license.id > 2**53
    assert license.id == json.loads(license.json)["license"]["id"]


def test_text_beyond_ascii_arrives(agent: lsagent.Agent) -> None:
    (license,) = agent.licenses("up", username="unicode@example.com", password="secret")
    assert license.holder is not None
    assert license.holder.first_name == json.loads(license.json)["user"]["first_name"]
    assert license.holder.first_name is not None
    assert not license.holder.first_name.isascii()


def test_what_was_not_sent_is_none(agent: lsagent.Agent) -> None:
    licenses = agent.licenses("up", username="sparse@example.com", password="secret")
    sent = [item["license"] for item in json.loads(licenses.json)]
    number_absent = 0
    for name in ("max_activations", "license_type", "is_trial", "order_store_id"):
        absent = [item.get(name) is None for item in sent]
        assert [getattr(each, name) is None for each in licenses] == absent
        number_absent += sum(absent)
    assert number_absent > 0


def test_no_license_is_an_answer(agent: lsagent.Agent) -> None:
    licenses = agent.licenses("up", username="none@example.com", password="secret")
    assert len(licenses) == 0
    assert licenses.check("up").decision is Decision.DENIED_NO_LICENSE
    assert licenses.check("up").license is None


def test_users_of_a_customer(agent: lsagent.Agent) -> None:
    users = agent.license_users("up", "test@example.com")
    assert users.customer.email == "test@example.com"
    assert [user.email for user in users] == [
        user["email"] for user in json.loads(users.json)["users"]
    ]
    assert users[0].initial_password is not None
    stored = agent.license_users("up", "test@example.com", policy=Policy.CACHE_ONLY)
    assert stored[0].initial_password is None


def test_many_users_are_read_only_when_asked_for(agent: lsagent.Agent, sandbox: Sandbox) -> None:
    sandbox.control("PUT", "/users", {"count": 5000})
    users = agent.license_users("up", "huge@example.com")
    assert len(users) == 5000
    assert users[4999].email is not None
    assert len({user.email for user in users}) == 5000


def test_answers_outlive_the_agent(make_agent: MakeAgent) -> None:
    with make_agent() as agent:
        entitlement = agent.check("up", **FEATURES)
        licenses = agent.licenses("up", **FEATURES)
        users = agent.license_users("up", "test@example.com")
    assert entitlement.license == licenses[0]
    assert licenses.check("up", "export")
    assert users[0].email
    assert users.json
    assert users.customer.email == "test@example.com"


def test_parts_outlive_the_whole(agent: lsagent.Agent) -> None:
    license = agent.licenses("up", **FEATURES)[0]
    assert license.holder is not None
    assert license.holder.email == "features@example.com"
    assert len(license.product_features) == 4


def test_records_are_values(agent: lsagent.Agent) -> None:
    license = agent.licenses("up", **FEATURES)[0]
    assert pickle.loads(pickle.dumps(license)) == license
    assert hash(license) == hash(pickle.loads(pickle.dumps(license)))
    with pytest.raises(dataclasses.FrozenInstanceError):
        license.id = 1  # type: ignore[misc]
    with pytest.raises(dataclasses.FrozenInstanceError):
        agent.check("up", **FEATURES).allowed = True  # type: ignore[misc]


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, datetime(1970, 1, 1, tzinfo=timezone.utc)),
        (-1, datetime(1969, 12, 31, 23, 59, 59, tzinfo=timezone.utc)),
        (2**31, datetime(2038, 1, 19, 3, 14, 8, tzinfo=timezone.utc)),
        (2**63 - 1, datetime.max.replace(tzinfo=timezone.utc)),
        (-(2**63), datetime.min.replace(tzinfo=timezone.utc)),
        (253402300800, datetime.max.replace(tzinfo=timezone.utc)),
        (-62135596801, datetime.min.replace(tzinfo=timezone.utc)),
        (253402300799, datetime(9999, 12, 31, 23, 59, 59, tzinfo=timezone.utc)),
        (-62135596800, datetime.min.replace(tzinfo=timezone.utc)),
    ],
)
def test_times_beyond_pythons_are_the_nearest_there_is(seconds: int, expected: datetime) -> None:
    from lsagent._values import moment

    assert moment(seconds) == expected


def test_a_clock_that_is_off_is_told(make_agent: MakeAgent, sandbox: Sandbox) -> None:
    agent = make_agent()
    assert agent.clock_offset == timedelta(0)
    sandbox.control("PUT", "/clock", {"offset_seconds": 7200})
    try:
        assert agent.check("up", **VALID)
        assert abs(agent.clock_offset - timedelta(hours=2)) < timedelta(minutes=1)
    finally:
        sandbox.control("PUT", "/clock", {"offset_seconds": 0})


def test_a_product_that_is_pinned(make_agent: MakeAgent) -> None:
    agent = make_agent(product_ids={"up": 10006, "other": 1})
    assert agent.licenses("up", policy=Policy.NETWORK_ONLY, **VALID)
    other = make_agent(product_ids={"up": 10007})
    for policy in (Policy.NETWORK_ONLY, Policy.CACHE_ONLY):
        with pytest.raises(lsagent.MismatchError, match="product_id"):
            other.licenses("up", policy=policy, **VALID)
