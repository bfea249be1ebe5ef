"""The commands of `python -m lsagent` about what devices share: seats, and what is metered."""

from __future__ import annotations

import json
import sys

import lsagent
from lsagent import _command as command

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from lsagent import Activation, Agent, LsAgentError, Seat, SeatEvent


def hold_seat(agent: Agent, given: argparse.Namespace) -> int:
    """Takes a seat, and releases it once the input has ended or Ctrl-C is typed."""
    with agent.open_activation(given.product) as activation:
        seat = activation.acquire_seat(given.feature, on_event=_print_event)
        _print_seat(seat, as_json=given.json)
        try:
            sys.stdin.read()
        except KeyboardInterrupt:
            pass
        was_held = seat.is_held
        seat.release()
    if not given.json:
        print("released: another device can take it" if was_held else "it was lost")
    return command.YES if was_held else command.NO


def _print_seat(seat: Seat, *, as_json: bool) -> None:
    end = seat.expires_at
    until = None if end is None else end.isoformat(" ")
    if as_json:
        print(json.dumps({"held": seat.is_held, "expires_at": until}), flush=True)
    else:
        print(f"held until {until}, and renewed before; end the input to release it", flush=True)


def _print_event(event: SeatEvent, error: LsAgentError | None) -> None:
    why = "" if error is None else f": {error.status.name}: {error}"
    print(f"lsagent: seat {event.name}{why}", file=sys.stderr, flush=True)


def consume(agent: Agent, given: argparse.Namespace) -> int:
    """Counts an amount."""
    with agent.open_activation(given.product) as activation:
        activation.consume(given.amount, given.feature)
        if not given.json:
            print(f"counted: {given.amount}")
        _print_balance(activation, given)
    return command.YES


def print_balance(agent: Agent, given: argparse.Namespace) -> int:
    """Prints what was counted."""
    with agent.open_activation(given.product) as activation:
        if given.sync:
            activation.sync()
        _print_balance(activation, given)
    return command.YES


def _print_balance(activation: Activation, given: argparse.Namespace) -> None:
    balance = activation.balance(given.feature)
    if given.json:
        print(json.dumps(_as_json(balance)))
        return
    most = "" if balance.limit is None else f" of {balance.limit}"
    print(f"  {balance.total}{most} at the server, {balance.unsent} not sent yet")
    if balance.uncertain:
        print(f"  {balance.uncertain} that it may have counted or not")


def _as_json(balance: lsagent.Balance) -> dict[str, int | None]:
    names = ("total", "limit", "unsent", "uncertain")
    return {name: getattr(balance, name) for name in names}
