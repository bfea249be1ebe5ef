"""Reads the objects of answers as plain values that depend on nothing."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

from ._abi import calls, reads
from ._fields import (
    PREFIXES,
    Allocation,
    Customer,
    CustomField,
    Feature,
    License,
    LicenseUser,
    Product,
    ProductCustomField,
    Release,
    Trial,
    User,
    Variable,
)
from ._values import borrowed_text, moment, owned_text

__all__ = [
    "Allocation",
    "CustomField",
    "Customer",
    "Feature",
    "License",
    "LicenseUser",
    "Product",
    "ProductCustomField",
    "Refresh",
    "Release",
    "Trial",
    "User",
    "Variable",
    "read",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from ._enums import Status
    from ._errors import LsAgentError

    Record = TypeVar("Record")


@dataclass(frozen=True)
class Refresh:
    """What became of a request for licenses that nobody waited for."""

    product: str
    """The product's short code."""
    status: Status
    """OK if there is a new answer."""
    changed: bool
    """Whether the licenses are others than before."""
    licenses: tuple[License, ...] | None
    """The licenses, if they have changed."""
    error: LsAgentError | None
    """Why it was refused or failed."""


_NUMBER, _FLAG, _TEXT, _TIME = range(4)
_KINDS = {
    "int | None": _NUMBER,
    "bool | None": _FLAG,
    "str | None": _TEXT,
    "datetime | None": _TIME,
}
_RECORDS = {record.__name__: record for record in PREFIXES}
_plans: dict[type[Any], list[tuple[str, Callable[..., Any], int | None]]] = {}


def read(record: type[Record], pointer: int) -> Record:
    """An object of the library as a record, with all that is inside it."""
    number, flag = ctypes.c_int64(), ctypes.c_bool()
    number_at, flag_at = ctypes.byref(number), ctypes.byref(flag)
    values: dict[str, Any] = {}
    for name, function, kind in _plan(record):
        if kind is None:
            values[name] = function(pointer)
        elif kind == _TEXT:
            values[name] = borrowed_text(function(pointer))
        elif kind == _FLAG:
            values[name] = flag.value if function(pointer, flag_at) else None
        elif not function(pointer, number_at):
            values[name] = None
        else:
            values[name] = number.value if kind == _NUMBER else moment(number.value)
    return record(**values)


def _plan(record: type[Any]) -> list[tuple[str, Callable[..., Any], int | None]]:
    """The fields of a class, each with the function that reads it, and its kind if it is a single value."""
    plan = _plans.get(record)
    if plan is None:
        plan = _plans[record] = []
        for name, annotation in record.__annotations__.items():
            function, kind = PREFIXES[record] + name, _KINDS.get(annotation)
            single = kind is not None
            reader = getattr(reads, function) if single else _compound(function, annotation)
            plan.append((name, reader, kind))
    return plan


def _compound(function: str, annotation: str) -> Callable[[int], Any]:
    """How a field is read that is a list, an object, or the JSON of the whole."""
    if annotation.startswith("tuple["):
        return _list(function, _RECORDS.get(annotation[len("tuple[") : -len(", ...]")]))
    record = _RECORDS.get(annotation.split(" ")[0])
    return _whole(function) if record is None else _part(function, record)


def _list(function: str, record: type[Any] | None) -> Callable[[int], tuple[Any, ...]]:
    """A list of objects, or without a record of texts."""
    count, at = getattr(reads, function + "_count"), getattr(reads, function + "_at")

    def element(pointer: int, index: int) -> Any:
        found = at(pointer, index)
        return found.decode() if record is None else read(record, found)

    return lambda pointer: tuple(element(pointer, index) for index in range(count(pointer)))


def _part(function: str, record: type[Any]) -> Callable[[int], Any]:
    part = getattr(reads, function)

    def inner(pointer: int) -> Any:
        found = part(pointer)
        return None if found is None else read(record, found)

    return inner


def _whole(function: str) -> Callable[[int], str]:
    to_json = getattr(calls, function.replace("_json", "_to_json"))
    return lambda pointer: owned_text(to_json(pointer))
