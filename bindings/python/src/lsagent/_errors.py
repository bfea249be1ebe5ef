"""Exceptions: a class for each status, and parents for those that are treated alike."""

from __future__ import annotations

import ctypes

from ._abi import calls, reads
from ._enums import Status


class LsAgentError(Exception):
    """Why a call failed; `str()` is one sentence for a log or a support ticket, in English.

    It means that nobody knows whether the user may run the product. A definite no is no exception
    but an `Entitlement`. No text of it holds a password, a key, a token or a URL's query.
    """

    status: Status = Status.INTERNAL
    """What became of the call; each subclass has its own."""
    code: str | None
    """The `code` of the server's error answer, such as "unknown_product"; None if it sent none."""
    http_status: int | None
    """The HTTP status of the answer; None if there was no HTTP answer."""
    is_retryable: bool
    """Whether the same call may succeed later with nothing changed on this side."""
    retry_after: int | None
    """For how many seconds the server asked not to be called again; None if it did not ask."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        http_status: int | None = None,
        is_retryable: bool = False,
        retry_after: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.http_status = http_status
        self.is_retryable = is_retryable
        self.retry_after = retry_after


class ConnectivityError(LsAgentError):
    """The server cannot be reached, or not securely. Parent of a class for each cause."""


class AnswerError(LsAgentError):
    """Something answered, but not with an answer to be trusted. Parent of a class for each fault."""


class StoreError(LsAgentError):
    """The store on this device has no answer. Parent of a class for each reason."""


# Generated from include/lsagent.h; `make generate` writes it.


class InvalidArgumentError(LsAgentError, ValueError):
    """An argument is None, empty, too long, not UTF-8 or out of range; the message names it."""

    status = Status.INVALID_ARGUMENT


class ConfigError(LsAgentError):
    """A setting is missing or cannot be used; the message says which."""

    status = Status.CONFIG


class CallCancelledError(LsAgentError):
    """The call was cancelled."""

    status = Status.CANCELLED


class NetworkError(ConnectivityError):
    """The server cannot be reached: name look-up, connection refused, connection lost."""

    status = Status.NETWORK


class CallTimeoutError(ConnectivityError, TimeoutError):
    """The call did not end within its timeout."""

    status = Status.TIMEOUT


class TlsError(ConnectivityError):
    """No secure connection: certificate, host name, authority, protocol."""

    status = Status.TLS


class ProxyError(ConnectivityError):
    """The proxy refused, or cannot be reached."""

    status = Status.PROXY


class ClockError(LsAgentError):
    """This device's clock is wrong, or was turned back."""

    status = Status.CLOCK


class ResponseError(AnswerError):
    """The answer is not a documented one of the API: a captive portal, a gateway's own JSON, a
    redirect, a damaged or cut body."""

    status = Status.RESPONSE


class SignatureError(AnswerError):
    """The answer's signature is missing or wrong."""

    status = Status.SIGNATURE


class MismatchError(AnswerError):
    """A genuine answer, but to another question, or for a product of another id than `product_ids`
    says; UiPath: one that does not repeat what was asked for."""

    status = Status.MISMATCH


class ApiKeyError(LsAgentError):
    """The vendor's API key, request signature or OAuth client was refused."""

    status = Status.API_KEY


class CredentialsError(LsAgentError):
    """This user's sign-in was refused."""

    status = Status.CREDENTIALS


class RefusedError(LsAgentError):
    """The server refused for any other reason; see `code`."""

    status = Status.REFUSED


class RateLimitedError(LsAgentError):
    """The server asks for fewer calls."""

    status = Status.RATE_LIMITED


class ServerError(LsAgentError):
    """The server has a fault (5xx)."""

    status = Status.SERVER


class NotActivatedError(LsAgentError):
    """This device holds no activated license of the product, or the server does not know the device
    any more: activate."""

    status = Status.NOT_ACTIVATED


class ActivationLimitError(LsAgentError):
    """The license is in use on as many devices, or was moved as often, as it may be; `code` says
    which."""

    status = Status.ACTIVATION_LIMIT


class NoSeatError(LsAgentError):
    """All seats of what floats are taken."""

    status = Status.NO_SEAT


class QuotaError(LsAgentError):
    """What may be consumed is used up."""

    status = Status.QUOTA


class NotAllowedError(LsAgentError):
    """The vendor does not allow it: a trial, a borrowing, a seat of what does not float."""

    status = Status.NOT_ALLOWED


class UncertainError(LsAgentError):
    """A change may have reached the server, and whether it did cannot be found out now; the next
    call about it finds out first."""

    status = Status.UNCERTAIN


class NotCachedError(StoreError):
    """Nothing usable was ever stored for this question, or the store no longer knows the newest
    time it has seen."""

    status = Status.NOT_CACHED


class CacheExpiredError(StoreError):
    """Something is stored, but it is past the offline grace."""

    status = Status.CACHE_EXPIRED


class CacheError(StoreError):
    """The store cannot be read or written."""

    status = Status.CACHE


class InternalError(LsAgentError):
    """A fault of this library; please report it."""

    status = Status.INTERNAL


# End of the generated part.

_PARENTS = (LsAgentError, ConnectivityError, AnswerError, StoreError)
_BY_STATUS: dict[int, type[LsAgentError]] = {
    kind.status: kind
    for parent in _PARENTS
    for kind in parent.__subclasses__()
    if kind not in _PARENTS
}


def borrowed_error(pointer: int | None) -> LsAgentError | None:
    """The exception for an `ls_error`, which stays whose it is."""
    if pointer is None:
        return None
    code: bytes | None = reads.ls_error_code(pointer)
    seconds = ctypes.c_int64()
    has_seconds = reads.ls_error_retry_after(pointer, ctypes.byref(seconds))
    return _BY_STATUS[reads.ls_error_status(pointer)](
        reads.ls_error_message(pointer).decode(),
        code=None if code is None else code.decode(),
        http_status=reads.ls_error_http_status(pointer) or None,
        is_retryable=reads.ls_error_is_retryable(pointer),
        retry_after=seconds.value if has_seconds else None,
    )


def taken_error(pointer: int | None) -> LsAgentError:
    """The exception for an `ls_error` that was handed out; frees that."""
    error = borrowed_error(pointer)
    calls.ls_error_free(pointer)
    return error or InternalError("a call failed and did not say why")
