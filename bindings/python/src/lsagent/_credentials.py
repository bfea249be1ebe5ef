"""How a user signs in."""

from __future__ import annotations

import threading

from ._abi import calls
from ._values import Owned, optional_text, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypedDict

    from typing_extensions import Unpack

    class SignInArguments(TypedDict, total=False):
        """The short form of `credentials=`: the keyword arguments of one of these ways to sign in."""

        username: str | None
        password: str | None
        id_token: str | None
        code: str | None
        customer_account_code: str | None
        redirect_uri: str | None
        remembered: bool | str

    class ActivationArguments(SignInArguments, total=False):
        """The same, or the license key of a product that has no users."""

        license_key: str | None


class Credentials:
    """How a user signs in, or the license key of a product that has no users.

    Made by one of the `from_` functions or `remembered`.

    It may be used for any number of calls, from any thread. It does not show its secret, and
    overwrites it in memory when it goes; Python's own copy of the strings you passed is not.
    """

    __slots__ = ("_kind", "_lock", "_owned")
    _kind: str
    _lock: threading.RLock
    _owned: Owned

    def __init__(self) -> None:
        raise TypeError(
            "Credentials are made by from_password, from_id_token, from_code, from_license_key,"
            " remembered"
        )

    @classmethod
    def from_password(cls, username: str, password: str) -> Credentials:
        """The user's email (up to 1,024 bytes) and password (up to 65,536)."""
        return cls._made("password", text("username", username), text("password", password))

    @classmethod
    def from_id_token(cls, id_token: str, customer_account_code: str) -> Credentials:
        """The token of a single sign-on (implicit grant; the API wants the access_token value; up to
        65,536 bytes) and the code of the customer account the provider belongs to (up to 1,024)."""
        account = text("customer_account_code", customer_account_code)
        return cls._made("id_token", text("id_token", id_token), account)

    @classmethod
    def from_code(
        cls, code: str, customer_account_code: str, redirect_uri: str | None = None
    ) -> Credentials:
        """The code of a single sign-on (authorization code grant), which is good for one use; the
        code of the customer account; and the redirect URI that the code was issued for."""
        account = text("customer_account_code", customer_account_code)
        redirect = optional_text("redirect_uri", redirect_uri)
        return cls._made("code", text("code", code), account, redirect)

    @classmethod
    def from_license_key(cls, license_key: str) -> Credentials:
        """The license key (up to 1,024 bytes) of a product that has no users. For `Agent.activate` and
        `Agent.offline_request` alone: there is no user to sign in."""
        return cls._made("license_key", text("license_key", license_key))

    @classmethod
    def remembered(cls, username: str | None = None) -> Credentials:
        """A user who signed in on this device before, without holding a secret: `username`, or the
        last one who did. Answered from the store alone, while the offline grace lasts;
        Policy.NETWORK_ONLY is an InvalidArgumentError with it. An agent made with `remember` asks the
        server, too, with the password it has saved."""
        return cls._made("remembered", optional_text("username", username))

    @classmethod
    def _made(cls, kind: str, *texts: bytes | None) -> Credentials:
        self = object.__new__(cls)
        self._kind = kind
        pointer = getattr(calls, "ls_credentials_new_" + kind)(*texts)
        self._owned = Owned(pointer, calls.ls_credentials_free)
        # In C they belong to one thread at a time. The same one may come again, from a callback.
        self._lock = threading.RLock()
        return self

    def __enter__(self) -> int:
        self._lock.acquire()
        return self._owned.pointer

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def __reduce__(self) -> str:
        raise TypeError("Credentials hold a secret and cannot be pickled or copied")

    def __repr__(self) -> str:
        return f"<lsagent.Credentials: {self._kind}>"


def credentials_of(
    credentials: Credentials | None,
    *,
    username: str | None = None,
    password: str | None = None,
    id_token: str | None = None,
    code: str | None = None,
    customer_account_code: str | None = None,
    redirect_uri: str | None = None,
    remembered: bool | str = False,
) -> Credentials:
    """The credentials that the arguments of a call mean. They give exactly one way to sign in."""
    given = {
        "credentials": credentials is not None,
        "username and password": username is not None or password is not None,
        "id_token": id_token is not None,
        "code": code is not None,
        "remembered": remembered is not False,
    }
    ways = [way for way, is_given in given.items() if is_given]
    if len(ways) != 1:
        raise TypeError(
            "give one way to sign in: credentials=, username= and password=, id_token= and"
            " customer_account_code=, code= and customer_account_code=, or remembered=; given: "
            + (", ".join(ways) or "none")
        )
    if customer_account_code is not None and id_token is None and code is None:
        raise TypeError("customer_account_code goes with id_token or code")
    if redirect_uri is not None and code is None:
        raise TypeError("redirect_uri goes with code")
    if credentials is not None:
        if not isinstance(credentials, Credentials):
            raise TypeError(f"credentials must be Credentials, not {type(credentials).__name__}")
        return credentials
    if remembered is not False:
        return _remembered(remembered)
    # The functions say of a missing argument that it must be a str.
    if id_token is not None:
        return Credentials.from_id_token(id_token, customer_account_code)  # type: ignore[arg-type]
    if code is not None:
        return Credentials.from_code(code, customer_account_code, redirect_uri)  # type: ignore[arg-type]
    return Credentials.from_password(username, password)  # type: ignore[arg-type]


def key_or_sign_in(
    credentials: Credentials | None,
    *,
    license_key: str | None = None,
    **sign_in: Unpack[SignInArguments],
) -> Credentials:
    """The same for a call that a license key will do for."""
    if license_key is None:
        return credentials_of(credentials, **sign_in)
    others = (credentials, *sign_in.values())
    if any(value is not None and value is not False for value in others):
        raise TypeError("license_key goes without credentials and without a way to sign in")
    return Credentials.from_license_key(license_key)


def _remembered(who: bool | str) -> Credentials:
    if who is True:
        return Credentials.remembered()
    # None would be the last user, whom nobody asked for.
    text("remembered", who)  # type: ignore[arg-type]
    return Credentials.remembered(who)  # type: ignore[arg-type]
