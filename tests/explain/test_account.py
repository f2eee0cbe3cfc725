"""One account explained: what is told is what the steps found."""

from __future__ import annotations

from mqa.explain.account import Explanation, explanation
from tests.definitions import definition

RULES = definition(
    signals="""
        Guide: { activity: content.guide, points: 10, stage: awareness }
        Price: { activity: web.pricing, points: 20, stage: decision }
    """
)
DAY, ANN = 9678, 11
SCORE = {
    "as_of": DAY,
    "state": "graded",
    "grade_rank": 1,
    "fit_score": 0,
    "segment": 1,
    "tier": 1,
    "scope": 1,
    "last_age": 3,
}
TABLES = [
    "scores",
    "standings",
    "journey",
    "buying_stages",
    "criteria_met",
    "known_facts",
    "verdicts",
    "contributions",
    "streaks",
    "members",
    "person_scores",
    "surges",
    "transitions",
    "",
]


def told(**tables) -> Explanation:
    rows = {name: [] for name in TABLES} | {"scores": [SCORE]} | tables
    found = explanation(rows, {ANN: "ann@acme.com"}, (), RULES)
    assert found is not None
    return found


def depth(signal, points):
    return {
        "score": "engagement",
        "dimension": "depth",
        "signal": signal,
        "person_id": ANN,
        "points": points,
        "counted": points,
        "side": "signals",
        "share": points,
    }


def test_the_buying_stage_is_that_of_the_step_not_a_guess_from_the_shares():
    larger_in_decision = [depth(1, 10_000_000), depth(2, 90_000_000)]
    assert told(contributions=larger_in_decision, buying_stages=[{"stage": 1}]).buying_stage == "awareness"


def test_without_points_there_is_no_buying_stage():
    assert told().buying_stage == "none"


def test_an_account_without_a_row_of_scores_was_not_known():
    assert explanation({name: [] for name in TABLES}, {}, (), RULES) is None
