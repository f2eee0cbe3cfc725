from __future__ import annotations

import struct
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mqa.terms.stored import StoredFile
from mqa.warehouse import fingerprint as fingerprints
from mqa.warehouse.fingerprint import fingerprint
from mqa.warehouse.storing import store

pytestmark = pytest.mark.engines  # also on the lowest DuckDB

ROWS = "select i::bigint as account_id, case when i % 2 = 0 then 'a, b' end as word from range(10) t(i)"


def stored(warehouse: duckdb.DuckDBPyConnection, folder: Path, query: str, table: str = "scores") -> StoredFile:
    found = store(warehouse, query, folder, table, order_by=("account_id",))
    assert found
    return found


def test_it_is_the_hash_of_what_anybody_may_write_down(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    file = stored(warehouse, folder, "from (values (7, 'ab'), (8, null), (-1, 'é')) t(account_id, word)")
    sorted_numbers, words = struct.pack("<3q", -1, 7, 8), "éab".encode()
    lengths, nothing = struct.pack("<2q", 2, 2), struct.pack("<q", 2)
    one = " ".join(sha256(each).hexdigest() for each in (sorted_numbers, b"", b""))
    two = " ".join(sha256(each).hexdigest() for each in (words, lengths, nothing))
    written = f"scores 3\naccount_id {one}\nword {two}\n"
    assert fingerprint(folder, {"scores": [file]}) == f"columns:{sha256(written.encode()).hexdigest()}"


def test_it_does_not_matter_how_rows_are_parted_and_packed(warehouse: duckdb.DuckDBPyConnection, folder: Path) -> None:
    whole = stored(warehouse, folder, ROWS)
    parts = [stored(warehouse, folder, f"{ROWS} where i {half}") for half in ("< 3", ">= 3")]
    assert fingerprint(folder, {"scores": [whole]}) == fingerprint(folder, {"scores": parts})


CELLS = st.tuples(st.none() | st.integers(-(2**63), 2**63 - 1), st.none() | st.text(max_size=3))


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(CELLS, min_size=1, max_size=30), cuts=st.sets(st.integers(1, 29)), data=st.data())
def test_it_does_not_matter_who_wrote_the_files_in_which_pieces(
    folder: Path, rows: list[tuple[int | None, str | None]], cuts: set[int], data: st.DataObject
) -> None:
    numbers, words = ([row[nth] for row in rows] for nth in (0, 1))
    table = pa.table({"number": pa.array(numbers, pa.int64()), "word": pa.array(words, pa.string())})
    at = [0, *sorted(cut for cut in cuts if cut < len(rows)), len(rows)]
    parts = [table.slice(start, end - start) for start, end in pairwise(at)]

    def hashed(*some: pa.Table) -> str:
        files = []
        for part in some:
            files.append(StoredFile("scores", f"{uuid4().hex}.parquet", len(part), 0))
            folder.mkdir(parents=True, exist_ok=True)
            groups = data.draw(st.integers(1, 30))
            words_by_number = data.draw(st.booleans())
            pq.write_table(part, folder / files[-1].file, row_group_size=groups, use_dictionary=words_by_number)
        with patch.object(fingerprints, "ROWS_AT_ONCE", data.draw(st.integers(1, 30))):
            return fingerprint(folder, {"scores": files})

    assert hashed(*parts) == hashed(table)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(1, 'ab'), (2, 'c')", "(1, 'a'), (2, 'bc')"),  # the same letters one behind the other
        ("(1, 'a'), (2, null)", "(1, null), (2, 'a')"),
        ("(1, 'a'), (2, null)", "(1, 'a'), (2, '')"),
        ("(1, 'a'), (2, null)", "(1, 'a')"),
    ],
)
def test_other_rows_are_another_hash(warehouse: duckdb.DuckDBPyConnection, folder: Path, one: str, other: str) -> None:
    files = [stored(warehouse, folder, f"from (values {rows}) t(account_id, word)") for rows in (one, other)]
    first, second = (fingerprint(folder, {"scores": [file]}) for file in files)
    assert first != second


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
