from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from mqa.terms.problems import Unavailable
from mqa.warehouse.opening import claim, open_warehouse

pytestmark = pytest.mark.engines  # also on the lowest DuckDB

SORT = (
    "select count(*) from (select md5(i::varchar) as a, md5((i + 1)::varchar) as b from range(1500000) t(i) order by a)"
)


def setting(connection: duckdb.DuckDBPyConnection, name: str) -> str:
    return str(connection.execute("select current_setting(?)", [name]).fetchall()[0][0])


def test_a_warehouse_s_folder_is_created(folder: Path) -> None:
    open_warehouse(folder).close()
    assert folder.is_dir()


def test_memory_and_threads_are_limited(folder: Path) -> None:
    with open_warehouse(folder, memory_limit="300MiB", threads=1) as connection:
        assert (setting(connection, "memory_limit"), setting(connection, "threads")) == ("300.0 MiB", "1")


def test_nothing_is_fetched_from_outside(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert setting(warehouse, "autoinstall_known_extensions") == "False"
    assert setting(warehouse, "autoload_known_extensions") == "False"
    with pytest.raises(duckdb.Error, match="requires the extension httpfs"):
        warehouse.execute("select * from read_parquet('https://example.com/a.parquet')")


def test_what_we_use_of_the_engine_is_built_in(warehouse: duckdb.DuckDBPyConnection) -> None:
    loaded = {
        name for (name,) in warehouse.execute("select extension_name from duckdb_extensions() where loaded").fetchall()
    }
    assert {"parquet", "json", "icu"} <= loaded


def test_what_does_not_fit_into_memory_spills_into_the_folder_and_is_gone_afterwards(folder: Path) -> None:
    with open_warehouse(folder, memory_limit="100MB", threads=1) as connection:
        assert connection.execute(SORT).fetchall() == [(1500000,)]
        assert len(list((folder / "tmp").iterdir())) == 1
    assert list((folder / "tmp").iterdir()) == []


def test_two_engines_never_spill_into_one_folder(folder: Path) -> None:
    with open_warehouse(folder) as one, open_warehouse(folder) as other:
        assert setting(one, "temp_directory") != setting(other, "temp_directory")


def test_a_folder_that_cannot_be_made_is_said_to_be_so(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(Unavailable, match="taken cannot be opened"):
        open_warehouse(tmp_path / "taken")


def test_a_warehouse_belongs_to_the_workspace_that_claimed_it_first(folder: Path) -> None:
    claim(folder, "ours")
    claim(folder, "ours")
    with pytest.raises(Unavailable, match="belongs to another workspace"):
        claim(folder, "theirs")
