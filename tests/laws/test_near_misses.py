"""A near miss is what would hold if what is nearly met were met."""

from __future__ import annotations

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from mqa import line, pipeline
from tests.laws.worlds import law

SIMPLE, NEEDED = 5, 100
# Of each simple condition, in hundredths of what it needs: just short of nearly, nearly, just short, met.
seen = st.lists(st.sampled_from([89, 90, 99, 100, 100]), min_size=SIMPLE, max_size=SIMPLE)


@st.composite
def composites(draw: st.DrawFn) -> list[tuple[int, list[int], bool]]:
    """Conditions made of others, each in a layer of its own: how many parts it needs, its parts, whether it negates."""
    made: list[tuple[int, list[int], bool]] = []
    for layer in range(1, draw(st.integers(1, pipeline.LAYERS)) + 1):
        below = st.integers(1, SIMPLE + layer - 1)
        parts = draw(st.lists(below, min_size=1, max_size=4, unique=True))
        negates = draw(st.integers(0, 5)) == 0
        parts = parts[:1] if negates else parts
        made.append((draw(st.integers(1, len(parts) + 1) if not negates else st.just(1)), parts, negates))
    return made


def meant(seen: list[int], made: list[tuple[int, list[int], bool]]) -> tuple[list[bool], list[bool], list[set[int]]]:
    """Of each condition by hand: whether it is met, whether nearly met, and the simple ones that are missing then."""
    met = [share >= 100 for share in seen]
    near = [90 <= share < 100 for share in seen]
    missing = [{nth} if is_near else set() for nth, is_near in enumerate(near, start=1)]
    for needed, parts, negates in made:
        holds = sum(met[part - 1] for part in parts)
        close = [part for part in parts if near[part - 1]]
        met.append(not met[parts[0] - 1] if negates else holds >= needed)
        near.append(not negates and holds < needed <= holds + len(close))
        missing.append(set().union(*(missing[part - 1] for part in close)) if near[-1] else set())
    return met, near, missing


@settings(law, max_examples=60)
@given(seen, composites())
def test_what_is_nearly_met_and_what_it_misses_is_as_by_hand(
    seen: list[int], made: list[tuple[int, list[int], bool]]
) -> None:
    last = SIMPLE + len(made)
    with duckdb.connect() as connection:
        for name, rows in {
            "today": [(30, 30)],
            "placements": [(30, 7, 1, 1, 1)],
            "scores": [(30, 7, "graded", *[0] * 5, 1, *[0] * 17)],
            "standings": [],
            "levels": [(1, "Level", last, "MQA", 1, 0)],
            "condition_parts": [
                (SIMPLE + layer, part, layer, int(negates))
                for layer, (_, parts, negates) in enumerate(made, start=1)
                for part in parts
            ],
            "thresholds": [
                *((nth, 1, NEEDED, NEEDED) for nth in range(1, SIMPLE + 1)),
                *((SIMPLE + layer, 1, needed, needed) for layer, (needed, _, _) in enumerate(made, start=1)),
            ],
            "leaf_verdicts": [
                (30, 7, nth, share, NEEDED, NEEDED, int(share >= 100), int(share >= 100))
                for nth, share in enumerate(seen, start=1)
            ],
        }.items():
            line.fill(connection, name, rows)
        for step in pipeline.DAY:
            if step.table.startswith("composites_"):
                line.make(connection, step)
        for step in pipeline.NEAR:
            line.make(connection, step)
        found = connection.execute("select condition from near_misses order by condition").fetchall()
    _, near, missing = meant(seen, made)
    assert {condition for (condition,) in found} == (missing[-1] if near[-1] else set())
    assert len(found) == len(set(found))
