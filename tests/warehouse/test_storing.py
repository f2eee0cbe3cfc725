from __future__ import annotations

import os
from pathlib import Path

import duckdb
import pyarrow.parquet
import pytest

from mqa.terms.problems import Unavailable
from mqa.terms.stored import StoredFile
from mqa.warehouse import storing
from mqa.warehouse.durable import temporary_beside
from mqa.warehouse.storing import store, sweep

pytestmark = pytest.mark.engines  # also on the lowest DuckDB

NUMBERS = "select (7919 * i % 200000)::bigint as account_id, i::bigint as person_id from range(200000) t(i)"
HOUR = 3600
HEX = "0123456789abcdef" * 2


def files_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def aged(path: Path, hours: float) -> Path:
    """A file last written so many hours ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    written = path.stat().st_mtime - hours * HOUR
    os.utime(path, (written, written))
    return path


def test_a_stored_file_is_described_without_opening_it(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    rows = "values (7::bigint, 9000::bigint, 'a'), (3, 9100, 'b')"
    stored = store(warehouse, f"select * from ({rows}) t(account_id, day, kind)", folder, "activities")
    assert stored
    size = (folder / stored.file).stat().st_size
    assert stored == StoredFile("activities", stored.file, 2, size, 3, 7, 9000, 9100)
    assert files_in(folder) == [stored.file]


def test_a_table_without_accounts_and_days_has_no_ranges(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    stored = store(warehouse, "select null::bigint as account_id, 'x' as name", folder, "shapes")
    assert stored
    assert (stored.first_account, stored.last_account, stored.first_day, stored.last_day) == (None, None, None, None)


def test_rows_are_sorted_and_cut_into_groups_that_a_range_may_skip(
    warehouse: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    stored = store(warehouse, NUMBERS, folder, "activities", order_by=["account_id"], row_group_rows=20480)
    assert stored
    with pyarrow.parquet.ParquetFile(folder / stored.file) as file:
        assert file.read(["account_id"]).column(0).to_pylist() == list(range(200000))
        assert file.metadata.num_row_groups == 10
        assert file.metadata.row_group(0).column(0).compression == "ZSTD"


def test_no_rows_are_no_file(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    assert store(warehouse, f"{NUMBERS} where false", folder, "activities") is None
    assert files_in(folder) == []


def test_a_query_may_end_in_a_comment(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    assert store(warehouse, "select 1::bigint as day -- the first", folder, "activities")


def test_a_query_that_fails_leaves_nothing_behind(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    with pytest.raises(duckdb.ConversionException):
        store(
            warehouse, "select case when i = 150000 then 'x' else '1' end::bigint from range(200000) t(i)", folder, "a"
        )
    assert files_in(folder) == []


def test_a_folder_that_cannot_be_written_is_said_to_be_so(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    (folder / "activities").write_text("a file where the folder should be")
    with pytest.raises(Unavailable, match="The table activities cannot be stored in"):
        store(warehouse, NUMBERS, folder, "activities")


def test_too_little_memory_is_said_in_one_line(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    warehouse.execute("set memory_limit = '1MB'")
    with pytest.raises(Unavailable, match="Out of Memory") as refusal:
        store(warehouse, NUMBERS, folder, "activities", order_by=["account_id"])
    assert "\n" not in str(refusal.value)
    assert list((folder / "activities").iterdir()) == []


def test_a_file_is_on_disk_before_it_has_its_name_and_its_name_before_it_is_told(
    warehouse: duckdb.DuckDBPyConnection, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        sync(descriptor)
        seen.append([Path(f"/proc/self/fd/{descriptor}").readlink().name, *map(ending, files_in(folder))])

    def ending(name: str) -> str:
        return name.rpartition(".")[2]

    monkeypatch.setattr(os, "fsync", watched)
    store(warehouse, NUMBERS, folder, "activities")
    (_, file, after) = seen[-3:]
    assert (file[0].rpartition(".")[2], file[1:], after) == ("tmp", ["tmp"], ["activities", "parquet"])


def test_only_old_files_that_nobody_lists_are_swept(folder: Path) -> None:
    listed, unlisted, young = (f"activities/{digit * 32}.parquet" for digit in "abc")
    for name, hours in ((listed, 48.0), (unlisted, 48.0), (young, 23.0)):
        aged(folder / name, hours)
    assert sweep(folder, [listed]) == [unlisted]
    assert files_in(folder) == [listed, young]


def test_an_index_is_swept_with_the_file_that_it_is_of(folder: Path) -> None:
    kept, gone = aged(folder / f"activities/{HEX}.index", 25), aged(folder / f"activities/{HEX[::-1]}.index", 25)
    assert sweep(folder, [f"activities/{HEX}.parquet"]) == [f"activities/{HEX[::-1]}.index"]
    assert (kept.exists(), gone.exists()) == (True, False)


def test_what_a_killed_process_was_storing_is_swept(folder: Path) -> None:
    aged(temporary_beside(folder / f"activities/{HEX}.parquet"), 48)
    sweep(folder, [])
    assert files_in(folder) == []


def test_what_a_killed_process_spilled_is_swept(folder: Path) -> None:
    aged(aged(folder / f"tmp/{HEX}/duckdb_temp_storage-0.tmp", 48).parent, 48)
    assert sweep(folder, []) == [f"tmp/{HEX}"]
    assert files_in(folder) == []


def test_a_spill_folder_that_is_still_written_to_is_left_alone(folder: Path) -> None:
    aged(aged(folder / f"tmp/{HEX}/duckdb_temp_storage-0.tmp", 1).parent, 48)
    assert sweep(folder, []) == []


@pytest.mark.parametrize("name", ["workspace", "crm/accounts.parquet", "crm/.notes.tmp", "tmp/letter.txt", "a.parquet"])
def test_what_is_not_ours_is_never_swept(folder: Path, name: str) -> None:
    aged(folder / name, 48)
    assert sweep(folder, []) == []


def test_a_file_that_another_sweep_deleted_first_is_no_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = folder / "activities/gone.parquet"
    monkeypatch.setattr(storing, "_sweepable", lambda _: [gone])
    assert sweep(folder, []) == []
