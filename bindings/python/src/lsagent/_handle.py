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
# Longer than the interpreter takes to stop, and bounded: a function of the application may wait for
# that thread.
HELD_AT_EXIT_SECONDS = 1.0


def is_ending() -> bool:
    """Whether the interpreter is being taken down."""
    return _is_shutting_down


def hold_at_exit() -> None:
    """For a thread whose call was cancelled: returns at once, unless the interpreter ends.

    Then this thread is about to be stopped, and an exception, in code that has closed nothing, would
    be a traceback that nobody has asked for.
    """
    if _is_shutting_down and threading.current_thread() is not threading.main_thread():
        time.sleep(HELD_AT_EXIT_SECONDS)


class Handle:
    """A handle that is freed once it is closed and no call uses it: by the thread that comes last.

    No thread waits for another, so that closing it from within a callback cannot block endlessly.
    """

    def __init__(
        self, what: str, exit_wait: float, on_freed: Callable[[Handle], object] | None = None
    ) -> None:
        """`exit_wait`: for how long the interpreter's exit waits for calls in flight, in seconds.

        `on_freed` gets this handle once it is freed, on the thread that freed it: a call that has
        not delivered its outcome by then never will.
        """
        self._what = what
        self.exit_wait = exit_wait
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._freed = threading.Event()
        self._users = 0
        self._is_closed = False
        self._pointer = 0
        self._free: Callable[[int], None] | None = None
        self._close_within: Callable[[int, int], int] | None = None
        self._on_freed = on_freed
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
            is_closed = self._is_closed
            self._users += not is_closed
        if is_closed:
            hold_at_exit()
            raise RuntimeError(f"this {self._what} is closed")
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
        if self._on_freed is not None:
            self._on_freed(self)
        self._freed.set()

    def _is_held_at_exit(self) -> bool:
        """Freeing waits for as long as a callback runs; the interpreter's exit does not."""
        if not _is_shutting_down or self._close_within is None:
            return False
        return self._close_within(self._pointer, int(self.exit_wait * 1000)) != 0

    def wait_until_freed(self, since: float) -> None:
        self._freed.wait(max(since + self.exit_wait - time.monotonic(), 0))


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
