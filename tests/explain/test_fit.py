"""Fit in words."""

from __future__ import annotations

from mqa.explain.fit import criteria
from tests.definitions import definition

RULES = definition(
    fit="""
        required:
          Large enough: { fact: employees, at_least: 200 }
        excluded:
          Competitor: { fact: domain, listed_in: lists/competitors.csv }
        points:
          Bank: { fact: industry, any_of: [banking], points: 30 }
          Funded: { fact: last_funding, within: 12 months, points: 10 }
    """
)
DOMAIN, EMPLOYEES, INDUSTRY, FUNDING = range(1, 5)  # facts are numbered in alphabetical order


def known(fact, *, value="", number=None, on=None):
    return {"fact_number": fact, "value": value, "number_milli": number, "value_on": on}


def lines(met=(), facts=()):
    rows = [{"criterion": nth, "holds": holds, "hindsight": 0} for nth, holds in met]
    return {line.name: line for line in criteria(rows, facts, RULES)}


def test_a_criterion_holds_fails_or_is_unknown():
    found = lines(met=[(1, 1), (3, 0)])
    assert [found[name].state for name in ("Large enough", "Bank", "Funded")] == ["holds", "fails", "unknown"]


def test_what_it_asks_is_said_in_words():
    assert [line.asks for line in lines().values()] == [
        "employees at least 200",
        "domain in lists/competitors.csv",
        "industry banking",
        "last funding within 360 days",
    ]


def test_what_is_known_stands_beside_what_is_asked():
    facts = [known(EMPLOYEES, number=1_800_000), known(INDUSTRY, value="banking"), known(FUNDING, on=9678)]
    found = lines(facts=facts)
    assert [found[name].known for name in ("Large enough", "Bank", "Funded")] == ["1800", "banking", "2026-07-01"]


def test_shares_of_the_fit_score_follow_the_points():
    both, one = lines(met=[(3, 1), (4, 1)]), lines(met=[(3, 1), (4, 0)])
    assert (both["Bank"].share, both["Funded"].share) == (75_000_000, 25_000_000)
    assert (one["Bank"].share, one["Funded"].share) == (75_000_000, 0)


def test_codes_are_in_capitals_and_of_many_values_the_first_are_named():
    countries = definition(
        fit="required:\n  Market: { fact: country, any_of: [NL, BE, DE, FR, DK, SE, NO] }",
    )
    (line,) = criteria([], [known(1, value="nl")], countries)
    assert (line.asks, line.known) == ("country BE, DE, DK, FR, NL, NO or 1 more", "NL")
