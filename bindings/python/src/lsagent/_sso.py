"""Single sign-on. Imported when it is first used."""

from __future__ import annotations

import ctypes
import threading

from ._abi import BROWSER_CALLBACK, VOID, calls
from ._enums import Policy, SsoResponse
from ._errors import taken_error
from ._questions import Question, receive_in_c, under_way, waiting
from ._values import Owned, flag, integer, milliseconds, optional_text, owned_text, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypedDict

    from ._handle import Handle

    class SsoArguments(TypedDict, total=False):
        """How a person is brought to sign in: the keyword arguments of `sso_sign_in`."""

        response_type: SsoResponse
        port: int
        path: str
        timeout: float
        require_state: bool
        require_signature: bool
        show: Callable[[str], bool] | None


# A call through C, in which an exception goes to `sys.unraisablehook`.
_GUARDED = ctypes.CFUNCTYPE(VOID)


class SignIn(Question):
    """A person's way to the provider and back, and the question for their licenses."""

    def __init__(
        self,
        product: str,
        customer_account_code: str,
        *,
        response_type: int = SsoResponse.CODE,
        port: int = 0,
        path: str = "/",
        timeout: float = 300.0,
        require_state: bool = True,
        require_signature: bool = True,
        show: Callable[[str], bool] | None = None,
    ) -> None:
        texts = text("product", product), text("customer_account_code", customer_account_code)
        super().__init__("ls_sso_sign_in", "ls_licenses_free", texts, None, Policy.NETWORK_ONLY)
        if show is not None and not callable(show):
            raise TypeError(f"show must be callable, not {type(show).__name__}")
        self._show = show
        self._options = Owned(calls.ls_sso_options_new(), calls.ls_sso_options_free)
        # A setter that fails is remembered, and the sign-in fails with it.
        options = self._options.pointer
        calls.ls_sso_options_set_response_type(options, _number(response_type))
        calls.ls_sso_options_set_port(options, integer("port", port, 0, 2**16 - 1))
        calls.ls_sso_options_set_path(options, text("path", path))
        calls.ls_sso_options_set_timeout_ms(options, milliseconds("timeout", timeout))
        calls.ls_sso_options_set_require_state(options, flag("require_state", require_state))
        calls.ls_sso_options_set_require_signature(
            options, flag("require_signature", require_signature)
        )

    def _begin(self, agent: int, number: int, *outs: object) -> None:
        options = self._options.pointer
        if self._show is not None:
            calls.ls_sso_options_set_browser_callback(options, _shown_in_c, number)
        calls.ls_sso_sign_in_start(agent, *self._texts, options, receive_in_c, number, *outs)


def page(
    handle: Handle, texts: tuple[bytes, bytes], response_type: int, redirect_uri: str | None
) -> str:
    back, kind = optional_text("redirect_uri", redirect_uri), _number(response_type)
    url, error = ctypes.c_void_p(), ctypes.c_void_p()
    with handle as agent:
        calls.ls_sso_url(agent, *texts, kind, back, ctypes.byref(url), ctypes.byref(error))
    if url.value is None:
        raise taken_error(error.value)
    return owned_text(url.value)


def _number(response_type: int) -> int:
    """Which numbers there are is the library's to say."""
    return integer("response_type", response_type, -(2**31), 2**31 - 1)


def _shown(number: int, url: bytes) -> bool:
    handle, _, show = under_way[number]
    said: list[bool] = []

    def ask() -> None:
        said.append(show is not None and bool(show(url.decode())))

    thread = threading.get_ident()
    handle.guests.add(thread)
    try:
        # The result of a callback that raises is not defined: the one that may raise returns nothing.
        _GUARDED(ask)()
    finally:
        handle.guests.discard(thread)
    # Nothing is to be opened for a sign-in that was cancelled.
    return said == [True] or number not in waiting


_shown_in_c = BROWSER_CALLBACK(_shown)
