"""Every step of SQL is tested on literal rows: a test beside the helper of its stage calls it by its name."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.files import ROOT

PACKAGE = ROOT / "src" / "mqa"
HELPERS = ("tests.engines.steps", "tests.sources.steps", "tests.demo.steps")  # which run one step on literal rows
NO_STEPS = ("dice", "rates", "words")  # what the steps of the made-up world draw on
STEPS = sorted(path for path in PACKAGE.rglob("*.sql") if path.stem not in NO_STEPS)


def run_by_name(file: Path) -> Iterator[str]:
    """The steps that a file of tests names, where it uses a helper that runs one: by the path, or in a call."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    if not any(isinstance(node, ast.ImportFrom) and node.module in HELPERS for node in ast.walk(tree)):
        return
    in_calls = {id(said) for node in ast.walk(tree) if isinstance(node, ast.Call) for said in node.args}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    yield from (str(text.value) for text in texts if str(text.value).endswith(".sql") or id(text) in in_calls)


@pytest.fixture(scope="module")
def named() -> dict[str, set[str]]:
    """By folder of tests, the steps that its tests name."""
    found: dict[str, set[str]] = {}
    for file in (ROOT / "tests").rglob("test_*.py"):
        found.setdefault(file.parent.name, set()).update(run_by_name(file))
    return found


@pytest.mark.parametrize("step", STEPS, ids=lambda step: str(step.relative_to(PACKAGE)))
def test_a_step_is_run_on_literal_rows(step: Path, named: dict[str, set[str]]):
    path = step.relative_to(PACKAGE)
    assert {str(path), path.stem} & named[path.parts[0]], f"no test in tests/{path.parts[0]} runs it on literal rows"
