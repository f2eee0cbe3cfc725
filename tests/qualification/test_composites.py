from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

PLACEMENTS = table("""
    as_of  account_id  scope
    30     1           1
""")
# Conditions 1 to 3 are simple; 9 is made of them.
PARTS = table("""
    condition  part  negates
    9          1     0
    9          2     0
    9          3     0
""")
NEGATION = table("""
    condition  part  negates
    9          1     1
""")


def answered(*verdicts: tuple[int, int, int]) -> Rows:
    """Verdicts of (condition, enters, stays)."""
    lines = [f"30  1  {condition}  0  0  0  {enters}  {stays}" for condition, enters, stays in verdicts]
    header = "as_of  account_id  condition  seen  needed_to_enter  needed_to_stay  enters  stays"
    return table("\n".join([header, *lines]))


def composites(
    engine: Engine, verdicts: Rows, *, needed: int, stay: int | None = None, parts: Rows = PARTS
) -> list[tuple[Value, ...]]:
    """(seen, needed to enter, needed to stay, enters, stays) of condition 9."""
    thresholds = table(f"""
        condition  scope  needed_to_enter  needed_to_stay
        9          1      {needed}         {needed if stay is None else stay}
    """)
    found = rows(
        engine,
        "qualification/composites.sql",
        answered=verdicts,
        layer_parts=parts,
        placements=PLACEMENTS,
        thresholds=thresholds,
    )
    assert {row[:3] for row in found} <= {(30, 1, 9)}
    return [row[3:] for row in found]


def test_all_parts_must_hold(engine: Engine) -> None:
    all_hold = answered((1, 1, 1), (2, 1, 1), (3, 1, 1))
    two_hold = answered((1, 1, 1), (2, 1, 1))
    assert composites(engine, all_hold, needed=3) == [(3, 3, 3, 1, 1)]
    assert composites(engine, two_hold, needed=3) == [(2, 3, 3, 0, 0)]


def test_any_part_is_enough(engine: Engine) -> None:
    assert composites(engine, answered((2, 1, 1)), needed=1) == [(1, 1, 1, 1, 1)]


def test_where_no_part_holds_the_answer_is_no(engine: Engine) -> None:
    assert composites(engine, answered((1, 0, 0)), needed=1) == []


@pytest.mark.parametrize(("holding", "enters"), [(1, 0), (2, 1), (3, 1)])
def test_at_least_two_of_three(engine: Engine, holding: int, enters: int) -> None:
    verdicts = answered(*((condition, 1, 1) for condition in range(1, holding + 1)))
    assert composites(engine, verdicts, needed=2) == [(holding, 2, 2, enters, enters)]


def test_parts_that_only_stay_let_the_whole_only_stay(engine: Engine) -> None:
    verdicts = answered((1, 1, 1), (2, 0, 1), (3, 0, 1))
    assert composites(engine, verdicts, needed=3) == [(1, 3, 3, 0, 1)]


def test_staying_may_ask_for_fewer_parts(engine: Engine) -> None:
    assert composites(engine, answered((1, 1, 1)), needed=2, stay=1) == [(1, 2, 1, 0, 1)]


@pytest.mark.parametrize(
    ("part", "found"),
    [((1, 1, 1), (0, 1, 1, 0, 0)), ((1, 0, 1), (0, 1, 1, 0, 1)), ((1, 0, 0), (1, 1, 1, 1, 1))],
    ids=["its part enters", "its part only stays", "its part does not hold"],
)
def test_not_swaps_entering_and_staying(engine: Engine, part: tuple[int, int, int], found: tuple[int, ...]) -> None:
    assert composites(engine, answered(part), needed=1, parts=NEGATION) == [found]


def test_not_holds_where_its_part_has_no_verdict(engine: Engine) -> None:
    assert composites(engine, answered(), needed=1, parts=NEGATION) == [(1, 1, 1, 1, 1)]


def test_a_composite_that_is_not_asked_of_the_segment_is_left_to_the_layer_below(engine: Engine) -> None:
    verdicts = answered((1, 1, 1), (9, 1, 1))
    assert composites(engine, verdicts, needed=0) == []
    assert composites(engine, verdicts, needed=0, parts=NEGATION) == []
