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
    "Refresh",
    "Release",
    "Trial",
    "User",
    "Variable",
    "read_allocation",
    "read_customer",
    "read_license",
    "read_license_user",
    "read_product",
    "read_release",
    "read_trial",
    "read_variable",
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
_plans: dict[type[Any], list[tuple[str, Callable[..., Any], int]]] = {}


def _plan(record: type[Any]) -> list[tuple[str, Callable[..., Any], int]]:
    """The fields of a class that hold one value, each with the function that reads it."""
    plan = _plans.get(record)
    if plan is None:
        prefix = PREFIXES[record]
        plan = _plans[record] = [
            (name, getattr(reads, prefix + name), _KINDS[annotation])
            for name, annotation in record.__annotations__.items()
            if annotation in _KINDS
        ]
    return plan


def _read(record: type[Record], pointer: int, **nested: Any) -> Record:
    """An object of the library as a record; `nested` has what is no single value."""
    number, flag = ctypes.c_int64(), ctypes.c_bool()
    number_at, flag_at = ctypes.byref(number), ctypes.byref(flag)
    values = nested
    for name, function, kind in _plan(record):
        if kind == _TEXT:
            values[name] = borrowed_text(function(pointer))
        elif kind == _FLAG:
            values[name] = flag.value if function(pointer, flag_at) else None
        elif not function(pointer, number_at):
            values[name] = None
        else:
            values[name] = number.value if kind == _NUMBER else moment(number.value)
    return record(**values)


def _read_optional(record: type[Record], pointer: int | None) -> Record | None:
    return None if pointer is None else _read(record, pointer)


def _read_all(
    record: type[Record],
    pointer: int,
    count: Callable[[int], int],
    at: Callable[[int, int], int],
) -> tuple[Record, ...]:
    return tuple(_read(record, at(pointer, index)) for index in range(count(pointer)))


def read_license(pointer: int) -> License:
    return _read(
        License,
        pointer,
        json=owned_text(calls.ls_license_to_json(pointer)),
        holder=_read_optional(User, reads.ls_license_holder(pointer)),
        customer=_read_optional(Customer, reads.ls_license_customer(pointer)),
        product_details=_read_optional(Product, reads.ls_license_product_details(pointer)),
        product_features=_read_all(
            Feature,
            pointer,
            reads.ls_license_product_features_count,
            reads.ls_license_product_features_at,
        ),
        custom_fields=_read_all(
            CustomField,
            pointer,
            reads.ls_license_custom_fields_count,
            reads.ls_license_custom_fields_at,
        ),
    )


def read_customer(pointer: int) -> Customer:
    return _read(Customer, pointer)


def read_license_user(pointer: int) -> LicenseUser:
    return _read(LicenseUser, pointer)


def read_product(pointer: int) -> Product:
    return _read(Product, pointer)


def read_trial(pointer: int) -> Trial:
    return _read(Trial, pointer)


def read_release(pointer: int) -> Release:
    return _read(Release, pointer)


def read_variable(pointer: int) -> Variable:
    return _read(Variable, pointer)


def read_allocation(pointer: int) -> Allocation:
    codes = range(reads.ls_allocation_user_bundle_codes_count(pointer))
    return _read(
        Allocation,
        pointer,
        user_bundle_codes=tuple(
            reads.ls_allocation_user_bundle_codes_at(pointer, index).decode() for index in codes
        ),
    )
