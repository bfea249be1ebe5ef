"""Does what it is told over standard input with the installed package, and says what came of it.

One request a line, one answer a line; fields are separated by tabs, the first is the command, the
others are `key=value`. A mistake in a request ends the program with status 2.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any, Callable, Optional, Union

import lsagent

Fields = dict[str, str]
Answer = list[tuple[str, Optional[object]]]

SETTINGS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "base_url": ("base_url", str),
    "ca_file": ("ca_file", str),
    "public_key_file": ("response_public_key", lambda path: read_text(path)),
    "api_key": ("api_key", str),
    "shared_key": ("shared_key", str),
    "client_id": ("client_id", str),
    "client_secret": ("client_secret", str),
    "token_url": ("token_url", str),
    "remember": ("remember", lambda text: flag(text)),
    "cache_dir": ("cache_dir", str),
    "timeout_ms": ("timeout", lambda text: int(text) / 1000),
    "connect_timeout_ms": ("connect_timeout", lambda text: int(text) / 1000),
    "offline_grace_seconds": ("offline_grace", int),
    "refresh_after_seconds": ("refresh_after", int),
    "cache_enabled": ("cache_enabled", lambda text: flag(text)),
    "proxy": ("proxy", str),
    "device_id": ("device_id", str),
    "release_seats": ("release_seats", lambda text: flag(text)),
    "consumption_sync_seconds": ("consumption_sync", int),
    "consumption_delivery": (
        "consumption_delivery",
        lambda text: lsagent.Delivery[text.upper().replace("-", "_")],
    ),
}
SUITE_SETTINGS = ("ca_file", "timeout_ms", "connect_timeout_ms", "proxy")
RESPONSE_TYPES = {kind.name.lower(): kind for kind in lsagent.SsoResponse}
SSO_OPTIONS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "response_type": ("response_type", lambda text: response_type(text)),
    "port": ("port", int),
    "path": ("path", str),
    "wait_ms": ("timeout", lambda text: int(text) / 1000),
}
SIGN_IN = {
    "username",
    "password",
    "id_token",
    "account",
    "code",
    "redirect_uri",
    "remembered",
    "license_key",
}


class Mistake(Exception):
    """In a request."""


def read_text(path: str) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


def flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise Mistake(f"neither true nor false: {text}")
    return text == "true"


def response_type(text: str) -> Any:
    """A number is passed on as it is."""
    return RESPONSE_TYPES[text] if text in RESPONSE_TYPES else int(text)


def status_name(status: lsagent.Status) -> str:
    return "LS_OK" if status is lsagent.Status.OK else f"LS_ERR_{status.name}"


class Runner:
    """The agent that was asked for last, and what it was made from."""

    def __init__(self) -> None:
        self.agent: Optional[lsagent.Agent] = None
        self.activation: Optional[lsagent.Activation] = None
        self.seat: Optional[lsagent.Seat] = None
        self.events = Events()
        self.settings: Fields = {}
        self.loop = asyncio.new_event_loop()
        # That a busy machine is slow is no fault to be told of.
        self.loop.slow_callback_duration = 60.0

    def close(self) -> None:
        if self.agent is not None:
            self.agent.close()
        self.loop.close()

    def run(self, line: str) -> Answer:
        command, *parts = line.split("\t")
        fields: Fields = {}
        for part in parts:
            key, equals, value = part.partition("=")
            if not equals or key in fields:
                raise Mistake(f"not a field, or one too many: {part}")
            fields[key] = value
        method = getattr(self, f"run_{command}", None)
        if method is None:
            raise Mistake(f"unknown command: {command}")
        try:
            return [("status", "LS_OK"), *method(fields)]
        except lsagent.LsAgentError as error:
            return [
                ("status", status_name(error.status)),
                ("code", error.code),
                ("http_status", error.http_status),
                ("retryable", error.is_retryable),
                ("retry_after", error.retry_after),
                ("message", str(error)),
            ]

    def run_agent(self, fields: Fields) -> Answer:
        only(fields, set(SETTINGS))
        if self.agent is not None:
            self.seat = None
            self.agent.close()
            self.agent = self.activation = None
            self.events = Events()
        self.settings = fields
        self.agent = lsagent.Agent(**settings_of(fields))
        return []

    def run_check(self, fields: Fields) -> Answer:
        only(fields, {"product", "feature", "policy", "mode"} | SIGN_IN)
        arguments = required(fields, "product"), fields.get("feature")
        return entitlement_of(self.ask("check", fields, *arguments, **sign_in_of(fields)))

    def run_licenses(self, fields: Fields) -> Answer:
        only(fields, {"product", "policy", "mode"} | SIGN_IN)
        product = required(fields, "product")
        return licenses_of(self.ask("licenses", fields, product, **sign_in_of(fields)))

    def run_sso_url(self, fields: Fields) -> Answer:
        only(fields, {"product", "account", "response_type", "redirect_uri"})
        place = required(fields, "product"), required(fields, "account")
        kind, back = response_type(required(fields, "response_type")), fields.get("redirect_uri")
        return [("url", self.current().sso_url(*place, response_type=kind, redirect_uri=back))]

    def run_sign_in(self, fields: Fields) -> Answer:
        only(fields, {"product", "account", "mode", *SSO_OPTIONS})
        place = required(fields, "product"), required(fields, "account")
        options = converted(SSO_OPTIONS, fields)
        return licenses_of(self.call("sso_sign_in", fields, *place, show=is_shown, **options))

    def run_users(self, fields: Fields) -> Answer:
        only(fields, {"product", "customer", "policy", "mode"})
        arguments = required(fields, "product"), required(fields, "customer")
        got: lsagent.LicenseUsers = self.ask("license_users", fields, *arguments)
        return [
            ("count", len(got)),
            *origin(got),
            ("customer", got.customer.email),
            ("emails", joined(user.email for user in got)),
            ("json", got.json),
        ]

    def run_product(self, fields: Fields) -> Answer:
        only(fields, {"product"})
        got = self.current().fetch_product(required(fields, "product"))
        names = ["product_id", "product_name", "short_code", "authorization_method", "metadata"]
        names += ["latest_version", "company_id"]
        custom = ((field.name, field.default_value) for field in got.custom_fields)
        return [*((name, getattr(got, name)) for name in names), ("custom", custom_of(custom))]

    def run_allocate(self, fields: Fields) -> Answer:
        only(fields, {"base_url", "token", "account", "users", "bundles", "external", "method"})
        common = {key: self.settings[key] for key in SUITE_SETTINGS if key in self.settings}
        place = required(fields, "base_url"), required(fields, "token")
        with lsagent.UiPath(*place, **settings_of(common)) as uipath:
            if "method" in fields:
                uipath.set_method(lsagent.UiPathMethod[fields["method"].upper()])
            got = uipath.allocate(
                required(fields, "account"),
                split(required(fields, "users")),
                split(required(fields, "bundles")),
                use_external_license=flag(fields.get("external", "false")),
            )
        return [
            ("count", len(got)),
            ("users", joined(allocation.user_id for allocation in got)),
            ("json", got.json),
        ]

    def run_forget(self, fields: Fields) -> Answer:
        only(fields, {"username"})
        self.current().forget(fields.get("username"))
        return []

    def run_activate(self, fields: Fields) -> Answer:
        only(fields, {"product", "license_id", "mode"} | SIGN_IN)
        which = {"license_id": license_id(fields), **sign_in_of(fields)}
        return self.hold(self.call("activate", fields, required(fields, "product"), **which))

    def run_open(self, fields: Fields) -> Answer:
        only(fields, {"product"})
        return self.hold(self.current().open_activation(required(fields, "product")))

    def run_check_activation(self, fields: Fields) -> Answer:
        only(fields, {"feature", "policy", "mode"})
        feature, how = fields.get("feature"), policy(fields)
        return entitlement_of(self.call_on(self.held(), "check", fields, feature, policy=how))

    def run_activation_licenses(self, fields: Fields) -> Answer:
        only(fields, set())
        return licenses_of(self.held().licenses())

    def run_deactivate(self, fields: Fields) -> Answer:
        only(fields, set())
        self.held().deactivate()
        return []

    def run_trial(self, fields: Fields) -> Answer:
        only(fields, {"product", "email"})
        got = self.current().request_trial(required(fields, "product"), fields.get("email"))
        names = ("license_key", "username", "initial_password", "is_new", "days")
        return [(name, getattr(got, name)) for name in names]

    def run_change_password(self, fields: Fields) -> Answer:
        names = ("username", "password", "new_password")
        only(fields, set(names))
        self.current().change_password(*(required(fields, name) for name in names))
        return []

    def run_releases(self, fields: Fields) -> Answer:
        only(fields, {"environment", "channel"})
        got = self.held().releases(**fields)
        versions = joined(release.version for release in got)
        return [("count", len(got)), ("versions", versions), ("json", got.json)]

    def run_release(self, fields: Fields) -> Answer:
        only(fields, {"version", "environment", "channel"})
        got = self.held().release(required(fields, "version"), **without(fields, "version"))
        names = ("version", "environment", "requires_version", "installation_file", "hash_md5")
        return [(name, getattr(got, name)) for name in names]

    def run_set_variables(self, fields: Fields) -> Answer:
        only(fields, {"names", "values"})
        names, values = (split(required(fields, key)) for key in ("names", "values"))
        # A mapping that has a name twice, so that the library gets it as it is.
        self.held().set_variables(Pairs(names, values))
        return []

    def run_variables(self, fields: Fields) -> Answer:
        only(fields, set())
        got = self.held().variables()
        each = (f"{written(variable.name)}:{written(variable.value)}" for variable in got)
        return [("count", len(got)), ("variables", joined(each))]

    def run_offline_request(self, fields: Fields) -> Answer:
        only(fields, {"product", "path", "license_id"} | SIGN_IN)
        place = required(fields, "product"), required(fields, "path")
        which: dict[str, Any] = {"license_id": license_id(fields), **sign_in_of(fields)}
        self.current().offline_request(*place, **which)
        return []

    def run_offline_activate(self, fields: Fields) -> Answer:
        only(fields, {"product", "path"})
        place = required(fields, "product"), required(fields, "path")
        return self.hold(self.current().offline_activate(*place))

    def run_offline_refresh(self, fields: Fields) -> Answer:
        only(fields, {"path"})
        self.held().offline_refresh(required(fields, "path"))
        return []

    def run_offline_deactivation(self, fields: Fields) -> Answer:
        only(fields, {"path"})
        self.held().offline_deactivation(required(fields, "path"))
        return []

    def run_acquire_seat(self, fields: Fields) -> Answer:
        only(fields, {"feature", "mode"})
        feature, hear = fields.get("feature"), self.events.hear
        self.seat = self.call_on(self.held(), "acquire_seat", fields, feature, on_event=hear)
        return self.seat_now()

    def run_seat(self, fields: Fields) -> Answer:
        only(fields, {"wait_for"})
        events = self.events.until(fields.get("wait_for"))
        return [*self.seat_now(), ("events", joined(events))]

    def run_release_seat(self, fields: Fields) -> Answer:
        only(fields, set())
        self.current_seat().release()
        return []

    def run_free_seat(self, fields: Fields) -> Answer:
        only(fields, set())
        self.current_seat().close()
        self.seat = None
        return []

    def run_borrow(self, fields: Fields) -> Answer:
        only(fields, {"feature", "hours"} | SIGN_IN)
        until = None
        if "hours" in fields:
            until = datetime.now(timezone.utc) + timedelta(hours=int(fields["hours"]))
        end = self.held().borrow(
            fields.get("feature"), until=until, credentials=credentials_of(fields)
        )
        return [("borrowed_until", int(end.timestamp()))]

    def run_return_seat(self, fields: Fields) -> Answer:
        only(fields, {"feature"})
        self.held().return_seat(fields.get("feature"))
        return []

    def run_consume(self, fields: Fields) -> Answer:
        only(fields, {"amount", "feature"})
        self.held().consume(int(required(fields, "amount")), fields.get("feature"))
        return []

    def run_sync(self, fields: Fields) -> Answer:
        only(fields, set())
        self.held().sync()
        return []

    def run_balance(self, fields: Fields) -> Answer:
        only(fields, {"feature"})
        balance = self.held().balance(fields.get("feature"))
        names = ("total", "limit", "unsent", "uncertain")
        return [(name, getattr(balance, name)) for name in names]

    def seat_now(self) -> Answer:
        seat = self.current_seat()
        end = seat.expires_at
        return [("held", seat.is_held), ("seat_ends", end and int(end.timestamp()))]

    def current_seat(self) -> lsagent.Seat:
        if self.seat is None:
            raise Mistake("there is no seat")
        return self.seat

    def hold(self, activation: lsagent.Activation) -> Answer:
        """Later calls are about this one."""
        self.activation = activation
        return [("hardware_id", activation.hardware_id), ("device_id", activation.device_id)]

    def held(self) -> lsagent.Activation:
        if self.activation is None:
            raise Mistake("there is no activation")
        return self.activation

    def current(self) -> lsagent.Agent:
        if self.agent is None:
            raise Mistake("there is no agent")
        return self.agent

    def ask(self, method: str, fields: Fields, *arguments: Any, **more: Any) -> Any:
        return self.call(method, fields, *arguments, policy=policy(fields), **more)

    def call(self, method: str, fields: Fields, *arguments: Any, **more: Any) -> Any:
        return self.call_on(self.current(), method, fields, *arguments, **more)

    def call_on(self, on: object, method: str, fields: Fields, *arguments: Any, **more: Any) -> Any:
        mode = fields.get("mode", "call")
        if mode == "call":
            return getattr(on, method)(*arguments, **more)
        if mode == "background":
            later = getattr(on, method + "_async")(*arguments, **more)
            return self.loop.run_until_complete(later)
        raise Mistake(f"unknown mode: {mode}")


class Events:
    """What becomes of a seat, in the order of the calls."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.news = threading.Condition()

    def hear(self, event: lsagent.SeatEvent, error: Optional[lsagent.LsAgentError]) -> None:
        with self.news:
            told = event.name if error is None else f"{event.name}:{status_name(error.status)}"
            self.heard.append(told)
            self.news.notify_all()

    def until(self, wanted: Optional[str]) -> list[str]:
        """All until now; or, once it has come, until one of that name."""

        def is_there() -> bool:
            return wanted is None or any(event.startswith(wanted) for event in self.heard)

        with self.news:
            if not self.news.wait_for(is_there, timeout=60):
                raise Mistake(f"has not come: {wanted}")
            return list(self.heard)


class Pairs(Mapping[str, str]):
    """Names with values; a name may come twice."""

    def __init__(self, names: list[str], values: list[str]) -> None:
        if len(names) != len(values):
            raise Mistake("not as many values as names")
        self._names, self._values = names, values

    def keys(self) -> Any:
        return self._names

    def values(self) -> Any:
        return self._values

    def __getitem__(self, name: str) -> str:
        return self._values[self._names.index(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def policy(fields: Fields) -> lsagent.Policy:
    name = required(fields, "policy").upper().replace("-", "_")
    if name not in lsagent.Policy.__members__:
        raise Mistake(f"unknown policy: {name}")
    return lsagent.Policy[name]


def license_id(fields: Fields) -> Optional[int]:
    return int(fields["license_id"]) if "license_id" in fields else None


def without(fields: Fields, key: str) -> Fields:
    return {name: value for name, value in fields.items() if name != key}


def converted(known: dict[str, tuple[str, Callable[[str], Any]]], fields: Fields) -> dict[str, Any]:
    return {name: convert(fields[key]) for key, (name, convert) in known.items() if key in fields}


def settings_of(fields: Fields) -> dict[str, Any]:
    return converted(SETTINGS, fields)


def is_shown(_: str) -> bool:
    return True


def sign_in_of(fields: Fields) -> dict[str, Any]:
    given: dict[str, Any] = {key: fields[key] for key in SIGN_IN & fields.keys()}
    if "account" in given:
        given["customer_account_code"] = given.pop("account")
    if given.get("remembered") == "":
        given["remembered"] = True
    if "license_key" in given:
        # A call that takes none refuses it where it stands in credentials.
        given["credentials"] = lsagent.Credentials.from_license_key(fields["license_key"])
        del given["license_key"]
    return given


def credentials_of(fields: Fields) -> Optional[lsagent.Credentials]:
    given = sign_in_of(fields)
    if "username" in given:
        return lsagent.Credentials.from_password(given["username"], given["password"])
    return given.get("credentials")


def only(fields: Fields, known: set[str]) -> None:
    unknown = fields.keys() - known
    if unknown:
        raise Mistake(f"unknown key: {', '.join(sorted(unknown))}")


def required(fields: Fields, key: str) -> str:
    if key not in fields:
        raise Mistake(f"missing: {key}")
    return fields[key]


def split(text: str) -> list[str]:
    return text.split(",") if text else []


def joined(values: Any) -> Optional[str]:
    return ",".join(str(value) for value in values if value is not None) or None


def origin(got: Union[lsagent.Entitlement, lsagent.Licenses, lsagent.LicenseUsers]) -> Answer:
    return [
        ("source", f"LS_SOURCE_{got.source.name}"),
        ("fetched_at", int(got.fetched_at.timestamp())),
        ("fallback", got.fallback and status_name(got.fallback.status)),
    ]


def entitlement_of(got: lsagent.Entitlement) -> Answer:
    return [
        ("allowed", got.allowed),
        ("decision", f"LS_DECISION_{got.decision.name}"),
        ("license", got.license and got.license.id),
        ("expires_at", got.expires_at and int(got.expires_at.timestamp())),
        *origin(got),
        ("message", got.message),
        ("json", got.json),
    ]


def licenses_of(got: lsagent.Licenses) -> Answer:
    features = (feature for license in got for feature in license.product_features)
    holders = (license.holder.email for license in got if license.holder is not None)
    return [
        ("count", len(got)),
        *origin(got),
        ("ids", joined(license.id for license in got)),
        ("features", joined(feature.code for feature in features)),
        ("holders", joined(holders)),
        ("fields", fields_of(got[0]) if got else None),
        ("custom", custom_of(customs_of(got[0])) if got else None),
        ("json", got.json),
    ]


def fields_of(license: lsagent.License) -> str:
    values = (
        license.order_store_id,
        license.license_type,
        license.validity_period and int(license.validity_period.timestamp()),
        license.start_date and int(license.start_date.timestamp()),
        license.is_expired,
        license.license_enabled,
        license.max_activations,
        license.metadata,
    )
    return "|".join(written(value) for value in values)


def customs_of(license: lsagent.License) -> Iterator[tuple[object, ...]]:
    return ((field.name, field.data_type, field.value) for field in license.custom_fields)


def custom_of(each: Iterable[tuple[object, ...]]) -> Optional[str]:
    return joined(":".join(written(part) for part in parts) for parts in each)


def written(value: Optional[object]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "-" if value is None else str(value)


def one_line(text: str) -> str:
    return text.replace("\r", "").replace("\n", "")


def main() -> int:
    sys.stdin.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")  # type: ignore[union-attr]
    runner = Runner()
    try:
        for line in sys.stdin:
            request = line.rstrip("\n")
            fields = [
                f"{key}={one_line(written(value))}"
                for key, value in runner.run(request)
                if value is not None
            ]
            print(request.partition("\t")[0], *fields, sep="\t", flush=True)
    except (Mistake, OSError, TypeError, ValueError) as mistake:
        print(f"scenario_runner: {mistake}", file=sys.stderr)
        return 2
    finally:
        runner.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
