"""docs/reference/definition.md: its examples are one definition, and every key that may be written is on the page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from mqa.definition.checking.remarks import remarks
from mqa.definition.parts.lists import listed_files
from mqa.definition.reading import definition
from mqa.terms.rules import Calibration, Handoff, Product, Stability
from tests.docs.pages import fences
from tests.house.files import ROOT

PAGE = (ROOT / "docs" / "reference" / "definition.md").read_text(encoding="utf-8")
TEXT = "".join(fence.text for fence in fences(PAGE) if fence.kind == "yaml")
LISTS = dict.fromkeys(listed_files(TEXT), "known.example\n")
UNKNOWN = "zzzzzz"
PLACES = {  # where an unknown key makes the reader name those it knows
    "the file": f"{UNKNOWN}: 1",
    "definition": f"definition: {{ {UNKNOWN}: 1 }}",
    "fit": f"fit: {{ {UNKNOWN}: 1 }}",
    "a criterion": f"fit: {{ points: {{ X: {{ {UNKNOWN}: 1 }} }} }}",
    "a segment": f"segments: {{ X: {{ {UNKNOWN}: 1 }} }}",
    "a benchmark": f"segments: {{ X: {{ benchmark: {{ {UNKNOWN}: 1 }} }} }}",
    "a tier": f"tiers: {{ X: {{ {UNKNOWN}: 1 }} }}",
    "a signal": f"signals: {{ X: {{ {UNKNOWN}: 1 }} }}",
    "where of a signal": f"signals: {{ X: {{ where: {{ {UNKNOWN}: 1 }} }} }}",
    "engagement": f"engagement: {{ {UNKNOWN}: 1 }}",
    "product": f"product: {{ {UNKNOWN}: 1 }}",
    "intent": f"intent: {{ {UNKNOWN}: 1 }}",
    "a role": f"committee: {{ X: {{ {UNKNOWN}: 1 }} }}",
    "a condition": f"conditions: {{ X: {{ {UNKNOWN}: 1 }} }}",
    "a level": f"levels: {{ X: {{ {UNKNOWN}: 1 }} }}",
    "stability": f"stability: {{ {UNKNOWN}: 1 }}",
    "cooldown": f"stability: {{ cooldown: {{ {UNKNOWN}: 1 }} }}",
    "mql": f"mql: {{ {UNKNOWN}: 1 }}",
    "handoff": f"handoff: {{ {UNKNOWN}: 1 }}",
    "a route": f"routes: {{ X: {{ {UNKNOWN}: 1 }} }}",
    "where of a route": f"routes: {{ X: {{ where: {{ {UNKNOWN}: 1 }} }} }}",
    "sla": f"sla: {{ {UNKNOWN}: 1 }}",
    "dispositions": f"dispositions: {{ {UNKNOWN}: 1 }}",
    "calibration": f"calibration: {{ {UNKNOWN}: 1 }}",
    "goal": f"calibration: {{ goal: {{ {UNKNOWN}: 1 }} }}",
    "capacity": f"calibration: {{ capacity: {{ {UNKNOWN}: 1 }} }}",
}


def test_the_examples_together_are_one_definition():
    found, problems = definition(TEXT, "definition.md", LISTS)
    assert problems == ()
    assert found is not None


def test_the_checker_finds_nothing_unwise_in_them_but_what_no_level_uses():
    found, _ = definition(TEXT, "definition.md", LISTS)
    assert found is not None
    told = [remark.what for remark in remarks(replace(found, review_on=""), date(2026, 7, 1))]
    assert [what for what in told if not what.endswith("is not used by any level.")] == []


@pytest.mark.parametrize("place", PLACES)
def test_every_key_that_may_stand_in(place):
    mends = [problem.mend for problem in definition(PLACES[place], "d.yaml", {})[1] if UNKNOWN in problem.what]
    keys = re.findall(r"\w+", mends[0].removeprefix("It may have:"))
    assert len(keys) > 1
    assert [key for key in keys if f"`{key}`" not in PAGE] == []


@pytest.mark.parametrize(
    ("key", "default"),
    [
        ("`surge`", "70"),
        ("`benchmark`", f"{Product().benchmark.default}"),
        ("`leave_at`", f"{Stability().leave_at}"),
        ("`remind_at`, `escalate_at`, `reclaim_at`", f"{Handoff().remind_at}, {Handoff().escalate_at}, 3"),
        ("`propose`", Calibration().propose),
    ],
)
def test_a_default_is_the_one_of_the_code(key, default):
    lines = [line.split(" | ") for line in PAGE.splitlines() if line.startswith(f"| {key} |")]
    assert default in [line[2] for line in lines]
