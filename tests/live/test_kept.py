"""Rows kept at hand: those of the stored files of a table, as files come and go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import numpy as np
import pytest

from mqa.live import kept
from mqa.live.kept import Kept
from mqa.terms.problems import Unavailable
from mqa.warehouse.storing import store

COLUMNS = {"account_id": "bigint", "said": "text"}
ROWS = {"first": [(1, "a"), (2, "b"), (2, "c")], "second": [(2, "d"), (5, "e")]}


@pytest.fixture(params=[1, 1000], ids=["mapped", "in the engine"])
def stored(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The rows of a table that are taken, after its files were these, one list after another."""
    monkeypatch.setattr(kept, "LARGE", request.param)
    connection = duckdb.connect()
    files = {}
    for name, rows in ROWS.items():
        listed = ", ".join(f"({account}::bigint, '{said}')" for account, said in rows)
        file = store(connection, f"from (values {listed}) as t (account_id, said)", tmp_path, "told")
        assert file
        files[name] = file.file

    def taken(accounts: Sequence[int], *brought: Sequence[str]) -> list[tuple[int, str]]:
        of_table = Kept(connection, tmp_path, tmp_path, "told", COLUMNS)
        for some in brought:
            of_table.bring([files.get(one, one) for one in some])
            numbers = np.array(accounts, dtype=np.int64)
            connection.execute(
                "create or replace table touched as select unnest(?::bigint[]) as account_id", [accounts]
            )
            of_table.take(numbers)
        return sorted(connection.execute("select account_id, said from told").fetchall())

    return taken


def test_only_the_rows_of_the_accounts_are_taken(stored):
    assert stored([2], ["first", "second"]) == [(2, "b"), (2, "c"), (2, "d")]


def test_an_account_without_rows_has_none(stored):
    assert stored([3, 9], ["first", "second"]) == []


def test_a_file_that_came_later_is_read_too(stored):
    assert stored([1, 5], ["first"], ["first", "second"]) == [(1, "a"), (5, "e")]


def test_a_file_that_is_gone_says_nothing_any_more(stored):
    assert stored([2], ["first", "second"], ["second"]) == [(2, "d")]


def test_a_missing_file_is_named(stored):
    with pytest.raises(Unavailable, match="nowhere"):
        stored([2], ["nowhere.parquet"])
