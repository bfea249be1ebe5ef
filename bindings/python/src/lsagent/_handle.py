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

_open_handles: weakref.WeakSet[Handle] = weakref.WeakSet()
_is_shutting_down = False


class Handle:
    """A handle that is freed when it is closed and no call uses it: by whichever comes last.

    Nobody waits for anybody, so that closing it from within a callback cannot block for ever.
    """

    def __init__(self, what: str, patience: float) -> None:
        """`patience`: for how long the interpreter's exit waits for calls in flight, in seconds."""
        self._what = what
        self._patience = patience
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._freed = threading.Event()
        self._users = 0
        self._is_closed = False
        self._pointer = 0
        self._free: Callable[[int], None] | None = None

    def open(self, pointer: int, free: Callable[[int], None]) -> None:
        """Takes over what there is to free."""
        self._pointer, self._free = pointer, free
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
        if self._free is not None:
            self._free(self._pointer)
        self._freed.set()

    def wait_until_freed(self, since: float) -> None:
        self._freed.wait(max(since + self._patience - time.monotonic(), 0))


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
