from __future__ import annotations

import pytest

from tests.definition.texts import changed, said

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
