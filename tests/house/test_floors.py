"""What the import contracts cannot see: calls of the outside in a pure stage, and imports for types alone."""

from __future__ import annotations

import ast

import pytest

from tests.house.files import ROOT, python_files

PACKAGE = ROOT / "src" / "mqa"
PURE = [
    PACKAGE / room for room in ("definition", "handoff", "identity", "qualification", "scoring", "sources", "terms")
]
OUTSIDE = {"open", "print", "input", "exec", "eval", "breakpoint"}
CLOCK = {"today", "now", "utcnow", "fromtimestamp", "getenv", "read_text", "write_text", "read_bytes", "write_bytes"}

ours = [file for file in python_files() if file.is_relative_to(PACKAGE)]
pure = [file for file in ours if any(map(file.is_relative_to, PURE))]


def named(file):
    return str(file.relative_to(PACKAGE))


def calls_outside(tree: ast.AST) -> list[str]:
    """Calls that open something, ask the clock or talk to a person, as `line: words`."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [
        f"{call.lineno}: {ast.unparse(call.func)}"
        for call in calls
        if (isinstance(call.func, ast.Name) and call.func.id in OUTSIDE)
        or (isinstance(call.func, ast.Attribute) and call.func.attr in CLOCK and not of_package(call.func))
    ]


def of_package(call: ast.Attribute) -> bool:
    """Reading a file that the package itself ships is no look outside: `files("mqa")....read_text()`."""
    return "files(" in ast.unparse(call.value)


@pytest.mark.parametrize("file", pure, ids=named)
def test_a_stage_opens_nothing_and_reads_no_clock(file):
    assert calls_outside(ast.parse(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("words", ["open('a')", "date.today()", "datetime.now(UTC)", "path.read_text()", "print(1)"])
def test_a_look_outside_is_noticed(words):
    assert calls_outside(ast.parse(words))


def impure_paths(tree: ast.AST) -> list[str]:
    """Names of pathlib that can touch files, as they are imported."""
    nodes = list(ast.walk(tree))
    whole = [name.name for node in nodes if isinstance(node, ast.Import) for name in node.names]
    froms = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "pathlib"]
    return [name for name in whole if name == "pathlib"] + [
        name.name for node in froms for name in node.names if not name.name.startswith("Pure")
    ]


@pytest.mark.parametrize("file", pure, ids=named)
def test_a_stage_takes_only_pure_paths(file):
    assert impure_paths(ast.parse(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("words", ["import pathlib", "from pathlib import PurePath, Path"])
def test_a_path_that_touches_files_is_noticed(words):
    assert impure_paths(ast.parse(words))


@pytest.mark.parametrize("file", ours, ids=named)
def test_no_module_imports_for_types_alone(file):
    assert "TYPE_CHECKING" not in file.read_text(encoding="utf-8")
