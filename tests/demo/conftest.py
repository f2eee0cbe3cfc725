"""One made-up company for all tests of the room, and a way to ask its files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from mqa.demo.size import Size
from mqa.demo.writing import Written, write_workspace


@pytest.fixture(scope="session")
def company(tmp_path_factory) -> tuple[Path, Written]:
    """A workspace of 2,000 accounts and 365 days, and what was said about it."""
    folder = tmp_path_factory.mktemp("company")
    return folder, write_workspace(folder, Size(accounts=2_000, days=365, seed=7))


@pytest.fixture(scope="session")
def ask(company) -> Callable[[str], list[Any]]:
    """Rows of a query over the company's files; `{folder}` stands for its workspace."""
    con = duckdb.connect()
    con.execute("set TimeZone = 'UTC'")
    return lambda sql: con.execute(sql.format(folder=company[0])).fetchall()
