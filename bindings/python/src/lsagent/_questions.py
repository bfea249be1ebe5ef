"""The calls that ask the server or the store: each can block, run as a task, or be awaited."""

from __future__ import annotations

import ctypes
import itertools
import threading

from ._abi import LICENSES_CALLBACK, calls
from ._enums import Policy
from ._errors import CallCancelledError, borrowed_error, taken_error
from ._handle import hold_at_exit
from ._values import Owned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._credentials import Credentials
    from ._handle import Handle

# How long a wait goes on until it looks for Ctrl-C, where the system does not interrupt it.
_LOOK_ROUND_SECONDS = 0.5

_numbers = itertools.count(1)
# The tasks under way: their agent, what frees the outcome, and what shows a sign-in page. C gets the
# number and calls one function, which lives as long as this module, even if the caller is gone.
under_way: dict[int, tuple[Handle, Callable[[int], None], Callable[[str], bool] | None]] = {}
# What receives the outcome of a task, by its number. The thread that takes one out calls it: once.
waiting: dict[int, Callable[[Outcome], object]] = {}


class Outcome:
    """The value or the error of a call. It owns that, so that nothing leaks if it is never taken."""

    def __init__(self, value: int | None, error: int | None, free: Callable[[int], None]) -> None:
        self._value = None if value is None else Owned(value, free)
        self._error = None if error is None else Owned(error, calls.ls_error_free)

    @classmethod
    def nothing(cls) -> Outcome:
        """The outcome of a call that will not deliver one any more."""
        return cls(None, None, calls.ls_error_free)

    def take(self) -> Owned:
        """The value that the library handed out, or the exception."""
        if self._value is not None:
            return self._value
        error = None if self._error is None else borrowed_error(self._error.pointer)
        raise error or CallCancelledError("the call was cancelled")


def _receive(number: int, _status: int, value: int | None, error: int | None) -> None:
    task = under_way.pop(number, None)
    if task is None:
        # The agent was freed meanwhile, and the outcome was delivered by `deliver_nothing`.
        return
    _, free, _ = task
    outcome = Outcome(value, error, free)
    receive = waiting.pop(number, None)
    if receive is not None:
        receive(outcome)


def deliver_nothing(handle: Handle) -> None:
    """Ends the tasks of an agent that was freed: a thread that the system holds calls no more."""
    for number in list(under_way):
        task = under_way.get(number)
        if task is None or task[0] is not handle:
            continue
        under_way.pop(number, None)
        receive = waiting.pop(number, None)
        if receive is not None:
            receive(Outcome.nothing())


# The callbacks of other calls are the same to ctypes: they differ in the object that they are given.
receive_in_c = LICENSES_CALLBACK(_receive)


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
        # What the functions take after the credentials.
        self._last: int = self._policy
        self._show: Callable[[str], bool] | None = None

    def answer(self, handle: Handle) -> Owned:
        """Waits for the outcome; Ctrl-C and closing the agent cut it short.

        The wait is Python's and the work that of a thread of the agent, for these two and for the
        interpreter's exit: a thread inside of the library cannot be called back. A look
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
        try:
            return outcomes.pop().take()
        except CallCancelledError:
            hold_at_exit()
            raise

    def start(self, handle: Handle, receive: Callable[[Outcome], object]) -> Task:
        """`receive` gets the outcome, once, unless the task is left before. Does not block."""
        number = next(_numbers)
        under_way[number] = handle, self._free, self._show
        waiting[number] = receive
        task, error = ctypes.c_void_p(), ctypes.c_void_p()
        outs = ctypes.byref(task), ctypes.byref(error)
        try:
            with handle as agent:
                self._begin(agent, number, *outs)
        finally:
            if task.value is None:
                waiting.pop(number, None)
                under_way.pop(number, None)
        if task.value is None:
            raise taken_error(error.value)
        return Task(task.value, number)

    def _begin(self, agent: int, number: int, *outs: object) -> None:
        self._call(agent, self._name + "_start", receive_in_c, number, *outs)

    def _answer_here(self, handle: Handle) -> Owned:
        value, error = ctypes.c_void_p(), ctypes.c_void_p()
        with handle as agent:
            self._call(agent, self._name, ctypes.byref(value), ctypes.byref(error))
        return Outcome(value.value, error.value, self._free).take()

    def _call(self, agent: int, name: str, *rest: object) -> None:
        function = getattr(calls, name)
        if self._credentials is None:
            function(agent, *self._texts, self._last, *rest)
        else:
            with self._credentials as credentials:
                function(agent, *self._texts, credentials, self._last, *rest)


class Task:
    """A call under way: cancelled if it is left before it is over."""

    def __init__(self, pointer: int, number: int) -> None:
        self._owned = Owned(pointer, calls.ls_task_free)
        self._number = number
        self.is_over = False

    def __enter__(self) -> Task:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.is_over:
            waiting.pop(self._number, None)
            calls.ls_task_cancel(self._owned.pointer)
