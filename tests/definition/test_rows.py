from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from mqa.definition.rows.conditions import counters, layers
from mqa.definition.rows.exact import MICRO, NO_LIMIT
from mqa.definition.rows.fit import UNBOUNDED
from mqa.definition.rows.rules import rule_rows
from mqa.definition.rows.signals import fading, title_weighings
from mqa.definition.rows.windows import longest_window
from mqa.terms.rules import Definition, Given, Signal
from mqa.terms.tables import RULES
from mqa.terms.titles import DEPARTMENTS, SENIORITIES, class_number, weighing_number
from tests.definitions import definition


def rows(table: str, asked: Definition) -> list[dict[str, Any]]:
    """The rows of one rule table, by column."""
    return [dict(zip(RULES[table].columns, row, strict=True)) for row in rule_rows(asked)[table]]


def needed(asked: Definition, condition: str = "Asked") -> list[tuple[int, int]]:
    """(to enter, to stay) of a condition in each scope."""
    number = [one.name for one in asked.conditions].index(condition) + 1
    found = [row for row in rows("thresholds", asked) if row["condition"] == number]
    return [(row["needed_to_enter"], row["needed_to_stay"]) for row in found]


def asking(condition: str, **sections: str) -> Definition:
    """A definition with one condition."""
    levels = "Watch: { when: Asked, stage: none, action: nurture }"
    return definition(conditions=f"Asked: {condition}", **({"levels": levels} | sections))


TWO_TIERS = """
    Wanted: { bar: 0.8, where: [{ fact: domain, listed_in: lists/named.csv }] }
    Rest: { bar: 1.5, where: [] }
"""
TWO_SEGMENTS = """
    Large: { benchmark: { points: 100, people: 4 }, where: [{ fact: employees, at_least: 1000 }] }
    Small: { benchmark: { points: 50, people: 2 }, where: [] }
"""


def test_every_rule_table_has_the_columns_it_is_declared_to_have():
    made = rule_rows(definition())
    assert all(len(row) == len(RULES[name].columns) for name, table in made.items() for row in table)


# --- fit -----------------------------------------------------------------------------------------------------


def fit(points: str) -> Definition:
    return definition(fit=f"points:\n{points}\ngrades: {{ A: 75, B: 50.5 }}")


def test_points_of_criteria_are_whole_numbers_without_a_common_divisor():
    asked = fit("""
          Plus: { fact: a, known: true, points: 40 }
          Half: { fact: b, known: true, points: 2.5 }
          Minus: { fact: c, known: true, points: -10 }""")
    assert [row["points"] for row in rows("criteria", asked)] == [16, 1, -4]
    assert rows("fit_rules", asked)[0]["all_points"] == 17


def test_grades_follow_each_other_without_gap_and_end_in_d():
    asked = fit("          One: { fact: a, known: true, points: 1 }")
    assert rule_rows(asked)["grades"] == [
        (1, "a", 75_000_000, 100_000_001),
        (2, "b", 50_500_000, 75_000_000),
        (3, "d", 0, 50_500_000),
    ]


@pytest.mark.parametrize(
    ("test", "operator", "low", "high"),
    [
        ("at_least: 200", "between", 200_000, UNBOUNDED),
        ("at_most: 0.5", "between", -UNBOUNDED, 500),
        ("between: [1, 10]", "between", 1_000, 10_000),
        ("within: 12 months", "within", None, 360),
        ("known: true", "known", None, None),
        ("any_of: [a]", "any_of", None, None),
    ],
)
def test_a_test_of_a_fact_is_an_operator_with_bounds(test: str, operator: str, low: int | None, high: int | None):
    asked = definition(fit=f"required:\n  One: {{ fact: thing, {test} }}")
    ((_, purpose, _, _, *found, _),) = rule_rows(asked)["criteria"]
    assert (purpose, *found) == ("required", operator, low, high)


def test_texts_that_a_test_accepts_are_compared_in_lower_case():
    asked = definition(fit="required:\n  One: { fact: country, any_of: [US, De, us] }")
    assert rule_rows(asked)["criterion_values"] == [(1, "de"), (1, "us")]


def test_a_fact_asked_for_twice_has_one_number():
    asked = definition(
        fit="""
            required:
              Known: { fact: industry, known: true }
              Here: { fact: country, any_of: [US] }
            excluded:
              Retail: { fact: industry, any_of: [retail] }
        """
    )
    assert rule_rows(asked)["used_facts"] == [("country", 1), ("industry", 2)]
    assert [row["fact_number"] for row in rows("criteria", asked)] == [2, 1, 2]


def test_a_place_without_tests_takes_the_rest():
    asked = definition(segments=TWO_SEGMENTS, tiers=TWO_TIERS)
    assert rule_rows(asked)["places"] == [("segment", 1, 1), ("tier", 1, 1)]
    assert rows("fit_rules", asked) == [
        {"required": 0, "least_known_share": 0, "last_segment": 2, "last_tier": 2, "all_points": 1},
    ]


# --- scopes --------------------------------------------------------------------------------------------------


def test_every_segment_and_tier_make_a_scope_with_the_segments_benchmark():
    made = rows("scopes", definition(segments=TWO_SEGMENTS, tiers=TWO_TIERS))
    assert [(row["scope"], row["segment"], row["tier"]) for row in made] == [(1, 1, 1), (2, 1, 2), (3, 2, 1), (4, 2, 2)]
    assert [(row["benchmark_milli"], row["benchmark_people"]) for row in made[1:3]] == [(100_000, 4), (50_000, 2)]


def test_weights_may_differ_by_segment():
    asked = definition(
        segments=TWO_SEGMENTS,
        engagement="""
            breadth: { default: 0.4, Small: 0.3 }
            depth: { default: 0.4, Small: 0.5 }
        """,
    )
    made = [(row["breadth_weight"], row["depth_weight"], row["recency_weight"]) for row in rows("scopes", asked)]
    assert made == [(400_000, 400_000, 200_000), (300_000, 500_000, 200_000)]


def test_scopes_whose_signals_are_worth_the_same_share_a_class():
    signals = "Page: { activity: web.page, points: { default: 10, Wanted: 20 } }"
    made = rows("scopes", definition(segments=TWO_SEGMENTS, tiers=TWO_TIERS, signals=signals))
    assert [row["worth_class"] for row in made] == [1, 2, 1, 2]


def test_a_segments_number_beats_a_tiers():
    assert Given(Decimal(1), (("Wanted", Decimal(2)), ("Large", Decimal(3)))).at("Large", "Wanted") == 3


def test_from_where_a_person_is_engaged_or_a_lead_and_a_topic_surges_may_differ_by_segment_and_tier():
    asked = definition(
        segments=TWO_SEGMENTS,
        tiers=TWO_TIERS,
        engagement="engaged_at: { default: 5, Large: 8, Wanted: 4 }",
        mql="points_at_least: { default: 50, Wanted: 40 }",
        intent="{ topics: [dora], surge: { default: 70, Small: 62.5 } }",
    )
    found = [(row["engaged_at"], row["mql_points"], row["surge_milli"]) for row in rows("scopes", asked)]
    assert found == [
        (8_000_000, 40_000_000, 70_000),
        (8_000_000, 50_000_000, 70_000),
        (4_000_000, 40_000_000, 62_500),
        (5_000_000, 50_000_000, 62_500),
    ]


def test_no_benchmark_is_nothing():
    tiny = "Every: { benchmark: { points: 0.000001, people: 1 }, where: [] }"
    assert [row["benchmark_milli"] for row in rows("scopes", definition(segments=tiny))] == [1]


# --- signals -------------------------------------------------------------------------------------------------


def worth(asked: Definition, **at: int) -> list[int]:
    """The worth of an act of the first signal, at each age where none is given."""
    wanted = {"worth_class": 1, "signal": 1, "weighing": 0} | at
    return [row["points"] for row in rows("worth", asked) if wanted.items() <= row.items()]


def test_an_act_is_worth_half_at_its_half_life():
    asked = definition(signals="Page: { activity: web.page, points: 8, half_life: 14 days }")
    assert [worth(asked, age=age) for age in (0, 14, 28)] == [[8_000_000], [4_000_000], [2_000_000]]


def test_an_act_is_worth_nothing_at_the_end_of_its_lifespan():
    asked = definition(signals="Page: { activity: web.page, points: 8, lifespan: 20 days }")
    assert [worth(asked, age=age) for age in (0, 5, 20, 25)] == [[8_000_000], [6_000_000], [0], [0]]


def test_an_act_that_does_not_fade_counts_in_full_until_it_is_history():
    assert worth(definition())[:31] == [10_000_000] * 30 + [0]


def test_an_act_older_than_counts_for_is_worth_nothing_as_far_as_conditions_still_see_it():
    asked = asking("{ people_at_least: 2, within: 100 days }")
    assert worth(asked)[30:] == [0] * 70


def test_the_worth_of_an_act_is_weighted_by_role():
    asked = definition(
        engagement="without_role: 0.7\nanonymous: 0.5",
        committee="Buyer: { titles: [CFO], weight: 1.5, required: true }",
    )
    weighings = (-1, weighing_number(0, 0), weighing_number(1, 0))
    assert [worth(asked, weighing=one, age=0) for one in weighings] == [[5_000_000], [7_000_000], [15_000_000]]


def test_being_surely_of_the_account_adds_to_the_weight_of_a_nameless_visitor():
    asked = definition(engagement="anonymous: { sure: 0.5, likely: 0.2 }")
    assert [worth(asked, weighing=one, age=0) for one in (-1, -2)] == [[2_000_000], [3_000_000]]
    assert ("domain of the network",) in rule_rows(asked)["sure_rules"]


def test_nameless_visitors_who_weigh_alike_need_no_further_rows():
    asked = definition(engagement="anonymous: { sure: 0.5, likely: 0.5 }")
    assert rule_rows(asked) == rule_rows(definition(engagement="anonymous: 0.5"))
    assert (worth(asked, weighing=-2), rule_rows(asked)["sure_rules"]) == ([], [])


WEIGHED = definition(
    engagement="department_weights: { finance: 3, sales: 0 }\nseniority_weights: { chief: 2, director: 1 }",
    committee="Buyer: { titles: [CFO], weight: 1.5 }",
)


def test_weights_of_department_and_seniority_multiply():
    weighings = title_weighings(WEIGHED)
    finance, sales, chief = DEPARTMENTS.index("finance"), DEPARTMENTS.index("sales"), SENIORITIES.index("chief")
    of_titles = {(finance, chief): 60_000_000, (finance, 0): 30_000_000, (0, chief): 20_000_000, (sales, chief): 0}
    for title, points in of_titles.items():
        assert worth(WEIGHED, weighing=weighing_number(0, weighings[title]), age=0) == [points]
        assert worth(WEIGHED, weighing=weighing_number(1, weighings[title]), age=0) == [points * 3 // 2]


def test_titles_without_a_weight_of_their_own_need_no_rows():
    assert (0, SENIORITIES.index("director")) not in title_weighings(WEIGHED)
    assert title_weighings(definition()) == {}


def test_the_points_of_a_day_are_limited_before_they_are_weighted_and_fade():
    asked = definition(
        signals="Page: { activity: web.page, points: 8, lifespan: 20 days, most_per_day: 20 }",
        engagement="anonymous: 0.5",
    )
    found = {(row["weighing"], row["age"]): row["most"] for row in rows("worth", asked)}
    assert (found[0, 0], found[0, 5], found[-1, 10]) == (20_000_000, 15_000_000, 5_000_000)


def test_the_worth_of_an_act_is_rounded_once():
    asked = definition(signals="Page: { activity: web.page, points: 1, half_life: 3 days }")
    assert worth(asked, age=1) == [793_701]  # 0.5 ** (1 / 3) = 0.79370052...


def test_signals_carry_sign_and_buying_stage_and_their_caps_stand_by_class_of_worth():
    asked = definition(
        signals="""
            Page: { activity: web.page, points: 10, cap: 40, stage: decision }
            Left: { activity: email.unsubscribe, points: -8 }
        """,
        engagement="most_per_person: 60",
    )
    assert rule_rows(asked)["signals"] == [(1, "Page", "engagement", 1, 3), (2, "Left", "engagement", 0, 0)]
    assert rule_rows(asked)["caps"] == [(1, 1, 40_000_000, 60_000_000), (1, 2, NO_LIMIT, 60_000_000)]


@pytest.mark.parametrize(
    ("signal", "engagement"),
    [
        ("cap: { default: 40, Wanted: 60 }", ""),
        ("most_per_day: { default: 40, Wanted: 60 }", ""),
        ("cap: 40", "most_per_person: { default: 30, Wanted: 50 }"),
    ],
)
def test_scopes_with_other_limits_have_a_class_of_their_own(signal: str, engagement: str):
    asked = definition(
        segments=TWO_SEGMENTS,
        tiers=TWO_TIERS,
        signals=f"Page: {{ activity: web.page, points: 10, {signal} }}",
        **({"engagement": engagement} if engagement else {}),
    )
    assert [row["worth_class"] for row in rows("scopes", asked)] == [1, 2, 1, 2]


def test_limits_are_those_of_their_class():
    asked = definition(
        segments=TWO_SEGMENTS,
        signals="""
            Page:
              activity: web.page
              points: 10
              cap: { default: 40, Small: 20 }
              most_per_day: { default: 30, Small: 15 }
        """,
        engagement="most_per_person: { default: 60, Small: 25 }",
    )
    assert rule_rows(asked)["caps"] == [(1, 1, 40_000_000, 60_000_000), (2, 1, 20_000_000, 25_000_000)]
    found = {row["worth_class"]: row["most"] for row in rows("worth", asked) if (row["weighing"], row["age"]) == (0, 0)}
    assert found == {1: 30_000_000, 2: 15_000_000}


def test_a_signal_that_adds_in_one_segment_only_is_positive():
    signals = "Page: { activity: web.page, points: { default: 0, Large: 5 } }"
    made = rows("signals", definition(segments=TWO_SEGMENTS, signals=signals))
    assert [row["positive"] for row in made] == [1]


def test_product_signals_have_a_score_and_limits_of_their_own():
    asked = definition(
        product_signals="Scan: { activity: product.scan, points: 4 }",
        product="most_per_person: 7",
        engagement="most_per_person: 60",
    )
    assert [row["score"] for row in rows("signals", asked)] == ["engagement", "product"]
    assert [row["most_per_person"] for row in rows("caps", asked)] == [60_000_000, 7_000_000]


def test_recency_halves_with_its_half_life():
    made = {row["age"]: row["recency"] for row in rows("recency_ages", definition())}
    assert (made[0], made[10], made[20], max(made)) == (100_000_000, 50_000_000, 25_000_000, 29)


def test_without_the_old_measure_nobody_is_an_mql():
    asked = definition()
    assert (rule_rows(asked)["mql_roles"], rows("scopes", asked)[0]["mql_points"]) == ([], NO_LIMIT)


def test_the_old_measure_without_roles_takes_everybody():
    asked = definition(mql="points_at_least: 50", committee="Buyer: { titles: [CFO] }")
    assert rule_rows(asked)["mql_roles"] == [(0,), (1,)]


@pytest.mark.parametrize("kind", ["half_life", "lifespan", "none"])
def test_fading_never_grows_with_age(kind: Any):
    signal = Signal("Page", "engagement", ("web.page",), Given(Decimal(1)), fading=kind, fading_days=13)
    kept = [fading(signal, age) for age in range(60)]
    assert kept[0] == 1
    assert kept == sorted(kept, reverse=True)


# --- windows and counters ------------------------------------------------------------------------------------


def test_the_longest_window_is_the_longest_that_any_rule_looks_back():
    assert longest_window(definition()) == 90  # the product score's
    assert longest_window(asking("{ people_at_least: 2, within: 100 days }")) == 100


def test_evidence_is_looked_for_as_long_as_a_standing_may_last_without():
    assert longest_window(definition(stability="expire_after: 120 days")) == 120


def test_conditions_that_count_the_same_share_a_counter():
    asked = definition(
        conditions="""
            Three: { activity: web.page, times_at_least: 3, within: 9 days }
            Nine: { activity: web.page, times_at_least: 9, within: 9 days }
            Visits: { activity: web.page, visits_at_least: 3, within: 9 days }
        """,
        levels="Watch: { when: Nine, stage: none, action: nurture }",
    )
    assert [(one.number, one.unit) for one in counters(asked)] == [(1, "times"), (2, "visits")]
    assert rule_rows(asked)["counter_conditions"] == [
        (1, 1, 0, 5, MICRO, 1),
        (2, 1, 0, 5, MICRO, 1),
        (3, 2, 0, 5, MICRO, 1),
    ]


def test_a_rate_divides_one_counter_by_another():
    asked = asking("{ rate_of: email.open, to: email.delivered, rate_above: 0.3, within: 9 days }")
    assert [one.activities for one in counters(asked)] == [("email.open",), ("email.delivered",)]
    assert rule_rows(asked)["counter_conditions"] == [(1, 1, 2, 5, MICRO, 1)]


def test_a_lift_divides_this_period_by_the_one_before():
    asked = asking("{ activity: web.page, lift_at_least: 2, unit: visits, within: 1 week, against: 3 weeks }")
    assert [(one.unit, one.not_within, one.within) for one in counters(asked)] == [("visits", 0, 7), ("visits", 7, 28)]
    assert rule_rows(asked)["counter_conditions"] == [(1, 1, 2, 0, 21 * MICRO, 7)]
    assert needed(asked) == [(2_000_000, 2_000_000)]


def test_a_lift_looks_back_on_both_periods():
    assert longest_window(asking("{ activity: web.page, lift_at_least: 2, within: 90 days, against: 9 days }")) == 99


def test_facts_of_conditions_are_tests_like_those_of_fit():
    asked = asking("{ facts: [{ fact: score, at_least: 85 }, { fact: stack, has_any: [old] }] }")
    found = [(row["purpose"], row["owner"], row["operator"]) for row in rows("criteria", asked)]
    assert found == [("condition", 1, "between"), ("condition", 1, "any_of")]
    assert needed(asked) == [(2, 2)]


# --- thresholds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "enough"),
    [
        ("{ engagement_above: 75 }", 75_000_001),
        ("{ points_above: 2.5 }", 2_500_001),
        ("{ points_at_least: 2.5 }", 2_500_000),
        ("{ engaged_people_above: 2 }", 3),
        ("{ contact_ratio_above: 0.5 }", 500_001),
    ],
)
def test_above_asks_for_more_than_the_number(condition: str, enough: int):
    assert needed(asking(condition)) == [(enough, enough)]


def test_a_full_score_enters_wherever_a_bar_leads():
    assert needed(asking("{ engagement_above: 80 }", tiers=TWO_TIERS)) == [
        (64_000_001, 64_000_001),
        (100_000_000, 100_000_000),
    ]


def test_a_score_is_needed_in_millionths_and_less_to_stay():
    asked = asking("{ engagement_at_least: 60 }", stability="leave_at: 0.75")
    assert needed(asked) == [(60_000_000, 45_000_000)]


def test_a_bar_multiplies_engagement_up_to_a_hundred():
    assert needed(asking("{ engagement_at_least: 70 }", tiers=TWO_TIERS)) == [
        (56_000_000, 56_000_000),
        (100_000_000, 100_000_000),
    ]


@pytest.mark.parametrize(
    "condition",
    [
        "{ product_score_at_least: 60 }",
        "{ known_share_at_least: 0.5 }",
        "{ engaged_people_at_least: 3 }",
        "{ people_at_least: 3, within: 14 days }",
    ],
)
def test_a_bar_leaves_everything_but_engagement_as_it_is_written(condition: str):
    product_signals = "Scan: { activity: product.scan, points: 4 }"
    named, rest = needed(asking(condition, tiers=TWO_TIERS, product_signals=product_signals))
    assert named == rest


def test_leave_at_leaves_counts_as_they_are_written():
    assert needed(asking("{ people_at_least: 3, within: 14 days }", stability="leave_at: 0.5")) == [(3, 3)]


def test_a_conditions_own_leave_at_holds_for_counts_too():
    assert needed(asking("{ people_at_least: 3, within: 14 days, leave_at: 0.5 }")) == [(3, 2)]


def test_a_conditions_own_leave_at_beats_that_of_stability():
    asked = asking("{ engagement_at_least: 60, leave_at: 1 }", stability="leave_at: 0.5")
    assert needed(asked) == [(60_000_000, 60_000_000)]


def test_leaving_at_nothing_still_asks_for_something():
    assert needed(asking("{ people_at_least: 3, within: 14 days, leave_at: 0 }")) == [(3, 1)]


def test_a_threshold_may_differ_by_segment():
    asked = asking("{ engagement_at_least: { default: 60, Small: 40 } }", segments=TWO_SEGMENTS)
    assert [enter for enter, _ in needed(asked)] == [60_000_000, 40_000_000]


def test_above_is_more_than_the_number_and_at_least_is_not():
    rate = asking("{ rate_of: email.open, to: email.delivered, rate_above: 0.3, within: 9 days }")
    coverage = "{ coverage_at_least: 0.3, within: 9 days }"
    committee = "Buyer: { titles: [CFO], required: true }"
    assert needed(rate) == [(300_001, 300_001)]
    assert needed(asking(coverage, committee=committee)) == [(300_000, 300_000)]


def test_a_condition_needs_nothing_outside_of_its_segments():
    asked = asking("{ only_for: [Large], engagement_at_least: 60 }", segments=TWO_SEGMENTS)
    assert needed(asked) == [(60_000_000, 60_000_000), (0, 0)]


@pytest.mark.parametrize(
    ("condition", "parts_needed"),
    [
        ("{ all_of: [One, Two, Three] }", 3),
        ("{ any_of: [One, Two, Three] }", 1),
        ("{ at_least: 2, of: [One, Two, Three] }", 2),
        ("{ not: One }", 1),
    ],
)
def test_a_composite_needs_so_many_of_its_parts(condition: str, parts_needed: int):
    asked = definition(
        conditions=f"""
            One: {{ engagement_at_least: 10 }}
            Two: {{ engagement_at_least: 20 }}
            Three: {{ engagement_at_least: 30 }}
            Asked: {condition}
        """,
        levels="Watch: { when: Asked, stage: none, action: nurture }",
        stability="leave_at: 0.5",
    )
    assert needed(asked) == [(parts_needed, parts_needed)]


def test_a_condition_lies_one_layer_above_its_highest_part():
    asked = definition(
        conditions="""
            Top: { all_of: [Middle, Leaf] }
            Middle: { not: Leaf }
            Leaf: { engagement_at_least: 10 }
        """,
        levels="Watch: { when: Top, stage: none, action: nurture }",
    )
    assert layers(asked) == {"Leaf": 0, "Middle": 1, "Top": 2}
    assert rule_rows(asked)["condition_parts"] == [(2, 1, 1, 1), (3, 2, 2, 0), (3, 1, 2, 0)]


# --- people --------------------------------------------------------------------------------------------------

COMMITTEE = """
    Buyer: { titles: [CFO], required: true }
    User: { titles: ["*analyst*"] }
    Lawyer: { titles: ["*counsel*"], required: true }
"""


def people(condition: str) -> list[dict[str, Any]]:
    return rows("people_conditions", asking(condition, committee=COMMITTEE))


def test_people_without_further_words_are_all_people():
    found = {row["class"] // 10_000 for row in people("{ people_at_least: 2, within: 9 days }")}
    assert found == {0, 1, 2, 3}


def test_people_of_some_roles_are_only_those():
    made = people("{ people_at_least: 2, within: 9 days, roles: [User] }")
    assert {row["class"] // 10_000 for row in made} == {2}
    assert {(row["within"], row["counts"], row["out_of"]) for row in made} == {(9, 0, 0)}


def test_seniority_narrows_the_classes():
    made = people("{ people_at_least: 2, within: 9 days, seniorities: [chief] }")
    assert {row["class"] % 100 for row in made} == {7}


def test_coverage_counts_each_required_role_once_out_of_all_required():
    made = people("{ coverage_at_least: 0.5, within: 9 days }")
    assert {(row["class"] // 10_000, row["counts"], row["out_of"]) for row in made} == {(1, 1, 2), (3, 3, 2)}


def test_departments_are_counted_once_each_and_none_is_no_department():
    made = people("{ departments_at_least: 2, within: 9 days }")
    assert {row["counts"] for row in made} == set(range(1, len(DEPARTMENTS)))
    assert class_number(0, 0, 0) not in {row["class"] for row in made}


# --- levels --------------------------------------------------------------------------------------------------


def test_levels_know_their_condition_their_stage_and_when_they_are_entered():
    asked = definition(
        levels="""
            Watch: { when: Warm, stage: account of interest, action: nurture }
            Qualified: { when: Warm, stage: MQA, action: call, enter_after: 0 days }
        """,
        stability="enter_after: 2 days",
    )
    assert rule_rows(asked)["levels"] == [
        (1, "Watch", 1, "account of interest", 0, 2),
        (2, "Qualified", 1, "MQA", 1, 0),
    ]


def test_stability_is_one_row_of_days():
    asked = definition(
        stability="""
            stay_at_least: 14 days
            expire_after: 45 days
            cooldown: { rejected: 60 days, deferred: 30 days, expired: 20 days }
        """
    )
    assert rule_rows(asked)["stability"] == [(14, 45, 60, 30, 20)]


def test_visits_of_other_lengths_are_counted_apart():
    asked = definition(
        conditions="""
            Visit: { activity: "web.*", visits_at_least: 1, within: 9 days }
            Again: { activity: "web.*", visits_at_least: 3, within: 9 days }
            Long: { activity: "web.*", visits_at_least: 1, pages_at_least: 3, seconds_at_least: 120, within: 9 days }
        """,
        levels="Watch: { when: Visit, stage: account of interest, action: call }",
    )
    assert [(one.pages, one.seconds) for one in counters(asked)] == [(1, 0), (3, 120)]
