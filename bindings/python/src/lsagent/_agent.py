"""The agent."""

from __future__ import annotations

import ctypes
import warnings

from ._abi import calls
from ._callbacks import Listener
from ._credentials import sign_in
from ._enums import LogLevel, Policy
from ._errors import taken_error
from ._handle import Handle
from ._questions import Question
from ._results import entitlement_of, license_users_of, licenses_of
from ._settings import Settings
from ._values import optional_text, span, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from datetime import timedelta
    from types import TracebackType

    from ._credentials import Credentials
    from ._records import Refresh
    from ._results import Entitlement, Licenses, LicenseUsers

# The calls of an agent that take long are over within 500 ms once it is freed.
_PATIENCE_SECONDS = 1.0


class Agent:
    """A client of the License API for one vendor key. Keep it as long as the application runs.

    It keeps the connection, and the threads that refresh. It may be used from any number of threads
    and event loops at once; several agents live in one process without knowing of each other.

    A method that asks blocks for at most `timeout`, and lets other threads of Python run meanwhile;
    its twin ending in `_async` is awaited instead, and does not block the event loop.

    Closing it (`close`, `with`, `async with`) cancels what is in flight: those calls raise
    CallCancelledError. Calls after that raise RuntimeError, and so do calls in a process that was
    forked off after the agent was made: make another one there. Results stay valid.
    """

    def __init__(
        self,
        *,
        api_key: str,
        shared_key: str,
        base_url: str | None = None,
        response_public_key: str | None = None,
        timeout: float | None = None,
        connect_timeout: float | None = None,
        max_response_bytes: int | None = None,
        proxy: str | None = None,
        ca_file: str | os.PathLike[str] | None = None,
        cache_dir: str | os.PathLike[str] | None = None,
        cache_enabled: bool = True,
        offline_grace: float | None = None,
        refresh_after: float | None = None,
        device_id: str | None = None,
        app: tuple[str, str] | None = None,
        on_log: Callable[[LogLevel, str], object] | None = None,
        log_level: LogLevel = LogLevel.WARNING,
        on_refresh: Callable[[Refresh], object] | None = None,
    ) -> None:
        """Cheap: no network, no thread, no trust store yet. Reads the environment's proxy variables.

        api_key, shared_key: the vendor's keys. The shared key signs each request and never travels.
        base_url: where the License API is. Default: https://api.licensespring.com. Plain http is
            refused unless the host is a loopback address.
        response_public_key: the RSA key that answers are signed with, as PEM text. Default: the key
            of LicenseSpring's production servers.
        timeout: how long a call may take in all, in seconds: 0.001 to 3,600. Default: 5.
        connect_timeout: how long it may take to set up one connection, in seconds: 0.001 to 3,600.
            Default: as long as the call may take.
        max_response_bytes: the largest answer that is accepted, after inflating: 1,024 to 2**30.
            Default: 64 MiB.
        proxy: http://, https://, socks5:// or socks5h:// with user and password in it; "" means
            none. Default: the environment (https_proxy, all_proxy, no_proxy).
        ca_file: certificates in PEM form, trusted instead of the operating system's store.
        cache_dir: the folder of the store. Default: "lsagent" in the user's local data folder.
        cache_enabled: whether good answers are stored.
        offline_grace: how old a stored answer may be and still be used, in seconds. Default: 48 h.
        refresh_after: for Policy.CACHE_FIRST, how old an answer may be before it is refreshed behind
            the caller, in seconds. Default: 1 h.
        device_id: what ties the store to this device. Default: the machine's own id.
        app: the application's name and version, for the User-Agent header.
        on_log: is called with the level and the text of a line of the log, on the thread on which
            the event happened, several threads at once if several are at work. It must not call
            back into the agent. Lines hold no user, no credential, no URL.
        log_level: from which level on.
        on_refresh: is called with a `Refresh` on a thread of the agent, when a request that nobody
            waited for brought something new, was refused, or failed.

        What a callback raises goes to `sys.unraisablehook`. Raises ConfigError or
        InvalidArgumentError, whose message names the setting, and TypeError or ValueError where a
        value cannot be handed to C.
        """
        self._handle = Handle("agent", _PATIENCE_SECONDS)
        settings = Settings()
        settings.keys(api_key, shared_key)
        del api_key, shared_key
        settings.texts(
            base_url=base_url,
            response_public_key=response_public_key,
            proxy=proxy,
            device_id=device_id,
        )
        del proxy
        settings.paths(ca_file=ca_file, cache_dir=cache_dir)
        settings.times(timeout, connect_timeout, offline_grace, refresh_after)
        settings.max_response_bytes(max_response_bytes)
        settings.cache_enabled(cache_enabled)
        settings.app(app)
        self._listener = Listener(on_log, on_refresh)
        settings.listener(self._listener, log_level)
        agent, error = ctypes.c_void_p(), ctypes.c_void_p()
        calls.ls_agent_new(settings.pointer, ctypes.byref(agent), ctypes.byref(error))
        if agent.value is None:
            raise taken_error(error.value)
        self._handle.open(agent.value, calls.ls_agent_free)

    def close(self) -> None:
        """Ends it: cancels what is in flight, and blocks for 500 ms at most.

        May be called more than once, from any thread, and from within a callback. A call of another
        thread that is just looking into the store is left to finish.
        """
        self._handle.close()

    async def aclose(self) -> None:
        """`close` for a coroutine: the event loop goes on."""
        from ._background import close

        await close(self._handle)

    def __enter__(self) -> Agent:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    async def __aenter__(self) -> Agent:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __del__(self) -> None:
        # Half made, it has nothing to close; with the interpreter going down it has been closed.
        if hasattr(self, "_listener") and self._handle.is_open:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, stacklevel=2, source=self)
            self._handle.close()

    def __repr__(self) -> str:
        return f"<lsagent.Agent: {'open' if self._handle.is_open else 'closed'}>"

    def __reduce__(self) -> str:
        raise TypeError("an Agent cannot be pickled or copied: make another one")

    def check(
        self,
        product: str,
        feature: str | None = None,
        *,
        policy: Policy = Policy.CACHE_FIRST,
        credentials: Credentials | None = None,
        username: str | None = None,
        password: str | None = None,
        id_token: str | None = None,
        code: str | None = None,
        customer_account_code: str | None = None,
        redirect_uri: str | None = None,
        remembered: bool | str = False,
    ) -> Entitlement:
        """May this user run this product, or this feature of it? The main call, for start-up.

        `product` is the product's short code, `feature` the code of a feature, up to 1,024 bytes
        each. `policy` says where the answer may come from; the default is the one for start-up: from
        the store at once if it can be, with a refresh behind the caller.

        The user signs in in one of these ways, or with `credentials`, which stand for one of them:

        username, password: the user's email and password.
        id_token, customer_account_code: the token of a single sign-on.
        code, customer_account_code, redirect_uri: the code of a single sign-on.
        remembered: True for whoever signed in on this device last, or the email of who did;
            answered from the store alone.

        Returns an Entitlement, yes or no. An exception means that nobody knows: LsAgentError in one
        of its kinds, RuntimeError where the agent is closed, TypeError or ValueError where an
        argument cannot be handed to C. Blocks for at most `timeout`.
        """
        who = sign_in(
            credentials,
            username,
            password,
            id_token,
            code,
            customer_account_code,
            redirect_uri,
            remembered,
        )
        # A tool that prints a traceback with its variables finds no secret here.
        del credentials, password, id_token, code
        question = _check(product, feature, who, policy)
        return entitlement_of(question.answer(self._handle))

    async def check_async(
        self,
        product: str,
        feature: str | None = None,
        *,
        policy: Policy = Policy.CACHE_FIRST,
        credentials: Credentials | None = None,
        username: str | None = None,
        password: str | None = None,
        id_token: str | None = None,
        code: str | None = None,
        customer_account_code: str | None = None,
        redirect_uri: str | None = None,
        remembered: bool | str = False,
    ) -> Entitlement:
        """`check` for a coroutine: the event loop goes on. Cancelling it cancels the call."""
        who = sign_in(
            credentials,
            username,
            password,
            id_token,
            code,
            customer_account_code,
            redirect_uri,
            remembered,
        )
        # A tool that prints a traceback with its variables finds no secret here.
        del credentials, password, id_token, code
        from ._background import answer

        question = _check(product, feature, who, policy)
        return entitlement_of(await answer(question, self._handle))

    def licenses(
        self,
        product: str,
        *,
        policy: Policy = Policy.NETWORK_FIRST,
        credentials: Credentials | None = None,
        username: str | None = None,
        password: str | None = None,
        id_token: str | None = None,
        code: str | None = None,
        customer_account_code: str | None = None,
        redirect_uri: str | None = None,
        remembered: bool | str = False,
    ) -> Licenses:
        """The licenses of a user for a product; there may be none.

        Arguments and exceptions are those of `check`. An answer counts only if it came over TLS,
        carries the server's signature and is about this product and, for a password sign-in, this
        user. With the default policy, a failure to reach the server gives the stored answer, if this
        sign-in had earned it and the offline grace lasts; `fallback` then tells why. Blocks for at
        most `timeout`.
        """
        who = sign_in(
            credentials,
            username,
            password,
            id_token,
            code,
            customer_account_code,
            redirect_uri,
            remembered,
        )
        # A tool that prints a traceback with its variables finds no secret here.
        del credentials, password, id_token, code
        question = _licenses(product, who, policy)
        return licenses_of(question.answer(self._handle))

    async def licenses_async(
        self,
        product: str,
        *,
        policy: Policy = Policy.NETWORK_FIRST,
        credentials: Credentials | None = None,
        username: str | None = None,
        password: str | None = None,
        id_token: str | None = None,
        code: str | None = None,
        customer_account_code: str | None = None,
        redirect_uri: str | None = None,
        remembered: bool | str = False,
    ) -> Licenses:
        """`licenses` for a coroutine: the event loop goes on. Cancelling it cancels the call."""
        who = sign_in(
            credentials,
            username,
            password,
            id_token,
            code,
            customer_account_code,
            redirect_uri,
            remembered,
        )
        # A tool that prints a traceback with its variables finds no secret here.
        del credentials, password, id_token, code
        from ._background import answer

        question = _licenses(product, who, policy)
        return licenses_of(await answer(question, self._handle))

    def license_users(
        self,
        product: str,
        customer_email: str,
        *,
        policy: Policy = Policy.NETWORK_FIRST,
    ) -> LicenseUsers:
        """The users of a customer's licenses for a product. No user signs in: the vendor's key suffices.

        `product` is the product's short code, `customer_email` the customer's email. Exceptions are
        those of `check`. An answer is stored without the initial passwords, which are in an answer
        fresh from the network only. It is not paginated: a large customer is one large answer.
        Blocks for at most `timeout`.
        """
        question = _license_users(product, customer_email, policy)
        return license_users_of(question.answer(self._handle))

    async def license_users_async(
        self,
        product: str,
        customer_email: str,
        *,
        policy: Policy = Policy.NETWORK_FIRST,
    ) -> LicenseUsers:
        """`license_users` for a coroutine: the event loop goes on. Cancelling it cancels the call."""
        from ._background import answer

        question = _license_users(product, customer_email, policy)
        return license_users_of(await answer(question, self._handle))

    def forget(self, username: str | None = None) -> None:
        """Removes what is stored of a user, for every product, or of everybody.

        Only what agents with the same vendor key on this device, for this user of its operating
        system, have stored. Raises InvalidArgumentError or CacheError. Blocks for files to be
        removed; from a coroutine, `await asyncio.to_thread(agent.forget)`.
        """
        name, error = optional_text("username", username), ctypes.c_void_p()
        with self._handle as agent:
            status = calls.ls_agent_forget(agent, name, ctypes.byref(error))
        if status:
            raise taken_error(error.value)

    @property
    def clock_offset(self) -> timedelta:
        """How far the server's clock is ahead of this device's (negative: behind).

        It is found out when the server refuses a request because of its date; zero while the two
        agree well enough. Blocks for no longer than a file takes to read.
        """
        seconds = ctypes.c_int64()
        with self._handle as agent:
            calls.ls_agent_clock_offset(agent, ctypes.byref(seconds))
        return span(seconds.value)


def _check(product: str, feature: str | None, who: Credentials, policy: Policy) -> Question:
    texts = text("product", product), optional_text("feature", feature)
    return Question("ls_check", "ls_entitlement_free", texts, who, policy)


def _licenses(product: str, who: Credentials, policy: Policy) -> Question:
    texts = (text("product", product),)
    return Question("ls_user_licenses", "ls_licenses_free", texts, who, policy)


def _license_users(product: str, customer_email: str, policy: Policy) -> Question:
    texts = text("product", product), text("customer_email", customer_email)
    return Question("ls_customer_license_users", "ls_license_users_free", texts, None, policy)
