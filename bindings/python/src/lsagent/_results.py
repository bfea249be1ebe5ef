"""Answers. Each owns what the library handed out, and reads from it what is asked for, when it is.

They stay valid when the agent is closed, and may be read from any thread.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 -- for those who look at the annotations at run time
from functools import cached_property

from ._abi import calls, reads
from ._enums import Decision, Source
from ._errors import LsAgentError, borrowed_error, taken_error
from ._values import Owned, moment, optional_text, owned_text, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar, overload

    from ._records import Allocation, Customer, License, LicenseUser, Release, Variable

    Element = TypeVar("Element")
else:

    def overload(function):
        return function


# The records are imported where they are read: a start-up that looks at yes or no alone is
# spared making their classes.


@dataclass(frozen=True)
class Entitlement:
    """Whether a user may run a product, and why. True where the answer is yes."""

    allowed: bool
    """Whether the answer is yes."""
    decision: Decision
    """What was decided."""
    message: str
    """A sentence to show a person, in English."""
    expires_at: datetime | None
    """When the right to use ends, or ended: the first second without it, a grace period that has
    begun included. None if it has no end."""
    source: Source
    """Whether the server answered this call or the store did."""
    fetched_at: datetime
    """When the server gave the answer, by the later of this device's clock and the server's."""
    fallback: LsAgentError | None
    """Why the store answered although the server was asked; None if it was not like that."""
    _owned: Owned = field(repr=False, compare=False)

    def __bool__(self) -> bool:
        return self.allowed

    @cached_property
    def license(self) -> License | None:
        """The license that decided; None if there was none."""
        from . import _records

        pointer: int | None = reads.ls_entitlement_license(self._owned.pointer)
        return None if pointer is None else _records.read(_records.License, pointer)

    @cached_property
    def json(self) -> str:
        """Everything as JSON: {"allowed", "decision", "message", "product", "feature",
        "expires_at", "source" ("network" or "cache"), "fetched_at", "fallback" (a message or null),
        "license" (as `License.json`, or null)}. Times are Unix seconds."""
        return owned_text(calls.ls_entitlement_to_json(self._owned.pointer))


@dataclass(frozen=True, eq=False)
class Licenses(Sequence["License"]):
    """A user's licenses for a product: a sequence of `License`, which are read when asked for."""

    source: Source
    """Whether the server answered this call or the store did."""
    fetched_at: datetime
    """When the server gave the answer, by the later of this device's clock and the server's."""
    fallback: LsAgentError | None
    """Why the store answered although the server was asked; None if it was not like that."""
    _owned: Owned = field(repr=False)

    def __len__(self) -> int:
        count: int = reads.ls_licenses_count(self._owned.pointer)
        return count

    @overload
    def __getitem__(self, index: int) -> License: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[License, ...]: ...
    def __getitem__(self, index: int | slice) -> License | tuple[License, ...]:
        from . import _records

        return _at(self, index, reads.ls_licenses_at, _records.License)

    @cached_property
    def json(self) -> str:
        """The server's JSON with every field, as an array of {"license": {…}, "user": {…}}."""
        return owned_text(calls.ls_licenses_to_json(self._owned.pointer))

    def check(self, product: str, feature: str | None = None) -> Entitlement:
        """May the user whose licenses these are run this product, or this feature of it?

        `product` is the product's short code, `feature` the code of a feature. Nothing is asked of
        anybody: it depends on the licenses and the time alone. Of several licenses the most generous
        decides; ties go to the one that lasts longest. Does not block.

        Raises InvalidArgumentError where a code is empty or too long, TypeError and ValueError
        where it is no text that C can take.
        """
        entitlement, error = ctypes.c_void_p(), ctypes.c_void_p()
        calls.ls_licenses_check(
            self._owned.pointer,
            text("product", product),
            optional_text("feature", feature),
            ctypes.byref(entitlement),
            ctypes.byref(error),
        )
        if entitlement.value is None:
            raise taken_error(error.value)
        return entitlement_of(Owned(entitlement.value, calls.ls_entitlement_free))


@dataclass(frozen=True, eq=False)
class LicenseUsers(Sequence["LicenseUser"]):
    """The users of a customer's licenses for a product: a sequence of `LicenseUser`.

    They are read when asked for, also where there are many, and not kept: each look makes a new
    `LicenseUser`, equal to the one before.
    """

    source: Source
    """Whether the server answered this call or the store did."""
    fetched_at: datetime
    """When the server gave the answer, by the later of this device's clock and the server's."""
    fallback: LsAgentError | None
    """Why the store answered although the server was asked; None if it was not like that."""
    _owned: Owned = field(repr=False)

    def __len__(self) -> int:
        count: int = reads.ls_license_users_count(self._owned.pointer)
        return count

    @overload
    def __getitem__(self, index: int) -> LicenseUser: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[LicenseUser, ...]: ...
    def __getitem__(self, index: int | slice) -> LicenseUser | tuple[LicenseUser, ...]:
        from . import _records

        return _at(self, index, reads.ls_license_users_at, _records.LicenseUser)

    @cached_property
    def customer(self) -> Customer:
        """The customer."""
        from . import _records

        customer = reads.ls_license_users_customer(self._owned.pointer)
        return _records.read(_records.Customer, customer)

    @cached_property
    def json(self) -> str:
        """The server's JSON with every field. Fresh from the network it has the initial passwords,
        in an answer from the store each `initial_password` is null."""
        return owned_text(calls.ls_license_users_to_json(self._owned.pointer))


@dataclass(frozen=True, eq=False)
class Allocations(Sequence["Allocation"]):
    """What was allocated: a sequence of `Allocation`, one for each user."""

    _owned: Owned = field(repr=False)

    def __len__(self) -> int:
        count: int = reads.ls_allocations_count(self._owned.pointer)
        return count

    @overload
    def __getitem__(self, index: int) -> Allocation: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Allocation, ...]: ...
    def __getitem__(self, index: int | slice) -> Allocation | tuple[Allocation, ...]:
        from . import _records

        return _at(self, index, reads.ls_allocations_at, _records.Allocation)

    @cached_property
    def json(self) -> str:
        """The server's JSON with every field."""
        return owned_text(calls.ls_allocations_to_json(self._owned.pointer))


@dataclass(frozen=True, eq=False)
class Releases(Sequence["Release"]):
    """Releases of a product, in the order of the server: a sequence of `Release`."""

    _owned: Owned = field(repr=False)

    def __len__(self) -> int:
        count: int = reads.ls_releases_count(self._owned.pointer)
        return count

    @overload
    def __getitem__(self, index: int) -> Release: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Release, ...]: ...
    def __getitem__(self, index: int | slice) -> Release | tuple[Release, ...]:
        from . import _records

        return _at(self, index, reads.ls_releases_at, _records.Release)

    @cached_property
    def json(self) -> str:
        """The server's JSON with every field."""
        return owned_text(calls.ls_releases_to_json(self._owned.pointer))


@dataclass(frozen=True, eq=False)
class Variables(Sequence["Variable"]):
    """The variables of a device: a sequence of `Variable`."""

    _owned: Owned = field(repr=False)

    def __len__(self) -> int:
        count: int = reads.ls_variables_count(self._owned.pointer)
        return count

    @overload
    def __getitem__(self, index: int) -> Variable: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Variable, ...]: ...
    def __getitem__(self, index: int | slice) -> Variable | tuple[Variable, ...]:
        from . import _records

        return _at(self, index, reads.ls_variables_at, _records.Variable)

    @cached_property
    def json(self) -> str:
        """The server's JSON with every field."""
        return owned_text(calls.ls_variables_to_json(self._owned.pointer))


@dataclass(frozen=True)
class Balance:
    """What of a license or feature was consumed, as this device knows it, in the vendor's units."""

    total: int
    """What all devices have consumed, as the server has said last; without what is unsent here."""
    limit: int | None
    """How much all devices may consume, overage included; None if it is unlimited."""
    unsent: int
    """What was consumed on this device and is not sent yet; negative if more was given back."""
    uncertain: int
    """What was sent, and nobody knows whether it is counted."""


def balance_of(owned: Owned) -> Balance:
    limit = ctypes.c_int64()
    is_limited = reads.ls_balance_limit(owned.pointer, ctypes.byref(limit))
    return Balance(
        total=reads.ls_balance_total(owned.pointer),
        limit=limit.value if is_limited else None,
        unsent=reads.ls_balance_unsent(owned.pointer),
        uncertain=reads.ls_balance_uncertain(owned.pointer),
    )


def _at(
    result: Licenses | LicenseUsers | Allocations | Releases | Variables,
    index: int | slice,
    at: Callable[[int, int], int],
    record: type[Element],
) -> Element | tuple[Element, ...]:
    """What `result[index]` is; counts from the end and raises as lists do."""
    from ._records import read

    chosen = range(len(result))[index]
    pointer = result._owned.pointer
    if isinstance(chosen, range):
        return tuple(read(record, at(pointer, each)) for each in chosen)
    return read(record, at(pointer, chosen))


def entitlement_of(owned: Owned) -> Entitlement:
    pointer = owned.pointer
    ends = ctypes.c_int64()
    has_end = reads.ls_entitlement_expires_at(pointer, ctypes.byref(ends))
    return Entitlement(
        allowed=reads.ls_entitlement_is_allowed(pointer),
        decision=Decision(reads.ls_entitlement_decision(pointer)),
        message=reads.ls_entitlement_message(pointer).decode(),
        expires_at=moment(ends.value) if has_end else None,
        source=Source(reads.ls_entitlement_source(pointer)),
        fetched_at=moment(reads.ls_entitlement_fetched_at(pointer)),
        fallback=borrowed_error(reads.ls_entitlement_fallback(pointer)),
        _owned=owned,
    )


def licenses_of(owned: Owned) -> Licenses:
    return Licenses(
        source=Source(reads.ls_licenses_source(owned.pointer)),
        fetched_at=moment(reads.ls_licenses_fetched_at(owned.pointer)),
        fallback=borrowed_error(reads.ls_licenses_fallback(owned.pointer)),
        _owned=owned,
    )


def license_users_of(owned: Owned) -> LicenseUsers:
    return LicenseUsers(
        source=Source(reads.ls_license_users_source(owned.pointer)),
        fetched_at=moment(reads.ls_license_users_fetched_at(owned.pointer)),
        fallback=borrowed_error(reads.ls_license_users_fallback(owned.pointer)),
        _owned=owned,
    )
