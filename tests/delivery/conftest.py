"""A ledger of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from mqa.ledger.opening import open_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Path]:
    """The path of a new, open ledger."""
    path = tmp_path / "ledger.sqlite3"
    open_ledger(path)
    yield path
    connections.close_all()
