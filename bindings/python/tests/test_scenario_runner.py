"""The runner of scenarios translates, and does not let a mistake in a request pass."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HERE, Sandbox


def run(*requests: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "dev", str(HERE / "scenario_runner.py")],
        input="".join(request + "\n" for request in requests),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def line(command: str, **fields: object) -> str:
    return "\t".join([command, *(f"{key}={value}" for key, value in fields.items())])


def parsed(answer: str) -> dict[str, str]:
    return dict(field.split("=", 1) for field in answer.split("\t")[1:])


@pytest.mark.parametrize("mode", ["call", "background"])
def test_the_commands(sandbox: Sandbox, tmp_path: Path, mode: str) -> None:
    ready = sandbox.ready
    keys = ("base_url", "ca_file", "public_key_file", "api_key", "shared_key")
    common = {"policy": "network-first", "mode": mode}
    user = {"username": "features@example.com", "password": "secret"}
    done = run(
        line("agent", **{key: ready[key] for key in keys}, cache_dir=tmp_path, timeout_ms=5000),
        line("check", product="up", feature="export", **user, **common),
        line("check", product="up", remembered="", policy="cache-only", mode=mode),
        line("licenses", product="up", **user, **common),
        line("users", product="up", customer="test@example.com", **common),
        line("product", product="up"),
        line("check", product="up", username="valid@example.com", password="no", **common),
        line(
            "allocate",
            base_url=ready["base_url"],
            token=ready["uipath_token"],
            account="acme",
            users="a,b",
            bundles="RPADEVNU",
            external="true",
        ),
        line("forget"),
        line("agent", offline_grace_seconds=-1, api_key="a", shared_key="b"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    answers = done.stdout.splitlines()
    commands = [answer.partition("\t")[0] for answer in answers]
    assert commands == [
        *("agent", "check", "check", "licenses", "users", "product", "check", "allocate"),
        *("forget", "agent"),
    ]
    _, allowed, remembered, licenses, users, product, refused, allocated, forgotten, wrong = map(
        parsed, answers
    )
    assert allowed["status"] == "LS_OK"
    assert allowed["decision"] == "LS_DECISION_ALLOWED"
    assert "expires_at" not in allowed
    assert remembered["source"] == "LS_SOURCE_CACHE"
    assert licenses["features"] == "export,render,cloud,old"
    assert licenses["holders"] == "features@example.com"
    assert len(licenses["fields"].split("|")) == 8
    assert users["emails"].startswith("test1@example.com")
    assert product["short_code"] == "up"
    assert refused["status"] == "LS_ERR_CREDENTIALS"
    assert (refused["http_status"], refused["retryable"]) == ("401", "false")
    assert allocated["users"] == "a,b"
    assert forgotten == {"status": "LS_OK"}
    assert wrong["status"] == "LS_ERR_INVALID_ARGUMENT"


@pytest.mark.parametrize("mode", ["call", "background"])
def test_signing_in(sandbox: Sandbox, tmp_path: Path, mode: str) -> None:
    ready = sandbox.ready
    keys = ("base_url", "ca_file", "public_key_file", "client_id", "client_secret")
    settings = {**{key: ready[key] for key in keys}, "cache_dir": tmp_path}
    place = {"product": "up", "account": "acme"}
    done = run(
        line("agent", **settings, token_url=ready["token_url"], remember="true"),
        line("sso_url", **place, response_type="code", redirect_uri="http://127.0.0.1:1/"),
        line("sso_url", **place, response_type="token"),
        line("sso_url", **place, response_type=7),
        line("sign_in", **place, wait_ms=10, port=0, path="/", response_type="token", mode=mode),
        line("sign_in", **place, path="back", mode=mode),
        line("agent"),
    )
    assert (done.returncode, done.stderr) == (0, "")
    _, code, token, wrong, nobody, path, missing = map(parsed, done.stdout.splitlines())
    assert "redirect_uri=http" in code["url"]
    assert "response_type=token" in token["url"]
    assert wrong["status"] == "LS_ERR_INVALID_ARGUMENT"
    assert nobody["status"] == "LS_ERR_TIMEOUT"
    assert path["status"] == "LS_ERR_INVALID_ARGUMENT"
    assert missing["status"] == "LS_ERR_CONFIG"


@pytest.mark.parametrize(
    "request_line",
    [
        "unknown",
        "",
        "agent\tapi_key=a\tshared_key=b\tunknown=1",
        "agent\tapi_key",
        "agent\ttimeout_ms=soon",
        "agent\tapi_key=a\tapi_key=b",
        "check\tproduct=up\tpolicy=network-first\tremembered=",
        "agent\tcache_enabled=yes",
        "agent\tremember=1",
        "sso_url\tproduct=up\taccount=acme\tresponse_type=both",
        "sign_in\tproduct=up\taccount=acme",
        "sign_in\tproduct=up\taccount=acme\tpolicy=network-only",
    ],
)
def test_a_mistake_ends_it(request_line: str) -> None:
    done = run(request_line)
    assert done.returncode == 2
    assert done.stderr.startswith("scenario_runner: ")
    assert done.stdout == ""
