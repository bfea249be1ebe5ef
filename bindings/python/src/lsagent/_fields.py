"""The objects of answers, as plain values. Generated from abi/fields.toml; `make generate` writes it.

Fields are named as the API names them. What the server did not send, or sent as null, is None. Times
are in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003 -- for those who look at the annotations at run time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


@dataclass(frozen=True)
class Allocation:
    """The licenses that one user of an Automation Suite now holds.

    Source: https://docs.uipath.com/automation-suite (API guide, Allocate Licenses to a User)
    """

    user_id: str | None
    """The user's id (`userId`)."""
    organization_id: str | None
    """The organization's id (`organizationId`)."""
    use_external_license: bool | None
    """Whether an external license is used (`useExternalLicense`)."""
    user_bundle_codes: tuple[str, ...]
    """The codes of the bundles (`userBundleCodes`) that the user holds, such as "RPADEVNU"."""


@dataclass(frozen=True)
class Variable:
    """A variable of a device, which the application has set.

    Source: https://docs.licensespring.com/license-api/get-device-variables
    """

    name: str | None
    """Its name."""
    value: str | None
    """Its value; a number or a bool reads as its text."""
    created_at: datetime | None
    """When the server got it. None also if it cannot be read."""
    device_id: int | None
    """The id of the device."""


@dataclass(frozen=True)
class Release:
    """A release of a product, which the vendor has entered. The file is not the licensing
    service's, and MD5 proves nothing of it.

    Source: https://docs.licensespring.com/license-api/get-versions
    """

    version: str | None
    """Its version."""
    release_date: str | None
    """Its date, as it was sent."""
    id: int | None
    """The id of its installer; sent where this one release was asked for, as is all that
    follows."""
    environment: str | None
    """The environment that it is for: "win", "win32", "win64", "mac", "linux", "linux32",
    "linux64"."""
    channel: str | None
    """Its channel."""
    installation_file: str | None
    """Where its installer is. The library neither opens nor loads it."""
    hash_md5: str | None
    """The MD5 hash of the installer: it finds a damaged file, and not one that somebody has
    made."""
    size: str | None
    """The size of the installer, as it was sent."""
    requires_version: str | None
    """The version that it needs to be installed over."""
    eula_link: str | None
    """Where the license agreement is."""
    release_notes_link: str | None
    """Where the release notes are."""


@dataclass(frozen=True)
class Trial:
    """A trial of a product: the license key, or the user, that it was made for.

    Source: https://docs.licensespring.com/license-api/trial-key
    """

    license_key: str | None
    """The license key of the trial; of a key-based product only."""
    username: str | None
    """The email of the user that the trial is assigned to; of a user-based product only."""
    initial_password: str | None = field(repr=False)
    """The password that the server has made for a new user, in plain text: it is given once, and to
    nobody else. It is in no log, in no file and in no JSON, and overwritten when the trial is
    freed."""
    is_new: bool | None
    """Whether this request has made the trial; false for one that this device had already."""
    days: int | None
    """How many days the trial lasts; sent for a new one only."""


@dataclass(frozen=True)
class LicenseUser:
    """A user of one of a customer's licenses.

    Source: https://docs.licensespring.com/license-api/list-license-users-for-customer
    """

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


@dataclass(frozen=True)
class Customer:
    """The customer who bought a license.

    Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
    """

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


@dataclass(frozen=True)
class User:
    """The user that a license is assigned to.

    Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
    """

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


@dataclass(frozen=True)
class Product:
    """A product (the API's `product_details`). That of a license has names, authorization method
    and metadata alone.

    Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
    """

    product_id: int | None
    """The product's id."""
    product_name: str | None
    """Its name."""
    short_code: str | None
    """Its short code, which calls take."""
    allow_trial: bool | None
    """Whether there are trials of it."""
    trial_days: int | None
    """How many days a trial lasts."""
    authorization_method: str | None
    """"user" or "license-key"."""
    floating_timeout: int | None
    """After how many minutes without a sign of life a floating seat is free again."""
    allow_overages: bool | None
    """Whether more consumptions may be used than a license has."""
    max_overages: int | None
    """How many more."""
    prevent_vm: bool | None
    """Whether it must not be used in a virtual machine."""
    metadata: str | None
    """What the vendor added, as a JSON text."""


@dataclass(frozen=True)
class CustomField:
    """A field that the vendor added to a license.

    Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
    """

    name: str | None
    """The field's name."""
    data_type: str | None
    """"number", "text" or "date/time" (the API's spelling "numer" reads as "number")."""
    value: str | None
    """Its value; a number or a bool reads as its text."""


@dataclass(frozen=True)
class Feature:
    """A feature that a license grants.

    Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
    """

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


@dataclass(frozen=True)
class License:
    """A license. Fields are named as the API names them.

    Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
    """

    json: str = field(repr=False)
    """The license with its user and every field, as {"license": {…}, "user": {…}}."""
    product_features: tuple[Feature, ...]
    """The features that the license grants."""
    custom_fields: tuple[CustomField, ...]
    """The fields that the vendor added."""
    holder: User | None
    """The user that the license is assigned to (the API's `user`)."""
    customer: Customer | None
    """The customer who bought it."""
    product_details: Product | None
    """The product that it is for."""
    company_id: int | None
    """The id of the company that the order belongs to (`company.id`)."""
    id: int | None
    """The license's id."""
    license_key: str | None = field(repr=False)
    """The key by which it is activated; that of a user has none."""
    hardware_id: str | None
    """The id of the device that it was activated on, as the application or the agent gave it; in
    the answer to an activation."""
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


# What the functions that read the fields of a class begin with.
PREFIXES: dict[type[Any], str] = {
    Allocation: "ls_allocation_",
    Variable: "ls_variable_",
    Release: "ls_release_",
    Trial: "ls_trial_",
    LicenseUser: "ls_license_user_",
    Customer: "ls_customer_",
    User: "ls_user_",
    Product: "ls_product_",
    CustomField: "ls_custom_field_",
    Feature: "ls_feature_",
    License: "ls_license_",
}
