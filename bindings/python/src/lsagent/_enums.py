"""The numbers of the C ABI. They never change their meaning."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """What became of a call.

    1-99: the caller; 100-199: this device and the network; 200-299: the server; 300-399: the local
    store; 900: internal.
    """

    OK = 0
    INVALID_ARGUMENT = 1
    CONFIG = 2
    CANCELLED = 3
    NETWORK = 100
    TIMEOUT = 101
    TLS = 102
    PROXY = 103
    CLOCK = 104
    RESPONSE = 200
    SIGNATURE = 201
    MISMATCH = 202
    API_KEY = 203
    CREDENTIALS = 204
    REFUSED = 205
    RATE_LIMITED = 206
    SERVER = 207
    NOT_CACHED = 300
    CACHE_EXPIRED = 301
    CACHE = 302
    INTERNAL = 900


class Decision(IntEnum):
    """Whether a user may run a product, and why."""

    ALLOWED = 0
    """Yes."""
    ALLOWED_GRACE = 1
    """Yes: expired, but within the license's own grace period."""
    DENIED_NO_LICENSE = 10
    """No: the user has no license for the product."""
    DENIED_DISABLED = 11
    """No: the vendor has disabled the license."""
    DENIED_INACTIVE = 12
    """No: the license is not active."""
    DENIED_NOT_STARTED = 13
    """No: the license begins later."""
    DENIED_EXPIRED = 14
    """No: the license has expired."""
    DENIED_NO_FEATURE = 15
    """No: the license does not include the feature."""
    DENIED_FEATURE_EXPIRED = 16
    """No: the feature has expired."""


class Source(IntEnum):
    """Where an answer came from."""

    NETWORK = 0
    """From the server, by this call."""
    CACHE = 1
    """From the store on this device."""


class Policy(IntEnum):
    """Where an answer may come from."""

    NETWORK_FIRST = 0
    """Ask the server; when it cannot be had in time, answer from the store while the offline grace
    lasts, and let the request go on behind the caller."""
    CACHE_FIRST = 1
    """Answer from the store at once, without opening a socket, if it holds a usable answer, and
    refresh it behind the caller when it is older than `refresh_after`; otherwise as NETWORK_FIRST."""
    NETWORK_ONLY = 2
    """Ask the server, and nobody else."""
    CACHE_ONLY = 3
    """Ask the store, and nobody else. Opens no socket."""


class SsoResponse(IntEnum):
    """What the identity provider sends back with the browser."""

    CODE = 0
    """A code that is good for one use (authorization code grant)."""
    TOKEN = 1
    """The token itself, in the fragment of the address (implicit grant)."""


class Remember(IntEnum):
    """Where passwords that are remembered may lie."""

    OFF = 0
    """Nowhere: none is kept."""
    ANYWHERE = 1
    """Where the platform keeps secrets; where it has no such place, or refuses, in the sealed store."""
    PLATFORM_ONLY = 2
    """Where the platform keeps secrets, or nowhere. No password is in a file of the store."""


class LogLevel(IntEnum):
    """How much a line of the log matters. In numbers of `logging`: `50 - 10 * level`."""

    ERROR = 1
    """A fault of this library."""
    WARNING = 2
    """Something did not work, and the reason."""
    INFO = 3
    """A line for each call."""
    DEBUG = 4
    """Everything."""
