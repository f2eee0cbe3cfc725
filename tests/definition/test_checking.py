from __future__ import annotations

from datetime import date

import pytest

from mqa.definition.checking import remarks
from mqa.definition.reading import definition
from tests.definition.texts import SHIPPED, SMALL, changed, read, shipped_lists

DAY = date(2026, 7, 1)


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
            "points: 1, cap: 10 }",
            "points: 1, cap: 10 }\n  Pricing: { activity: web.pricing, points: 8 }",
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


def test_a_review_is_overdue_on_the_day_after():
    assert remarked(SMALL, date(2027, 1, 1)) == []
    assert remarked(SMALL, date(2027, 1, 2)) == [
        "1 “Small” was to be reviewed on 2027-01-01. | Review it together, and set the next day in “review_on”."
    ]


def test_a_wide_signal_below_a_narrow_one_is_fine():
    assert remarked(changed("activity: form.demo", "activity: web.pricing")) == []


def test_a_signal_with_limits_hides_none_below_it():
    text = changed(
        "points: 1, cap: 10 }", "points: 1, where: { seconds_at_least: 60 } }\n  Any: { activity: web.page, points: 1 }"
    )
    assert remarked(text) == []


def test_a_condition_for_some_segments_does_not_ask_the_others_for_fit():
    text = changed("fit_grade: [A, B]", "fit_grade: [A, B], only_for: [Enterprise]")
    assert [line.split(" | ")[0] for line in remarked(text)] == [
        "38 “Watch” can be reached by an account that does not fit.",
        "39 “Qualified” can be reached by an account that does not fit.",
    ]
