from __future__ import annotations

from decimal import Decimal
from typing import get_args

import pytest

from mqa.terms.rules import ConditionKind, Given
from tests.definition.texts import changed, problems, read, said

BROKEN = [
    pytest.param(
        "[Good fit, Warm, Two people]",
        "[Good fit, Wram, Two people]",
        "36:31 “Ready” asks for “Wram”, which is not a condition.",
        "Did you mean “Warm” (line 34)?",
        id="dangling condition",
    ),
    pytest.param(
        "fit_grade: [A, B]",
        "fit_grade: [A, C]",
        "33:30 “Good fit” asks for “C”, which is not a grade.",
        "Choose from: “A”, “B”, “D”.",
        id="dangling grade",
    ),
    pytest.param(
        "people_at_least: 2, within: 14 days",
        "people_at_least: 2, within: 14 days, roles: [Byer]",
        "35:62 “Two people” asks for “Byer”, which is not a role.",
        "Did you mean “Buyer” (line 30)?",
        id="dangling role",
    ),
    pytest.param(
        "engagement_at_least: 30",
        "engagement_at_least: 30, only_for: [Enterprises]",
        "34:47 “Warm” asks for “Enterprises”, which is not a segment.",
        "Did you mean “Enterprise” (line 9)?",
        id="dangling segment",
    ),
    pytest.param(
        "engagement_at_least: 30",
        "engagement_at_least: 130",
        "34:32 “Warm”: “engagement_at_least” is “130”, not a number from 0 to 100.",
        "Write a number from 0 to 100.",
        id="score over 100",
    ),
    pytest.param(
        "engagement_at_least: 30",
        "engagement_at_least: -1",
        "34:32 “Warm”: “engagement_at_least” is “-1”, not a number from 0 to 100.",
        "Write a number from 0 to 100.",
        id="negative score",
    ),
    pytest.param(
        "{ engagement_at_least: 30 }",
        "{ coverage_at_least: 50, within: 30 days }",
        "34:30 “Warm”: “coverage_at_least” is “50”, not a number from 0 to 1.",
        "Write 0.5 for 50 percent.",
        id="share over 1",
    ),
    pytest.param(
        "people_at_least: 2",
        "people_at_least: 0",
        "35:34 “Two people”: “people_at_least” is “0”, not a whole number from 1 to 1,000,000.",
        "Write a whole number from 1 to 1,000,000.",
        id="no people",
    ),
    pytest.param(
        "people_at_least: 2",
        "people_at_least: 1.5",
        "35:34 “Two people”: “people_at_least” is “1.5”, not a whole number from 1 to 1,000,000.",
        "Write a whole number from 1 to 1,000,000.",
        id="half people",
    ),
    pytest.param(
        "within: 14 days",
        "within: 0 days",
        "35:45 “Two people”: “within” is “0 days”, not a duration of 1 to 3,650 days.",
        "Write a duration of 1 to 3,650 days, such as “14 days” or “2 weeks”.",
        id="no days",
    ),
    pytest.param(
        "within: 14 days",
        "within: a fortnight",
        "35:45 “Two people”: “within” is “a fortnight”, not a duration.",
        "Write a duration of 1 to 3,650 days, such as “14 days” or “2 weeks”.",
        id="unreadable window",
    ),
    pytest.param(", within: 14 days", "", "35:15 “Two people” has no “within”.", "Add “within: …”.", id="no window"),
    pytest.param(
        "engagement_at_least: 30",
        "engagement_at_least: 30, depth_at_least: 20",
        "34:9 “Warm” asks several questions at once: “engagement_at_least” and “depth_at_least”.",
        "Make a condition of each, and join them in a third with “all_of: [one, other]”.",
        id="two kinds",
    ),
    pytest.param(
        "engagement_at_least: 30",
        "engagment_at_least: 30",
        "34:11 “Warm” has an unknown key “engagment_at_least”.",
        "Did you mean “engagement_at_least”?",
        id="misspelt kind",
    ),
    pytest.param(
        "engagement_at_least: 30",
        "engagement_at_least: 30, roles: [Buyer]",
        "34:36 “Warm”: “roles” says nothing beside “engagement_at_least”.",
        "Ask it in a condition of its own. Here may stand: engagement_at_least, leave_at, only_for.",
        id="idle key",
    ),
    pytest.param(
        "people_at_least: 2, ",
        "people_at_least: 2, activity: form.demo, roles: [Buyer], ",
        "35:58 “Two people”: “roles” says nothing beside “activity”.",
        "Ask it in a condition of its own. Here may stand: activity, leave_at, only_for, people_at_least, within.",
        id="idle roles beside acts",
    ),
    pytest.param(
        "engagement_at_least: 30",
        "engagement_at_least: 30, leave_at: 75",
        "34:46 “Warm”: “leave_at” is “75”, not a number from 0 to 1.",
        "Write 0.75 for 75 percent.",
        id="leave_at above 1",
    ),
    pytest.param(
        "all_of: [Good fit, Warm, Two people]",
        "at_least: 4, of: [Good fit, Warm, Two people]",
        "36:22 “Ready” asks for 4 of 3 conditions.",
        "Ask for 3 or fewer.",
        id="more than listed",
    ),
    pytest.param(
        "[Good fit, Warm, Two people]",
        "[Good fit, Warm, Warm]",
        "36:37 “Ready” lists “Warm” twice in all_of.",
        "Remove one of them.",
        id="the same part twice",
    ),
    pytest.param(
        "[Good fit, Warm, Two people]",
        "[]",
        "36:20 “Ready”: “all_of” is not a list of 1 to 5,000 entries.",
        "Write a list: [one, another].",
        id="empty parts",
    ),
    pytest.param(
        "all_of: [Good fit, Warm, Two people]",
        "not: [Good fit, Warm]",
        "36:17 “Ready”: “not” is not the name of a condition.",
        "Write the name of a condition.",
        id="not of several",
    ),
    pytest.param(
        "[Good fit, Warm, Two people]",
        "[Good fit, Ready]",
        "36:3 Conditions ask for each other in a circle: “Ready” → “Ready”.",
        "Let one of them ask for something else.",
        id="asks itself",
    ),
    pytest.param(
        "people_at_least: 2, ",
        "people_at_least: 2, departments: [finanse], ",
        "35:51 “Two people”: “departments” is “finanse”, not a word that may stand here.",
        "Did you mean “finance”?",
        id="unknown department",
    ),
    pytest.param(
        "engagement_at_least: 30",
        "engagement_above: 100",
        "34:29 “Warm”: “engagement_above” is “100”, not a number from 0 to below 100.",
        "Write a number from 0 to below 100.",
        id="above all",
    ),
    pytest.param(
        "engagement_at_least: 30",
        "engagement_at_least: 30, engagement_above: 30",
        "34:9 “Warm” asks several questions at once: “engagement_at_least” and “engagement_above”.",
        "Make a condition of each, and join them in a third with “all_of: [one, other]”.",
        id="at least and above",
    ),
    pytest.param(
        "{ engagement_at_least: 30 }",
        "{ topics_at_least: 2, topics: [dora], within: 9 days }",
        "34:3 “Warm” asks for 2 topics of content, but names 1.",
        "Ask for 1 or fewer, or name more.",
        id="too many topics of content",
    ),
    pytest.param(
        "{ engagement_at_least: 30 }",
        "{ activity: web.page, lift_at_least: 2, within: 1 week }",
        "34:9 “Warm” has no “against”.",
        "Add “against: …”.",
        id="a lift over nothing",
    ),
    pytest.param(
        "{ engagement_at_least: 30 }",
        "{ facts: [{ fact: fit_grade, any_of: [A] }] }",
        "34:46 “Warm” asks for the fit grade, which only the facts of tiers may do.",
        "Ask another fact; a condition asks for it with “fit_grade: [A, B]”.",
        id="the fit grade as a fact",
    ),
    pytest.param(
        "{ engagement_at_least: 30 }",
        "{ surging_topics_at_least: 2 }",
        "34:3 “Warm” asks for 2 surging topics, but intent names 1.",
        "Ask for 1 or fewer.",
        id="too many topics",
    ),
]


@pytest.mark.parametrize(("old", "new", "what", "mend"), BROKEN)
def test_a_condition_says_where_it_is_broken_and_how_to_mend_it(old, new, what, mend):
    assert said(changed(old, new)) == [f"{what} | {mend}"]


def test_a_condition_that_asks_no_question_is_offered_all_kinds():
    (found,) = problems(changed("{ engagement_at_least: 30 }", "{ within: 3 days }"))
    assert found.what == "“Warm” asks no question."
    assert all(kind in found.mend for kind in get_args(ConditionKind))


@pytest.mark.parametrize(
    "written",
    [
        "{ fit_grade: D }",
        "{ known_share_at_least: 0.5 }",
        "{ engagement_at_least: { default: 30, Enterprise: 40, Rest: 20 }, leave_at: 0.5 }",
        "{ breadth_at_least: 20 }",
        "{ depth_at_least: 20 }",
        "{ recency_at_least: 20 }",
        "{ product_score_at_least: 20 }",
        "{ people_at_least: 2, within: 2 weeks, roles: Buyer, departments: [finance], seniorities: [chief] }",
        "{ people_at_least: 2, within: 2 weeks, activity: [form.demo, form.contact] }",
        "{ engaged_people_at_least: 2 }",
        "{ role: [Buyer, User], within: 60 days }",
        "{ departments_at_least: 2, within: 60 days }",
        "{ coverage_at_least: 0.5, within: 60 days }",
        "{ contact_ratio_at_least: 0.1 }",
        "{ buying_stage: [consideration, decision] }",
        "{ surging_topics_at_least: 1 }",
        "{ activity: form.demo, times_at_least: 1, within: 60 days }",
        "{ activity: web.*, visits_at_least: 10, within: 60 days }",
        "{ activity: content.*, assets_at_least: 2, within: 60 days, leave_at: 0.5 }",
        "{ rate_of: [email.open], to: email.sent, rate_above: 0.3, within: 60 days, at_least_in_denominator: 9 }",
        "{ all_of: [Good fit], only_for: [Enterprise] }",
        "{ any_of: [Good fit, Two people] }",
        "{ at_least: 1, of: [Good fit, Two people] }",
        "{ not: Good fit }",
        "{ engagement_above: 75 }",
        "{ points_at_least: 100 }",
        "{ people_above: 2, within: 2 weeks, roles: Buyer }",
        "{ surging_share_at_least: 0.25 }",
        "{ activity: content.*, visits_at_least: 2, topics: [dora], within: 60 days }",
        "{ activity: web.*, visits_at_least: 2, pages_at_least: 3, seconds_at_least: 120, within: 60 days }",
        "{ topics_at_least: 2, topics: [dora, Pricing], within: 60 days }",
        "{ rate_of: [email.open], to: email.sent, rate_at_least: 0.3, within: 60 days }",
        "{ activity: web.*, lift_at_least: 2, unit: visits, within: 1 week, against: 3 weeks }",
        "{ facts: [{ fact: pipeline_score, at_least: 85 }, { fact: domain, listed_in: named.csv }] }",
        "{ facts: { fact: stack, has_any: [oldvault] } }",
    ],
)
def test_a_condition_of_every_kind_can_be_read(written):
    assert said(changed("{ engagement_at_least: 30 }", written)) == []


@pytest.mark.parametrize(
    ("written", "what"),
    [
        ("{ coverage_at_least: 0.5, within: 9 days }", "asks for coverage, but no role of the committee is required."),
        ("{ product_score_at_least: 5 }", "asks for a product score, but there are no product_signals."),
        ("{ surging_topics_at_least: 1 }", "asks for 1 surging topics, but intent names 0."),
        ("{ surging_share_at_least: 0.25 }", "asks for surging topics, but intent names none."),
    ],
)
def test_a_condition_on_what_is_nowhere_defined_is_a_problem(written, what):
    text = changed("product_signals:\n  Scan: { activity: product.scan, points: 4 }\n", "")
    text = changed("intent: { topics: [dora], surge: 70 }\n", "", changed(", required: true", "", text))
    assert [problem.what for problem in problems(changed("{ engagement_at_least: 30 }", written, text))] == [
        f"“Warm” {what}"
    ]


def test_a_rate_keeps_what_it_is_divided_by():
    rate = "{ rate_of: [email.open], to: email.sent, rate_above: 0.3, within: 60 days }"
    found = read(changed("{ engagement_at_least: 30 }", rate)).conditions
    found = next(one for one in found if one.kind == "rate_at_least")
    assert found.above
    assert (found.activities, found.to, found.needed, found.at_least_in_denominator) == (
        ("email.open",),
        ("email.sent",),
        Given(Decimal("0.3")),
        5,
    )


def test_a_number_may_be_given_for_segments_and_tiers():
    found = read(changed("engagement_at_least: 30", "engagement_at_least: { default: 30, Enterprise: 40, Named: 20 }"))
    warm = next(one for one in found.conditions if one.kind == "engagement_at_least")
    assert warm.needed == Given(Decimal(30), (("Enterprise", Decimal(40)), ("Named", Decimal(20))))
