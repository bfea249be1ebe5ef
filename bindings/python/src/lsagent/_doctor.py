"""What has to work for an answer, looked at step by step."""

from __future__ import annotations

import contextlib
import ctypes
import json

from ._abi import DOCTOR_CALLBACK, calls
from ._enums import DoctorStatus
from ._errors import taken_error
from ._values import milliseconds, optional_text, owned_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._credentials import Credentials
    from ._handle import Handle

    OnStep = Callable[[str, DoctorStatus, str, dict[str, Any]], object]


def doctor(
    handle: Handle,
    product: str | None,
    credentials: Credentials | None,
    timeout: float,
    on_step: OnStep | None,
) -> dict[str, Any]:
    if on_step is not None and not callable(on_step):
        raise TypeError(f"on_step must be callable, not {type(on_step).__name__}")
    name, limit = optional_text("product", product), milliseconds("timeout", timeout)
    report, error = ctypes.c_void_p(), ctypes.c_void_p()
    # It lives as long as the call, after which no step is reported.
    step = DOCTOR_CALLBACK() if on_step is None else DOCTOR_CALLBACK(_reporter(on_step))
    with contextlib.ExitStack() as held:
        agent = held.enter_context(handle)
        who = None if credentials is None else held.enter_context(credentials)
        outs = ctypes.byref(report), ctypes.byref(error)
        calls.ls_doctor(agent, name, who, limit, step, None, *outs)
    if report.value is None:
        raise taken_error(error.value)
    return _object(owned_text(report.value))


def _object(text: str | bytes) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(text)
    return value


def _reporter(on_step: OnStep) -> Callable[[object, bytes, int, bytes, bytes], None]:
    def report(_: object, step: bytes, status: int, sentence: bytes, whole: bytes) -> None:
        on_step(step.decode(), DoctorStatus(status), sentence.decode(), _object(whole))

    return report
