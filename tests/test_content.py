"""The map of content as it stands in the warehouse: which of its rows hold, and from when to when."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from mqa import line
from mqa.scoring.content import NEVER, NO_CONTENT, Content, Told
from mqa.terms.keys import number_of
from tests.definitions import definition
from tests.tables import Rows, table

ASKING = definition(signals="Page: { activity: web.page, points: 1, stage: by content }")


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def held(connection: duckdb.DuckDBPyConnection, rows: Rows, known_at: int | None = None) -> list[tuple[object, ...]]:
    """The topics of a map, each with the days of knowledge for which it holds."""
    named = [{"path": "/x", "asset": "", "buying_stage": "", **row} for row in rows.named()]
    line.fill(connection, "content", [[row[name] for name in line.TABLES["content"].columns] for row in named])
    return [(one.topic, one.since, one.until) for one in line.told(connection, ASKING, known_at)]


def test_the_next_edition_of_a_file_ends_the_one_before_and_another_file_goes_on(connection) -> None:
    rows = table("""
        source  file   edition  topic  known_on
        site    a.csv  1        a      10
        site    a.csv  2        b      20
        site    b.csv  1        c      15
        more    a.csv  1        d      15
    """)
    assert held(connection, rows) == [("a", 10, 20), ("b", 20, NEVER), ("c", 15, NEVER), ("d", 15, NEVER)]


def test_the_first_row_of_an_edition_that_was_known_ends_all_earlier_editions(connection) -> None:
    rows = table("""
        source  file   edition  topic  known_on
        site    a.csv  1        a      10
        site    a.csv  1        b      40
        site    a.csv  2        c      30
        site    a.csv  2        d      35
        site    a.csv  3        e      33
    """)
    assert held(connection, rows) == [("a", 10, 30), ("c", 30, 33), ("e", 33, NEVER)]


def test_what_an_edition_says_since_ever_was_never_otherwise(connection) -> None:
    rows = table("""
        source  file   edition  topic  known_on
        site    a.csv  1        a      10
        site    a.csv  2        b      20
        site    a.csv  3        c      -10957
    """)
    assert held(connection, rows) == [("c", -10957, NEVER)]


def test_on_a_day_it_says_what_was_known_then(connection) -> None:
    rows = table("""
        source  file   edition  topic  known_on
        site    a.csv  1        a      10
        site    a.csv  2        b      20
    """)
    assert [[one[0] for one in held(connection, rows, day)] for day in (9, 19, 20)] == [[], ["a"], ["b"]]


def test_a_definition_that_does_not_ask_reads_no_map(connection) -> None:
    assert line.told(connection, definition()) == ()
    assert line.content(connection, ()) == NO_CONTENT


def test_the_assets_of_the_map_are_looked_for_in_the_acts_in_view(connection) -> None:
    acts = [(1, number_of("guide")), (1, number_of("other")), (2, number_of("sheet")), (2, number_of("guide")), (3, 0)]
    connection.execute("create table activities (shape_id bigint, asset_id bigint)")
    connection.executemany("insert into activities values (?, ?)", acts)
    rows = tuple(Told("", asset, "t", "") for asset in ("guide", "sheet", "unseen"))
    found = line.content(connection, rows)
    assert {shape: sorted(assets) for shape, assets in found.acts.items()} == {1: ["guide"], 2: ["guide", "sheet"]}
    assert found == Content(rows, found.acts)
