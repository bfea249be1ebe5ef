"""The declarations are those of lsagent.h, and what is kept in two places is the same."""

from __future__ import annotations

import dataclasses
import re
from enum import IntEnum

import pytest
from conftest import HERE, ROOT

import lsagent
from lsagent import _abi, _records

HEADER = re.sub(r"/\*.*?\*/", "", (ROOT / "include/lsagent.h").read_text(), flags=re.DOTALL)
DECLARATION = re.compile(r"^([\w ]+?[ *]+)(ls_\w+)\(([^)]*)\);", re.MULTILINE)
CALLBACKS = {
    "ls_log_callback": "LOG_CALLBACK",
    "ls_refresh_callback": "REFRESH_CALLBACK",
    "ls_browser_callback": "BROWSER_CALLBACK",
    "ls_licenses_callback": "TASK_CALLBACK",
    "ls_entitlement_callback": "TASK_CALLBACK",
    "ls_license_users_callback": "TASK_CALLBACK",
}
RETURNED = {
    "void": "VOID",
    "bool": "BOOL",
    "size_t": "SIZE",
    "int64_t": "I64",
    "uint16_t": "U16",
    "ls_status": "STATUS",
    "ls_source": "ENUM",
    "ls_decision": "ENUM",
    "char *": "OWNED_TEXT",
    "const char *": "TEXT",
}
TAKEN = {
    "bool": "BOOL",
    "size_t": "SIZE",
    "int32_t": "I32",
    "int64_t": "I64",
    "uint16_t": "U16",
    "uint32_t": "U32",
    "uint64_t": "U64",
    "void *": "USER_DATA",
    "char *": "OWNED_TEXT",
    "char **": "OUT_OWNED_TEXT",
    "const char *": "TEXT",
    "const char *const *": "TEXTS",
    "int64_t *": "OUT_I64",
    "bool *": "OUT_BOOL",
    **CALLBACKS,
}


def kind(names: dict[str, str], c_type: str) -> object:
    c_type = re.sub(r"\s+", " ", c_type).strip()
    if c_type in names:
        return getattr(_abi, names[c_type])
    assert re.fullmatch(r"(const )?ls_\w+ \*{1,2}", c_type), c_type
    return _abi.OUT_OBJECT if c_type.endswith("**") else _abi.OBJECT


def declared() -> dict[str, tuple[object, tuple[object, ...]]]:
    functions = {}
    for returned, name, taken in DECLARATION.findall(HEADER):
        parameters = [] if taken.strip() == "void" else taken.split(",")
        types = (re.sub(r"\w+\s*$", "", parameter) for parameter in parameters)
        functions[name] = kind(RETURNED, returned), tuple(kind(TAKEN, each) for each in types)
    return functions


def test_every_function_is_declared_as_in_the_header() -> None:
    header = declared()
    assert len(header) > 200
    assert set(_abi.FUNCTIONS) == set(header)
    for name, declaration in header.items():
        assert _abi.FUNCTIONS[name] == declaration, name
    assert list(_abi.FUNCTIONS) == sorted(_abi.FUNCTIONS)


def test_every_function_can_be_bound() -> None:
    for name in _abi.FUNCTIONS:
        assert getattr(_abi.calls, name) is not None
        assert getattr(_abi.reads, name) is not None
    with pytest.raises(AttributeError, match="ls_nothing"):
        _abi.calls.ls_nothing  # noqa: B018


@pytest.mark.parametrize(
    ("c_name", "prefix", "enum"),
    [
        ("ls_status", "LS_ERR_", lsagent.Status),
        ("ls_decision", "LS_DECISION_", lsagent.Decision),
        ("ls_source", "LS_SOURCE_", lsagent.Source),
        ("ls_policy", "LS_POLICY_", lsagent.Policy),
        ("ls_log_level", "LS_LOG_", lsagent.LogLevel),
        ("ls_sso_response", "LS_SSO_RESPONSE_", lsagent.SsoResponse),
        ("ls_uipath_method", "LS_UIPATH_METHOD_", lsagent.UiPathMethod),
        ("ls_remember", "LS_REMEMBER_", lsagent.Remember),
    ],
)
def test_enums_have_the_numbers_of_the_header(
    c_name: str, prefix: str, enum: type[IntEnum]
) -> None:
    block = re.search(rf"^enum {c_name}\b.*?\{{(.*?)^\}};", HEADER, re.DOTALL | re.MULTILINE)
    assert block is not None
    numbers = {
        name.replace(prefix, "").replace("LS_OK", "OK"): int(number)
        for name, number in re.findall(r"\b(LS_\w+) = (\d+)", block[1])
    }
    assert numbers == {member.name: member.value for member in enum}


def test_every_field_of_the_header_is_in_a_record() -> None:
    """What reads from one object alone, or from one with an out-parameter, is a field."""
    not_fields = {"ls_license_to_json": "json", "ls_license_users_customer": "customer"}
    for record, prefix in _records._PREFIXES.items():
        c_object = prefix[:-1]
        readers = {
            name
            for _, name, taken in DECLARATION.findall(HEADER)
            if re.match(rf"const {c_object} \*", taken.strip()) and name not in not_fields
        }
        fields = {field.name for field in dataclasses.fields(record)}
        for reader in readers:
            name = reader[len(prefix) :]
            assert name in fields or re.sub(r"_(count|at)$", "", name) in fields, reader
        assert len(fields) > 1


def test_one_version() -> None:
    version = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.MULTILINE)
    assert version is not None
    assert lsagent.__version__ == version[1]
    assert _abi.calls.ls_version().decode() == version[1]


@pytest.mark.parametrize("name", ["LICENSE-MIT", "LICENSE-APACHE"])
def test_the_licenses_are_those_of_the_project(name: str) -> None:
    assert (HERE.parent / name).read_bytes() == (ROOT / name).read_bytes()


def test_all_that_is_public_is_there_and_described() -> None:
    assert sorted(lsagent.__all__) == sorted(set(lsagent.__all__))
    assert set(lsagent.__all__) <= set(dir(lsagent))
    for name in lsagent.__all__:
        thing = getattr(lsagent, name)
        if name != "__version__":
            assert thing.__doc__, name
            assert thing.__module__.startswith("lsagent"), name
            for method in vars(thing).values():
                if callable(method) and not method.__name__.startswith("_"):
                    assert method.__doc__, f"{name}.{method.__name__}"
    with pytest.raises(AttributeError, match="nothing"):
        lsagent.nothing  # noqa: B018
