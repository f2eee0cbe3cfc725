from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mqa.definition.checking.remarks import remarks
from mqa.definition.fingerprint import identity
from mqa.definition.reading import definition
from mqa.terms.rules import Condition, Given, Product, Stability, Tier
from tests.definition.texts import LISTS, SHIPPED, SMALL, changed, problems, read, said, shipped_lists

HALYARD = SHIPPED.read_text(encoding="utf-8")
WORDS = sorted(set(re.findall(r"[\w.%]+|[^\w\s]|\n *", HALYARD)))
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["", "{}", "[]", "*", "&a", "!t", "\t", "|", '"', "'", "-1"]),
    st.text(max_size=5),
)

BROKEN = [
    pytest.param(
        "half_life: 30 days, cap: 80",
        "halflife: 30 days, cap: 80",
        "15:44 “Demo” has an unknown key “halflife”.",
        "Did you mean “half_life”?",
        id="an unknown key",
    ),
    pytest.param(
        "cap: 80",
        "colour: red",
        "15:64 “Demo” has an unknown key “colour”.",
        "It may have: activity, where, points, half_life, lifespan, cap, per_day, most_per_day, stage.",
        id="an unknown key like none",
    ),
    pytest.param(
        "intent: {",
        "intend: {",
        "28:1 This definition has an unknown key “intend”.",
        "Did you mean “intent”?",
        id="an unknown section",
    ),
    pytest.param(
        "  Page: {",
        "  Demo: {",
        "16:3 “Demo” stands here a second time; the first is in line 15.",
        "Rename or remove one of the two.",
        id="a duplicate key",
    ),
    pytest.param(
        "activity: form.demo, ", "", "15:9 “Demo” has no “activity”.", "Add “activity: …”.", id="a missing key"
    ),
    pytest.param(
        "points: 40",
        "points: forty",
        "15:40 “Demo”: “points” is “forty”, not a number.",
        "Write a number from -100,000 to 100,000; decimals follow a point, at most six of them.",
        id="text for number",
    ),
    pytest.param(
        "bar: 0.8",
        "bar: '0,8'",
        "12:17 “Named”: “bar” is “0,8”, not a number.",
        "Write a number above 0 and at most 10; decimals follow a point, at most six of them.",
        id="a number with comma",
    ),
    pytest.param(
        "bar: 0.8",
        "bar: { a: 1 }",
        "12:17 “Named”: “bar” is not a number.",
        "Write a number above 0 and at most 10; decimals follow a point, at most six of them.",
        id="mapping for number",
    ),
    pytest.param(
        "points: 40",
        "points: 0.0000001",
        "15:40 “Demo”: “points” is “0.0000001”, not a number.",
        "Write a number from -100,000 to 100,000; decimals follow a point, at most six of them.",
        id="seven decimals",
    ),
    pytest.param(
        "points: 40",
        "points: nan",
        "15:40 “Demo”: “points” is “nan”, not a number.",
        "Write a number from -100,000 to 100,000; decimals follow a point, at most six of them.",
        id="not a number",
    ),
    pytest.param(
        "2027-01-01",
        "1.1.2027",
        "1:39 definition: “review_on” is “1.1.2027”, not a date.",
        "Write it as 2026-07-01, between 1970 and 2100.",
        id="date",
    ),
    pytest.param(
        "2027-01-01",
        "20223-01-01",
        "1:39 definition: “review_on” is “20223-01-01”, not a date.",
        "Write it as 2026-07-01, between 1970 and 2100.",
        id="date far",
    ),
    pytest.param(
        "required: true",
        "required: maybe",
        "30:50 “Buyer”: “required” is “maybe”, not a word that may stand here.",
        "Choose from: true, false, yes, no.",
        id="flag",
    ),
    pytest.param(
        "  Watch: {",
        '  "": {',
        "38:3 A name in levels is empty or longer than 100 letters.",
        "Give it a short name of one line.",
        id="empty name",
    ),
    pytest.param(
        "  Named: {",
        "  Enterprise: {",
        "12:3 “Enterprise” is also the name of a segment (line 9).",
        "Rename one: a number may be given for either.",
        id="tier named as segment",
    ),
]


@pytest.mark.parametrize(("old", "new", "what", "mend"), BROKEN)
def test_a_definition_says_where_it_is_broken_and_how_to_mend_it(old, new, what, mend):
    assert said(changed(old, new)) == [f"{what} | {mend}"]


def test_a_definition_can_be_read_in_full():
    found = read(SMALL)
    assert found.name == "Small"
    assert [signal.name for signal in found.signals] == ["Demo", "Page", "Scan"]
    assert found.conditions[2] == Condition("Two people", kind="people_at_least", needed=Given(Decimal(2)), within=14)


def test_what_is_left_out_is_as_if_nobody_asked_for_it():
    found = read(SMALL)
    assert found.product == Product(benchmark=Given(Decimal(100)), counts_for=90, most_per_person=None)
    assert found.stability == Stability()
    assert found.mql is None


def test_without_tiers_every_account_is_in_one():
    found = read(SMALL.replace(SMALL[SMALL.index("tiers:") : SMALL.index("signals:")], ""))
    assert found.tiers == (Tier("Every account", Decimal(1), ()),)


def test_every_section_that_is_missing_is_named():
    assert said("fit: {}") == [
        f"1:1 This definition has no “{section}”. | Add “{section}: …”."
        for section in ("conditions", "definition", "engagement", "levels", "segments", "signals")
    ]


def test_a_section_without_lines_is_a_problem():
    text = changed("intent: { topics: [dora], surge: 70 }", "intent:")
    assert said(text) == ["28:1 intent is empty, not a list of keys with their values. | Write it as { topics: … }."]


def test_all_problems_of_a_file_are_told_at_once_in_their_order():
    text = changed("points: 40", "points: many")
    text = changed("when: Ready", "when: Redy", text)
    text = changed("  Page: {", "  Demo: {", text)
    text = changed("A: 75, B: 50", "A: 75, B: 75", text)
    assert [problem.place.line for problem in problems(text)] == [7, 15, 16, 39]


def test_an_empty_file_is_a_problem():
    assert said("") == ["0:0 This file is empty. | Write it, or begin with what “mqa init” writes."]


@pytest.mark.parametrize("text", ["- a\n- b", "just a text", "[]"])
def test_a_file_that_is_no_list_of_sections_is_a_problem(text):
    assert "not a list of keys with their values" in said(text)[0]


def test_the_definition_we_ship_has_no_problem():
    found, faults = definition(SHIPPED.read_text(encoding="utf-8"), "halyard.yaml", shipped_lists())
    assert faults == ()
    assert found is not None
    assert found.least_known_share == Decimal("0.4")


@settings(deadline=None)
@given(text=st.text(max_size=300))
def test_no_text_at_all_raises_an_error(text):
    found, faults = definition(text, "d.yaml", LISTS)
    assert (found is None) == bool(faults)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_change_of_the_definition_we_ship_raises_an_error(data):
    text = HALYARD
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(at, min(len(text), at + 40)))
        text = text[:at] + data.draw(PIECES) + text[end:]
    found, faults = definition(text, "d.yaml", shipped_lists())
    assert (found is None) == bool(faults)
    if found is not None:
        remarks(found, date(2026, 7, 1))
        identity(found)
