"""Resting accounts: what may rise with nothing happening is seen on its day, and few moments are judged."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from mqa import folding, line, resting
from mqa.pipeline import ROLL_UP, TABLES
from mqa.terms.tables import WORLD
from tests.definitions import definition
from tests.tables import Rows, table, told

DAYS = [(day, day) for day in range(40)]
SHAPES = table("""
    shape_id  kind             path  source  campaign  topic
    1         web.page         ''    ''      ''        ''
    2         web.careers      ''    ''      ''        ''
    3         email.delivered  ''    ''      ''        ''
    4         email.open       ''    ''      ''        ''
    5         form.demo        ''    ''      ''        ''
""")
SIGNALS = """
    Page: { activity: web.page, points: 10, half_life: 30 days, stage: awareness }
    Careers: { activity: web.careers, points: -9, half_life: 2 days }
    Demo: { activity: form.demo, points: 12, half_life: 3 days, stage: decision }
"""
ACTS = table("""
    account_id  person_id  shape_id  day  known_on  times
    1           1          1         5    5         1
    1           1          2         5    5         1
    2           1          3         2    2         6
    2           1          3         9    9         5
    2           1          4         9    9         2
    3           1          1         4    4         1
    3           1          5         4    4         1
""")
ASKED = {
    "a penalty fades": "{ points_at_least: 5 }",
    "what was delivered long ago leaves a rate": (
        "{ rate_of: email.open, to: email.delivered, rate_above: 0.3, at_least_in_denominator: 4, within: 10 days }"
    ),
    "another buying stage is left": "{ buying_stage: awareness }",
    "what is negated falls": "{ not: Many points }",
    "a score fades": "{ engagement_at_least: 20 }",
    "a fact ends": "{ facts: [{ fact: country, any_of: [DE] }] }",
    "a fact comes of age": "{ not: Young }",
}
FACTS = table("""
    account_id  fact     value  observed_on  ended_on  known_on  value_on
    1           country  de     0            11        3         -
    2           founded  ''     0            -         0         6
""")


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine with three accounts and what their people did."""
    with duckdb.connect() as opened:
        for name in WORLD:
            line.fill(opened, name, [])
        rows = {"shapes": SHAPES, "accounts": table("account_id  known_on\n1  0\n2  0\n3  0"), "activities": ACTS}
        for name, of_table in (rows | {"facts": FACTS}).items():
            _fill(opened, name, of_table)
        yield opened


def _fill(connection: duckdb.DuckDBPyConnection, name: str, rows: Rows) -> None:
    named = [{"times": 1, "seconds": 0, "several": 0, "hindsight": 0, **told(row)} for row in rows.named()]
    line.fill(connection, name, [[row.get(column) for column in TABLES[name].columns] for row in named])


@pytest.mark.parametrize("happens", ASKED)
def test_what_happens_with_the_days_alone_is_seen_on_its_day(
    connection: duckdb.DuckDBPyConnection, happens: str
) -> None:
    others = "Many points: { points_at_least: 8 }\nYoung: { facts: [{ fact: founded, within: 20 days }] }\n"
    agreed = definition(
        signals=SIGNALS,
        conditions=f"{others}Asked: {ASKED[happens]}",
        levels="Level: { when: Asked, stage: none, action: none }",
    )
    line.fill_all(connection, line.rules_for(connection, agreed))
    line.make(connection, ROLL_UP)
    line.judge(connection, DAYS, agreed)
    folding.begin_fold(connection)
    folding.fold(connection, DAYS)
    expected = connection.execute("select * from transitions order by all").fetchall()
    folding.begin_fold(connection)
    assert list(resting.folded(connection, DAYS, agreed))
    assert connection.execute("select * from transitions order by all").fetchall() == expected
    assert len({row[0] for row in expected} - {0, 2, 4, 5, 9}) > 0  # on a day on which no act is learned
