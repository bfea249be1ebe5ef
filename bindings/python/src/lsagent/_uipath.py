"""License allocation of UiPath's Automation Suite."""

from __future__ import annotations

import ctypes

from ._abi import calls
from ._callbacks import Listener
from ._enums import LogLevel, UiPathMethod
from ._errors import InvalidArgumentError, taken_error
from ._handle import Handle
from ._results import Allocations
from ._settings import Settings
from ._values import Owned, text, text_array

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable
    from types import TracebackType

# The library's default for `timeout`, and a little.
_EXIT_WAIT_SECONDS = 6.0


class UiPath:
    """A client of one Automation Suite. May be used from any number of threads at once."""

    def __init__(
        self,
        base_url: str,
        access_token: str,
        *,
        timeout: float | None = None,
        connect_timeout: float | None = None,
        max_response_bytes: int | None = None,
        proxy: str | None = None,
        ca_file: str | os.PathLike[str] | None = None,
        pinned_public_key: str | None = None,
        app: tuple[str, str] | None = None,
        on_log: Callable[[LogLevel, str], object] | None = None,
        log_level: LogLevel = LogLevel.WARNING,
    ) -> None:
        """`base_url`: where the suite is, https, or http to a loopback host. `access_token`: of its
        identity service, up to 65,536 bytes of printable ASCII. The others as in `Agent`.

        Raises InvalidArgumentError or ConfigError, TypeError or ValueError. Does not block.
        """
        exit_wait = 0.0 if on_log is None else 1 + (timeout or _EXIT_WAIT_SECONDS)
        self._handle = Handle("client", exit_wait)
        settings = Settings()
        settings.texts(proxy=proxy, pinned_public_key=pinned_public_key)
        del proxy
        settings.paths(ca_file=ca_file)
        settings.times(timeout, connect_timeout)
        settings.max_response_bytes(max_response_bytes)
        settings.app(app)
        self._listener = Listener(on_log, None)
        settings.listener(self._listener, log_level)
        url, token = text("base_url", base_url), text("access_token", access_token)
        uipath, error = ctypes.c_void_p(), ctypes.c_void_p()
        outs = ctypes.byref(uipath), ctypes.byref(error)
        calls.ls_uipath_new(settings.pointer, url, token, *outs)
        del access_token, token
        if uipath.value is None:
            raise taken_error(error.value)
        self._handle.open(uipath.value, calls.ls_uipath_free)

    def set_access_token(self, access_token: str) -> None:
        """Exchanges the access token, for the calls that begin after it. Does not block.

        Raises InvalidArgumentError, TypeError or ValueError; then the old token stays.
        """
        token = text("access_token", access_token)
        del access_token
        with self._handle as uipath:
            status = calls.ls_uipath_set_access_token(uipath, token)
        del token
        if status:
            raise InvalidArgumentError("access_token is empty, too long, or not printable ASCII")

    def set_method(self, method: UiPathMethod) -> None:
        """Says by which method licenses are allocated, for the calls that begin after it.

        The default is `UiPathMethod.AUTO`. Raises ValueError. Does not block.
        """
        method = UiPathMethod(method)
        with self._handle as uipath:
            calls.ls_uipath_set_method(uipath, method)

    def allocate(
        self,
        account_id: str,
        user_ids: Iterable[str],
        bundle_codes: Iterable[str],
        *,
        use_external_license: bool = False,
    ) -> Allocations:
        """Allocates licenses to users of an organization: every user gets every license.

        `account_id` is the organization's id. 1 to 10,000 user ids and bundle codes (such as
        "RPADEVNU", "ATTUNU", "TSTNU"), each text up to 1,024 bytes. Each user consumes a unit of each.

        It succeeds only if the answer repeats every asked code for every asked user; otherwise it is a
        MismatchError, whose message names what is missing.

        It is a write, and never stored. A request whose answer was lost is never sent again. After a
        CallTimeoutError, NetworkError, ResponseError, MismatchError or ServerError the licenses may
        have been allocated: look up what the users have before you repeat it.

        Raises LsAgentError: CredentialsError stands for the token (401, 403), RefusedError for any
        other 4xx; `http_status` has the status, the message the body. Blocks for at most `timeout`,
        and cannot be interrupted; from a coroutine, `await asyncio.to_thread(uipath.allocate, …)`.
        """
        account = text("account_id", account_id)
        users, bundles = text_array("user_ids", user_ids), text_array("bundle_codes", bundle_codes)
        if not isinstance(use_external_license, bool):
            raise TypeError("use_external_license must be a bool")
        allocations, error = ctypes.c_void_p(), ctypes.c_void_p()
        with self._handle as uipath:
            calls.ls_uipath_allocate_user_licenses(
                uipath,
                account,
                users,
                len(users),
                bundles,
                len(bundles),
                use_external_license,
                ctypes.byref(allocations),
                ctypes.byref(error),
            )
        if allocations.value is None:
            raise taken_error(error.value)
        return Allocations(_owned=Owned(allocations.value, calls.ls_allocations_free))

    def close(self) -> None:
        """Ends it. Does not block: a call of another thread is left to finish."""
        self._handle.close()

    def __enter__(self) -> UiPath:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_listener"):
            self._handle.close()

    def __repr__(self) -> str:
        return f"<lsagent.UiPath: {'open' if self._handle.is_open else 'closed'}>"

    def __reduce__(self) -> str:
        raise TypeError("a UiPath cannot be pickled or copied: make another one")
