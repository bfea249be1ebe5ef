"""Calls about an activation that cannot be cut short: what they give, and what they raise."""

from __future__ import annotations

import ctypes

from ._abi import calls
from ._errors import taken_error
from ._values import Owned

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._handle import Handle


def asked(agent: Handle, name: str, free: str, *arguments: object) -> Owned:
    """What a function hands out that takes these, while the agent stays."""
    value, error = ctypes.c_void_p(), ctypes.c_void_p()
    with agent:
        getattr(calls, name)(*arguments, ctypes.byref(value), ctypes.byref(error))
    if value.value is None:
        raise taken_error(error.value)
    return Owned(value.value, getattr(calls, free))


def done(agent: Handle, name: str, *arguments: object) -> None:
    error = ctypes.c_void_p()
    with agent:
        status = getattr(calls, name)(*arguments, ctypes.byref(error))
    if status:
        raise taken_error(error.value)
