from __future__ import annotations

import pytest

from tests.engines.steps import Engine, rows
from tests.tables import Rows, Value, table

TODAY = table("""
    as_of
    30
""")
VERDICTS = "as_of  account_id  condition  seen  needed_to_enter  needed_to_stay  enters  stays"
SCORES = table("""
    as_of  account_id  state   scope
    30     1           graded  1
""")
# Conditions 1 to 3 are simple; 9 is made of them, and needs as many as a test says.
PARTS = table("""
    condition  part  negates
    9          1     0
    9          2     0
    9          3     0
""")


def simple(engine: Engine, *, seen: int, needed: int = 100, enters: int = 0) -> list[tuple[Value, ...]]:
    """What is nearly met where so much was seen of condition 1 of account 1."""
    return rows(
        engine,
        "qualification/nearly_simple.sql",
        leaf_verdicts=table(f"{VERDICTS}\n30  1  1  {seen}  {needed}  {needed}  {enters}  {enters}"),
        today=TODAY,
    )


@pytest.mark.parametrize(("seen", "found"), [(90, [(30, 1, 1, 1)]), (99, [(30, 1, 1, 1)]), (89, [])])
def test_nine_tenths_of_what_is_needed_are_nearly_enough(
    engine: Engine, seen: int, found: list[tuple[Value, ...]]
) -> None:
    assert simple(engine, seen=seen) == found


def test_what_is_met_is_not_nearly_met(engine: Engine) -> None:
    assert simple(engine, seen=100, enters=1) == []


def test_two_people_of_three_are_not_nearly_three(engine: Engine) -> None:
    assert simple(engine, seen=2, needed=3) == []


def composite(
    engine: Engine, near: tuple[int, ...], *, needed: int, met: int = 0, enters: int = 0, parts: Rows = PARTS
) -> list[tuple[Value, ...]]:
    """(condition, missing) of account 1, where these simple conditions are nearly met and so many others of 9 are."""
    lines = [f"30  1  {condition}  {condition}" for condition in near]
    found = rows(
        engine,
        "qualification/nearly.sql",
        answered=table(f"{VERDICTS}\n30  1  9  {met}  {needed}  {needed}  {enters}  {enters}"),
        below=table("\n".join(["as_of  account_id  condition  missing", *lines])),
        layer_parts=parts,
        scores=SCORES,
        thresholds=table(f"condition  scope  needed_to_enter\n9  1  {needed}"),
    )
    assert {row[:2] for row in found} <= {(30, 1)}
    return [row[2:] for row in found]


def test_a_composite_is_nearly_met_where_only_nearly_met_parts_are_missing(engine: Engine) -> None:
    assert composite(engine, (3,), met=2, needed=3) == [(9, 3)]


def test_all_that_it_misses_is_told(engine: Engine) -> None:
    assert composite(engine, (2, 3), met=1, needed=3) == [(9, 2), (9, 3)]


def test_it_is_not_where_a_part_is_far_off(engine: Engine) -> None:
    assert composite(engine, (3,), met=1, needed=3) == []


def test_a_composite_that_is_met_misses_nothing(engine: Engine) -> None:
    assert composite(engine, (3,), met=2, needed=2, enters=1) == []


def test_what_is_forbidden_is_not_nearly_absent(engine: Engine) -> None:
    negation = table("""
        condition  part  negates
        9          1     1
    """)
    assert composite(engine, (1,), needed=1, parts=negation) == []


def test_a_composite_of_which_nothing_is_met_has_no_verdict(engine: Engine) -> None:
    found = rows(
        engine,
        "qualification/nearly.sql",
        answered=table(VERDICTS),
        below=table("as_of  account_id  condition  missing\n30  1  1  1"),
        layer_parts=PARTS,
        scores=SCORES,
        thresholds=table("condition  scope  needed_to_enter\n9  1  1"),
    )
    assert found == [(30, 1, 9, 1)]


def misses(engine: Engine, *, state: str = "graded", stands: int = 0) -> list[tuple[Value, ...]]:
    """Near misses of account 1, which misses condition 1 by 5 for condition 9, on which level 2 rests."""
    return rows(
        engine,
        "qualification/near_misses.sql",
        nearly=table("as_of  account_id  condition  missing\n30  1  9  1"),
        levels=table("level  condition\n1  4\n2  9"),
        scores=table(f"as_of  account_id  state  scope\n30  1  {state}  1"),
        leaf_verdicts=table(f"{VERDICTS}\n30  1  1  95  100  80  0  1"),
        standings=table(f"as_of  account_id  level\n30  1  {stands}"),
    )


def test_a_near_miss_names_level_condition_and_numbers(engine: Engine) -> None:
    assert misses(engine, stands=1) == [(30, 1, 2, 1, 95, 100)]


def test_who_stands_there_does_not_miss_it(engine: Engine) -> None:
    assert misses(engine, stands=2) == []


@pytest.mark.parametrize(("state", "count"), [("unknown", 1), ("outside", 0), ("excluded", 0)])
def test_only_accounts_that_may_hold_a_level_miss_one(engine: Engine, state: str, count: int) -> None:
    assert len(misses(engine, state=state)) == count
