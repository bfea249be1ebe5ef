"""Values on their way into the library and out of it."""

from __future__ import annotations

import ctypes
import math
import os
from datetime import datetime, timedelta, timezone

from ._abi import calls
from ._errors import InvalidArgumentError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_FIRST = datetime.min.replace(tzinfo=timezone.utc)
_LAST = datetime.max.replace(tzinfo=timezone.utc)


def text(name: str, value: str) -> bytes:
    """UTF-8 for C. A message of its errors never repeats the value, which may be a secret."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    if "\0" in value:
        raise InvalidArgumentError(f"{name} holds a NUL character")
    encoded = _utf8(value)
    # Outside of that function's handler: the UnicodeEncodeError, which has the value, would
    # otherwise stay reachable as the context of this error.
    if encoded is None:
        raise InvalidArgumentError(f"{name} holds a lone surrogate, which UTF-8 cannot express")
    return encoded


def _utf8(value: str) -> bytes | None:
    try:
        return value.encode()
    except UnicodeEncodeError:
        return None


def optional_text(name: str, value: str | None) -> bytes | None:
    return None if value is None else text(name, value)


def text_array(name: str, values: Iterable[str]) -> ctypes.Array[ctypes.c_char_p]:
    if isinstance(values, str):
        # Taken as what it is, an iterable, it would be a text for each letter.
        raise TypeError(f"{name} must be several texts, not one")
    encoded = [text(name, value) for value in values]
    return (ctypes.c_char_p * len(encoded))(*encoded)


def path(name: str, value: str | os.PathLike[str]) -> bytes:
    return text(name, os.fspath(value))


def milliseconds(name: str, seconds: float) -> int:
    """For an unsigned 32-bit parameter; which of its values make sense is the library's to say."""
    return _whole(name, _finite(name, seconds) * 1000, 0, 2**32 - 1)


def whole_seconds(name: str, seconds: float) -> int:
    """For a signed 64-bit parameter; a part of a second counts as a whole one."""
    return _whole(name, _finite(name, seconds), -(2**63), 2**63 - 1)


def size(name: str, value: int) -> int:
    return integer(name, value, 0, 2**64 - 1)


def integer(name: str, value: int, least: int, most: int) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}")
    return _whole(name, value, least, most)


def flag(name: str, value: bool) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be a bool")
    return value


def _finite(name: str, value: float) -> float:
    if not isinstance(value, (int, float)):
        raise TypeError(f"{name} must be a number of seconds, not {type(value).__name__}")
    if isinstance(value, float) and not math.isfinite(value):
        raise InvalidArgumentError(f"{name} must be a finite number of seconds")
    return value


def _whole(name: str, value: float, least: int, most: int) -> int:
    # ctypes would cut off the higher bits without a word. Rounded first: 0.001 * 1000 is no integer
    # everywhere.
    number = math.ceil(round(value, 6))
    if not least <= number <= most:
        raise InvalidArgumentError(f"{name} is out of range")
    return number


def moment(seconds: int) -> datetime:
    """Unix seconds as a time in UTC.

    Python's years end at 9999 and begin at 1: what lies beyond reads as the last or first time
    there is, so that comparisons come out right.
    """
    try:
        return _EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return _LAST if seconds > 0 else _FIRST


def unix_seconds(name: str, value: datetime) -> int:
    """A time as C takes it; a part of a second is cut off."""
    if not isinstance(value, datetime):
        raise TypeError(f"{name} must be a datetime, not {type(value).__name__}")
    if value.tzinfo is None:
        raise InvalidArgumentError(f"{name} has no time zone")
    seconds = (value - _EPOCH) // timedelta(seconds=1)
    # In C, 0 stands for no time.
    if seconds <= 0:
        raise InvalidArgumentError(f"{name} is not after 1970")
    return seconds


def span(seconds: int) -> timedelta:
    """Seconds as a time span; what lies beyond the longest there is reads as that."""
    try:
        return timedelta(seconds=seconds)
    except OverflowError:
        return timedelta.max if seconds > 0 else timedelta.min


def borrowed_text(value: bytes | None) -> str | None:
    return None if value is None else value.decode()


def owned_text(pointer: int) -> str:
    """The text of a `char *` that was handed out; frees that."""
    try:
        return ctypes.string_at(pointer).decode()
    finally:
        calls.ls_string_free(pointer)


class Owned:
    """An object of the library that belongs to this one, and goes when it does."""

    __slots__ = ("_free", "pointer")

    def __init__(self, pointer: int, free: Callable[[int], None]) -> None:
        self.pointer = pointer
        # Kept here because the module may be gone when the interpreter shuts down.
        self._free = free

    def __del__(self) -> None:
        self._free(self.pointer)

    def __reduce__(self) -> str:
        # A second one would free the same object again.
        raise TypeError("answers of lsagent cannot be pickled or copied in depth; their json can")
