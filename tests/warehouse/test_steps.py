from __future__ import annotations

import duckdb
import pytest

from mqa.warehouse.steps import engine_sql, make_table, reads

pytestmark = pytest.mark.engines  # also on the lowest DuckDB


def test_a_step_becomes_a_table_of_its_rows(warehouse: duckdb.DuckDBPyConnection) -> None:
    assert make_table(warehouse, "numbers", "-- one number\nselect i from range(3) t(i) -- each") == 3
    assert warehouse.execute("select i from numbers order by i").fetchall() == [(0,), (1,), (2,)]


def test_a_step_made_again_replaces_its_table(warehouse: duckdb.DuckDBPyConnection) -> None:
    make_table(warehouse, "numbers", "select 1 as i")
    make_table(warehouse, "numbers", "select 2 as i")
    assert warehouse.execute("select i from numbers").fetchall() == [(2,)]


def test_whole_division_reads_as_postgresql_says_it() -> None:
    assert "CAST(DIV(points, 2) AS BIGINT)" in engine_sql(
        "select cast(points // 2 as bigint) as half from s", "postgres"
    )


def test_the_header_of_a_step_stays_with_it() -> None:
    assert "what a row means" in engine_sql("-- what a row means\nselect 1 as a", "postgres")


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("select 1 as one", set()),
        ("select * from a join b on a.x = b.x", {"a", "b"}),
        ("with c as (select * from a) select * from c", {"a"}),
        ("with a as (select * from a) select * from a", {"a"}),
        ("with c as (select * from a), d as (select * from c join b on true) select * from d", {"a", "b"}),
        ("select * from a where exists (select 1 from b where b.x = a.x) and x in (select x from c)", {"a", "b", "c"}),
        ("select (select max(x) from b) as most from a", {"a", "b"}),
        ("select * from a union all select * from (select * from b) s", {"a", "b"}),
        ("with recursive c as (select x from a union all select x from c join b on true) select * from c", {"a", "b"}),
    ],
)
def test_a_step_reads_the_tables_it_names_and_not_those_it_defines(sql: str, tables: set[str]) -> None:
    assert reads(sql) == tables
