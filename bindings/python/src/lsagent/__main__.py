"""`python -m lsagent`: prints whether a user may run a product."""

from __future__ import annotations

import argparse
import getpass
import os
import sys

import lsagent

EXIT_STATUS = """\
environment:
  LSAGENT_API_KEY          the vendor's API key (asked for if it is not set)
  LSAGENT_SHARED_KEY       the vendor's shared key (asked for if it is not set)
  LSAGENT_CLIENT_ID        the vendor's OAuth client, instead of the two keys
  LSAGENT_CLIENT_SECRET    its secret (asked for if it is not set)
  LSAGENT_TOKEN_URL        where it gets its tokens (default: the address that the service names)
  LSAGENT_PASSWORD         the user's password (asked for if it is not set)
  LSAGENT_BASE_URL         where the service is (default: LicenseSpring's)
  LSAGENT_PUBLIC_KEY_FILE  PEM file of the key that answers are signed with
  LSAGENT_CA_FILE          PEM file to trust instead of the system's certificates
  LSAGENT_CACHE_DIR        where answers are kept (default: your data folder)

exit status:
  0 the user may run the product   1 the user may not   2 a mistake in the arguments
  3 nobody knows: the call failed and may work later   4 it failed and will again
"""
MAY, MAY_NOT, MISTAKE, TRY_LATER, FAILED = range(5)


def main(arguments: list[str] | None = None) -> int:
    """Does it; returns the exit status."""
    given = _parser().parse_args(arguments)
    try:
        with lsagent.Agent(**_settings()) as agent:  # type: ignore[arg-type]
            entitlement = agent.check(
                given.product,
                given.feature,
                policy=lsagent.Policy[given.policy.upper().replace("-", "_")],
                credentials=_credentials(given.username),
            )
    except lsagent.LsAgentError as error:
        _print_error(error)
        if isinstance(error, (lsagent.InvalidArgumentError, lsagent.ConfigError)):
            return MISTAKE
        return TRY_LATER if error.is_retryable else FAILED
    except (OSError, ValueError) as error:
        print(f"lsagent: {error}", file=sys.stderr)
        return MISTAKE
    _print(entitlement, as_json=given.json)
    return MAY if entitlement else MAY_NOT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lsagent",
        description="Prints whether a user may run a product, or a feature of it.",
        epilog=EXIT_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("product", help="the product's short code")
    parser.add_argument("feature", nargs="?", help="the code of a feature")
    parser.add_argument(
        "-u", "--username", help="the user's email; without it, the user who signed in here last"
    )
    parser.add_argument(
        "-p",
        "--policy",
        choices=[policy.name.lower().replace("_", "-") for policy in lsagent.Policy],
        default="cache-first",
        help="where the answer may come from (default: %(default)s)",
    )
    parser.add_argument("--json", action="store_true", help="print everything, as JSON")
    parser.add_argument("--version", action="version", version=f"%(prog)s {lsagent.__version__}")
    return parser


def _settings() -> dict[str, str | None]:
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


def _credentials(username: str | None) -> lsagent.Credentials:
    if username is None:
        return lsagent.Credentials.remembered()
    return lsagent.Credentials.from_password(username, _secret("LSAGENT_PASSWORD", "Password"))


def _secret(variable: str, what: str) -> str:
    """Never from the command line, which every process on the machine can read."""
    value = os.environ.get(variable)
    if value is not None:
        return value
    if not sys.stdin.isatty():
        raise ValueError(f"{variable} is not set, and there is no terminal to ask at")
    return getpass.getpass(f"{what}: ")


def _print(entitlement: lsagent.Entitlement, *, as_json: bool) -> None:
    if as_json:
        print(entitlement.json)
        return
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


def _print_error(error: lsagent.LsAgentError) -> None:
    print(f"lsagent: nobody knows: {error.status.name}: {error}", file=sys.stderr)
    if error.code is not None:
        print(f"  code: {error.code}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
