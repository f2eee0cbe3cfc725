from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest

from mqa.terms.problems import Unavailable
from mqa.terms.stored import StoredFile
from mqa.terms.tables import ColumnType
from mqa.warehouse import segments
from mqa.warehouse.segments import choose_files, open_table, require, scan_chosen_sql, scan_sql
from mqa.warehouse.storing import store

pytestmark = pytest.mark.engines  # also on the lowest DuckDB

COLUMNS: dict[str, ColumnType] = {"account_id": "bigint", "kind": "text"}


def acts(connection: duckdb.DuckDBPyConnection, folder: Path, *accounts: int, extra: str = "") -> str:
    """The name of a stored file with one act of each account."""
    rows = ", ".join(f"({account}::bigint, 'web.{account}')" for account in accounts)
    query = f"select *{extra} from (values {rows}) t(account_id, kind)"
    stored = store(connection, query, folder, "activities", order_by=["account_id"])
    assert isinstance(stored, StoredFile)
    return stored.file


def accounts(connection: duckdb.DuckDBPyConnection, query: str) -> list[int]:
    return sorted(row[0] for row in connection.execute(query).fetchall())


def test_files_are_read_as_one_table(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    files = [acts(warehouse, folder, 1, 2), acts(warehouse, folder, 2)]
    rows = warehouse.execute(scan_sql(folder, files, COLUMNS)).fetchall()
    assert sorted(rows) == [(1, "web.1"), (2, "web.2"), (2, "web.2")]


def test_a_view_of_chosen_files_reads_those_that_are_chosen_when_it_is_read(
    warehouse: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    one, other = acts(warehouse, folder, 1, 2), acts(warehouse, folder, 2, 3)
    choose_files(warehouse, "its files", folder, [one, other])
    warehouse.execute(f"create view acts as {scan_chosen_sql('its files', COLUMNS, condition='account_id > 1')}")
    found = [accounts(warehouse, "from acts")]
    choose_files(warehouse, "its files", folder, [other])
    assert [*found, accounts(warehouse, "from acts")] == [[2, 2, 3], [2, 3]]


def test_a_file_with_its_whole_path_lies_where_that_says(
    warehouse: duckdb.DuckDBPyConnection, folder: Path, tmp_path: Path
) -> None:
    beside = str((folder / acts(warehouse, folder, 7)).absolute())
    assert accounts(warehouse, scan_sql(tmp_path / "elsewhere", [beside], {"account_id": "bigint"})) == [7]


def test_a_path_is_not_a_pattern(warehouse: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    meant, alike = tmp_path / "[ab]", tmp_path / "a"
    file = acts(warehouse, meant, 1)
    other = alike / acts(warehouse, alike, 2)
    other.rename(alike / file)
    assert accounts(warehouse, scan_sql(meant, [file], COLUMNS)) == [1]


@pytest.mark.parametrize("stored", [True, False])
def test_types_are_the_same_with_and_without_files(
    warehouse: duckdb.DuckDBPyConnection, folder: Path, stored: bool
) -> None:
    query = scan_sql(folder, [acts(warehouse, folder, 1)] if stored else [], COLUMNS)
    described = warehouse.execute(f"describe {query}").fetchall()
    assert [row[:2] for row in described] == [("account_id", "BIGINT"), ("kind", "VARCHAR")]


def test_no_files_are_no_rows(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    assert accounts(warehouse, scan_sql(folder, [], COLUMNS, 1, 2)) == []


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [(None, None, [1, 2, 3, 4]), (2, 3, [2, 3]), (3, None, [3, 4]), (None, 0, []), (4, 4, [4])],
)
def test_both_ends_of_a_range_belong_to_it(
    warehouse: duckdb.DuckDBPyConnection, folder: Path, first: int | None, last: int | None, found: list[int]
) -> None:
    files = [acts(warehouse, folder, 1, 2, 3), acts(warehouse, folder, 4)]
    assert accounts(warehouse, scan_sql(folder, files, COLUMNS, first, last)) == found


def damage_all_but(path: Path, kept: int) -> None:
    """Overwrite every row group of a file except one; the footer stays."""
    with pyarrow.parquet.ParquetFile(path) as file:
        first = [file.metadata.row_group(group).column(0) for group in range(file.metadata.num_row_groups)]
        starts = [chunk.dictionary_page_offset or chunk.data_page_offset for chunk in first]
    with path.open("r+b") as opened:
        for group, (start, end) in enumerate(pairwise([*starts, path.stat().st_size - 4096])):
            opened.seek(start)
            opened.write(b"" if group == kept else b"?" * (end - start))


def test_row_groups_outside_of_a_range_are_not_read(folder: Path, warehouse: duckdb.DuckDBPyConnection) -> None:
    query = "select i::bigint as account_id, md5(i::varchar) as kind from range(200000) t(i)"
    stored = store(warehouse, query, folder, "activities", order_by=["account_id"], row_group_rows=20480)
    assert stored
    damage_all_but(folder / stored.file, 1)
    measured = "select sum(length(kind)) from ({})"
    assert accounts(warehouse, measured.format(scan_sql(folder, [stored.file], COLUMNS, 30000, 30010))) == [11 * 32]
    with pytest.raises(duckdb.Error):
        warehouse.execute(measured.format(scan_sql(folder, [stored.file], COLUMNS))).fetchall()


def test_a_table_is_opened_under_its_name(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    open_table(warehouse, "activities", folder, [acts(warehouse, folder, 1, 2)], COLUMNS, 2, 2)
    assert accounts(warehouse, "select account_id from activities") == [2]


def test_a_table_of_other_types_is_refused_with_its_place(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    file = acts(warehouse, folder, 1)
    with pytest.raises(Unavailable, match=r"parquet holds VARCHAR as its column kind, not bigint: .*Restore it"):
        open_table(warehouse, "activities", folder, [file], {"kind": "bigint"})


def test_a_table_without_a_column_is_refused(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    file = acts(warehouse, folder, 1)
    with pytest.raises(Unavailable, match="holds nothing as its column day, not bigint"):
        require(warehouse, folder, [file], {"day": "bigint"})


def test_one_wrong_file_among_right_ones_is_found(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    right, wrong = acts(warehouse, folder, 1, extra=", 5::bigint as day"), acts(warehouse, folder, 2)
    with pytest.raises(Unavailable, match=re.escape(wrong)):
        require(warehouse, folder, [right, wrong], {"day": "bigint"})


def test_a_further_column_does_no_harm(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    require(warehouse, folder, [acts(warehouse, folder, 1, extra=", 5 as later_column")], COLUMNS)


def test_a_file_that_was_in_order_is_not_opened_again(
    warehouse: duckdb.DuckDBPyConnection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = acts(warehouse, folder, 1), acts(warehouse, folder, 2)
    require(warehouse, folder, [first], COLUMNS)
    opened: list[str] = []
    monkeypatch.setattr(segments, "_footers", lambda _connection, _folder, files: opened.extend(files) or [])
    require(warehouse, folder, [first, second], COLUMNS)
    assert opened == [second]


def test_a_file_that_broke_since_it_was_in_order_is_named(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    file = acts(warehouse, folder, 1)
    require(warehouse, folder, [file], COLUMNS)
    (folder / file).write_bytes(b"PAR1 and then nothing of use")
    with pytest.raises(Unavailable, match=rf"A stored file is broken: .*{re.escape(file)}"):
        require(warehouse, folder, [file], COLUMNS)


def test_a_missing_file_is_named(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    with pytest.raises(Unavailable, match=r"activities/gone\.parquet is missing"):
        open_table(warehouse, "activities", folder, [acts(warehouse, folder, 1), "activities/gone.parquet"], COLUMNS)


def test_a_broken_file_is_named(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    file = acts(warehouse, folder, 1)
    (folder / file).write_bytes(b"PAR1 and then nothing of use")
    with pytest.raises(Unavailable, match=rf"A stored file is broken: .*{re.escape(file)}"):
        open_table(warehouse, "activities", folder, [file], COLUMNS)
