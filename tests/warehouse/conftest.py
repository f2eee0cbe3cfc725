"""A warehouse of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from mqa.warehouse.opening import open_warehouse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A warehouse's folder whose name holds what SQL and file patterns give a meaning to."""
    return tmp_path / "O'Neil [1] year=2026 ?*" / "warehouse"


@pytest.fixture
def warehouse(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse's own engine."""
    with open_warehouse(folder, memory_limit="500MB", threads=2) as connection:
        yield connection
