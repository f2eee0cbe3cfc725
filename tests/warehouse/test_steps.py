from __future__ import annotations

from mqa.warehouse.steps import engine_sql


def test_whole_division_reads_as_postgresql_says_it() -> None:
    assert "CAST(DIV(points, 2) AS BIGINT)" in engine_sql(
        "select cast(points // 2 as bigint) as half from s", "postgres"
    )


def test_the_header_of_a_step_stays_with_it() -> None:
    assert "what a row means" in engine_sql("-- what a row means\nselect 1 as a", "postgres")
