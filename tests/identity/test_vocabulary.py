"""The rows of titles.csv, and how they are found in words."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from mqa.identity.vocabulary import ASIDE, KINDS, NOTHING, matches, words_of
from mqa.terms.networks import NETWORK_CLASSES
from mqa.terms.titles import DEPARTMENTS, SENIORITIES

FILE = files("mqa").joinpath("identity/titles.csv").read_text(encoding="utf-8")
LINES = list(csv.DictReader(FILE.splitlines()))
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "no", "fi", "pl")


def test_no_row_stands_twice() -> None:
    rows = [(line["words"], line["says"]) for line in LINES]
    assert sorted({row for row in rows if rows.count(row) > 1}) == []


def test_every_row_says_a_department_a_seniority_or_what_to_leave_aside() -> None:
    assert {line["says"] for line in LINES} == KINDS.keys() - set(NETWORK_CLASSES)


def test_rows_that_say_something_weigh_something() -> None:
    weightless = {line["says"] for line in LINES if not 1 <= int(line["weight"]) <= 9}
    assert weightless == {says for says, kind in KINDS.items() if kind in (ASIDE, NOTHING)}


@pytest.mark.parametrize("file", ["networks.csv", "hosts.csv"])
def test_every_row_of_networks_stands_once_and_says_a_class_or_nothing(file: str) -> None:
    text = files("mqa").joinpath("identity", file).read_text(encoding="utf-8")
    said = [(line["words"], line["says"]) for line in csv.DictReader(text.splitlines())]
    assert sorted({row for row in said if said.count(row) > 1}) == []
    assert {says for _, says in said} <= {*NETWORK_CLASSES, "nothing"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_usual_words(language: str) -> None:
    known = {line["says"] for line in LINES if line["language"] == language}
    assert {"executive", "sales", "director", "junior"} <= known


def test_every_department_and_seniority_has_words() -> None:
    assert {*DEPARTMENTS[1:], *SENIORITIES[1:]} <= {line["says"] for line in LINES}


def found(title: str) -> list[tuple[str, int, int]]:
    """What the rows say that a title has, each from word to word."""
    return [(row.says, first, last) for row, first, last in matches(words_of(title), "titles.csv")]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("C.F.O., EMEA", ["cfo", ",", "emea"]),
        ("R&D / Sales", ["r", "and", "d", "/", "sales"]),
        ("Sales @ Łódź", ["sales", "at", "lodz"]),
        ("Trésorière - Groupe", ["tresoriere", " - ", "groupe"]),
        ("Marketing-Leiter*in", ["marketing", "leiterin"]),
    ],
)
def test_a_title_is_words_and_breaks(title: str, words: list[str]) -> None:
    assert words_of(title) == words


def test_a_star_stands_for_any_letters_of_a_word() -> None:
    assert found("Gebietsvertriebsleiter") == [("sales", 0, 0), ("director", 0, 0)]


def test_several_words_are_found_as_one() -> None:
    assert found("VP Public Relations") == [("executive", 0, 0), ("vice president", 0, 0), ("marketing", 1, 2)][1:]


def test_several_words_are_not_found_across_a_break() -> None:
    assert found("Public / Relations") == []


def test_what_says_nothing_hides_what_lies_within_it() -> None:
    assert "director" not in {says for says, _, _ in found("People Partner Management")}
