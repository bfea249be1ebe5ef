"""The life of an agent's handle: used by any number of threads, freed once, and never in use then."""

from __future__ import annotations

import atexit
import os
import threading
import time
import weakref

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._questions import Outcome

_open_handles: weakref.WeakSet[Handle] = weakref.WeakSet()
_is_shutting_down = False


class Handle:
    """A handle that is freed when it is closed and no call uses it: by whichever comes last.

    Nobody waits for anybody, so that closing it from within a callback cannot block for ever.
    """

    def __init__(self, what: str, patience: float) -> None:
        """`patience`: for how long the interpreter's exit waits for calls in flight, in seconds."""
        self._what = what
        self.patience = patience
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._freed = threading.Event()
        self._users = 0
        self._is_closed = False
        self._pointer = 0
        self._free: Callable[[int], None] | None = None
        self._close_within: Callable[[int, int], int] | None = None
        # Who waits for the outcome of a task, by its number: whoever takes one out tells it, once.
        self.waiting: dict[int, Callable[[Outcome], object]] = {}
        # The threads that are in a callback from which the handle must not be freed.
        self.guests: set[int] = set()

    def open(
        self,
        pointer: int,
        free: Callable[[int], None],
        close_within: Callable[[int, int], int] | None = None,
    ) -> None:
        """Takes over what there is to free.

        `close_within` waits for callbacks, for so many milliseconds at most, and returns 0 if none is
        running any more.
        """
        self._pointer, self._free, self._close_within = pointer, free, close_within
        _open_handles.add(self)
        if _is_shutting_down:
            self.close()

    @property
    def is_open(self) -> bool:
        is_ours = self._process == os.getpid()
        return is_ours and self._free is not None and not self._is_closed

    def __enter__(self) -> int:
        if self._process != os.getpid():
            raise RuntimeError(
                f"this {self._what} was made before fork(), which does not take its threads along;"
                " make another one in the new process"
            )
        with self._lock:
            if self._is_closed:
                raise RuntimeError(f"this {self._what} is closed")
            self._users += 1
        return self._pointer

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._users -= 1
            is_last = self._is_closed and self._users == 0
        if is_last:
            self._end()

    def close(self) -> None:
        """The second time nothing happens, nor in a forked process, which has no part in it."""
        if self._process != os.getpid():
            return
        with self._lock:
            is_last = not self._is_closed and self._users == 0
            self._is_closed = True
        if is_last:
            self._end()

    def _end(self) -> None:
        if threading.get_ident() in self.guests:
            threading.Thread(target=self._free_now, name="lsagent-close").start()
        else:
            self._free_now()

    def _free_now(self) -> None:
        if self._free is not None and not self._is_held_at_exit():
            self._free(self._pointer)
        if self.waiting:
            self._tell_who_still_waits()
        self._freed.set()

    def _is_held_at_exit(self) -> bool:
        """Freeing waits for as long as a callback runs; the interpreter's exit does not."""
        if not _is_shutting_down or self._close_within is None:
            return False
        return self._close_within(self._pointer, int(self.patience * 1000)) != 0

    def _tell_who_still_waits(self) -> None:
        """A thread that could not be waited for calls nobody any more."""
        from ._questions import Outcome, under_way

        for number in list(self.waiting):
            receive = self.waiting.pop(number, None)
            under_way.pop(number, None)
            if receive is not None:
                receive(Outcome.nothing())

    def wait_until_freed(self, since: float) -> None:
        self._freed.wait(max(since + self.patience - time.monotonic(), 0))


@atexit.register
def _close_all() -> None:
    """Once the interpreter is being taken down, a callback into it would end the process badly."""
    global _is_shutting_down
    _is_shutting_down = True
    since = time.monotonic()
    handles = list(_open_handles)
    for handle in handles:
        handle.close()
    for handle in handles:
        handle.wait_until_freed(since)
