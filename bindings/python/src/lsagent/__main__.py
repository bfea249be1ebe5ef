"""`python -m lsagent`: prints whether a user may run a product, and holds a license on this device."""

from __future__ import annotations

import argparse
import json
import sys

import lsagent
from lsagent import _command as command
from lsagent import _command_shared as shared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lsagent import Activation, Agent, License

EXIT_STATUS = """
exit status:
  0 yes: the product may be run, or what was asked for is done
  1 no: it may not be run, this device has no license, or a limit, all seats or a quota are used up
  2 a mistake in the arguments   3 the call failed and may work later   4 it failed and will again
"""
COMMANDS = """
Or, for a license that is held on this device, with more by --help:
  python -m lsagent activate PRODUCT     takes one into use, by a license key or a sign-in
  python -m lsagent check PRODUCT        prints whether it may be used
  python -m lsagent deactivate PRODUCT   gives it up, for another device
  python -m lsagent seat PRODUCT         holds a floating seat until its input ends
  python -m lsagent consume PRODUCT N    counts what is metered, to be sent later
  python -m lsagent balance PRODUCT      prints what was counted
(A product of such a name is asked for after two dashes: python -m lsagent -- check)

"""


def main(arguments: list[str] | None = None) -> int:
    """Does it; returns the exit status."""
    given = _parsed(sys.argv[1:] if arguments is None else arguments)
    try:
        with lsagent.Agent(**command.settings()) as agent:  # type: ignore[arg-type]
            run: Callable[[Agent, argparse.Namespace], int] = given.run
            return run(agent, given)
    except lsagent.LsAgentError as error:
        return command.print_error(error, given.consequence)
    except (OSError, ValueError) as error:
        print(f"lsagent: {error}", file=sys.stderr)
        return command.MISTAKE


def _parsed(arguments: list[str]) -> argparse.Namespace:
    if arguments and arguments[0] in RUN:
        return _commands().parse_args(arguments)
    return _question().parse_args(arguments)


def _question() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m lsagent",
        description="Prints whether a user may run a product, or a feature of it.",
        epilog=COMMANDS + command.ENVIRONMENT + EXIT_STATUS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_check(parser)
    parser.add_argument(
        "-u", "--username", help="the user's email; without it, the user who signed in here last"
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {lsagent.__version__}")
    parser.set_defaults(run=_check_user, consequence="nobody knows")
    return parser


def _commands() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lsagent")
    commands = parser.add_subparsers(required=True)

    def add(name: str, what: str, consequence: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            description=what,
            epilog=command.ENVIRONMENT + EXIT_STATUS,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=RUN[name], consequence=consequence)
        return added

    activate = add("activate", "Takes a license into use on this device.", "not activated")
    _add_product(activate)
    activate.add_argument(
        "-u", "--username", help="the user's email; without it a license key is asked for"
    )
    activate.add_argument("--license-id", type=int, help="which of a user's several licenses")
    _add_check(
        add("check", "Prints whether the license on this device may be used.", "nobody knows")
    )
    _add_product(
        add("deactivate", "Gives up the license on this device, for another one.", "not given up")
    )
    seat = add("seat", "Holds a floating seat until the input ends.", "no seat")
    _add_product(seat)
    _add_feature(seat)
    consume = add("consume", "Counts what is metered, on this device.", "not counted")
    _add_product(consume)
    consume.add_argument("amount", type=int, help="how much; a negative amount gives back")
    _add_feature(consume)
    balance = add("balance", "Prints what was counted, and what of it is unsent.", "nobody knows")
    _add_product(balance)
    _add_feature(balance)
    balance.add_argument("--sync", action="store_true", help="send what is unsent first")
    return parser


def _add_product(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("product", help="the product's short code")
    parser.add_argument("--json", action="store_true", help="print everything, as JSON")


def _add_feature(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("feature", nargs="?", help="the code of a feature")


def _add_check(parser: argparse.ArgumentParser) -> None:
    _add_product(parser)
    _add_feature(parser)
    parser.add_argument(
        "-p",
        "--policy",
        choices=[policy.name.lower().replace("_", "-") for policy in lsagent.Policy],
        default="cache-first",
        help="where the answer may come from (default: %(default)s)",
    )


def _policy(given: argparse.Namespace) -> lsagent.Policy:
    return lsagent.Policy[given.policy.upper().replace("-", "_")]


def _check_user(agent: Agent, given: argparse.Namespace) -> int:
    who = command.user(given.username)
    entitlement = agent.check(given.product, given.feature, policy=_policy(given), credentials=who)
    return command.print_entitlement(entitlement, as_json=given.json)


def _check(agent: Agent, given: argparse.Namespace) -> int:
    with agent.open_activation(given.product) as activation:
        entitlement = activation.check(given.feature, policy=_policy(given))
    return command.print_entitlement(entitlement, as_json=given.json)


def _activate(agent: Agent, given: argparse.Namespace) -> int:
    who = command.holder(given.username)
    try:
        activation = agent.activate(given.product, license_id=given.license_id, credentials=who)
    except lsagent.InvalidArgumentError:
        # Which of several, the person has to say.
        if given.username is not None and given.license_id is None:
            _print_choice(agent.licenses(given.product, credentials=who))
        raise
    with activation:
        _print_activation(activation, as_json=given.json)
    return command.YES


def _print_choice(licenses: lsagent.Licenses) -> None:
    for license in licenses:
        print(f"  --license-id {license.id}: {_in_words(license)}", file=sys.stderr)


def _print_activation(activation: Activation, *, as_json: bool) -> None:
    licenses = activation.licenses()
    device = {"hardware_id": activation.hardware_id, "device_id": activation.device_id}
    if as_json:
        (described,) = json.loads(licenses.json)
        print(json.dumps({"activated": True, **device, **described}))
        return
    print("activated: license", licenses[0].id)
    print(" ", _in_words(licenses[0]))
    print("  this device:", activation.hardware_id)


def _in_words(license: License) -> str:
    used, most = license.times_activated, license.max_activations
    end = license.validity_period
    facts = [
        license.license_type,
        f"in use on {used} of {most} devices" if None not in (used, most) else None,
        f"until {end:%Y-%m-%d}" if end is not None else None,
        *(f"feature {feature.code}" for feature in license.product_features),
    ]
    return ", ".join(fact for fact in facts if fact is not None)


def _deactivate(agent: Agent, given: argparse.Namespace) -> int:
    with agent.open_activation(given.product) as activation:
        activation.deactivate()
    print(json.dumps({"activated": False}) if given.json else "given up: another device can use it")
    return command.YES


RUN = {
    "activate": _activate,
    "check": _check,
    "deactivate": _deactivate,
    "seat": shared.hold_seat,
    "consume": shared.consume,
    "balance": shared.print_balance,
}


if __name__ == "__main__":
    sys.exit(main())
