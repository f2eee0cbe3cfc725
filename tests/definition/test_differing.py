"""What one definition says otherwise than another, in words."""

from __future__ import annotations

import dataclasses
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.definition.differing import SECTIONS, differences
from mqa.definition.fingerprint import identity
from mqa.definition.parts.lists import listed_files
from mqa.definition.reading import definition
from mqa.terms.problems import Place
from mqa.terms.rules import Definition
from tests.definition.texts import SHIPPED, SMALL, changed, read

FIT, WARM = "  Good fit: { fit_grade: [A, B] }\n", "  Warm: { engagement_at_least: 30 }\n"
DEMO = "  Demo: { activity: form.demo, points: 40, half_life: 30 days, cap: 80 }\n"
PAGE = '  Page: { activity: "web.*", points: 1, cap: 10 }\n'
PEOPLE = "  Two people: { people_at_least: 2, within: 14 days }\n"
READY = "[Good fit, Warm, Two people]"
SHIPPED_ONES = ("halyard.yaml", "cncf.yaml")


def told(was: str, now: str) -> list[str]:
    return [
        " ".join(filter(None, (f"{one.section}:", one.name, one.change, one.words)))
        for one in differences(read(was), read(now))
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        pytest.param(
            "surge: 70",
            "surge: 70, baseline: { within: 2 weeks }",
            [
                "intent: changed baseline: 21 days against the 84 before, at least 5 counts → "
                "14 days against the 84 before, at least 5 counts"
            ],
            id="what is usual",
        ),
        pytest.param("points: 40", "points: 45.5", ["signals: Demo changed points: 40 → 45.5"], id="a number"),
        pytest.param(
            "engagement_at_least: 30 ",
            "engagement_at_least: { default: 30, Enterprise: 40 } ",
            ["conditions: Warm changed engagement of at least 30 → 30 (40 for Enterprise)"],
            id="a number for a segment",
        ),
        pytest.param(
            "{ engagement_at_least: 30 }",
            "{ all_of: [Good fit, Two people] }",
            ["conditions: Warm changed engagement of at least 30 → all of “Good fit”, “Two people”"],
            id="another kind of question",
        ),
        pytest.param(", cap: 80 }", " }", ["signals: Demo changed cap: 80 → nothing"], id="a limit that goes"),
        pytest.param(
            "half_life: 30 days", "half_life: 1 day", ["signals: Demo changed half life: 30 days → 1 day"], id="a time"
        ),
        pytest.param(
            "fit_grade: [A, B]",
            "fit_grade: [A, D]",
            ["conditions: Good fit changed fit grade: with “D”, without “B”"],
            id="what a list holds",
        ),
        pytest.param(
            "any_of: [banking]",
            "any_of: [banking, energy]",
            ["fit, points: Bank changed industry: with “energy”"],
            id="the values of a fact",
        ),
        pytest.param(
            "{ fact: employees, at_least: 2000 }",
            "{ fact: employees, at_least: 1000 }",
            ["segments: Enterprise changed where: employees at least 2000 → employees at least 1000"],
            id="a test of a segment",
        ),
        pytest.param(
            DEMO + PAGE,
            PAGE + DEMO,
            ["signals: Page moved to the first place"],
            id="an order that decides",
        ),
        pytest.param(
            WARM, WARM + "  Hot: { engagement_above: 60 }\n", ["conditions: Hot added engagement above 60"], id="a rule"
        ),
        pytest.param(
            "  Watch: { when: Good fit, stage: account of interest, action: nurture }\n",
            "",
            ["levels: Watch removed"],
            id="a rule that goes",
        ),
        pytest.param(
            "  Watch: { when: Good fit,",
            "  Early: { formerly: Watch, when: Warm,",
            ["levels: Early renamed was called “Watch”", "levels: Early changed when: Good fit → Warm"],
            id="a level that says what it was called",
        ),
        pytest.param(
            "  Watch: {",
            "  Early: {",
            [
                "levels: Watch removed",
                "levels: Early added when Good fit, stage account of interest, action nurture, enter after 0 days; "
                "it says what “Watch” said: to let history go on, write “formerly: [Watch]”",
            ],
            id="a level that does not say what it was called",
        ),
        pytest.param(
            "Demo: {", "Demo asked for: {", ["signals: Demo asked for renamed was called “Demo”"], id="a name"
        ),
        pytest.param(
            "recency_half_life: 14 days",
            "recency_half_life: 7 days",
            ["engagement: changed recency half life: 14 days → 7 days"],
            id="a rule of a section",
        ),
        pytest.param(
            "engaged_at: 5",
            "engaged_at: { default: 5, Enterprise: 8 }",
            ["engagement: changed engaged at: 5 → 5 (8 for Enterprise)"],
            id="a number for one segment",
        ),
        pytest.param(
            "anonymous: 0.5",
            "anonymous: { sure: 0.5, likely: 0.2 }",
            ["engagement: changed anonymous: 0.5 → 0.5 where sure, 0.2 where likely"],
            id="nameless visitors by how sure they are",
        ),
        pytest.param(
            "cap: 80",
            "cap: { default: 80, Named: 90 }",
            ["signals: Demo changed cap: 80 → 80 (90 for Named)"],
            id="a cap for one tier",
        ),
        pytest.param(
            "conditions:\n",
            "mql: { points_at_least: 50 }\nconditions:\n",
            ["mql: added points at least 50"],
            id="a section",
        ),
        pytest.param("review_on: 2027-01-01", "agreed_by: [sales]", [], id="who agreed on it"),
        pytest.param(FIT + WARM, WARM + FIT, [], id="an order that means nothing"),
    ],
)
def test_what_changed_is_said_in_the_words_of_the_file(old, new, says):
    assert told(SMALL, changed(old, new)) == says


def test_what_a_list_gained_is_counted_where_it_is_long():
    def with_list(content: str) -> Definition:
        found, _ = definition(SMALL, "d.yaml", {"named.csv": content})
        assert found is not None
        return found

    came = "".join(f"c{nth}.com\n" for nth in range(9))
    (one,) = differences(with_list("a.com\n"), with_list("a.com\n" + came))
    assert one.words.startswith("where: domain in named.csv: with “c")
    assert one.words.endswith(" and 4 more")


def test_a_difference_says_on_which_line_it_stands():
    (one,) = differences(read(SMALL), read(changed("points: 40", "points: 41")))
    assert one.line == 1 + SMALL[: SMALL.index("Demo:")].count("\n")


@cache
def shipped(name: str) -> Definition:
    """A shipped definition with its lists."""
    file = SHIPPED.parent / name
    text = file.read_text(encoding="utf-8")
    lists = {path: (file.parent / path).read_text(encoding="utf-8") for path in listed_files(text)}
    found, problems = definition(text, name, lists)
    assert found is not None, problems
    return found


@st.composite
def mutated(draw: st.DrawFn, value: Any) -> Any:
    """A value with something in it changed, somewhere; now and then to the same."""
    if isinstance(value, Place):
        return value
    if dataclasses.is_dataclass(value):
        field = draw(st.sampled_from([one.name for one in dataclasses.fields(value)]))
        closed = get_args(get_type_hints(type(value))[field])  # a closed set stays closed: no rule of a fourth purpose
        of_them = bool(closed) and all(isinstance(one, str) for one in closed)
        part = st.sampled_from(closed) if of_them else mutated(getattr(value, field))
        return replace(value, **{field: draw(part)})  # type: ignore[type-var]
    if isinstance(value, tuple) and value:
        return draw(mutated_list(value))
    match value:
        case bool():
            return not value
        case int():
            return value + draw(st.integers(-1, 2))
        case Decimal():
            return value + draw(st.sampled_from((Decimal(0), Decimal("0.1"), Decimal(3))))
        case str():
            return draw(st.sampled_from((value, f"{value} too")))
    return value


@st.composite
def mutated_list(draw: st.DrawFn, value: tuple[Any, ...]) -> tuple[Any, ...]:
    """A list with a part changed, without one, or in another order."""
    nth, to = (draw(st.integers(0, len(value) - 1)) for _ in range(2))
    without = (*value[:nth], *value[nth + 1 :])
    match draw(st.sampled_from(("change", "remove", "move"))):
        case "change":
            part = draw(mutated(value[nth]))
            names = [getattr(one, "name", one) for one in without]
            return (*value[:nth], part, *value[nth + 1 :]) if getattr(part, "name", part) not in names else value
        case "remove":
            return without
    return (*without[:to], value[nth], *without[to:])


@settings(max_examples=300, deadline=None)
@given(st.data(), st.sampled_from(SHIPPED_ONES), st.integers(1, 3))
def test_there_is_a_difference_exactly_where_there_is_another_identity(data, name, times):
    was = now = shipped(name)
    for _ in range(times):
        now = data.draw(mutated(now))
    found = differences(was, now)
    assert bool(found) == (identity(was) != identity(now))
    assert all(one.section in SECTIONS for one in found)
    assert all(one.words or one.change == "removed" for one in found)


@pytest.mark.parametrize("name", SHIPPED_ONES)
def test_a_definition_does_not_differ_from_itself(name):
    assert differences(shipped(name), shipped(name)) == ()


def test_two_unlike_definitions_can_be_compared():
    assert {one.change for one in differences(shipped("halyard.yaml"), shipped("cncf.yaml"))} >= {"added", "removed"}
