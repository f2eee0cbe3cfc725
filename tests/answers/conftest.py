"""A ledger of each test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from mqa.ledger.opening import open_ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Path]:
    """The path of a new, open ledger."""
    path = tmp_path / "ledger.sqlite3"
    open_ledger(path)
    yield path
    connections.close_all()


@pytest.fixture
def django_questions() -> Callable[[], CaptureQueriesContext]:
    """What is asked of the ledger inside of a `with`."""
    return lambda: CaptureQueriesContext(connections["default"])
