"""The worked example of docs/explanation/scores.md, recomputed from its own table of acts by plain arithmetic."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.workspace import done
from tests.docs.markdown import table, whole
from tests.house.files import ROOT

PAGE = (ROOT / "docs" / "explanation" / "scores.md").read_text(encoding="utf-8")
ACTS, ROWS = table(PAGE, "day"), table(PAGE, "signal")
AS_OF = date(2026, 6, 30)
MOST_PER_PERSON = 60_000_000
PEOPLE = {
    "eva.smit@brightport-example.com": "Eva",
    "jonas.vos@brightport-example.com": "Jonas",
    "lucia.rey@brightport-example.com": "Lucia",
    "": "nameless",
}


def rounded(number: Decimal) -> int:
    return int(number.to_integral_value(ROUND_HALF_EVEN))


def faded(age: int, half_life: int) -> Decimal:
    return Decimal("0.5") ** (Decimal(age) / half_life)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: f"{act['day']} {act['who']} {act['act']}")
def test_an_act_of_the_example_is_worth_what_the_formula_says(act):
    assert int(act["age"]) == (AS_OF - date.fromisoformat(act["day"])).days
    worth = Decimal(act["points"]) * Decimal(act["weight"]) * faded(int(act["age"]), int(act["half-life"]))
    assert rounded(worth * 1_000_000) == whole(act["worth"])


def test_the_rows_before_caps_are_the_acts_added_up():
    worth: dict[tuple[str, str], int] = defaultdict(int)
    for act in ACTS:
        worth[act["signal"], act["who"]] += whole(act["worth"])
    assert {(row["signal"], row["person"]): whole(row["before caps"]) for row in ROWS} == worth


def test_only_eva_is_capped_and_her_rows_add_up_to_the_limit():
    by_person: dict[str, int] = defaultdict(int)
    for act in ACTS:
        by_person[act["who"]] += whole(act["worth"])
    assert [who for who, points in by_person.items() if points > MOST_PER_PERSON] == ["Eva"]
    scale = MOST_PER_PERSON * 1_000_000 // by_person["Eva"]
    before = 0
    for row in ROWS:
        size = whole(row["before caps"])
        if row["person"] == "Eva":
            last = before + size == by_person["Eva"]
            up_to = MOST_PER_PERSON if last else (before + size) * scale // 1_000_000
            assert whole(row["counted"]) == up_to - before * scale // 1_000_000
            before += size
        else:
            assert whole(row["counted"]) == size


def test_shares_are_differences_of_running_quotients():
    up_to = 0
    for row in ROWS:
        before, up_to = up_to, up_to + whole(row["counted"])
        assert whole(row["up to here"]) == up_to
        assert whole(row["share"]) == share_of_depth(up_to) - share_of_depth(before)


def share_of_depth(points: int) -> int:
    """Micro-points by the benchmark of 120 points, times 100 and the weight 0.35, in millionths."""
    return points * 350_000 // 1_200_000


def test_the_three_dimensions_add_up_to_the_score_of_the_page():
    breadth = 75_000_000 * 45 // 100
    recency = rounded(100 * 1_000_000 * faded(2, 14)) * 200_000 // 1_000_000
    depth = sum(whole(row["share"]) for row in ROWS)
    assert f"{breadth:,} + {depth:,} + {recency:,} = {breadth + depth + recency:,}" in PAGE


@pytest.mark.parametrize("number", ["93,823,549", "60,119,656", "93,703,893", "998,009", "78.086577", "27,330,302"])
def test_a_number_in_the_text_follows_from_the_tables(number):
    before, counted = (sum(whole(row[name]) for row in ROWS) for name in ("before caps", "counted"))
    eva = sum(whole(row["before caps"]) for row in ROWS if row["person"] == "Eva")
    scale, depth = MOST_PER_PERSON * 1_000_000 // eva, counted * 100_000 // 120_000
    known = [f"{n:,}" for n in (before, counted, eva, scale, sum(whole(row["share"]) for row in ROWS))]
    assert number in (*known, f"{depth // 1_000_000}.{depth % 1_000_000:06}")
    assert re.search(rf"\b{re.escape(number)}\b", PAGE)


def test_the_engine_gives_the_same_rows(workspace: Path):
    exported = csv.DictReader(StringIO(done(workspace, "export", "contributions")))
    depth = [row for row in exported if row["domain"] == "brightport-example.com" and row["dimension"] == "depth"]
    told = {
        (row["signal"], row["person"]): [whole(row[n]) for n in ("before caps", "counted", "share")] for row in ROWS
    }
    given = {
        (row["signal_name"], PEOPLE[row["person_key"]]): [int(row[n]) for n in ("points", "counted", "share")]
        for row in depth
    }
    assert given == told
