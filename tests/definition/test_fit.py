from __future__ import annotations

import pytest

from tests.definition.texts import changed, said

BROKEN = [
    pytest.param(
        "A: 75, B: 50",
        "A: 50, B: 50",
        "7:23 Grade “B” has the bar 50, not below 50 of “A”.",
        "Order the grades from best to worst, bars falling.",
        id="grades out of order",
    ),
    pytest.param(
        "A: 75, B: 50",
        "A: 75, D: 50, B: 20",
        "7:20 D is what lies below the last bar; it has none of its own.",
        "Remove this line.",
        id="grade D",
    ),
    pytest.param(
        "at_least: 200 }",
        "at_least: 200, at_most: 300 }",
        "4:12 “Large” asks “at_least” and “at_most” of one fact at once.",
        "For a range write “between: [low, high]”; else make two entries of it.",
        id="two operators",
    ),
    pytest.param(
        "employees, at_least: 200 }",
        "employees }",
        "4:12 “Large” asks nothing of the fact.",
        "Add one of: any_of, has_any, listed_in, at_least, at_most, between, within, known.",
        id="no operator",
    ),
    pytest.param(
        "at_least: 200 }",
        "at_leest: 200 }",
        "4:31 “Large” has an unknown key “at_leest”.",
        "Did you mean “at_least”?",
        id="unknown operator",
    ),
    pytest.param(
        "at_least: 200 }",
        "between: [20, 10] }",
        "4:40 “Large”: “between” is not two numbers, the lower one first.",
        "Write them as [1000, 10000].",
        id="range reversed",
    ),
    pytest.param(
        "at_least: 200 }",
        "at_least: 200, points: 5 }",
        "4:46 “Large” has an unknown key “points”.",
        "It may have: fact, any_of, has_any, listed_in, at_least, at_most, between, within, known.",
        id="points in required",
    ),
    pytest.param(
        "fact: employees, at_least: 200 }",
        "fact: fit_grade, any_of: [A] }",
        "4:39 “Large” asks for the fit grade, which only the facts of tiers may do.",
        "Ask another fact; a condition asks for it with “fit_grade: [A, B]”.",
        id="fit asks grade",
    ),
    pytest.param(
        "fact: domain, listed_in: named.csv",
        "fact: fit_grade, any_of: [Z]",
        "12:58 “Named” asks for “Z”, which is not a grade.",
        "Choose from: “A”, “B”, “D”.",
        id="tier asks unknown grade",
    ),
    pytest.param(
        "    Bank: {",
        "    Large: {",
        "6:5 “Large” is also the name of a criterion in line 4.",
        "Rename one of the two.",
        id="same criterion",
    ),
    pytest.param(
        "points: 100",
        "points: 0",
        "9:38 “Enterprise”: “points” is “0”, not a number above 0 and at most 1,000,000.",
        "Write a number above 0 and at most 1,000,000.",
        id="benchmark 0",
    ),
    pytest.param(
        "points: 100",
        "points: 10000001",
        "9:38 “Enterprise”: “points” is “10000001”, not a number above 0 and at most 1,000,000.",
        "Write a number above 0 and at most 1,000,000.",
        id="benchmark beyond",
    ),
    pytest.param(
        "bar: 0.8",
        "bar: 0",
        "12:17 “Named”: “bar” is “0”, not a number above 0 and at most 10.",
        "Write a number above 0 and at most 10.",
        id="bar 0",
    ),
    pytest.param(
        "people: 2 }, where: [] }",
        "people: 2 }, where: [{ fact: country, any_of: [NL] }] }",
        "10:3 An account that matches none of the segments would belong to none.",
        "Let the last one take the rest: “where: []”.",
        id="last segment",
    ),
    pytest.param(
        "where: [{ fact: employees, at_least: 2000 }]",
        "where: []",
        "9:3 “Enterprise” takes every account, so the segments below it are never reached.",
        "Move it to the end, or say in “where” which accounts it takes.",
        id="early rest",
    ),
]


@pytest.mark.parametrize(("old", "new", "what", "mend"), BROKEN)
def test_fit_says_where_it_is_broken_and_how_to_mend_it(old, new, what, mend):
    assert said(changed(old, new)) == [f"{what} | {mend}"]


def test_grades_without_points_are_a_problem():
    text = changed("points: 10 }", "points: -10 }")
    assert said(text) == [
        "3:3 fit has grades, but no criterion adds points. | Add a criterion under “points”, or remove the grades."
    ]


def test_a_criterion_that_cannot_be_read_is_told_alone():
    assert len(said(changed("points: 10 }", "points: ten }"))) == 1
