from __future__ import annotations

from decimal import Decimal

import pytest

from mqa.terms.rules import Calibration, Handoff, Route
from tests.definition.texts import SMALL, changed, read, said

NEXT = (
    SMALL
    + """\
handoff: { levels: [Qualified], cadence: "monday 08:00", at_once: [Qualified] }
routes:
  Named ones: { where: { tier: Named }, to: owner, respond_within: 24 hours }
  The rest: { where: {}, to: "round robin: sales", respond_within: 1 working day }
sla: { remind_at: 0.5, escalate_at: 1.0, reclaim_at: 3.0, escalate_to: sales manager }
dispositions:
  accepted: []
  rejected: { fit: [wrong size], people: [wrong people, nobody there] }
calibration: { goal: { outcome: won, within: 90 days }, capacity: { reps: 10, handoffs_per_rep: 5, each: week } }
"""
)


def test_what_happens_next_can_be_read():
    assert read(NEXT).handoff == Handoff(
        levels=("Qualified",),
        cadence="monday 08:00",
        at_once=("Qualified",),
        routes=(
            Route("Named ones", tier="Named", segment="", level="", to="owner", respond_within="24 hours"),
            Route("The rest", tier="", segment="", level="", to="round robin: sales", respond_within="1 working day"),
        ),
        remind_at=Decimal("0.5"),
        escalate_at=Decimal("1.0"),
        reclaim_at=Decimal("3.0"),
        escalate_to="sales manager",
        dispositions=(
            ("accepted", "", ()),
            ("rejected", "fit", ("wrong size",)),
            ("rejected", "people", ("wrong people", "nobody there")),
        ),
    )


def test_what_thresholds_are_proposed_for_can_be_read():
    assert read(NEXT).calibration == Calibration(outcome="won", within=90, reps=10, handoffs_per_rep=5, each="week")


BROKEN = [
    ('"monday 08:00"', "mondays", "40:42 handoff: “cadence” is “mondays”, not a time to hand off."),
    ('"monday 08:00"', '"monday 24:00"', "40:42 handoff: “cadence” is “monday 24:00”, not a time to hand off."),
    (
        "at_once: [Qualified]",
        "at_once: [Watch]",
        "40:67 “Watch” is to be handed off at once, but is not among the levels that are handed off.",
    ),
    ("tier: Named }", "tier: Namd }", "42:32 “Named ones” asks for “Namd”, which is not a tier."),
    ("24 hours", "a day", "42:68 “Named ones”: “respond_within” is “a day”, not a time to answer in."),
    ("reclaim_at: 3.0", "reclaim_at: 0.7", "44:6 sla reminds, escalates and reclaims in another order."),
    ("fit: [wrong size]", "size: [wrong size]", "47:15 dispositions has an unknown key “size”."),
    ("accepted: []", "agreed: []", "46:3 dispositions has an unknown key “agreed”."),
    ("outcome: won", "outcome: lost", "48:33 calibration: “outcome” is “lost”, not a word that may stand here."),
    ("reps: 10", "reps: 0", "48:75 calibration: “reps” is “0”, not a whole number from 1 to 100,000."),
]


@pytest.mark.parametrize(("old", "new", "what"), BROKEN)
def test_what_happens_next_says_where_it_is_broken(old, new, what):
    assert [problem.split(" | ")[0] for problem in said(changed(old, new, NEXT))] == [what]
