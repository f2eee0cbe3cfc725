from __future__ import annotations

from decimal import Decimal

import pytest

from mqa.terms.rules import Baseline, Given, Product, Signal
from tests.definition.texts import SMALL, changed, read, said

BROKEN = [
    pytest.param(
        "cap: 80",
        "cap: 20",
        "15:69 “Demo” has a cap of 20, below the 40 points of one act.",
        "Raise “cap” or lower the points.",
        id="cap below",
    ),
    pytest.param(
        "cap: 80",
        "cap: 80, most_per_day: 20",
        "15:87 “Demo” has 20 points a day at most, below the 40 points of one act.",
        "Raise “most_per_day” or lower the points.",
        id="most per day below",
    ),
    pytest.param(
        "cap: 80",
        "cap: -20",
        "15:69 “Demo”: “cap” is “-20”, not a number above 0 and at most 1,000,000.",
        "Write a number above 0 and at most 1,000,000.",
        id="negative cap",
    ),
    pytest.param(
        "points: 40",
        "points: 100001",
        "15:40 “Demo”: “points” is “100001”, not a number from -100,000 to 100,000.",
        "Write a number from -100,000 to 100,000.",
        id="points beyond",
    ),
    pytest.param(
        "cap: 80",
        "cap: 80, per_day: 0",
        "15:82 “Demo”: “per_day” is “0”, not a whole number from 1 to 100,000.",
        "Write a whole number from 1 to 100,000.",
        id="per day 0",
    ),
    pytest.param(
        "half_life: 30 days",
        "half_life: 0 days",
        "15:55 “Demo”: “half_life” is “0 days”, not a duration of 1 to 3,650 days.",
        "Write a duration of 1 to 3,650 days, such as “14 days” or “2 weeks”.",
        id="half-life 0",
    ),
    pytest.param(
        "half_life: 30 days",
        "half_life: 30 days, lifespan: 30 days",
        "15:74 “Demo” fades both by half_life and by lifespan.",
        "Keep one of the two.",
        id="two fadings",
    ),
    pytest.param(
        "depth: 0.3",
        "depth: 0.35",
        "20:12 The weights breadth, depth, recency sum to 1.05, not to 1.",
        "Change one of them so that they sum to 1.",
        id="weights",
    ),
    pytest.param(
        "depth: 0.3",
        "depth: { default: 0.3, Enterprise: 0.4 }",
        "20:12 The weights breadth, depth, recency sum to 1.1 for Enterprise, not to 1.",
        "Change one of them so that they sum to 1.",
        id="weights for a segment",
    ),
    pytest.param(
        "engagement_at_least: 30",
        "engagement_at_least: { default: 30, Enterprize: 40 }",
        "34:47 “Warm”: “engagement_at_least” has an unknown segment or tier “Enterprize”.",
        "Did you mean “Enterprise”?",
        id="dangling place of number",
    ),
    pytest.param(
        "engagement_at_least: 30",
        "engagement_at_least: { Enterprise: 40 }",
        "34:32 “Warm”: “engagement_at_least” has no “default”.",
        "Add “default: …”.",
        id="no default",
    ),
    pytest.param(
        "  Scan: {",
        "  Demo: {",
        "18:3 “Demo” is also the name of a signal in line 15.",
        "Rename one of the two.",
        id="same signal",
    ),
    pytest.param(
        "surge: 70",
        "surge: 70, baseline: { within: 10 days }",
        "28:58 intent: “baseline”: “within” is “10 days”, not whole weeks.",
        "Write “7 days” or “14 days”: research is told by the week.",
        id="baseline of no whole weeks",
    ),
    pytest.param(
        "surge: 70",
        "surge: 70, baseline: { at_least: 0 }",
        "28:60 intent: “baseline”: “at_least” is “0”, not a whole number from 1 to 1,000,000.",
        "Write a whole number from 1 to 1,000,000.",
        id="baseline of no counts",
    ),
    pytest.param(
        "surge: 70",
        "surge: 70, baseline: { agianst: 12 weeks }",
        "28:50 intent: “baseline” has an unknown key “agianst”.",
        "Did you mean “against”?",
        id="baseline misspelt",
    ),
]


@pytest.mark.parametrize(("old", "new", "what", "mend"), BROKEN)
def test_a_signal_says_where_it_is_broken_and_how_to_mend_it(old, new, what, mend):
    assert said(changed(old, new)) == [f"{what} | {mend}"]


def test_a_signal_is_read_with_its_limits():
    line = """Demo: { activity: [form.demo, form.trial], points: { default: 40, Enterprise: 20 },
        lifespan: 2 weeks, cap: 80, per_day: 2, stage: decision,
        where: { seconds_at_least: 120, path: /demo/*, source: [ads], campaign: q3 } }"""
    found = read(changed("Demo: { activity: form.demo, points: 40, half_life: 30 days, cap: 80 }", line))
    assert found.signals[0] == Signal(
        "Demo",
        score="engagement",
        patterns=("form.demo", "form.trial"),
        points=Given(Decimal(40), (("Enterprise", Decimal(20)),)),
        seconds_at_least=120,
        paths=("/demo/*",),
        sources=("ads",),
        campaigns=("q3",),
        fading="lifespan",
        fading_days=14,
        cap=Given(Decimal(80)),
        per_day=2,
        stage="decision",
    )


def test_a_signal_without_limits_has_none():
    found = read(SMALL).signals[2]
    assert (found.score, found.fading, found.cap, found.per_day, found.stage) == ("product", "none", None, None, "none")


def test_weights_given_for_a_segment_must_sum_to_1_there_too():
    text = changed("depth: 0.3", "depth: { default: 0.3, Enterprise: 0.4 }")
    assert said(changed("recency: 0.2\n", "recency: { default: 0.2, Enterprise: 0.1 }\n", text)) == []


def test_weights_are_summed_exactly():
    text = changed("breadth: 0.5", "breadth: 0.1")
    text = changed("recency: 0.2\n", "recency: 0.7\n", changed("depth: 0.3", "depth: 0.2", text))
    assert said(text) == []


def test_topics_are_compared_in_lower_case():
    assert read(changed("topics: [dora]", "topics: [DORA Compliance]")).intent.topics == ("dora compliance",)


def test_the_product_score_has_its_own_section():
    text = changed("intent:", "product: { benchmark: { default: 80, Named: 60 }, counts_for: 30 days }\nintent:")
    assert read(text).product == Product(Given(Decimal(80), (("Named", Decimal(60)),)), 30, None)


def test_what_is_usual_is_twelve_weeks_before_three_unless_said_otherwise():
    assert read(SMALL).intent.baseline == Baseline(within=21, against=84, at_least=5)
    text = changed("surge: 70", "surge: 70, baseline: { within: 2 weeks, against: 56 days, at_least: 9 }")
    assert read(text).intent.baseline == Baseline(within=14, against=56, at_least=9)
