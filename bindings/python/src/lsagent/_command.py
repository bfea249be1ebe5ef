"""What `python -m lsagent` shares between its commands: settings, secrets, words for answers and failures."""

from __future__ import annotations

import getpass
import os
import sys

import lsagent

ENVIRONMENT = """\
environment:
  LSAGENT_API_KEY          the vendor's API key (asked for if it is not set)
  LSAGENT_SHARED_KEY       the vendor's shared key (asked for if it is not set)
  LSAGENT_CLIENT_ID        the vendor's OAuth client, instead of the two keys
  LSAGENT_CLIENT_SECRET    its secret (asked for if it is not set)
  LSAGENT_TOKEN_URL        where it gets its tokens (default: the address that the service names)
  LSAGENT_PASSWORD         the user's password (asked for if it is not set)
  LSAGENT_LICENSE_KEY      the license key to activate (asked for if it is not set)
  LSAGENT_BASE_URL         where the service is (default: LicenseSpring's)
  LSAGENT_PUBLIC_KEY_FILE  PEM file of the key that answers are signed with
  LSAGENT_CA_FILE          PEM file to trust instead of the system's certificates
  LSAGENT_CACHE_DIR        where answers are kept (default: your data folder)
  LSAGENT_DEVICE_ID        what this device is known by (default: made from its own id)

What is asked for is read without being shown at a terminal, and else from standard input, a line each.
"""
YES, NO, MISTAKE, TRY_LATER, FAILED = range(5)
WAYS_OUT = {
    lsagent.NotActivatedError: "activate a license: python -m lsagent activate PRODUCT",
    lsagent.ActivationLimitError: "give it up elsewhere: python -m lsagent deactivate PRODUCT",
    lsagent.NoSeatError: "wait, or ask a colleague to stop",
    lsagent.QuotaError: "use less, or buy more",
    lsagent.UncertainError: "once online, repeat this: it finds out what became of it first",
}

REFUSALS = (
    lsagent.NotActivatedError,
    lsagent.ActivationLimitError,
    lsagent.NoSeatError,
    lsagent.QuotaError,
)


def settings() -> dict[str, str | None]:
    """Those of an agent, from the environment."""
    key_file = os.environ.get("LSAGENT_PUBLIC_KEY_FILE")
    public_key = None
    if key_file is not None:
        with open(key_file, encoding="utf-8") as file:
            public_key = file.read()
    return {
        **_vendor(),
        "base_url": os.environ.get("LSAGENT_BASE_URL"),
        "response_public_key": public_key,
        "ca_file": os.environ.get("LSAGENT_CA_FILE"),
        "cache_dir": os.environ.get("LSAGENT_CACHE_DIR"),
        "device_id": os.environ.get("LSAGENT_DEVICE_ID"),
    }


def _vendor() -> dict[str, str | None]:
    client_id = os.environ.get("LSAGENT_CLIENT_ID")
    if client_id is not None:
        return {
            "client_id": client_id,
            "client_secret": _secret("LSAGENT_CLIENT_SECRET", "Client secret"),
            "token_url": os.environ.get("LSAGENT_TOKEN_URL"),
        }
    return {
        "api_key": _secret("LSAGENT_API_KEY", "API key"),
        "shared_key": _secret("LSAGENT_SHARED_KEY", "Shared key"),
    }


def user(username: str | None) -> lsagent.Credentials:
    """By a password; without a name, the user who signed in here last."""
    if username is None:
        return lsagent.Credentials.remembered()
    return lsagent.Credentials.from_password(username, _secret("LSAGENT_PASSWORD", "Password"))


def holder(username: str | None) -> lsagent.Credentials:
    """The user; without a name, a license key."""
    if username is not None:
        return user(username)
    return lsagent.Credentials.from_license_key(_secret("LSAGENT_LICENSE_KEY", "License key"))


def _secret(variable: str, what: str) -> str:
    """Never from the command line, which every process on the machine can read."""
    value = os.environ.get(variable)
    if value is not None:
        return value
    if sys.stdin.isatty():
        return getpass.getpass(f"{what}: ")
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise ValueError(f"{variable} is not set, and standard input has no line for it")
    return line


def print_entitlement(entitlement: lsagent.Entitlement, *, as_json: bool) -> int:
    """Prints the decision and why; returns the exit status."""
    if as_json:
        print(entitlement.json)
    else:
        _print_decision(entitlement)
    return YES if entitlement else NO


def _print_decision(entitlement: lsagent.Entitlement) -> None:
    print("yes" if entitlement else "no", f"({entitlement.decision.name})")
    print(" ", entitlement.message)
    if entitlement.expires_at is not None:
        print("  until", entitlement.expires_at.isoformat(" "))
    if entitlement.license is not None:
        print("  decided by license", entitlement.license.id)
    where = "the server" if entitlement.source is lsagent.Source.NETWORK else "the store"
    print("  answer from", where, "as of", entitlement.fetched_at.isoformat(" "))
    if entitlement.fallback is not None:
        print("  the server was asked first:", entitlement.fallback)


def print_error(error: lsagent.LsAgentError, consequence: str) -> int:
    """Prints what follows, why, and what can be done; returns the exit status."""
    print(f"lsagent: {consequence}: {error.status.name}: {error}", file=sys.stderr)
    if error.code is not None:
        print(f"  code: {error.code}", file=sys.stderr)
    way_out = WAYS_OUT.get(type(error))
    if way_out is not None:
        print(f"  {way_out}", file=sys.stderr)
    if isinstance(error, (lsagent.InvalidArgumentError, lsagent.ConfigError)):
        return MISTAKE
    if isinstance(error, REFUSALS):
        return NO
    return TRY_LATER if error.is_retryable else FAILED
