"""Why not higher, and how it came about."""

from __future__ import annotations

from mqa.explain.conditions import answers
from mqa.explain.fit import CriterionWords
from mqa.explain.standing import Step, history, why_not
from tests.definitions import definition

RULES = definition(
    conditions="""
        Warm: { engagement_at_least: 30 }
        Hot:  { engagement_at_least: 80 }
    """,
    levels="""
        Watch:     { when: Warm, stage: account of interest, action: nurture }
        Qualified: { when: Hot, stage: MQA, action: call }
    """,
    stability="{ enter_after: 2 days }",
)
HOT, WARM = 1, 2  # conditions count in alphabetical order
TODAY = 9679
GRADED = {"state": "graded", "grade_rank": 1, "scope": 1, "as_of": TODAY}
HOLDS = {"seen": 90_000_000, "needed_to_enter": 80_000_000, "needed_to_stay": 80_000_000, "enters": 1, "stays": 1}


def standing(level, **others):
    return {"level": level, "cooling_until": None, "asks_evidence_after": None, "evidence_on": None, **others}


def higher(verdicts=(), *, score=GRADED, at=None, streaks=(), criteria=()):
    found = answers(verdicts, RULES, 1)
    return why_not(found, RULES, score=score, standing=at, streaks=streaks, criteria=criteria)


def test_every_level_above_the_present_one_is_told_the_next_first():
    assert [level.level for level in higher()] == ["Watch", "Qualified"]
    assert [level.level for level in higher(at=standing(1))] == ["Qualified"]
    assert higher(at=standing(2)) == []


def test_a_level_that_holds_is_entered_after_its_days():
    (level,) = higher([{"condition": HOT, **HOLDS}], at=standing(1), streaks=[{"level": 2, "since": 9678}])
    assert level.gaps == ()
    assert level.waits == ("holds since 2026-07-01; is entered on 2026-07-03 if it still holds then",)


def test_a_qualified_level_waits_for_the_cooldown_and_for_something_new():
    at = standing(1, cooling_until=9680, asks_evidence_after=9678)
    (level,) = higher([{"condition": HOT, **HOLDS}], at=at)
    assert level.waits == (
        "cools down: it may be entered from 2026-07-03 on",
        "asks for something new after 2026-07-01 (nothing yet)",
    )


def test_what_has_held_for_long_enough_waits_for_the_cooldown_first_and_for_no_day_that_is_past():
    at = standing(1, cooling_until=9758, asks_evidence_after=9600, evidence_on=9670)
    (level,) = higher([{"condition": HOT, **HOLDS}], at=at, streaks=[{"level": 2, "since": 9660}])
    assert level.waits == (
        "cools down: it may be entered from 2026-09-19 on",
        "asks for something new after 2026-04-14 (there was, on 2026-06-23)",
        "holds since 2026-06-13; is entered on 2026-09-19 if it still holds then",
    )


def test_a_day_that_is_past_is_not_told_as_one_to_come():
    (level,) = higher([{"condition": HOT, **HOLDS}], at=standing(1), streaks=[{"level": 2, "since": 9660}])
    assert level.waits == ("holds since 2026-06-13",)


LADDER = definition(
    conditions="""
        Some:   { engagement_at_least: 30 }
        Much:   { engagement_at_least: 80 }
        Usage:  { depth_at_least: 60 }
        Both:   { all_of: [Much, Usage] }
    """,
    levels="""
        Watch:     { when: Some, stage: account of interest, action: nurture }
        Product:   { when: Usage, stage: PQA, action: call }
        Qualified: { when: Much, stage: MQA, action: call }
        Priority:  { when: Both, stage: MQA, action: call }
    """,
    handoff="{ levels: [Product, Qualified, Priority] }",
)


def test_the_level_that_the_least_is_short_of_comes_first_and_those_of_sales_before_others():
    seen = {"needed_to_enter": 80_000_000, "needed_to_stay": 80_000_000, "enters": 0, "stays": 0}
    much = sorted(("Some", "Much", "Usage", "Both")).index("Much") + 1
    found = answers([{"condition": much, "seen": 70_000_000, **seen}], LADDER, 1)
    told = why_not(found, LADDER, score=GRADED, standing=None)
    assert [one.level for one in told] == ["Qualified", "Product", "Priority", "Watch"]
    assert told[0].in_short == "needs 10.0 more engagement (has 70.0 of 80.0)"


def test_an_account_outside_the_icp_is_told_what_it_misses():
    line = CriterionWords("Large enough", "required", "fails", "employees at least 200", "60", 0, hindsight=False)
    score = {"state": "outside", "grade_rank": 0, "scope": 1, "as_of": TODAY}
    first = higher(score=score, criteria=[line])[0].gaps[0]
    assert (first.condition, first.words) == ("Large enough", "needs employees at least 200 (has 60)")


def test_history_begins_with_the_latest_change():
    rows = [
        {"as_of": 9678, "was": 0, "level": 1, "cause": "entered"},
        {"as_of": 9690, "was": 1, "level": 0, "cause": "left"},
    ]
    assert history(rows, RULES) == [
        Step(9690, "Watch", "no level", "its condition no longer holds"),
        Step(9678, "no level", "Watch", "entered"),
    ]
