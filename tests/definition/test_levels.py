from __future__ import annotations

from decimal import Decimal

import pytest

from mqa.terms.rules import Given, Mql, Stability
from tests.definition.texts import SMALL, changed, read, said

BROKEN = [
    pytest.param(
        "when: Ready",
        "when: Redy",
        "39:22 “Qualified” asks for “Redy”, which is not a condition.",
        "Did you mean “Ready” (line 36)?",
        id="dangling level condition",
    ),
    pytest.param(
        "when: Ready",
        "when: Completely other",
        "39:22 “Qualified” asks for “Completely other”, which is not a condition.",
        "Choose from: “Good fit”, “Warm”, “Two people”, “Ready”.",
        id="dangling like none",
    ),
    pytest.param(
        "stage: MQA",
        "stage: mqa",
        "39:36 “Qualified”: “stage” is “mqa”, not a word that may stand here.",
        "Did you mean “MQA”?",
        id="stage",
    ),
    pytest.param(
        "action: nurture",
        "action: nurture, formerly: Qualified",
        "38:83 “Watch” was formerly “Qualified”, which is a level of today.",
        "Name only levels that this definition has no more.",
        id="formerly",
    ),
]


@pytest.mark.parametrize(("old", "new", "what", "mend"), BROKEN)
def test_a_level_says_where_it_is_broken_and_how_to_mend_it(old, new, what, mend):
    assert said(changed(old, new)) == [f"{what} | {mend}"]


STABILITY = """\
stability:
  enter_after: 2 days
  leave_at: 0.75
  stay_at_least: 14 days
  expire_after: 45 days
  cooldown: { rejected: 60 days, expired: 0 days }
"""


def test_what_keeps_accounts_from_flickering_can_be_read():
    assert read(SMALL + STABILITY).stability == Stability(
        enter_after=2,
        leave_at=Decimal("0.75"),
        stay_at_least=14,
        expire_after=45,
        cooldown_rejected=60,
        cooldown_deferred=0,
        cooldown_expired=0,
    )


def test_a_level_is_entered_after_the_usual_days_unless_it_has_its_own():
    text = changed("action: direct_outreach }", "action: direct_outreach, enter_after: 0 days }", SMALL + STABILITY)
    assert [level.enter_after for level in read(text).levels] == [2, 0]


def test_a_level_keeps_its_former_names():
    text = changed("action: nurture }", "action: nurture, formerly: [Cold, Cool] }")
    assert read(text).levels[0].formerly == ("Cold", "Cool")


def test_the_problems_of_stability_are_told_once():
    assert len(said(changed("leave_at: 0.75", "leave_at: 75", SMALL + STABILITY))) == 1


def test_the_old_measure_beside_the_new_one_can_be_read():
    text = SMALL + "mql: { points_at_least: 50, roles: [Buyer], report_until: 2027-06-30 }\n"
    assert read(text).mql == Mql(Given(Decimal(50)), ("Buyer",), "2027-06-30")
