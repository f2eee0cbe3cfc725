from __future__ import annotations

from datetime import date

import pytest

from mqa.definition.checking.remarks import remarks
from mqa.definition.reading import definition
from tests.definition import texts
from tests.definition.texts import SHIPPED, read, shipped_lists

SMALL = texts.changed('"web.*", points: 1', '"web.*", stage: consideration, points: 1')  # a visit is taken seriously

DAY = date(2026, 7, 1)


def changed(old: str, new: str, text: str = SMALL) -> str:
    """The text with one piece replaced."""
    return texts.changed(old, new, text)


def remarked(text: str, today: date = DAY) -> list[str]:
    """The remarks on a definition, as `line what | mend`."""
    return [f"{remark.place.line} {remark.what} | {remark.mend}" for remark in remarks(read(text), today)]


def test_a_sound_definition_has_no_remarks():
    assert remarked(SMALL) == []


def test_the_definition_we_ship_has_no_remarks():
    found, _ = definition(SHIPPED.read_text(encoding="utf-8"), "halyard.yaml", shipped_lists())
    assert found is not None
    assert remarks(found, DAY) == ()


ROUTES = """routes:
  Named ones: { where: { tier: Named }, to: owner, respond_within: 24 hours }
  Large ones: { where: { segment: Enterprise }, to: owner, respond_within: 24 hours }
"""


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        pytest.param(
            "when: Good fit",
            "when: Warm",
            "38 “Watch” can be reached by an account that does not fit. | Use a condition that includes “Good fit”.",
            id="a level without fit",
        ),
        pytest.param(
            "all_of: [Good fit, Warm, Two people]",
            "at_least: 2, of: [Good fit, Warm, Two people]",
            "39 “Qualified” can be reached by an account that does not fit. | "
            "Use a condition that includes “Good fit”.",
            id="a level that two others reach without fit",
        ),
        pytest.param(
            "[Good fit, Warm, Two people]",
            "[Good fit, Warm]",
            "35 “Two people” is not used by any level. | Remove it, or ask for it in a condition that a level uses.",
            id="an unused condition",
        ),
        pytest.param(
            "Rest: { bar: 1,",
            "Rest: { bar: 4,",
            "34 “Warm” asks for 120 in “Rest”; no score passes 100. | Lower the threshold, or the bar of the tier.",
            id="a threshold out of reach",
        ),
        pytest.param(
            "within: 14 days",
            "within: 120 days",
            "35 “Two people” looks back 120 days, but acts count for 90. | "
            "Write “within: 90 days”, or let acts count for longer.",
            id="a window beyond history",
        ),
        pytest.param(
            "engaged_at: 5",
            "engaged_at: 5\n  most_per_person: 20",
            "15 One act of “Demo” is worth 40, but a person may add 20. | "
            "Lower the points, or raise “most_per_person”.",
            id="an act above the limit of a person",
        ),
        pytest.param(
            "engaged_at: 5",
            "engaged_at: 5\n  most_per_person: { default: 60, Named: 20 }",
            "15 One act of “Demo” is worth 40 for Named, but a person may add 20. | "
            "Lower the points, or raise “most_per_person”.",
            id="an act above the limit of a person in one tier",
        ),
        pytest.param(
            "points: 1, cap: 10 }",
            "points: 1, cap: 10 }\n  Pricing: { activity: web.pricing, stage: decision, points: 8 }",
            "17 “Pricing” is never reached: its acts match “Page” first. | Move it above “Page” (line 16).",
            id="a signal that is never reached",
        ),
        pytest.param(
            "levels:\n",
            ROUTES + "levels:\n",
            "39 A handoff that matches no route would have no owner. | Add a last route with “where: {}”.",
            id="routes without a last one for the rest",
        ),
    ],
)
def test_what_is_unwise_is_remarked(old, new, remark):
    assert remarked(changed(old, new)) == [remark]


def test_a_threshold_that_a_bar_lifts_above_what_the_caps_let_through_is_remarked_on():
    text = changed("Warm: { engagement_at_least: 30 }", "Warm: { depth_at_least: 60 }", changed("cap: 80", "cap: 70"))
    assert remarked(text) == []
    assert remarked(changed("Rest: { bar: 1,", "Rest: { bar: 1.6,", text)) == [
        "34 “Warm” asks for 96 of “Enterprise” in “Rest”, but signals give at most 80 there. | "
        "Lower the threshold, or the bar of the tier."
    ]


def test_a_review_is_overdue_on_the_day_after():
    assert remarked(SMALL, date(2027, 1, 1)) == []
    assert remarked(SMALL, date(2027, 1, 2)) == [
        "1 “Small” was to be reviewed on 2027-01-01. | Review it together, and set the next day in “review_on”."
    ]


def test_a_wide_signal_below_a_narrow_one_is_fine():
    assert remarked(changed("activity: form.demo", "stage: decision, activity: web.pricing")) == []


def test_a_signal_with_limits_hides_none_below_it():
    text = changed(
        "points: 1, cap: 10 }",
        "points: 1, where: { seconds_at_least: 60 } }\n  Any: { activity: web.page, stage: decision, points: 1 }",
    )
    assert remarked(text) == []


def test_a_condition_for_some_segments_does_not_ask_the_others_for_fit():
    text = changed("fit_grade: [A, B]", "fit_grade: [A, B], only_for: [Enterprise]")
    assert [line.split(" | ")[0] for line in remarked(text)] == [
        "38 “Watch” can be reached by an account that does not fit.",
        "39 “Qualified” can be reached by an account that does not fit.",
    ]


@pytest.mark.parametrize(
    ("old", "new", "remark"),
    [
        pytest.param(
            "[Good fit, Warm, Two people]",
            "[Good fit, Warm, Two people, Cold]",
            "“Warm” must hold and fail",
            id="a condition and its opposite",
        ),
        pytest.param(
            "[Good fit, Warm, Two people]",
            "[Good fit, Warm, Two people, Quiet]",
            "“Warm” must hold and “Busy” fail",
            id="more of a score than may be",
        ),
        pytest.param(
            "[Good fit, Warm, Two people]",
            "[Good fit, Two people, Bad fit, Warm]",
            "no grade is left by “Bad fit” and “Good fit”",
            id="two sets of grades without a common one",
        ),
        pytest.param(
            "[Good fit, Warm, Two people]",
            "[Good fit, Two people, Warm, Heavy use]",
            "“Heavy use” asks for 60, but signals give at most 50",
            id="a score that no signals give",
        ),
        pytest.param(
            "[Good fit, Warm, Two people]",
            "[Good fit, Two people, Warm, Deciding]",
            "no signal leads to what “Deciding” asks",
            id="a buying stage that no signal leads to",
        ),
        pytest.param(
            "[Good fit, Warm, Two people]",
            "[Good fit, Two people, Warm, Only here, Only there]",
            "“Warm” must hold and fail",
            id="one segment and another",
        ),
        pytest.param(
            "[Good fit, Warm, Two people]",
            "[Good fit, Two people, Warm, A hundred and fifty]",
            "“A hundred and fifty” asks for 150, but signals give at most 90",
            id="more points than the caps let through",
        ),
    ],
)
def test_a_level_that_nobody_can_reach_is_remarked_on(old, new, remark):
    more = """  Cold: { not: Warm }
  Busy: { engagement_at_least: 20 }
  Quiet: { not: Busy }
  Bad fit: { fit_grade: D }
  Heavy use: { product_score_at_least: 60 }
  Deciding: { buying_stage: decision }
  Only here: { only_for: Enterprise, all_of: [Cold] }
  Only there: { only_for: Others, all_of: [Cold] }
  A hundred and fifty: { points_at_least: 150 }
levels:
"""
    text = changed("{ activity: product.scan, points: 4 }", "{ activity: product.scan, points: 4, cap: 50 }")
    found = [one for one in remarked(changed(old, new, changed("levels:\n", more, text))) if "Nobody" in one]
    assert found == [f"48 Nobody can reach “Qualified”: {remark}. | Change what it asks for."]


def test_a_level_that_a_higher_one_always_hides_is_remarked_on():
    text = SMALL + "  Also: { when: Ready, stage: MQA, action: call }\n"
    assert [one for one in remarked(text) if "seen" in one] == [
        "39 Nobody is seen on “Qualified”: whoever reaches it is on “Also” too. | "
        "Let “Also” ask for more, or move “Qualified” below it."
    ]


def test_a_level_that_is_entered_sooner_than_the_higher_one_is_seen():
    text = SMALL + "  Also: { when: Ready, stage: MQA, action: call, enter_after: 3 days }\n"
    assert remarked(text) == []


@pytest.mark.parametrize("stage", ["awareness", "none"])
def test_a_level_that_visits_alone_could_reach_is_remarked_on(stage):
    assert remarked(changed("stage: consideration", f"stage: {stage}")) == [
        "39 Opens and visits alone could bring an account to “Qualified”: “Page”. | "
        "Ask beside them for an act that costs something, or lower their caps."
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Warm: { engagement_at_least: 30 }", "Warm: { depth_at_least: 90 }", id="a cap keeps it low"),
        pytest.param(
            "Two people: { people_at_least: 2, within: 14 days }",
            "Two people: { activity: form.demo, people_at_least: 2, within: 14 days }",
            id="a serious act is asked for",
        ),
        pytest.param("stage: awareness", "where: { seconds_at_least: 60 }", id="a visit must last"),
        pytest.param(
            "Two people: { people_at_least: 2, within: 14 days }",
            "Two people: { activity: web.*, visits_at_least: 1, pages_at_least: 3, within: 14 days }",
            id="a visit must have pages",
        ),
    ],
)
def test_a_level_that_asks_for_more_than_visits_is_not(old, new):
    assert remarked(changed(old, new, changed("stage: consideration", "stage: awareness"))) == []


def test_nobody_is_engaged_where_a_person_may_add_less_than_it_takes():
    found = remarked(changed("engaged_at: 5", "engaged_at: 50\n  most_per_person: 45"))
    assert found == [
        "1 A person counts as engaged from 50 points, but may add only 45. | "
        "Lower “engaged_at”, or raise “most_per_person”."
    ]


def test_nobody_is_engaged_in_a_tier_whose_people_may_add_less_than_it_takes():
    found = remarked(
        changed("engaged_at: 5", "engaged_at: { default: 5, Named: 50 }\n  most_per_person: { default: 60, Named: 45 }")
    )
    assert found == [
        "1 A person counts as engaged from 50 points for Named, but may add only 45. | "
        "Lower “engaged_at”, or raise “most_per_person”."
    ]


def test_a_level_that_the_caps_of_one_segment_let_through_can_be_reached():
    asked = changed("Warm: { engagement_at_least: 30 }", "Warm: { points_at_least: 150 }")
    assert remarked(asked) == [
        "39 Nobody can reach “Qualified”: “Warm” asks for 150, but signals give at most 90. | Change what it asks for."
    ]
    assert remarked(changed("cap: 80", "cap: { default: 80, Enterprise: 200 }", asked)) == []


def test_ways_too_many_to_look_at_are_left_alone():
    many = "".join(f"  Kind {nth}: {{ activity: k.{nth}, times_at_least: 1, within: 9 days }}\n" for nth in range(20))
    half = f"  Half: {{ at_least: 10, of: [{', '.join(f'Kind {nth}' for nth in range(20))}] }}\nlevels:\n"
    text = changed("[Good fit, Warm, Two people]", "[Good fit, Warm, Two people, Half]")
    assert remarked(changed("levels:\n", many + half, text)) == []
