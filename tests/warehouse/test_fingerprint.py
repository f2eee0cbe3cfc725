from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from mqa.terms.stored import StoredFile
from mqa.warehouse.fingerprint import fingerprint
from mqa.warehouse.storing import store

pytestmark = pytest.mark.engines  # also on the lowest DuckDB

ROWS = "select i::bigint as account_id, case when i % 2 = 0 then 'a, b' end as word from range(10) t(i)"


def stored(warehouse: duckdb.DuckDBPyConnection, folder: Path, query: str, table: str = "scores") -> StoredFile:
    found = store(warehouse, query, folder, table, order_by=("account_id",))
    assert found
    return found


def test_it_is_the_hash_of_rows_as_anybody_may_write_them(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    file = stored(warehouse, folder, ROWS + " limit 2")
    assert fingerprint(folder, {"scores": [file]}) == sha256(b'scores,account_id,word\n0,"a, b"\n1,\n').hexdigest()


def test_it_does_not_matter_how_rows_are_parted_and_packed(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    whole = stored(warehouse, folder, ROWS)
    parts = [stored(warehouse, folder, f"{ROWS} where i {half}") for half in ("< 3", ">= 3")]
    assert fingerprint(folder, {"scores": [whole]}) == fingerprint(folder, {"scores": parts})


@pytest.mark.parametrize("other", ["'a, c'", "''"])
def test_another_word_is_another_hash(warehouse: duckdb.DuckDBPyConnection, folder: Path, other: str) -> None:
    was, now = (stored(warehouse, folder, f"select 1 as account_id, {word} as word") for word in ("null", other))
    assert fingerprint(folder, {"scores": [was]}) != fingerprint(folder, {"scores": [now]})


def test_tables_come_in_the_order_of_their_names_and_empty_ones_say_nothing(
    warehouse: duckdb.DuckDBPyConnection, folder: Path
) -> None:
    scores, levels = stored(warehouse, folder, ROWS), stored(warehouse, folder, ROWS, "levels")
    one = fingerprint(folder, {"scores": [scores], "levels": [levels], "surges": []})
    assert one == fingerprint(folder, {"levels": [levels], "scores": [scores]})
    assert one != fingerprint(folder, {"levels": [scores]})
