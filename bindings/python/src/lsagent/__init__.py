"""lsagent: a licensing agent for desktop applications.

    with lsagent.Agent(api_key="…", shared_key="…") as agent:
        if agent.check("up", username="valid@example.com", password="secret"):
            ...

It asks the LicenseSpring License API v4 what a user may run, verifies the answer, keeps the last
good one on disk, sealed, and hands it out. Keep the agent for as long as the application runs.
"""

from __future__ import annotations

from ._agent import Agent
from ._credentials import Credentials
from ._enums import (
    Decision,
    Delivery,
    DoctorStatus,
    LogLevel,
    Policy,
    Remember,
    SeatEvent,
    Source,
    SsoResponse,
    Status,
)
from ._errors import (
    ActivationLimitError,
    AnswerError,
    ApiKeyError,
    CacheError,
    CacheExpiredError,
    CallCancelledError,
    CallTimeoutError,
    ClockError,
    ConfigError,
    ConnectivityError,
    CredentialsError,
    InternalError,
    InvalidArgumentError,
    LsAgentError,
    MismatchError,
    NetworkError,
    NoSeatError,
    NotActivatedError,
    NotAllowedError,
    NotCachedError,
    ProxyError,
    QuotaError,
    RateLimitedError,
    RefusedError,
    ResponseError,
    ServerError,
    SignatureError,
    StoreError,
    TlsError,
    UncertainError,
)
from ._results import (
    Allocations,
    Balance,
    Entitlement,
    Licenses,
    LicenseUsers,
    Releases,
    Variables,
)
from ._version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._activation import Activation
    from ._records import (
        Allocation,
        Customer,
        CustomField,
        Feature,
        License,
        LicenseUser,
        Product,
        ProductCustomField,
        Refresh,
        Release,
        Trial,
        User,
        Variable,
    )
    from ._seats import Seat
    from ._uipath import UiPath

__all__ = [
    "Activation",
    "ActivationLimitError",
    "Agent",
    "Allocation",
    "Allocations",
    "AnswerError",
    "ApiKeyError",
    "Balance",
    "CacheError",
    "CacheExpiredError",
    "CallCancelledError",
    "CallTimeoutError",
    "ClockError",
    "ConfigError",
    "ConnectivityError",
    "Credentials",
    "CredentialsError",
    "CustomField",
    "Customer",
    "Decision",
    "Delivery",
    "DoctorStatus",
    "Entitlement",
    "Feature",
    "InternalError",
    "InvalidArgumentError",
    "License",
    "LicenseUser",
    "LicenseUsers",
    "Licenses",
    "LogLevel",
    "LsAgentError",
    "MismatchError",
    "NetworkError",
    "NoSeatError",
    "NotActivatedError",
    "NotAllowedError",
    "NotCachedError",
    "Policy",
    "Product",
    "ProductCustomField",
    "ProxyError",
    "QuotaError",
    "RateLimitedError",
    "Refresh",
    "RefusedError",
    "Release",
    "Releases",
    "Remember",
    "ResponseError",
    "Seat",
    "SeatEvent",
    "ServerError",
    "SignatureError",
    "Source",
    "SsoResponse",
    "Status",
    "StoreError",
    "TlsError",
    "Trial",
    "UiPath",
    "UiPathMethod",
    "UncertainError",
    "User",
    "Variable",
    "Variables",
    "__version__",
]

# What a start-up seldom needs is imported when it is first looked at.
_IMPORTED_LATER = {
    "Activation": "_activation",
    "Allocation": "_records",
    "CustomField": "_records",
    "Customer": "_records",
    "Feature": "_records",
    "License": "_records",
    "LicenseUser": "_records",
    "Product": "_records",
    "ProductCustomField": "_records",
    "Refresh": "_records",
    "Release": "_records",
    "Seat": "_seats",
    "Trial": "_records",
    "User": "_records",
    "Variable": "_records",
    "UiPath": "_uipath",
    "UiPathMethod": "_enums",
}


def __getattr__(name: str) -> Any:
    if name not in _IMPORTED_LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module("." + _IMPORTED_LATER[name], __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_IMPORTED_LATER})
