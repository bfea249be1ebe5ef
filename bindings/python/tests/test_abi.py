"""The bindings use all of lsagent.h, and facts that stand in two places are the same."""

from __future__ import annotations

import dataclasses
import re
from enum import EnumMeta, IntEnum

import pytest
from conftest import HERE, ROOT

import lsagent
from lsagent import _abi, _enums, _fields

# A line for each name of the header: `ls_user_id since 0.1: bool(const ls_user *, int64_t *)`.
LOCK = (ROOT / "abi/0.1.txt").read_text()
SIGNATURE = re.compile(r"^(ls_\w+) since [\d.]+: ([^(\n]*)\((.*)\)$", re.MULTILINE)


def test_every_function_of_the_header_is_in_the_table() -> None:
    signatures = SIGNATURE.findall(LOCK)
    promised = {name for name, kind, _ in signatures if not kind.startswith("callback ")}
    assert len(promised) > 200
    assert set(_abi.FUNCTIONS) == promised


def test_every_function_can_be_bound() -> None:
    for name in _abi.FUNCTIONS:
        assert getattr(_abi.calls, name) is not None
        assert getattr(_abi.reads, name) is not None
    with pytest.raises(AttributeError, match="ls_nothing"):
        _abi.calls.ls_nothing  # noqa: B018


def test_every_enum_is_public() -> None:
    enums = {kind for kind in vars(_enums).values() if isinstance(kind, EnumMeta)} - {IntEnum}
    assert len(enums) >= 6
    assert {kind.__name__ for kind in enums} <= set(lsagent.__all__)


def test_every_field_of_the_header_is_in_a_record() -> None:
    """What reads from one object alone, or from one with an out-parameter, is a field."""
    not_fields = {"ls_license_to_json": "json", "ls_license_users_customer": "customer"}
    for record, prefix in _fields.PREFIXES.items():
        c_object = prefix[:-1]
        readers = {
            name
            for name, _, taken in SIGNATURE.findall(LOCK)
            if taken.startswith(f"const {c_object} *") and name not in not_fields
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
