"""Which conditions decide that an account stands elsewhere under another definition."""

from __future__ import annotations

from mqa.explain.conditions import Answer, answers
from mqa.explain.deciding import deciding
from mqa.terms.rules import Definition
from tests.definitions import definition

DAY, MICRO = 9677, 1_000_000
WARM = "Warm: { engagement_at_least: 30 }"
BUSY = "Busy: { activity: [web.page], times_at_least: 3, within: 20 days }"
ASKED = "Asked: { activity: [form.demo], times_at_least: 1, within: 20 days }"


def rules(*conditions: str, when: str = "Both") -> Definition:
    """A definition with one level, Hot, which asks for a condition."""
    return definition(conditions="\n".join(conditions), levels=f"Hot: {{ when: {when}, stage: MQA, action: call }}")


def answered(of: Definition, **seen: tuple[int, int]) -> dict[str, Answer]:
    """What each condition saw, and whether it holds; of those left out nothing was seen."""
    numbers = {condition.name: nth for nth, condition in enumerate(of.conditions, start=1)}
    rows = [
        {
            "condition": numbers[name.replace("_", " ")],
            "seen": number,
            **dict.fromkeys(("needed_to_enter", "needed_to_stay"), needed_by(of, name.replace("_", " "))),
            **dict.fromkeys(("enters", "stays"), holds),
        }
        for name, (number, holds) in seen.items()
    ]
    return answers(rows, of, 1)


def needed_by(of: Definition, name: str) -> int:
    return answers([], of, 1)[name].needed_to_enter


def words(was: tuple[Definition, dict[str, Answer]], now: tuple[Definition, dict[str, Answer]]) -> list[str]:
    return [one.words for one in deciding(was, now, "Hot", on=DAY, staying=False)]


def test_a_threshold_that_is_met_under_one_alone_is_said_with_both():
    was, now = rules(WARM, when="Warm"), rules("Warm: { engagement_at_least: 20 }", when="Warm")
    before, after = answered(was, Warm=(25 * MICRO, 0)), answered(now, Warm=(25 * MICRO, 1))
    assert words((was, before), (now, after)) == ["Warm: has 25.0, needs 30.0 → 20.0"]


def test_a_condition_that_a_level_asks_no_longer_decides_where_it_was_not_met():
    was, now = rules(WARM, BUSY, "Both: { all_of: [Warm, Busy] }"), rules(WARM, BUSY, when="Warm")
    seen = {"Warm": (35 * MICRO, 1), "Busy": (1, 0)}
    assert words((was, answered(was, **seen, Both=(1, 0))), (now, answered(now, **seen))) == [
        "Busy: has 1, needs 3, not asked any more"
    ]


def test_another_condition_of_a_level_is_told_though_both_definitions_have_it():
    was, now = rules(WARM, BUSY, when="Warm"), rules(WARM, BUSY, when="Busy")
    seen = {"Warm": (35 * MICRO, 1), "Busy": (1, 0)}
    assert words((was, answered(was, **seen)), (now, answered(now, **seen))) == [
        "Busy: has 1, needs 3, not asked before"
    ]


def test_where_no_simple_condition_decides_the_nearest_composite_one_is_told():
    was = rules(WARM, BUSY, ASKED, "Two of three: { at_least: 2, of: [Warm, Busy, Asked] }", when="Two of three")
    now = rules(WARM, BUSY, ASKED, "Two of three: { at_least: 1, of: [Warm, Busy, Asked] }", when="Two of three")
    seen = {"Warm": (35 * MICRO, 1)}
    before, after = answered(was, **seen, Two_of_three=(1, 0)), answered(now, **seen, Two_of_three=(1, 1))
    assert words((was, before), (now, after)) == ["Two of three: has 1, needs 2 → 1"]


def test_where_all_answer_alike_nothing_is_told():
    was = rules(WARM, when="Warm")
    same = (was, answered(was, Warm=(35 * MICRO, 1)))
    assert words(same, same) == []
