"""What is common in a segment: deeds, roles, facts and topics, the most common first."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from mqa import line
from mqa.terms.tables import WORLD
from mqa.would.common import Common, common
from tests.definitions import definition
from tests.tables import table, told

AGREED = definition(
    fit="""
        points:
          Size: { fact: employees, between: [100, 1000], points: 4 }
          Bank: { fact: industry, any_of: [banking], points: 3 }
        grades: { A: 50 }
    """,
    segments="""
        Banks: { benchmark: { points: 10, people: 2 }, where: [{ fact: industry, any_of: [banking] }] }
        Others: { benchmark: { points: 10, people: 2 }, where: [] }
    """,
    signals="""
        Careers: { activity: web.careers, points: -4 }
        Demo: { activity: form.demo, points: 9 }
        Page: { activity: "web.*", points: 1 }
    """,
    intent="{ topics: [dora], surge: 70, counts_for: 21 days }",
    committee="Buyer: { titles: [CFO, VP finance], required: true }",
    conditions="""
        Opens: { rate_of: email.open, to: email.delivered, rate_above: 0.3, within: 30 days }
        Warm: { engagement_at_least: 20 }
        All: { all_of: [Opens, Warm] }
    """,
    levels="Qualified: { when: All, stage: MQA, action: call }",
)
TODAY = 100
BANKS, OTHERS = 1, 2


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine with an empty world."""
    with duckdb.connect(config={"threads": 1}) as connection:
        for name in WORLD:
            line.fill(connection, name, [])
        yield connection


def fill(connection: duckdb.DuckDBPyConnection, name: str, text: str, **others: object) -> None:
    rows = [told(others | row) for row in table(text).named()]
    line.fill(connection, name, [[row.get(column) for column in WORLD[name].columns] for row in rows])


def found(
    connection: duckdb.DuckDBPyConnection, activities: str, *, others: dict[str, str] | None = None
) -> dict[int, Common]:
    """What is common among four accounts, 1 and 2 of them banks."""
    fill(
        connection,
        "accounts",
        """
        account_id  domain
        1           a.example
        2           b.example
        3           c.example
        4           d.example
        """,
        known_on=0,
    )
    fill(
        connection,
        "facts",
        """
        account_id  fact       value    number_milli
        1           industry   banking  -
        2           industry   banking  -
        3           industry   retail   -
        1           employees  ''       200000
        2           employees  ''       300000
        3           employees  ''       400000
        4           employees  ''       5000
        """,
        observed_on=0,
        known_on=0,
        several=0,
    )
    fill(
        connection,
        "shapes",
        """
        shape_id  kind             path  source  campaign  topic
        1         web.page         ''    ''      ''        ''
        2         form.demo        ''    ''      ''        ''
        3         web.careers      ''    ''      ''        ''
        4         email.delivered  ''    ''      ''        ''
        5         email.open       ''    ''      ''        ''
        """,
    )
    for name, text in (others or {}).items():
        fill(connection, name, text, known_on=0)
    fill(connection, "activities", activities, known_on=90, seconds=0, asset_id=0, activity_id="")
    return common(connection, AGREED, TODAY, TODAY)


NOTHING = "account_id  person_id  shape_id  day"


def test_deeds_are_those_of_the_segment_the_most_common_first(connection):
    activities = """
        account_id  person_id  shape_id  day
        1           7          2         90
        1           7          1         90
        2           8          1         91
        3           9          2         92
    """
    deeds = found(connection, activities)
    assert [(deed.kind, deed.signal, deed.at) for deed in deeds[BANKS].deeds] == [
        ("web.page", "Page", 2),
        ("form.demo", "Demo", 1),
    ]
    assert [deed.kind for deed in deeds[OTHERS].deeds] == ["form.demo"]


def test_what_lowers_a_score_or_only_divides_a_rate_is_no_deed(connection):
    activities = """
        account_id  person_id  shape_id  day
        1           7          3         90
        1           7          4         90
        1           7          5         90
    """
    assert [deed.kind for deed in found(connection, activities)[BANKS].deeds] == ["email.open"]


def test_what_nameless_visitors_did_or_is_too_old_is_no_deed(connection):
    activities = """
        account_id  person_id  shape_id  day
        1           -7         1         90
        1           7          2         -900
    """
    assert found(connection, activities)[BANKS].deeds == ()


def test_people_are_told_by_role_with_the_title_that_most_have(connection):
    people = """
        account_id  person_id  title       role  rule
        1           7          CFO         ''    ''
        2           8          VP Finance  ''    ''
        2           9          VP Finance  ''    ''
        2           5          Gardener    ''    ''
    """
    activities = """
        account_id  person_id  shape_id  day
        1           7          1         90
        2           8          1         90
        2           9          1         90
        2           5          1         90
    """
    doers = found(connection, activities, others={"people": people})[BANKS].doers
    assert [(one.role, one.title, one.at) for one in doers] == [("Buyer", "VP Finance", 2), ("", "", 1)]


def test_facts_are_told_by_the_tests_that_hold_of_them_of_numbers_the_middle_one(connection):
    facts = found(connection, NOTHING)[BANKS].facts
    assert [(one.fact, one.value, one.number_milli, one.at) for one in facts] == [
        ("employees", "", 300_000, 3),
        ("industry", "banking", None, 2),
        ("employees", "", 5_000, 1),
        ("industry", "retail", None, 1),
    ]


def test_topics_are_those_that_surge_in_the_segment(connection):
    intent = """
        account_id  topic  week  strength_milli  provider
        1           dora   95    80000           a
        3           dora   95    60000           a
    """
    common_there = found(connection, NOTHING, others={"intent": intent})
    assert [(one.topic, one.strength_milli, one.at) for one in common_there[BANKS].surges] == [("dora", 80_000, 1)]
    assert common_there[OTHERS].surges == ()
