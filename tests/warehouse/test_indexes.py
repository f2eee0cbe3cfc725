"""Indexes of stored files: every key that stands in a file is found in its row."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqa.terms.keys import number_of
from mqa.warehouse import indexes as module
from mqa.warehouse.indexes import indexes, rows_with
from mqa.warehouse.storing import INDEX, store

pytestmark = pytest.mark.engines  # also on the lowest DuckDB


def stored(warehouse: duckdb.DuckDBPyConnection, folder: Path, *ids: str) -> str:
    """A stored file of acts with these ids, in this order."""
    rows = ", ".join(f"({nth}::bigint, '{one}')" for nth, one in enumerate(ids))
    file = store(warehouse, f"select * from (values {rows}) t(day, id)", folder, "activities", order_by=["day"])
    assert file
    return file.file


def found(warehouse: duckdb.DuckDBPyConnection, folder: Path, file: str, *ids: str) -> list[tuple[str, int]]:
    """Where these ids stand in a file: in which row."""
    [index] = indexes(warehouse, folder, [file], "id")
    place, rows = rows_with(index, np.array([number_of(one) for one in ids], dtype=np.int64))
    return sorted((ids[nth], int(row)) for nth, row in zip(place, rows, strict=True))


def test_a_key_is_found_in_each_of_its_rows(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    file = stored(warehouse, folder, "a", "b", "a")
    assert found(warehouse, folder, file, "b", "c", "a") == [("a", 0), ("a", 2), ("b", 1)]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.lists(st.integers(0, 99), min_size=1, max_size=60), st.lists(st.integers(0, 99), max_size=20))
def test_all_that_stands_in_a_file_is_found(
    warehouse: duckdb.DuckDBPyConnection, folder: Path, ids: list[int], asked: list[int]
) -> None:
    file = stored(warehouse, folder, *map(str, ids))
    truth = sorted((str(one), row) for one in asked for row, other in enumerate(ids) if other == one)
    assert found(warehouse, folder, file, *map(str, asked)) == truth


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is a large one, and this process remembers nothing."""
    monkeypatch.setattr(module, "SMALL", 0)
    monkeypatch.setattr(module, "_kept", {})


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_kept", {})


def test_the_index_of_a_small_file_is_not_written(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    file = stored(warehouse, folder, "a")
    found(warehouse, folder, file, "a")
    assert [path.suffix for path in (folder / file).parent.iterdir()] == [".parquet"]


@pytest.mark.usefixtures("large")
def test_the_index_of_a_large_file_is_read_by_the_next_process(
    warehouse: duckdb.DuckDBPyConnection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = stored(warehouse, folder, "a", "b")
    found(warehouse, folder, file, "a")
    forget(monkeypatch)
    monkeypatch.delattr(module, "_made")
    assert found(warehouse, folder, file, "b") == [("b", 1)]


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("broken", [b"", b"\x93NUMPY broken", "of other rows"])
def test_a_broken_index_is_made_again(
    warehouse: duckdb.DuckDBPyConnection, folder: Path, monkeypatch: pytest.MonkeyPatch, broken: bytes | str
) -> None:
    file, other = stored(warehouse, folder, "a", "b"), stored(warehouse, folder, "c")
    found(warehouse, folder, other, "c")
    path = (folder / file).with_suffix(INDEX)
    path.write_bytes((folder / other).with_suffix(INDEX).read_bytes() if isinstance(broken, str) else broken)
    forget(monkeypatch)
    assert found(warehouse, folder, file, "b") == [("b", 1)]
    assert path.stat().st_size > 128


def test_a_process_keeps_only_what_was_asked_for_last(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    files = [stored(warehouse, folder, one) for one in "ab"]
    indexes(warehouse, folder, files, "id")
    indexes(warehouse, folder, files[1:], "id")
    assert [*module._kept[folder.absolute()]] == files[1:]
