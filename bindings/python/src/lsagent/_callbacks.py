"""The listeners to the log and to refreshes. C calls on its threads, with Python's lock held.

The functions that C is given live as long as this module, whatever becomes of the agents; which
Python object is meant is looked up by number. An exception goes to `sys.unraisablehook`: ctypes
sees to that.
"""

from __future__ import annotations

import itertools
import weakref

from ._abi import LOG_CALLBACK, REFRESH_CALLBACK, calls, reads
from ._enums import LogLevel, Status
from ._errors import borrowed_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from ._records import License, Refresh

_numbers = itertools.count(1)
_listeners: weakref.WeakValueDictionary[int, Listener] = weakref.WeakValueDictionary()


class Listener:
    """Receives an agent's log and refreshes."""

    def __init__(
        self,
        on_log: Callable[[LogLevel, str], object] | None,
        on_refresh: Callable[[Refresh], object] | None,
    ) -> None:
        for name, function in (("on_log", on_log), ("on_refresh", on_refresh)):
            if function is not None and not callable(function):
                raise TypeError(f"{name} must be callable, not {type(function).__name__}")
        self.on_log = on_log
        self.on_refresh = on_refresh
        self.number = next(_numbers)
        _listeners[self.number] = self

    def set_on(self, config: int, log_level: LogLevel) -> None:
        if self.on_log is not None:
            calls.ls_config_set_log_callback(config, LogLevel(log_level), _log_in_c, self.number)
        if self.on_refresh is not None:
            calls.ls_config_set_refresh_callback(config, _refreshed_in_c, self.number)


def _log(number: int, level: int, message: bytes) -> None:
    listener = _listeners.get(number)
    if listener is not None and listener.on_log is not None:
        listener.on_log(LogLevel(level), message.decode())


def _refreshed(
    number: int,
    product: bytes,
    status: int,
    changed: bool,
    licenses: int | None,
    error: int | None,
) -> None:
    listener = _listeners.get(number)
    if listener is None or listener.on_refresh is None:
        return
    from ._records import Refresh

    # The objects are borrowed until this returns: they are read now, completely.
    refresh = Refresh(
        product=product.decode(),
        status=Status(status),
        changed=changed,
        licenses=None if licenses is None else _read_all(licenses),
        error=borrowed_error(error),
    )
    listener.on_refresh(refresh)


_log_in_c = LOG_CALLBACK(_log)
_refreshed_in_c = REFRESH_CALLBACK(_refreshed)


def _read_all(licenses: int) -> tuple[License, ...]:
    from ._records import License, read

    indices = range(reads.ls_licenses_count(licenses))
    return tuple(read(License, reads.ls_licenses_at(licenses, index)) for index in indices)
