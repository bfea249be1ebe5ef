"""What the server said, field by field, as plain values that depend on nothing.

Fields are named as the API names them; where a class names no other source, it is
https://docs.licensespring.com/license-api/list-licenses/licenses-for-user. What the server did not
send, or sent as null, is None. Times are in UTC.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 -- for those who look at the annotations at run time

from ._abi import calls, reads
from ._values import borrowed_text, moment, owned_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from ._enums import Status
    from ._errors import LsAgentError

    Record = TypeVar("Record")


@dataclass(frozen=True)
class Feature:
    """A feature that a license grants."""

    # The fields of ls_feature. Generated from include/lsagent.h; `make generate` writes it.

    id: int | None
    """The feature's id."""
    code: str | None
    """Its code, by which the application knows it."""
    name: str | None
    """Its name."""
    feature_type: str | None
    """"activation" or "consumption"."""
    expiry_date: datetime | None
    """When it ends; a date without a time reads as the first second of that day, through which the
    feature lasts. None also if it cannot be read."""
    is_floating: bool | None
    """Whether it is floating, on a server of the customer's."""
    is_floating_cloud: bool | None
    """Whether it is floating, on the vendor's server."""
    floating_users: int | None
    """How many may use it at once; sent for floating features only."""
    floating_timeout: int | None
    """After how many minutes without a sign of life a floating seat is free again."""
    max_consumption: int | None
    """How many consumptions it has; sent for consumption features only."""
    total_consumptions: int | None
    """How many were used."""
    allow_unlimited_consumptions: bool | None
    """Whether max_consumption does not count."""
    allow_overages: int | None
    """Whether more than max_consumption may be used: the API documents a number here; true reads as
    1."""
    max_overages: int | None
    """How many more."""
    reset_consumption: bool | None
    """Whether consumptions begin anew with each period."""
    consumption_period: str | None
    """The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads so
    too)."""
    metadata: str | None
    """What the vendor added, as a JSON text."""

    # End of the generated part.


@dataclass(frozen=True)
class CustomField:
    """A field that the vendor added to a license."""

    # The fields of ls_custom_field. Generated from include/lsagent.h; `make generate` writes it.

    name: str | None
    """The field's name."""
    data_type: str | None
    """"number", "text" or "date/time" (the API's spelling "numer" reads as "number")."""
    value: str | None
    """Its value; a number or a bool reads as its text."""

    # End of the generated part.


@dataclass(frozen=True)
class Customer:
    """Who bought."""

    # The fields of ls_customer. Generated from include/lsagent.h; `make generate` writes it.

    email: str | None
    """The customer's email."""
    first_name: str | None
    """The first name."""
    last_name: str | None
    """The last name."""
    company_name: str | None
    """The company's name."""
    phone: str | None
    """The telephone number."""
    reference: str | None
    """The vendor's own reference."""
    address: str | None
    """Street and number."""
    postcode: str | None
    """The postal code."""
    city: str | None
    """The city."""
    state: str | None
    """The state."""
    country: str | None
    """The country."""
    customer_account: str | None
    """The customer account it belongs to."""
    metadata: str | None
    """What the vendor added, as a JSON text."""

    # End of the generated part.


@dataclass(frozen=True)
class Product:
    """What was bought (the API's `product_details`)."""

    # The fields of ls_product. Generated from include/lsagent.h; `make generate` writes it.

    product_id: int | None
    """The product's id."""
    product_name: str | None
    """Its name."""
    short_code: str | None
    """Its short code, which calls take."""
    authorization_method: str | None
    """"user" or "license-key"."""
    metadata: str | None
    """What the vendor added, as a JSON text."""

    # End of the generated part.


@dataclass(frozen=True)
class User:
    """The user that a license is assigned to."""

    # The fields of ls_user. Generated from include/lsagent.h; `make generate` writes it.

    id: int | None
    """The user's id."""
    email: str | None
    """The email, with which the user signs in."""
    first_name: str | None
    """The first name."""
    last_name: str | None
    """The last name."""
    phone_number: str | None
    """The telephone number."""
    is_initial_password: bool | None
    """Whether the user still has the password that the server made."""
    max_activations: int | None
    """On how many devices the user may activate."""
    total_activations: int | None
    """On how many devices the user has activated."""
    allow_unlimited_activations: bool | None
    """Whether max_activations does not count."""

    # End of the generated part.


@dataclass(frozen=True)
class License:
    """A license."""

    json: str = field(repr=False)
    """The license with its user and every field, as {"license": {…}, "user": {…}}."""
    product_features: tuple[Feature, ...]
    """The features that the license grants."""
    custom_fields: tuple[CustomField, ...]
    """The fields that the vendor added."""

    holder: User | None
    """The user that the license is assigned to (the API's `user`)."""
    customer: Customer | None
    """Who bought it."""
    product_details: Product | None
    """What was bought."""
    # The fields of ls_license. Generated from include/lsagent.h; `make generate` writes it.

    company_id: int | None
    """The id of the company that the order belongs to (`company.id`)."""
    id: int | None
    """The license's id."""
    order_store_id: str | None
    """The id of the order it came with."""
    license_type: str | None
    """The kind: "perpetual", "subscription", "time-limited", "consumption", …"""
    license_active: bool | None
    """Whether it has been activated and not deactivated since."""
    license_enabled: bool | None
    """Whether the vendor has it enabled."""
    is_trial: bool | None
    """Whether it is a trial."""
    trial_days: int | None
    """How many days the trial lasts; sent for trials only."""
    is_expired: bool | None
    """Whether the server counts it as expired, its grace period included."""
    validity_period: datetime | None
    """When it ends; a date without a time reads as the first second of that day, through which the
    license lasts. None also if it cannot be read."""
    start_date: datetime | None
    """When it begins. None also if it cannot be read."""
    enable_maintenance_period: bool | None
    """Whether it has a maintenance period."""
    maintenance_period: datetime | None
    """When maintenance (updates) ends; a date without a time reads as the first second of that day.
    None also if it cannot be read."""
    allow_grace_period: bool | None
    """Whether it may be used for a while after it ended."""
    grace_period: int | None
    """How long that is, in hours."""
    max_activations: int | None
    """How many devices it may be activated on."""
    times_activated: int | None
    """On how many devices it has been activated."""
    allow_unlimited_activations: bool | None
    """Whether max_activations does not count."""
    max_transfers: int | None
    """How often it may move to another device."""
    transfer_count: int | None
    """How often it has moved."""
    max_license_users: int | None
    """How many users it may be assigned to."""
    is_floating: bool | None
    """Whether it is floating, on a server of the customer's."""
    is_floating_cloud: bool | None
    """Whether it is floating, on the vendor's server."""
    floating_timeout: int | None
    """After how many minutes without a sign of life a floating seat is free again."""
    floating_users: int | None
    """How many may use it at once; sent for floating licenses only."""
    floating_in_use_devices: int | None
    """How many are using it now; sent for floating licenses only."""
    can_borrow: bool | None
    """Whether a floating seat may be borrowed."""
    max_borrow_time: int | None
    """For how many hours at most."""
    is_borrowed: bool | None
    """Whether it is borrowed now."""
    borrowed_until: datetime | None
    """Until when it is borrowed. None also if it cannot be read."""
    max_consumptions: int | None
    """How many consumptions it has; sent for consumption licenses only."""
    total_consumptions: int | None
    """How many were used."""
    allow_unlimited_consumptions: bool | None
    """Whether max_consumptions does not count."""
    allow_overages: bool | None
    """Whether more than max_consumptions may be used."""
    max_overages: int | None
    """How many more."""
    reset_consumption: bool | None
    """Whether consumptions begin anew with each period."""
    consumption_period: str | None
    """The period: "daily", "weekly", "monthly" or "annually" (the API's spelling "annualy" reads so
    too)."""
    is_air_gapped: bool | None
    """Whether it is for devices without a network."""
    is_hardware_key_auth: bool | None
    """Whether it is tied to a hardware key."""
    prevent_vm: bool | None
    """Whether it must not be used in a virtual machine."""
    device_id: int | None
    """The id of the device it is activated on."""
    channel: str | None
    """The release channel."""
    environment: str | None
    """The environment that the release is for."""
    version: str | None
    """The release's version."""
    requires_version: str | None
    """The version that the release needs to be installed over."""
    release_date: str | None
    """The release's date, as it was sent."""
    release_notes_link: str | None
    """Where the release notes are."""
    installation_file: str | None
    """Where the installation file is."""
    hash_md5: str | None
    """The MD5 hash of the installation file."""
    size: str | None
    """The size of the installation file, as it was sent."""
    eula_link: str | None
    """Where the license agreement is."""
    license_signature: str | None
    """The server's signature of the license, as it was sent."""
    license_signature_v2: str | None
    """The same in its second version, as it was sent."""
    offline_signature: str | None
    """The signature for offline use, as it was sent."""
    metadata: str | None
    """What the vendor added, as a JSON text."""

    # End of the generated part.


@dataclass(frozen=True)
class LicenseUser:
    """A user of one of a customer's licenses.

    Source: https://docs.licensespring.com/license-api/list-license-users-for-customer
    """

    # The fields of ls_license_user. Generated from include/lsagent.h; `make generate` writes it.

    email: str | None
    """The user's email."""
    is_active: bool | None
    """Whether the user is active."""
    first_name: str | None
    """The first name."""
    last_name: str | None
    """The last name."""
    phone_number: str | None
    """The telephone number."""
    is_initial_password: bool | None
    """Whether the user still has the password that the server made."""
    initial_password: str | None = field(repr=False)
    """That password, in plain text. In an answer from the store it is always absent."""
    license_id: int | None
    """The id of the license."""
    order_id: int | None
    """The id of the order."""
    order_store_id: str | None
    """The order's id in the shop."""
    max_activations: int | None
    """On how many devices the user may activate."""
    total_activations: int | None
    """On how many devices the user has activated."""

    # End of the generated part.


@dataclass(frozen=True)
class Allocation:
    """The licenses that one user now holds.

    Source: https://docs.uipath.com/automation-suite (API guide 2023.4, Allocate Licenses to a User)
    """

    # The fields of ls_allocation. Generated from include/lsagent.h; `make generate` writes it.

    user_id: str | None
    """The user's id (`userId`)."""
    organization_id: str | None
    """The organization's id (`organizationId`)."""
    use_external_license: bool | None
    """Whether an external license is used (`useExternalLicense`)."""

    # End of the generated part.
    user_bundle_codes: tuple[str, ...]
    """The bundle codes (`userBundleCodes`) that the user holds, such as "RPADEVNU"."""


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
_PREFIXES: dict[type[Any], str] = {
    License: "ls_license_",
    Feature: "ls_feature_",
    CustomField: "ls_custom_field_",
    Customer: "ls_customer_",
    Product: "ls_product_",
    User: "ls_user_",
    LicenseUser: "ls_license_user_",
    Allocation: "ls_allocation_",
}
_plans: dict[type[Any], list[tuple[str, Callable[..., Any], int]]] = {}


def _plan(record: type[Any]) -> list[tuple[str, Callable[..., Any], int]]:
    """The fields of a class that hold one value, each with the function that reads it."""
    plan = _plans.get(record)
    if plan is None:
        prefix = _PREFIXES[record]
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


def read_allocation(pointer: int) -> Allocation:
    codes = range(reads.ls_allocation_user_bundle_codes_count(pointer))
    return _read(
        Allocation,
        pointer,
        user_bundle_codes=tuple(
            reads.ls_allocation_user_bundle_codes_at(pointer, index).decode() for index in codes
        ),
    )
