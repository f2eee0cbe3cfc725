"""The table of docs/explanation/standings.md, folded day by day by the steps themselves."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from mqa.definition.rows.rules import rule_rows
from mqa.terms.durations import date_of, day_number
from mqa.terms.tables import RULES
from tests.definitions import definition
from tests.docs.markdown import table
from tests.docs.pages import fences
from tests.engines.duck import DuckDB
from tests.engines.steps import rows
from tests.house.files import ROOT
from tests.tables import Rows, Value

PAGE = (ROOT / "docs" / "explanation" / "standings.md").read_text(encoding="utf-8")
DAYS = {date.fromisoformat(row["day"]): row for row in table(PAGE, "day")}
STREAKS = ("as_of", "account_id", "level", "since")
STANDINGS = (
    *("as_of", "account_id", "level", "was", "since", "evidence_on", "cooling_until", "asks_evidence_after", "cause"),
    *("recycled_by", "answers_seen"),
)


def sections() -> dict[str, str]:
    """The sections of the page's definition by name."""
    text = next(fence.text for fence in fences(PAGE) if fence.kind == "yaml")
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        if not line.startswith(" "):
            name = line.removesuffix(":")
            found[name] = ""
        else:
            found[name] += f"{line}\n"
    return found


def engagements() -> Iterator[tuple[date, int, bool]]:
    """The score of every day, and whether something that counts was done; days that the page leaves out go on."""
    day, score = min(DAYS), 0
    while day <= max(DAYS):
        row = DAYS.get(day)
        score = int(row["engagement"]) if row else score
        yield day, score, bool(row and row["act"])
        day += timedelta(days=1)


@pytest.fixture(scope="module")
def folded() -> dict[date, dict[str, Value]]:
    """Where the account stands at the end of each day, as the steps say."""
    rules = rule_rows(definition(**sections()))
    given = {
        name: Rows(tuple(RULES[name].columns), tuple(rules[name])) for name in ("levels", "stability", "thresholds")
    }
    enter, stay = given["thresholds"].rows[0][2:4]
    engine, streaks, standings = DuckDB(), Rows(STREAKS, ()), Rows(STANDINGS, ())
    found: dict[date, dict[str, Value]] = {}
    last_act = None
    for day, score, act in engagements():
        today, micro = day_number(day), score * 1_000_000
        last_act = today if act else last_act
        held = [(today, 1, 1, int(micro >= enter), 1)] if micro >= stay else []
        world = {
            "today": Rows(("as_of", "known_at"), ((today, today),)),
            "levels_held": Rows(("as_of", "account_id", "level", "enters", "stays"), tuple(held)),
        }
        streaks = Rows(STREAKS, tuple(rows(engine, "qualification/streaks.sql", streaks_yesterday=streaks, **world)))
        scores = Rows(
            ("as_of", "account_id", "state", "evidence_age"), ((today, 1, "graded", today - (last_act or 0)),)
        )
        made = rows(
            engine,
            "qualification/standings.sql",
            **world,
            streaks=streaks,
            standings_yesterday=standings,
            scores=scores,
            levels=given["levels"],
            stability=given["stability"],
            dispositions=Rows(("account_id", "disposition", "day", "until", "known_on"), ()),
        )
        standings = Rows(STANDINGS, tuple(made))
        found[day] = dict(zip(STANDINGS, made[0], strict=True)) if made else {}
    return found


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_of_the_table_is_what_the_steps_make(day, folded):
    row, standing = DAYS[day], folded[day]
    since = standing.get("since")
    assert {
        "level": "Qualified" if standing.get("level") else "",
        "since": date_of(int(since)).isoformat() if since else "",
        "cause": standing.get("cause", ""),
    } == {name: row[name] for name in ("level", "since", "cause")}
