"""Small messy histories of accounts, and what the line makes of them.

A law that compares two histories gives them to two accounts of one world: they are judged in one run, and
no account's result depends on another's (which is a law of its own). To judge costs the same for three accounts as for
thirty, so worlds are large and few are drawn: some fifty histories a law, and half of that where it judges often.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import product
from typing import Any, NamedTuple, cast

import duckdb
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from mqa import folding, line, pipeline
from mqa.scoring.patterns import Shape
from mqa.terms.keys import LARGEST
from mqa.terms.rules import Definition
from mqa.terms.tables import JUDGEMENT, WORLD
from tests.laws.agreements import AGREEMENTS

TODAY = 100
GOOD = ("web.page", "web.pricing", "content.guide", "form.demo", "product.scan", "product.limit")
KINDS = (*GOOD, "web.careers", "email.open", "email.delivered", "product.removed")
SHAPES = {kind: nth for nth, kind in enumerate(KINDS, start=1)}
TITLES = ("", "CFO", "Chief Financial Officer", "Solutions Architect", "Data analyst", "Gardener")
TITLE_OF_NOBODY_YET = "VP Finance"
SET_ROLES = ("", "User")
USUAL = (("country", "de"), ("industry", "banking"))
AFTER_SCORES = ("buying_stages", "surges", "counts", "measures", *pipeline.VERDICTS, "levels_held")
Row = tuple[int | str | None, ...]
law = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
few = settings(law, max_examples=3)


class Act(NamedTuple):
    """One act; `person` below 0: a nameless visitor; `times` -1 takes it back."""

    person: int
    kind: str
    day: int
    known_on: int
    seconds: int = 0
    asset: int = 0
    times: int = 1

    def row(self, account: int) -> Row:
        """The act as a row of `activities`."""
        of_act = (SHAPES[self.kind], self.asset, self.day, 0, self.known_on, self.seconds, self.times)
        return (account, self.person, "", *of_act, "", "", "")


@dataclass(frozen=True)
class History:
    """What is known of one account; rows without the account's number, in the order of the table's columns."""

    known_on: int
    acts: tuple[Act, ...]
    people: tuple[Row, ...]
    facts: tuple[Row, ...]
    intent: tuple[Row, ...]
    dispositions: tuple[Row, ...]

    def and_then(self, **rows: Sequence[Any]) -> History:
        """The same with more rows."""
        more: dict[str, Any] = {name: (*getattr(self, name), *added) for name, added in rows.items()}
        return replace(self, **more)


# --- strategies ----------------------------------------------------------------------------------------------

agreements = st.sampled_from(AGREEMENTS)
days = st.integers(TODAY - 35, TODAY + 3)
delays = st.sampled_from((0, 0, 0, 1, 4, 15))


@st.composite
def acts(draw: st.DrawFn, kinds: Sequence[str] = KINDS, on: st.SearchStrategy[int] = days) -> Act:
    """An act, perhaps learned late."""
    person, day = draw(st.sampled_from((1, 1, 1, 2, 3, 4, -1, -2))), draw(on)
    seconds, asset = draw(st.sampled_from((0, 59, 60, 400))), draw(st.integers(0, 3))
    return Act(person, draw(st.sampled_from(kinds)), day, day + draw(delays), seconds, asset)


@st.composite
def facts(draw: st.DrawFn, on: st.SearchStrategy[int] = days) -> Row:
    """A fact, perhaps learned late, perhaps ended."""
    values = {
        "country": ("us", "us", "de", "fr"),
        "industry": ("banking", "retail"),
        "employees": ("50", "200", "900"),
        "technology": ("oldvault", "other"),
        "relationship": ("none", "none", "none", "none", "customer"),
    }
    fact = draw(st.sampled_from(tuple(values)))
    value, day = draw(st.sampled_from(values[fact])), draw(on)
    number = int(value) * 1000 if fact == "employees" else None
    ended_on, known_on = draw(st.sampled_from((None, None, None, TODAY - 3))), day + draw(delays)
    return (fact, value, number, None, day, ended_on, int(fact == "technology"), 0, "", known_on, known_on, 1)


@st.composite
def records(draw: st.DrawFn, on: st.SearchStrategy[int] = days) -> Row:
    """What a record says of a person's membership; now and then that it is over."""
    title, set_role = draw(st.sampled_from(TITLES)), draw(st.sampled_from(SET_ROLES))
    return membership(draw(st.integers(1, 4)), title, draw(on), draw(st.sampled_from((1, 1, 1, -1))), set_role)


def membership(person: int, title: str, known_on: int, times: int = 1, set_role: str = "") -> Row:
    """A row of `people`."""
    return (person, "", title, set_role, "", "", known_on, known_on, times)


@st.composite
def visitors(draw: st.DrawFn, on: st.SearchStrategy[int] = days) -> Row:
    """What brought a nameless visitor to the account, surely or likely; now and then that it is over."""
    rule, day = draw(st.sampled_from(("account of the act", "domain of the visit"))), draw(on)
    return (draw(st.sampled_from((-1, -2))), "", "", "", rule, "", day, day, draw(st.sampled_from((1, 1, -1))))


@st.composite
def research(draw: st.DrawFn, on: st.SearchStrategy[int] = days) -> Row:
    """A week's strength of a topic, at or below the bar or above it."""
    topic, week = draw(st.sampled_from(("dora", "hipaa", "cooking"))), draw(on)
    strength, known_on = draw(st.sampled_from((69_999, 70_000, 95_000))), week + draw(delays)
    return (topic, week, strength, None, "", None, known_on, known_on, 1)


@st.composite
def answers(draw: st.DrawFn, on: st.SearchStrategy[int] = days) -> Row:
    """What sales said."""
    said, day = draw(st.sampled_from(("accepted", "rejected", "deferred", "qualified"))), draw(on)
    until = draw(st.sampled_from((None, day, day + 9))) if said == "deferred" else None
    return (10 * day + draw(st.integers(0, 9)), said, "", day, until, day + draw(delays))


@st.composite
def histories(draw: st.DrawFn) -> History:
    """The history of an account that usually fits, with two members at least."""
    usual = [(fact, value, None, None, 0, None, 0, 0, "", 0, 0, 1) for fact, value in USUAL] * draw(
        st.sampled_from((1, 1, 1, 1, 1, 0))
    )
    members = (membership(1, "CFO", 0), membership(2, "Data analyst", 0))
    return History(
        known_on=draw(st.sampled_from((0, 0, 0, TODAY - 20, TODAY - 2))),
        acts=tuple(draw(st.lists(acts(), min_size=draw(st.sampled_from((0, 10))), max_size=20))),
        people=(*members, *draw(st.lists(st.one_of(records(), visitors()), max_size=4))),
        facts=(*usual, *draw(st.lists(facts(), max_size=5))),
        intent=tuple(draw(st.lists(research(), max_size=2))),
        dispositions=tuple(draw(st.lists(answers(), max_size=2))),
    )


worlds = st.lists(histories(), min_size=9, max_size=18)
Changed = tuple[History, History]


def changed(changes: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[Changed]]:
    """A world of histories, each with the same one and more rows, which differ for each."""
    pairs = st.builds(lambda history, rows: (history, history.and_then(**rows)), histories(), changes)
    return st.lists(pairs, min_size=9, max_size=18)


def both(pairs: Sequence[Changed]) -> list[History]:
    """All histories as they are, then all with more rows, in the same order."""
    return [history for one in (0, 1) for history in (pair[one] for pair in pairs)]


# --- running the line ----------------------------------------------------------------------------------------


def account(nth: int) -> int:
    """The number of the nth account, spread over the range that shards are cut from."""
    return 1 + nth * (LARGEST // 40)


@cache
def engine(definition: Definition) -> duckdb.DuckDBPyConnection:
    """A database in memory with the rules of a definition; every run replaces all other tables."""
    connection = duckdb.connect(config={"threads": 1})
    for name in WORLD:
        line.fill(connection, name, [])
    settle_rules(connection, definition)
    return connection


def settle_rules(connection: duckdb.DuckDBPyConnection, definition: Definition) -> None:
    """Make the rule tables of a definition, for all shapes of acts and all titles."""
    shapes = [Shape(number, kind, "", "", "") for kind, number in SHAPES.items()]
    titles = product((*TITLES, TITLE_OF_NOBODY_YET), SET_ROLES)
    line.fill_all(connection, pipeline.rules(definition, shapes, titles))


def settle(world: Sequence[History], definition: Definition, backwards: bool = False) -> duckdb.DuckDBPyConnection:
    """The engine with these accounts, the nth history being that of `account(nth)`, acts rolled up."""
    numbered = [(account(nth), history) for nth, history in enumerate(world)]
    tables: dict[str, list[Row]] = {
        "accounts": [
            (number, "", "", "", "", "", history.known_on, history.known_on, 1) for number, history in numbered
        ],
        "activities": [act.row(number) for number, history in numbered for act in history.acts],
    }
    for name in ("people", "facts", "intent", "dispositions"):
        tables[name] = [(number, *row) for number, history in numbered for row in getattr(history, name)]
    connection = engine(definition)
    for name, rows in tables.items():
        line.fill(connection, name, rows[::-1] if backwards else rows)
    line.make(connection, pipeline.ROLL_UP)
    return connection


class Judged(dict[str, list[Row]]):
    """Tables that the line made, each sorted."""

    def of(self, nth: int) -> dict[str, list[Row]]:
        """The rows of the nth account, without its number."""
        return {name: [row[:1] + row[2:] for row in rows if row[1] == account(nth)] for name, rows in self.items()}

    def numbers(self, table: str, nth: int, *columns: str) -> list[tuple[int, ...]]:
        """Some columns of the rows of the nth account."""
        shape = JUDGEMENT[table].columns
        at = [list(shape).index(column) for column in columns]
        return [cast(tuple[int, ...], tuple(row[i] for i in at)) for row in self[table] if row[1] == account(nth)]


def made(connection: duckdb.DuckDBPyConnection, tables: Sequence[str]) -> Judged:
    """Tables as they stand."""
    return Judged({name: connection.execute(f"select * from {name} order by all").fetchall() for name in tables})


def judged(
    world: Sequence[History], definition: Definition, *asked: tuple[int, int], but: Sequence[str] = ()
) -> Judged:
    """All that the line makes of some days (as_of, known_at; none: today), but some tables."""
    connection = settle(world, definition)
    line.judge(connection, asked or [(TODAY, TODAY)], definition, but=but)
    return made(connection, [step.table for step in pipeline.DAY if step.table not in but])


def scored(world: Sequence[History], definition: Definition, *asked: tuple[int, int]) -> Judged:
    """The same up to the scores and what they are made of."""
    return judged(world, definition, *asked, but=AFTER_SCORES)


def stood(world: Sequence[History], definition: Definition, on: Sequence[int], *, at_once: bool = True) -> Judged:
    """Standings, streaks and transitions, folded over some days; each day judged for itself, or all at once."""
    connection = settle(world, definition)
    folding.begin_fold(connection)
    pairs = [(day, day) for day in on]
    for some in [pairs] if at_once else [[pair] for pair in pairs]:
        line.judge(connection, some, definition)
        folding.fold(connection, some)
    return made(connection, ("standings", "streaks", "transitions"))
