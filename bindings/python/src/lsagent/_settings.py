"""The settings of an agent as an `ls_config`."""

from __future__ import annotations

from ._abi import calls
from ._enums import Delivery, Remember
from ._values import (
    Owned,
    flag,
    integer,
    milliseconds,
    optional_text,
    path,
    size,
    text,
    whole_seconds,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    import os
    from collections.abc import Mapping
    from typing import Any

    from ._callbacks import Listener
    from ._enums import LogLevel


class Settings:
    """An `ls_config`. A setting that is None is left at its default.

    The result of a setter is not looked at: the library remembers a failure, and the agent that is made
    from these settings then fails with it.
    """

    def __init__(self) -> None:
        self._owned = Owned(calls.ls_config_new(), calls.ls_config_free)
        self.pointer = self._owned.pointer

    def _set(self, name: str, *values: Any) -> None:
        getattr(calls, "ls_config_set_" + name)(self.pointer, *values)

    def keys(self, api_key: str | None, shared_key: str | None) -> None:
        if api_key is not None or shared_key is not None:
            values = optional_text("api_key", api_key), optional_text("shared_key", shared_key)
            self._set("api_key", *values)

    def oauth_client(
        self, client_id: str | None, client_secret: str | None, token_url: str | None
    ) -> None:
        if client_id is not None or client_secret is not None or token_url is not None:
            values = (
                optional_text("client_id", client_id),
                optional_text("client_secret", client_secret),
                optional_text("token_url", token_url),
            )
            self._set("oauth_client", *values)

    def texts(self, **values: str | None) -> None:
        for name, value in values.items():
            if value is not None:
                self._set(name, text(name, value))

    def paths(self, **values: str | os.PathLike[str] | None) -> None:
        for name, value in values.items():
            if value is not None:
                self._set(name, path(name, value))

    def times(
        self,
        timeout: float | None,
        connect_timeout: float | None,
        offline_grace: float | None = None,
        refresh_after: float | None = None,
    ) -> None:
        if timeout is not None:
            self._set("timeout_ms", milliseconds("timeout", timeout))
        if connect_timeout is not None:
            self._set("connect_timeout_ms", milliseconds("connect_timeout", connect_timeout))
        if offline_grace is not None:
            self._set("offline_grace_seconds", whole_seconds("offline_grace", offline_grace))
        if refresh_after is not None:
            self._set("refresh_after_seconds", whole_seconds("refresh_after", refresh_after))

    def product_ids(self, ids: Mapping[str, int] | None) -> None:
        for product, number in {} if ids is None else ids.items():
            value = integer("product_ids", number, -(2**63), 2**63 - 1)
            self._set("product_id", text("product_ids", product), value)

    def max_response_bytes(self, value: int | None) -> None:
        if value is not None:
            self._set("max_response_bytes", size("max_response_bytes", value))

    def switches(self, **values: bool) -> None:
        for name, value in values.items():
            self._set(name, flag(name, value))

    def seats(self, release: bool) -> None:
        # The default needs no function, which would be bound first.
        if release is not True:
            self.switches(release_seats=release)

    def consumption(self, sync: float | None, delivery: Delivery | None) -> None:
        if sync is not None:
            self._set("consumption_sync_seconds", whole_seconds("consumption_sync", sync))
        if delivery is not None:
            self._set("consumption_delivery", Delivery(delivery))

    def remember(self, value: bool | Remember) -> None:
        if isinstance(value, Remember):
            self._set("remember_mode", value)
        else:
            self.switches(remember=value)

    def app(self, app: tuple[str, str] | None) -> None:
        if app is not None:
            name, version = app
            self._set("app", text("app name", name), text("app version", version))

    def listener(self, listener: Listener, log_level: LogLevel) -> None:
        listener.set_on(self.pointer, log_level)
