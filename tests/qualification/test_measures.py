from __future__ import annotations

import pytest

from mqa.terms.titles import class_number
from tests.engines.steps import Engine, rows
from tests.tables import Rows, table

PLACEMENTS = table("""
    as_of  account_id  scope
    30     1           4
""")


def measures(engine: Engine, **given: Rows) -> dict[int, int]:
    """What is seen of account 1, by condition."""
    if scores := given.get("scores"):
        given["scores"] = Rows((*scores.columns, "scope"), tuple((*row, 4) for row in scores.rows))
    found = rows(engine, "qualification/measures.sql", placements=PLACEMENTS, **given)
    assert {row[2] for row in found} <= {4}, "not the account's scope"
    assert {row[:2] for row in found} <= {(30, 1)}
    assert len({row[3] for row in found}) == len(found), "a condition is measured twice"
    return {row[3]: row[4] for row in found}


SCORES = table("""
    as_of  account_id  engagement  breadth  depth    recency  product  points   known_share  grade_rank  engaged  known
    30     1           6000000     5000000  4000000  3000000  2000000  9500000  700000       2           1        3
""")
NOTHING = table("""
    as_of  account_id  engagement  breadth  depth  recency  product  points  known_share  grade_rank  engaged  known
    30     1           0           0        0      0        0        -5      0            0           0        0
""")
SCORED = {
    "engagement": 6_000_000,
    "breadth": 5_000_000,
    "depth": 4_000_000,
    "recency": 3_000_000,
    "product": 2_000_000,
    "points": 9_500_000,
    "known_share": 700_000,
    "engaged": 1,
    "contact_ratio": 333_333,
}


@pytest.mark.parametrize("measure", SCORED)
def test_a_score_is_seen_as_it_is(engine: Engine, measure: str) -> None:
    conditions = table(f"""
        condition  measure
        5          {measure}
    """)
    assert measures(engine, scores=SCORES, score_conditions=conditions) == {5: SCORED[measure]}
    assert measures(engine, scores=NOTHING, score_conditions=conditions) == {}


def test_a_grade_among_those_accepted_is_seen_once(engine: Engine) -> None:
    conditions = table("""
        condition  grade_rank
        5          1
        5          2
        6          1
    """)
    assert measures(engine, scores=SCORES, grade_conditions=conditions) == {5: 1}
    assert measures(engine, scores=NOTHING, grade_conditions=conditions) == {}


def test_surging_topics_are_counted(engine: Engine) -> None:
    surges = table("""
        as_of  account_id  topic
        30     1           1
        30     1           4
    """)
    conditions = table("""
        condition  measure
        5          surging_topics
    """)
    assert measures(engine, surges=surges, score_conditions=conditions) == {5: 2}


def test_surging_topics_are_a_share_of_those_asked_for(engine: Engine) -> None:
    surges = table("""
        as_of  account_id  topic
        30     1           1
        30     1           4
    """)
    topics = table("""
        topic  topic_name
        1      a
        2      b
        3      c
        4      d
        5      e
        6      f
    """)
    conditions = table("""
        condition  measure
        5          surging_share
    """)
    assert measures(engine, surges=surges, topics=topics, score_conditions=conditions) == {5: 333_333}


def test_facts_that_hold_are_counted_for_the_condition_that_asks_them(engine: Engine) -> None:
    criteria = table("""
        criterion  purpose    owner
        1          points     0
        2          condition  5
        3          condition  5
        4          condition  6
    """)
    met = table("""
        as_of  account_id  criterion  holds
        30     1           1          1
        30     1           2          1
        30     1           3          1
        30     1           4          0
    """)
    assert measures(engine, criteria=criteria, criteria_met=met) == {5: 2}


def test_a_buying_stage_among_those_accepted_is_seen(engine: Engine) -> None:
    stages = table("""
        as_of  account_id  stage
        30     1           3
    """)
    conditions = table("""
        condition  stage
        5          2
        5          3
        6          1
    """)
    assert measures(engine, buying_stages=stages, stage_conditions=conditions) == {5: 1}


# Roles 1 and 2 are required, 3 is not; finance is department 2, security 4.
BUYER, USER, OTHER = class_number(1, 2, 7), class_number(2, 4, 0), class_number(3, 2, 0)


def people(*seen: tuple[int, int, int | str]) -> Rows:
    """Person scores of (person, class, seen age)."""
    lines = [f"30  1  {person}  {of_class}  {age}" for person, of_class, age in seen]
    return table("\n".join(["as_of  account_id  person_id  class  seen_age", *lines]))


def test_people_are_counted_who_did_something_good_within_the_window(engine: Engine) -> None:
    conditions = table(f"""
        condition  class    within  counts  out_of
        5          0        14      0       0
        5          {BUYER}  14      0       0
    """)
    seen = people((7, 0, 13), (8, BUYER, 0), (9, 0, 14), (10, 0, "-"), (0, 0, 1))
    assert measures(engine, person_scores=seen, people_conditions=conditions) == {5: 2}


def test_people_of_other_classes_are_not_counted(engine: Engine) -> None:
    conditions = table(f"""
        condition  class    within  counts  out_of
        5          {BUYER}  14      0       0
    """)
    assert measures(engine, person_scores=people((7, 0, 0), (8, BUYER, 0)), people_conditions=conditions) == {5: 1}


def test_coverage_is_required_roles_seen_of_all_required(engine: Engine) -> None:
    conditions = table(f"""
        condition  class    within  counts  out_of
        5          {BUYER}  14      1       3
        5          {USER}   14      2       3
    """)
    seen = people((7, BUYER, 0), (8, BUYER, 0), (9, USER, 0), (10, OTHER, 0))
    assert measures(engine, person_scores=seen, people_conditions=conditions) == {5: 666_666}


def test_departments_are_counted_once_each(engine: Engine) -> None:
    conditions = table(f"""
        condition  class    within  counts  out_of
        5          {BUYER}  14      2       0
        5          {OTHER}  14      2       0
        5          {USER}   14      4       0
    """)
    seen = people((7, BUYER, 0), (8, OTHER, 0), (9, USER, 0), (10, USER, 20))
    assert measures(engine, person_scores=seen, people_conditions=conditions) == {5: 2}


def test_a_count_is_seen_as_it_is(engine: Engine) -> None:
    counts = table("""
        as_of  account_id  counter  counted
        30     1           2        12
    """)
    conditions = table("""
        condition  counter  out_of_counter  least_out_of  times    per
        5          2        0               5             1000000  1
    """)
    assert measures(engine, counts=counts, counter_conditions=conditions) == {5: 12}


@pytest.mark.parametrize(("delivered", "rate"), [(4, {}), (5, {5: 400_000}), (6, {5: 333_333})])
def test_a_rate_needs_enough_in_its_denominator(engine: Engine, delivered: int, rate: dict[int, int]) -> None:
    counts = table(f"""
        as_of  account_id  counter  counted
        30     1           1        2
        30     1           2        {delivered}
    """)
    conditions = table("""
        condition  counter  out_of_counter  least_out_of  times    per
        5          1        2               5             1000000  1
    """)
    assert measures(engine, counts=counts, counter_conditions=conditions) == rate


@pytest.mark.parametrize(("before", "lift"), [("6", 2_000_000), ("4", 3_000_000), ("-", 12_000_000)])
def test_a_lift_is_what_happens_a_day_by_what_happened_a_day_before(engine: Engine, before: str, lift: int) -> None:
    counts = table(f"""
        as_of  account_id  counter  counted
        30     1           1        4
        30     1           2        {before}
    """)
    a_week_by_three = table("""
        condition  counter  out_of_counter  least_out_of  times     per
        5          1        2               0             21000000  7
    """)
    assert measures(engine, counts=counts, counter_conditions=a_week_by_three) == {5: lift}


def test_what_stopped_has_no_lift(engine: Engine) -> None:
    counts = table("""
        as_of  account_id  counter  counted
        30     1           2        9
    """)
    a_week_by_three = table("""
        condition  counter  out_of_counter  least_out_of  times     per
        5          1        2               0             21000000  7
    """)
    assert measures(engine, counts=counts, counter_conditions=a_week_by_three) == {}


def test_a_rate_without_any_of_either_is_not_seen(engine: Engine) -> None:
    counts = table("""
        as_of  account_id  counter  counted
        30     1           2        9
    """)
    conditions = table("""
        condition  counter  out_of_counter  least_out_of  times    per
        5          1        2               5             1000000  1
        6          2        1               5             1000000  1
    """)
    assert measures(engine, counts=counts, counter_conditions=conditions) == {}
