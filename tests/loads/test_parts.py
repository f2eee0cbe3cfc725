"""The rows of a table, a part at a time."""

from __future__ import annotations

import duckdb

from mqa.loads.staging import parts


def test_parts_hold_all_rows_and_are_never_empty_where_rows_were_deleted():
    with duckdb.connect() as connection:
        connection.execute("create table numbers as from range(10)")
        connection.execute("delete from numbers where range between 2 and 6")
        assert [*parts(connection, "numbers", 2)] == [[(0,), (1,)], [(7,)], [(8,), (9,)]]


def test_of_no_rows_there_is_no_part():
    with duckdb.connect() as connection:
        connection.execute("create table numbers as from range(0)")
        assert [*parts(connection, "numbers")] == []
