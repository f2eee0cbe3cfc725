"""What titles say of department and seniority, title by title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mqa.identity.readings import Evidence, reason
from mqa.identity.titles import classes, department_and_seniority, own_words
from mqa.terms.titles import DEPARTMENTS, SENIORITIES


def said(title: str) -> tuple[str, str]:
    """Department and seniority."""
    department, seniority = department_and_seniority(title)
    return department.says, seniority.says


@pytest.mark.parametrize(
    ("title", "department", "seniority"),
    [
        ("Senior Vice President, Finance", "finance", "vice president"),
        ("Head of Procurement", "purchasing", "director"),
        ("Chief Information Security Officer", "security", "chief"),
        ("IT Support Specialist", "information technology", "none"),
        ("HR Business Partner", "human resources", "none"),
        ("Principal Software Engineer", "engineering", "lead"),
        ("Leiterin Einkauf", "purchasing", "director"),
        ("Kaufmännischer Leiter", "finance", "director"),
        ("Teamleiter Kundenservice", "customer support", "lead"),
        ("Werkstudent IT", "information technology", "junior"),
        ("Geschäftsführer", "executive", "chief"),
        ("Directeur des systèmes d'information", "information technology", "director"),
        ("Responsable achats", "purchasing", "manager"),
        ("Chargé de communication", "marketing", "none"),
        ("Jefe de ventas", "sales", "manager"),
        ("Consejera delegada", "executive", "chief"),
        ("Responsabile acquisti", "purchasing", "manager"),
        ("Addetto contabilità", "finance", "junior"),
        ("Hoofd inkoop", "purchasing", "director"),
        ("Medewerker administratie", "administration", "junior"),
        ("Diretora de marketing", "marketing", "director"),
        ("Estagiário", "none", "junior"),
        ("Inköpschef", "purchasing", "director"),
        ("Økonomidirektør", "finance", "director"),
        ("Daglig leder", "executive", "chief"),
        ("Talousjohtaja", "finance", "director"),
        ("Kierownik działu zakupów", "purchasing", "manager"),
        ("Główny księgowy", "finance", "none"),
        ("Gardener", "none", "none"),
        ("", "none", "none"),
    ],
)
def test_a_title_is_read_in_its_language(title: str, department: str, seniority: str) -> None:
    assert said(title) == (department, seniority)


@pytest.mark.parametrize(
    "title",
    ["Geschäftsführerin", "Geschaeftsfuehrerin", "GESCHÄFTSFÜHRERIN", "Geschäftsführer:in", "Geschäftsführer/-in"],
)
def test_the_ways_to_write_a_word_make_no_difference(title: str) -> None:
    assert said(title) == ("executive", "chief")


@pytest.mark.parametrize(
    ("title", "department"),
    [
        ("Marketing Data Engineering", "data"),
        ("Marketing Engineer", "engineering"),
        ("Finance IT Manager", "information technology"),
    ],
)
def test_in_a_compound_the_last_word_is_what_somebody_does(title: str, department: str) -> None:
    assert said(title)[0] == department


def test_words_joined_by_and_weigh_alike() -> None:
    both = department_and_seniority("Sales and IT")[0].evidence
    assert [(one.says, one.weight) for one in both] == [("sales", 4), ("information technology", 4)]


@pytest.mark.parametrize(
    ("title", "department", "seniority"),
    [
        ("Product Owner", "product", "none"),
        ("Salesforce Administrator", "information technology", "none"),
        ("VP Sales Operations", "sales", "vice president"),
        ("Lead Generation Specialist", "marketing", "none"),
    ],
)
def test_longer_words_hide_the_shorter_ones_within_them(title: str, department: str, seniority: str) -> None:
    assert said(title) == (department, seniority)


@pytest.mark.parametrize(
    ("title", "department", "seniority"),
    [
        ("Assistant to the CFO", "administration", "junior"),
        ("Assistentin der Geschäftsführung", "administration", "junior"),
        ("Assistenz Vertriebsleitung", "sales", "junior"),
        ("Assistant to the CEO / Event Manager", "marketing", "junior"),
    ],
)
def test_whom_somebody_serves_says_little_of_themselves(title: str, department: str, seniority: str) -> None:
    assert said(title) == (department, seniority)


def test_an_employer_says_nothing_of_its_people() -> None:
    assert said("Marketing Manager at Legal & General Finance") == ("marketing", "manager")


def test_what_somebody_was_they_are_no_more() -> None:
    assert said("Former CEO") == ("none", "none")
    assert said("Former CEO, IT Consultant") == ("information technology", "none")


@pytest.mark.parametrize("title", ["Data Engineer Intern", "Junior Key Account Manager", "Praktikant Vertriebsleitung"])
def test_what_makes_somebody_small_beats_what_is_large(title: str) -> None:
    assert said(title)[1] == "junior"


def test_a_reading_tells_all_that_was_weighed() -> None:
    department, seniority = department_and_seniority("Leiterin Einkauf & IT")
    assert department.evidence == (
        Evidence("einkauf", "purchasing", 4),
        Evidence("it", "information technology", 4),
    )
    assert seniority.evidence == (Evidence("leiterin", "director", 6),)
    assert reason(department) == "“einkauf” weighs 4 for purchasing, “it” 4 for information technology"


def test_a_title_that_says_nothing_has_no_reason() -> None:
    assert reason(department_and_seniority("Gardener")[0]) == "no word says anything of it"


def test_what_speaks_for_something_else_lessens_the_confidence() -> None:
    sure, torn = (department_and_seniority(title)[0].confidence for title in ("Einkauf", "Einkauf & IT"))
    assert (sure, torn) == (0.8, 0.44)


def test_of_two_that_share_a_word_and_say_the_same_one_counts() -> None:
    (found,) = department_and_seniority("Key Account Manager")[0].evidence
    assert (found.says, found.words) == ("sales", "account manager")


def test_own_words_leave_out_whom_somebody_serves_and_where_they_work() -> None:
    assert own_words("Assistant to the CFO") == "assistant to"
    assert own_words("Buyer @ Acme Finance") == "buyer at"


@given(st.text(max_size=60))
def test_any_text_is_read_and_no_confidence_is_beyond_its_range(title: str) -> None:
    department, seniority = department_and_seniority(title)
    assert (DEPARTMENTS.index(department.says), SENIORITIES.index(seniority.says)) == classes(title)
    for reading in (department, seniority):
        assert 0 <= reading.confidence < 1
        assert (reading.confidence == 0) == (reading.says == "none")
