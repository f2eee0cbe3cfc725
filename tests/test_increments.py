"""Increments: who is judged anew, and from which run the word on all others is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mqa import line, pipeline
from mqa.carried import Basis, Before
from mqa.increments import FITTING, SAID, STEPS, WORLD_OF_FITTING, fit, gone_on_from, key
from mqa.ledger.runs import PublishedRun
from mqa.terms.stored import Seen
from mqa.terms.tables import ENGINE_TYPE, WORLD
from tests.definitions import definition
from tests.laws.worlds import law
from tests.tables import Rows, table, told

FIT = """
    required:
      Here: { fact: country, any_of: [DE] }
    excluded:
      Ours: { fact: relationship, any_of: [customer] }
    points:
      Size: { fact: employees, between: [100, 1000], points: 4 }
      Young: { fact: founded, within: 10 days, points: 3 }
      Old tool: { fact: technology, has_any: [oldvault], points: -2 }
      Listed: { fact: domain, listed_in: lists/known.csv, points: 1 }
    grades: { A: 75, B: 50 }
"""
SEGMENTS = """
    Large: { benchmark: { points: 9, people: 2 }, where: [{ fact: employees, at_least: 500 }] }
    Others: { benchmark: { points: 9, people: 2 }, where: [] }
"""
AGREED = definition(fit=FIT, segments=SEGMENTS)
DAY = (20, 20)
SEEN = 7  # the last load that the run of the day before saw
BEFORE = PublishedRun(1, "Small", "v", 19, 19, 0, datetime(2000, 1, 20, tzinfo=UTC), {}, Seen(SEEN, 0), fitted_by="key")
BASIS = Basis(Seen(8, 0), 0, Before(BEFORE))
SAID_BEFORE = {table: f"from {table}_before" for table, _ in SAID.values()}
Made = dict[str, list[Any]]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine with the rules of the definition."""
    with duckdb.connect(config={"threads": 1}) as opened:
        line.fill_all(opened, pipeline.rules(AGREED, [], []))
        yield opened


def stored(connection: duckdb.DuckDBPyConnection, **world: Sequence[dict[str, Any]]) -> dict[str, str]:
    """World tables as they are stored, each row with the load after which it came; the queries for them."""
    for name in WORLD_OF_FITTING:
        columns = {**WORLD[name].columns, "after_load": "bigint"}
        typed = ", ".join(f"{column} {ENGINE_TYPE[kind]}" for column, kind in columns.items())  # type: ignore[index]
        connection.execute(f"create or replace table loaded_{name} ({typed})")
        empty = {column: "" if kind == "text" else None for column, kind in columns.items()}
        if values := [[*(empty | row).values()] for row in world.get(name, ())]:
            connection.executemany(f"insert into loaded_{name} values ({', '.join('?' * len(columns))})", values)
    return {name: f"from loaded_{name}" for name in WORLD_OF_FITTING}


def seen(connection: duckdb.DuckDBPyConnection, loads: int) -> None:
    """Lets the world tables hold what was loaded up to a load."""
    for name in WORLD_OF_FITTING:
        rows = f"select * exclude (after_load) from loaded_{name} where after_load < {loads}"
        connection.execute(f"create or replace view {name} as {rows}")


def anew(connection: duckdb.DuckDBPyConnection, day: tuple[int, int]) -> Made:
    """What the steps make of a day for everybody."""
    line.fill(connection, "days", [day])
    for step in STEPS:
        line.make(connection, step)
    return made(connection)


def made(connection: duckdb.DuckDBPyConnection) -> Made:
    return {name: connection.execute(f"from {name} order by all").fetchall() for name in SAID}


def test_only_accounts_are_judged_anew_of_which_something_was_heard_or_begins_or_ends_or_comes_of_age(connection):
    facts = table("""
        account_id  fact       value  observed_on  ended_on  value_on  known_on  after_load
        1           country    de     1            -         -         1         6
        2           country    de     1            -         -         1         7
        3           country    de     1            -         -         20        6
        4           country    de     20           -         -         1         6
        5           country    de     1            20        -         1         6
        6           founded    ''     1            -         20        1         6
        7           founded    ''     1            -         10        1         6
        8           founded    ''     1            -         11        1         6
        9           employees  ''     1            -         10        1         6
        10          country    de     1            19        9         19        6
    """)
    aliases = table("""
        account_id  domain  known_on  after_load
        11          a.com   20        0
        12          a.com   1         8
        13          a.com   1         6
    """)
    accounts = [account(nth) for nth in range(1, 14)] + [account(14, after_load=7), account(15, known_on=20)]
    world = stored(connection, accounts=accounts, aliases=rows(aliases), facts=rows(facts))
    seen(connection, 9)
    anew(connection, (19, 19))
    nobody = {name: f"select * from ({query}) where false" for name, query in before(connection).items()}
    fit(connection, world, nobody, BEFORE, DAY)
    found = connection.execute("select account_id from fit order by account_id").fetchall()
    assert [number for (number,) in found] == [2, 3, 4, 5, 6, 7, 11, 12, 14, 15]


def account(number: int, known_on: int = 1, after_load: int = 6) -> dict[str, Any]:
    return told({"account_id": number, "known_on": known_on, "after_load": after_load})


def rows(of: Rows) -> list[dict[str, Any]]:
    return [told(row) for row in of.named()]


def before(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What the run before said, as it is stored; the queries for it."""
    connection.execute("create or replace table criteria_met_before as from criteria_met")
    scores = "select f.*, p.segment, p.tier, p.scope from fit as f inner join placements as p using (as_of, account_id)"
    connection.execute(f"create or replace table scores_before as {scores}")
    return SAID_BEFORE


# Seldom anything is new, so that of most accounts nothing is or one thing.
days = st.sampled_from((1, 1, 1, 1, 9, 10, 11, 19, 20, 21))
loads = st.sampled_from((*[SEEN - 1] * 19, SEEN))
numbers = st.integers(1, 60)
times = st.sampled_from((1, 1, 1, 1, 1, -1))
VALUES = {
    "country": ("de", "fr"),
    "relationship": ("customer", "none"),
    "employees": ("50", "200", "900"),
    "technology": ("oldvault", "other"),
    "founded": ("",),
}


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    fact = draw(st.sampled_from((*VALUES, "founded")))
    value, known_on = draw(st.sampled_from(VALUES[fact])), draw(days)
    return {
        "account_id": draw(numbers),
        "fact": fact,
        "value": value,
        "observed_on": draw(days),
        "number_milli": int(value) * 1000 if fact == "employees" else None,
        "value_on": draw(days) if fact == "founded" else None,
        "ended_on": draw(st.one_of(st.none(), st.none(), days)),
        "several": int(fact == "technology"),
        "hindsight": draw(st.integers(0, 1)),
        "known_on": known_on,
        "told_on": known_on,
        "times": draw(times),
        "after_load": draw(loads),
    }


def dated(**more: Any) -> st.SearchStrategy[dict[str, Any]]:
    usual = {"account_id": numbers, "known_on": days, "told_on": days, "times": times, "after_load": loads}
    return st.fixed_dictionaries({**usual, **more})


domains = st.sampled_from(("known.example", "other.example", "known.example:DE"))


@settings(law, max_examples=8, phases=[Phase.generate])  # to shrink a failing example would take minutes
@given(
    st.just([account(nth) for nth in range(1, 61)]),
    st.lists(dated(domain=domains), max_size=12),
    st.lists(dated(domain=domains), max_size=12),
    st.lists(facts(), min_size=60, max_size=120),
)
def test_who_is_judged_anew_and_who_is_not_come_out_as_if_all_were(connection, usual, accounts, aliases, told_facts):
    world = stored(connection, accounts=usual + accounts, aliases=aliases, facts=told_facts)
    seen(connection, SEEN)
    anew(connection, (19, 19))
    said = before(connection)
    seen(connection, 9)
    expected = anew(connection, DAY)
    fit(connection, world, said, BEFORE, DAY)
    assert made(connection) == expected


def test_another_way_to_fit_has_another_key_and_other_points_of_acts_have_not():
    other_fit = definition(fit=FIT.replace("points: 4", "points: 5"), segments=SEGMENTS)
    other_signals = definition(fit=FIT, segments=SEGMENTS, signals="Page: { activity: web.page, points: 99 }")
    assert key(other_fit) != key(AGREED) == key(other_signals)


def test_the_run_of_the_day_before_is_gone_on_from():
    assert gone_on_from(BASIS, DAY, "key") == BEFORE


@pytest.mark.parametrize(
    ("basis", "day", "by"),
    [
        (replace(BASIS, earlier=None), DAY, "key"),
        (replace(BASIS, made=BEFORE), DAY, "key"),
        (replace(BASIS, earlier=Before(replace(BEFORE, seen=None))), DAY, "key"),
        (replace(BASIS, seen=Seen(6, 0)), DAY, "key"),
        (BASIS, (21, 21), "key"),
        (BASIS, (20, 18), "key"),
        (BASIS, DAY, "another key"),
    ],
    ids=[
        *("nothing was run", "it is made again", "nobody knows what it saw", "it saw more", "a day lies between"),
        *("it knew more", "it was judged in another way"),
    ],
)
def test_all_are_judged_anew_where(basis: Basis, day: tuple[int, int], by: str):
    assert gone_on_from(basis, day, by) is None


def test_how_an_account_fits_rests_on_no_more_of_the_world_than_is_looked_through_for_news():
    assert frozenset().union(*map(line.step_reads, STEPS)) & WORLD.keys() == set(WORLD_OF_FITTING)


def test_nothing_else_reads_what_is_made_only_of_accounts_with_news():
    others = (step for step in pipeline.STEPS if step not in STEPS)
    assert not frozenset().union(*map(line.step_reads, others)) & (set(FITTING) - SAID.keys())
