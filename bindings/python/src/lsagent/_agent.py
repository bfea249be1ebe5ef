"""The agent."""

from __future__ import annotations

import ctypes
import warnings

from ._abi import calls
from ._callbacks import Listener
from ._credentials import credentials_of, key_or_sign_in
from ._enums import LogLevel, Policy, Remember, SsoResponse, Status
from ._errors import taken_error
from ._handle import Handle
from ._questions import Question, deliver_nothing
from ._results import entitlement_of, license_users_of, licenses_of
from ._settings import Settings
from ._values import Owned, milliseconds, optional_text, span, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping
    from datetime import timedelta
    from types import TracebackType
    from typing import Any

    from typing_extensions import Unpack

    from ._activation import Activation
    from ._credentials import ActivationArguments, Credentials, SignInArguments
    from ._enums import Delivery, DoctorStatus
    from ._records import Product, Refresh, Trial
    from ._results import Entitlement, Licenses, LicenseUsers
    from ._sso import SsoArguments

# The calls of an agent that take long are over within 500 ms once it is freed.
_EXIT_WAIT_SECONDS = 1.0
# The library's default for `timeout`.
_TIMEOUT_SECONDS = 5.0


class Agent:
    """A client of the License API for one vendor key. Keep it as long as the application runs.

    It keeps the connection, and the threads that refresh. It may be used from any number of threads
    and event loops at once; several agents live in one process without knowing of each other.

    A method that asks blocks for at most `timeout`, and lets other threads of Python run meanwhile;
    its twin ending in `_async` is awaited instead, and does not block the event loop.

    Closing it (`close`, `with`, `async with`) cancels the calls in flight: they raise
    CallCancelledError. Calls after that raise RuntimeError, and so do calls in a process that was
    forked off after the agent was made: make another one there. Results stay valid.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        shared_key: str | None = None,
        client_id: str | None = None,
        client_secret: str | None = None,
        token_url: str | None = None,
        base_url: str | None = None,
        response_public_key: str | None = None,
        product_ids: Mapping[str, int] | None = None,
        timeout: float | None = None,
        connect_timeout: float | None = None,
        max_response_bytes: int | None = None,
        proxy: str | None = None,
        ca_file: str | os.PathLike[str] | None = None,
        pinned_public_key: str | None = None,
        cache_dir: str | os.PathLike[str] | None = None,
        cache_enabled: bool = True,
        remember: bool | Remember = False,
        offline_grace: float | None = None,
        refresh_after: float | None = None,
        release_seats: bool = True,
        consumption_sync: float | None = None,
        consumption_delivery: Delivery | None = None,
        device_id: str | None = None,
        app: tuple[str, str] | None = None,
        on_log: Callable[[LogLevel, str], object] | None = None,
        log_level: LogLevel = LogLevel.WARNING,
        on_refresh: Callable[[Refresh], object] | None = None,
    ) -> None:
        """Cheap: no network, no thread, no trust store yet. Reads the environment, here
        and never again.

        api_key, shared_key: the vendor's keys. The shared key signs each request and never travels.
        client_id, client_secret: the vendor's OAuth client, instead of the keys: an agent has one or
            the other. Requests then carry an access token, which the agent gets with them.
        token_url: where it gets the token: https, or http to a loopback host. The client secret goes
            there and nowhere else. Default: the address that the license server names.
        base_url: where the License API is. Default: https://api.licensespring.com. Plain http is
            refused unless the host is a loopback address.
        response_public_key: the RSA key that answers are signed with, as PEM text. Default: the key
            of LicenseSpring's production servers.
        product_ids: for short codes the ids, 1 or more, that the licensing service has given the
            products. A license of another id, or of none, is a MismatchError. Without, the default
            key being used, another customer of the service can answer for a product of the same
            short code, and the log warns, naming the id of the answer.
        timeout: how long a call may take in all, in seconds: 0.001 to 3,600. Default: 5.
        connect_timeout: how long it may take to set up one connection, in seconds: 0.001 to 3,600.
            Default: as long as the call may take.
        max_response_bytes: the largest answer that is accepted, after inflating: 1,024 to 2**30.
            Default: 64 MiB.
        proxy: http://, https://, socks5:// or socks5h:// with user and password in it; "" means
            none. Default: the environment (https_proxy, all_proxy, no_proxy).
        ca_file: certificates in PEM form, trusted instead of the operating system's store.
        pinned_public_key: the keys that the server's certificate may have, besides a verified chain,
            in curl's form: "sha256//...;sha256//...". Default: any.
        cache_dir: the folder of the store. Default: "lsagent" in the user's local data folder.
        cache_enabled: whether good answers are stored.
        remember: whether the password of each sign-in is saved where the platform keeps secrets (else
            in the sealed store), so that `remembered` also asks the server. Until the server refuses
            it, or `forget`. Needs the store. Remember.PLATFORM_ONLY never keeps it in a file.
        offline_grace: how old a stored answer may be and still be used, in seconds. Default: 48 h.
        refresh_after: for Policy.CACHE_FIRST, how old an answer may be before it is refreshed in
            the background, in seconds. Default: 1 h. It is made at a moment up to as much later, which
            differs from device to device; with 0 at each check, at once.
        release_seats: whether closing a `Seat`, and the end of the agent, release what is held. With
            False a seat ends with its timeout, and `Seat.release` releases it all the same.
        consumption_sync: how long after `Activation.consume` what is unsent is sent in the background,
            in seconds. Default: 60. 0: only `Activation.sync` sends, and what deactivates.
        consumption_delivery: what is done with an amount of which nobody knows whether the server has
            counted it. Default: Delivery.AT_MOST_ONCE.
        device_id: what ties the store to this device. Default: the machine's own id.
        app: the application's name and version, for the User-Agent header.
        on_log: is called with the level and the text of a line of the log, on the thread on which
            the event happened, several threads at once if several are at work. It must not call
            back into the agent. Lines hold no user, no credential, no URL.
        log_level: from which level on.
        on_refresh: is called with a `Refresh` on a thread of the agent, when a request in the background
            changed the stored answer, was refused, or failed.

        An exception of a callback goes to `sys.unraisablehook`. Raises ConfigError or
        InvalidArgumentError, whose message names the setting, and TypeError or ValueError where a
        value cannot be handed to C.
        """
        self._handle = Handle("agent", _EXIT_WAIT_SECONDS, on_freed=deliver_nothing)
        settings = Settings()
        settings.keys(api_key, shared_key)
        settings.oauth_client(client_id, client_secret, token_url)
        del api_key, shared_key, client_id, client_secret, token_url
        settings.texts(
            base_url=base_url,
            response_public_key=response_public_key,
            proxy=proxy,
            pinned_public_key=pinned_public_key,
            device_id=device_id,
        )
        del proxy
        settings.product_ids(product_ids)
        settings.paths(ca_file=ca_file, cache_dir=cache_dir)
        settings.times(timeout, connect_timeout, offline_grace, refresh_after)
        settings.max_response_bytes(max_response_bytes)
        settings.switches(cache_enabled=cache_enabled)
        settings.seats(release_seats)
        settings.consumption(consumption_sync, consumption_delivery)
        settings.remember(remember)
        settings.app(app)
        if on_log is not None:
            # `sso_url` and others that cannot be cut short write into the log.
            self._handle.exit_wait += _TIMEOUT_SECONDS if timeout is None else timeout
        self._listener = Listener(on_log, on_refresh)
        settings.listener(self._listener, log_level)
        agent, error = ctypes.c_void_p(), ctypes.c_void_p()
        calls.ls_agent_new(settings.pointer, ctypes.byref(agent), ctypes.byref(error))
        if agent.value is None:
            raise taken_error(error.value)
        self._handle.open(agent.value, calls.ls_agent_free, calls.ls_agent_close)

    def close(self, timeout: float | None = None) -> bool:
        """Ends it: cancels the calls in flight, and waits until no callback is running any more.

        `timeout`: for so many seconds at most, from 0 to 49 days; for a thread that a callback may be
        waiting for itself, as that of a user interface. None: for as long as a callback runs, and for
        500 ms more at most. The result says whether it is closed; if not, this may be called again.

        May be called more than once, from any thread, and from within a callback, for which it does not
        wait. A call of another thread that is just looking into the store, or cannot be cut short (its
        description says so, as that of `sso_url` does), is left to finish.
        """
        if timeout is not None:
            limit = milliseconds("timeout", timeout)
            if not self._handle.is_open:
                return True
            with self._handle as agent:
                if calls.ls_agent_close(agent, limit) == Status.TIMEOUT:
                    return False
        self._handle.close()
        return True

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
        **sign_in: Unpack[SignInArguments],
    ) -> Entitlement:
        """May this user run this product, or this feature of it? The main call, for start-up.

        `product` is the product's short code, `feature` the code of a feature, up to 1,024 bytes
        each. `policy` says where the answer may come from; the default is the one for start-up: from
        the store at once if it can be, with a refresh in the background.

        credentials: how the user signs in, such as `Credentials.from_password(email, password)`.

        Instead of credentials, their arguments can be given here, in one of these ways:

        username, password: the user's email and password.
        id_token, customer_account_code: the token of a single sign-on.
        code, customer_account_code, redirect_uri: the code of a single sign-on.
        remembered: True for the user who signed in on this device last, or the email of one who
            did; answered from the store alone, unless the agent was made with `remember`.

        Returns an Entitlement, yes or no. An exception means that there is no answer: LsAgentError in one
        of its kinds, RuntimeError where the agent is closed, TypeError or ValueError where an
        argument cannot be handed to C. Blocks for at most `timeout`.
        """
        question = _check(product, feature, credentials_of(credentials, **sign_in), policy)
        # A tool that prints a traceback with its variables finds no secret here.
        del credentials, sign_in
        return entitlement_of(question.answer(self._handle))

    async def check_async(
        self,
        product: str,
        feature: str | None = None,
        *,
        policy: Policy = Policy.CACHE_FIRST,
        credentials: Credentials | None = None,
        **sign_in: Unpack[SignInArguments],
    ) -> Entitlement:
        """`check` for a coroutine: the event loop goes on. Cancelling it cancels the call."""
        from ._background import answer

        question = _check(product, feature, credentials_of(credentials, **sign_in), policy)
        del credentials, sign_in
        return entitlement_of(await answer(question, self._handle))

    def licenses(
        self,
        product: str,
        *,
        policy: Policy = Policy.NETWORK_FIRST,
        credentials: Credentials | None = None,
        **sign_in: Unpack[SignInArguments],
    ) -> Licenses:
        """The licenses of a user for a product; there may be none.

        Arguments and exceptions are those of `check`. An answer counts only if it came over TLS,
        carries the server's signature and is about this product and, for a password sign-in, this
        user. With the default policy, a failure to reach the server gives the stored answer, if this
        sign-in had earned it and the offline grace lasts; `fallback` then says why. Blocks for at
        most `timeout`.
        """
        question = _licenses(product, credentials_of(credentials, **sign_in), policy)
        # A tool that prints a traceback with its variables finds no secret here.
        del credentials, sign_in
        return licenses_of(question.answer(self._handle))

    async def licenses_async(
        self,
        product: str,
        *,
        policy: Policy = Policy.NETWORK_FIRST,
        credentials: Credentials | None = None,
        **sign_in: Unpack[SignInArguments],
    ) -> Licenses:
        """`licenses` for a coroutine: the event loop goes on. Cancelling it cancels the call."""
        from ._background import answer

        question = _licenses(product, credentials_of(credentials, **sign_in), policy)
        del credentials, sign_in
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

    def sso_sign_in(
        self,
        product: str,
        customer_account_code: str,
        **options: Unpack[SsoArguments],
    ) -> Licenses:
        """Signs a person in through the identity provider of a customer account, in a browser, and
        gets their licenses for a product.

        The agent listens on a port of 127.0.0.1 for as long as that takes, to which the provider
        sends the browser back. The answer is stored: `remembered` then asks without a browser.

        product, customer_account_code: the product's short code and the code of the customer account
            that the provider belongs to, up to 1,024 bytes each.
        response_type: what the provider sends back, a code or the token itself.
        port, path: as they stand in the redirect URI that is registered with the provider,
            http://127.0.0.1:port/path. With port 0 the system chooses one, which takes a provider
            that lets any port of 127.0.0.1 pass (RFC 8252).
        timeout: how long the person may take, in seconds: 0.001 to 3,600.
        require_state: whether what comes back must have the state that was sent along. With False a
            provider that loses it will do, and any web page in the person's browser can sign them in
            as somebody else meanwhile.
        require_signature: whether the license server must have signed the address of the page. With
            False an unsigned one is opened as well.
        show: is called with the address of the page, on a thread of the agent, and returns True if it
            shows that; otherwise, and without it, the system's browser is opened. It must return
            soon, and not wait for the person. An exception goes to `sys.unraisablehook` and counts as
            False. The address belongs into the browser, and not into a log.

        Raises CallTimeoutError (the person did not finish in time), CredentialsError (access_denied, such
        as by a person who cancels it), RefusedError (any other error of the provider, in `code`),
        ConfigError (no browser can be opened, the port is taken, or the page leads elsewhere), or as
        `licenses` does. Blocks for at most `timeout`, and twice that of the agent; Ctrl-C and closing
        the agent end it.
        """
        from ._sso import SignIn

        question = SignIn(product, customer_account_code, **options)
        return licenses_of(question.answer(self._handle))

    async def sso_sign_in_async(
        self,
        product: str,
        customer_account_code: str,
        **options: Unpack[SsoArguments],
    ) -> Licenses:
        """`sso_sign_in` for a coroutine: the event loop goes on. Cancelling it cancels the sign-in.

        `show` comes on a thread of the agent here, too.
        """
        from ._background import answer
        from ._sso import SignIn

        question = SignIn(product, customer_account_code, **options)
        return licenses_of(await answer(question, self._handle))

    def sso_url(
        self,
        product: str,
        customer_account_code: str,
        *,
        response_type: SsoResponse = SsoResponse.CODE,
        redirect_uri: str | None = None,
    ) -> str:
        """The address of the page at which a person signs in, for an application with a browser of
        its own, which reads the code or token that it comes back with; then `code` or `id_token` of a call.

        Of the addresses that the server gives the one is taken that leads to `redirect_uri` (up to
        1,024 bytes, any scheme), or one without, to which this is added; with None the first as it
        is. A state can be added by the application. Never answered from the store.

        Raises ConfigError (no address leads to the redirect URI), or as `licenses` does. Blocks for
        at most `timeout`, and cannot be cut short; from a coroutine, `await
        asyncio.to_thread(agent.sso_url, …)`.
        """
        from ._sso import page

        texts = text("product", product), text("customer_account_code", customer_account_code)
        return page(self._handle, texts, response_type, redirect_uri)

    def fetch_product(self, product: str) -> Product:
        """A product as the licensing service has it. No user signs in, and no license is needed.

        `product` is the product's short code, up to 1,024 bytes. An answer counts only if it came over
        TLS, carries the server's signature and is about this product. The server is asked each time:
        nothing is stored.

        Raises RefusedError (with the code "unknown_product" where there is no such product), or as
        `licenses` does. Blocks for at most `timeout`, and cannot be cut short.
        """
        from . import _records

        name = text("product", product)
        found, error = ctypes.c_void_p(), ctypes.c_void_p()
        with self._handle as agent:
            calls.ls_fetch_product(agent, name, ctypes.byref(found), ctypes.byref(error))
        if found.value is None:
            raise taken_error(error.value)
        owned = Owned(found.value, calls.ls_product_free)
        return _records.read(_records.Product, owned.pointer)

    async def fetch_product_async(self, product: str) -> Product:
        """`fetch_product` for a coroutine: the event loop goes on. If it is cancelled, the call ends
        by itself, on a thread of the loop's executor."""
        from asyncio import to_thread

        return await to_thread(self.fetch_product, product)

    def activate(
        self,
        product: str,
        *,
        license_id: int | None = None,
        credentials: Credentials | None = None,
        **sign_in: Unpack[ActivationArguments],
    ) -> Activation:
        """Takes a license into use on this device: once, when the application is set up. Then
        `open_activation` at each start.

        The license counts as used here until `Activation.deactivate`. What is active already is given
        again, after the server was asked; another license of the product takes its place in the store.

        license_id: the id of the license; None for the only one. A user who has several usable ones
            has to say which (InvalidArgumentError), as has one who signs in with a `code`.
        credentials: the license key, or how the user signs in; or their arguments as for `check`, and
        license_key: the license key of a product that has no users.

        The request is not repeated once it may have arrived. If its answer is lost, the server is asked
        whether it knows this device; only if that fails too it is an UncertainError, and the next call
        finds out first. Raises ActivationLimitError (`code` says which), NotActivatedError (a `code` of
        a single sign-on was used up: the user signs in once more), ConfigError without a store, or as
        `licenses`. Blocks for at most `timeout`.
        """
        from ._activation import Activate, activation_of

        question = Activate(product, key_or_sign_in(credentials, **sign_in), license_id)
        # A tool that prints a traceback with its variables finds no secret here.
        del credentials, sign_in
        return activation_of(self._handle, question.answer(self._handle))

    async def activate_async(
        self,
        product: str,
        *,
        license_id: int | None = None,
        credentials: Credentials | None = None,
        **sign_in: Unpack[ActivationArguments],
    ) -> Activation:
        """`activate` for a coroutine: the event loop goes on. Cancelling it cancels the call, which may
        have reached the server: the next `activate` finds out."""
        from ._activation import Activate, activation_of
        from ._background import answer

        question = Activate(product, key_or_sign_in(credentials, **sign_in), license_id)
        del credentials, sign_in
        return activation_of(self._handle, await answer(question, self._handle))

    def open_activation(self, product: str) -> Activation:
        """The license of a product that is activated on this device, as it lies in the store: at each
        start of the application, before `Activation.check`.

        Raises NotActivatedError if there is none; what was activated under another `device_id`, by
        another user of the operating system or on another machine is not found. UncertainError if an
        activation was sent and nobody has heard what became of it: the next `activate` finds out.
        Blocks while a file is read; opens no socket and starts no thread.
        """
        from ._activation import open_activation

        return open_activation(self._handle, product)

    def request_trial(self, product: str, email: str | None = None) -> Trial:
        """Makes a trial of a product for this device, or gets the one that it has already.

        It activates nothing: `activate` with the license key, or with the user, comes after it. `email`
        is that of the user who is to have it, for a user-based product; None for a key-based one. The
        password of a new user is in this answer alone. If the answer is lost, ask again.

        Raises NotAllowedError if the vendor gives no trials, RefusedError (with the code
        "email_missing" where one is needed), or as `licenses`. Blocks for at most `timeout`, and cannot
        be cut short.
        """
        from ._activation import request_trial

        return request_trial(self._handle, product, email)

    async def request_trial_async(self, product: str, email: str | None = None) -> Trial:
        """`request_trial` for a coroutine: the event loop goes on. If it is cancelled, the call ends by
        itself, on a thread of the loop's executor."""
        from asyncio import to_thread

        return await to_thread(self.request_trial, product, email)

    def change_password(self, username: str, password: str, new_password: str) -> None:
        """Gives a user another password. A remembered one is replaced, and what the old one had earned
        for offline use is the new one's.

        Raises CredentialsError or RefusedError (the old password is wrong, or the new one does not do),
        NotAllowedError, or as `licenses`. UncertainError if the answer is lost: sign in with the new
        one to find out, and do not simply repeat this. Blocks for at most `timeout`, and cannot be cut
        short.
        """
        from ._activation import change_password

        texts = username, password, new_password
        del password, new_password
        try:
            change_password(self._handle, *texts)
        finally:
            # A tool that prints a traceback with its variables finds no secret here.
            del texts

    async def change_password_async(self, username: str, password: str, new_password: str) -> None:
        """`change_password` for a coroutine: the event loop goes on. If it is cancelled, the call ends
        by itself, on a thread of the loop's executor."""
        from asyncio import to_thread

        texts = username, password, new_password
        del password, new_password
        try:
            await to_thread(self.change_password, *texts)
        finally:
            del texts

    def offline_request(
        self,
        product: str,
        path: str | os.PathLike[str],
        *,
        license_id: int | None = None,
        credentials: Credentials | None = None,
        **sign_in: Unpack[ActivationArguments],
    ) -> None:
        """Writes a request file, for a device without a network: a person carries it to the vendor's
        offline portal, and brings back the answer for `offline_activate`.

        **The file holds secrets in readable form:** the license key, or the user's email and password,
        and the vendor's API key or client id. It is readable for this user alone; tell the person to
        remove it. That the vendor's own portal takes these files was not tried.

        `credentials` and the others as for `activate`, but a token or a code of a single sign-on is an
        InvalidArgumentError, as is a file that cannot be written. A file that is there is replaced.
        Opens no connection. Blocks while files are written, and for at most `timeout`.
        """
        from ._activation import offline_request

        who = key_or_sign_in(credentials, **sign_in)
        del credentials, sign_in
        offline_request(self._handle, product, who, license_id, path)

    def offline_activate(self, product: str, path: str | os.PathLike[str]) -> Activation:
        """Activates a license by the file that answers the last request of this device.

        Such an activation is checked from the store without an end; with a policy that asks the server it is
        asked as usual. The file is left as it is.

        Raises InvalidArgumentError if it cannot be read, ResponseError (it is no answer file),
        SignatureError (it was altered), MismatchError (it is for another device, product, holder or
        request), ClockError, ConfigError without a store, or StoreError. Opens no connection.
        """
        from ._activation import offline_activate

        return offline_activate(self._handle, product, path)

    def forget(self, username: str | None = None) -> None:
        """Removes all that is stored for a user, or for every user, for every product: answers, and
        with `remember` the password.

        Only what agents with the same vendor key on this device, for this user of its operating
        system, have stored. Raises InvalidArgumentError or CacheError. Blocks for files to be
        removed, and with `remember` for at most `timeout`; from a coroutine, `await
        asyncio.to_thread(agent.forget)`.
        """
        name, error = optional_text("username", username), ctypes.c_void_p()
        with self._handle as agent:
            status = calls.ls_agent_forget(agent, name, ctypes.byref(error))
        if status:
            raise taken_error(error.value)

    def doctor(
        self,
        product: str | None = None,
        *,
        timeout: float = 10.0,
        on_step: Callable[[str, DoctorStatus, str, dict[str, Any]], object] | None = None,
        credentials: Credentials | None = None,
        **sign_in: Unpack[SignInArguments],
    ) -> dict[str, Any]:
        """Looks at everything that has to work for an answer, step by step: the settings, the network, the
        keys, the store. It can take `product` and a sign-in, as `check` does, and none of them.

        Returns the report, as docs/doctor-report.schema.json describes it: no secret, no email, no
        query and no path is in it, so it can be sent to anybody. `on_step` gets each step when it has
        been taken, on a thread of the agent: its name, how it went, a sentence for a person, and the
        step as the report has it.

        `timeout` (in seconds) is for all steps together: what has not ended by then is in the report as a
        step that has failed. Raises InvalidArgumentError, CallCancelledError, or InternalError where no
        thread can be started. Blocks for at most `timeout`, and for `on_step`; from a coroutine,
        `await asyncio.to_thread(agent.doctor, …)`.
        """
        from ._doctor import doctor

        who = credentials_of(credentials, **sign_in) if credentials or sign_in else None
        # A tool that prints a traceback with its variables finds no secret here.
        del credentials, sign_in
        return doctor(self._handle, product, who, timeout, on_step)

    @property
    def clock_offset(self) -> timedelta:
        """How far the server's clock is ahead of this device's (negative: behind).

        The agent learns it when the server refuses a request because of its date; zero while the two
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
