"""The committee in numbers: whether it expands, how it gained, and how it stands beside its segment."""

from __future__ import annotations

from typing import Any

import pytest

from mqa.explain.committee_numbers import (
    CommitteeNumbers,
    committee_numbers,
    document,
    lines,
    sentences,
)

JUNE_1, JULY_1 = 9648, 9678
PEERS = {"segment": 2, "tier": 0, "measure": "contact_ratio", "accounts": 40, "counted": 8}
PEERS |= {"low": 100_000, "middle": 250_000, "high": 500_000}


def row(**given: Any) -> dict[str, Any]:
    ordinary = {"as_of": JULY_1, "engaged": 2, "known": 4, "required": 3, "covered": 1, "gaps": 2, "points": 85_000_000}
    return {**ordinary, "coverage": 333_333, "concentration": 750_000, "contact_ratio": 500_000, **given}


def then(days: int = 30, **given: Any) -> dict[str, Any]:
    return {"days": days, "same_rules": 1, **row(as_of=JUNE_1, **given)}


def said(now: dict[str, Any], *before: dict[str, Any], peers: tuple[dict[str, Any], ...] = ()) -> CommitteeNumbers:
    tables = {"committee": [now], "committee_before": before, "benchmarks": peers}
    found = committee_numbers(tables, 2, "Mid-market")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("before", "trend"),
    [
        ({"engaged": 1}, "expanding"),
        ({"engaged": 3}, "shrinking"),
        ({"coverage": 0}, "expanding"),
        ({"coverage": 666_666}, "shrinking"),
        ({"engaged": 1, "coverage": 666_666}, "expanding"),
        ({"concentration": 900_000}, "steady"),
    ],
)
def test_engaged_people_decide_the_trend_and_of_as_many_the_roles_they_cover(before: dict[str, Any], trend: str):
    assert said(row(), then(**before)).trend == trend


def test_without_the_numbers_of_a_period_before_the_trend_is_not_known():
    found = said(row(), then(90))
    assert found.trend == "not known"
    assert sentences(found)[0] == (
        "Whether it expands or shrinks is not known: no run of 2026-06-01, or of the week before that, tells of it."
    )


def test_momentum_is_the_points_gained_since_each_day_that_is_known():
    found = said(row(), then(30, points=65_000_000), then(90, points=90_000_000))
    assert found.gained == {30: 20_000_000, 90: -5_000_000}
    assert "It has 85.0 points, 20.0 more than on 2026-06-01 and 5.0 fewer than on 2026-06-01." in sentences(found)


def test_an_earlier_version_of_the_definition_is_named():
    before = {**then(engaged=1), "same_rules": 0}
    assert sentences(said(row(), before))[0] == (
        "Expanding: 2 people are engaged, 1 on 2026-06-01, by an earlier version of the definition; "
        "required roles covered: 1 of 3, then 1 of 3."
    )


def test_the_contact_ratio_stands_beside_that_of_the_accounts_segment():
    other = {**PEERS, "segment": 1, "middle": 990_000}
    assert sentences(said(row(), peers=(other, PEERS)))[-1] == (
        "50 % of the people known are engaged. In the segment Mid-market, 8 of 40 accounts have anybody engaged: "
        "median 25 %, quartiles 10 % and 50 %."
    )


def test_each_number_has_a_cell_for_now_and_each_day_before_that_is_known():
    shown = {name: cells for name, *cells in lines(said(row(), then(30, engaged=1, covered=0)))}
    assert shown["People engaged"] == ["2 of 4", "1 of 4"]
    assert shown["Required roles engaged"] == ["1 of 3", "0 of 3"]
    assert shown["Most active person has"] == ["75 %", "75 %"]


def test_programs_read_exact_numbers_and_days():
    told = document(said(row(), then(30, points=65_000_000), peers=(PEERS,)))
    assert told is not None
    assert (told["trend"], told["momentum"], told["concentration"]) == ("steady", {"30": 20_000_000}, 750_000)
    assert told["days_before"]["30"]["as_of"] == "2026-06-01"
    assert told["contact_ratio_of_segment"]["middle"] == 250_000


def test_a_run_that_kept_no_such_numbers_tells_none():
    assert committee_numbers({"committee": [], "committee_before": [], "benchmarks": []}, 1, "All") is None
    assert document(None) is None
