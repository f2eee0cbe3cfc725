"""Which cause lets in which rows, and what each is said to have moved."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from mqa import line
from mqa.answers.changes.causes import (
    CAUSES,
    DEFINITION,
    FACTS,
    HAPPENED,
    IDENTITY,
    LET_IN,
    NEW_ACTS,
    START,
    TOLD,
    Between,
    Day,
    part,
    recognise,
)
from mqa.answers.changes.judging import BUT, MOVED, begin, judge
from mqa.explain.changes import Moved
from mqa.line import Accounts
from mqa.pipeline import DAY, ROLL_UP, TABLES
from mqa.reading import rows
from mqa.terms.rules import Agreement
from mqa.terms.tables import WORLD
from tests.definitions import definition
from tests.tables import table, told

AGREED = definition(
    conditions="Warm: { engagement_at_least: 90 }",
    signals="Page: { activity: web.page, points: 10, half_life: 10 days }",
    levels="Watch: { when: Warm, stage: account of interest, action: nurture }",
)
ME, OTHER = Accounts(1, 1), Accounts(2, 2)
BETWEEN = Between(*(Day(day, day, Agreement(AGREED, "v", "")) for day in (90, 100)))
SHAPES = """
    shape_id  kind
    1         web.page
"""


@pytest.fixture
def world() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine whose schema `world` has every table, empty but for one account and the shape of a page view."""
    with duckdb.connect() as connection:
        connection.execute("create schema world")
        for name in WORLD:
            line.fill(connection, name, [])
            connection.execute(f"create table world.{name} as select *, false as late from {name}")
            connection.execute(f"drop table {name}")
        add(connection, "shapes", SHAPES)
        add(connection, "accounts", "account_id  domain  known_on\n1  mine.example  0")
        yield connection


def add(connection: duckdb.DuckDBPyConnection, name: str, text: str) -> None:
    """Adds literal rows to a table of the schema `world`."""
    named = [told(row) for row in table(text).named()]
    line.fill(connection, name, [[row.get(column) for column in TABLES[name].columns] for row in named])
    connection.execute(f"insert into world.{name} select *, false from {name}")
    connection.execute(f"drop table {name}")


def let_in(connection: duckdb.DuckDBPyConnection, name: str, *columns: str) -> list[tuple[object, ...]]:
    """The causes of the rows of a table, beside some of their columns."""
    recognise(connection, BETWEEN, ME)
    part(connection, BETWEEN, ME, at_hand=True)
    return connection.execute(f"select {', '.join((*columns, 'known_on'))} from told_{name} order by all").fetchall()


def test_every_table_that_scores_are_made_of_is_parted_by_causes():
    made = {step.table for step in (ROLL_UP, *DAY)}
    read = {table for step in DAY if step.table not in BUT for table in line.step_reads(step)}
    assert (read - made - {"days"}) & WORLD.keys() | {ROLL_UP.table} == set(TOLD)
    assert set(TOLD) - {ROLL_UP.table} | {"activities"} == LET_IN.keys() >= HAPPENED.keys()


def test_acts_are_new_where_nothing_was_known_of_them_by_the_first_day(world):
    add(
        world,
        "activities",
        """
        account_id  person_id  activity_id  source  shape_id  asset_id  day  known_on  seconds  times
        1           10         old          web     1         0         80   80        0        1
        1           10         late         web     1         0         80   95        0        1
        1           10         today        web     1         0         99   99        0        1
        1           10         to come      web     1         0         99   101       0        1
        """,
    )
    assert let_in(world, "activities", "activity_id") == [("late", NEW_ACTS), ("old", START), ("today", NEW_ACTS)]


def test_an_act_that_stood_at_another_account_or_at_none_is_identity(world):
    add(
        world,
        "activities",
        """
        account_id  person_id  activity_id  source  shape_id  asset_id  day  known_on  seconds  times
        2           10         moved        web     1         0         80   80        0        1
        2           10         moved        web     1         0         80   95        0        -1
        1           10         moved        web     1         0         80   95        0        1
        0           -5         nobodys      web     1         0         80   80        0        1
        1           11         nobodys      web     1         0         80   95        0        1
        1           12         moved        mail    1         0         80   95        0        1
        1           10         new          web     1         0         99   99        0        1
        1           10         new          web     1         0         99   100       0        -1
        """,
    )
    assert let_in(world, "activities", "source", "activity_id", "times") == [
        ("mail", "moved", 1, NEW_ACTS),
        ("web", "moved", 1, IDENTITY),
        ("web", "new", -1, NEW_ACTS),
        ("web", "new", 1, NEW_ACTS),
        ("web", "nobodys", 1, IDENTITY),
    ]


def test_a_fact_that_was_told_before_and_came_with_another_account_is_identity(world):
    add(
        world,
        "facts",
        """
        account_id  fact       value    observed_on  several  hindsight  source  known_on  told_on  times
        1           country    de       80           0        0          crm     80        80       1
        1           industry   banking  80           0        0          crm     95        80       1
        1           employees  '900'    80           0        0          crm     95        95       1
        1           growth     fast     95           0        0          crm     0         0        1
        """,
    )
    assert let_in(world, "facts", "fact") == [
        ("country", START),
        ("employees", FACTS),
        ("growth", FACTS),
        ("industry", IDENTITY),
    ]


def test_research_is_let_in_as_facts_are(world):
    add(
        world,
        "intent",
        """
        account_id  topic  week  strength_milli  known_on  told_on  times
        1           old    80    90000           80        80       1
        1           moved  80    90000           95        80       1
        1           new    93    90000           95        95       1
        """,
    )
    assert let_in(world, "intent", "topic") == [("moved", IDENTITY), ("new", FACTS), ("old", START)]


@pytest.mark.parametrize("name", ["accounts", "aliases", "people"])
def test_whatever_says_who_is_who_is_identity(world, name):
    world.execute("delete from world.accounts")
    add(world, name, "account_id  known_on  told_on\n1  90  90\n1  91  91\n1  92  80")
    assert let_in(world, name) == [(START,), (IDENTITY,), (IDENTITY,)]


def moved(connection: duckdb.DuckDBPyConnection, between: Between = BETWEEN) -> dict[str, Moved]:
    """What moved the scores of the account."""
    begin(connection)
    judge(connection, between, ME)
    found = [Moved(**{**row, "parts": tuple(row["parts"])}) for row in rows(connection, MOVED)]
    return {one.score: one for one in found}


def test_an_old_act_fades_and_a_new_one_adds(world):
    add(
        world,
        "activities",
        """
        account_id  person_id  activity_id  source  shape_id  asset_id  day  known_on  seconds  times
        1           10         old          web     1         0         90   90        0        1
        1           10         new          web     1         0         100  100       0        1
        """,
    )
    depth = moved(world)["depth"]
    assert depth.was == depth.parts[NEW_ACTS - 1] == -2 * depth.parts[0]
    assert depth.now == depth.was * 3 // 2
    assert depth.shown[0] + sum(depth.shown[1:]) == round(depth.now / 100_000)


def test_an_account_that_was_not_there_begins_with_nothing(world):
    world.execute("update world.accounts set known_on = 95, told_on = 95")
    add(
        world,
        "activities",
        """
        account_id  person_id  activity_id  source  shape_id  asset_id  day  known_on  seconds  times
        1           10         new          web     1         0         100  100       0        1
        """,
    )
    recency = moved(world)["recency"]
    assert (recency.was, recency.parts, recency.now) == (0, (0, 0, 0, recency.now, 0), 100_000_000)


def test_an_account_that_is_merged_away_ends_with_nothing(world):
    add(world, "accounts", "account_id  domain  known_on  told_on  times\n1  mine.example  95  0  -1")
    add(
        world,
        "activities",
        """
        account_id  person_id  activity_id  source  shape_id  asset_id  day  known_on  seconds  times
        1           10         old          web     1         0         90   90        0        1
        """,
    )
    recency = moved(world)["recency"]
    assert (recency.was, recency.now, sum(recency.parts)) == (100_000_000, 0, -100_000_000)
    assert recency.parts[IDENTITY - 1] == -recency.was - recency.parts[0]


def test_the_causes_are_called_as_they_are_numbered():
    assert (CAUSES[IDENTITY - 1], CAUSES[FACTS - 1], CAUSES[NEW_ACTS - 1]) == ("identity", "facts", "new acts")


def test_whoever_was_looked_at_last_titles_stay_those_of_everybody(world):
    roles = "Buyer: { titles: [CFO], weight: 0.5 }"
    sections = {"conditions": "Warm: { engagement_at_least: 90 }", "committee": roles}
    agreed, stricter = (
        definition(**sections),
        definition(**sections | {"conditions": "Warm: { engagement_at_least: 95 }"}),
    )
    add(world, "accounts", "account_id  domain  known_on\n2  other.example  0")
    add(world, "people", "account_id  person_id  title  known_on\n1  10  CFO  0")
    add(
        world,
        "activities",
        """
        account_id  person_id  activity_id  source  shape_id  asset_id  day  known_on  seconds  times
        1           10         old          web     1         0         90   90        0        1
        2           20         new          web     1         0         100  100       0        1
        """,
    )
    days = ((90, agreed), (100, stricter))
    between = Between(*(Day(day, day, Agreement(one, one.levels[0].name, "")) for day, one in days))
    begin(world)
    judge(world, between, Accounts())
    found = rows(world, f"select parts from ({MOVED}) where account_id = 1 and score = 'depth'")
    assert [one["parts"][DEFINITION - 1] for one in found] == [0]
