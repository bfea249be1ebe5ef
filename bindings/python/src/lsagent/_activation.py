"""A license on this device. Imported when it is first used."""

from __future__ import annotations

import ctypes

from ._abi import calls, reads
from ._asked import asked, done
from ._enums import Policy
from ._errors import taken_error
from ._questions import Question
from ._results import Balance, Releases, Variables, balance_of, entitlement_of, licenses_of
from ._values import Owned, integer, moment, optional_text, path, text, text_array, unix_seconds

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from datetime import datetime
    from types import TracebackType

    from ._credentials import Credentials
    from ._handle import Handle
    from ._records import Release, Trial
    from ._results import Entitlement, Licenses
    from ._seats import EventFunction, Seat


class Activation:
    """A license that is activated on this device.

    From `Agent.activate`, `Agent.open_activation` or `Agent.offline_activate`. What becomes of it lies
    in the store, so that all handles of it, in all processes of this device, see the same.

    Closing it (`close`, `with`) frees memory here and gives nothing up: the license stays activated
    until `deactivate`. It needs its agent: once that is closed, calls raise RuntimeError, as they do
    when this is closed. It may be used from any number of threads at once.

    A method that asks the server blocks for at most the agent's `timeout`; its twin ending in `_async`
    is awaited instead, and does not block the event loop. But for `check` they cannot be cut short: if
    a coroutine is cancelled, its call ends by itself, on a thread of the loop's executor.
    """

    __slots__ = ("_agent", "_owned")
    _agent: Handle
    _owned: Owned | None

    def __init__(self) -> None:
        raise TypeError(
            "Activations are made by Agent.activate, Agent.open_activation, Agent.offline_activate"
        )

    @classmethod
    def _of(cls, agent: Handle, owned: Owned) -> Activation:
        self = object.__new__(cls)
        self._agent, self._owned = agent, owned
        return self

    def check(
        self, feature: str | None = None, *, policy: Policy = Policy.CACHE_FIRST
    ) -> Entitlement:
        """May the license on this device be used, or this feature of it? At each start.

        `feature` is the code of a feature, up to 1,024 bytes; `policy` as for `Agent.check`. A no of
        the server that speaks of the license is an answer: it is stored, and holds offline, beyond the
        offline grace, until a signed answer lifts it. It never takes a floating seat: what floats is
        Decision.DENIED_NO_SEAT as long as this device holds none.

        Raises NotActivatedError if the license was deactivated, or another one was activated since;
        UncertainError if a deactivation did not end and the server was not asked; or as `Agent.check`.
        """
        question = _Check(self._open(), feature, policy)
        return entitlement_of(question.answer(self._agent))

    async def check_async(
        self, feature: str | None = None, *, policy: Policy = Policy.CACHE_FIRST
    ) -> Entitlement:
        """`check` for a coroutine: the event loop goes on. Cancelling it cancels the call."""
        from ._background import answer

        question = _Check(self._open(), feature, policy)
        return entitlement_of(await answer(question, self._agent))

    def licenses(self) -> Licenses:
        """The license as the server last described it: one, with all its fields.

        Whether it may be used, `check` says. Reads files, and asks nobody. Raises RefusedError or
        NotActivatedError if the server has refused it since, UncertainError, or StoreError.
        """
        return licenses_of(self._ask("ls_activation_licenses", "ls_licenses_free"))

    @property
    def hardware_id(self) -> str:
        """What the licensing service knows this device by.

        That is the agent's `device_id`, or 64 hexadecimal digits, a hash of the machine's own id. It
        stays what it was when the license was activated. Does not block.
        """
        hardware_id: bytes = reads.ls_activation_hardware_id(self._open().pointer)
        return hardware_id.decode()

    @property
    def device_id(self) -> int | None:
        """The number that the licensing service gave this device; None if it has not said one."""
        number = ctypes.c_int64()
        is_known = reads.ls_activation_device_id(self._open().pointer, ctypes.byref(number))
        return number.value if is_known else None

    def acquire_seat(
        self, feature: str | None = None, *, on_event: EventFunction | None = None
    ) -> Seat:
        """Takes one of the seats of the license, or of a feature by its code, and keeps it.

        Only then is `check` a yes for what floats. The agent renews the seat in the background until it
        is released or lost. `on_event(event, error)` is called on a thread of the agent: with AT_RISK
        if a renewal failed, RENEWED after that, LOST once it is not held any more. It may release or
        close anything; an exception goes to `sys.unraisablehook`.

        Raises NoSeatError if all are taken, NotAllowedError if it does not float, NotActivatedError, or
        as `Agent.check`. Keep what this returns: once nobody has it, the seat is released.
        """
        from ._seats import AcquireSeat, seat_of

        question = AcquireSeat(self._open(), feature, on_event)
        return seat_of(self._agent, question.answer(self._agent), question)

    async def acquire_seat_async(
        self, feature: str | None = None, *, on_event: EventFunction | None = None
    ) -> Seat:
        """`acquire_seat` for a coroutine: the event loop goes on. Cancelling it cancels the call; a
        seat that was taken all the same is released."""
        from ._background import answer
        from ._seats import AcquireSeat, seat_of

        question = AcquireSeat(self._open(), feature, on_event)
        return seat_of(self._agent, await answer(question, self._agent), question)

    def borrow(
        self,
        feature: str | None = None,
        *,
        until: datetime | None = None,
        credentials: Credentials | None = None,
    ) -> datetime:
        """Borrows the seat of the license, or of a feature: until its end it needs no network.

        `until`: with a time zone; None for as long as the vendor allows. `credentials`: how the user
        signs in; a license key suffices by itself. Checks are answered from the store until the end
        that this returns, in UTC; only `return_seat`, `deactivate` and that end give it up.

        Raises NotAllowedError if the vendor allows no borrowing, or none until then; NoSeatError,
        CredentialsError, UncertainError, or as `Agent.check`.
        """
        wanted = optional_text("feature", feature)
        end = 0 if until is None else unix_seconds("until", until)
        owned, out = self._open(), ctypes.c_int64()
        arguments = owned.pointer, wanted, end
        if credentials is None:
            done(self._agent, "ls_activation_borrow", *arguments, None, ctypes.byref(out))
        else:
            with credentials as who:
                done(self._agent, "ls_activation_borrow", *arguments, who, ctypes.byref(out))
        return moment(out.value)

    async def borrow_async(
        self,
        feature: str | None = None,
        *,
        until: datetime | None = None,
        credentials: Credentials | None = None,
    ) -> datetime:
        """`borrow` for a coroutine: the event loop goes on."""
        from asyncio import to_thread

        return await to_thread(self.borrow, feature, until=until, credentials=credentials)

    def return_seat(self, feature: str | None = None) -> None:
        """Gives back what was borrowed, before its end. What is not borrowed any more is a success."""
        self._do("ls_activation_return", optional_text("feature", feature))

    async def return_seat_async(self, feature: str | None = None) -> None:
        """`return_seat` for a coroutine: the event loop goes on."""
        from asyncio import to_thread

        await to_thread(self.return_seat, feature)

    def consume(self, amount: int, feature: str | None = None) -> None:
        """Consumes an amount of the license, or of a feature by its code: counts it, on the disk.

        In the vendor's units; a negative one gives back. It waits for no network, and is sent later: in
        the background after the agent's `consumption_sync`, by `sync`, before `deactivate`.

        Raises QuotaError if not as much is left, NotAllowedError if it is not metered or nothing can be
        given back, CacheError if it cannot be written, InvalidArgumentError for 0, or NotActivatedError.
        Nothing is counted then.
        """
        number = integer("amount", amount, -(2**63), 2**63 - 1)
        self._do("ls_activation_consume", optional_text("feature", feature), number)

    def sync(self) -> None:
        """Sends what was consumed, until nothing is unsent; an uncertain amount may be left.

        Raises QuotaError if the server refuses an amount, which stays unsent, UncertainError if an
        answer was lost and the server's total cannot be read now, or as `Agent.check`.
        """
        self._do("ls_activation_sync")

    async def sync_async(self) -> None:
        """`sync` for a coroutine: the event loop goes on."""
        from asyncio import to_thread

        await to_thread(self.sync)

    def balance(self, feature: str | None = None) -> Balance:
        """What of the license, or of a feature by its code, was consumed, as this device knows it.

        Reads files, and asks nobody. Raises as `consume` does.
        """
        wanted = optional_text("feature", feature)
        return balance_of(self._ask("ls_activation_balance", "ls_balance_free", wanted))

    def deactivate(self) -> None:
        """Gives up the license on this device: another device may use it then.

        What was consumed is sent first, and seats are released. What is stored of it is removed. A
        device that the server does not know any more is a success. Without a network it is a
        ConnectivityError, and nothing changes. Raises UncertainError if it cannot be found out whether
        it was done (a check, or this again, finds out), NotActivatedError if it was deactivated before,
        or as `Agent.check`.
        """
        self._do("ls_activation_deactivate")

    async def deactivate_async(self) -> None:
        """`deactivate` for a coroutine: the event loop goes on."""
        from asyncio import to_thread

        await to_thread(self.deactivate)

    def releases(self, *, environment: str | None = None, channel: str | None = None) -> Releases:
        """The releases of the product that this license may have; there may be none.

        `environment`: only those for "win", "win32", "win64", "mac", "linux", "linux32" or "linux64".
        `channel`: only those of a channel. Of each there are version and date. The server is asked each
        time. Raises as `Agent.check` does.
        """
        which = optional_text("environment", environment), optional_text("channel", channel)
        return Releases(_owned=self._ask("ls_activation_releases", "ls_releases_free", *which))

    async def releases_async(
        self, *, environment: str | None = None, channel: str | None = None
    ) -> Releases:
        """`releases` for a coroutine: the event loop goes on."""
        from asyncio import to_thread

        return await to_thread(self.releases, environment=environment, channel=channel)

    def release(
        self, version: str, *, environment: str | None = None, channel: str | None = None
    ) -> Release:
        """One release with what the vendor says of its installer.

        The link is neither opened nor loaded, and MD5 is no proof that the file is the vendor's.
        Raises RefusedError with the code "version_not_found" if there is none, MismatchError if the
        answer is of another version, or as `releases` does.
        """
        which = optional_text("environment", environment), optional_text("channel", channel)
        wanted = text("version", version)
        found = self._ask("ls_activation_release", "ls_releases_free", wanted, *which)
        return Releases(_owned=found)[0]

    async def release_async(
        self, version: str, *, environment: str | None = None, channel: str | None = None
    ) -> Release:
        """`release` for a coroutine: the event loop goes on."""
        from asyncio import to_thread

        return await to_thread(self.release, version, environment=environment, channel=channel)

    def set_variables(self, variables: Mapping[str, str]) -> None:
        """Sets variables of this device at the licensing service, where the vendor sees them.

        1 to 1,000 names (up to 1,024 bytes) with their values (up to 65,536 bytes; they may be empty).
        A name that is there already gets the new value; the others stay. No secrets, and seldom.
        Raises as `Agent.check` does; after a failure they may have been set all the same.
        """
        names = text_array("names", variables.keys())
        values = text_array("values", variables.values())
        self._do("ls_activation_set_variables", names, values, len(names))

    async def set_variables_async(self, variables: Mapping[str, str]) -> None:
        """`set_variables` for a coroutine: the event loop goes on."""
        from asyncio import to_thread

        await to_thread(self.set_variables, variables)

    def variables(self) -> Variables:
        """The variables of this device; there may be none. The server is asked each time.

        Raises as `Agent.check` does.
        """
        return Variables(_owned=self._ask("ls_activation_variables", "ls_variables_free"))

    async def variables_async(self) -> Variables:
        """`variables` for a coroutine: the event loop goes on."""
        from asyncio import to_thread

        return await to_thread(self.variables)

    def offline_refresh(self, path: str | os.PathLike[str]) -> None:
        """Takes in a file with newer facts about the license: a later end, more features.

        Raises as `Agent.offline_activate` does, NotActivatedError, or RefusedError if the server has
        refused the license. Opens no connection.
        """
        self._do("ls_offline_refresh", _file(path))

    def offline_deactivation(self, path: str | os.PathLike[str]) -> None:
        """Gives up the license without a network: writes a request file to `path`, for the vendor's
        offline portal, and forgets the activation.

        A file that is there is replaced. It holds the license key, or the user's email without a
        password, and the vendor's API key or client id, in readable form. After a failure nothing has
        changed. Raises InvalidArgumentError if the file cannot be written, NotActivatedError, or
        StoreError. Opens no connection.
        """
        self._do("ls_offline_deactivation", _file(path))

    def close(self) -> None:
        """Frees the handle, and gives nothing up. Calls under way go on. Does not block."""
        self._owned = None

    def __enter__(self) -> Activation:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<lsagent.Activation: {'closed' if self._owned is None else 'open'}>"

    def __reduce__(self) -> str:
        raise TypeError("an Activation cannot be pickled or copied: open another one")

    def _open(self) -> Owned:
        # Who has it keeps it: it is freed when nobody uses it any more.
        owned = self._owned
        if owned is None:
            raise RuntimeError("this activation is closed")
        return owned

    def _ask(self, name: str, free: str, *arguments: object) -> Owned:
        owned = self._open()
        return asked(self._agent, name, free, owned.pointer, *arguments)

    def _do(self, name: str, *arguments: object) -> None:
        owned = self._open()
        done(self._agent, name, owned.pointer, *arguments)


class Activate(Question):
    """The request to take a license into use."""

    def __init__(self, product: str, who: Credentials, license_id: int | None) -> None:
        texts = (text("product", product),)
        super().__init__("ls_activate", "ls_activation_free", texts, who, Policy.NETWORK_ONLY)
        self._last = _number(license_id)


class _Check(Question):
    """The question for the license of an activation."""

    def __init__(self, activation: Owned, feature: str | None, policy: Policy) -> None:
        texts = (optional_text("feature", feature),)
        super().__init__("ls_activation_check", "ls_entitlement_free", texts, None, policy)
        self._activation = activation

    def _call(self, _: int, name: str, *rest: object) -> None:
        super()._call(self._activation.pointer, name, *rest)


def activation_of(agent: Handle, owned: Owned) -> Activation:
    return Activation._of(agent, owned)


def open_activation(agent: Handle, product: str) -> Activation:
    name = text("product", product)
    with agent as pointer:
        owned = asked(agent, "ls_activation_open", "ls_activation_free", pointer, name)
    return activation_of(agent, owned)


def offline_activate(agent: Handle, product: str, file: str | os.PathLike[str]) -> Activation:
    texts = text("product", product), _file(file)
    with agent as pointer:
        owned = asked(agent, "ls_offline_activate", "ls_activation_free", pointer, *texts)
    return activation_of(agent, owned)


def offline_request(
    agent: Handle,
    product: str,
    who: Credentials,
    license_id: int | None,
    file: str | os.PathLike[str],
) -> None:
    name, number, place = text("product", product), _number(license_id), _file(file)
    with agent as pointer, who as credentials:
        done(agent, "ls_offline_request", pointer, name, credentials, number, place)


def request_trial(agent: Handle, product: str, email: str | None) -> Trial:
    from . import _records

    texts = text("product", product), optional_text("email", email)
    with agent as pointer:
        owned = asked(agent, "ls_trial_request", "ls_trial_free", pointer, *texts)
    return _records.read(_records.Trial, owned.pointer)


def change_password(agent: Handle, username: str, password: str, new_password: str) -> None:
    user = text("username", username)
    old, new = text("password", password), text("new_password", new_password)
    del password, new_password
    error = ctypes.c_void_p()
    with agent as pointer:
        status = calls.ls_change_password(pointer, user, old, new, ctypes.byref(error))
    # A tool that prints a traceback with its variables finds no secret here.
    del old, new
    if status:
        raise taken_error(error.value)


def _number(license_id: int | None) -> int:
    return 0 if license_id is None else integer("license_id", license_id, -(2**63), 2**63 - 1)


def _file(place: str | os.PathLike[str]) -> bytes:
    return path("path", place)
