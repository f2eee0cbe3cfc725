"""Laws of what moved scores: the causes add up exactly, and each moves nothing where it did not happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb
from hypothesis import given
from hypothesis import strategies as st

from mqa import line, pipeline
from mqa.answers.changes.causes import CAUSES, Between, Day
from mqa.answers.changes.judging import BEHIND, MOVED, Found, begin, judge
from mqa.explain.changes import Moved, State, because
from mqa.explain.numbers import tenths
from mqa.line import Accounts
from mqa.reading import rows
from mqa.terms.rules import Agreement, Definition
from mqa.terms.tables import WORLD
from tests.definitions import definition
from tests.laws.worlds import (
    SHAPES,
    TODAY,
    Act,
    History,
    Row,
    account,
    acts,
    agreements,
    few,
    histories,
    law,
    worlds,
)

SINCE = st.integers(TODAY - 20, TODAY - 1)
SCORES = {
    "fit": "fit_score",
    **{name: name for name in ("engagement", "breadth", "depth", "recency", "product")},
}


BY_CONTENT = definition(
    signals="""
        Prices: { activity: "web.*", where: { topic: pric* }, points: 6, half_life: 9 days }
        Pages: { activity: "web.*", points: 2, stage: by content }
    """,
    engagement="without_role: 0.5",
    committee="""
        Buyer: { titles: [CFO, Chief Financial Officer], weight: 1.5 }
        Builder: { titles: ["*architect*"], weight: 1.1 }
        User: { titles: ["*analyst*"], weight: 0.8 }
    """,
    conditions="""
        Warm: { engagement_at_least: 30 }
        Reads both: { topics_at_least: 2, topics: [prices, docs], within: 14 days }
    """,
)
NEW_PAGE = Act(1, "web.page", TODAY, TODAY)
pages = st.lists(
    st.builds(
        lambda edition, path, topic, stage, known_on: ("map", "a.csv", edition, path, "", topic, stage, known_on),
        st.integers(1, 2),
        st.sampled_from(("/web.*", "/web.page", "/web.pricing")),
        st.sampled_from(("prices", "docs")),
        st.sampled_from(("", "awareness", "decision")),
        st.sampled_from((-1000, TODAY - 9, TODAY - 1, TODAY)),
    ),
    min_size=1,
    max_size=4,
)


@contextmanager
def opened(world: list[History], content: Sequence[Row] = ()) -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine whose schema `world` holds these accounts; each act has an id, which one that takes it back shares.

    `content`: what a map says of pages; the path of an act is its kind.
    """
    tables: dict[str, list[tuple[int | str | None, ...]]] = {name: [] for name in WORLD}
    tables["shapes"] = [(number, kind, f"/{kind}", "", "", "") for kind, number in SHAPES.items()]
    tables["content"] = [*content]
    for nth, history in enumerate(world):
        number = account(nth)
        known = history.known_on
        tables["accounts"].append((number, "", "", "", "", "", known, known, 1))
        for name in ("people", "facts", "intent"):
            tables[name] += [(number, *row) for row in getattr(history, name)]
        for act in history.acts:
            row = act.row(number)
            tables["activities"].append((*row[:2], act_id(nth, act), *row[3:]))
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute("create schema world")
        for name, some in tables.items():
            line.fill(connection, name, some)
            connection.execute(f"create table world.{name} as select *, false as late from {name}")
            connection.execute(f"drop table {name}")
        yield connection


def act_id(nth: int, act: Act) -> str:
    """The id of an act of the nth account: what it was and when, whenever that became known."""
    return f"{nth} {act.person} {act.kind} {act.day} {act.seconds} {act.asset}"


def day(agreed: Definition, as_of: int, known_at: int | None = None) -> Day:
    return Day(as_of, as_of if known_at is None else known_at, Agreement(agreed, str(id(agreed)), "", ()))


def moved(world: list[History], since: Day, until: Day, content: Sequence[Row] = ()) -> list[Moved]:
    """Every score of every account on both days, and what each cause moved."""
    with opened(world, content) as connection:
        begin(connection)
        judge(connection, Between(since, until), Accounts())
        return [Moved(**{**row, "parts": tuple(row["parts"])}) for row in rows(connection, MOVED)]


def scored(world: list[History], on: Day, content: Sequence[Row] = ()) -> dict[tuple[int, str], int]:
    """The scores of a day as the line finds them, with the world as it lies."""
    with opened(world, content) as connection:
        for name in WORLD:
            if name != "activity_days":
                connection.execute(f"create view {name} as from world.{name}")
        line.fill_all(connection, line.rules_for(connection, on.definition))
        line.make(connection, pipeline.ROLL_UP)
        line.judge(connection, [(on.as_of, on.known_at)], on.definition)
        found = rows(connection, "from scores")
    return {(row["account_id"], score): row[column] for row in found for score, column in SCORES.items()}


def of_causes(found: list[Moved]) -> set[str]:
    """The causes that moved anything."""
    return {cause for one in found for cause, part in zip(CAUSES, one.parts, strict=True) if part}


@law
@given(agreements, agreements, worlds, SINCE)
def test_what_causes_moved_adds_up_from_one_days_scores_to_the_others(
    was: Definition, now: Definition, world: list[History], since: int
) -> None:
    first, last = day(was, since), day(now, TODAY)
    found = moved(world, first, last)
    assert all(one.was + sum(one.parts) == one.now for one in found)
    assert all(sum(one.shown) == tenths(one.now) and one.shown[0] == tenths(one.was) for one in found)
    assert_as_scored(found, world, first, last)


def assert_as_scored(
    found: list[Moved], world: list[History], first: Day, last: Day, content: Sequence[Row] = ()
) -> None:
    """What is told of both days must be what the line finds on each."""
    before, after = scored(world, first, content), scored(world, last, content)
    told = {(one.account_id, one.score): (one.was, one.now) for one in found if not one.topic}
    assert told == {key: (before.get(key, 0), after.get(key, 0)) for key in before.keys() | after.keys()}


@law
@given(worlds, pages, st.sampled_from((TODAY - 2, TODAY - 1)))
def test_what_a_map_of_content_says_moves_a_score_from_one_day_to_the_next_as_the_line_finds_it(
    world: list[History], content: list[Row], since: int
) -> None:
    busy, *quiet = world
    told = [busy.and_then(acts=[NEW_PAGE]), *(told_by(history, since) for history in quiet)]
    first, last = day(BY_CONTENT, since), day(BY_CONTENT, TODAY)
    assert_as_scored(moved(told, first, last, content), told, first, last, content)


@law
@given(agreements, worlds, SINCE)
def test_without_news_time_alone_moves_scores(agreed: Definition, world: list[History], since: int) -> None:
    old = [told_by(history, since) for history in world]
    assert of_causes(moved(old, day(agreed, since), day(agreed, TODAY))) <= {"fading"}


def told_by(history: History, last: int) -> History:
    """A history without what happened or became known after a day."""
    return History(
        known_on=min(history.known_on, last),
        acts=tuple(act for act in history.acts if max(act.day, act.known_on) <= last),
        people=tuple(row for row in history.people if int(row[-2] or 0) <= last),
        facts=tuple(row for row in history.facts if max(int(row[4] or 0), int(row[-2] or 0)) <= last),
        intent=tuple(row for row in history.intent if max(int(row[1] or 0), int(row[-2] or 0)) <= last),
        dispositions=(),
    )


@few
@given(agreements, worlds)
def test_on_the_same_day_nothing_moved(agreed: Definition, world: list[History]) -> None:
    assert of_causes(moved(world, day(agreed, TODAY), day(agreed, TODAY))) == set()


@few
@given(agreements, agreements, worlds)
def test_on_the_same_day_another_definition_is_all_that_moved_anything(
    was: Definition, now: Definition, world: list[History]
) -> None:
    assert of_causes(moved(world, day(was, TODAY), day(now, TODAY))) <= {"definition"}


news = st.integers(TODAY - 4, TODAY)


@few
@given(agreements, worlds, st.data())
def test_more_acts_move_nothing_but_what_new_acts_moved(
    agreed: Definition, world: list[History], data: st.DataObject
) -> None:
    since, until = day(agreed, TODAY - 5), day(agreed, TODAY)
    more = [history.and_then(acts=data.draw(st.lists(acts(on=news), max_size=4))) for history in world]
    before, after = moved(world, since, until), moved(more, since, until)
    assert others(before, "new acts") == others(after, "new acts")


def others(found: list[Moved], but: str) -> dict[tuple[int, str, str], tuple[int, ...]]:
    """What all causes before one moved, and where the score began."""
    last = CAUSES.index(but)
    return {(one.account_id, one.score, one.topic): (one.was, *one.parts[:last]) for one in found if not one.topic}


@law
@given(agreements, st.lists(histories(), min_size=9, max_size=18), st.integers(TODAY - 10, TODAY - 1))
def test_acts_that_move_to_another_account_are_identity(agreed: Definition, world: list[History], since: int) -> None:
    known = [told_by(history, since) for history in world]
    moving = [[act for act in history.acts if act.times > 0] for history in known]
    gone = [
        history.and_then(acts=[act._replace(known_on=TODAY, times=-1) for act in some])
        for history, some in zip(known, moving, strict=True)
    ]
    assert of_causes(moved(gone, day(agreed, since), day(agreed, TODAY))) <= {"fading", "identity"}


@few
@given(agreements, worlds, SINCE)
def test_what_is_told_of_one_account_adds_up_to_what_moved(
    agreed: Definition, world: list[History], since: int
) -> None:
    between = Between(day(agreed, since), day(agreed, TODAY))
    for nth in range(2):
        with opened(world) as connection:
            begin(connection)
            only = Accounts(account(nth), account(nth))
            found = judge(connection, between, only, at_hand=True)
            scores = {row["score"]: row["parts"] for row in rows(connection, MOVED) if not row["topic"]}
        told = because(CAUSES, states(found, agreed), {})
        for score in ("engagement", "product"):
            assert [getattr(one, score).share for one in told] == scores.get(score, [0] * len(CAUSES))
        assert [sum(line.moved for line in one.criteria) for one in told] == scores.get("fit", [0] * len(CAUSES))


def states(found: Found, agreed: Definition) -> list[State]:
    tables: dict[str, list[dict[str, object]]] = {table: [] for table in BEHIND}
    gathered = []
    for step in range(len(CAUSES) + 1):
        tables = found.get(step, tables)  # type: ignore[assignment]
        gathered.append(State(tables, agreed))
    return gathered
