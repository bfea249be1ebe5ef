"""The calls that ask the server or the store, each to be had here, as a task, or from a coroutine."""

from __future__ import annotations

import ctypes
import itertools
import threading

from ._abi import TASK_CALLBACK, calls
from ._enums import Policy
from ._errors import borrowed_error, taken_error
from ._values import Owned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._credentials import Credentials
    from ._handle import Handle

# For how long a wait goes on until it looks for Ctrl-C, where the system does not interrupt it.
_LOOK_ROUND_SECONDS = 0.5

_numbers = itertools.count(1)
# Who receives the outcomes of the tasks under way, and what frees those. C is given the number: it
# calls one function, which lives as long as this module, whatever became of who asked.
_receivers: dict[int, tuple[Callable[[Outcome], object], Callable[[int], None]]] = {}


class Outcome:
    """What a call ended with. It owns that, so that nothing is lost if nobody takes it."""

    def __init__(self, value: int | None, error: int | None, free: Callable[[int], None]) -> None:
        self._value = None if value is None else Owned(value, free)
        self._error = None if error is None else Owned(error, calls.ls_error_free)

    def take(self) -> Owned:
        """What the library handed out, or the exception."""
        if self._value is not None:
            return self._value
        error = None if self._error is None else borrowed_error(self._error.pointer)
        raise error or taken_error(None)


def _receive(number: int, _status: int, value: int | None, error: int | None) -> None:
    receive, free = _receivers.pop(number)
    receive(Outcome(value, error, free))


_receive_in_c = TASK_CALLBACK(_receive)


class Question:
    """`name`: the function that blocks; with `_start`, the one that does not."""

    def __init__(
        self,
        name: str,
        free: str,
        texts: tuple[bytes | None, ...],
        credentials: Credentials | None,
        policy: Policy,
    ) -> None:
        self._name = name
        self._free: Callable[[int], None] = getattr(calls, free)
        self._texts = texts
        self._credentials = credentials
        self._policy = Policy(policy)

    def answer(self, handle: Handle) -> Owned:
        """Waits for the outcome; Ctrl-C and closing the agent cut it short.

        The wait is Python's and the work that of a thread of the agent, for these two and for the
        interpreter's exit: a thread inside of the library could not be told to come back. A look
        into the store is over too soon for that to matter.
        """
        if self._policy is Policy.CACHE_ONLY:
            return self._answer_here(handle)
        is_there = threading.Lock()
        is_there.acquire()
        outcomes: list[Outcome] = []

        def receive(outcome: Outcome) -> None:
            outcomes.append(outcome)
            is_there.release()

        with self.start(handle, receive) as task:
            while not is_there.acquire(timeout=_LOOK_ROUND_SECONDS):
                pass
            task.is_over = True
        return outcomes.pop().take()

    def start(self, handle: Handle, receive: Callable[[Outcome], object]) -> Task:
        """`receive` gets the outcome, once, on a thread of the agent. Does not block."""
        number = next(_numbers)
        _receivers[number] = receive, self._free
        task, error = ctypes.c_void_p(), ctypes.c_void_p()
        outs = ctypes.byref(task), ctypes.byref(error)
        try:
            self._call(handle, self._name + "_start", _receive_in_c, number, *outs)
        finally:
            if task.value is None:
                del _receivers[number]
        if task.value is None:
            raise taken_error(error.value)
        return Task(task.value)

    def _answer_here(self, handle: Handle) -> Owned:
        value, error = ctypes.c_void_p(), ctypes.c_void_p()
        self._call(handle, self._name, ctypes.byref(value), ctypes.byref(error))
        return Outcome(value.value, error.value, self._free).take()

    def _call(self, handle: Handle, name: str, *rest: object) -> None:
        function = getattr(calls, name)
        with handle as agent:
            if self._credentials is None:
                function(agent, *self._texts, self._policy, *rest)
            else:
                with self._credentials as credentials:
                    function(agent, *self._texts, credentials, self._policy, *rest)


class Task:
    """A call under way: cancelled if it is left before it is over."""

    def __init__(self, pointer: int) -> None:
        self._owned = Owned(pointer, calls.ls_task_free)
        self.is_over = False

    def __enter__(self) -> Task:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.is_over:
            calls.ls_task_cancel(self._owned.pointer)
