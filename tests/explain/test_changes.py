"""What a cause did, in words."""

from __future__ import annotations

from mqa.explain.changes import Became, State, because
from mqa.explain.shares import Occasion
from tests.definitions import definition

AGREED = definition(
    fit="""
        points:
          Bank: { fact: industry, any_of: [banking], points: 3 }
          Size: { fact: employees, at_least: 100, points: 1 }
        grades: { A: 75, B: 50 }
    """,
    conditions="Warm: { engagement_at_least: 90 }",
    signals="Page: { activity: web.page, points: 10, half_life: 10 days }",
    levels="Watch: { when: Warm, stage: account of interest, action: nurture }",
    committee="Buyer: { titles: [CFO], weight: 1.5 }",
)
PEOPLE = {10: "eva@acme.example", 11: "jonas@acme.example"}
CAUSES = ("fading",)


def share(person: int, share: int, dimension: str = "depth", counted: int = 0) -> dict[str, object]:
    signal = 1 if dimension == "depth" else 0
    row = {"score": "engagement", "dimension": dimension, "signal": signal, "person_id": person}
    return {**row, "points": counted, "counted": counted, "share": share}


def score(**columns: object) -> dict[str, object]:
    row = {"as_of": 100, "state": "graded", "grade_rank": 1, "segment": 1, "tier": 1, "last_age": None}
    return {**row, **columns}


def told(before: State, after: State):
    (one,) = because(CAUSES, [before, after], PEOPLE)
    return one


def state(**tables) -> State:
    return State({"scores": [score()], **tables}, AGREED)


def act(person: int, day: int) -> Occasion:
    return Occasion("Page", person, day, day, "web.page", "", 0, (), 1, 1)


def test_what_moved_is_told_by_dimension_signal_and_person_with_points_before_and_after():
    before = state(contributions=[share(10, 5_000_000, counted=8_000_000), share(11, 1_000_000, counted=2_000_000)])
    after = state(contributions=[share(10, 3_000_000, counted=5_000_000), share(11, 1_000_000, counted=2_000_000)])
    (depth,) = told(before, after).engagement.parts
    (page,) = depth.parts
    assert [(part.name, part.share, part.why) for part in page.parts] == [
        ("eva@acme.example", -2_000_000, "8.0 → 5.0 points")
    ]


def test_who_is_engaged_now_and_who_is_no_longer_is_said():
    before, after = (state(contributions=[share(one, 9_000_000, "breadth")]) for one in (10, 11))
    (breadth,) = told(before, after).engagement.parts
    assert {part.name: part.why for part in breadth.parts} == {
        "eva@acme.example": "no longer engaged",
        "jonas@acme.example": "engaged now",
    }


def test_recency_says_how_long_ago_the_last_act_was():
    before = State({"scores": [score(last_age=1)], "contributions": [share(0, 9_000_000, "recency")]}, AGREED)
    after = State({"scores": [score(last_age=11)], "contributions": [share(0, 4_000_000, "recency")]}, AGREED)
    (recency,) = told(before, after).engagement.parts
    assert [part.why for part in recency.parts] == ["1 day ago → 11 days ago"]


def test_acts_that_came_stand_where_it_rose_and_those_that_went_where_it_fell():
    before = state(contributions=[share(10, 5_000_000)])
    after = State(
        {"scores": [score()], "contributions": [share(11, 5_000_000)]}, AGREED, came=[act(11, 99)], went=[act(10, 98)]
    )
    (depth,) = told(before, after).engagement.parts
    assert {part.name: [one.day for one in part.occasions] for part in depth.parts[0].parts} == {
        "eva@acme.example": [98],
        "jonas@acme.example": [99],
    }


def test_a_criterion_that_holds_now_says_what_it_was_and_what_it_gives():
    known = {"fact_number": 2, "value": "banking", "number_milli": None, "value_on": None}
    after = state(criteria_met=[{"criterion": 1, "holds": 1, "hindsight": 0}], known_facts=[known])
    one = told(state(), after)
    assert one.criteria == (Became("Bank", "unknown", "holds", 75_000_000),)
    assert one.facts == (Became("industry", "not known", "banking"),)


def test_roles_and_people_that_came_are_told():
    before = state(members=[{"person_id": 10, "role": 0}])
    after = state(members=[{"person_id": 10, "role": 1}, {"person_id": 11, "role": 0}])
    assert told(before, after).people == (
        Became("eva@acme.example", "no role", "Buyer"),
        Became("jonas@acme.example", "nobody here", "no role"),
    )


def test_a_grade_that_is_another_is_told():
    after = State({"scores": [score(grade_rank=2)]}, AGREED)
    assert told(state(), after).places == (Became("grade", "A", "B"),)


def test_what_is_shown_adds_up_over_all_causes():
    states = [state(contributions=[share(10, 1_140_000 + 140_000 * nth)]) for nth in range(6)]
    told_of = because(["1", "2", "3", "4", "5"], states, PEOPLE)
    assert sum(one.engagement.shown for one in told_of) == 18 - 11
    assert {one.engagement.shown for one in told_of} == {1, 2}
