"""The acts and people behind a result, as they were known on its day."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from mqa import line
from mqa.grounds import MOST_IDS, OCCASIONS, PEOPLE
from mqa.pipeline import TABLES
from mqa.reading import Row, rows
from tests.tables import table

PAGE, LEAVE = 1, 2
JULY = 9678
RULES = {
    "shapes": """
        shape_id  kind
        1         web.page
        2         email.leave
        3         email.delivered
    """,
    "shape_patterns": """
        shape_id  asset_id  seconds_from  seconds_below  pattern_set  known_from  known_before  times  topics  stage
        1         0         0             1000           1            -1000       100000        1      ''      2
        2         0         0             1000           2            -1000       100000        1      ''      3
        3         0         0             1000           3            -1000       100000        1      ''      0
    """,
    "pattern_signals": """
        pattern_set  signal
        1            1
        2            2
    """,
    "signals": """
        signal  name
        1       Page
        2       Leave
    """,
    "worth": """
        signal  role  age  points
        1       0     0    9000000
        1       0     1    8000000
        1       0     2    7000000
        1       0     3    0
        2       0     0    -4000000
    """,
}


@pytest.fixture
def world() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        for name in ("sure_rules", "sure_visitors", "mapped_assets", "pattern_stages"):
            line.fill(opened, name, ())
        for name, text in RULES.items():
            fill(opened, name, text)
        yield opened


def fill(connection, name, text):
    written = table(text)
    named = [dict(zip(written.columns, row, strict=True)) for row in written.rows]
    line.fill(connection, name, [[row.get(column) for column in TABLES[name].columns] for row in named])


def occasions(connection, activities, *, most=None, as_of=JULY, known_at=JULY) -> list[Row]:
    fill(connection, "activities", activities)
    given = {"as_of": as_of, "known_at": known_at, "window": 90, "most": most, "most_ids": MOST_IDS}
    return rows(connection, OCCASIONS, given)


def test_acts_of_one_day_kind_and_person_are_one_occasion(world):
    (one,) = occasions(
        world,
        """
        activity_id  person_id  shape_id  day         known_on    seconds  times  url
        b            7          1         2026-07-01  2026-07-01  5        1      x.com/b
        a            7          1         2026-07-01  2026-07-01  5        1      x.com/a
        """,
    )
    assert (one["signal"], one["times"], one["about"], one["places"]) == ("Page", 2, "x.com/a", 2)
    assert list(one["activity_ids"]) == ["a", "b"]


def test_only_the_latest_are_given_and_how_many_acts_there_are_in_all(world):
    found = occasions(
        world,
        """
        activity_id  person_id  shape_id  day         known_on    seconds  times
        a            7          1         2026-06-29  2026-06-29  5        1
        b            7          1         2026-06-30  2026-06-30  5        1
        c            7          1         2026-07-01  2026-07-01  5        1
        d            8          1         2026-06-29  2026-06-29  5        1
        """,
        most=1,
    )
    assert [(one["person_id"], list(one["activity_ids"]), one["in_all"]) for one in found] == [
        (7, ["c"], 3),
        (8, ["d"], 1),
    ]


def test_the_stage_of_the_content_is_told_only_of_a_signal_that_asks_for_it(world):
    fill(world, "pattern_stages", "pattern_set  signal  stage\n1            1       2")
    found = occasions(
        world,
        """
        activity_id  person_id  shape_id  day         known_on    seconds  times
        a            7          1         2026-07-01  2026-07-01  5        1
        b            7          2         2026-07-01  2026-07-01  5        1
        """,
    )
    assert {one["signal"]: one["stage"] for one in found} == {"Page": 2, "Leave": 0}


def test_all_nameless_visitors_are_one(world):
    (one,) = occasions(
        world,
        """
        activity_id  person_id  shape_id  day         known_on    seconds  times
        a            -7         1         2026-07-01  2026-07-01  5        1
        b            -8         1         2026-07-01  2026-07-01  5        1
        """,
    )
    assert (one["person_id"], one["times"]) == (0, 2)


def test_nameless_acts_of_sure_and_of_likely_visitors_are_told_apart_where_that_is_weighed(world):
    fill(world, "sure_rules", "rule\nset by a person")
    fill(world, "sure_visitors", "as_of  account_id  person_id\n2026-07-01  1  -7")
    found = occasions(
        world,
        """
        account_id  activity_id  person_id  shape_id  day         known_on    seconds  times
        1           a            -7         1         2026-07-01  2026-07-01  5        1
        1           b            -8         1         2026-07-01  2026-07-01  5        2
        1           c            9          1         2026-07-01  2026-07-01  5        3
        """,
    )
    assert [(one["placed"], one["times"], one["in_all"]) for one in found] == [
        ("sure", 1, 3),
        ("likely", 2, 3),
        ("", 3, 3),
    ]


def test_acts_without_a_signal_taken_back_learned_later_or_worth_nothing_any_more_stand_behind_no_share(world):
    found = occasions(
        world,
        """
        activity_id  person_id  shape_id  day         known_on    seconds  times
        delivered    7          3         2026-07-01  2026-07-01  5        1
        back         7          1         2026-07-01  2026-07-01  5        1
        back         7          1         2026-07-01  2026-07-01  5        -1
        later        7          1         2026-07-01  2026-07-02  5        1
        old          7          1         2026-06-28  2026-06-28  5        1
        """,
    )
    assert found == []


def test_many_acts_on_one_day_are_one_row_of_some_ids(world):
    header = "activity_id  person_id  shape_id  day  known_on  seconds  times"
    many = "\n".join(f"a{nth:04}  7  1  2026-07-01  2026-07-01  5  1" for nth in range(500))
    (one,) = occasions(world, f"{header}\n{many}")
    assert (one["times"], len(one["activity_ids"])) == (500, MOST_IDS)


PEOPLE_ROWS = """
    account_id  person_id  person_key    title     known_on    times
    1           7          ann@acme.com  Analyst   2026-06-01  1
    1           7          ann@acme.com  Analyst   2026-07-10  -1
    1           7          ann@acme.com  CFO       2026-07-10  1
    1           8          bob@acme.com  Buyer     2026-06-01  1
    1           8          bob@acme.com  Head      2026-06-01  1
    1           8          bob@acme.com  ''        2026-06-20  1
"""


@pytest.mark.parametrize(("known_at", "titles"), [(JULY, ["Analyst", "Head"]), (JULY + 9, ["CFO", "Head"])])
def test_a_title_is_the_one_known_on_the_day_and_of_two_the_later_in_the_alphabet(world, known_at, titles):
    fill(world, "people", PEOPLE_ROWS)
    found = rows(world, f"select * from ({PEOPLE}) order by person_id", {"known_at": known_at})
    assert [(one["person_key"], one["title"]) for one in found] == list(
        zip(["ann@acme.com", "bob@acme.com"], titles, strict=True)
    )
