"""The numbers of the C ABI. They never change their meaning.

Generated from include/lsagent.h; `make generate` writes it.
"""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """The outcome of a call. 1-99: the caller; 100-199: this device and the network; 200-299: the
    server; 300-399: the local store; 900: internal. A newer library may have more."""

    OK = 0
    """It succeeded."""
    INVALID_ARGUMENT = 1
    """An argument is None, empty, too long, not UTF-8 or out of range; the message names it."""
    CONFIG = 2
    """A setting is missing or cannot be used; the message says which."""
    CANCELLED = 3
    """The call was cancelled."""
    NETWORK = 100
    """The server cannot be reached: name look-up, connection refused, connection lost."""
    TIMEOUT = 101
    """The call did not end within its timeout."""
    TLS = 102
    """No secure connection: certificate, host name, authority, protocol."""
    PROXY = 103
    """The proxy refused, or cannot be reached."""
    CLOCK = 104
    """This device's clock is wrong, or was turned back."""
    RESPONSE = 200
    """The answer is not a documented one of the API: a captive portal, a gateway's own JSON, a
    redirect, a damaged or cut body."""
    SIGNATURE = 201
    """The answer's signature is missing or wrong."""
    MISMATCH = 202
    """A genuine answer, but to another question, or for a product of another id than `product_ids`
    says; UiPath: one that does not repeat what was asked for."""
    API_KEY = 203
    """The vendor's API key, request signature or OAuth client was refused."""
    CREDENTIALS = 204
    """This user's sign-in was refused."""
    REFUSED = 205
    """The server refused for any other reason; see `code`."""
    RATE_LIMITED = 206
    """The server asks for fewer calls."""
    SERVER = 207
    """The server has a fault (5xx)."""
    NOT_ACTIVATED = 208
    """This device holds no activated license of the product, or the server does not know the device
    any more: activate."""
    ACTIVATION_LIMIT = 209
    """The license is in use on as many devices, or was moved as often, as it may be; `code` says
    which."""
    NO_SEAT = 210
    """All seats of what floats are taken."""
    QUOTA = 211
    """What may be consumed is used up."""
    NOT_ALLOWED = 212
    """The vendor does not allow it: a trial, a borrowing, a seat of what does not float."""
    UNCERTAIN = 213
    """A change may have reached the server, and whether it did cannot be found out now; the next
    call about it finds out first."""
    NOT_CACHED = 300
    """Nothing usable was ever stored for this question, or the store no longer knows the newest
    time it has seen."""
    CACHE_EXPIRED = 301
    """Something is stored, but it is past the offline grace."""
    CACHE = 302
    """The store cannot be read or written."""
    INTERNAL = 900
    """A fault of this library; please report it."""


class LogLevel(IntEnum):
    """How much a line of the log matters."""

    ERROR = 1
    """A fault of this library."""
    WARNING = 2
    """Something did not work, and the reason."""
    INFO = 3
    """A line for each call."""
    DEBUG = 4
    """Everything."""


class Remember(IntEnum):
    """Where passwords that are remembered may lie."""

    OFF = 0
    """Nowhere: none is kept."""
    ANYWHERE = 1
    """Where the platform keeps secrets; if it has no such place, or refuses, in the sealed store,
    with a warning in the log, once for each agent."""
    PLATFORM_ONLY = 2
    """Where the platform keeps secrets, or nowhere. No password is in a file of the store."""


class Delivery(IntEnum):
    """What is done with an amount of which nobody knows whether the server has counted it: its
    answer was lost, and the server's total does not tell."""

    AT_MOST_ONCE = 0
    """It is not sent again, and stays in the balance as uncertain: nothing is counted twice."""
    AT_LEAST_ONCE = 1
    """It is sent again: nothing is left uncounted."""


class Policy(IntEnum):
    """Where an answer may come from."""

    NETWORK_FIRST = 0
    """Ask the server; if it does not answer in time, answer from the store while the offline grace
    lasts, and let the request go on in the background."""
    CACHE_FIRST = 1
    """Answer from the store at once, without opening a socket, if it holds a usable answer, and
    refresh it in the background when it is older than `refresh_after`; otherwise as
    NETWORK_FIRST."""
    NETWORK_ONLY = 2
    """Ask the server only."""
    CACHE_ONLY = 3
    """Ask the store only. Opens no socket."""


class Source(IntEnum):
    """Where an answer came from."""

    NETWORK = 0
    """From the server, by this call."""
    CACHE = 1
    """From the store on this device."""


class Decision(IntEnum):
    """Whether a user may run a product, and why. A newer library may have more."""

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
    DENIED_NO_SEAT = 17
    """No: the license or the feature floats, and this device holds no seat of it."""
    DENIED_NOT_ACTIVATED = 18
    """No: the server does not know this device any more; activate again."""


class SeatEvent(IntEnum):
    """What has become of a seat. A newer library may have more."""

    AT_RISK = 1
    """A renewal failed. The seat is held still, and is renewed again while time is left."""
    RENEWED = 2
    """It was renewed after having been at risk. A renewal that succeeds at once is not reported."""
    LOST = 3
    """It is not held any more, and is not taken again by itself."""


class SsoResponse(IntEnum):
    """The proof of a sign-in that the identity provider sends with the browser."""

    CODE = 0
    """A code that is good for one use (authorization code grant)."""
    TOKEN = 1
    """The token itself, in the fragment of the address (implicit grant)."""


class UiPathMethod(IntEnum):
    """By which HTTP method licenses are allocated."""

    AUTO = 0
    """POST first; then PUT, if the POST cannot have allocated anything: its answer was 404 or 405,
    or a list of the users' licenses, or an empty one."""
    POST = 1
    """POST, as the page of 2023.4 says."""
    PUT = 2
    """PUT, as the pages of the other versions say."""


class DoctorStatus(IntEnum):
    """How a step of ls_doctor() went."""

    OK = 0
    """It works."""
    WARNING = 1
    """It works, and something about it may not go on to."""
    FAILED = 2
    """It does not work."""
    SKIPPED = 3
    """It was not looked at; the sentence says why."""
