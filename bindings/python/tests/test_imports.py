"""The modules of the package form no circle: each can be read, and tested, without those above it."""

from __future__ import annotations

import ast
from pathlib import Path

import lsagent

SOURCE = Path(lsagent.__file__).parent
MODULES = {path.stem for path in SOURCE.glob("*.py")}


def imports_of(source: str) -> set[str]:
    """The modules of the package that a module names in its imports, whether at its top, within a
    function, or for type checkers alone."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            # `from . import name` names a module, or else the package itself.
            parts = [alias.name if alias.name in MODULES else "__init__" for alias in node.names]
            names.update([node.module] if node.module else parts)
    return names


def circle_in(arrows: dict[str, set[str]]) -> list[str]:
    """The modules of one circle in their order, or none."""
    done: set[str] = set()

    def follow(module: str, path: list[str]) -> list[str]:
        if module in path:
            return [*path[path.index(module) :], module]
        if module not in done:
            for imported in sorted(arrows[module]):
                if circle := follow(imported, [*path, module]):
                    return circle
            done.add(module)
        return []

    for module in sorted(arrows):
        if circle := follow(module, []):
            return circle
    return []


def test_the_imports_form_no_circle() -> None:
    arrows = {path.stem: imports_of(path.read_text("utf-8")) for path in SOURCE.glob("*.py")}
    assert sum(map(len, arrows.values())) > 40, "the imports are found"
    circle = circle_in(arrows)
    assert not circle, " -> ".join(circle)


def test_a_circle_is_found_wherever_the_import_stands() -> None:
    late = "def function():\n    from .b import name\n"
    for_types = "if TYPE_CHECKING:\n    from .c import Name\n"
    arrows = {
        "a": imports_of(late),
        "b": imports_of(for_types),
        "c": imports_of("from .a import x"),
    }
    assert circle_in(arrows) == ["a", "b", "c", "a"]
    assert circle_in({**arrows, "c": set()}) == []
    assert circle_in({"a": {"a"}}) == ["a", "a"]
    assert imports_of("import os\nfrom os import path\nfrom . import x") == {"__init__"}
