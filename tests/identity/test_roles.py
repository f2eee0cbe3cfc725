from __future__ import annotations

from decimal import Decimal

import pytest

from mqa.identity.roles import role_of, title_forms, title_rows
from mqa.terms.rules import Role
from mqa.terms.titles import DEPARTMENTS, SENIORITIES


def role(name: str, *titles: str) -> Role:
    return Role(name, titles, Decimal(1), required=False)


ROLES = (
    role("Economic buyer", "CFO", "VP finance*"),
    role("Executive sponsor", "CEO", "chief *"),
    role("Technical evaluator", "*architect*", "*security engineer*"),
    role("User", "*analyst*"),
)


def named(title: str, set_role: str = "") -> str:
    """The role of a title by name."""
    place = role_of(title, set_role, ROLES)
    return ROLES[place - 1].name if place else ""


@pytest.mark.parametrize("title", ["CFO", "cfo", "Chief Financial Officer", "Chief  Financial\tOfficer", "C.F.O"])
def test_an_office_is_the_same_however_it_is_written(title: str) -> None:
    assert named(title) == "Economic buyer"


def test_the_first_role_that_matches_wins() -> None:
    assert named("Chief Financial Officer") == "Economic buyer"
    assert named("Chief Risk Officer") == "Executive sponsor"


def test_an_abbreviated_office_matches_a_pattern_of_words() -> None:
    assert named("CTO") == "Executive sponsor"


@pytest.mark.parametrize("title", ["VP Finance", "Vice President, Finance", "Vice-President Finance EMEA"])
def test_vice_presidents_are_the_same_however_they_are_written(title: str) -> None:
    assert named(title) == "Economic buyer"


def test_a_star_stands_for_any_text_and_nothing_else_is_special() -> None:
    assert named("Lead Solutions Architect, Cloud") == "Technical evaluator"
    assert role_of("analyst", "", [role("Odd", "a.alyst", "[a]nalyst", "analys?")]) == 0


def test_a_pattern_without_stars_is_the_whole_title() -> None:
    assert named("Assistant to the CFO") == ""


def test_a_role_set_by_a_person_wins_over_the_title() -> None:
    assert named("Chief Financial Officer", " user ") == "User"


def test_a_role_that_is_none_of_the_definition_leaves_the_title_to_speak() -> None:
    assert named("Chief Financial Officer", "Champion") == "Economic buyer"


def test_a_title_nobody_has_gives_no_role() -> None:
    assert named("Gardener") == ""


def test_no_title_gives_no_role_even_where_any_title_does() -> None:
    anybody = [role("Anybody", "*")]
    assert (role_of("", "", anybody), role_of(" - ", "", anybody), role_of("Gardener", "", anybody)) == (0, 0, 1)


@pytest.mark.parametrize(
    ("title", "forms"),
    [
        ("Sr. Mgr, IT", ("senior manager information technology",)),
        ("SVP of Sales", ("senior vp of sales",)),
        ("CISO", ("ciso", "chief information security officer")),
        ("Infosec Eng.", ("information security engineer",)),
        ("", ("",)),
    ],
)
def test_a_title_has_a_short_form_and_one_with_offices_written_out(title: str, forms: tuple[str, ...]) -> None:
    assert title_forms(title) == forms


@pytest.mark.parametrize(
    ("title", "department", "seniority"),
    [
        ("CFO", "finance", "chief"),
        ("Chief Financial Officer", "finance", "chief"),
        ("VP Engineering", "engineering", "vice president"),
        ("Senior Data Analyst", "data", "senior"),
        ("Head of Procurement", "purchasing", "director"),
        ("Executive Assistant", "administration", "junior"),
        ("President", "executive", "chief"),
        ("Gardener", "none", "none"),
    ],
)
def test_a_title_shows_department_and_seniority(title: str, department: str, seniority: str) -> None:
    ((_, _, _, of_class, _, _),) = title_rows([(title, "")], [], {})
    assert (DEPARTMENTS[of_class // 100 % 100], SENIORITIES[of_class % 100]) == (department, seniority)


def test_titles_are_rows_in_alphabetical_order_each_once() -> None:
    titles = [("CFO", ""), ("Analyst", ""), ("CFO", "User"), ("CFO", ""), ("", "")]
    assert [row[:3] + row[4:5] for row in title_rows(titles, ROLES, {})] == [
        ("Analyst", "", 1, 4),
        ("CFO", "", 2, 1),
        ("CFO", "User", 3, 4),
    ]


def test_the_class_of_a_title_carries_its_role() -> None:
    ((_, _, _, of_class, of_role, _),) = title_rows([("Security Engineer", "")], ROLES, {})
    assert (of_class // 10_000, of_role) == (3, 3)


def test_a_title_weighs_what_its_department_and_seniority_weigh() -> None:
    finance_chief = (DEPARTMENTS.index("finance"), SENIORITIES.index("chief"))
    rows = title_rows([("CFO", ""), ("Gardener", "")], [], {finance_chief: 3})
    assert [(row[0], row[5]) for row in rows] == [("CFO", 3), ("Gardener", 0)]
