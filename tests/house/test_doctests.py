"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest

from tests.house.files import ROOT, python_files

WITH_EXAMPLES = [file for file in python_files() if "\n    >>> " in file.read_text(encoding="utf-8")]


@pytest.mark.parametrize("file", WITH_EXAMPLES, ids=lambda file: str(file.relative_to(ROOT)))
def test_the_examples_of_a_module_are_true(file):
    parts = file.relative_to(ROOT).with_suffix("").parts
    module = import_module(".".join(parts[1:] if parts[0] == "src" else parts))
    outcome = doctest.testmod(module)
    assert outcome.attempted, "examples were seen in the file but none was found by doctest"
    assert not outcome.failed
