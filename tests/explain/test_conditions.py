"""Verdicts in words."""

from __future__ import annotations

import pytest

from mqa.explain.conditions import Gap, answers, gaps, question, short
from tests.definitions import definition

ROLES = "Buyer: { titles: [CFO], weight: 1, required: true }"
SCOPE = 1


def verdict(condition, seen, needed, *, enters=0, stays=0):
    return {
        "condition": condition,
        "seen": seen,
        "needed_to_enter": needed,
        "needed_to_stay": needed,
        "enters": enters,
        "stays": stays,
    }


def answer(condition, *rows, sections=None):
    """The answer to the condition called C."""
    rules = definition(
        committee=ROLES,
        conditions=f"C: {condition}",
        levels="L: { when: C, stage: none, action: none }",
        **(sections or {}),
    )
    return answers(rows, rules, SCOPE)["C"]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("{ people_at_least: 3, within: 14 days }", "3 people within 14 days"),
        ("{ people_at_least: 1, within: 1 day, roles: [Buyer] }", "1 person (Buyer) within 1 day"),
        (
            "{ people_at_least: 2, within: 30 days, activity: [form.demo] }",
            "2 people with acts of form.demo within 30 days",
        ),
        ("{ role: Buyer, within: 60 days }", "somebody as Buyer seen within 60 days"),
        ("{ engagement_at_least: 60 }", "engagement of at least 60.0"),
        ("{ coverage_at_least: 0.5, within: 90 days }", "50 % of the required roles seen within 90 days"),
        ("{ departments_at_least: 2, within: 60 days }", "2 departments within 60 days"),
        ("{ activity: [web.*], visits_at_least: 10, within: 60 days }", "10 visits of web.* within 60 days"),
        (
            "{ activity: [web.*], visits_at_least: 2, pages_at_least: 3, seconds_at_least: 120, within: 9 days }",
            "2 visits of web.* with at least 3 pages and 120 seconds each within 9 days",
        ),
        ("{ activity: [a.b, a.c], times_at_least: 1, within: 9 days }", "1 act of a.b or a.c within 9 days"),
        (
            "{ rate_of: [email.open], to: email.delivered, rate_above: 0.3, within: 60 days }",
            "acts of email.open: above 30 % of those of email.delivered within 60 days",
        ),
        ("{ engagement_above: 75 }", "engagement above 75.0"),
        ("{ points_at_least: 100 }", "engagement points of at least 100.0"),
        ("{ people_above: 2, within: 14 days }", "3 people within 14 days"),
        ("{ topics_at_least: 2, topics: [dora, prices], within: 9 days }", "2 topics on dora or prices within 9 days"),
        (
            "{ activity: [c.a], assets_at_least: 2, topics: [dora], within: 9 days }",
            "2 assets of c.a on dora within 9 days",
        ),
        (
            "{ activity: [web.*], lift_above: 1.5, unit: visits, within: 7 days, against: 21 days }",
            "visits of web.* within 7 days: a day above 150 % of a day in the 21 days before",
        ),
        (
            "{ facts: [{ fact: pipeline_score, at_least: 85 }, { fact: stack, has_any: [old] }] }",
            "pipeline score at least 85 and stack old",
        ),
    ],
)
def test_a_condition_asks(condition, words):
    assert question(answer(condition)) == words


@pytest.mark.parametrize(
    ("condition", "seen", "needed", "words"),
    [
        ("{ people_at_least: 3, within: 14 days }", 2, 3, "needs 1 more person within 14 days (has 2 of 3)"),
        ("{ engagement_at_least: 60 }", 42_349_999, 60_000_000, "needs 17.7 more engagement (has 42.3 of 60.0)"),
        ("{ role: Buyer, within: 60 days }", 0, 1, "needs somebody as Buyer seen within 60 days (not yet)"),
        (
            "{ coverage_at_least: 0.5, within: 90 days }",
            333_333,
            500_000,
            "needs 50 % of the required roles seen within 90 days (has 33.3 %)",
        ),
        (
            "{ activity: [web.*], visits_at_least: 10, within: 60 days }",
            9,
            10,
            "needs 1 more visit of web.* within 60 days (has 9 of 10)",
        ),
        ("{ engagement_above: 75 }", 75_000_000, 75_000_001, "needs engagement above 75.0 (has 75.0)"),
        ("{ points_at_least: 9 }", 4_000_000, 9_000_000, "needs 5.0 more engagement points (has 4.0 of 9.0)"),
        (
            "{ activity: [a], lift_at_least: 2, within: 7 days, against: 21 days }",
            1_500_000,
            2_000_000,
            "needs acts of a within 7 days: a day 200 % of a day in the 21 days before (has 150 %)",
        ),
        ("{ facts: { fact: score, at_least: 85 } }", 0, 1, "needs score at least 85 (not yet)"),
    ],
)
def test_what_is_short_is_said_in_the_unit_of_the_condition(condition, seen, needed, words):
    assert short(answer(condition, verdict(1, seen, needed))) == words


def test_where_nothing_was_seen_all_of_it_is_short():
    assert short(answer("{ people_at_least: 3, within: 14 days }")) == "needs 3 more people within 14 days (has 0 of 3)"


def test_a_condition_of_other_segments_is_not_asked():
    segments = """
        Banks: { benchmark: { points: 9, people: 1 }, where: [{ fact: industry, any_of: [bank] }] }
        Others: { benchmark: { points: 9, people: 1 }, where: [] }
    """
    rules = definition(
        segments=segments,
        conditions="C: { engagement_at_least: 9, only_for: [Banks] }",
        levels="L: { when: C, stage: none, action: none }",
    )
    assert [answers([], rules, scope)["C"].asked for scope in (1, 2)] == [True, False]


COMPOSITES = """
    Warm:  { engagement_at_least: 30 }
    Many:  { people_at_least: 3, within: 14 days }
    Buyer: { role: Buyer, within: 60 days }
    All:   { all_of: [Warm, Many] }
    Any:   { any_of: [Many, Buyer] }
    Two:   { at_least: 2, of: [Warm, Many, Buyer] }
    Cold:  { not: Warm }
"""
ALL, ANY, BUYER, COLD, MANY, TWO, WARM = range(1, 8)


def short_of(name, *rows):
    rules = definition(committee=ROLES, conditions=COMPOSITES, levels="L: { when: All, stage: none, action: none }")
    return gaps(name, answers(rows, rules, SCOPE), {})


def test_of_all_only_what_fails_is_short():
    warm = verdict(WARM, 40_000_000, 30_000_000, enters=1, stays=1)
    assert short_of("All", warm, verdict(MANY, 2, 3)) == (
        Gap("Many", "needs 1 more person within 14 days (has 2 of 3)"),
    )


def test_of_any_each_would_do():
    (gap,) = short_of("Any", verdict(MANY, 2, 3))
    assert gap.words == "needs 1 more of these"
    assert [way.condition for way in gap.ways] == ["Many", "Buyer"]


def test_of_two_one_more_is_needed_where_one_holds():
    warm = verdict(WARM, 40_000_000, 30_000_000, enters=1, stays=1)
    (gap,) = short_of("Two", warm, verdict(TWO, 1, 2))
    assert gap.words == "needs 1 more of these (has 1 of 2)"
    assert [way.condition for way in gap.ways] == ["Many", "Buyer"]


def test_what_must_not_hold_is_said_so():
    warm = verdict(WARM, 40_000_000, 30_000_000, enters=1, stays=1)
    assert short_of("Cold", warm, verdict(COLD, 0, 1)) == (Gap("Cold", "needs “Warm” not to hold (it does)"),)


def test_what_holds_is_not_short():
    assert short_of("Warm", verdict(WARM, 40_000_000, 30_000_000, enters=1, stays=1)) == ()
