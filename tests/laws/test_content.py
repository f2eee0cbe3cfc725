"""A map of content counts as it was known: what it says later changes nothing of what was known before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mqa import line, pipeline
from mqa.terms.keys import number_of
from mqa.terms.tables import WORLD
from tests.definitions import definition
from tests.laws import worlds

TODAY = 100
ASKED = definition(
    signals="""
        Prices: { activity: web.page, where: { topic: pric* }, points: 8, per_day: 2, stage: decision }
        Pages: { activity: "web.*", points: 2, per_day: 3, half_life: 14 days, stage: by content }
        Guides: { activity: content.guide, points: 5, stage: by content }
    """,
    conditions="""
        Warm: { engagement_at_least: 5 }
        Reads both: { topics_at_least: 2, topics: [prices, docs], within: 14 days }
        Two guides: { activity: content.guide, topics: [docs], assets_at_least: 2, within: 30 days }
        Decides: { buying_stage: [decision] }
        Either: { any_of: [Reads both, Two guides, Decides] }
    """,
)
PATHS = ("", "/prices", "/docs/a", "/docs/b", "/blog/a")
PATTERNS = ("*", "/docs/*", "/docs/a", "/prices", "/*a")
ASSETS = ("", "one", "two")
SHAPES = [
    (number_of(f"{kind} {path} {topic}"), kind, path, "", "", topic)
    for kind in ("web.page", "content.guide")
    for path in PATHS
    for topic in ("", "prices")
]
Row = tuple[Any, ...]
few = settings(worlds.few, phases=[Phase.generate])  # to shrink a failing example would take minutes
days = st.integers(TODAY - 30, TODAY)


@st.composite
def acts(draw: st.DrawFn) -> Row:
    """An act, perhaps learned late, perhaps taken back."""
    shape, asset, day = draw(st.sampled_from(SHAPES)), draw(st.sampled_from(ASSETS)), draw(days)
    known_on = day + draw(st.sampled_from((0, 0, 1, 4, 15)))
    who, times = draw(st.sampled_from((1, 1, 2, -1))), draw(st.sampled_from((1, 1, 1, -1)))
    of_act = (shape[0], number_of(asset) if asset else 0, day, 0, known_on, 0, times)
    return (draw(st.integers(1, 6)), who, "", *of_act, "", "", asset)


@st.composite
def editions(draw: st.DrawFn) -> list[Row]:
    """What one or two files told, an edition after another, most of it known from one day on."""
    rows: list[Row] = []
    for file in ("a.csv", "b.csv")[: draw(st.integers(1, 2))]:
        for edition in range(1, draw(st.integers(2, 4))):
            known_on = draw(st.sampled_from((-1000, TODAY - 40, TODAY - 20, TODAY - 9, TODAY - 1, TODAY, TODAY + 5)))
            for _ in range(draw(st.integers(1, 4))):
                path, asset = draw(st.sampled_from((*((one, "") for one in PATTERNS), ("", "one"), ("/docs/*", "two"))))
                topic = draw(st.sampled_from(("", "prices", "docs", "blog")))
                stage = draw(st.sampled_from(("", "awareness", "consideration", "decision")))
                later = draw(st.sampled_from((0, 0, 0, 3)))
                rows.append(("map", file, edition, path, asset, topic, stage, known_on + later))
    return rows


@pytest.fixture(scope="module")
def engine() -> Iterator[duckdb.DuckDBPyConnection]:
    """An engine with six accounts that are known since ever, and two people of each."""
    with duckdb.connect(config={"threads": 1}) as opened:
        for name in WORLD:
            line.fill(opened, name, [])
        numbers = range(1, 7)
        line.fill(opened, "accounts", [(one, "", "", "", "", "", 0, 0, 1) for one in numbers])
        line.fill(opened, "facts", [(one, "country", "us", None, None, 0, None, 0, 0, "", 0, 0, 1) for one in numbers])
        line.fill(opened, "people", [(one, who, "", "", "", "", "", 0, 0, 1) for one in numbers for who in (1, 2)])
        line.fill(opened, "shapes", SHAPES)
        yield opened


def rolled_up(
    engine: duckdb.DuckDBPyConnection, done: Sequence[Row], told: Sequence[Row], known_at: int | None
) -> None:
    """Roll up acts by a map: with all that it ever said, or as it was known on a day."""
    line.fill(engine, "activities", done)
    line.fill(engine, "content", told)
    line.fill_all(engine, line.rules_for(engine, ASKED, known_at))
    line.make(engine, pipeline.ROLL_UP)


def judged(engine: duckdb.DuckDBPyConnection, asked: Sequence[int]) -> dict[str, list[Row]]:
    """All that the line makes of some days, each with what was known at its end."""
    line.judge(engine, [(day, day) for day in asked], ASKED)
    tables = [step.table for step in pipeline.DAY]
    return {name: engine.execute(f"select * from {name} order by all").fetchall() for name in tables}


@few
@given(done=st.lists(acts(), min_size=20, max_size=60), told=editions())
def test_days_rolled_up_as_a_map_changed_equal_those_rolled_up_by_what_it_said_then(engine, done, told) -> None:
    asked = [TODAY - 20, TODAY - 19, TODAY - 9, TODAY - 6, TODAY - 1, TODAY]
    rolled_up(engine, done, told, None)
    together = judged(engine, asked)
    apart: dict[str, list[Row]] = {name: [] for name in together}
    for day in asked:
        rolled_up(engine, done, told, day)
        for name, some in judged(engine, [day]).items():
            apart[name] += some
    assert {name: sorted(some, key=str) for name, some in apart.items()} == {
        name: sorted(some, key=str) for name, some in together.items()
    }


@few
@given(done=st.lists(acts(), min_size=20, max_size=60), told=editions(), later=editions())
def test_what_a_map_says_later_changes_nothing_of_what_was_known_before(engine, done, told, later) -> None:
    asked = [TODAY - 9, TODAY]
    last = {file: max(row[2] for row in told if row[1] == file) for file in {row[1] for row in told}}
    late = [(*row[:2], row[2] + last.get(row[1], 0), *row[3:7], TODAY + 1) for row in later]
    rolled_up(engine, done, told, None)
    without = judged(engine, asked)
    rolled_up(engine, done, [*told, *late], None)
    assert judged(engine, asked) == without


@few
@given(done=st.lists(acts(), min_size=20, max_size=60), told=editions())
def test_the_order_of_the_rows_of_a_map_never_matters(engine, done, told) -> None:
    rolled_up(engine, done, told, None)
    one_way = judged(engine, [TODAY])
    rolled_up(engine, done, told[::-1], None)
    assert judged(engine, [TODAY]) == one_way
