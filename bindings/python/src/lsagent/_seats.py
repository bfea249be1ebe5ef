"""A floating seat that this device holds. Imported when the first is acquired."""

from __future__ import annotations

import ctypes
import itertools
import weakref

from ._abi import SEAT_CALLBACK, calls
from ._asked import done
from ._enums import Policy, SeatEvent
from ._errors import borrowed_error
from ._questions import Question
from ._values import Owned, moment, optional_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from types import TracebackType

    from ._errors import LsAgentError
    from ._handle import Handle

    EventFunction = Callable[[SeatEvent, "LsAgentError | None"], object]

_numbers = itertools.count(1)
# C gets the number and calls one function, which lives as long as this module; a seat that is gone
# hears no more.
_listeners: weakref.WeakValueDictionary[int, SeatListener] = weakref.WeakValueDictionary()


class SeatListener:
    """Who hears what becomes of a seat; the seat keeps it."""

    def __init__(self, on_event: EventFunction | None) -> None:
        if on_event is not None and not callable(on_event):
            raise TypeError(f"on_event must be callable, not {type(on_event).__name__}")
        self.on_event = on_event
        self.number = next(_numbers)
        self.in_c = _nobody if on_event is None else _event_in_c
        _listeners[self.number] = self


def _event(number: int, event: int, error: int | None) -> None:
    listener = _listeners.get(number)
    if listener is not None and listener.on_event is not None:
        listener.on_event(SeatEvent(event), borrowed_error(error))


_event_in_c = SEAT_CALLBACK(_event)
_nobody = SEAT_CALLBACK()


class Seat:
    """One of the seats of a license or feature that floats, held by this device.

    From `Activation.acquire_seat`. The agent renews it in the background. Other handles and processes
    of this device share it: the last one that lets go releases it.

    A context manager: leaving it closes it. Closing (`close`, `with`) releases the seat in the
    background, unless the agent was made with `release_seats=False`; `release` does so at once, and
    says what came of it. It may be used from any number of threads at once.
    """

    __slots__ = ("_agent", "_listener", "_owned")
    _agent: Handle
    _listener: SeatListener | None
    _owned: Owned | None

    def __init__(self) -> None:
        raise TypeError("Seats are made by Activation.acquire_seat")

    @classmethod
    def _of(cls, agent: Handle, owned: Owned, listener: SeatListener) -> Seat:
        self = object.__new__(cls)
        self._agent, self._owned, self._listener = agent, owned, listener
        return self

    @property
    def is_held(self) -> bool:
        """Whether it is held at this moment: neither released nor lost, nor closed. Asks nobody."""
        owned = self._owned
        return owned is not None and calls.ls_seat_is_held(owned.pointer)

    @property
    def expires_at(self) -> datetime | None:
        """When it ends, in UTC, unless it is renewed before; None if it is not held."""
        owned, seconds = self._owned, ctypes.c_int64()
        if owned is None or not calls.ls_seat_expires_at(owned.pointer, ctypes.byref(seconds)):
            return None
        return moment(seconds.value)

    def release(self) -> None:
        """Releases the seat, so that another device can take it; other holders on this device keep it.

        A seat that is not held any more, or is closed, is a success; one that is borrowed is kept.
        After a failure it is not renewed any more, and ends with its timeout. Raises as
        `Agent.check` does. Blocks for at most the agent's `timeout`.
        """
        owned = self._owned
        if owned is not None:
            done(self._agent, "ls_seat_release", owned.pointer)

    async def release_async(self) -> None:
        """`release` for a coroutine: the event loop goes on."""
        from asyncio import to_thread

        await to_thread(self.release)

    def close(self) -> None:
        """Lets go of it: the seat is released in the background, and its events end, but for one that
        is running. Does not block."""
        self._owned = self._listener = None

    def __enter__(self) -> Seat:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = "closed" if self._owned is None else "held" if self.is_held else "not held"
        return f"<lsagent.Seat: {state}>"

    def __reduce__(self) -> str:
        raise TypeError("a Seat cannot be pickled or copied: acquire another one")


class AcquireSeat(Question):
    """The request for a seat."""

    def __init__(
        self, activation: Owned, feature: str | None, on_event: EventFunction | None
    ) -> None:
        texts = (optional_text("feature", feature),)
        super().__init__("ls_seat_acquire", "ls_seat_free", texts, None, Policy.NETWORK_ONLY)
        self._activation = activation
        self.listener = SeatListener(on_event)

    def _call(self, _: int, name: str, *rest: object) -> None:
        hearing = self.listener.in_c, self.listener.number
        getattr(calls, name)(self._activation.pointer, *self._texts, *hearing, *rest)


def seat_of(agent: Handle, owned: Owned, question: AcquireSeat) -> Seat:
    return Seat._of(agent, owned, question.listener)
